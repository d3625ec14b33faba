// SPDX-License-Identifier: MIT
/* leak: forgets one of its two allocations; ferrite names it and ends with status 3. */
#include <linux/module.h>
#include <linux/slab.h>

static void *kept;

static int __init leak_init(void)
{
	void *forgotten = kmalloc(100, GFP_KERNEL);

	kept = kmalloc(200, GFP_KERNEL);
	if (!kept || !forgotten) {
		kfree(forgotten);
		kfree(kept);
		return -ENOMEM;
	}
	return 0;
}

static void __exit leak_exit(void)
{
	kfree(kept);
}

module_init(leak_init);
module_exit(leak_exit);

MODULE_DESCRIPTION("Leaks 100 bytes on purpose");
MODULE_LICENSE("Dual MIT/GPL");
