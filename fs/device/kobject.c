/* SPDX-License-Identifier: MIT */
/*
 * kobjects and ksets. A kobject in sysfs holds its parent; kobject_del takes it out of sysfs
 * and out of its kset; the last kobject_put calls the ktype's release and frees the name.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/kobject.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "fs/sysfs.h"
#include "lib/active.h"
#include "lib/alloc_for.h"
#include "base.h"

struct kobject *kernel_kobj;
EXPORT_SYMBOL_GPL(kernel_kobj);
struct kobject *mm_kobj;
EXPORT_SYMBOL_GPL(mm_kobj);
struct kobject *hypervisor_kobj;
EXPORT_SYMBOL_GPL(hypervisor_kobj);
struct kobject *power_kobj;
EXPORT_SYMBOL_GPL(power_kobj);
struct kobject *firmware_kobj;
EXPORT_SYMBOL_GPL(firmware_kobj);

int kobject_set_name_vargs(struct kobject *kobj, const char *fmt, va_list vargs)
{
	ALLOCATES_FOR_CALLER();
	char *name, *slash;

	if (kobj->name && !fmt)
		return 0;
	name = kvasprintf(GFP_KERNEL, fmt, vargs);
	if (!name)
		return -ENOMEM;
	/* A slash in a name would be a folder: Linux writes '!' for it. */
	while ((slash = strchr(name, '/')) != NULL)
		*slash = '!';
	kfree(kobj->name);
	kobj->name = name;
	return 0;
}
EXPORT_SYMBOL(kobject_set_name_vargs);

int kobject_set_name(struct kobject *kobj, const char *fmt, ...)
{
	ALLOCATES_FOR_CALLER();
	va_list args;
	int err;

	va_start(args, fmt);
	err = kobject_set_name_vargs(kobj, fmt, args);
	va_end(args);
	return err;
}
EXPORT_SYMBOL(kobject_set_name);

static void init_fields(struct kobject *kobj)
{
	kref_init(&kobj->kref);
	INIT_LIST_HEAD(&kobj->entry);
	kobj->state_in_sysfs = 0;
	kobj->state_add_uevent_sent = 0;
	kobj->state_remove_uevent_sent = 0;
	kobj->state_initialized = 1;
}

void kobject_init(struct kobject *kobj, const struct kobj_type *ktype)
{
	if (WARN(!kobj || !ktype, "kobject_init: no kobject or no ktype\n"))
		return;
	if (kobj->state_initialized)
		pr_err("kobject (%p): tried to init an initialized object, something is seriously "
		       "wrong.\n",
		       kobj);
	init_fields(kobj);
	kobj->ktype = ktype;
}
EXPORT_SYMBOL(kobject_init);

static void leave_kset(struct kobject *kobj)
{
	if (!kobj->kset)
		return;
	spin_lock(&kobj->kset->list_lock);
	list_del_init(&kobj->entry);
	spin_unlock(&kobj->kset->list_lock);
	kset_put(kobj->kset);
}

static void join_kset(struct kobject *kobj)
{
	if (!kobj->kset)
		return;
	kset_get(kobj->kset);
	spin_lock(&kobj->kset->list_lock);
	list_add_tail(&kobj->entry, &kobj->kset->list);
	spin_unlock(&kobj->kset->list_lock);
}

/* The folder with the ktype's own attributes. */
static int create_dir(struct kobject *kobj)
{
	const struct kobj_type *ktype = kobj->ktype;
	int err = sysfs_create_dir_ns(kobj, NULL);

	if (!err && ktype && ktype->default_groups) {
		err = sysfs_create_groups(kobj, ktype->default_groups);
		if (err)
			sysfs_remove_dir(kobj);
	}
	return err;
}

static int add_internal(struct kobject *kobj)
{
	struct kobject *parent;
	int err;

	if (!kobj->name || !kobj->name[0]) {
		WARN(1, "kobject: (%p): attempted to be registered with empty name!\n", kobj);
		return -EINVAL;
	}
	parent = kobject_get(kobj->parent);
	join_kset(kobj);
	if (!parent && kobj->kset) {
		parent = kobject_get(&kobj->kset->kobj);
		kobj->parent = parent;
	}
	err = create_dir(kobj);
	if (!err) {
		kobj->state_in_sysfs = 1;
		return 0;
	}
	leave_kset(kobj);
	kobject_put(parent);
	kobj->parent = NULL;
	if (err == -EEXIST)
		pr_err("kobject_add_internal failed for %s with -EEXIST, don't try to register "
		       "things with the same name in the same directory.\n",
		       kobject_name(kobj));
	return err;
}

static int add_varg(struct kobject *kobj, struct kobject *parent, const char *fmt, va_list args)
{
	int err = kobject_set_name_vargs(kobj, fmt, args);

	if (err)
		return err;
	kobj->parent = parent;
	return add_internal(kobj);
}

int kobject_add(struct kobject *kobj, struct kobject *parent, const char *fmt, ...)
{
	va_list args;
	int err;

	if (!kobj)
		return -EINVAL;
	if (!kobj->state_initialized) {
		pr_err("kobject '%s' (%p): tried to add an uninitialized object, something is "
		       "seriously wrong.\n",
		       kobject_name(kobj), kobj);
		return -EINVAL;
	}
	va_start(args, fmt);
	err = add_varg(kobj, parent, fmt, args);
	va_end(args);
	if (!err)
		active_add(ACTIVE_KOBJECT, kobj, sizeof(*kobj), NULL, _RET_IP_);
	return err;
}
EXPORT_SYMBOL(kobject_add);

int kobject_init_and_add(struct kobject *kobj, const struct kobj_type *ktype,
			 struct kobject *parent, const char *fmt, ...)
{
	va_list args;
	int err;

	kobject_init(kobj, ktype);
	va_start(args, fmt);
	err = add_varg(kobj, parent, fmt, args);
	va_end(args);
	if (!err)
		active_add(ACTIVE_KOBJECT, kobj, sizeof(*kobj), NULL, _RET_IP_);
	return err;
}
EXPORT_SYMBOL_GPL(kobject_init_and_add);

/* Out of sysfs and the kset, keeping the parent for the caller to put. */
static void del_keep_parent(struct kobject *kobj)
{
	active_del(ACTIVE_KOBJECT, kobj);
	if (kobj->ktype && kobj->ktype->default_groups && kobj->sd)
		sysfs_remove_groups(kobj, kobj->ktype->default_groups);
	sysfs_remove_dir(kobj);
	kobj->state_in_sysfs = 0;
	leave_kset(kobj);
}

void kobject_del(struct kobject *kobj)
{
	struct kobject *parent;

	if (!kobj || !kobj->state_in_sysfs)
		return;
	parent = kobj->parent;
	del_keep_parent(kobj);
	kobj->parent = NULL;
	kobject_put(parent);
}
EXPORT_SYMBOL(kobject_del);

/* Its memory is being freed: take it out of sysfs, where that can be done. */
static void kobject_goes(void *obj)
{
	if (!in_atomic() && !irqs_disabled())
		kobject_del(obj);
}

struct kobject *kobject_get(struct kobject *kobj)
{
	if (!kobj)
		return NULL;
	WARN(!kobj->state_initialized,
	     "kobject: '%s' (%p): is not initialized, yet kobject_get() is being called.\n",
	     kobject_name(kobj), kobj);
	kref_get(&kobj->kref);
	return kobj;
}
EXPORT_SYMBOL(kobject_get);

struct kobject *kobject_get_unless_zero(struct kobject *kobj)
{
	return kobj && kref_get_unless_zero(&kobj->kref) ? kobj : NULL;
}
EXPORT_SYMBOL(kobject_get_unless_zero);

static void release(struct kref *kref)
{
	struct kobject *kobj = container_of(kref, struct kobject, kref);
	const struct kobj_type *t = kobj->ktype;
	const char *name = kobj->name;
	struct kobject *parent = NULL;

	if (kobj->state_in_sysfs) {
		parent = kobj->parent;
		del_keep_parent(kobj);
	}
	if (t && t->release)
		t->release(kobj);
	else
		pr_err("kobject: '%s': does not have a release() function, it is broken and must "
		       "be fixed. See Documentation/core-api/kobject.rst.\n",
		       name);
	kfree(name);
	kobject_put(parent);
}

void kobject_put(struct kobject *kobj)
{
	if (!kobj)
		return;
	WARN(!kobj->state_initialized,
	     "kobject: '%s' (%p): is not initialized, yet kobject_put() is being called.\n",
	     kobject_name(kobj), kobj);
	kref_put(&kobj->kref, release);
}
EXPORT_SYMBOL(kobject_put);

static void dynamic_release(struct kobject *kobj)
{
	kfree(kobj);
}

static const struct kobj_type dynamic_kobj_ktype = {
	.release = dynamic_release,
	.sysfs_ops = &kobj_sysfs_ops,
};

struct kobject *kobject_create(void)
{
	struct kobject *kobj = kzalloc(sizeof(*kobj), GFP_KERNEL);

	if (kobj)
		kobject_init(kobj, &dynamic_kobj_ktype);
	return kobj;
}

struct kobject *kobject_create_and_add(const char *name, struct kobject *parent)
{
	struct kobject *kobj = kobject_create();
	int err;

	if (!kobj)
		return NULL;
	err = kobject_add(kobj, parent, "%s", name);
	if (err) {
		pr_warn("%s: kobject_add error: %d\n", __func__, err);
		kobject_put(kobj);
		kobj = NULL;
	}
	return kobj;
}
EXPORT_SYMBOL_GPL(kobject_create_and_add);

int kobject_rename(struct kobject *kobj, const char *new_name)
{
	char *name;
	int err;

	if (!kobj || !kobj->parent)
		return -EINVAL;
	name = kstrdup(new_name, GFP_KERNEL);
	if (!name)
		return -ENOMEM;
	err = sysfs_rename_dir_ns(kobj, new_name, NULL);
	if (err) {
		kfree(name);
		return err;
	}
	kfree(kobj->name);
	kobj->name = name;
	return 0;
}
EXPORT_SYMBOL_GPL(kobject_rename);

int kobject_move(struct kobject *kobj, struct kobject *new_parent)
{
	struct kobject *old;
	int err;

	if (!kobj || !kobj->parent)
		return -EINVAL;
	if (!new_parent && kobj->kset)
		new_parent = &kobj->kset->kobj;
	err = sysfs_move_to(kobj, new_parent);
	if (err)
		return err;
	old = kobj->parent;
	kobj->parent = kobject_get(new_parent);
	kobject_put(old);
	return 0;
}
EXPORT_SYMBOL_GPL(kobject_move);

char *kobject_get_path(const struct kobject *kobj, gfp_t gfp)
{
	const struct kobject *k;
	size_t len = 1;
	char *path, *p;

	for (k = kobj; k; k = k->parent) {
		if (!kobject_name(k))
			return NULL;
		len += strlen(kobject_name(k)) + 1;
	}
	path = kzalloc(len, gfp);
	if (!path)
		return NULL;
	p = path + len - 1;
	for (k = kobj; k; k = k->parent) {
		size_t n = strlen(kobject_name(k));

		p -= n;
		memcpy(p, kobject_name(k), n);
		*--p = '/';
	}
	return path;
}
EXPORT_SYMBOL_GPL(kobject_get_path);

/* ---- attributes of plain kobjects ---- */

static ssize_t kobj_attr_show(struct kobject *kobj, struct attribute *attr, char *buf)
{
	struct kobj_attribute *k = container_of(attr, struct kobj_attribute, attr);

	return k->show ? k->show(kobj, k, buf) : -EIO;
}

static ssize_t kobj_attr_store(struct kobject *kobj, struct attribute *attr, const char *buf,
			       size_t count)
{
	struct kobj_attribute *k = container_of(attr, struct kobj_attribute, attr);

	return k->store ? k->store(kobj, k, buf, count) : -EIO;
}

const struct sysfs_ops kobj_sysfs_ops = {
	.show = kobj_attr_show,
	.store = kobj_attr_store,
};
EXPORT_SYMBOL_GPL(kobj_sysfs_ops);

/* ---- ksets ---- */

void kset_init(struct kset *k)
{
	init_fields(&k->kobj);
	INIT_LIST_HEAD(&k->list);
	spin_lock_init(&k->list_lock);
}

int kset_register(struct kset *k)
{
	int err;

	if (!k)
		return -EINVAL;
	kset_init(k);
	err = add_internal(&k->kobj);
	if (err) {
		kfree(k->kobj.name);
		k->kobj.name = NULL;
	}
	return err;
}
EXPORT_SYMBOL(kset_register);

void kset_unregister(struct kset *k)
{
	if (!k)
		return;
	kobject_del(&k->kobj);
	kobject_put(&k->kobj);
}
EXPORT_SYMBOL(kset_unregister);

struct kobject *kset_find_obj(struct kset *kset, const char *name)
{
	struct kobject *k, *found = NULL;

	spin_lock(&kset->list_lock);
	list_for_each_entry (k, &kset->list, entry) {
		if (kobject_name(k) && !strcmp(kobject_name(k), name)) {
			found = kobject_get_unless_zero(k);
			break;
		}
	}
	spin_unlock(&kset->list_lock);
	return found;
}
EXPORT_SYMBOL_GPL(kset_find_obj);

static void kset_release(struct kobject *kobj)
{
	kfree(container_of(kobj, struct kset, kobj));
}

static const struct kobj_type kset_ktype = {
	.sysfs_ops = &kobj_sysfs_ops,
	.release = kset_release,
};

struct kset *kset_create_and_add(const char *name, const struct kset_uevent_ops *uevent_ops,
				 struct kobject *parent_kobj)
{
	struct kset *kset = kzalloc(sizeof(*kset), GFP_KERNEL);

	if (!kset)
		return NULL;
	kset->uevent_ops = uevent_ops;
	kset->kobj.parent = parent_kobj;
	kset->kobj.ktype = &kset_ktype;
	if (kobject_set_name(&kset->kobj, "%s", name) || kset_register(kset)) {
		kfree(kset);
		return NULL;
	}
	return kset;
}
EXPORT_SYMBOL_GPL(kset_create_and_add);

/* ---- the fixed folders ---- */

int kobjects_init(void)
{
	active_set_cancel(ACTIVE_KOBJECT, kobject_goes);
	kernel_kobj = kobject_create_and_add("kernel", NULL);
	firmware_kobj = kobject_create_and_add("firmware", NULL);
	power_kobj = kobject_create_and_add("power", NULL);
	if (!kernel_kobj || !firmware_kobj || !power_kobj)
		return -ENOMEM;
	mm_kobj = kobject_create_and_add("mm", kernel_kobj);
	return mm_kobj ? 0 : -ENOMEM;
}

void kobjects_exit(void)
{
	kobject_put(mm_kobj);
	kobject_put(power_kobj);
	kobject_put(firmware_kobj);
	kobject_put(kernel_kobj);
	mm_kobj = power_kobj = firmware_kobj = kernel_kobj = NULL;
}
