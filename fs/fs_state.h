/* SPDX-License-Identifier: MIT */
/* The member of struct machine's world that belongs to fs/: its super blocks. */
#ifndef FS_FS_STATE_H
#define FS_FS_STATE_H

#include <linux/fs.h>

/* In which order a folder's listing shows new entries; Linux's file systems differ. */
enum fs_order {
	FS_ORDER_NEWEST, /* last made first: devtmpfs, debugfs */
	FS_ORDER_PROC,	 /* short names first, equal lengths by bytes: procfs */
	FS_ORDER_NAME,	 /* by bytes: sysfs */
};

struct fs_mount {
	struct super_block sb;
	struct vfsmount mnt;
	struct file_system_type type;
	struct dentry *covers; /* what this mount's root stands in for; NULL: the root mount */
	enum fs_order order;
	unsigned long next_ino;
};

struct fs_state {
	struct fs_mount root, dev, proc, sys, debug, anon;
	unsigned int nr_inodes, nr_dentries; /* under the tree mutex */
	struct kmem_cache *filp, *inode, *dentry;
};

extern struct fs_state fs_state;

static inline struct fs_mount *fs_mount_of(struct super_block *sb)
{
	return container_of(sb, struct fs_mount, sb);
}

#endif
