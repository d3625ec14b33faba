/* SPDX-License-Identifier: MIT */
/*
 * sysfs: kobjects as folders, attributes as files, links between them.
 *
 * Concepts
 *   kernfs_node  struct behind each name (kobj->sd is the one of its folder). The name lets
 *		  modules keep the pointers that Linux gives them.
 *   group	  attributes added together, in a folder of their own when the group has a name.
 *
 * An attribute's file calls the ktype's sysfs_ops with the kobject; while it does, it is inside
 * the node's gate, so sysfs_remove_file returns only when no show or store runs (an attribute
 * that removes itself must use sysfs_remove_file_self, as in Linux). Open files of a removed
 * attribute give -ENODEV.
 *
 * A link's text is made when the link is: the way up to the common folder and down to the
 * target ("../../devices/virtual/misc/hello"). Neither end moves while linked.
 */
#include <linux/err.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "sysfs.h"

static void kernfs_put(struct kernfs_node *kn)
{
	if (atomic_dec_and_test(&kn->refs))
		kfree(kn);
}

static void kernfs_free(struct fs_node *node)
{
	kernfs_put(container_of(node, struct kernfs_node, node));
}

struct kernfs_node *sysfs_node_new(struct kobject *kobj, const char *kind, unsigned long caller)
{
	struct kernfs_node *kn = kzalloc(sizeof(*kn), GFP_KERNEL);

	if (!kn)
		return NULL;
	fs_node_init(&kn->node, kind, caller, kernfs_free);
	atomic_set(&kn->refs, 1);
	init_waitqueue_head(&kn->poll);
	kn->kobj = kobj;
	return kn;
}

static void own(struct kobject *kobj, struct inode *inode)
{
	kuid_t uid = GLOBAL_ROOT_UID;
	kgid_t gid = GLOBAL_ROOT_GID;

	if (kobj && kobj->ktype && kobj->ktype->get_ownership)
		kobj->ktype->get_ownership(kobj, &uid, &gid);
	inode->i_uid = uid;
	inode->i_gid = gid;
}

static void warn_dup(struct dentry *dir, const char *name)
{
	char path[256], *p = dentry_path_raw(dir, path, sizeof(path));

	WARN(1, "sysfs: cannot create duplicate filename '%s/%s'\n", IS_ERR(p) ? "…" : p, name);
}

/* Hang a new name into @dir. Consumes @inode and @kn. */
static struct dentry *add_name(struct dentry *dir, const char *name, struct inode *inode,
			       struct kernfs_node *kn, bool warn)
{
	struct dentry *d;

	if (!inode || !kn) {
		iput(inode);
		if (kn)
			kernfs_put(kn);
		return ERR_PTR(-ENOMEM);
	}
	own(kn->kobj, inode);
	d = tree_add(dir, name, inode, &kn->node);
	if (d == ERR_PTR(-EEXIST) && warn)
		warn_dup(dir, name);
	return d;
}

/* ---- folders of kobjects ---- */

static int add_dir(struct kobject *kobj, unsigned long caller)
{
	struct dentry *parent = fs_state.sys.sb.s_root, *d;
	struct kernfs_node *kn;

	if (kobj->parent)
		parent = sysfs_dir(kobj->parent);
	if (!parent)
		return -ENOENT;
	kn = sysfs_node_new(kobj, "sysfs folder", caller);
	d = add_name(parent, kobject_name(kobj), fs_inode_new(parent->d_sb, S_IFDIR | 0755, 0), kn,
		     true);
	if (IS_ERR(d))
		return PTR_ERR(d);
	dget(d); /* kobj->sd's */
	kobj->sd = kn;
	return 0;
}

int sysfs_create_dir_ns(struct kobject *kobj, const void *ns)
{
	return add_dir(kobj, (unsigned long)__builtin_return_address(0));
}

void sysfs_remove_dir(struct kobject *kobj)
{
	struct dentry *d = sysfs_dir(kobj);

	if (!d)
		return;
	kobj->sd = NULL;
	tree_remove(d);
	dput(d);
}

bool sysfs_del_kobject(struct dentry *d)
{
	struct kernfs_node *kn = container_of(fs_node_of(d), struct kernfs_node, node);

	if (!kn->kobj || kn->kobj->sd != kn || !kn->kobj->state_in_sysfs)
		return false;
	kobject_del(kn->kobj);
	return true;
}

int sysfs_rename_dir_ns(struct kobject *kobj, const char *new_name, const void *ns)
{
	struct dentry *d = sysfs_dir(kobj);
	int err;

	if (!d)
		return -ENOENT;
	tree_lock();
	err = tree_rename_locked(d, d->d_parent, new_name);
	tree_unlock();
	return err;
}

int sysfs_move_to(struct kobject *kobj, struct kobject *new_parent)
{
	struct dentry *d = sysfs_dir(kobj);
	struct dentry *dir = new_parent ? sysfs_dir(new_parent) : fs_state.sys.sb.s_root;
	int err;

	if (!d || !dir)
		return -ENOENT;
	if (d->d_parent == dir)
		return 0;
	tree_lock();
	err = tree_rename_locked(d, dir, d->d_name.name);
	tree_unlock();
	return err;
}

int sysfs_create_mount_point(struct kobject *parent_kobj, const char *name)
{
	struct dentry *dir = sysfs_dir(parent_kobj), *d;

	if (!dir)
		return -ENOENT;
	d = add_name(dir, name, fs_inode_new(dir->d_sb, S_IFDIR | 0555, 0),
		     sysfs_node_new(parent_kobj, "sysfs folder",
				    (unsigned long)__builtin_return_address(0)),
		     true);
	return PTR_ERR_OR_ZERO(d);
}
EXPORT_SYMBOL_GPL(sysfs_create_mount_point);

void sysfs_remove_mount_point(struct kobject *parent_kobj, const char *name)
{
	sysfs_remove_name(sysfs_dir(parent_kobj), name);
}
EXPORT_SYMBOL_GPL(sysfs_remove_mount_point);

/* ---- files ---- */

int sysfs_add_attr(struct dentry *dir, struct kobject *kobj, const struct attribute *attr,
		   umode_t mode, const struct bin_attribute *bin, unsigned long caller)
{
	struct kernfs_node *kn;
	struct inode *inode;

	if (!dir)
		return -ENOENT;
	kn = sysfs_node_new(kobj, "sysfs file", caller);
	inode = fs_inode_new(dir->d_sb, S_IFREG | (mode & S_IALLUGO), 0);
	if (kn) {
		kn->attr = attr;
		kn->bin = bin;
	}
	if (inode) {
		inode->i_fop = bin ? &sysfs_bin_fops : &sysfs_file_fops;
		inode->i_size = bin ? bin->size : PAGE_SIZE;
	}
	return PTR_ERR_OR_ZERO(add_name(dir, attr->name, inode, kn, true));
}

void sysfs_remove_name(struct dentry *dir, const char *name)
{
	struct dentry *d = dir ? tree_get(dir, name) : NULL;

	if (!d)
		return;
	tree_remove(d);
	dput(d);
}

int sysfs_create_file_ns(struct kobject *kobj, const struct attribute *attr, const void *ns)
{
	if (WARN_ON(!kobj || !kobj->sd || !attr))
		return -EINVAL;
	return sysfs_add_attr(sysfs_dir(kobj), kobj, attr, attr->mode, NULL,
			      (unsigned long)__builtin_return_address(0));
}
EXPORT_SYMBOL_GPL(sysfs_create_file_ns);

void sysfs_remove_file_ns(struct kobject *kobj, const struct attribute *attr, const void *ns)
{
	sysfs_remove_name(sysfs_dir(kobj), attr->name);
}
EXPORT_SYMBOL_GPL(sysfs_remove_file_ns);

int sysfs_create_files(struct kobject *kobj, const struct attribute *const *ptr)
{
	int err = 0, i;

	for (i = 0; ptr[i] && !err; i++)
		err = sysfs_create_file(kobj, ptr[i]);
	if (err)
		for (i -= 2; i >= 0; i--)
			sysfs_remove_file(kobj, ptr[i]);
	return err;
}
EXPORT_SYMBOL_GPL(sysfs_create_files);

void sysfs_remove_files(struct kobject *kobj, const struct attribute *const *ptr)
{
	for (int i = 0; ptr[i]; i++)
		sysfs_remove_file(kobj, ptr[i]);
}
EXPORT_SYMBOL_GPL(sysfs_remove_files);

int sysfs_chmod_file(struct kobject *kobj, const struct attribute *attr, umode_t mode)
{
	struct dentry *dir = sysfs_dir(kobj), *d = dir ? tree_get(dir, attr->name) : NULL;

	if (!d)
		return -ENOENT;
	d->d_inode->i_mode = (d->d_inode->i_mode & S_IFMT) | (mode & S_IALLUGO);
	dput(d);
	return 0;
}
EXPORT_SYMBOL_GPL(sysfs_chmod_file);

/* Called by the attribute's own store: it leaves its gate, so that the removal need not wait. */
bool sysfs_remove_file_self(struct kobject *kobj, const struct attribute *attr)
{
	struct dentry *dir = sysfs_dir(kobj), *d = dir ? tree_get(dir, attr->name) : NULL;
	bool first;

	if (!d)
		return false;
	fs_gate_leave(&fs_node_of(d)->gate);
	tree_lock();
	first = !d_unhashed(d);
	tree_unlock();
	if (first)
		tree_remove(d);
	/* The caller will leave once more. */
	spin_lock(&fs_node_of(d)->gate.lock);
	fs_node_of(d)->gate.active++;
	spin_unlock(&fs_node_of(d)->gate.lock);
	dput(d);
	return first;
}
EXPORT_SYMBOL_GPL(sysfs_remove_file_self);

int sysfs_create_bin_file(struct kobject *kobj, const struct bin_attribute *attr)
{
	if (WARN_ON(!kobj || !kobj->sd || !attr))
		return -EINVAL;
	return sysfs_add_attr(sysfs_dir(kobj), kobj, &attr->attr, attr->attr.mode, attr,
			      (unsigned long)__builtin_return_address(0));
}
EXPORT_SYMBOL_GPL(sysfs_create_bin_file);

void sysfs_remove_bin_file(struct kobject *kobj, const struct bin_attribute *attr)
{
	sysfs_remove_name(sysfs_dir(kobj), attr->attr.name);
}
EXPORT_SYMBOL_GPL(sysfs_remove_bin_file);

/* ---- links ---- */

static unsigned int depth_of(struct dentry *d)
{
	unsigned int n = 0;

	for (; d->d_parent != d; d = d->d_parent)
		n++;
	return n;
}

static struct dentry *ancestor(struct dentry *d, unsigned int up)
{
	while (up--)
		d = d->d_parent;
	return d;
}

/*
 * => tree locked. Length of the way from @dir to @to, written to @buf when it is given. It ends
 * with @to's name even when @to is above @dir, as Linux writes it.
 */
static size_t relative_path(struct dentry *dir, struct dentry *to, char *buf)
{
	unsigned int dd = depth_of(dir), dt = depth_of(to->d_parent);
	struct dentry *a = ancestor(dir, dd > dt ? dd - dt : 0);
	struct dentry *b = ancestor(to->d_parent, dt > dd ? dt - dd : 0), *d;
	unsigned int ups = dd > dt ? dd - dt : 0;
	size_t len;

	for (; a != b; a = a->d_parent, b = b->d_parent)
		ups++;
	len = 3 * ups;
	for (d = to; d != a; d = d->d_parent)
		len += d->d_name.len + 1;
	len--; /* no slash at the end */
	if (!buf)
		return len;
	for (unsigned int i = 0; i < ups; i++)
		memcpy(buf + 3 * i, "../", 3);
	buf[len] = '\0';
	for (char *p = buf + len; to != a; to = to->d_parent) {
		p -= to->d_name.len;
		memcpy(p, to->d_name.name, to->d_name.len);
		if (to->d_parent != a)
			*--p = '/';
	}
	return len;
}

int sysfs_link_at(struct dentry *dir, struct kobject *target, const char *name, bool warn)
{
	struct dentry *to = sysfs_dir(target), *d;
	size_t len;
	char *text;

	if (!dir || !to)
		return -ENOENT;
	tree_lock();
	len = relative_path(dir, to, NULL);
	tree_unlock();
	text = kmalloc(len + 1, GFP_KERNEL);
	if (!text)
		return -ENOMEM;
	tree_lock();
	relative_path(dir, to, text);
	tree_unlock();
	d = add_name(
		dir, name, fs_symlink_new(dir->d_sb, text),
		sysfs_node_new(target, "sysfs link", (unsigned long)__builtin_return_address(0)),
		warn);
	kfree(text);
	if (!IS_ERR(d))
		d->d_inode->i_size = 0;
	return PTR_ERR_OR_ZERO(d);
}

static struct dentry *link_dir(struct kobject *kobj)
{
	return kobj ? sysfs_dir(kobj) : fs_state.sys.sb.s_root;
}

int sysfs_create_link(struct kobject *kobj, struct kobject *target, const char *name)
{
	return sysfs_link_at(link_dir(kobj), target, name, true);
}
EXPORT_SYMBOL_GPL(sysfs_create_link);

int sysfs_create_link_nowarn(struct kobject *kobj, struct kobject *target, const char *name)
{
	return sysfs_link_at(link_dir(kobj), target, name, false);
}
EXPORT_SYMBOL_GPL(sysfs_create_link_nowarn);

void sysfs_remove_link(struct kobject *kobj, const char *name)
{
	sysfs_remove_name(link_dir(kobj), name);
}
EXPORT_SYMBOL_GPL(sysfs_remove_link);

void sysfs_delete_link(struct kobject *dir, struct kobject *targ, const char *name)
{
	sysfs_remove_link(dir, name);
}

int sysfs_rename_link_ns(struct kobject *kobj, struct kobject *target, const char *old_name,
			 const char *new_name, const void *new_ns)
{
	sysfs_remove_link(kobj, old_name);
	return sysfs_create_link(kobj, target, new_name);
}
EXPORT_SYMBOL_GPL(sysfs_rename_link_ns);

/* ---- notification ---- */

struct kernfs_node *sysfs_get_dirent(struct kernfs_node *parent, const char *name)
{
	struct dentry *d = tree_get(parent->node.dentry, name);
	struct kernfs_node *kn = NULL;

	if (d && fs_node_of(d)) {
		kn = container_of(fs_node_of(d), struct kernfs_node, node);
		atomic_inc(&kn->refs);
	}
	dput(d);
	return kn;
}
EXPORT_SYMBOL_GPL(sysfs_get_dirent);

void sysfs_put(struct kernfs_node *kn)
{
	if (kn)
		kernfs_put(kn);
}
EXPORT_SYMBOL_GPL(sysfs_put);

void sysfs_notify_dirent(struct kernfs_node *kn)
{
	__atomic_fetch_add(&kn->events, 1, __ATOMIC_RELAXED);
	wake_up_interruptible(&kn->poll);
}
EXPORT_SYMBOL_GPL(sysfs_notify_dirent);

void sysfs_notify(struct kobject *kobj, const char *dir, const char *attr)
{
	struct dentry *folder = sysfs_group_dir(kobj, dir), *d;

	if (!folder)
		return;
	d = attr ? tree_get(folder, attr) : dget(folder);
	if (d && fs_node_of(d))
		sysfs_notify_dirent(container_of(fs_node_of(d), struct kernfs_node, node));
	dput(d);
	dput(folder);
}
EXPORT_SYMBOL_GPL(sysfs_notify);

/* ---- life ---- */

int sysfs_init(void)
{
	return 0;
}

void sysfs_exit(void)
{
}
