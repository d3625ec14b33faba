/* SPDX-License-Identifier: MIT */
/* kfree_of_vmalloc: a vmalloc area goes to kfree(). */
/* class: CWE-762 mismatched memory management routines: kfree of vmalloc */
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

static void *table;

static int __init table_init(void)
{
	table = vmalloc(2 * PAGE_SIZE);
	return table ? 0 : -ENOMEM;
}

static void __exit table_exit(void)
{
#ifdef CONFIG_FIXED
	vfree(table);
#else
	kfree(table); /* DEFECT: bad free */
#endif
}

module_init(table_init);
module_exit(table_exit);
MODULE_LICENSE("Dual MIT/GPL");
