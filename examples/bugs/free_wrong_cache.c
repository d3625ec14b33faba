/* SPDX-License-Identifier: MIT */
/* free_wrong_cache: a reply is freed to the cache of requests. */
/* class: CWE-762 mismatched memory management routines; "cache_from_obj: Wrong slab cache." */
#include <linux/module.h>
#include <linux/slab.h>

static struct kmem_cache *requests, *replies;
static void *reply;

static int __init proto_init(void)
{
	requests = kmem_cache_create("bug_requests", 128, 0, SLAB_HWCACHE_ALIGN, NULL);
	replies = kmem_cache_create("bug_replies", 320, 0, SLAB_HWCACHE_ALIGN, NULL);
	if (requests && replies)
		reply = kmem_cache_alloc(replies, GFP_KERNEL);
	if (reply)
		return 0;
	kmem_cache_destroy(requests);
	kmem_cache_destroy(replies);
	return -ENOMEM;
}

static void __exit proto_exit(void)
{
#ifdef CONFIG_FIXED
	kmem_cache_free(replies, reply);
#else
	kmem_cache_free(requests, reply); /* DEFECT: bad free */
#endif
	kmem_cache_destroy(requests);
	kmem_cache_destroy(replies);
}

module_init(proto_init);
module_exit(proto_exit);
MODULE_LICENSE("Dual MIT/GPL");
