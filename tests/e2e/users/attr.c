// SPDX-License-Identifier: MIT
/* /sys/kernel/users_attr/value: a write notifies whoever polls it. */
#include <linux/kobject.h>
#include <linux/module.h>
#include <linux/sysfs.h>

static struct kobject *dir;
static int value;

static ssize_t value_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%d\n", value);
}

static ssize_t value_store(struct kobject *kobj, struct kobj_attribute *attr, const char *buf,
			   size_t n)
{
	value++;
	sysfs_notify(dir, NULL, "value");
	return n;
}

static struct kobj_attribute value_attr = __ATTR_RW(value);

static int __init attr_init(void)
{
	int err;

	dir = kobject_create_and_add("users_attr", kernel_kobj);
	if (!dir)
		return -ENOMEM;
	err = sysfs_create_file(dir, &value_attr.attr);
	if (err)
		kobject_put(dir);
	return err;
}

static void __exit attr_exit(void)
{
	kobject_put(dir);
}

module_init(attr_init);
module_exit(attr_exit);
MODULE_LICENSE("Dual MIT/GPL");
