/* SPDX-License-Identifier: MIT */
/* free_pages_by_kfree: memory of the page allocator goes to kfree(). */
/* class: CWE-762 mismatched memory management routines: kfree of a page */
#include <linux/gfp.h>
#include <linux/module.h>
#include <linux/slab.h>

static void *dma_area;

static int __init area_init(void)
{
	dma_area = (void *)__get_free_page(GFP_KERNEL);
	return dma_area ? 0 : -ENOMEM;
}

static void __exit area_exit(void)
{
#ifdef CONFIG_FIXED
	free_page((unsigned long)dma_area);
#else
	kfree(dma_area); /* DEFECT: bad free */
#endif
}

module_init(area_init);
module_exit(area_exit);
MODULE_LICENSE("Dual MIT/GPL");
