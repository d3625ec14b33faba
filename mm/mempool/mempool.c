/* SPDX-License-Identifier: MIT */
/*
 * Memory pools: an element is always there, sooner or later.
 *
 * Concepts: a pool keeps a reserve of min_nr elements from a back end (slab, kmalloc, pages, own
 * functions). mempool_alloc asks the back end first, without effort; only when that fails it
 * takes from the reserve, and only when that is empty it waits. So the reserve is for
 * progress, not for speed: if every element is given back in the end, every caller that may
 * sleep gets one.
 *
 *	mempool_alloc ──► back end ──fails──► reserve ──empty──► wait ─┐
 *	                                      ▲    curr_nr            │ woken by
 *	mempool_free ──► reserve, if curr_nr < min_nr ────────────────┘
 *	              └► back end, else
 *
 * Whose is an element (with checks)? In the reserve it is the pool's; from mempool_alloc to
 * mempool_free it is the caller's, wherever it came from, so that one that is never given back is a
 * leak of the line that took it. The three back ends of this file can be told so; elements of own
 * functions belong to who allocated them.
 *
 * Invariants: 0 ≤ curr_nr ≤ min_nr; a freed element goes to the reserve while that is not full.
 * Locking: pool->lock guards curr_nr, min_nr and elements; it is a leaf and any context may take
 * it. Failure: NULL only for callers that may not sleep.
 */
#include <linux/kernel.h>
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/mempool.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "lib/active.h"
#include "lib/step.h"
#include "mm/page/page.h"
#include "mm/slab/track.h"

/* A safety net: wake up and ask the back end again even if no element came back. */
#define RETRY_JIFFIES (5 * HZ)

/* ---- back ends ---- */

void *mempool_alloc_slab(gfp_t gfp_mask, void *pool_data)
{
	return kmem_cache_alloc(pool_data, gfp_mask);
}
EXPORT_SYMBOL(mempool_alloc_slab);

void mempool_free_slab(void *element, void *pool_data)
{
	kmem_cache_free(pool_data, element);
}
EXPORT_SYMBOL(mempool_free_slab);

void *mempool_kmalloc(gfp_t gfp_mask, void *pool_data)
{
	return kmalloc((size_t)pool_data, gfp_mask);
}
EXPORT_SYMBOL(mempool_kmalloc);

void mempool_kfree(void *element, void *pool_data)
{
	kfree(element);
}
EXPORT_SYMBOL(mempool_kfree);

void *mempool_alloc_pages(gfp_t gfp_mask, void *pool_data)
{
	return alloc_pages(gfp_mask, (int)(long)pool_data);
}
EXPORT_SYMBOL(mempool_alloc_pages);

void mempool_free_pages(void *element, void *pool_data)
{
	__free_pages(element, (int)(long)pool_data);
}
EXPORT_SYMBOL(mempool_free_pages);

/* ---- life ---- */

void mempool_exit(mempool_t *pool)
{
	active_del(ACTIVE_MEMPOOL, pool);
	while (pool->curr_nr)
		pool->free(pool->elements[--pool->curr_nr], pool->pool_data);
	kfree(pool->elements);
	pool->elements = NULL;
}
EXPORT_SYMBOL(mempool_exit);

static int pool_init(mempool_t *pool, int min_nr, mempool_alloc_t *alloc_fn,
		     mempool_free_t *free_fn, void *pool_data, gfp_t gfp_mask, int node_id,
		     unsigned long caller)
{
	void *element;

	spin_lock_init_ranked(&pool->lock, LOCK_RANK_MEMPOOL);
	init_waitqueue_head(&pool->wait);
	pool->min_nr = min_nr;
	pool->curr_nr = 0;
	pool->pool_data = pool_data;
	pool->alloc = alloc_fn;
	pool->free = free_fn;
	/* At least one place, so that elements tells an initialised pool. */
	pool->elements = kmalloc_array_node(max(min_nr, 1), sizeof(void *), gfp_mask, node_id);
	if (!pool->elements)
		return -ENOMEM;
	while (pool->curr_nr < pool->min_nr) {
		element = pool->alloc(gfp_mask, pool->pool_data);
		if (!element) {
			mempool_exit(pool);
			return -ENOMEM;
		}
		pool->elements[pool->curr_nr++] = element;
	}
	active_add(ACTIVE_MEMPOOL, pool, sizeof(*pool), NULL, caller);
	return 0;
}

int mempool_init_node(mempool_t *pool, int min_nr, mempool_alloc_t *alloc_fn,
		      mempool_free_t *free_fn, void *pool_data, gfp_t gfp_mask, int node_id)
{
	step_next(_RET_IP_);
	return pool_init(pool, min_nr, alloc_fn, free_fn, pool_data, gfp_mask, node_id, _RET_IP_);
}
EXPORT_SYMBOL(mempool_init_node);

int mempool_init(mempool_t *pool, int min_nr, mempool_alloc_t *alloc_fn, mempool_free_t *free_fn,
		 void *pool_data)
{
	step_next(_RET_IP_);
	return pool_init(pool, min_nr, alloc_fn, free_fn, pool_data, GFP_KERNEL, NUMA_NO_NODE,
			 _RET_IP_);
}
EXPORT_SYMBOL(mempool_init);

static mempool_t *pool_create(int min_nr, mempool_alloc_t *alloc_fn, mempool_free_t *free_fn,
			      void *pool_data, gfp_t gfp_mask, int nid, unsigned long caller)
{
	mempool_t *pool = kzalloc_node(sizeof(*pool), gfp_mask, nid);

	if (!pool)
		return NULL;
	step_next(caller);
	if (pool_init(pool, min_nr, alloc_fn, free_fn, pool_data, gfp_mask, nid, caller)) {
		kfree(pool);
		return NULL;
	}
	return pool;
}

mempool_t *mempool_create_node(int min_nr, mempool_alloc_t *alloc_fn, mempool_free_t *free_fn,
			       void *pool_data, gfp_t gfp_mask, int nid)
{
	return pool_create(min_nr, alloc_fn, free_fn, pool_data, gfp_mask, nid, _RET_IP_);
}
EXPORT_SYMBOL(mempool_create_node);

mempool_t *mempool_create(int min_nr, mempool_alloc_t *alloc_fn, mempool_free_t *free_fn,
			  void *pool_data)
{
	return pool_create(min_nr, alloc_fn, free_fn, pool_data, GFP_KERNEL, NUMA_NO_NODE,
			   _RET_IP_);
}
EXPORT_SYMBOL(mempool_create);

void mempool_destroy(mempool_t *pool)
{
	if (!pool)
		return;
	mempool_exit(pool);
	kfree(pool);
}
EXPORT_SYMBOL(mempool_destroy);

/* ---- resizing ---- */

static bool put_in_reserve(mempool_t *pool, void *element)
{
	unsigned long flags;
	bool took = false;

	spin_lock_irqsave(&pool->lock, flags);
	if (pool->curr_nr < pool->min_nr) {
		pool->elements[pool->curr_nr++] = element;
		took = true;
	}
	spin_unlock_irqrestore(&pool->lock, flags);
	return took;
}

static void *take_from_reserve(mempool_t *pool, int above)
{
	void *element = NULL;
	unsigned long flags;

	spin_lock_irqsave(&pool->lock, flags);
	if (pool->curr_nr > above)
		element = pool->elements[--pool->curr_nr];
	spin_unlock_irqrestore(&pool->lock, flags);
	return element;
}

/* A smaller reserve: what is too much goes back to the back end. */
static void shrink_reserve(mempool_t *pool, int new_min_nr)
{
	unsigned long flags;
	void *element;

	spin_lock_irqsave(&pool->lock, flags);
	pool->min_nr = new_min_nr;
	spin_unlock_irqrestore(&pool->lock, flags);
	while ((element = take_from_reserve(pool, new_min_nr)))
		pool->free(element, pool->pool_data);
}

/* One resizer at a time: the caller's duty, as on Linux. */
int mempool_resize(mempool_t *pool, int new_min_nr)
{
	void **elements, **old, *element;
	unsigned long flags;

	might_sleep();
	if (new_min_nr <= pool->min_nr) {
		shrink_reserve(pool, new_min_nr);
		return 0;
	}
	elements = kmalloc_array(new_min_nr, sizeof(void *), GFP_KERNEL);
	if (!elements)
		return -ENOMEM;
	spin_lock_irqsave(&pool->lock, flags);
	memcpy(elements, pool->elements, pool->curr_nr * sizeof(void *));
	old = pool->elements;
	pool->elements = elements;
	pool->min_nr = new_min_nr;
	spin_unlock_irqrestore(&pool->lock, flags);
	kfree(old);

	while (pool->curr_nr < pool->min_nr) {
		element = pool->alloc(GFP_KERNEL, pool->pool_data);
		if (!element)
			break;
		if (!put_in_reserve(pool, element)) {
			pool->free(element, pool->pool_data); /* frees were faster */
			break;
		}
	}
	return 0;
}
EXPORT_SYMBOL(mempool_resize);

/* ---- use ---- */

/* Sleep until an element came back, or for a while. */
static void wait_for_element(mempool_t *pool)
{
	DEFINE_WAIT(wait);
	unsigned long flags;
	bool empty;

	prepare_to_wait(&pool->wait, &wait, TASK_UNINTERRUPTIBLE);
	spin_lock_irqsave(&pool->lock, flags);
	empty = !pool->curr_nr;
	spin_unlock_irqrestore(&pool->lock, flags);
	if (empty)
		io_schedule_timeout(RETRY_JIFFIES);
	finish_wait(&pool->wait, &wait);
}

/* @element belongs to @caller from now on. */
static void charge(const mempool_t *pool, void *element, unsigned long caller)
{
	if (!track_enabled())
		return;
	if (pool->alloc == mempool_alloc_pages)
		page_owner_charge(element, caller);
	else if (pool->alloc == mempool_alloc_slab || pool->alloc == mempool_kmalloc)
		track_charge(element, caller);
}

void *mempool_alloc(mempool_t *pool, gfp_t gfp_mask)
{
	bool tried_hard = false;
	void *element;
	gfp_t gfp;

	WARN_ON_ONCE(gfp_mask & __GFP_ZERO);
	step_next(_RET_IP_);
	might_alloc(gfp_mask);
	/* The reserve stands in for the page allocator's emergency reserves, retries and warning.
	 */
	gfp_mask |= __GFP_NOMEMALLOC | __GFP_NORETRY | __GFP_NOWARN;
	gfp = gfp_mask & ~(__GFP_DIRECT_RECLAIM | __GFP_IO);
	for (;;) {
		element = pool->alloc(gfp, pool->pool_data);
		if (!element)
			element = take_from_reserve(pool, 0);
		if (element) {
			charge(pool, element, _RET_IP_);
			return element;
		}
		if (!tried_hard && gfp != gfp_mask) {
			tried_hard = true;
			gfp = gfp_mask;
			continue;
		}
		if (!(gfp_mask & __GFP_DIRECT_RECLAIM))
			return NULL;
		wait_for_element(pool);
	}
}
EXPORT_SYMBOL(mempool_alloc);

void mempool_free(void *element, mempool_t *pool)
{
	if (unlikely(!element))
		return;
	step_next(_RET_IP_);
	if (READ_ONCE(pool->curr_nr) < pool->min_nr)
		charge(pool, element, (unsigned long)mempool_free);
	if (!put_in_reserve(pool, element)) {
		pool->free(element, pool->pool_data);
		return;
	}
	wake_up(&pool->wait);
}
EXPORT_SYMBOL(mempool_free);
