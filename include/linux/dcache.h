/* SPDX-License-Identifier: MIT */
/*
 * struct dentry: one name in the served tree (/dev, /proc, /sys, debugfs). There is no cache
 * to miss: a dentry exists exactly while the name does, plus as long as somebody holds it.
 * Tree links (d_parent, d_child, d_subdirs, d_inode) change under fs/'s tree mutex only.
 */
#ifndef _LINUX_DCACHE_H
#define _LINUX_DCACHE_H

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/types.h>

struct inode;
struct path;
struct super_block;
struct vfsmount;

struct qstr {
	u32 hash;
	u32 len;
	const unsigned char *name;
};

#define QSTR_INIT(n, l)                 \
	{                               \
		.len = (l), .name = (n) \
	}

#define DNAME_INLINE_LEN 32

struct dentry {
	unsigned int d_flags;
	atomic_t d_count;
	spinlock_t d_lock;
	struct dentry *d_parent; /* itself at a root */
	struct qstr d_name;
	struct inode *d_inode; /* NULL: negative */
	unsigned char d_iname[DNAME_INLINE_LEN];
	struct super_block *d_sb;
	void *d_fsdata;		    /* struct fs_node: what the file system keeps for it */
	struct list_head d_child;   /* in the parent's d_subdirs */
	struct list_head d_subdirs; /* in the order in which a listing shows them */
	struct dentry *d_mounted;   /* root of what is mounted here; NULL: nothing */
};

#define DCACHE_UNHASHED 0x00000001 /* the name is gone; only holders keep the dentry */
#define DCACHE_MOUNTED	0x00010000

static inline struct dentry *dget(struct dentry *dentry)
{
	if (dentry)
		atomic_inc(&dentry->d_count);
	return dentry;
}

/* Drop a reference. The last one of an unhashed dentry frees it and its inode. May sleep. */
void dput(struct dentry *dentry);

static inline int d_unhashed(const struct dentry *dentry)
{
	return dentry->d_flags & DCACHE_UNHASHED;
}

static inline int d_unlinked(const struct dentry *dentry)
{
	return d_unhashed(dentry);
}

static inline struct inode *d_inode(const struct dentry *dentry)
{
	return dentry->d_inode;
}

static inline struct inode *d_backing_inode(const struct dentry *dentry)
{
	return dentry->d_inode;
}

static inline bool d_really_is_negative(const struct dentry *dentry)
{
	return !dentry->d_inode;
}

static inline bool d_really_is_positive(const struct dentry *dentry)
{
	return dentry->d_inode;
}

#define d_is_positive d_really_is_positive
#define d_is_negative d_really_is_negative

/* The path as a client would name it, at the end of @buf; ERR_PTR(-ENAMETOOLONG). */
char *d_path(const struct path *path, char *buf, int buflen);
char *dentry_path_raw(const struct dentry *dentry, char *buf, int buflen);

#endif
