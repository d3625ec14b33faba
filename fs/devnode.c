/* SPDX-License-Identifier: MIT */
/*
 * devtmpfs: the nodes of /dev, made when a device with a number is added and removed with it.
 *
 * A node that a client made over it with mknod, or whose mode it changed, is the client's: as
 * in Linux, removal takes the node only if it still has the device's number. Folders of names
 * such as "snd/seq" are made as needed and removed when empty.
 */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "fs/device/base.h"
#include "fs.h"

static struct dentry *dev_root(void)
{
	return fs_state.dev.sb.s_root;
}

/* The held folder for all but the last part of @name, made when missing; *@last: that part. */
static struct dentry *make_folders(const char *name, const char **last)
{
	struct dentry *dir = dget(dev_root());
	const char *slash;

	while ((slash = strchr(name, '/')) != NULL) {
		size_t len = slash - name;
		struct inode *inode;
		struct dentry *d;

		tree_lock();
		d = tree_find(dir, name, len);
		if (!d) {
			inode = fs_inode_new(dir->d_sb, S_IFDIR | 0755, 0);
			d = inode ? tree_add_locked(dir, name, len, inode, NULL) : ERR_PTR(-ENOMEM);
			if (IS_ERR(d))
				iput(inode);
		}
		if (!IS_ERR(d))
			dget(d);
		tree_unlock();
		dput(dir);
		if (IS_ERR(d))
			return d;
		dir = d;
		name = slash + 1;
	}
	*last = name;
	return dir;
}

int devtmpfs_create_node(struct device *dev)
{
	struct inode *inode;
	struct dentry *dir, *d;
	umode_t mode = 0;
	kuid_t uid = GLOBAL_ROOT_UID;
	kgid_t gid = GLOBAL_ROOT_GID;
	const char *name, *last = NULL, *tmp = NULL;
	int err;

	name = device_get_devnode(dev, &mode, &uid, &gid, &tmp);
	if (!name)
		return -ENOMEM;
	dir = make_folders(name, &last);
	err = PTR_ERR_OR_ZERO(dir);
	if (!err) {
		inode = fs_inode_new(dir->d_sb, S_IFCHR | (mode ? mode & S_IALLUGO : 0600),
				     dev->devt);
		if (inode) {
			inode->i_uid = uid;
			inode->i_gid = gid;
		}
		d = tree_add(dir, last, inode, NULL);
		err = PTR_ERR_OR_ZERO(d);
		dput(dir);
	}
	kfree(tmp);
	return err;
}

/* => tree locked. Remove @dir and its parents below /dev as far as they are empty. */
static void drop_empty(struct dentry *dir)
{
	while (dir != dev_root() && list_empty(&dir->d_subdirs)) {
		struct dentry *parent = dir->d_parent;

		tree_unlink_locked(dir);
		dir = parent;
	}
}

int devtmpfs_delete_node(struct device *dev)
{
	const char *name, *tmp = NULL;
	struct dentry *dir, *d = NULL;

	name = device_get_devnode(dev, NULL, NULL, NULL, &tmp);
	if (!name)
		return -ENOMEM;
	tree_lock();
	for (dir = dev_root(); dir; dir = d) {
		size_t len = strcspn(name, "/");

		d = tree_find(dir, name, len);
		name += len + (name[len] == '/');
		if (!d || !*name)
			break;
	}
	if (d && S_ISCHR(d->d_inode->i_mode) && d->d_inode->i_rdev == dev->devt) {
		tree_unlink_locked(d);
		drop_empty(dir);
	}
	tree_unlock();
	kfree(tmp);
	return 0;
}

int devnode_init(void)
{
	return 0;
}

void devnode_exit(void)
{
}
