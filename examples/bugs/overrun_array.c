/* SPDX-License-Identifier: MIT */
/* overrun_array: an array of records is filled up to and including its length. */
/* class: CWE-193 off by one in an array of structs */
#include <linux/module.h>
#include <linux/slab.h>

struct slot {
	u32 key;
	u32 value;
};

#define SLOTS 8

static struct slot *slots;

static int __init array_init(void)
{
	int i, n = SLOTS;

	slots = kmalloc_array(SLOTS, sizeof(*slots), GFP_KERNEL); /* DEFECT: overrun */
	if (!slots)
		return -ENOMEM;
#ifdef CONFIG_FIXED
	n--;
#endif
	for (i = 0; i <= n; i++)
		WRITE_ONCE(slots[i].key, i); /* DEFECT(--asan): out of bounds */
	return 0;
}

static void __exit array_exit(void)
{
	kfree(slots);
}

module_init(array_init);
module_exit(array_exit);
MODULE_LICENSE("Dual MIT/GPL");
