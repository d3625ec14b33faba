/* SPDX-License-Identifier: MIT */
/*
 * Numbers of character devices: who has reserved which. A region is a range of numbers with a
 * name, for /proc/devices and against conflicts; it serves nothing by itself (cdev.c does).
 *
 * Regions are in lists by major % 255, as in Linux, each sorted by number, under chrdevs_mutex.
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

#include "lib/active.h"
#include "audit.h"
#include "fs.h"

struct region {
	struct region *next;
	unsigned int major, baseminor, minorct;
	struct cdev *cdev; /* __register_chrdev's */
	struct module *owner;
	char name[64];
};

static struct region *regions[CHRDEV_MAJOR_HASH_SIZE];
static DEFINE_MUTEX(chrdevs_mutex);

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

static void region_free(struct region *r)
{
	active_del(ACTIVE_REGION, r);
	kfree(r);
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
	if (r->owner)
		active_record(ACTIVE_REGION, r, 0, NULL, caller);
	strscpy(r->name, name, sizeof(r->name));
	while ((slash = strchr(r->name, '/')) != NULL)
		*slash = '!';
	return r;
}

/* @major 0: a dynamic one. The region, or ERR_PTR. */
static struct region *region_add(unsigned int major, unsigned int baseminor, unsigned int minorct,
				 const char *name, unsigned long caller)
{
	struct region *r, **pp;
	int ret;

	if (major >= CHRDEV_MAJOR_MAX) {
		pr_err("CHRDEV \"%s\" major requested (%u) is greater than the maximum (%u)\n",
		       name, major, CHRDEV_MAJOR_MAX - 1);
		return ERR_PTR(-EINVAL);
	}
	if (minorct > MINORMASK + 1 - baseminor) {
		pr_err("CHRDEV \"%s\" minor range requested (%u-%u) is out of range of maximum "
		       "range (%u-%u) for a single major\n",
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
	region_free(r);
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
	struct region *r =
		region_add(0, baseminor, count, name, (unsigned long)__builtin_return_address(0));

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
		region_free(region_remove(MAJOR(n), MINOR(n), end - n));
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
	region_free(region_remove(r->major, baseminor, count));
	return err;
}
EXPORT_SYMBOL(__register_chrdev);

void __unregister_chrdev(unsigned int major, unsigned int baseminor, unsigned int count,
			 const char *name)
{
	struct region *r = region_remove(major, baseminor, count);

	if (r && r->cdev)
		cdev_del(r->cdev);
	region_free(r);
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

/* ---- what a module left ---- */

/* A region of @mod, taken out of its list. */
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

unsigned int region_audit(struct module *mod)
{
	struct region *r;
	unsigned int n = 0;

	for (; (r = take_region(mod)) != NULL; n++) {
		fs_audit_report(mod, ACTIVE_REGION, r, "chrdev region \"%s\" (%u:%u, %u minors)",
				r->name, r->major, r->baseminor, r->minorct);
		region_free(r);
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
			region_free(r);
		}
	}
	cdev_map_exit();
}
