/* SPDX-License-Identifier: MIT */
/* Files without a name. */
#ifndef _LINUX_ANON_INODES_H
#define _LINUX_ANON_INODES_H

#include <linux/types.h>

struct file;
struct file_operations;

/* A file with @fops and @priv; holds fops->owner. ERR_PTR(-ENOENT, -ENOMEM). May sleep. */
struct file *anon_inode_getfile(const char *name, const struct file_operations *fops, void *priv,
				int flags);
/* -EOPNOTSUPP: a client's descriptor table is the host's and cannot be filled from here. */
int anon_inode_getfd(const char *name, const struct file_operations *fops, void *priv, int flags);

#endif
