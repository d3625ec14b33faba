/* SPDX-License-Identifier: MIT */
/* vfree_of_kmalloc: kvmalloc() chose the slab, vfree() was meant for the other choice. */
/* class: CWE-762 mismatched memory management routines: vfree of kmalloc */
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

static void *table;

static int __init table_init(void)
{
	table = kvmalloc(512, GFP_KERNEL);
	return table ? 0 : -ENOMEM;
}

static void __exit table_exit(void)
{
#ifdef CONFIG_FIXED
	kvfree(table);
#else
	vfree(table); /* DEFECT: bad free */
#endif
}

module_init(table_init);
module_exit(table_exit);
MODULE_LICENSE("Dual MIT/GPL");
