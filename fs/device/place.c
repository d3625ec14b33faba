/* SPDX-License-Identifier: MIT */
/*
 * Where a device stands in /sys, what its uevent file says, and the links to and from it.
 *
 *	no parent, no class	/sys/devices/NAME
 *	no parent, a class	/sys/devices/virtual/CLASS/NAME
 *	parent of a class	PARENT/NAME
 *	other parent, a class	PARENT/CLASS/NAME	("glue": a folder made for the class)
 *	parent, no class	PARENT/NAME
 *
 * A glue folder is a kobject that goes when the last device in it goes.
 */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "base.h"

static struct kobject *virtual_kobj, *dev_kobj;
struct kobject *sysfs_dev_char_kobj, *sysfs_dev_block_kobj;
static DEFINE_MUTEX(glue_mutex);

/* ---- glue folders ---- */

struct glue {
	struct kobject kobj;
	struct class *class;
	struct list_head node; /* in subsys_private.glue_dirs; under glue_mutex */
	unsigned int users;
};

static void glue_release(struct kobject *kobj)
{
	kfree(container_of(kobj, struct glue, kobj));
}

static const struct kobj_type glue_ktype = {
	.sysfs_ops = &kobj_sysfs_ops,
	.release = glue_release,
};

/* => glue_mutex */
static struct glue *glue_find(struct class *class, struct kobject *parent)
{
	struct glue *g;

	list_for_each_entry (g, &class->p->glue_dirs, node)
		if (g->kobj.parent == parent)
			return g;
	return NULL;
}

static struct glue *glue_new(struct class *class, struct kobject *parent)
{
	struct glue *g = kzalloc(sizeof(*g), GFP_KERNEL);
	int err;

	if (!g)
		return ERR_PTR(-ENOMEM);
	g->class = class;
	kobject_init(&g->kobj, &glue_ktype);
	err = kobject_add(&g->kobj, parent, "%s", class->name);
	if (err) {
		kobject_put(&g->kobj);
		return ERR_PTR(err);
	}
	list_add(&g->node, &class->p->glue_dirs);
	return g;
}

static struct kobject *glue_get(struct device *dev, struct kobject *parent)
{
	struct glue *g;

	mutex_lock(&glue_mutex);
	g = glue_find(dev->class, parent) ?: glue_new(dev->class, parent);
	if (!IS_ERR(g))
		g->users++;
	mutex_unlock(&glue_mutex);
	if (IS_ERR(g))
		return ERR_CAST(g);
	dev->p->glue = &g->kobj;
	return &g->kobj;
}

void device_put_glue(struct device *dev)
{
	struct glue *g;

	if (!dev->p || !dev->p->glue)
		return;
	g = container_of(dev->p->glue, struct glue, kobj);
	dev->p->glue = NULL;
	mutex_lock(&glue_mutex);
	if (--g->users == 0) {
		list_del(&g->node);
		kobject_del(&g->kobj);
		kobject_put(&g->kobj);
	}
	mutex_unlock(&glue_mutex);
}

struct kobject *device_parent_kobj(struct device *dev, struct device *parent)
{
	if (!dev->class)
		return parent ? &parent->kobj
			      : (dev->bus && dev->bus->dev_root ? &dev->bus->dev_root->kobj : NULL);
	if (!parent)
		return glue_get(dev, virtual_kobj);
	if (parent->class && !dev->class->ns_type)
		return &parent->kobj;
	return glue_get(dev, &parent->kobj);
}

/* ---- uevent ---- */

static int uevent_filter(struct kobject *kobj)
{
	struct device *dev = kobj_to_dev(kobj);

	return dev->bus || dev->class;
}

static const char *uevent_name(struct kobject *kobj)
{
	struct device *dev = kobj_to_dev(kobj);

	return dev->bus ? dev->bus->name : dev->class ? dev->class->name : NULL;
}

static void add_number_vars(struct device *dev, struct kobj_uevent_env *env)
{
	const char *name, *tmp = NULL;
	umode_t mode = 0;
	kuid_t uid = GLOBAL_ROOT_UID;
	kgid_t gid = GLOBAL_ROOT_GID;

	add_uevent_var(env, "MAJOR=%u", MAJOR(dev->devt));
	add_uevent_var(env, "MINOR=%u", MINOR(dev->devt));
	name = device_get_devnode(dev, &mode, &uid, &gid, &tmp);
	if (name) {
		add_uevent_var(env, "DEVNAME=%s", name);
		if (mode)
			add_uevent_var(env, "DEVMODE=%#o", mode & 0777);
		kfree(tmp);
	}
}

static int device_uevent(struct kobject *kobj, struct kobj_uevent_env *env)
{
	struct device *dev = kobj_to_dev(kobj);
	int err = 0;

	if (MAJOR(dev->devt))
		add_number_vars(dev, env);
	if (dev->type && dev->type->name)
		add_uevent_var(env, "DEVTYPE=%s", dev->type->name);
	if (dev->driver)
		add_uevent_var(env, "DRIVER=%s", dev->driver->name);
	if (dev->bus && dev->bus->uevent)
		err = dev->bus->uevent(dev, env);
	if (!err && dev->class && dev->class->dev_uevent)
		err = dev->class->dev_uevent(dev, env);
	if (!err && dev->type && dev->type->uevent)
		err = dev->type->uevent(dev, env);
	return err;
}

const struct kset_uevent_ops device_uevent_ops = {
	.filter = uevent_filter,
	.name = uevent_name,
	.uevent = device_uevent,
};

static ssize_t uevent_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct kobj_uevent_env *env;
	int len = 0;

	if (!uevent_filter(&dev->kobj))
		return 0;
	env = kzalloc(sizeof(*env), GFP_KERNEL);
	if (!env)
		return -ENOMEM;
	if (device_uevent(&dev->kobj, env) == 0)
		for (int i = 0; i < env->envp_idx; i++)
			len += sysfs_emit_at(buf, len, "%s\n", env->envp[i]);
	kfree(env);
	return len;
}

static ssize_t uevent_store(struct device *dev, struct device_attribute *attr, const char *buf,
			    size_t count)
{
	int err = kobject_synth_uevent(&dev->kobj, buf, count);

	if (err) {
		dev_err(dev, "uevent: failed to send synthetic uevent: %d\n", err);
		return err;
	}
	return count;
}
DEVICE_ATTR_RW(uevent);

static ssize_t dev_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%u:%u\n", MAJOR(dev->devt), MINOR(dev->devt));
}
DEVICE_ATTR_RO(dev);

/* ---- links ---- */

static int link_number(struct device *dev)
{
	char name[24];
	int err = device_create_file(dev, &dev_attr_dev);

	if (err)
		return err;
	snprintf(name, sizeof(name), "%u:%u", MAJOR(dev->devt), MINOR(dev->devt));
	err = sysfs_create_link(sysfs_dev_char_kobj, &dev->kobj, name);
	if (err)
		device_remove_file(dev, &dev_attr_dev);
	return err;
}

static void unlink_number(struct device *dev)
{
	char name[24];

	snprintf(name, sizeof(name), "%u:%u", MAJOR(dev->devt), MINOR(dev->devt));
	sysfs_remove_link(sysfs_dev_char_kobj, name);
	device_remove_file(dev, &dev_attr_dev);
}

/* subsystem → the class, device → the parent, and from the class to the device. */
static int link_class(struct device *dev)
{
	struct kobject *class_kobj;
	int err;

	if (!dev->class)
		return 0;
	class_kobj = &dev->class->p->subsys.kobj;
	err = sysfs_create_link(&dev->kobj, class_kobj, "subsystem");
	if (!err && dev->parent)
		err = sysfs_create_link(&dev->kobj, &dev->parent->kobj, "device");
	if (!err)
		err = sysfs_create_link(class_kobj, &dev->kobj, dev_name(dev));
	if (err) {
		sysfs_remove_link(&dev->kobj, "device");
		sysfs_remove_link(&dev->kobj, "subsystem");
	}
	return err;
}

static void unlink_class(struct device *dev)
{
	if (!dev->class)
		return;
	sysfs_remove_link(&dev->class->p->subsys.kobj, dev_name(dev));
	if (dev->parent)
		sysfs_remove_link(&dev->kobj, "device");
	sysfs_remove_link(&dev->kobj, "subsystem");
}

int device_make_links(struct device *dev)
{
	int err = MAJOR(dev->devt) ? link_number(dev) : 0;

	if (err)
		return err;
	err = link_class(dev);
	if (err && MAJOR(dev->devt))
		unlink_number(dev);
	return err;
}

void device_drop_links(struct device *dev)
{
	unlink_class(dev);
	if (MAJOR(dev->devt))
		unlink_number(dev);
}

/* ---- life ---- */

int place_init(void)
{
	virtual_kobj = kobject_create_and_add("virtual", &devices_kset->kobj);
	dev_kobj = kobject_create_and_add("dev", NULL);
	if (!virtual_kobj || !dev_kobj)
		return -ENOMEM;
	sysfs_dev_block_kobj = kobject_create_and_add("block", dev_kobj);
	sysfs_dev_char_kobj = kobject_create_and_add("char", dev_kobj);
	return sysfs_dev_block_kobj && sysfs_dev_char_kobj ? 0 : -ENOMEM;
}

void place_exit(void)
{
	kobject_put(sysfs_dev_char_kobj);
	kobject_put(sysfs_dev_block_kobj);
	kobject_put(dev_kobj);
	kobject_put(virtual_kobj);
	sysfs_dev_char_kobj = sysfs_dev_block_kobj = dev_kobj = virtual_kobj = NULL;
}
