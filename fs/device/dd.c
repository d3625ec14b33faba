/* SPDX-License-Identifier: MIT */
/*
 * Devices and drivers: who serves whom.
 *
 * A device is offered to the bus's drivers in the order of their registration until one's
 * probe accepts it; a new driver is offered every device without a driver. A probe's -ENODEV
 * and -ENXIO mean "not mine" and are silent; another error is printed and the next driver is
 * tried. -EPROBE_DEFER puts nothing off: it counts as refused until the next registration on
 * the bus, or bus_rescan_devices, offers the device again.
 *
 * When a driver leaves a device: remove, then the device's devres, last first.
 */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/pm_runtime.h>
#include <linux/string.h>

#include "base.h"

int driver_match(struct device_driver *drv, struct device *dev)
{
	return drv->bus->match ? drv->bus->match(dev, drv) : 1;
}

static int call_probe(struct device *dev, struct device_driver *drv)
{
	if (dev->bus->probe)
		return dev->bus->probe(dev);
	return drv->probe ? drv->probe(dev) : 0;
}

static void call_remove(struct device *dev)
{
	if (dev->bus && dev->bus->remove)
		dev->bus->remove(dev);
	else if (dev->driver->remove)
		dev->driver->remove(dev);
}

static int link_driver(struct device *dev)
{
	int err = sysfs_create_link(&dev->driver->p->kobj, &dev->kobj, kobject_name(&dev->kobj));

	if (!err)
		err = sysfs_create_link(&dev->kobj, &dev->driver->p->kobj, "driver");
	return err;
}

static void unlink_driver(struct device *dev)
{
	sysfs_remove_link(&dev->driver->p->kobj, kobject_name(&dev->kobj));
	sysfs_remove_link(&dev->kobj, "driver");
}

static void bound(struct device *dev)
{
	mutex_lock(&registry_lock);
	list_add_tail(&dev->p->driver_node, &dev->driver->p->devices);
	mutex_unlock(&registry_lock);
	blocking_notifier_call_chain(&dev->bus->p->notifier, BUS_NOTIFY_BOUND_DRIVER, dev);
	kobject_uevent(&dev->kobj, KOBJ_BIND);
}

static void forget_driver(struct device *dev)
{
	devres_release_all(dev);
	dev->driver = NULL;
	dev_set_drvdata(dev, NULL);
}

/* => dev->mutex. 0: bound. */
static int really_probe(struct device *dev, struct device_driver *drv)
{
	int err;

	if (WARN(!list_empty(&dev->devres_head), "Resources present before probing: %s\n",
		 dev_name(dev)))
		return -EBUSY;
	dev->driver = drv;
	blocking_notifier_call_chain(&dev->bus->p->notifier, BUS_NOTIFY_BIND_DRIVER, dev);
	err = link_driver(dev);
	if (!err)
		err = call_probe(dev, drv);
	if (!err) {
		err = device_add_groups(dev, drv->dev_groups);
		if (err)
			call_remove(dev);
	}
	if (err) {
		unlink_driver(dev);
		blocking_notifier_call_chain(&dev->bus->p->notifier, BUS_NOTIFY_DRIVER_NOT_BOUND,
					     dev);
		forget_driver(dev);
		if (err > 0)
			dev_warn(dev, "probe with driver %s: positive return %d\n", drv->name, err);
		else if (err != -ENODEV && err != -ENXIO && err != -EPROBE_DEFER)
			pr_warn("%s: probe of %s failed with error %d\n", drv->name, dev_name(dev),
				err);
		return err < 0 ? err : -EINVAL;
	}
	bound(dev);
	return 0;
}

/* => dev->mutex. 1: bound now, 0: not for this driver or refused. */
static int offer(struct device *dev, struct device_driver *drv)
{
	if (dev->driver || dev->p->dead || driver_match(drv, dev) <= 0)
		return 0;
	return really_probe(dev, drv) == 0;
}

/* A driver of the bus after @at (NULL: the first), or NULL. */
static struct device_driver *next_driver(struct bus_type *bus, struct device_driver *at)
{
	struct subsys_private *p = bus->p;
	struct list_head *pos;

	mutex_lock(&p->mutex);
	pos = at ? at->p->bus_node.next : p->drivers.next;
	mutex_unlock(&p->mutex);
	return pos == &p->drivers ? NULL : list_entry(pos, struct driver_private, bus_node)->driver;
}

int device_attach(struct device *dev)
{
	struct device_driver *drv = NULL;
	int ret = 0;

	device_lock(dev);
	if (dev->driver) {
		ret = 1;
	} else {
		while (!ret && (drv = next_driver(dev->bus, drv)) != NULL)
			ret = offer(dev, drv);
	}
	device_unlock(dev);
	return ret;
}
EXPORT_SYMBOL_GPL(device_attach);

static int attach_one(struct device *dev, void *data)
{
	device_lock(dev);
	offer(dev, data);
	device_unlock(dev);
	return 0;
}

int driver_attach(struct device_driver *drv)
{
	return bus_for_each_dev(drv->bus, NULL, drv, attach_one);
}
EXPORT_SYMBOL_GPL(driver_attach);

int device_bind_driver(struct device *dev)
{
	int err = link_driver(dev);

	if (!err)
		bound(dev);
	return err;
}
EXPORT_SYMBOL_GPL(device_bind_driver);

/* => dev->mutex, dev->driver */
static void release_driver(struct device *dev)
{
	struct device_driver *drv = dev->driver;

	blocking_notifier_call_chain(&dev->bus->p->notifier, BUS_NOTIFY_UNBIND_DRIVER, dev);
	device_remove_groups(dev, drv->dev_groups);
	unlink_driver(dev);
	call_remove(dev);
	mutex_lock(&registry_lock);
	list_del_init(&dev->p->driver_node);
	mutex_unlock(&registry_lock);
	forget_driver(dev);
	blocking_notifier_call_chain(&dev->bus->p->notifier, BUS_NOTIFY_UNBOUND_DRIVER, dev);
	kobject_uevent(&dev->kobj, KOBJ_UNBIND);
}

void device_release_driver(struct device *dev)
{
	device_lock(dev);
	if (dev->driver)
		release_driver(dev);
	device_unlock(dev);
}
EXPORT_SYMBOL_GPL(device_release_driver);

int device_reprobe(struct device *dev)
{
	device_release_driver(dev);
	return bus_rescan_devices(dev->bus);
}
EXPORT_SYMBOL_GPL(device_reprobe);

static struct device *last_device(struct device_driver *drv)
{
	struct device *dev = NULL;

	mutex_lock(&registry_lock);
	if (!list_empty(&drv->p->devices))
		dev = get_device(
			list_last_entry(&drv->p->devices, struct device_private, driver_node)
				->device);
	mutex_unlock(&registry_lock);
	return dev;
}

void driver_detach(struct device_driver *drv)
{
	struct device *dev;

	while ((dev = last_device(drv)) != NULL) {
		device_release_driver(dev);
		put_device(dev);
	}
}

/* ---- drivers ---- */

int driver_register(struct device_driver *drv)
{
	struct module *owner =
		drv->owner ?: __module_address((unsigned long)__builtin_return_address(0));

	if (!drv->bus || !drv->bus->p) {
		pr_err("Driver '%s' was unable to register with bus_type '%s' because the bus was "
		       "not initialized.\n",
		       drv->name, drv->bus ? drv->bus->name : "");
		return -EINVAL;
	}
	if (driver_find(drv->name, drv->bus)) {
		pr_err("Error: Driver '%s' is already registered, aborting...\n", drv->name);
		return -EBUSY;
	}
	return bus_add_driver(drv, owner);
}
EXPORT_SYMBOL_GPL(driver_register);

void driver_unregister(struct device_driver *drv)
{
	if (!drv || !drv->p) {
		WARN(1, "Unexpected driver unregister!\n");
		return;
	}
	bus_remove_driver(drv);
}
EXPORT_SYMBOL_GPL(driver_unregister);

struct device_driver *driver_find(const char *name, struct bus_type *bus)
{
	struct device_driver *drv = NULL;

	while ((drv = next_driver(bus, drv)) != NULL)
		if (!strcmp(drv->name, name))
			break;
	return drv;
}
EXPORT_SYMBOL_GPL(driver_find);

int driver_create_file(struct device_driver *drv, const struct driver_attribute *attr)
{
	return drv ? sysfs_create_file(&drv->p->kobj, &attr->attr) : -EINVAL;
}
EXPORT_SYMBOL_GPL(driver_create_file);

void driver_remove_file(struct device_driver *drv, const struct driver_attribute *attr)
{
	if (drv)
		sysfs_remove_file(&drv->p->kobj, &attr->attr);
}
EXPORT_SYMBOL_GPL(driver_remove_file);

struct driver_walk {
	struct device_driver *drv;
	void *data;
	int (*fn)(struct device *dev, void *data);
};

static int call_if_driven(struct device *dev, void *data)
{
	struct driver_walk *w = data;

	return dev->driver == w->drv ? w->fn(dev, w->data) : 0;
}

int driver_for_each_device(struct device_driver *drv, struct device *start, void *data,
			   int (*fn)(struct device *, void *))
{
	struct driver_walk w = {drv, data, fn};

	return drv ? bus_for_each_dev(drv->bus, start, &w, call_if_driven) : -EINVAL;
}
EXPORT_SYMBOL_GPL(driver_for_each_device);

struct device *driver_find_device(struct device_driver *drv, struct device *start, const void *data,
				  int (*match)(struct device *dev, const void *data))
{
	struct device *dev = start;

	while ((dev = bus_find_device(drv->bus, dev, data, match)) != NULL) {
		if (dev->driver == drv)
			break;
		put_device(dev);
	}
	return dev;
}
EXPORT_SYMBOL_GPL(driver_find_device);

int driver_probe_done(void)
{
	return 0;
}

void wait_for_device_probe(void)
{
}
EXPORT_SYMBOL_GPL(wait_for_device_probe);
