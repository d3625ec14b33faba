/* SPDX-License-Identifier: MIT */
/* Private to fs/: the inside of debugfs. Theory in fs/debugfs.c. */
#ifndef FS_DEBUGFS_H
#define FS_DEBUGFS_H

#include "fs.h"

struct debugfs_node {
	struct fs_node node;
	const struct file_operations *real;
	struct file_operations proxy; /* what an open file of this name is given */
};

/* @direct: the operations guard themselves. ERR_PTR on failure, or when @parent is one. */
struct dentry *debugfs_add_file(const char *name, umode_t mode, struct dentry *parent, void *data,
				const struct file_operations *fops, bool direct,
				unsigned long caller);

#endif
