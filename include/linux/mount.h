/* SPDX-License-Identifier: MIT */
/* A mounted file system. The set is fixed: /dev, /proc, /sys, /sys/kernel/debug. */
#ifndef _LINUX_MOUNT_H
#define _LINUX_MOUNT_H

#include <linux/types.h>

struct dentry;
struct super_block;

#define MNT_NOSUID   0x01
#define MNT_NODEV    0x02
#define MNT_NOEXEC   0x04
#define MNT_READONLY 0x40

struct vfsmount {
	struct dentry *mnt_root;
	struct super_block *mnt_sb;
	int mnt_flags;
};

static inline void mntput(struct vfsmount *mnt)
{
}

static inline struct vfsmount *mntget(struct vfsmount *mnt)
{
	return mnt;
}

#endif
