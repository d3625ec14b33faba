/* SPDX-License-Identifier: MIT */
/*
 * Descriptors. A client's descriptor table belongs to the host, so numbers cannot be turned
 * into files here: fget gives NULL (bad descriptor) and get_unused_fd_flags -EMFILE.
 */
#ifndef _LINUX_FILE_H
#define _LINUX_FILE_H

#include <linux/errno.h>
#include <linux/types.h>

struct file;

struct fd {
	struct file *file;
	unsigned int flags;
};

void fput(struct file *file);

static inline struct file *fget(unsigned int fd)
{
	return (struct file *)0;
}

static inline struct fd fdget(unsigned int fd)
{
	return (struct fd){0, 0};
}

static inline void fdput(struct fd fd)
{
	if (fd.flags & 1)
		fput(fd.file);
}

static inline int get_unused_fd_flags(unsigned int flags)
{
	return -EMFILE;
}

static inline void put_unused_fd(unsigned int fd)
{
}

static inline void fd_install(unsigned int fd, struct file *file)
{
}

#endif
