/* SPDX-License-Identifier: MIT */
#include <linux/module.h>

#ifndef BELOW
#error "subdir-ccflags-y"
#endif

static int start;
module_param(start, int, 0444);

static int __init deep_init(void)
{
	pr_info("%s: start=%d\n", KBUILD_MODNAME, start);
	return 0;
}

static void __exit deep_exit(void)
{
}

module_init(deep_init);
module_exit(deep_exit);
MODULE_LICENSE("Dual MIT/GPL");
