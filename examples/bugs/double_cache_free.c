/* SPDX-License-Identifier: MIT */
/* double_cache_free: with others freed in between, so that the object is not the first free one. */
/* class: CWE-415 double free; SLUB "Object already free", KASAN double-free */
#include <linux/module.h>
#include <linux/slab.h>

static struct kmem_cache *cache;
static void *object[3];

static int __init dcf_init(void)
{
	int i;

	cache = kmem_cache_create("dcf", 72, 0, 0, NULL);
	if (!cache)
		return -ENOMEM;
	for (i = 0; i < 3; i++)
		object[i] = kmem_cache_alloc(cache, GFP_KERNEL | __GFP_NOFAIL);
	return 0;
}

static void __exit dcf_exit(void)
{
	int i;

	for (i = 0; i < 3; i++)
		kmem_cache_free(cache, object[i]);
#ifndef CONFIG_FIXED
	kmem_cache_free(cache, object[0]); /* DEFECT: double free */
#endif
	kmem_cache_destroy(cache);
}

module_init(dcf_init);
module_exit(dcf_exit);
MODULE_LICENSE("Dual MIT/GPL");
