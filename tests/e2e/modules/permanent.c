/* SPDX-License-Identifier: MIT */
/* Without an exit function a module cannot be unloaded; what it holds is not a leak. */
#include <linux/module.h>
#include <linux/slab.h>

static void *kept;

static int __init permanent_init(void)
{
	kept = kmalloc(64, GFP_KERNEL);
	return kept ? 0 : -ENOMEM;
}

module_init(permanent_init);
MODULE_LICENSE("Dual MIT/GPL");
