/* SPDX-License-Identifier: MIT */
/* leak_pages: get_page() for a user that never comes; the block stays when it is put once. */
/* class: CWE-911 improper update of a reference count: a page reference too many */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/module.h>

static struct page *page;

static int __init pages_init(void)
{
	page = alloc_pages(GFP_KERNEL | __GFP_COMP, 2); /* DEFECT: leak */
	if (!page)
		return -ENOMEM;
#ifndef CONFIG_FIXED
	get_page(page);
#endif
	return 0;
}

static void __exit pages_exit(void)
{
	put_page(page);
}

module_init(pages_init);
module_exit(pages_exit);
MODULE_LICENSE("Dual MIT/GPL");
