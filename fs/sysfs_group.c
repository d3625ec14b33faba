/* SPDX-License-Identifier: MIT */
/*
 * Attribute groups: several attributes made and removed as one, each of which is_visible may
 * hide or give another mode.
 */
#include <linux/err.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/string.h>

#include "sysfs.h"

struct dentry *sysfs_group_dir(struct kobject *kobj, const char *name)
{
	struct dentry *dir = sysfs_dir(kobj);

	if (!dir)
		return NULL;
	return name ? tree_get(dir, name) : dget(dir);
}

static void remove_attrs(struct dentry *dir, const struct attribute_group *grp)
{
	struct attribute *const *attr;
	struct bin_attribute *const *bin;

	for (attr = grp->attrs; attr && *attr; attr++)
		sysfs_remove_name(dir, (*attr)->name);
	for (bin = grp->bin_attrs; bin && *bin; bin++)
		sysfs_remove_name(dir, (*bin)->attr.name);
}

/* A mode outside what an attribute may have is a mistake of the driver. */
static umode_t checked_mode(const char *name, umode_t mode)
{
	WARN(mode & ~(SYSFS_PREALLOC | 0664), "Attribute %s: Invalid permissions 0%o\n", name,
	     mode);
	return mode & (SYSFS_PREALLOC | 0664);
}

static int add_attrs(struct dentry *dir, struct kobject *kobj, const struct attribute_group *grp,
		     bool update, unsigned long caller)
{
	int err = 0, i;

	for (i = 0; grp->attrs && grp->attrs[i] && !err; i++) {
		struct attribute *a = grp->attrs[i];
		umode_t mode = grp->is_visible ? grp->is_visible(kobj, a, i) : a->mode;

		if (update)
			sysfs_remove_name(dir, a->name);
		if (mode)
			err = sysfs_add_attr(dir, kobj, a, checked_mode(a->name, mode), NULL,
					     caller);
	}
	for (i = 0; grp->bin_attrs && grp->bin_attrs[i] && !err; i++) {
		struct bin_attribute *b = grp->bin_attrs[i];
		umode_t mode = grp->is_bin_visible ? grp->is_bin_visible(kobj, b, i) : b->attr.mode;

		if (update)
			sysfs_remove_name(dir, b->attr.name);
		if (mode)
			err = sysfs_add_attr(dir, kobj, &b->attr, checked_mode(b->attr.name, mode),
					     b, caller);
	}
	if (err)
		remove_attrs(dir, grp);
	return err;
}

/* The held folder of the group, made when it has a name and is new. */
static struct dentry *group_folder(struct kobject *kobj, const struct attribute_group *grp,
				   bool update, unsigned long caller)
{
	struct dentry *dir = sysfs_dir(kobj), *d;
	struct kernfs_node *kn;
	struct inode *inode;

	if (!grp->name)
		return dget(dir);
	d = tree_get(dir, grp->name);
	if (d && update)
		return d;
	if (d) {
		dput(d);
		WARN(1, "sysfs: cannot create duplicate filename '%s/%s'\n", kobject_name(kobj),
		     grp->name);
		return ERR_PTR(-EEXIST);
	}
	kn = sysfs_node_new(kobj, "sysfs group", caller);
	inode = fs_inode_new(dir->d_sb, S_IFDIR | 0755, 0);
	if (!kn || !inode) {
		iput(inode);
		if (kn)
			kn->node.free(&kn->node);
		return ERR_PTR(-ENOMEM);
	}
	d = tree_add(dir, grp->name, inode, &kn->node);
	return IS_ERR(d) ? d : dget(d);
}

static int create_group(struct kobject *kobj, const struct attribute_group *grp, bool update,
			unsigned long caller)
{
	struct dentry *dir;
	int err;

	if (WARN_ON(!kobj || !kobj->sd))
		return -EINVAL;
	if (!grp->attrs && !grp->bin_attrs) {
		WARN(1, "sysfs: (bin_)attrs not set by subsystem for group: %s/%s\n",
		     kobject_name(kobj), grp->name ?: "");
		return -EINVAL;
	}
	dir = group_folder(kobj, grp, update, caller);
	if (IS_ERR(dir))
		return PTR_ERR(dir);
	err = add_attrs(dir, kobj, grp, update, caller);
	if (err && grp->name)
		tree_remove(dir);
	dput(dir);
	return err;
}

int sysfs_create_group(struct kobject *kobj, const struct attribute_group *grp)
{
	return create_group(kobj, grp, false, (unsigned long)__builtin_return_address(0));
}
EXPORT_SYMBOL_GPL(sysfs_create_group);

int sysfs_create_groups(struct kobject *kobj, const struct attribute_group **groups)
{
	unsigned long caller = (unsigned long)__builtin_return_address(0);
	int err = 0, i;

	for (i = 0; groups && groups[i] && !err; i++)
		err = create_group(kobj, groups[i], false, caller);
	if (err)
		for (i -= 2; i >= 0; i--)
			sysfs_remove_group(kobj, groups[i]);
	return err;
}
EXPORT_SYMBOL_GPL(sysfs_create_groups);

int sysfs_update_group(struct kobject *kobj, const struct attribute_group *grp)
{
	return create_group(kobj, grp, true, (unsigned long)__builtin_return_address(0));
}
EXPORT_SYMBOL_GPL(sysfs_update_group);

int sysfs_update_groups(struct kobject *kobj, const struct attribute_group **groups)
{
	int err = 0;

	for (int i = 0; groups && groups[i] && !err; i++)
		err = sysfs_update_group(kobj, groups[i]);
	return err;
}
EXPORT_SYMBOL_GPL(sysfs_update_groups);

void sysfs_remove_group(struct kobject *kobj, const struct attribute_group *grp)
{
	struct dentry *dir = sysfs_group_dir(kobj, grp->name);

	if (!dir) {
		WARN(kobj->sd, "sysfs group '%s' not found for kobject '%s'\n", grp->name,
		     kobject_name(kobj));
		return;
	}
	remove_attrs(dir, grp);
	if (grp->name)
		tree_remove(dir);
	dput(dir);
}
EXPORT_SYMBOL_GPL(sysfs_remove_group);

void sysfs_remove_groups(struct kobject *kobj, const struct attribute_group **groups)
{
	for (; groups && *groups; groups++)
		sysfs_remove_group(kobj, *groups);
}
EXPORT_SYMBOL_GPL(sysfs_remove_groups);

int sysfs_merge_group(struct kobject *kobj, const struct attribute_group *grp)
{
	struct dentry *dir = sysfs_group_dir(kobj, grp->name);
	int err;

	if (!dir)
		return -ENOENT;
	err = add_attrs(dir, kobj, grp, false, (unsigned long)__builtin_return_address(0));
	dput(dir);
	return err;
}
EXPORT_SYMBOL_GPL(sysfs_merge_group);

void sysfs_unmerge_group(struct kobject *kobj, const struct attribute_group *grp)
{
	struct dentry *dir = sysfs_group_dir(kobj, grp->name);

	if (dir)
		remove_attrs(dir, grp);
	dput(dir);
}
EXPORT_SYMBOL_GPL(sysfs_unmerge_group);

int sysfs_add_file_to_group(struct kobject *kobj, const struct attribute *attr, const char *group)
{
	struct dentry *dir = sysfs_group_dir(kobj, group);
	int err = sysfs_add_attr(dir, kobj, attr, attr->mode, NULL,
				 (unsigned long)__builtin_return_address(0));

	dput(dir);
	return err;
}
EXPORT_SYMBOL_GPL(sysfs_add_file_to_group);

void sysfs_remove_file_from_group(struct kobject *kobj, const struct attribute *attr,
				  const char *group)
{
	struct dentry *dir = sysfs_group_dir(kobj, group);

	sysfs_remove_name(dir, attr->name);
	dput(dir);
}
EXPORT_SYMBOL_GPL(sysfs_remove_file_from_group);

int sysfs_add_link_to_group(struct kobject *kobj, const char *group_name, struct kobject *target,
			    const char *link_name)
{
	struct dentry *dir = sysfs_group_dir(kobj, group_name);
	int err = sysfs_link_at(dir, target, link_name, true);

	dput(dir);
	return err;
}
EXPORT_SYMBOL_GPL(sysfs_add_link_to_group);

void sysfs_remove_link_from_group(struct kobject *kobj, const char *group_name,
				  const char *link_name)
{
	struct dentry *dir = sysfs_group_dir(kobj, group_name);

	sysfs_remove_name(dir, link_name);
	dput(dir);
}
EXPORT_SYMBOL_GPL(sysfs_remove_link_from_group);
