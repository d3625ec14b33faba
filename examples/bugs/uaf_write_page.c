/* SPDX-License-Identifier: MIT */
/* uaf_write_page: the tail of a buffer is written when its page is free again. */
/* class: CWE-416 use after free, write to a page; page_poison "memory corruption" */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/module.h>

static char *page;

static int __init page_init(void)
{
	page = (char *)__get_free_page(GFP_KERNEL);
	return page ? 0 : -ENOMEM;
}

static void __exit page_exit(void)
{
#ifdef CONFIG_FIXED
	WRITE_ONCE(page[100], 1);
	free_page((unsigned long)page);
#else
	free_page((unsigned long)page); /* DEFECT: use after free */
	WRITE_ONCE(page[100], 1);	/* DEFECT(--asan): use after free */
#endif
}

module_init(page_init);
module_exit(page_exit);
MODULE_LICENSE("Dual MIT/GPL");
