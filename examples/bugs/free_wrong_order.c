/* SPDX-License-Identifier: MIT */
/* free_wrong_order: four pages are allocated, two are given back. */
/* class: CWE-762 mismatched memory management routines: free_pages with another order */
#include <linux/gfp.h>
#include <linux/module.h>

static unsigned long block;

static int __init block_init(void)
{
	block = __get_free_pages(GFP_KERNEL, 2);
	return block ? 0 : -ENOMEM;
}

static void __exit block_exit(void)
{
#ifdef CONFIG_FIXED
	free_pages(block, 2);
#else
	free_pages(block, 1); /* DEFECT: bad free */
#endif
}

module_init(block_init);
module_exit(block_exit);
MODULE_LICENSE("Dual MIT/GPL");
