/* SPDX-License-Identifier: MIT */
/* overrun_right: the last byte of a full block is one too far. */
/* class: CWE-787 out-of-bounds write, CWE-193 off by one; SLUB "Right Redzone overwritten" */
#include <linux/module.h>
#include <linux/slab.h>

#define SIZE 64

static char *block;

static int __init right_init(void)
{
	int i;

	block = kmalloc(SIZE, GFP_KERNEL); /* DEFECT: overrun */
	if (!block)
		return -ENOMEM;
#ifdef CONFIG_FIXED
	for (i = 0; i < SIZE; i++)
#else
	for (i = 0; i <= SIZE; i++)
#endif
		WRITE_ONCE(block[i], i); /* DEFECT(--asan): out of bounds */
	return 0;
}

static void __exit right_exit(void)
{
	kfree(block);
}

module_init(right_init);
module_exit(right_exit);
MODULE_LICENSE("Dual MIT/GPL");
