/* SPDX-License-Identifier: MIT */
/* double_free_reused: a stale pointer is freed when its address may belong to somebody else. */
/* class: CWE-415 double free with a new owner in between */
#include <linux/module.h>
#include <linux/slab.h>

static void *mine, *other;

static int __init reused_init(void)
{
	mine = kmalloc(200, GFP_KERNEL);
	kfree(mine);
	other = kmalloc(200, GFP_KERNEL);
	if (!other)
		return -ENOMEM;
#ifndef CONFIG_FIXED
	kfree(mine); /* DEFECT: double free */
#endif
	return 0;
}

static void __exit reused_exit(void)
{
	kfree(other);
}

module_init(reused_init);
module_exit(reused_exit);
MODULE_LICENSE("Dual MIT/GPL");
