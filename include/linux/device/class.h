/* SPDX-License-Identifier: MIT */
/* A class: devices by what they do; /sys/class/NAME links to each of them. */
#ifndef _DEVICE_CLASS_H_
#define _DEVICE_CLASS_H_

#include <linux/device/bus.h>
#include <linux/kdev_t.h>
#include <linux/kobject.h>
#include <linux/lockdep.h>
#include <linux/pm.h>

struct device;
struct module;
struct subsys_private;

struct class
{
	const char *name;
	struct module *owner;
	const struct attribute_group **class_groups;
	const struct attribute_group **dev_groups;
	struct kobject *dev_kobj;
	int (*dev_uevent)(struct device *dev, struct kobj_uevent_env *env);
	/* The node's name under /dev (kfree'd by the caller) and its mode; NULL: dev_name. */
	char *(*devnode)(struct device *dev, umode_t *mode);
	void (*class_release)(struct class *class);
	void (*dev_release)(struct device *dev);
	int (*shutdown_pre)(struct device *dev);
	const struct kobj_ns_type_operations *ns_type;
	const void *(*namespace)(struct device *dev);
	void (*get_ownership)(struct device *dev, kuid_t *uid, kgid_t *gid);
	const struct dev_pm_ops *pm;
	struct subsys_private *p;
};

struct class_dev_iter {
	struct list_head *pos;
	struct class *class;
	const void *type;
};

extern struct kobject *sysfs_dev_block_kobj;
extern struct kobject *sysfs_dev_char_kobj;

int __must_check __class_register(struct class *class, struct lock_class_key *key);
void class_unregister(struct class *class);
#define class_register(class)                       \
	({                                          \
		static struct lock_class_key __key; \
		__class_register(class, &__key);    \
	})

void class_dev_iter_init(struct class_dev_iter *iter, struct class *class, struct device *start,
			 const void *type);
struct device *class_dev_iter_next(struct class_dev_iter *iter);
void class_dev_iter_exit(struct class_dev_iter *iter);
int class_for_each_device(struct class *class, struct device *start, void *data,
			  int (*fn)(struct device *dev, void *data));
struct device *class_find_device(struct class *class, struct device *start, const void *data,
				 int (*match)(struct device *, const void *));

static inline struct device *class_find_device_by_name(struct class *class, const char *name)
{
	return class_find_device(class, NULL, name, device_match_name);
}

static inline struct device *class_find_device_by_devt(struct class *class, dev_t devt)
{
	return class_find_device(class, NULL, &devt, device_match_devt);
}

struct class_attribute {
	struct attribute attr;
	ssize_t (*show)(struct class *class, struct class_attribute *attr, char *buf);
	ssize_t (*store)(struct class *class, struct class_attribute *attr, const char *buf,
			 size_t count);
};

#define CLASS_ATTR_RW(_name) struct class_attribute class_attr_##_name = __ATTR_RW(_name)
#define CLASS_ATTR_RO(_name) struct class_attribute class_attr_##_name = __ATTR_RO(_name)
#define CLASS_ATTR_WO(_name) struct class_attribute class_attr_##_name = __ATTR_WO(_name)

int __must_check class_create_file_ns(struct class *class, const struct class_attribute *attr,
				      const void *ns);
void class_remove_file_ns(struct class *class, const struct class_attribute *attr, const void *ns);

static inline int __must_check class_create_file(struct class *class,
						 const struct class_attribute *attr)
{
	return class_create_file_ns(class, attr, NULL);
}

static inline void class_remove_file(struct class *class, const struct class_attribute *attr)
{
	class_remove_file_ns(class, attr, NULL);
}

struct class_attribute_string {
	struct class_attribute attr;
	char *str;
};

#define _CLASS_ATTR_STRING(_name, _mode, _str)                           \
	{                                                                \
		__ATTR(_name, _mode, show_class_attr_string, NULL), _str \
	}
#define CLASS_ATTR_STRING(_name, _mode, _str) \
	struct class_attribute_string class_attr_##_name = _CLASS_ATTR_STRING(_name, _mode, _str)

ssize_t show_class_attr_string(struct class *class, struct class_attribute *attr, char *buf);

struct class_interface {
	struct list_head node;
	struct class *class;
	int (*add_dev)(struct device *, struct class_interface *);
	void (*remove_dev)(struct device *, struct class_interface *);
};

int __must_check class_interface_register(struct class_interface *);
void class_interface_unregister(struct class_interface *);

/* ERR_PTR(-EEXIST when the name is taken, -ENOMEM). May sleep. */
struct class *__must_check __class_create(struct module *owner, const char *name,
					  struct lock_class_key *key);
/* NULL and ERR_PTR are ignored. */
void class_destroy(struct class *cls);
#define class_create(owner, name)                    \
	({                                           \
		static struct lock_class_key __key;  \
		__class_create(owner, name, &__key); \
	})

#endif
