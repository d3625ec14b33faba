/* SPDX-License-Identifier: MIT */
/* A reference on itself that is never given back: Linux would refuse rmmod. */
#include <linux/module.h>

static int __init held_init(void)
{
	return try_module_get(THIS_MODULE) ? 0 : -EBUSY;
}

static void __exit held_exit(void)
{
}

module_init(held_init);
module_exit(held_exit);
MODULE_LICENSE("Dual MIT/GPL");
