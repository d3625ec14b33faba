/* SPDX-License-Identifier: MIT */
/* Private to fs/: the inside of sysfs. Theory in fs/sysfs.c. */
#ifndef FS_SYSFS_H
#define FS_SYSFS_H

#include <linux/kobject.h>
#include <linux/sysfs.h>

#include "fs.h"

/* A name in sysfs: a kobject's folder, a group's folder, an attribute or a link. */
struct kernfs_node {
	struct fs_node node;
	atomic_t refs;	      /* the dentry's, and sysfs_get_dirent's */
	struct kobject *kobj; /* whose attribute or folder it is */
	const struct attribute *attr;
	const struct bin_attribute *bin; /* NULL: a text attribute */
	unsigned int events;		 /* counts sysfs_notify */
	wait_queue_head_t poll;
};

extern const struct file_operations sysfs_file_fops, sysfs_bin_fops;

struct kernfs_node *sysfs_node_new(struct kobject *kobj, const char *kind, unsigned long caller);
/* The folder's dentry; NULL when the kobject is not in sysfs. */
static inline struct dentry *sysfs_dir(struct kobject *kobj)
{
	return kobj && kobj->sd ? kobj->sd->node.dentry : NULL;
}
int sysfs_add_attr(struct dentry *dir, struct kobject *kobj, const struct attribute *attr,
		   umode_t mode, const struct bin_attribute *bin, unsigned long caller);
void sysfs_remove_name(struct dentry *dir, const char *name);
/* The held folder @name in the kobject's (NULL: the kobject's own). */
struct dentry *sysfs_group_dir(struct kobject *kobj, const char *name);
int sysfs_link_at(struct dentry *dir, struct kobject *target, const char *name, bool warn);
/* When @d is the folder of a kobject: kobject_del it, which lets go of its parent, too. */
bool sysfs_del_kobject(struct dentry *d);
int sysfs_move_to(struct kobject *kobj, struct kobject *new_parent);

#endif
