/* SPDX-License-Identifier: MIT */
#include <linux/module.h>

static int __init optional_init(void)
{
	pr_info("optional: here\n");
	return 0;
}

static void __exit optional_exit(void)
{
}

module_init(optional_init);
module_exit(optional_exit);
MODULE_LICENSE("Dual MIT/GPL");
