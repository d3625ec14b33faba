/* SPDX-License-Identifier: MIT */
/*
 * Slab caches: memory for objects of one size. The theory, and the fast paths.
 *
 * Concepts
 *	cache	objects of one kind: struct kmem_cache (cache.c)
 *	slab	a block of pages cut into equal slots (geometry.c); its first struct page is
 *		its descriptor, struct slab
 *	frozen	a slab that belongs to one CPU: only that CPU allocates from it; anybody may free
 *		into it. A slab that is not frozen is on its node's partial list, or full and
 *		on no list at all
 *
 *	    CPU 0                              CPU 1
 *	    freelist ─► o ─► o ─► o            freelist ─► o
 *	    slab ────► [slab A, frozen]        slab ────► [slab D, frozen]
 *	    partial ─► [B] ─► [C]  (frozen)    partial
 *	           ▲ │ too many                     ▲
 *	  node 0   │ ▼                              │      full slabs: found again by
 *	    partial ─► [E] ─► [F] ─► [G] ───────────┘      the address of their objects
 *	           ▲ │ empty, and enough partial ones
 *	           │ ▼
 *	    page allocator (pages.c)
 *
 *	A CPU takes the whole free list of its slab, so that slab->freelist is empty while the
 *	CPU works, and allocating is: pop from c->freelist. What others free meanwhile gathers
 *	in slab->freelist under slab_lock; the CPU fetches it when its own list is empty.
 *	Freeing into the CPU's own slab is: push to c->freelist. These two touch nothing
 *	that another CPU writes: no lock, no atomic operation. All else is in slow.c.
 *
 * Invariants
 *	- objects on c->freelist belong to c->slab; c->slab is frozen and its inuse counts them;
 *	- inuse + length of slab->freelist = objects, at any time under slab_lock;
 *	- a slab on a node's partial list has free objects and is not frozen;
 *	- a node keeps at most min_partial empty slabs: discarding happens at the free that
 *	  would make one more.
 *	slab_audit() (audit.c) checks these, and the counters, by walking everything.
 *
 * Locking, outermost first
 *	slab_state.mutex   the set of caches; creating, destroying, shrinking
 *	n->list_lock       a node's partial list
 *	slab_lock          freelist and counters of one slab; leaf
 *	A CPU's kmem_cache_cpu needs no lock: its CPU alone uses it, and leaves it consistent at
 *	each schedule point. The slow path keeps interrupts off around it, since it does
 *	reach schedule points (the list lock). Other CPUs' are flushed by a cross call.
 *
 * Failure
 *	No memory: NULL, nothing changed. A wrong free with checks on (track.c): reported, the
 *	object stays as it was. Checks and debug flags (debug.c) divert to slab_alloc_full and
 *	slab_free_full by one bit of s->flags that the fast path has in its cache line anyway.
 *
 * Rejected
 *	Magazines above the slabs (Bonwick): faster at random replacement, but then slabinfo and
 *	buddyinfo could not equal Linux's for a given sequence of calls. A 16-byte compare and
 *	swap of freelist and counters, as Linux does it: slab_lock costs as much and is portable.
 */
#include <linux/kernel.h>
#include <linux/export.h>
#include <linux/string.h>
#include <linux/sched/mm.h>
#include <asm/percpu_section.h>
#include "lib/step.h"
#include "slab.h"

struct slab_state slab_state;
struct slab_hot slab_hot;

/*
 * The slab that @object lies in. False: not in the direct map, or no slab's page. (The truth
 * value and not a NULL, which the compiler would test once more.)
 */
static __always_inline bool slab_of(const void *object, struct slab **slab)
{
	unsigned long offset = (unsigned long)object - slab_hot.direct_base;
	struct page *page;
	unsigned long head;

	if (unlikely(offset >= slab_hot.direct_size))
		return false;
	page = (struct page *)slab_hot.memmap + (offset >> PAGE_SHIFT);
	head = __atomic_load_n(&page->compound_head, __ATOMIC_RELAXED);
	if (unlikely(head & 1))
		page = (struct page *)(head - 1);
	*slab = (struct slab *)page;
	return __atomic_load_n(&page->flags, __ATOMIC_RELAXED) & (1UL << PG_slab);
}

/* ---- allocation ---- */

/* All that the fast path leaves out: debug flags, checks, a new slab, a node's wish. */
static noinline void *slab_alloc_full(struct kmem_cache *s, gfp_t gfp, int node, size_t size,
				      unsigned long caller)
{
	bool slow = s->flags & SLAB_SLOW_FLAGS;
	void *object;

	might_alloc(gfp);
	if (unlikely(gfp & SLAB_GFP_BUG))
		gfp = slab_fix_gfp(gfp);
	if (unlikely(slow)) {
		step_next(caller);
		if (unlikely(!s->refcount) && !slab_cache_alive(s, "kmem_cache_alloc", caller))
			return NULL;
	}
	object = slab_alloc_slow(s, gfp, node);
	if (unlikely(!object) && slab_quarantine_drain(NULL))
		object = slab_alloc_slow(s, gfp, node);
	if (unlikely(!object))
		return NULL;
	if (unlikely(slow)) {
		struct slab *slab = slab_find(object);

		track_alloc(s, slab, object, size, !(gfp & __GFP_ZERO), caller);
		if (slab_has_metadata(s)) {
			slab_debug_check(s, slab, object, false);
			slab_debug_set_user(s, object, true, caller);
			slab_debug_init_object(s, object, true);
			slab_flush_here(s); /* all free ones on the slab's list: validate.c */
		}
	}
	/* With checks, what is behind the bytes that were asked for carries a pattern. */
	if (gfp & __GFP_ZERO)
		memset(object, 0, slow ? size : s->object_size);
	return object;
}

/* Apart, so that the fast path needs no stack: it ends in a jump here. */
static noinline void *clear_object(void *object, size_t size)
{
	return memset(object, 0, size);
}

static __always_inline void *slab_alloc(struct kmem_cache *s, gfp_t gfp, size_t size,
					unsigned long caller)
{
	struct kmem_cache_cpu *c;
	unsigned long section;
	void *object;

	percpu_enter(section);
	c = this_cpu_ptr(s->cpu_slab);
	object = c->freelist;
	if (unlikely(!object || (s->flags & SLAB_SLOW_FLAGS))) {
		percpu_leave(section);
		return slab_alloc_full(s, gfp, NUMA_NO_NODE, size, caller);
	}
	c->freelist = freepointer_in(s, object);
	c->nr_alloc++;
	percpu_leave(section);
	if (unlikely(gfp & __GFP_ZERO))
		return clear_object(object, s->object_size);
	return object;
}

void *kmem_cache_alloc(struct kmem_cache *s, gfp_t gfp)
{
	return slab_alloc(s, gfp, s->object_size, _RET_IP_);
}
EXPORT_SYMBOL(kmem_cache_alloc);

void *kmem_cache_alloc_lru(struct kmem_cache *s, struct list_lru *lru, gfp_t gfp)
{
	return slab_alloc(s, gfp, s->object_size, _RET_IP_);
}
EXPORT_SYMBOL(kmem_cache_alloc_lru);

void *kmem_cache_alloc_node(struct kmem_cache *s, gfp_t gfp, int node)
{
	if (node == NUMA_NO_NODE)
		return slab_alloc(s, gfp, s->object_size, _RET_IP_);
	return slab_alloc_full(s, gfp, node, s->object_size, _RET_IP_);
}
EXPORT_SYMBOL(kmem_cache_alloc_node);

void *kmalloc_trace(struct kmem_cache *s, gfp_t flags, size_t size)
{
	return slab_alloc(s, flags, size, _RET_IP_);
}
EXPORT_SYMBOL(kmalloc_trace);

void *kmalloc_node_trace(struct kmem_cache *s, gfp_t flags, int node, size_t size)
{
	if (node == NUMA_NO_NODE)
		return slab_alloc(s, flags, size, _RET_IP_);
	return slab_alloc_full(s, flags, node, size, _RET_IP_);
}
EXPORT_SYMBOL(kmalloc_node_trace);

void *__kmalloc_node_track_caller(size_t size, gfp_t flags, int node, unsigned long caller)
{
	struct kmem_cache *s;

	if (unlikely(!size))
		return ZERO_SIZE_PTR;
	if (unlikely(size > KMALLOC_MAX_CACHE_SIZE))
		return slab_kmalloc_large(size, flags, node, caller);
	s = kmalloc_caches[kmalloc_type(flags)][__kmalloc_index(size, false)];
	if (node == NUMA_NO_NODE)
		return slab_alloc(s, flags, size, caller);
	return slab_alloc_full(s, flags, node, size, caller);
}
EXPORT_SYMBOL(__kmalloc_node_track_caller);

void *__kmalloc(size_t size, gfp_t flags)
{
	if (unlikely(!size))
		return ZERO_SIZE_PTR;
	if (unlikely(size > KMALLOC_MAX_CACHE_SIZE))
		return slab_kmalloc_large(size, flags, NUMA_NO_NODE, _RET_IP_);
	return slab_alloc(kmalloc_caches[kmalloc_type(flags)][__kmalloc_index(size, false)], flags,
			  size, _RET_IP_);
}
EXPORT_SYMBOL(__kmalloc);

void *__kmalloc_node(size_t size, gfp_t flags, int node)
{
	return __kmalloc_node_track_caller(size, flags, node, _RET_IP_);
}
EXPORT_SYMBOL(__kmalloc_node);

int kmem_cache_alloc_bulk(struct kmem_cache *s, gfp_t gfp, size_t nr, void **p)
{
	size_t i;

	for (i = 0; i < nr; i++) {
		p[i] = slab_alloc(s, gfp, s->object_size, _RET_IP_);
		if (unlikely(!p[i])) {
			kmem_cache_free_bulk(s, i, p);
			return 0;
		}
	}
	return nr;
}
EXPORT_SYMBOL(kmem_cache_alloc_bulk);

/* ---- free ---- */

/* What the fast path leaves out: checks, debug flags, another slab than the CPU's. */
static noinline void slab_free_full(struct kmem_cache *s, struct slab *slab, void *object,
				    unsigned long caller)
{
	if (unlikely(s->flags & SLAB_SLOW_FLAGS)) {
		step_next(caller);
		if (!track_free(s, slab, object, caller))
			return;
		if (slab_has_metadata(s)) {
			slab_debug_check(s, slab, object, true);
			slab_debug_set_user(s, object, false, caller);
			slab_debug_init_object(s, object, false);
		}
		if (slab_quarantine(s, slab, object))
			return;
	}
	slab_free_slow(s, slab, object, object, 1);
}

static __always_inline void slab_free(struct kmem_cache *s, struct slab *slab, void *object,
				      unsigned long caller)
{
	struct kmem_cache_cpu *c;
	unsigned long section;

	percpu_enter(section);
	c = this_cpu_ptr(s->cpu_slab);
	if (unlikely(c->slab != slab || (s->flags & SLAB_SLOW_FLAGS))) {
		percpu_leave(section);
		slab_free_full(s, slab, object, caller);
		return;
	}
	set_freepointer_in(s, object, c->freelist);
	c->freelist = object;
	c->nr_free++;
	percpu_leave(section);
}

static __always_inline void free_any(const void *objp, unsigned long caller)
{
	struct slab *slab;

	/* NULL and ZERO_SIZE_PTR are outside the direct map: no test of their own. */
	if (unlikely(!slab_of(objp, &slab))) {
		kfree_not_slab(objp, caller);
		return;
	}
	slab_free(slab->slab_cache, slab, (void *)objp, caller);
}

void kfree(const void *objp)
{
	free_any(objp, _RET_IP_);
}
EXPORT_SYMBOL(kfree);

void slab_kfree_for(const void *objp, unsigned long caller)
{
	free_any(objp, caller);
}

void kmem_cache_free(struct kmem_cache *s, void *objp)
{
	struct slab *slab;

	if (unlikely(!slab_of(objp, &slab) || slab->slab_cache != s)) {
		slab_free_foreign(s, slab_find(objp), objp, _RET_IP_);
		return;
	}
	slab_free(s, slab, objp, _RET_IP_);
}
EXPORT_SYMBOL(kmem_cache_free);

void kmem_cache_free_bulk(struct kmem_cache *s, size_t nr, void **p)
{
	size_t i;

	for (i = 0; i < nr; i++) {
		struct slab *slab;

		if (unlikely(!slab_of(p[i], &slab)))
			kfree_not_slab(p[i], _RET_IP_);
		else if (unlikely(s && slab->slab_cache != s))
			slab_free_foreign(s, slab, p[i], _RET_IP_);
		else
			slab_free(slab->slab_cache, slab, p[i], _RET_IP_);
	}
}
EXPORT_SYMBOL(kmem_cache_free_bulk);

struct slab *slab_find(const void *addr)
{
	unsigned long offset = (unsigned long)addr - slab_hot.direct_base;
	struct slab *slab;

	if (offset >= slab_hot.direct_size || !pfn_valid(offset >> PAGE_SHIFT))
		return NULL;
	return slab_of(addr, &slab) ? slab : NULL;
}
