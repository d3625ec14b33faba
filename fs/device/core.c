/* SPDX-License-Identifier: MIT */
/*
 * The device model.
 *
 * Concepts
 *   device   a kobject with a parent, a number (perhaps), a class or a bus, resources.
 *   class    devices by what they do; it names them in /sys/class and in /dev.
 *   bus      devices by how they are reached; it brings each together with a driver.
 *
 *	     struct bus_type            struct class
 *	      drivers    devices ─────── devices
 *		 └── probe ──┘ └ device_private: the lists that a device is on
 *
 * Adding a device goes: private part → place in /sys (place.c) → links → class → bus → node in
 * /dev → probe; removing goes back. A failure half-way undoes what was done.
 *
 * Locking: registry_lock guards the lists of everything (children, all_devices, all_subsys) and
 * is never held while a driver's code runs. A bus's or class's mutex guards its own lists.
 * dev->mutex is held around probe and remove. Order: dev->mutex → subsys mutex → registry_lock.
 *
 * Every device, class, bus and driver remembers the module that registered it; what a module
 * leaves behind is found through all_devices and all_subsys (audit.c).
 */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "lib/active.h"
#include "base.h"

struct kset *devices_kset;
DEFINE_MUTEX(registry_lock);
LIST_HEAD(all_devices);
LIST_HEAD(all_subsys);

/* ---- attributes of devices ---- */

static ssize_t dev_attr_show(struct kobject *kobj, struct attribute *attr, char *buf)
{
	struct device_attribute *a = container_of(attr, struct device_attribute, attr);
	ssize_t ret = a->show ? a->show(kobj_to_dev(kobj), a, buf) : -EIO;

	if (ret >= (ssize_t)PAGE_SIZE)
		pr_err("dev_attr_show: %ps returned bad count\n", a->show);
	return ret;
}

static ssize_t dev_attr_store(struct kobject *kobj, struct attribute *attr, const char *buf,
			      size_t count)
{
	struct device_attribute *a = container_of(attr, struct device_attribute, attr);

	return a->store ? a->store(kobj_to_dev(kobj), a, buf, count) : -EIO;
}

static const struct sysfs_ops dev_sysfs_ops = {
	.show = dev_attr_show,
	.store = dev_attr_store,
};

static void device_release(struct kobject *kobj)
{
	struct device *dev = kobj_to_dev(kobj);
	struct device_private *p = dev->p;

	/* A device that was never added, or whose driver never left, still has resources. */
	devres_release_all(dev);
	if (dev->release)
		dev->release(dev);
	else if (dev->type && dev->type->release)
		dev->type->release(dev);
	else if (dev->class && dev->class->dev_release)
		dev->class->dev_release(dev);
	else
		WARN(1,
		     "Device '%s' does not have a release() function, it is broken and must be "
		     "fixed. See Documentation/core-api/kobject.rst.\n",
		     dev_name(dev));
	kfree(p);
}

static void device_get_ownership(struct kobject *kobj, kuid_t *uid, kgid_t *gid)
{
	struct device *dev = kobj_to_dev(kobj);

	if (dev->class && dev->class->get_ownership)
		dev->class->get_ownership(dev, uid, gid);
}

static const struct kobj_type device_ktype = {
	.release = device_release,
	.sysfs_ops = &dev_sysfs_ops,
	.get_ownership = device_get_ownership,
};

int device_create_file(struct device *dev, const struct device_attribute *attr)
{
	if (!dev)
		return 0;
	WARN((attr->attr.mode & S_IWUGO) && !attr->store,
	     "Attribute %s: write permission without 'store'\n", attr->attr.name);
	WARN((attr->attr.mode & S_IRUGO) && !attr->show,
	     "Attribute %s: read permission without 'show'\n", attr->attr.name);
	return sysfs_create_file(&dev->kobj, &attr->attr);
}
EXPORT_SYMBOL_GPL(device_create_file);

void device_remove_file(struct device *dev, const struct device_attribute *attr)
{
	if (dev)
		sysfs_remove_file(&dev->kobj, &attr->attr);
}
EXPORT_SYMBOL_GPL(device_remove_file);

bool device_remove_file_self(struct device *dev, const struct device_attribute *attr)
{
	return dev && sysfs_remove_file_self(&dev->kobj, &attr->attr);
}
EXPORT_SYMBOL_GPL(device_remove_file_self);

int device_create_bin_file(struct device *dev, const struct bin_attribute *attr)
{
	return dev ? sysfs_create_bin_file(&dev->kobj, attr) : -EINVAL;
}
EXPORT_SYMBOL_GPL(device_create_bin_file);

void device_remove_bin_file(struct device *dev, const struct bin_attribute *attr)
{
	if (dev)
		sysfs_remove_bin_file(&dev->kobj, attr);
}
EXPORT_SYMBOL_GPL(device_remove_bin_file);

int device_add_groups(struct device *dev, const struct attribute_group **groups)
{
	return sysfs_create_groups(&dev->kobj, groups);
}
EXPORT_SYMBOL_GPL(device_add_groups);

void device_remove_groups(struct device *dev, const struct attribute_group **groups)
{
	sysfs_remove_groups(&dev->kobj, groups);
}
EXPORT_SYMBOL_GPL(device_remove_groups);

static int add_attrs(struct device *dev)
{
	int err = 0;

	if (dev->class)
		err = device_add_groups(dev, dev->class->dev_groups);
	if (!err && dev->type)
		err = device_add_groups(dev, dev->type->groups);
	if (!err)
		err = device_add_groups(dev, dev->groups);
	return err;
}

static void remove_attrs(struct device *dev)
{
	device_remove_groups(dev, dev->groups);
	if (dev->type)
		device_remove_groups(dev, dev->type->groups);
	if (dev->class)
		device_remove_groups(dev, dev->class->dev_groups);
}

/* ---- names ---- */

int dev_set_name(struct device *dev, const char *fmt, ...)
{
	va_list args;
	int err;

	va_start(args, fmt);
	err = kobject_set_name_vargs(&dev->kobj, fmt, args);
	va_end(args);
	return err;
}
EXPORT_SYMBOL_GPL(dev_set_name);

const char *dev_driver_string(const struct device *dev)
{
	return dev->driver ? dev->driver->name : dev_bus_name(dev);
}
EXPORT_SYMBOL(dev_driver_string);

const char *device_get_devnode(struct device *dev, umode_t *mode, kuid_t *uid, kgid_t *gid,
			       const char **tmp)
{
	char *s, *bang;

	*tmp = NULL;
	if (dev->type && dev->type->devnode)
		*tmp = dev->type->devnode(dev, mode, uid, gid);
	if (!*tmp && dev->class && dev->class->devnode)
		*tmp = dev->class->devnode(dev, mode);
	if (*tmp)
		return *tmp;
	if (!strchr(dev_name(dev), '!'))
		return dev_name(dev);
	s = kstrdup(dev_name(dev), GFP_KERNEL);
	if (!s)
		return NULL;
	while ((bang = strchr(s, '!')) != NULL)
		*bang = '/';
	return *tmp = s;
}

/* ---- life ---- */

void device_initialize(struct device *dev)
{
	dev->kobj.kset = devices_kset;
	kobject_init(&dev->kobj, &device_ktype);
	INIT_LIST_HEAD(&dev->dma_pools);
	mutex_init(&dev->mutex);
	spin_lock_init(&dev->devres_lock);
	INIT_LIST_HEAD(&dev->devres_head);
	dev->numa_node = NUMA_NO_NODE;
}
EXPORT_SYMBOL_GPL(device_initialize);

static int private_init(struct device *dev, unsigned long caller)
{
	struct device_private *p = kzalloc(sizeof(*p), GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	p->device = dev;
	p->owner = __module_address(caller);
	if (p->owner)
		active_record(ACTIVE_DEVICE, dev, sizeof(*dev), NULL, caller);
	INIT_LIST_HEAD(&p->all);
	INIT_LIST_HEAD(&p->children);
	INIT_LIST_HEAD(&p->child_node);
	INIT_LIST_HEAD(&p->bus_node);
	INIT_LIST_HEAD(&p->class_node);
	INIT_LIST_HEAD(&p->driver_node);
	dev->p = p;
	return 0;
}

static int settle_name(struct device *dev)
{
	if (dev->init_name) {
		int err = dev_set_name(dev, "%s", dev->init_name);

		dev->init_name = NULL;
		if (err)
			return err;
	}
	if (!dev_name(dev) && dev->bus && dev->bus->dev_name)
		return dev_set_name(dev, "%s%u", dev->bus->dev_name, dev->id);
	return dev_name(dev) ? 0 : -EINVAL;
}

static void registry_add(struct device *dev)
{
	mutex_lock(&registry_lock);
	list_add_tail(&dev->p->all, &all_devices);
	if (dev->parent && dev->parent->p)
		list_add_tail(&dev->p->child_node, &dev->parent->p->children);
	mutex_unlock(&registry_lock);
}

static void registry_remove(struct device *dev)
{
	mutex_lock(&registry_lock);
	list_del_init(&dev->p->all);
	list_del_init(&dev->p->child_node);
	mutex_unlock(&registry_lock);
}

/* The files, links, lists and the node of a device whose folder stands. */
static int add_faces(struct device *dev)
{
	int err = device_create_file(dev, &dev_attr_uevent);

	if (err)
		return err;
	err = device_make_links(dev);
	if (err)
		goto no_links;
	err = add_attrs(dev);
	if (err)
		goto no_attrs;
	err = bus_add_device(dev);
	if (err)
		goto no_bus;
	if (MAJOR(dev->devt))
		err = devtmpfs_create_node(dev);
	if (!err)
		return 0;
	bus_remove_device(dev);
no_bus:
	remove_attrs(dev);
no_attrs:
	device_drop_links(dev);
no_links:
	device_remove_file(dev, &dev_attr_uevent);
	return err;
}

int device_add_from(struct device *dev, unsigned long caller)
{
	struct device *parent;
	struct kobject *kobj;
	int err;

	dev = get_device(dev);
	if (!dev)
		return -EINVAL;
	err = dev->p ? 0 : private_init(dev, caller);
	if (!err)
		err = settle_name(dev);
	if (err) {
		put_device(dev);
		return err;
	}
	parent = get_device(dev->parent);
	kobj = device_parent_kobj(dev, parent);
	err = PTR_ERR_OR_ZERO(kobj);
	if (kobj && !err)
		dev->kobj.parent = kobj;
	if (parent && dev_to_node(dev) == NUMA_NO_NODE)
		set_dev_node(dev, dev_to_node(parent));
	if (!err)
		err = kobject_add(&dev->kobj, dev->kobj.parent, NULL);
	if (!err) {
		err = add_faces(dev);
		if (err)
			kobject_del(&dev->kobj);
	}
	if (err) {
		device_put_glue(dev);
		put_device(parent);
		put_device(dev);
		return err;
	}
	kobject_uevent(&dev->kobj, KOBJ_ADD);
	registry_add(dev);
	class_add_device(dev);
	bus_probe_device(dev);
	put_device(dev);
	return 0;
}

int device_add(struct device *dev)
{
	return device_add_from(dev, (unsigned long)__builtin_return_address(0));
}
EXPORT_SYMBOL_GPL(device_add);

int device_register(struct device *dev)
{
	device_initialize(dev);
	return device_add_from(dev, (unsigned long)__builtin_return_address(0));
}
EXPORT_SYMBOL_GPL(device_register);

struct device *get_device(struct device *dev)
{
	return dev ? kobj_to_dev(kobject_get(&dev->kobj)) : NULL;
}
EXPORT_SYMBOL_GPL(get_device);

void put_device(struct device *dev)
{
	if (dev)
		kobject_put(&dev->kobj);
}
EXPORT_SYMBOL_GPL(put_device);

bool kill_device(struct device *dev)
{
	bool was_dead = dev->p->dead;

	dev->p->dead = true;
	return !was_dead;
}
EXPORT_SYMBOL_GPL(kill_device);

void device_del(struct device *dev)
{
	struct subsys_private *class = dev->class ? dev->class->p : NULL;
	struct device *parent = dev->parent;

	active_del(ACTIVE_DEVICE, dev);
	device_lock(dev);
	kill_device(dev);
	device_unlock(dev);
	if (MAJOR(dev->devt))
		devtmpfs_delete_node(dev);
	class_remove_device(dev);
	registry_remove(dev);
	device_drop_links(dev);
	device_remove_file(dev, &dev_attr_uevent);
	remove_attrs(dev);
	bus_remove_device(dev);
	devres_release_all(dev);
	kobject_uevent(&dev->kobj, KOBJ_REMOVE);
	kobject_del(&dev->kobj);
	device_put_glue(dev);
	property_device_gone(dev);
	if (class)
		kset_put(&class->subsys);
	put_device(parent);
}
EXPORT_SYMBOL_GPL(device_del);

void device_unregister(struct device *dev)
{
	device_del(dev);
	put_device(dev);
}
EXPORT_SYMBOL_GPL(device_unregister);

/* ---- devices made by their class ---- */

static void created_release(struct device *dev)
{
	kfree(dev);
}

struct device *device_create_from(struct class *class, struct device *parent, dev_t devt,
				  void *drvdata, const struct attribute_group **groups,
				  const char *fmt, va_list args, unsigned long caller)
{
	struct device *dev;
	int err;

	if (IS_ERR_OR_NULL(class))
		return ERR_PTR(-ENODEV);
	dev = kzalloc(sizeof(*dev), GFP_KERNEL);
	if (!dev)
		return ERR_PTR(-ENOMEM);
	device_initialize(dev);
	dev->devt = devt;
	dev->class = class;
	dev->parent = parent;
	dev->groups = groups;
	dev->release = created_release;
	dev_set_drvdata(dev, drvdata);
	err = kobject_set_name_vargs(&dev->kobj, fmt, args);
	if (!err)
		err = device_add_from(dev, caller);
	if (!err)
		return dev;
	put_device(dev);
	return ERR_PTR(err);
}

struct device *device_create(struct class *class, struct device *parent, dev_t devt, void *drvdata,
			     const char *fmt, ...)
{
	struct device *dev;
	va_list args;

	va_start(args, fmt);
	dev = device_create_from(class, parent, devt, drvdata, NULL, fmt, args,
				 (unsigned long)__builtin_return_address(0));
	va_end(args);
	return dev;
}
EXPORT_SYMBOL_GPL(device_create);

struct device *device_create_with_groups(struct class *class, struct device *parent, dev_t devt,
					 void *drvdata, const struct attribute_group **groups,
					 const char *fmt, ...)
{
	struct device *dev;
	va_list args;

	va_start(args, fmt);
	dev = device_create_from(class, parent, devt, drvdata, groups, fmt, args,
				 (unsigned long)__builtin_return_address(0));
	va_end(args);
	return dev;
}
EXPORT_SYMBOL_GPL(device_create_with_groups);

void device_destroy(struct class *class, dev_t devt)
{
	struct device *dev = class_find_device_by_devt(class, devt);

	if (!dev)
		return;
	put_device(dev); /* class_find_device's */
	device_unregister(dev);
}
EXPORT_SYMBOL_GPL(device_destroy);

struct device *__root_device_register(const char *name, struct module *owner)
{
	struct device *dev = kzalloc(sizeof(*dev), GFP_KERNEL);
	int err;

	if (!dev)
		return ERR_PTR(-ENOMEM);
	device_initialize(dev);
	dev->release = created_release;
	err = dev_set_name(dev, "%s", name);
	if (!err)
		err = device_add_from(dev, (unsigned long)__builtin_return_address(0));
	if (!err)
		return dev;
	put_device(dev);
	return ERR_PTR(err);
}
EXPORT_SYMBOL_GPL(__root_device_register);

void root_device_unregister(struct device *root)
{
	device_unregister(root);
}
EXPORT_SYMBOL_GPL(root_device_unregister);

int device_init(void)
{
	devices_kset = kset_create_and_add("devices", &device_uevent_ops, NULL);
	return devices_kset ? 0 : -ENOMEM;
}

void device_exit(void)
{
	kset_unregister(devices_kset);
	devices_kset = NULL;
	property_exit();
}
