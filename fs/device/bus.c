/* SPDX-License-Identifier: MIT */
/*
 * Buses: the folders /sys/bus/NAME/{devices,drivers}, and the lists of both.
 * How a device and a driver come together is dd.c's.
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

static struct kset *bus_kset;

static struct subsys_private *subsys_of(struct kobject *kobj)
{
	return container_of(kobj, struct subsys_private, subsys.kobj);
}

static ssize_t bus_attr_show(struct kobject *kobj, struct attribute *attr, char *buf)
{
	struct bus_attribute *a = container_of(attr, struct bus_attribute, attr);

	return a->show ? a->show(subsys_of(kobj)->bus, buf) : 0;
}

static ssize_t bus_attr_store(struct kobject *kobj, struct attribute *attr, const char *buf,
			      size_t count)
{
	struct bus_attribute *a = container_of(attr, struct bus_attribute, attr);

	return a->store ? a->store(subsys_of(kobj)->bus, buf, count) : 0;
}

static const struct sysfs_ops bus_sysfs_ops = {
	.show = bus_attr_show,
	.store = bus_attr_store,
};

static void bus_release(struct kobject *kobj)
{
	struct subsys_private *p = subsys_of(kobj);

	p->bus->p = NULL;
	active_del(ACTIVE_CLASS, p);
	kfree(p);
}

static const struct kobj_type bus_ktype = {
	.sysfs_ops = &bus_sysfs_ops,
	.release = bus_release,
};

int bus_create_file(struct bus_type *bus, struct bus_attribute *attr)
{
	return sysfs_create_file(&bus->p->subsys.kobj, &attr->attr);
}
EXPORT_SYMBOL_GPL(bus_create_file);

void bus_remove_file(struct bus_type *bus, struct bus_attribute *attr)
{
	sysfs_remove_file(&bus->p->subsys.kobj, &attr->attr);
}
EXPORT_SYMBOL_GPL(bus_remove_file);

static struct subsys_private *subsys_new(struct bus_type *bus, unsigned long caller)
{
	struct subsys_private *p = kzalloc(sizeof(*p), GFP_KERNEL);

	if (!p)
		return NULL;
	INIT_LIST_HEAD(&p->devices);
	INIT_LIST_HEAD(&p->drivers);
	INIT_LIST_HEAD(&p->interfaces);
	INIT_LIST_HEAD(&p->glue_dirs);
	mutex_init(&p->mutex);
	BLOCKING_INIT_NOTIFIER_HEAD(&p->notifier);
	p->bus = bus;
	p->owner = __module_address(caller);
	if (p->owner)
		active_record(ACTIVE_CLASS, p, 0, NULL, caller);
	p->subsys.kobj.kset = bus_kset;
	p->subsys.kobj.ktype = &bus_ktype;
	return p;
}

int bus_register(struct bus_type *bus)
{
	struct subsys_private *p = subsys_new(bus, (unsigned long)__builtin_return_address(0));
	int err;

	if (!p)
		return -ENOMEM;
	err = kobject_set_name(&p->subsys.kobj, "%s", bus->name);
	if (!err)
		err = kset_register(&p->subsys);
	if (err) {
		active_del(ACTIVE_CLASS, p);
		kfree(p);
		return err;
	}
	bus->p = p;
	p->devices_kset = kset_create_and_add("devices", NULL, &p->subsys.kobj);
	p->drivers_kset = kset_create_and_add("drivers", NULL, &p->subsys.kobj);
	err = p->devices_kset && p->drivers_kset ? 0 : -ENOMEM;
	if (!err)
		err = sysfs_create_groups(&p->subsys.kobj, bus->bus_groups);
	if (err) {
		kset_unregister(p->drivers_kset);
		kset_unregister(p->devices_kset);
		kset_unregister(&p->subsys);
		return err;
	}
	mutex_lock(&registry_lock);
	list_add_tail(&p->all, &all_subsys);
	mutex_unlock(&registry_lock);
	return 0;
}
EXPORT_SYMBOL_GPL(bus_register);

void bus_unregister(struct bus_type *bus)
{
	struct subsys_private *p = bus->p;

	mutex_lock(&registry_lock);
	list_del_init(&p->all);
	mutex_unlock(&registry_lock);
	sysfs_remove_groups(&p->subsys.kobj, bus->bus_groups);
	kset_unregister(p->drivers_kset);
	kset_unregister(p->devices_kset);
	kset_unregister(&p->subsys);
}
EXPORT_SYMBOL_GPL(bus_unregister);

int bus_register_notifier(struct bus_type *bus, struct notifier_block *nb)
{
	return blocking_notifier_chain_register(&bus->p->notifier, nb);
}
EXPORT_SYMBOL_GPL(bus_register_notifier);

int bus_unregister_notifier(struct bus_type *bus, struct notifier_block *nb)
{
	return blocking_notifier_chain_unregister(&bus->p->notifier, nb);
}
EXPORT_SYMBOL_GPL(bus_unregister_notifier);

/* ---- devices ---- */

int bus_add_device(struct device *dev)
{
	struct bus_type *bus = dev->bus;
	int err;

	if (!bus)
		return 0;
	err = device_add_groups(dev, bus->dev_groups);
	if (!err)
		err = sysfs_create_link(&bus->p->devices_kset->kobj, &dev->kobj, dev_name(dev));
	if (!err)
		err = sysfs_create_link(&dev->kobj, &bus->p->subsys.kobj, "subsystem");
	if (err)
		return err;
	mutex_lock(&bus->p->mutex);
	list_add_tail(&dev->p->bus_node, &bus->p->devices);
	mutex_unlock(&bus->p->mutex);
	blocking_notifier_call_chain(&bus->p->notifier, BUS_NOTIFY_ADD_DEVICE, dev);
	return 0;
}

void bus_probe_device(struct device *dev)
{
	if (dev->bus && device_attach(dev) < 0)
		dev_dbg(dev, "no driver could be attached\n");
}

void bus_remove_device(struct device *dev)
{
	struct bus_type *bus = dev->bus;

	if (!bus)
		return;
	blocking_notifier_call_chain(&bus->p->notifier, BUS_NOTIFY_DEL_DEVICE, dev);
	mutex_lock(&bus->p->mutex);
	list_del_init(&dev->p->bus_node);
	mutex_unlock(&bus->p->mutex);
	sysfs_remove_link(&dev->kobj, "subsystem");
	sysfs_remove_link(&bus->p->devices_kset->kobj, dev_name(dev));
	device_remove_groups(dev, bus->dev_groups);
	device_release_driver(dev);
	blocking_notifier_call_chain(&bus->p->notifier, BUS_NOTIFY_REMOVED_DEVICE, dev);
}

/* The held device after @at (NULL: the first). Puts @at. */
static struct device *next_on_bus(struct bus_type *bus, struct device *at)
{
	struct subsys_private *p = bus->p;
	struct list_head *pos;
	struct device *next = NULL;

	mutex_lock(&p->mutex);
	pos = at ? &at->p->bus_node : &p->devices;
	if (!at || !list_empty(pos)) {
		pos = pos->next;
		if (pos != &p->devices)
			next = get_device(list_entry(pos, struct device_private, bus_node)->device);
	}
	mutex_unlock(&p->mutex);
	put_device(at);
	return next;
}

int bus_for_each_dev(struct bus_type *bus, struct device *start, void *data,
		     int (*fn)(struct device *dev, void *data))
{
	struct device *dev, *next;
	int err = 0;

	if (!bus || !bus->p)
		return -EINVAL;
	dev = next_on_bus(bus, get_device(start));
	while (dev && !err) {
		next = next_on_bus(bus, get_device(dev));
		err = fn(dev, data);
		put_device(dev);
		dev = next;
	}
	put_device(dev);
	return err;
}
EXPORT_SYMBOL_GPL(bus_for_each_dev);

struct device *bus_find_device(struct bus_type *bus, struct device *start, const void *data,
			       int (*match)(struct device *dev, const void *data))
{
	struct device *dev;

	if (!bus || !bus->p)
		return NULL;
	dev = get_device(start);
	while ((dev = next_on_bus(bus, dev)) != NULL)
		if (match(dev, data))
			break;
	return dev;
}
EXPORT_SYMBOL_GPL(bus_find_device);

struct device *bus_find_device_by_name(struct bus_type *bus, struct device *start, const char *name)
{
	return bus_find_device(bus, start, name, device_match_name);
}
EXPORT_SYMBOL_GPL(bus_find_device_by_name);

static int rescan_one(struct device *dev, void *unused)
{
	int err = dev->driver ? 0 : device_attach(dev);

	return err < 0 ? err : 0;
}

int bus_rescan_devices(struct bus_type *bus)
{
	return bus_for_each_dev(bus, NULL, NULL, rescan_one);
}
EXPORT_SYMBOL_GPL(bus_rescan_devices);

/* ---- drivers ---- */

static ssize_t drv_attr_show(struct kobject *kobj, struct attribute *attr, char *buf)
{
	struct driver_attribute *a = container_of(attr, struct driver_attribute, attr);
	struct driver_private *p = container_of(kobj, struct driver_private, kobj);

	return a->show ? a->show(p->driver, buf) : -EIO;
}

static ssize_t drv_attr_store(struct kobject *kobj, struct attribute *attr, const char *buf,
			      size_t count)
{
	struct driver_attribute *a = container_of(attr, struct driver_attribute, attr);
	struct driver_private *p = container_of(kobj, struct driver_private, kobj);

	return a->store ? a->store(p->driver, buf, count) : -EIO;
}

static const struct sysfs_ops driver_sysfs_ops = {
	.show = drv_attr_show,
	.store = drv_attr_store,
};

static void driver_release(struct kobject *kobj)
{
	active_del(ACTIVE_DRIVER, container_of(kobj, struct driver_private, kobj));
	kfree(container_of(kobj, struct driver_private, kobj));
}

static const struct kobj_type driver_ktype = {
	.sysfs_ops = &driver_sysfs_ops,
	.release = driver_release,
};

/* A client writes a device's name to bind or unbind. */
static ssize_t bind_store(struct device_driver *drv, const char *buf, size_t count)
{
	struct device *dev = bus_find_device_by_name(drv->bus, NULL, buf);
	ssize_t ret = -ENODEV;

	if (dev && !dev->driver && driver_match(drv, dev)) {
		int bound = device_attach(dev);

		ret = bound > 0 ? (ssize_t)count : bound ?: -ENODEV;
	}
	put_device(dev);
	return ret;
}
static DRIVER_ATTR_WO(bind);

static ssize_t unbind_store(struct device_driver *drv, const char *buf, size_t count)
{
	struct device *dev = bus_find_device_by_name(drv->bus, NULL, buf);
	ssize_t ret = -ENODEV;

	if (dev && dev->driver == drv) {
		device_release_driver(dev);
		ret = count;
	}
	put_device(dev);
	return ret;
}
static DRIVER_ATTR_WO(unbind);

static int add_driver_files(struct device_driver *drv)
{
	struct kobject *kobj = &drv->p->kobj;
	int err = sysfs_create_groups(kobj, drv->bus->drv_groups);

	if (!err)
		err = sysfs_create_groups(kobj, drv->groups);
	if (!err && !drv->suppress_bind_attrs)
		err = driver_create_file(drv, &driver_attr_bind)
			      ?: driver_create_file(drv, &driver_attr_unbind);
	return err;
}

int bus_add_driver(struct device_driver *drv, struct module *owner)
{
	struct subsys_private *bp = drv->bus->p;
	struct driver_private *p = kzalloc(sizeof(*p), GFP_KERNEL);
	int err;

	if (!p)
		return -ENOMEM;
	INIT_LIST_HEAD(&p->devices);
	p->driver = drv;
	p->owner = owner;
	if (owner)
		active_record(ACTIVE_DRIVER, p, 0, NULL, _RET_IP_);
	drv->p = p;
	p->kobj.kset = bp->drivers_kset;
	err = kobject_init_and_add(&p->kobj, &driver_ktype, NULL, "%s", drv->name);
	if (!err)
		err = add_driver_files(drv);
	if (err) {
		kobject_put(&p->kobj);
		drv->p = NULL;
		return err;
	}
	mutex_lock(&bp->mutex);
	list_add_tail(&p->bus_node, &bp->drivers);
	mutex_unlock(&bp->mutex);
	return driver_attach(drv);
}

void bus_remove_driver(struct device_driver *drv)
{
	struct subsys_private *bp = drv->bus->p;
	struct kobject *kobj = &drv->p->kobj;

	mutex_lock(&bp->mutex);
	list_del_init(&drv->p->bus_node);
	mutex_unlock(&bp->mutex);
	driver_detach(drv);
	if (!drv->suppress_bind_attrs) {
		driver_remove_file(drv, &driver_attr_unbind);
		driver_remove_file(drv, &driver_attr_bind);
	}
	sysfs_remove_groups(kobj, drv->groups);
	sysfs_remove_groups(kobj, drv->bus->drv_groups);
	kobject_del(kobj);
	kobject_put(kobj);
	drv->p = NULL;
}

int bus_for_each_drv(struct bus_type *bus, struct device_driver *start, void *data,
		     int (*fn)(struct device_driver *, void *))
{
	struct driver_private *p;
	bool on = !start;
	int err = 0;

	mutex_lock(&bus->p->mutex);
	list_for_each_entry (p, &bus->p->drivers, bus_node) {
		if (on)
			err = fn(p->driver, data);
		if (err)
			break;
		on |= p->driver == start;
	}
	mutex_unlock(&bus->p->mutex);
	return err;
}
EXPORT_SYMBOL_GPL(bus_for_each_drv);

int bus_init(void)
{
	bus_kset = kset_create_and_add("bus", NULL, NULL);
	return bus_kset ? 0 : -ENOMEM;
}

void bus_exit(void)
{
	kset_unregister(bus_kset);
	bus_kset = NULL;
}
