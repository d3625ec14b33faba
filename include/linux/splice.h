/* SPDX-License-Identifier: MIT */
/*
 * Splicing: clients' splice and sendfile are served as reads and writes, so the members of
 * file_operations are accepted, and the generic helpers exist for their addresses.
 */
#ifndef _LINUX_SPLICE_H
#define _LINUX_SPLICE_H

#include <linux/fs.h>

#define SPLICE_F_MOVE	  0x01
#define SPLICE_F_NONBLOCK 0x02
#define SPLICE_F_MORE	  0x04
#define SPLICE_F_GIFT	  0x08
#define SPLICE_F_ALL	  (SPLICE_F_MOVE | SPLICE_F_NONBLOCK | SPLICE_F_MORE | SPLICE_F_GIFT)

struct pipe_inode_info;

/* Both give -EINVAL: there is no pipe on ferrite's side of a client. */
ssize_t generic_file_splice_read(struct file *in, loff_t *ppos, struct pipe_inode_info *pipe,
				 size_t len, unsigned int flags);
ssize_t iter_file_splice_write(struct pipe_inode_info *pipe, struct file *out, loff_t *ppos,
			       size_t len, unsigned int flags);

#endif
