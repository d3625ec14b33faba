/* SPDX-License-Identifier: MIT */
/* cache_destroy_busy: the cache goes before the object that is still in use, and freed later. */
/* class: CWE-826 premature release of resource; "Slab cache still has objects when called from" */
#include <linux/module.h>
#include <linux/slab.h>

static struct kmem_cache *cache;
static void *object;

static int __init busy_init(void)
{
	cache = kmem_cache_create("bug_busy", 136, 0, 0, NULL);
	if (!cache)
		return -ENOMEM;
	object = kmem_cache_alloc(cache, GFP_KERNEL);
	if (!object) {
		kmem_cache_destroy(cache);
		return -ENOMEM;
	}
	return 0;
}

static void __exit busy_exit(void)
{
#ifdef CONFIG_FIXED
	kmem_cache_free(cache, object);
#endif
	kmem_cache_destroy(cache); /* DEFECT: cache still in use */
}

module_init(busy_init);
module_exit(busy_exit);
MODULE_LICENSE("Dual MIT/GPL");
