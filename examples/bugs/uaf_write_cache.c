/* SPDX-License-Identifier: MIT */
/* uaf_write_cache: an object is unlinked after it was freed to its own cache. */
/* class: CWE-416 use after free, write through a list link */
#include <linux/list.h>
#include <linux/module.h>
#include <linux/slab.h>

struct node {
	u64 value;
	struct list_head link;
};

static LIST_HEAD(nodes);
static struct kmem_cache *cache;

static int __init node_init(void)
{
	struct node *n;

	cache = KMEM_CACHE(node, 0);
	n = cache ? kmem_cache_zalloc(cache, GFP_KERNEL) : NULL;
	if (!n) {
		kmem_cache_destroy(cache);
		return -ENOMEM;
	}
	list_add(&n->link, &nodes);
	return 0;
}

static void __exit node_exit(void)
{
	struct node *n = list_first_entry(&nodes, struct node, link);

#ifdef CONFIG_FIXED
	list_del(&n->link);
	kmem_cache_free(cache, n);
#else
	kmem_cache_free(cache, n);	  /* DEFECT: use after free */
	WRITE_ONCE(n->link.next, &nodes); /* DEFECT(--asan): use after free */
#endif
	kmem_cache_destroy(cache);
}

module_init(node_init);
module_exit(node_exit);
MODULE_LICENSE("Dual MIT/GPL");
