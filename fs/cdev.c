/* SPDX-License-Identifier: MIT */
/*
 * cdevs: what an open of a character device's node finds.
 *
 * cdev_add puts ranges of numbers into a map: lists by major % 255, narrow ranges first. An open
 * takes the narrowest range that holds the node's number; of equal ones the newest.
 *
 * map_mutex guards the map. inode->i_cdev is a shortcut past it, which the cdev's end clears;
 * cdev_lock guards it. An open file holds its cdev and the cdev's module; as in Linux, while it
 * does, another open of the same inode takes the shortcut, even after cdev_del.
 */
#include <linux/cdev.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "lib/active.h"
#include "lib/alloc_for.h"
#include "audit.h"
#include "fs.h"

struct map_entry {
	struct map_entry *next;
	dev_t dev;
	unsigned int range;
	struct cdev *cdev;
	struct module *owner; /* whose code called cdev_add */
};

static struct map_entry *map[CHRDEV_MAJOR_HASH_SIZE];
static DEFINE_MUTEX(map_mutex);
static DEFINE_SPINLOCK(cdev_lock); /* i_cdev, i_devices of all inodes; cdev->list */

static unsigned int row(unsigned int major)
{
	return major % CHRDEV_MAJOR_HASH_SIZE;
}

/* A range that crosses into the next major is a part in each. */
static dev_t part_end(dev_t from, dev_t to)
{
	dev_t next = MKDEV(MAJOR(from) + 1, 0);

	return next < to ? next : to;
}

/* ---- the map ---- */

/* => map_mutex. Add the part of a range that is in one major. */
static int map_add_part(struct cdev *p, dev_t dev, unsigned int range)
{
	struct map_entry *e = kmalloc(sizeof(*e), GFP_KERNEL), **pp;

	if (!e)
		return -ENOMEM;
	e->dev = dev;
	e->range = range;
	e->cdev = p;
	e->owner = p->owner ?: (p->ops ? p->ops->owner : NULL);
	pp = &map[row(MAJOR(dev))];
	while (*pp && (*pp)->range < range)
		pp = &(*pp)->next;
	e->next = *pp;
	*pp = e;
	return 0;
}

/* => map_mutex */
static void map_remove(struct cdev *p)
{
	for (unsigned int i = 0; i < CHRDEV_MAJOR_HASH_SIZE; i++) {
		struct map_entry **pp = &map[i], *e;

		while ((e = *pp) != NULL) {
			if (e->cdev != p) {
				pp = &e->next;
				continue;
			}
			*pp = e->next;
			kfree(e);
		}
	}
}

/* References of the cdev and of its module, both or none. */
static struct cdev *cdev_get(struct cdev *p)
{
	struct module *owner = p->owner;

	if (!try_module_get(owner))
		return NULL;
	if (kobject_get_unless_zero(&p->kobj))
		return p;
	module_put(owner);
	return NULL;
}

void cdev_put(struct cdev *p)
{
	struct module *owner;

	if (!p)
		return;
	owner = p->owner;
	kobject_put(&p->kobj);
	module_put(owner);
}
EXPORT_SYMBOL(cdev_put);

static struct cdev *map_lookup(dev_t dev)
{
	struct map_entry *e;
	struct cdev *p = NULL;

	mutex_lock(&map_mutex);
	for (e = map[row(MAJOR(dev))]; e && !p; e = e->next)
		if (e->dev <= dev && dev - e->dev < e->range)
			p = cdev_get(e->cdev);
	mutex_unlock(&map_mutex);
	return p;
}

/* ---- cdevs ---- */

/* Forget the shortcuts of all inodes that lead to @p. */
static void cdev_purge(struct cdev *p)
{
	spin_lock(&cdev_lock);
	while (!list_empty(&p->list)) {
		struct inode *inode = list_first_entry(&p->list, struct inode, i_devices);

		list_del_init(&inode->i_devices);
		inode->i_cdev = NULL;
	}
	spin_unlock(&cdev_lock);
}

static void cdev_default_release(struct kobject *kobj)
{
	struct kobject *parent = kobj->parent;

	cdev_purge(container_of(kobj, struct cdev, kobj));
	kobject_put(parent);
}

static void cdev_dynamic_release(struct kobject *kobj)
{
	struct cdev *p = container_of(kobj, struct cdev, kobj);
	struct kobject *parent = kobj->parent;

	cdev_purge(p);
	kfree(p);
	kobject_put(parent);
}

static const struct kobj_type ktype_cdev_default = {.release = cdev_default_release};
static const struct kobj_type ktype_cdev_dynamic = {.release = cdev_dynamic_release};

void cdev_init(struct cdev *cdev, const struct file_operations *fops)
{
	memset(cdev, 0, sizeof(*cdev));
	INIT_LIST_HEAD(&cdev->list);
	kobject_init(&cdev->kobj, &ktype_cdev_default);
	cdev->ops = fops;
}
EXPORT_SYMBOL(cdev_init);

struct cdev *cdev_alloc(void)
{
	ALLOCATES_FOR_CALLER();
	struct cdev *p = kzalloc(sizeof(*p), GFP_KERNEL);

	if (p) {
		INIT_LIST_HEAD(&p->list);
		kobject_init(&p->kobj, &ktype_cdev_dynamic);
	}
	return p;
}
EXPORT_SYMBOL(cdev_alloc);

int cdev_add(struct cdev *p, dev_t dev, unsigned int count)
{
	dev_t to = dev + count, n, end;
	int err = 0;

	p->dev = dev;
	p->count = count;
	mutex_lock(&map_mutex);
	for (n = dev; n < to && !err; n = end) {
		end = part_end(n, to);
		err = map_add_part(p, n, end - n);
	}
	if (err)
		map_remove(p);
	mutex_unlock(&map_mutex);
	if (!err) {
		kobject_get(p->kobj.parent);
		active_add(ACTIVE_CDEV, p, sizeof(*p), NULL, _RET_IP_);
	}
	return err;
}
EXPORT_SYMBOL(cdev_add);

void cdev_set_parent(struct cdev *p, struct kobject *kobj)
{
	WARN_ON(!kobj->state_initialized);
	p->kobj.parent = kobj;
}
EXPORT_SYMBOL(cdev_set_parent);

int cdev_device_add(struct cdev *cdev, struct device *dev)
{
	int err;

	if (dev->devt) {
		cdev_set_parent(cdev, &dev->kobj);
		err = cdev_add(cdev, dev->devt, 1);
		if (err)
			return err;
	}
	err = device_add(dev);
	if (err && dev->devt)
		cdev_del(cdev);
	return err;
}
EXPORT_SYMBOL(cdev_device_add);

void cdev_device_del(struct cdev *cdev, struct device *dev)
{
	device_del(dev);
	if (dev->devt)
		cdev_del(cdev);
}
EXPORT_SYMBOL(cdev_device_del);

void cdev_del(struct cdev *p)
{
	active_del(ACTIVE_CDEV, p);
	mutex_lock(&map_mutex);
	map_remove(p);
	mutex_unlock(&map_mutex);
	kobject_put(&p->kobj);
}
EXPORT_SYMBOL(cdev_del);

void cd_forget(struct inode *inode)
{
	spin_lock(&cdev_lock);
	list_del_init(&inode->i_devices);
	inode->i_cdev = NULL;
	spin_unlock(&cdev_lock);
}

/* ---- open ---- */

/* The inode's cdev with references, by the shortcut or through the map. */
static struct cdev *inode_cdev(struct inode *inode)
{
	struct cdev *p, *found;

	spin_lock(&cdev_lock);
	p = inode->i_cdev;
	if (p)
		p = cdev_get(p);
	spin_unlock(&cdev_lock);
	if (p || inode->i_cdev)
		return p;
	found = map_lookup(inode->i_rdev);
	if (!found)
		return NULL;
	spin_lock(&cdev_lock);
	if (!inode->i_cdev) {
		inode->i_cdev = found;
		list_add(&inode->i_devices, &found->list);
	}
	spin_unlock(&cdev_lock);
	return found;
}

int chrdev_open(struct inode *inode, struct file *filp)
{
	const struct file_operations *fops;
	struct cdev *p = inode_cdev(inode);
	int ret = 0;

	if (!p)
		return -ENXIO;
	fops = fops_get(p->ops);
	if (!fops) {
		cdev_put(p);
		return -ENXIO;
	}
	replace_fops(filp, fops);
	if (filp->f_op->open)
		ret = filp->f_op->open(inode, filp);
	if (ret)
		cdev_put(p);
	return ret;
}

const struct file_operations def_chr_fops = {
	.open = chrdev_open,
	.llseek = noop_llseek,
};

/* ---- what a module left ---- */

/* A map entry of @mod, taken out of its list. */
static struct map_entry *take_map_entry(struct module *mod)
{
	struct map_entry **pp, *e = NULL;

	mutex_lock(&map_mutex);
	for (unsigned int i = 0; i < CHRDEV_MAJOR_HASH_SIZE && !e; i++) {
		for (pp = &map[i]; *pp && (*pp)->owner != mod; pp = &(*pp)->next)
			;
		e = *pp;
		if (e)
			*pp = e->next;
	}
	mutex_unlock(&map_mutex);
	return e;
}

unsigned int cdev_audit(struct module *mod)
{
	struct map_entry *e;
	unsigned int n = 0;

	for (; (e = take_map_entry(mod)) != NULL; n++) {
		fs_audit_report(mod, ACTIVE_CDEV, e->cdev, "cdev %u:%u (%u minors)", MAJOR(e->dev),
				MINOR(e->dev), e->range);
		cdev_purge(e->cdev);
		kfree(e);
	}
	return n;
}

void cdev_map_exit(void)
{
	for (unsigned int i = 0; i < CHRDEV_MAJOR_HASH_SIZE; i++) {
		while (map[i]) {
			struct map_entry *e = map[i];

			map[i] = e->next;
			kfree(e);
		}
	}
}
