/* SPDX-License-Identifier: MIT */
#include <linux/module.h>

static int __init broken_init(void)
{
	return not_a_name;
}

module_init(broken_init);
MODULE_LICENSE("Dual MIT/GPL");
