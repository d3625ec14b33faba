/* SPDX-License-Identifier: MIT */
#include <linux/module.h>
#include <linux/slab.h>

static void *lost;

static int __init leaking_init(void)
{
	lost = kmalloc(1000, GFP_KERNEL);
	return lost ? 0 : -ENOMEM;
}

static void __exit leaking_exit(void)
{
}

module_init(leaking_init);
module_exit(leaking_exit);
MODULE_LICENSE("Dual MIT/GPL");
