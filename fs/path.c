/* SPDX-License-Identifier: MIT */
/*
 * Calls on a path that open nothing: stat, access, mknod, unlink, chmod, chown.
 *
 * Only /dev (devtmpfs) lets names be made and removed, by who may write to the folder.
 * procfs says -ENOENT to a new name and sysfs -EPERM, both -EPERM to a removal, as in Linux.
 */
#include <ferrite/client.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/time64.h>

#include "fs.h"

int fs_stat_path(const struct path *path, struct ferrite_stat *st)
{
	struct kstat ks;
	int err = vfs_getattr(path, &ks, 0, 0);

	if (err)
		return err;
	*st = (struct ferrite_stat){
		.mode = ks.mode,
		.nlink = ks.nlink,
		.uid = from_kuid(&init_user_ns, ks.uid),
		.gid = from_kgid(&init_user_ns, ks.gid),
		.ino = ks.ino,
		.size = ks.size,
		.blocks = ks.blocks,
		.blksize = ks.blksize,
		.dev = new_encode_dev(ks.dev),
		.rdev = new_encode_dev(ks.rdev),
		.atime_ns = timespec64_to_ns(&ks.atime),
		.mtime_ns = timespec64_to_ns(&ks.mtime),
		.ctime_ns = timespec64_to_ns(&ks.ctime),
	};
	return 0;
}

#define R_OK 4
#define W_OK 2
#define X_OK 1

/* access(2) asks for the real ids; AT_EACCESS keeps the effective ones. */
static const struct cred *begin_real_ids(int flags)
{
	struct cred *cred;

	if (flags & AT_EACCESS)
		return NULL;
	cred = prepare_creds();
	if (!cred)
		return NULL;
	cred->fsuid = cred->uid;
	cred->fsgid = cred->gid;
	return override_creds(cred);
}

static void end_real_ids(const struct cred *old)
{
	const struct cred *used = current_cred();

	if (!old)
		return;
	revert_creds(old);
	put_cred(used);
}

int fs_access(const char *name, int mode, int flags)
{
	unsigned int lookup = (flags & AT_SYMLINK_NOFOLLOW) ? 0 : LOOKUP_FOLLOW;
	const struct cred *old;
	struct path path;
	int err;

	if (mode & ~(R_OK | W_OK | X_OK))
		return -EINVAL;
	if (flags & ~(AT_EACCESS | AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	old = begin_real_ids(flags);
	err = tree_walk(name, lookup, &path, NULL);
	if (!err) {
		/* MAY_READ, MAY_WRITE and MAY_EXEC have the values of R_OK, W_OK and X_OK. */
		err = inode_permission(&init_user_ns, path.dentry->d_inode, mode | MAY_ACCESS);
		path_put(&path);
	}
	end_real_ids(old);
	return err;
}

/* Find the folder of a name that is to be made or removed, and check the right to do so. */
static int begin_change(const char *name, struct path *dir, const char **last)
{
	int err = tree_walk(name, LOOKUP_PARENT, dir, last);

	if (err)
		return err;
	if (!S_ISDIR(dir->dentry->d_inode->i_mode))
		err = -ENOTDIR;
	else
		err = inode_permission(&init_user_ns, dir->dentry->d_inode, MAY_WRITE | MAY_EXEC);
	if (err)
		path_put(dir);
	return err;
}

/* What a file system other than devtmpfs says to a new name. */
static int refuse_create(struct dentry *dir)
{
	return dir->d_sb == &fs_state.proc.sb ? -ENOENT : -EPERM;
}

static int make_node(struct dentry *dir, const char *name, umode_t mode, dev_t dev)
{
	struct inode *inode = fs_inode_new(dir->d_sb, mode, dev);
	struct dentry *d;

	if (!inode)
		return -ENOMEM;
	inode->i_uid = current_fsuid();
	inode->i_gid = current_fsgid();
	d = tree_add(dir, name, inode, NULL);
	return IS_ERR(d) ? PTR_ERR(d) : 0;
}

int fs_mknod(const char *name, umode_t mode, unsigned int dev)
{
	struct dentry *taken;
	struct path dir;
	const char *last;
	int err;

	/* Only device nodes: a FIFO, socket or plain file would need what is not served. */
	if (!S_ISCHR(mode) && !S_ISBLK(mode))
		return -EPERM;
	err = begin_change(name, &dir, &last);
	if (err)
		return err;
	taken = tree_get(dir.dentry, last);
	if (taken || !*last)
		err = -EEXIST;
	else if (!capable(CAP_MKNOD))
		err = -EPERM;
	else if (dir.dentry->d_sb != &fs_state.dev.sb)
		err = refuse_create(dir.dentry);
	else
		err = make_node(dir.dentry, last, mode, new_decode_dev(dev));
	dput(taken);
	path_put(&dir);
	return err;
}

int fs_unlink(const char *name)
{
	struct dentry *d;
	struct path dir;
	const char *last;
	int err = begin_change(name, &dir, &last);

	if (err)
		return err;
	d = tree_get(dir.dentry, last);
	if (!d)
		err = -ENOENT;
	else if (S_ISDIR(d->d_inode->i_mode))
		err = -EISDIR;
	else if (dir.dentry->d_sb != &fs_state.dev.sb)
		err = -EPERM;
	else
		tree_remove(d);
	dput(d);
	path_put(&dir);
	return err;
}

static int change_attr(const char *name, struct iattr *attr)
{
	struct path path;
	int err = tree_walk(name, LOOKUP_FOLLOW, &path, NULL);

	if (err)
		return err;
	err = fs_setattr(path.dentry, attr);
	path_put(&path);
	return err;
}

int fs_chmod(const char *name, umode_t mode)
{
	struct iattr attr = {.ia_valid = ATTR_MODE, .ia_mode = mode};

	return change_attr(name, &attr);
}

int fs_chown(const char *name, uid_t uid, gid_t gid)
{
	struct iattr attr = {.ia_valid = 0};

	if (uid != (uid_t)-1) {
		attr.ia_valid |= ATTR_UID;
		attr.ia_uid = make_kuid(&init_user_ns, uid);
	}
	if (gid != (gid_t)-1) {
		attr.ia_valid |= ATTR_GID;
		attr.ia_gid = make_kgid(&init_user_ns, gid);
	}
	return change_attr(name, &attr);
}
