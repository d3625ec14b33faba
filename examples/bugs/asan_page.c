/* SPDX-License-Identifier: MIT */
/* asan_page: a freed page is read. */
/* class: CWE-416 use after free of a page; KASAN use-after-free Read (page allocator) */
/* options: --asan */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/module.h>

static u8 *page;

static int __init page_init(void)
{
	page = (u8 *)get_zeroed_page(GFP_KERNEL);
	return page ? 0 : -ENOMEM;
}

static void __exit page_exit(void)
{
	u8 first;

#ifdef CONFIG_FIXED
	first = READ_ONCE(page[0]);
	free_page((unsigned long)page);
#else
	free_page((unsigned long)page);
	first = READ_ONCE(page[0]); /* DEFECT: use after free */
#endif
	pr_info("first %u\n", first);
}

module_init(page_init);
module_exit(page_exit);
MODULE_LICENSE("Dual MIT/GPL");
