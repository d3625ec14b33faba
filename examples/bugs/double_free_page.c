/* SPDX-License-Identifier: MIT */
/* double_free_page: a page is given back twice. */
/* class: CWE-415 double free; "BUG: Bad page state", page_pool and skb page double put */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/module.h>

static unsigned long page;

static int __init page_init(void)
{
	page = __get_free_page(GFP_KERNEL);
	return page ? 0 : -ENOMEM;
}

static void __exit page_exit(void)
{
	free_page(page);
#ifndef CONFIG_FIXED
	free_page(page); /* DEFECT: double free */
#endif
}

module_init(page_init);
module_exit(page_exit);
MODULE_LICENSE("Dual MIT/GPL");
