/* SPDX-License-Identifier: MIT */
/*
 * Inodes: their life, attributes, and who may do what to them.
 *
 * Nothing is written back anywhere, so an inode is only a struct with a count. Permission is
 * Linux's: owner, group or other bits against the fsuid and fsgid of `current`, then the
 * capabilities DAC_OVERRIDE and DAC_READ_SEARCH, which the machine's owner has.
 */
#include <linux/capability.h>
#include <linux/cdev.h>
#include <linux/cred.h>
#include <linux/export.h>
#include <linux/ktime.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/timekeeping.h>

#include "fs.h"

struct timespec64 current_time(struct inode *inode)
{
	struct timespec64 now;

	ktime_get_real_ts64(&now);
	return now;
}
EXPORT_SYMBOL(current_time);

struct inode *fs_inode_new(struct super_block *sb, umode_t mode, dev_t rdev)
{
	struct fs_mount *m = fs_mount_of(sb);
	struct inode *inode = kmem_cache_zalloc(fs_state.inode, GFP_KERNEL);

	if (!inode)
		return NULL;
	inode->i_mode = mode;
	inode->i_rdev = rdev;
	inode->i_sb = sb;
	inode->i_mapping = &inode->i_data;
	inode->i_data.host = inode;
	inode->i_blkbits = sb->s_blocksize_bits;
	inode->__i_nlink = S_ISDIR(mode) ? 2 : 1;
	inode->i_ino = __atomic_fetch_add(&m->next_ino, 1, __ATOMIC_RELAXED);
	inode->i_atime = inode->i_mtime = inode->i_ctime = current_time(inode);
	spin_lock_init(&inode->i_lock);
	init_rwsem(&inode->i_rwsem);
	INIT_LIST_HEAD(&inode->i_devices);
	atomic_set(&inode->i_count, 1);
	if (S_ISCHR(mode))
		inode->i_fop = &def_chr_fops;
	else if (S_ISDIR(mode))
		inode->i_fop = &fs_dir_fops;
	return inode;
}

struct inode *fs_symlink_new(struct super_block *sb, const char *target)
{
	struct inode *inode = fs_inode_new(sb, S_IFLNK | 0777, 0);

	if (!inode)
		return NULL;
	inode->i_link = kstrdup(target, GFP_KERNEL);
	if (!inode->i_link) {
		iput(inode);
		return NULL;
	}
	inode->i_size = strlen(target);
	return inode;
}

void ihold(struct inode *inode)
{
	atomic_inc(&inode->i_count);
}
EXPORT_SYMBOL(ihold);

void iput(struct inode *inode)
{
	if (!inode || !atomic_dec_and_test(&inode->i_count))
		return;
	if (S_ISCHR(inode->i_mode))
		cd_forget(inode);
	if (S_ISLNK(inode->i_mode))
		kfree(inode->i_link);
	kmem_cache_free(fs_state.inode, inode);
}
EXPORT_SYMBOL(iput);

unsigned int get_next_ino(void)
{
	return __atomic_fetch_add(&fs_state.root.next_ino, 1, __ATOMIC_RELAXED);
}
EXPORT_SYMBOL(get_next_ino);

/* ---- permission ---- */

/* The three mode bits that hold for current. */
static unsigned int mode_bits(struct inode *inode)
{
	unsigned int mode = inode->i_mode;

	if (uid_eq(current_fsuid(), inode->i_uid))
		return mode >> 6;
	if (in_group_p(inode->i_gid))
		return mode >> 3;
	return mode;
}

int generic_permission(struct user_namespace *mnt_userns, struct inode *inode, int mask)
{
	mask &= MAY_READ | MAY_WRITE | MAY_EXEC;
	if ((mask & ~mode_bits(inode)) == 0)
		return 0;
	if (S_ISDIR(inode->i_mode)) {
		if (!(mask & MAY_WRITE) && capable(CAP_DAC_READ_SEARCH))
			return 0;
		return capable(CAP_DAC_OVERRIDE) ? 0 : -EACCES;
	}
	if (mask == MAY_READ && capable(CAP_DAC_READ_SEARCH))
		return 0;
	/* Nobody may execute what has no execute bit at all. */
	if ((mask & MAY_EXEC) && !(inode->i_mode & S_IXUGO))
		return -EACCES;
	return capable(CAP_DAC_OVERRIDE) ? 0 : -EACCES;
}
EXPORT_SYMBOL(generic_permission);

int inode_permission(struct user_namespace *mnt_userns, struct inode *inode, int mask)
{
	if (inode->i_op && inode->i_op->permission)
		return inode->i_op->permission(mnt_userns, inode, mask);
	return generic_permission(mnt_userns, inode, mask);
}
EXPORT_SYMBOL(inode_permission);

int file_permission(struct file *file, int mask)
{
	return inode_permission(&init_user_ns, file->f_inode, mask);
}
EXPORT_SYMBOL(file_permission);

bool inode_owner_or_capable(struct user_namespace *mnt_userns, const struct inode *inode)
{
	return uid_eq(current_fsuid(), inode->i_uid) || capable(CAP_FOWNER);
}
EXPORT_SYMBOL(inode_owner_or_capable);

/* ---- attributes ---- */

void generic_fillattr(struct user_namespace *mnt_userns, struct inode *inode, struct kstat *stat)
{
	memset(stat, 0, sizeof(*stat));
	stat->dev = inode->i_sb->s_dev;
	stat->ino = inode->i_ino;
	stat->mode = inode->i_mode;
	stat->nlink = inode->i_nlink;
	stat->uid = inode->i_uid;
	stat->gid = inode->i_gid;
	stat->rdev = inode->i_rdev;
	stat->size = i_size_read(inode);
	stat->atime = inode->i_atime;
	stat->mtime = inode->i_mtime;
	stat->ctime = inode->i_ctime;
	stat->blksize = i_blocksize(inode);
	stat->blocks = inode->i_blocks;
}
EXPORT_SYMBOL(generic_fillattr);

int vfs_getattr(const struct path *path, struct kstat *stat, u32 request_mask,
		unsigned int query_flags)
{
	struct inode *inode = path->dentry->d_inode;

	if (inode->i_op && inode->i_op->getattr)
		return inode->i_op->getattr(&init_user_ns, path, stat, request_mask, query_flags);
	generic_fillattr(&init_user_ns, inode, stat);
	/* tmpfs counts 20 bytes an entry, and its two own. */
	if (inode->i_sb == &fs_state.dev.sb && S_ISDIR(inode->i_mode)) {
		struct dentry *d;

		stat->size = 40;
		tree_lock();
		list_for_each_entry (d, &path->dentry->d_subdirs, d_child)
			stat->size += 20;
		tree_unlock();
	}
	return 0;
}
EXPORT_SYMBOL(vfs_getattr);

static int may_setattr(struct inode *inode, const struct iattr *attr)
{
	bool owner = uid_eq(current_fsuid(), inode->i_uid);

	if ((attr->ia_valid & ATTR_UID) && !(owner && uid_eq(attr->ia_uid, inode->i_uid)) &&
	    !capable(CAP_CHOWN))
		return -EPERM;
	if ((attr->ia_valid & ATTR_GID) &&
	    !(owner && (in_group_p(attr->ia_gid) || gid_eq(attr->ia_gid, inode->i_gid))) &&
	    !capable(CAP_CHOWN))
		return -EPERM;
	if ((attr->ia_valid & ATTR_MODE) && !inode_owner_or_capable(&init_user_ns, inode))
		return -EPERM;
	return 0;
}

int fs_setattr(struct dentry *dentry, struct iattr *attr)
{
	struct inode *inode = dentry->d_inode;
	int err;

	inode_lock(inode);
	err = may_setattr(inode, attr);
	if (!err) {
		if (attr->ia_valid & ATTR_UID)
			inode->i_uid = attr->ia_uid;
		if (attr->ia_valid & ATTR_GID)
			inode->i_gid = attr->ia_gid;
		if (attr->ia_valid & ATTR_MODE)
			inode->i_mode = (inode->i_mode & S_IFMT) | (attr->ia_mode & S_IALLUGO);
		inode->i_ctime = current_time(inode);
	}
	inode_unlock(inode);
	return err;
}

int file_update_time(struct file *file)
{
	struct inode *inode = file->f_inode;

	inode->i_mtime = inode->i_ctime = current_time(inode);
	return 0;
}
EXPORT_SYMBOL(file_update_time);

int vfs_readlink_kernel(struct dentry *dentry, char *buf, size_t size)
{
	struct inode *inode = dentry->d_inode;
	size_t n;

	if (!S_ISLNK(inode->i_mode))
		return -EINVAL;
	n = min_t(size_t, strlen(inode->i_link), size);
	memcpy(buf, inode->i_link, n);
	return n;
}
