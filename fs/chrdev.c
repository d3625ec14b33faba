/* SPDX-License-Identifier: MIT */
/*
 * Character devices: who owns which numbers, and what an open of a node finds.
 *
 * Concepts
 *   region  a range of numbers with a name, for /proc/devices and against conflicts. It serves
 *	     nothing by itself.
 *   map     cdev_add's ranges. An open takes the narrowest range that holds the node's number;
 *	     of equal ones the newest.
 *
 * Both are arrays of lists by major % 255, as in Linux; within a row regions are sorted by
 * number, map entries by width. chrdevs_mutex guards both. inode->i_cdev (under i_lock) is a
 * shortcut that cdev's end clears.
 *
 * Dynamic majors: 254 down to 234, then 511 down to 384 (Documentation/admin-guide/devices).
 */
#include <linux/cdev.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "audit.h"
#include "fs.h"

struct region {
	struct region *next;
	unsigned int major, baseminor, minorct;
	struct cdev *cdev; /* __register_chrdev's */
	struct module *owner;
	char name[64];
};

struct map_entry {
	struct map_entry *next;
	dev_t dev;
	unsigned int range;
	struct cdev *cdev;
	struct module *owner; /* whose code called cdev_add */
};

static struct region *regions[CHRDEV_MAJOR_HASH_SIZE];
static struct map_entry *map[CHRDEV_MAJOR_HASH_SIZE];
static DEFINE_MUTEX(chrdevs_mutex);
static DEFINE_SPINLOCK(cdev_lock); /* i_cdev, i_devices of all inodes; cdev->list */

static unsigned int row(unsigned int major)
{
	return major % CHRDEV_MAJOR_HASH_SIZE;
}

/* ---- regions ---- */

static bool major_is_used(unsigned int major)
{
	struct region *r;

	for (r = regions[row(major)]; r; r = r->next)
		if (r->major == major)
			return true;
	return false;
}

static int find_dynamic_major(void)
{
	int major;

	for (major = CHRDEV_MAJOR_HASH_SIZE - 1; major >= CHRDEV_MAJOR_DYN_END; major--)
		if (!regions[row(major)])
			return major;
	for (major = CHRDEV_MAJOR_DYN_EXT_START; major >= CHRDEV_MAJOR_DYN_EXT_END; major--)
		if (!major_is_used(major))
			return major;
	return -EBUSY;
}

/* Where @new belongs in its row, or NULL when it overlaps another region. */
static struct region **find_place(const struct region *new)
{
	struct region **pp = &regions[row(new->major)], *r;

	for (; (r = *pp) != NULL; pp = &r->next) {
		if (r->major < new->major)
			continue;
		if (r->major > new->major)
			break;
		if (r->baseminor + r->minorct <= new->baseminor)
			continue;
		if (r->baseminor >= new->baseminor + new->minorct)
			break;
		return NULL;
	}
	return pp;
}

static struct region *region_new(unsigned int major, unsigned int baseminor, unsigned int minorct,
				 const char *name, unsigned long caller)
{
	struct region *r = kzalloc(sizeof(*r), GFP_KERNEL);
	char *slash;

	if (!r)
		return ERR_PTR(-ENOMEM);
	r->major = major;
	r->baseminor = baseminor;
	r->minorct = minorct;
	r->owner = __module_address(caller);
	strscpy(r->name, name, sizeof(r->name));
	while ((slash = strchr(r->name, '/')) != NULL)
		*slash = '!';
	return r;
}

/* @major 0: a dynamic one. The region, or ERR_PTR. */
static struct region *region_add(unsigned int major, unsigned int baseminor,
				 unsigned int minorct, const char *name, unsigned long caller)
{
	struct region *r, **pp;
	int ret;

	if (major >= CHRDEV_MAJOR_MAX) {
		pr_err("CHRDEV \"%s\" major requested (%u) is greater than the maximum (%u)\n",
		       name, major, CHRDEV_MAJOR_MAX - 1);
		return ERR_PTR(-EINVAL);
	}
	if (minorct > MINORMASK + 1 - baseminor) {
		pr_err("CHRDEV \"%s\" minor range requested (%u-%u) is out of range of maximum range (%u-%u) for a single major\n",
		       name, baseminor, baseminor + minorct - 1, 0, MINORMASK);
		return ERR_PTR(-EINVAL);
	}
	r = region_new(major, baseminor, minorct, name, caller);
	if (IS_ERR(r))
		return r;
	mutex_lock(&chrdevs_mutex);
	ret = major ?: find_dynamic_major();
	if (ret < 0)
		pr_err("CHRDEV \"%s\" dynamic allocation region is full\n", name);
	else
		r->major = ret;
	pp = ret < 0 ? NULL : find_place(r);
	if (pp) {
		r->next = *pp;
		*pp = r;
	}
	mutex_unlock(&chrdevs_mutex);
	if (pp)
		return r;
	kfree(r);
	return ERR_PTR(-EBUSY);
}

/* Take a region out; the caller frees it. NULL when there is none like that. */
static struct region *region_remove(unsigned int major, unsigned int baseminor,
				    unsigned int minorct)
{
	struct region **pp, *r;

	mutex_lock(&chrdevs_mutex);
	for (pp = &regions[row(major)]; (r = *pp) != NULL; pp = &r->next) {
		if (r->major == major && r->baseminor == baseminor && r->minorct == minorct) {
			*pp = r->next;
			break;
		}
	}
	mutex_unlock(&chrdevs_mutex);
	return r;
}

/* A range that crosses into the next major is a region in each. */
static dev_t part_end(dev_t from, dev_t to)
{
	dev_t next = MKDEV(MAJOR(from) + 1, 0);

	return next < to ? next : to;
}

static int add_parts(dev_t from, unsigned int count, const char *name, unsigned long caller)
{
	dev_t to = from + count, n, end;

	for (n = from; n < to; n = end) {
		struct region *r;

		end = part_end(n, to);
		r = region_add(MAJOR(n), MINOR(n), end - n, name, caller);
		if (IS_ERR(r)) {
			unregister_chrdev_region(from, n - from);
			return PTR_ERR(r);
		}
	}
	return 0;
}

int register_chrdev_region(dev_t from, unsigned int count, const char *name)
{
	return add_parts(from, count, name, (unsigned long)__builtin_return_address(0));
}
EXPORT_SYMBOL(register_chrdev_region);

int alloc_chrdev_region(dev_t *dev, unsigned int baseminor, unsigned int count, const char *name)
{
	struct region *r = region_add(0, baseminor, count, name,
				      (unsigned long)__builtin_return_address(0));

	if (IS_ERR(r))
		return PTR_ERR(r);
	*dev = MKDEV(r->major, r->baseminor);
	return 0;
}
EXPORT_SYMBOL(alloc_chrdev_region);

void unregister_chrdev_region(dev_t from, unsigned int count)
{
	dev_t to = from + count, n, end;

	for (n = from; n < to; n = end) {
		end = part_end(n, to);
		kfree(region_remove(MAJOR(n), MINOR(n), end - n));
	}
}
EXPORT_SYMBOL(unregister_chrdev_region);

int __register_chrdev(unsigned int major, unsigned int baseminor, unsigned int count,
		      const char *name, const struct file_operations *fops)
{
	unsigned long caller = (unsigned long)__builtin_return_address(0);
	struct region *r = region_add(major, baseminor, count, name, caller);
	struct cdev *cdev;
	int err = -ENOMEM;

	if (IS_ERR(r))
		return PTR_ERR(r);
	cdev = cdev_alloc();
	if (cdev) {
		cdev->owner = fops->owner;
		cdev->ops = fops;
		kobject_set_name(&cdev->kobj, "%s", name);
		err = cdev_add(cdev, MKDEV(r->major, baseminor), count);
	}
	if (!err) {
		r->cdev = cdev;
		return major ? 0 : r->major;
	}
	if (cdev)
		kobject_put(&cdev->kobj);
	kfree(region_remove(r->major, baseminor, count));
	return err;
}
EXPORT_SYMBOL(__register_chrdev);

void __unregister_chrdev(unsigned int major, unsigned int baseminor, unsigned int count,
			 const char *name)
{
	struct region *r = region_remove(major, baseminor, count);

	if (r && r->cdev)
		cdev_del(r->cdev);
	kfree(r);
}
EXPORT_SYMBOL(__unregister_chrdev);

void chrdev_show(struct seq_file *m, off_t offset)
{
	struct region *r;

	mutex_lock(&chrdevs_mutex);
	for (r = regions[row(offset)]; r; r = r->next)
		if (r->major == offset)
			seq_printf(m, "%3d %s\n", r->major, r->name);
	mutex_unlock(&chrdevs_mutex);
}

/* ---- the map ---- */

/* => chrdevs_mutex. Add the part of a range that is in one major. */
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

/* => chrdevs_mutex */
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

	mutex_lock(&chrdevs_mutex);
	for (e = map[row(MAJOR(dev))]; e && !p; e = e->next)
		if (e->dev <= dev && dev - e->dev < e->range)
			p = cdev_get(e->cdev);
	mutex_unlock(&chrdevs_mutex);
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

static const struct kobj_type ktype_cdev_default = { .release = cdev_default_release };
static const struct kobj_type ktype_cdev_dynamic = { .release = cdev_dynamic_release };

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
	mutex_lock(&chrdevs_mutex);
	for (n = dev; n < to && !err; n = end) {
		end = part_end(n, to);
		err = map_add_part(p, n, end - n);
	}
	if (err)
		map_remove(p);
	mutex_unlock(&chrdevs_mutex);
	if (!err)
		kobject_get(p->kobj.parent);
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
	mutex_lock(&chrdevs_mutex);
	map_remove(p);
	mutex_unlock(&chrdevs_mutex);
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

/* A region or map entry of @mod, taken out of its list. */
static struct region *take_region(struct module *mod)
{
	struct region **pp, *r = NULL;

	mutex_lock(&chrdevs_mutex);
	for (unsigned int i = 0; i < CHRDEV_MAJOR_HASH_SIZE && !r; i++) {
		for (pp = &regions[i]; *pp && (*pp)->owner != mod; pp = &(*pp)->next)
			;
		r = *pp;
		if (r)
			*pp = r->next;
	}
	mutex_unlock(&chrdevs_mutex);
	return r;
}

static struct map_entry *take_map_entry(struct module *mod)
{
	struct map_entry **pp, *e = NULL;

	mutex_lock(&chrdevs_mutex);
	for (unsigned int i = 0; i < CHRDEV_MAJOR_HASH_SIZE && !e; i++) {
		for (pp = &map[i]; *pp && (*pp)->owner != mod; pp = &(*pp)->next)
			;
		e = *pp;
		if (e)
			*pp = e->next;
	}
	mutex_unlock(&chrdevs_mutex);
	return e;
}

unsigned int chrdev_audit(struct module *mod)
{
	struct map_entry *e;
	struct region *r;
	unsigned int n = 0;

	for (; (r = take_region(mod)) != NULL; n++) {
		fs_audit_report(mod, "chrdev region \"%s\" (%u:%u, %u minors)", r->name, r->major,
			     r->baseminor, r->minorct);
		kfree(r);
	}
	for (; (e = take_map_entry(mod)) != NULL; n++) {
		fs_audit_report(mod, "cdev %u:%u (%u minors)", MAJOR(e->dev), MINOR(e->dev),
			     e->range);
		cdev_purge(e->cdev);
		kfree(e);
	}
	return n;
}

int chrdev_init(void)
{
	return 0;
}

void chrdev_exit(void)
{
	for (unsigned int i = 0; i < CHRDEV_MAJOR_HASH_SIZE; i++) {
		while (regions[i]) {
			struct region *r = regions[i];

			regions[i] = r->next;
			kfree(r);
		}
		while (map[i]) {
			struct map_entry *e = map[i];

			map[i] = e->next;
			kfree(e);
		}
	}
}
