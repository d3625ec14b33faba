/* SPDX-License-Identifier: MIT */
/*
 * Frees of an address inside of what was allocated: they are refused, and what they were for is
 * left over. what=: which allocator; then=leak: another block of the same size is lost as well;
 * then=again: the block is freed after all, and the next one, perhaps at its address, is lost.
 */
#include <linux/gfp.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

static char *what = "object", *then = "";
module_param(what, charp, 0444);
module_param(then, charp, 0444);

static noinline void *get(void)
{
	if (!strcmp(what, "object"))
		return kmalloc(200, GFP_KERNEL);
	if (!strcmp(what, "large"))
		return kmalloc(3 * PAGE_SIZE + 10, GFP_KERNEL);
	if (!strcmp(what, "area"))
		return vmalloc(3 * PAGE_SIZE);
	return (void *)__get_free_pages(GFP_KERNEL, 2);
}

static void put(void *p)
{
	if (!strcmp(what, "object") || !strcmp(what, "large"))
		kfree(p);
	else if (!strcmp(what, "area"))
		vfree(p);
	else
		free_pages((unsigned long)p, 2);
}

static int __init refused_init(void)
{
	char *p = get();

	if (!p)
		return -ENOMEM;
	put(p + (!strcmp(what, "pages") ? PAGE_SIZE : 16)); /* refused */
	if (!strcmp(then, "again"))
		put(p);
	if (*then)
		get(); /* lost */
	return 0;
}

static void __exit refused_exit(void)
{
}

module_init(refused_init);
module_exit(refused_exit);
MODULE_LICENSE("Dual MIT/GPL");
