/* SPDX-License-Identifier: MIT */
/*
 * Slabs from and to the page allocator.
 */
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/export.h>
#include <linux/ratelimit.h>
#include <linux/sched.h>
#include <linux/string.h>
#include "slab.h"

static void raise_peak(long now)
{
	long peak = __atomic_load_n(&slab_state.slab_pages_peak, __ATOMIC_RELAXED);

	while (now > peak && !__atomic_compare_exchange_n(&slab_state.slab_pages_peak, &peak, now,
							  true, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
		;
}

/* Count a block of @order as slab memory of its node (@sign 1), or no longer (-1). */
void slab_account_pages(struct page *page, unsigned int order, slab_flags_t flags, int sign)
{
	enum node_stat_item item =
		flags & SLAB_RECLAIM_ACCOUNT ? NR_SLAB_RECLAIMABLE_B : NR_SLAB_UNRECLAIMABLE_B;
	long nr = sign * (1L << order);

	mod_node_page_state(page_pgdat(page), item, nr * (long)PAGE_SIZE);
	raise_peak(__atomic_add_fetch(&slab_state.slab_pages, nr, __ATOMIC_RELAXED));
}

/* A caller asked for what objects cannot have (highmem, unknown bits): say so, go on without. */
gfp_t slab_fix_gfp(gfp_t gfp)
{
	gfp_t bad = gfp & SLAB_GFP_BUG;

	gfp &= ~SLAB_GFP_BUG;
	pr_warn("Unexpected gfp: %#x (%pGg). Fixing up to gfp: %#x (%pGg). Fix your code!\n", bad,
		&bad, gfp, &gfp);
	dump_stack();
	return gfp;
}

static struct page *alloc_block(gfp_t gfp, int node, struct kmem_cache_order_objects oo)
{
	if (node == NUMA_NO_NODE)
		return alloc_pages(gfp, oo_order(oo));
	return __alloc_pages_node(node, gfp, oo_order(oo));
}

/* A constructor is the module's, and the object nobody's yet. */
static void construct(struct kmem_cache *s, void *object)
{
	kasan_unpoison_range(object, s->object_size);
	s->ctor(object);
	kasan_poison_slab(object, s->object_size);
}

/* All slots in one chain, lowest address first; constructors run. */
static void thread_objects(struct kmem_cache *s, struct slab *slab)
{
	unsigned int i, nr = slab->objects;
	void *object, *next = NULL;

	slab->freelist = slab_object(s, slab, 0);
	for (i = 0; i < nr; i++) {
		object = slab_object(s, slab, i);
		if (slab_has_metadata(s)) {
			slab_debug_init_object(s, object, false);
			slab_debug_set_user(s, object, false, 0);
		}
		if (s->ctor)
			construct(s, object);
		next = i + 1 < nr ? slab_object(s, slab, i + 1) : NULL;
		set_freepointer(s, object, next);
	}
}

static void warn_no_memory(struct kmem_cache *s, gfp_t gfp, int node)
{
	static DEFINE_RATELIMIT_STATE(rs, DEFAULT_RATELIMIT_INTERVAL, DEFAULT_RATELIMIT_BURST);
	struct kmem_cache_node *n;
	int nid;

	if ((gfp & __GFP_NOWARN) || !__ratelimit(&rs))
		return;
	pr_warn("SLUB: Unable to allocate memory on node %d, gfp=%#x(%pGg)\n", node, gfp, &gfp);
	pr_warn("  cache: %s, object size: %u, buffer size: %u, default order: %u, min order: %u\n",
		s->name, s->object_size, s->size, oo_order(s->oo), oo_order(s->min));
	for_each_cache_node (s, nid, n)
		pr_warn("  node %d: slabs: %ld, objs: %ld, partial slabs: %ld\n", nid, n->nr_slabs,
			n->total_objects, n->nr_partial);
}

/*
 * A new slab, not frozen, on no list, all objects free. At first without effort in the wished
 * order; if that fails, in the smallest order that holds an object, with all the effort that
 * the caller allows. => interrupts on if @gfp may sleep; NULL if there is no memory.
 */
struct slab *slab_new(struct kmem_cache *s, gfp_t gfp, int node)
{
	struct kmem_cache_order_objects oo = s->oo;
	struct kmem_cache_node *n;
	gfp_t flags = (gfp & SLAB_GFP_PASS) | s->allocflags;
	gfp_t try = (flags | __GFP_NOWARN | __GFP_NORETRY) & ~__GFP_NOFAIL;
	struct page *page;
	struct slab *slab;

	if ((try & __GFP_DIRECT_RECLAIM) && oo_order(oo) > oo_order(s->min))
		try = (try | __GFP_NOMEMALLOC) & ~__GFP_RECLAIM;
	page = alloc_block(try, node, oo);
	if (unlikely(!page)) {
		oo = s->min;
		page = alloc_block(flags, node, oo);
		if (!page) {
			warn_no_memory(s, gfp, node);
			return NULL;
		}
	}
	slab = (struct slab *)page;
	slab->slab_cache = s;
	slab->counters = 0;
	slab->objects = oo_objects(oo);
	__SetPageSlab(page);
	slab_account_pages(page, oo_order(oo), s->flags, 1);
	if (s->flags & SLAB_POISON)
		memset(page_address(page), SLAB_POISON_INUSE, PAGE_SIZE << oo_order(oo));
	track_new_slab(s, slab);
	thread_objects(s, slab);
	n = cache_node(s, slab_nid(slab));
	if (likely(n)) {
		__atomic_fetch_add(&n->nr_slabs, 1, __ATOMIC_RELAXED);
		__atomic_fetch_add(&n->total_objects, oo_objects(oo), __ATOMIC_RELAXED);
	}
	return slab;
}

/* The pages go, whatever is in them. */
void slab_release_pages(struct kmem_cache *s, struct slab *slab)
{
	struct page *page = slab_page(slab);
	unsigned int order = compound_order(page);

	slab_account_pages(page, order, s->flags, -1);
	slab->slab_cache = NULL;
	page->mapping = NULL; /* was part of the list's links */
	slab->freelist = NULL;
	slab->counters = 0;
	__ClearPageSlab(page);
	__free_pages(page, order);
}

static void release_after_grace(struct rcu_head *head)
{
	struct slab *slab = container_of(head, struct slab, rcu_head);

	slab_release_pages(slab->slab_cache, slab);
}

/* Give an empty slab that is on no list back. Any context. */
void slab_discard(struct kmem_cache *s, struct slab *slab)
{
	struct kmem_cache_node *n = cache_node(s, slab_nid(slab));

	__atomic_fetch_sub(&n->nr_slabs, 1, __ATOMIC_RELAXED);
	__atomic_fetch_sub(&n->total_objects, slab->objects, __ATOMIC_RELAXED);
	track_drop_slab(s, slab);
	if (s->flags & SLAB_TYPESAFE_BY_RCU)
		call_rcu(&slab->rcu_head, release_after_grace);
	else
		slab_release_pages(s, slab);
}
