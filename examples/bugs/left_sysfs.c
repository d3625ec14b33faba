/* SPDX-License-Identifier: MIT */
/* left_sysfs: a kobject below /sys/kernel is not put. */
/* class: CWE-772 missing release of resource: sysfs entry; kobject reference leak */
#include <linux/kobject.h>
#include <linux/module.h>
#include <linux/sysfs.h>

static struct kobject *kobj;

static int __init left_init(void)
{
	kobj = kobject_create_and_add("bug_sysfs", kernel_kobj); /* DEFECT: left behind */
	return kobj ? 0 : -ENOMEM;
}

static void __exit left_exit(void)
{
#ifdef CONFIG_FIXED
	kobject_put(kobj);
#endif
}

module_init(left_init);
module_exit(left_exit);
MODULE_LICENSE("Dual MIT/GPL");
