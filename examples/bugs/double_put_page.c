/* SPDX-License-Identifier: MIT */
/* double_put_page: a work drops the reference that it got, and the owner's, too. */
/* class: CWE-911 improper update of a reference count: one put_page() too many */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/workqueue.h>

static struct page *page;

static void done(struct work_struct *unused)
{
	put_page(page);
#ifndef CONFIG_FIXED
	put_page(page);
#endif
}

static DECLARE_WORK(work, done);

static int __init put_init(void)
{
	page = alloc_page(GFP_KERNEL);
	if (!page)
		return -ENOMEM;
	get_page(page);
	schedule_work(&work);
	return 0;
}

static void __exit put_exit(void)
{
	flush_work(&work);
	put_page(page); /* DEFECT: double free */
}

module_init(put_init);
module_exit(put_exit);
MODULE_LICENSE("Dual MIT/GPL");
