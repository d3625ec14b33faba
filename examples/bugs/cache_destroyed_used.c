/* SPDX-License-Identifier: MIT */
/* cache_destroyed_used: an object is taken from a cache that was destroyed. */
/* class: CWE-672 operation on a resource after release: a destroyed kmem_cache */
#include <linux/module.h>
#include <linux/slab.h>

static struct kmem_cache *cache;

static int __init used_init(void)
{
	cache = kmem_cache_create("bug_used", 136, 0, 0, NULL);
	return cache ? 0 : -ENOMEM;
}

static void __exit used_exit(void)
{
	void *object;

#ifdef CONFIG_FIXED
	object = kmem_cache_alloc(cache, GFP_KERNEL);
	kmem_cache_free(cache, object);
	kmem_cache_destroy(cache);
#else
	kmem_cache_destroy(cache);
	object = kmem_cache_alloc(cache, GFP_KERNEL); /* DEFECT: cache still in use */
	WARN_ON_ONCE(object);
#endif
}

module_init(used_init);
module_exit(used_exit);
MODULE_LICENSE("Dual MIT/GPL");
