/* SPDX-License-Identifier: MIT */
/*
 * Private to fs/device: what a device, class, bus and driver keep about each other.
 * Theory in fs/device/core.c.
 */
#ifndef FS_DEVICE_BASE_H
#define FS_DEVICE_BASE_H

#include <linux/device.h>
#include <linux/kobject.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/notifier.h>

/* A bus's or a class's own part. */
struct subsys_private {
	struct kset subsys;	     /* /sys/bus/NAME or /sys/class/NAME */
	struct kset *devices_kset;   /* bus: its devices/ */
	struct kset *drivers_kset;   /* bus: its drivers/ */
	struct list_head devices;    /* device_private.bus_node or class_node; under mutex */
	struct list_head drivers;    /* bus: driver_private.bus_node; under mutex */
	struct list_head interfaces; /* class */
	struct mutex mutex;
	struct list_head all; /* every bus and class, for the audit; under registry_lock */
	struct blocking_notifier_head notifier;
	struct bus_type *bus;
	struct class *class;
	struct module *owner;	    /* whose code registered it */
	struct list_head glue_dirs; /* class: folders between a parent and its devices */
};

struct driver_private {
	struct kobject kobj; /* /sys/bus/BUS/drivers/NAME */
	struct list_head bus_node;
	struct list_head devices; /* device_private.driver_node; under devices_mutex */
	struct device_driver *driver;
	struct module *owner;
};

struct device_private {
	struct device *device;
	struct list_head all; /* every device that was added; under registry_lock */
	struct list_head children, child_node; /* under registry_lock */
	struct list_head bus_node, class_node, driver_node;
	struct module *owner; /* whose code added it */
	struct kobject *glue; /* the folder of its class below its parent, held */
	bool dead;	      /* under dev->mutex */
};

/* fs/device/core.c */
extern struct kset *devices_kset;
extern struct mutex registry_lock;
extern struct list_head all_devices, all_subsys;
/* The node's name under /dev; *@tmp is to be freed. NULL without memory. */
const char *device_get_devnode(struct device *dev, umode_t *mode, kuid_t *uid, kgid_t *gid,
			       const char **tmp);
int device_add_from(struct device *dev, unsigned long caller);
struct device *device_create_from(struct class *class, struct device *parent, dev_t devt,
				  void *drvdata, const struct attribute_group **groups,
				  const char *fmt, va_list args, unsigned long caller);
int device_init(void);
void device_exit(void);

/* fs/device/property.c: the node that was made for a device goes with it. */
void property_device_gone(struct device *dev);
void property_exit(void);

/* fs/device/place.c: where a device stands in /sys */
struct kobject *device_parent_kobj(struct device *dev, struct device *parent);
int device_make_links(struct device *dev);
void device_drop_links(struct device *dev);
void device_put_glue(struct device *dev);
extern struct device_attribute dev_attr_uevent, dev_attr_dev;
extern const struct kset_uevent_ops device_uevent_ops;
int place_init(void);
void place_exit(void);

/* fs/device/bus.c, dd.c */
int bus_init(void);
void bus_exit(void);
int bus_add_device(struct device *dev);
void bus_probe_device(struct device *dev);
void bus_remove_device(struct device *dev);
int bus_add_driver(struct device_driver *drv, struct module *owner);
void bus_remove_driver(struct device_driver *drv);
int driver_match(struct device_driver *drv, struct device *dev);
void driver_detach(struct device_driver *drv);
void device_unbind(struct device *dev);

/* fs/device/class.c */
int class_init(void);
void class_exit(void);
int class_add_device(struct device *dev);
void class_remove_device(struct device *dev);

/* fs/device/platform.c */
int platform_init(void);
void platform_exit(void);

/* fs/device/devres.c */
int devres_release_all(struct device *dev);

/* fs/devnode.c */
int devtmpfs_create_node(struct device *dev);
int devtmpfs_delete_node(struct device *dev);

/* fs/device/kobject.c */
int kobjects_init(void);
void kobjects_exit(void);

#endif
