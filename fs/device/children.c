/* SPDX-License-Identifier: MIT */
/*
 * Walks over devices. A walk holds the device that it is at, and no lock while it calls out;
 * so a callback may remove devices. A device that leaves a list while the walk is at it ends
 * the walk.
 */
#include <linux/device.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "base.h"

/* The held child after @p (NULL: the first; backwards: the last). Puts @at's reference. */
static struct device *next_child(struct device *parent, struct device *at, bool backwards)
{
	struct list_head *head = &parent->p->children, *pos;
	struct device *next = NULL;

	mutex_lock(&registry_lock);
	pos = at ? &at->p->child_node : head;
	if (!at || !list_empty(pos)) {
		pos = backwards ? pos->prev : pos->next;
		if (pos != head)
			next = get_device(
				list_entry(pos, struct device_private, child_node)->device);
	}
	mutex_unlock(&registry_lock);
	put_device(at);
	return next;
}

static int each_child(struct device *parent, void *data, int (*fn)(struct device *dev, void *data),
		      bool backwards)
{
	struct device *child, *next;
	int err = 0;

	if (!parent->p)
		return 0;
	child = next_child(parent, NULL, backwards);
	while (child && !err) {
		/* The neighbour is found first: fn may remove the child. */
		next = next_child(parent, get_device(child), backwards);
		err = fn(child, data);
		put_device(child);
		child = next;
	}
	put_device(child);
	return err;
}

int device_for_each_child(struct device *parent, void *data,
			  int (*fn)(struct device *dev, void *data))
{
	return each_child(parent, data, fn, false);
}
EXPORT_SYMBOL_GPL(device_for_each_child);

int device_for_each_child_reverse(struct device *parent, void *data,
				  int (*fn)(struct device *dev, void *data))
{
	return each_child(parent, data, fn, true);
}
EXPORT_SYMBOL_GPL(device_for_each_child_reverse);

struct device *device_find_child(struct device *parent, void *data,
				 int (*match)(struct device *dev, void *data))
{
	struct device *child = NULL;

	if (!parent || !parent->p)
		return NULL;
	while ((child = next_child(parent, child, false)) != NULL)
		if (match(child, data))
			break;
	return child;
}
EXPORT_SYMBOL_GPL(device_find_child);

static int match_name(struct device *dev, void *name)
{
	return device_match_name(dev, name);
}

struct device *device_find_child_by_name(struct device *parent, const char *name)
{
	return device_find_child(parent, (void *)name, match_name);
}
EXPORT_SYMBOL_GPL(device_find_child_by_name);

int device_match_name(struct device *dev, const void *name)
{
	return sysfs_streq(dev_name(dev), name);
}
EXPORT_SYMBOL_GPL(device_match_name);

int device_match_devt(struct device *dev, const void *pdevt)
{
	return dev->devt == *(dev_t *)pdevt;
}
EXPORT_SYMBOL_GPL(device_match_devt);

int device_match_any(struct device *dev, const void *unused)
{
	return 1;
}
EXPORT_SYMBOL_GPL(device_match_any);

/* ---- renaming and moving ---- */

int device_rename(struct device *dev, const char *new_name)
{
	int err;

	if (dev->class) {
		err = sysfs_rename_link(&dev->class->p->subsys.kobj, &dev->kobj, dev_name(dev),
					new_name);
		if (err)
			return err;
	}
	return kobject_rename(&dev->kobj, new_name);
}
EXPORT_SYMBOL_GPL(device_rename);

int device_move(struct device *dev, struct device *new_parent, int dpm_order)
{
	struct device *old = dev->parent;
	struct kobject *kobj;
	int err;

	new_parent = get_device(new_parent);
	kobj = device_parent_kobj(dev, new_parent);
	err = PTR_ERR_OR_ZERO(kobj) ?: kobject_move(&dev->kobj, kobj);
	if (err) {
		put_device(new_parent);
		return err;
	}
	mutex_lock(&registry_lock);
	list_del_init(&dev->p->child_node);
	dev->parent = new_parent;
	if (new_parent && new_parent->p)
		list_add_tail(&dev->p->child_node, &new_parent->p->children);
	mutex_unlock(&registry_lock);
	put_device(old);
	return 0;
}
EXPORT_SYMBOL_GPL(device_move);

/* ---- variables as attributes ---- */

static void *var_of(struct device_attribute *attr)
{
	return container_of(attr, struct dev_ext_attribute, attr)->var;
}

ssize_t device_show_ulong(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%lx\n", *(unsigned long *)var_of(attr));
}
EXPORT_SYMBOL_GPL(device_show_ulong);

ssize_t device_store_ulong(struct device *dev, struct device_attribute *attr, const char *buf,
			   size_t size)
{
	unsigned long val;
	int err = kstrtoul(buf, 0, &val);

	if (err)
		return err;
	*(unsigned long *)var_of(attr) = val;
	return size;
}
EXPORT_SYMBOL_GPL(device_store_ulong);

ssize_t device_show_int(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%d\n", *(int *)var_of(attr));
}
EXPORT_SYMBOL_GPL(device_show_int);

ssize_t device_store_int(struct device *dev, struct device_attribute *attr, const char *buf,
			 size_t size)
{
	long val;
	int err = kstrtol(buf, 0, &val);

	if (err)
		return err;
	if (val > INT_MAX || val < INT_MIN)
		return -EINVAL;
	*(int *)var_of(attr) = val;
	return size;
}
EXPORT_SYMBOL_GPL(device_store_int);

ssize_t device_show_bool(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%d\n", *(bool *)var_of(attr));
}
EXPORT_SYMBOL_GPL(device_show_bool);

ssize_t device_store_bool(struct device *dev, struct device_attribute *attr, const char *buf,
			  size_t size)
{
	return kstrtobool(buf, var_of(attr)) < 0 ? -EINVAL : (ssize_t)size;
}
EXPORT_SYMBOL_GPL(device_store_bool);
