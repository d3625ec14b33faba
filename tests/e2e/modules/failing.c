/* SPDX-License-Identifier: MIT */
/* init gives up after it allocated something, and frees it: no defect, but no module. */
#include <linux/module.h>
#include <linux/slab.h>

static int __init failing_init(void)
{
	void *p = kmalloc(100, GFP_KERNEL);

	kfree(p);
	return -ENODEV;
}

static void __exit failing_exit(void)
{
	pr_err("the exit function of a module that did not load was called\n");
}

module_init(failing_init);
module_exit(failing_exit);
MODULE_LICENSE("Dual MIT/GPL");
