// SPDX-License-Identifier: MIT
/* A leak, a double free, a byte written too far, each at its own step. */
#include <linux/module.h>
#include <linux/slab.h>

static char *kept, *twice, *over;

static __attribute__((noipa)) void spoil(char *object, int at)
{
	object[at] = 0x7e;
}

static int __init late_init(void)
{
	kept = kmalloc(24, GFP_KERNEL);
	twice = kmalloc(48, GFP_KERNEL);
	over = kmalloc(100, GFP_KERNEL);
	if (!kept || !twice || !over)
		return -ENOMEM;
	memset(over, 1, 100);
	spoil(over, 103);
	kfree(twice);
	return 0;
}

static void __exit late_exit(void)
{
	kfree(over);
	kfree(twice);
}

module_init(late_init);
module_exit(late_exit);
MODULE_LICENSE("Dual MIT/GPL");
