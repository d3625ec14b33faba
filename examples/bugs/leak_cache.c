/* SPDX-License-Identifier: MIT */
/* leak_cache: all objects are freed, their cache is not. */
/* class: CWE-772 missing release of resource: a slab cache whose name stays in /proc/slabinfo */
#include <linux/module.h>
#include <linux/slab.h>

static struct kmem_cache *cache;
static void *object;

static int __init cache_init(void)
{
	cache = kmem_cache_create("orphan", 96, 0, 0, NULL); /* DEFECT: left behind */
	if (!cache)
		return -ENOMEM;
	object = kmem_cache_alloc(cache, GFP_KERNEL);
	if (!object) {
		kmem_cache_destroy(cache);
		return -ENOMEM;
	}
	return 0;
}

static void __exit cache_exit(void)
{
	kmem_cache_free(cache, object);
#ifdef CONFIG_FIXED
	kmem_cache_destroy(cache);
#endif
}

module_init(cache_init);
module_exit(cache_exit);
MODULE_LICENSE("Dual MIT/GPL");
