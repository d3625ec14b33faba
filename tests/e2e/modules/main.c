/* SPDX-License-Identifier: MIT */
#include <linux/module.h>

const char *helper_name(void);

static int __init main_init(void)
{
	pr_info("%s is %s\n", THIS_MODULE->name, helper_name());
	return strcmp(helper_name(), "main") ? -EINVAL : 0;
}

static void __exit main_exit(void)
{
}

module_init(main_init);
module_exit(main_exit);
MODULE_LICENSE("Dual MIT/GPL");
