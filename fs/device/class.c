/* SPDX-License-Identifier: MIT */
/*
 * Classes. A class's own part (subsys_private) lives until the last device of the class and
 * the last user of its folder are gone.
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

static struct kset *class_kset;

static struct subsys_private *subsys_of(struct kobject *kobj)
{
	return container_of(kobj, struct subsys_private, subsys.kobj);
}

static ssize_t class_attr_show(struct kobject *kobj, struct attribute *attr, char *buf)
{
	struct class_attribute *a = container_of(attr, struct class_attribute, attr);

	return a->show ? a->show(subsys_of(kobj)->class, a, buf) : -EIO;
}

static ssize_t class_attr_store(struct kobject *kobj, struct attribute *attr, const char *buf,
				size_t count)
{
	struct class_attribute *a = container_of(attr, struct class_attribute, attr);

	return a->store ? a->store(subsys_of(kobj)->class, a, buf, count) : -EIO;
}

static const struct sysfs_ops class_sysfs_ops = {
	.show = class_attr_show,
	.store = class_attr_store,
};

static void class_release(struct kobject *kobj)
{
	struct subsys_private *p = subsys_of(kobj);
	struct class *class = p->class;

	if (class->class_release)
		class->class_release(class);
	active_del(ACTIVE_CLASS, p);
	kfree(p);
}

static const struct kobj_type class_ktype = {
	.sysfs_ops = &class_sysfs_ops,
	.release = class_release,
};

static struct subsys_private *subsys_new(struct class *class, unsigned long caller)
{
	struct subsys_private *p = kzalloc(sizeof(*p), GFP_KERNEL);

	if (!p)
		return NULL;
	INIT_LIST_HEAD(&p->devices);
	INIT_LIST_HEAD(&p->drivers);
	INIT_LIST_HEAD(&p->interfaces);
	INIT_LIST_HEAD(&p->glue_dirs);
	INIT_LIST_HEAD(&p->all);
	mutex_init(&p->mutex);
	p->class = class;
	p->owner = class->owner ?: __module_address(caller);
	if (p->owner)
		active_record(ACTIVE_CLASS, p, 0, NULL, caller);
	p->subsys.kobj.kset = class_kset;
	p->subsys.kobj.ktype = &class_ktype;
	return p;
}

static int class_register_from(struct class *class, unsigned long caller)
{
	struct subsys_private *p = subsys_new(class, caller);
	int err;

	if (!p)
		return -ENOMEM;
	err = kobject_set_name(&p->subsys.kobj, "%s", class->name);
	if (err) {
		active_del(ACTIVE_CLASS, p);
		kfree(p);
		return err;
	}
	class->p = p;
	err = kset_register(&p->subsys);
	if (err) {
		class->p = NULL;
		active_del(ACTIVE_CLASS, p);
		kfree(p);
		return err;
	}
	err = sysfs_create_groups(&p->subsys.kobj, class->class_groups);
	if (err) {
		/* The release would call the owner's class_release, who frees it himself. */
		kset_unregister(&p->subsys);
		return err;
	}
	mutex_lock(&registry_lock);
	list_add_tail(&p->all, &all_subsys);
	mutex_unlock(&registry_lock);
	return 0;
}

int __class_register(struct class *class, struct lock_class_key *key)
{
	return class_register_from(class, (unsigned long)__builtin_return_address(0));
}
EXPORT_SYMBOL_GPL(__class_register);

void class_unregister(struct class *class)
{
	struct subsys_private *p = class->p;

	mutex_lock(&registry_lock);
	list_del_init(&p->all);
	mutex_unlock(&registry_lock);
	sysfs_remove_groups(&p->subsys.kobj, class->class_groups);
	kset_unregister(&p->subsys);
}
EXPORT_SYMBOL_GPL(class_unregister);

static void created_release(struct class *class)
{
	kfree(class);
}

struct class *__class_create(struct module *owner, const char *name, struct lock_class_key *key)
{
	struct class *class = kzalloc(sizeof(*class), GFP_KERNEL);
	int err;

	if (!class)
		return ERR_PTR(-ENOMEM);
	class->name = name;
	class->owner = owner;
	class->class_release = created_release;
	err = class_register_from(class, (unsigned long)__builtin_return_address(0));
	if (err) {
		kfree(class);
		return ERR_PTR(err);
	}
	return class;
}
EXPORT_SYMBOL_GPL(__class_create);

void class_destroy(struct class *class)
{
	if (!IS_ERR_OR_NULL(class))
		class_unregister(class);
}
EXPORT_SYMBOL_GPL(class_destroy);

int class_create_file_ns(struct class *class, const struct class_attribute *attr, const void *ns)
{
	return class ? sysfs_create_file(&class->p->subsys.kobj, &attr->attr) : -EINVAL;
}
EXPORT_SYMBOL_GPL(class_create_file_ns);

void class_remove_file_ns(struct class *class, const struct class_attribute *attr, const void *ns)
{
	if (class)
		sysfs_remove_file(&class->p->subsys.kobj, &attr->attr);
}
EXPORT_SYMBOL_GPL(class_remove_file_ns);

ssize_t show_class_attr_string(struct class *class, struct class_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%s\n",
			  container_of(attr, struct class_attribute_string, attr)->str);
}
EXPORT_SYMBOL_GPL(show_class_attr_string);

/* ---- devices of a class ---- */

int class_add_device(struct device *dev)
{
	struct class_interface *ci;
	struct subsys_private *p;

	if (!dev->class)
		return 0;
	p = dev->class->p;
	kset_get(&p->subsys); /* a class that is destroyed too early lasts until device_del() */
	mutex_lock(&p->mutex);
	list_add_tail(&dev->p->class_node, &p->devices);
	list_for_each_entry (ci, &p->interfaces, node)
		if (ci->add_dev)
			ci->add_dev(dev, ci);
	mutex_unlock(&p->mutex);
	return 0;
}

void class_remove_device(struct device *dev)
{
	struct class_interface *ci;
	struct subsys_private *p;

	if (!dev->class)
		return;
	p = dev->class->p;
	mutex_lock(&p->mutex);
	list_for_each_entry (ci, &p->interfaces, node)
		if (ci->remove_dev)
			ci->remove_dev(dev, ci);
	list_del_init(&dev->p->class_node);
	mutex_unlock(&p->mutex);
}

/* The held device after @at (NULL: the first). Puts @at. */
static struct device *next_in_class(struct class *class, struct device *at)
{
	struct subsys_private *p = class->p;
	struct list_head *pos;
	struct device *next = NULL;

	mutex_lock(&p->mutex);
	pos = at ? &at->p->class_node : &p->devices;
	if (!at || !list_empty(pos)) {
		pos = pos->next;
		if (pos != &p->devices)
			next = get_device(
				list_entry(pos, struct device_private, class_node)->device);
	}
	mutex_unlock(&p->mutex);
	put_device(at);
	return next;
}

void class_dev_iter_init(struct class_dev_iter *iter, struct class *class, struct device *start,
			 const void *type)
{
	iter->class = class;
	iter->type = type;
	iter->pos = (struct list_head *)get_device(start);
}
EXPORT_SYMBOL_GPL(class_dev_iter_init);

struct device *class_dev_iter_next(struct class_dev_iter *iter)
{
	struct device *dev = (struct device *)iter->pos;

	do {
		dev = next_in_class(iter->class, dev);
	} while (dev && iter->type && dev->type != iter->type);
	iter->pos = (struct list_head *)dev;
	return dev;
}
EXPORT_SYMBOL_GPL(class_dev_iter_next);

void class_dev_iter_exit(struct class_dev_iter *iter)
{
	put_device((struct device *)iter->pos);
	iter->pos = NULL;
}
EXPORT_SYMBOL_GPL(class_dev_iter_exit);

int class_for_each_device(struct class *class, struct device *start, void *data,
			  int (*fn)(struct device *dev, void *data))
{
	struct device *dev;
	int err = 0;

	if (!class ||
	    WARN(!class->p, "class_for_each_device called for class '%s' before it was initialized",
		 class->name))
		return -EINVAL;
	dev = next_in_class(class, get_device(start));
	while (dev && !err) {
		struct device *next = next_in_class(class, get_device(dev));

		err = fn(dev, data);
		put_device(dev);
		dev = next;
	}
	put_device(dev);
	return err;
}
EXPORT_SYMBOL_GPL(class_for_each_device);

struct device *class_find_device(struct class *class, struct device *start, const void *data,
				 int (*match)(struct device *, const void *))
{
	struct device *dev;

	if (!class ||
	    WARN(!class->p, "class_find_device called for class '%s' before it was initialized",
		 class->name))
		return NULL;
	dev = get_device(start);
	while ((dev = next_in_class(class, dev)) != NULL)
		if (match(dev, data))
			break;
	return dev;
}
EXPORT_SYMBOL_GPL(class_find_device);

int class_interface_register(struct class_interface *ci)
{
	struct device_private *dp;
	struct subsys_private *p;

	if (!ci || !ci->class)
		return -ENODEV;
	p = ci->class->p;
	mutex_lock(&p->mutex);
	list_add_tail(&ci->node, &p->interfaces);
	list_for_each_entry (dp, &p->devices, class_node)
		if (ci->add_dev)
			ci->add_dev(dp->device, ci);
	mutex_unlock(&p->mutex);
	return 0;
}
EXPORT_SYMBOL_GPL(class_interface_register);

void class_interface_unregister(struct class_interface *ci)
{
	struct subsys_private *p = ci->class->p;
	struct device_private *dp;

	mutex_lock(&p->mutex);
	list_del_init(&ci->node);
	list_for_each_entry (dp, &p->devices, class_node)
		if (ci->remove_dev)
			ci->remove_dev(dp->device, ci);
	mutex_unlock(&p->mutex);
}
EXPORT_SYMBOL_GPL(class_interface_unregister);

int class_init(void)
{
	class_kset = kset_create_and_add("class", NULL, NULL);
	return class_kset ? 0 : -ENOMEM;
}

void class_exit(void)
{
	kset_unregister(class_kset);
	class_kset = NULL;
}
