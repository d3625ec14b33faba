/* SPDX-License-Identifier: MIT */
/*
 * The slow paths: a CPU's list is empty, or an object of another slab is freed.
 *
 * Where the next free objects come from, in Linux's order: what others freed into the CPU's
 * slab; the CPU's partial slabs; the partial list of its node, from which the CPU also takes
 * some in advance; other nodes' partial lists, if the caller named no node and they have
 * more than they should keep; new pages.
 */
#include <linux/kernel.h>
#include <linux/irqflags.h>
#include <linux/mmzone.h>
#include <linux/nodemask.h>
#include <linux/topology.h>
#include "slab.h"

/* ---- from a CPU back to nodes ---- */

/* Put @slab where a slab that is no CPU's belongs. => list_lock held, slab_lock not. */
static bool unfreeze_locked(struct kmem_cache *s, struct kmem_cache_node *n, struct slab *slab,
			    bool tail)
{
	bool empty, full;

	slab_lock(slab);
	slab->frozen = 0;
	empty = !slab->inuse && n->nr_partial >= s->min_partial;
	full = !slab->freelist;
	if (!empty && !full)
		slab_add_partial(n, slab, tail);
	slab_unlock(slab);
	return empty;
}

/*
 * Take the current slab away from @c: the rest of its list goes back into the slab.
 * => interrupts off; @c is this CPU's, or its CPU does not run.
 */
static void deactivate_slab(struct kmem_cache *s, struct kmem_cache_cpu *c)
{
	struct slab *slab = c->slab;
	struct kmem_cache_node *n = cache_node(s, slab_nid(slab));
	void *object = c->freelist, *next;
	bool discard, tail;

	WRITE_ONCE(c->slab, NULL);
	c->freelist = NULL;
	spin_lock(&n->list_lock);
	slab_lock(slab);
	/* Nobody freed into it: it is cached here and should be the next to be taken. */
	tail = slab->freelist != NULL;
	for (; object; object = next) {
		next = get_freepointer(s, object);
		set_freepointer(s, object, slab->freelist);
		slab->freelist = object;
		slab->inuse--;
	}
	slab_unlock(slab);
	discard = unfreeze_locked(s, n, slab, tail);
	spin_unlock(&n->list_lock);
	if (discard)
		slab_discard(s, slab);
}

/* A chain of frozen partial slabs goes to its nodes. => interrupts off */
static void unfreeze_chain(struct kmem_cache *s, struct slab *slab)
{
	struct kmem_cache_node *n;
	struct slab *next;
	bool discard;

	for (; slab; slab = next) {
		next = slab->next;
		n = cache_node(s, slab_nid(slab));
		spin_lock(&n->list_lock);
		discard = unfreeze_locked(s, n, slab, true);
		spin_unlock(&n->list_lock);
		if (discard)
			slab_discard(s, slab);
	}
}

/*
 * Keep a frozen slab with free objects for this CPU. @drain: if it has too many, all the
 * earlier ones go to the nodes together, under few locks. => interrupts off
 */
static void put_cpu_partial(struct kmem_cache *s, struct slab *slab, bool drain)
{
	struct kmem_cache_cpu *c = this_cpu_ptr(s->cpu_slab);
	struct slab *old = c->partial, *spill = NULL;
	int slabs = 0;

	if (old && drain && old->slabs >= (int)s->cpu_partial_slabs) {
		spill = old;
		old = NULL;
	}
	if (old)
		slabs = old->slabs;
	slab->slabs = slabs + 1;
	slab->next = old;
	WRITE_ONCE(c->partial, slab);
	unfreeze_chain(s, spill);
}

void slab_flush_cpu(struct kmem_cache *s, int cpu)
{
	struct kmem_cache_cpu *c = per_cpu_ptr(s->cpu_slab, cpu);
	struct slab *partial;
	unsigned long flags;

	local_irq_save(flags);
	if (c->slab)
		deactivate_slab(s, c);
	partial = c->partial;
	WRITE_ONCE(c->partial, NULL);
	unfreeze_chain(s, partial);
	local_irq_restore(flags);
}

void slab_flush_here(struct kmem_cache *s)
{
	unsigned long flags;

	local_irq_save(flags);
	slab_flush_cpu(s, raw_smp_processor_id());
	local_irq_restore(flags);
}

/* ---- to a CPU ---- */

/*
 * All free objects of @slab for its CPU. NULL: it has none, and stops to be the CPU's; being
 * full it is on no list, and the next free of one of its objects finds it.
 */
static void *take_freelist(struct slab *slab)
{
	void *list;

	slab_lock(slab);
	list = slab->freelist;
	slab->freelist = NULL;
	slab->inuse = slab->objects;
	slab->frozen = list != NULL;
	slab_unlock(slab);
	return list;
}

static bool node_matches(const struct slab *slab, int node)
{
	return node == NUMA_NO_NODE || slab_nid(slab) == node;
}

/* From what this CPU has: its slab, then its partial slabs. */
static bool refill_from_cpu(struct kmem_cache *s, struct kmem_cache_cpu *c, int node)
{
	while (c->slab || c->partial) {
		if (!c->slab) {
			WRITE_ONCE(c->slab, c->partial);
			WRITE_ONCE(c->partial, c->slab->next);
		}
		if (!node_matches(c->slab, node)) {
			deactivate_slab(s, c);
			continue;
		}
		if (c->freelist)
			return true;
		c->freelist = take_freelist(c->slab);
		if (c->freelist)
			return true;
		WRITE_ONCE(c->slab, NULL);
	}
	return false;
}

/*
 * From one node's partial list: the first slab becomes the current one, and more are
 * taken until half the CPU's share of partial slabs is there.
 */
static bool refill_from_node(struct kmem_cache *s, struct kmem_cache_cpu *c,
			     struct kmem_cache_node *n)
{
	unsigned int taken = 0;
	struct slab *slab, *next;

	if (!n || !__atomic_load_n(&n->nr_partial, __ATOMIC_RELAXED))
		return false;
	spin_lock(&n->list_lock);
	list_for_each_entry_safe (slab, next, &n->partial, slab_list) {
		slab_remove_partial(n, slab);
		if (!c->slab) {
			WRITE_ONCE(c->slab, slab);
			c->freelist = take_freelist(slab);
		} else {
			slab_lock(slab);
			slab->frozen = 1;
			slab_unlock(slab);
			put_cpu_partial(s, slab, false);
			taken++;
		}
		if (!cache_has_cpu_partial(s) || taken > s->cpu_partial_slabs / 2)
			break;
	}
	spin_unlock(&n->list_lock);
	return c->slab != NULL;
}

/* From any node that has more partial slabs than it should keep, nearest first. */
static bool refill_from_any_node(struct kmem_cache *s, struct kmem_cache_cpu *c, gfp_t gfp)
{
	struct zonelist *zonelist = node_zonelist(numa_mem_id(), gfp);
	struct kmem_cache_node *n;
	struct zoneref *z;
	struct zone *zone;

	for_each_zone_zonelist (zone, z, zonelist, gfp_zone(gfp)) {
		n = cache_node(s, zone_to_nid(zone));
		if (n && __atomic_load_n(&n->nr_partial, __ATOMIC_RELAXED) > s->min_partial &&
		    refill_from_node(s, c, n))
			return true;
	}
	return false;
}

static bool refill(struct kmem_cache *s, struct kmem_cache_cpu *c, gfp_t gfp, int node)
{
	if (refill_from_cpu(s, c, node))
		return true;
	if (refill_from_node(s, c, cache_node(s, node == NUMA_NO_NODE ? numa_mem_id() : node)))
		return true;
	if (node != NUMA_NO_NODE)
		return false;
	return refill_from_any_node(s, c, gfp);
}

/* A new slab becomes the current one; what interrupts left there meanwhile goes back. */
static void install_slab(struct kmem_cache *s, struct kmem_cache_cpu *c, struct slab *slab)
{
	if (c->slab)
		deactivate_slab(s, c);
	WRITE_ONCE(c->slab, slab);
	c->freelist = take_freelist(slab);
}

/* ---- one by one ---- */

/*
 * A cache with debug flags gives no slab to a CPU: each object is taken under
 * the list lock, from the node's first partial slab, as Linux 6.1 does it;
 * slabinfo counts each one.
 */
static void *single_from_node(struct kmem_cache *s, struct kmem_cache_node *n)
{
	struct slab *slab;
	void *object = NULL;
	bool full;

	if (!n || !__atomic_load_n(&n->nr_partial, __ATOMIC_RELAXED))
		return NULL;
	spin_lock(&n->list_lock);
	slab = list_first_entry_or_null(&n->partial, struct slab, slab_list);
	if (slab) {
		slab_lock(slab);
		object = slab->freelist;
		slab->freelist = get_freepointer(s, object);
		slab->inuse++;
		full = !slab->freelist;
		slab_unlock(slab);
		if (full)
			slab_remove_partial(n, slab);
	}
	spin_unlock(&n->list_lock);
	return object;
}

static void *single_from_any_node(struct kmem_cache *s, gfp_t gfp)
{
	struct zonelist *zonelist = node_zonelist(numa_mem_id(), gfp);
	struct kmem_cache_node *n;
	struct zoneref *z;
	struct zone *zone;
	void *object;

	for_each_zone_zonelist (zone, z, zonelist, gfp_zone(gfp)) {
		n = cache_node(s, zone_to_nid(zone));
		if (!n || __atomic_load_n(&n->nr_partial, __ATOMIC_RELAXED) <= s->min_partial)
			continue;
		object = single_from_node(s, n);
		if (object)
			return object;
	}
	return NULL;
}

/* The first object of a new slab; the rest goes to the head of the node's list.
 */
static void *single_from_new(struct kmem_cache *s, gfp_t gfp, int node)
{
	struct slab *slab = slab_new(s, gfp, node);
	struct kmem_cache_node *n;
	unsigned long flags;
	void *object;

	if (!slab)
		return NULL;
	n = cache_node(s, slab_nid(slab));
	object = slab->freelist;
	slab->freelist = get_freepointer(s, object);
	slab->inuse = 1;
	if (slab->freelist) {
		spin_lock_irqsave(&n->list_lock, flags);
		slab_add_partial(n, slab, false);
		spin_unlock_irqrestore(&n->list_lock, flags);
	}
	return object;
}

static void *alloc_single(struct kmem_cache *s, gfp_t gfp, int node)
{
	unsigned long flags;
	void *object;

	local_irq_save(flags);
	object = single_from_node(s, cache_node(s, node == NUMA_NO_NODE ? numa_mem_id() : node));
	if (!object && node == NUMA_NO_NODE)
		object = single_from_any_node(s, gfp);
	local_irq_restore(flags);
	if (!object)
		object = single_from_new(s, gfp, node); /* may sleep, may change the CPU */
	if (object) {
		local_irq_save(flags);
		this_cpu_ptr(s->cpu_slab)->nr_alloc++;
		local_irq_restore(flags);
	}
	return object;
}

void *slab_alloc_slow(struct kmem_cache *s, gfp_t gfp, int node)
{
	struct kmem_cache_cpu *c;
	struct slab *slab;
	unsigned long flags;
	void *object;

	if (node != NUMA_NO_NODE && !node_state(node, N_NORMAL_MEMORY))
		node = NUMA_NO_NODE;
	if (kmem_cache_debug(s))
		return alloc_single(s, gfp, node);

	local_irq_save(flags);
	c = this_cpu_ptr(s->cpu_slab);
	if (!refill(s, c, gfp, node)) {
		local_irq_restore(flags);
		slab = slab_new(s, gfp, node); /* may sleep, may change the CPU */
		if (!slab)
			return NULL;
		local_irq_save(flags);
		c = this_cpu_ptr(s->cpu_slab);
		install_slab(s, c, slab);
	}
	object = c->freelist;
	c->freelist = get_freepointer(s, object);
	c->nr_alloc++;
	local_irq_restore(flags);
	return object;
}

/* ---- free ---- */

/* What a free did to its slab, and so what is left to do. */
struct free_result {
	bool was_full;	 /* no free object before */
	bool froze;	 /* was full: this CPU keeps it now */
	bool needs_list; /* its place on the node's list changes */
};

/*
 * Put the objects on the slab's list, unless that must be done under the list lock and the
 * caller does not hold it: then nothing changed.
 */
static struct free_result free_to_slab(struct kmem_cache *s, struct slab *slab, void *head,
				       void *tail, int cnt, bool list_locked)
{
	struct free_result r = {false, false, false};
	unsigned int inuse;

	slab_lock(slab);
	inuse = slab->inuse - cnt;
	r.was_full = !slab->freelist;
	if (!slab->frozen && (!inuse || r.was_full)) {
		r.froze = r.was_full && cache_has_cpu_partial(s);
		r.needs_list = !r.froze;
	}
	if (!r.needs_list || list_locked) {
		set_freepointer(s, tail, slab->freelist);
		slab->freelist = head;
		WRITE_ONCE(slab->inuse, inuse);
		if (r.froze)
			slab->frozen = 1;
	}
	slab_unlock(slab);
	return r;
}

/* The same under the list lock; empty slabs leave when the node has enough. */
static void free_on_node(struct kmem_cache *s, struct slab *slab, void *head, void *tail, int cnt)
{
	struct kmem_cache_node *n = cache_node(s, slab_nid(slab));
	struct free_result r;
	bool discard = false;

	spin_lock(&n->list_lock);
	r = free_to_slab(s, slab, head, tail, cnt, true);
	if (r.needs_list) {
		/* Others may free into it under its own lock meanwhile, but not its last object. */
		discard = !READ_ONCE(slab->inuse) && n->nr_partial >= s->min_partial;
		if (discard && !r.was_full)
			slab_remove_partial(n, slab);
		if (!discard && r.was_full)
			slab_add_partial(n, slab, true);
	}
	spin_unlock(&n->list_lock);
	if (r.froze)
		put_cpu_partial(s, slab, true);
	if (discard)
		slab_discard(s, slab);
}

void slab_free_slow(struct kmem_cache *s, struct slab *slab, void *head, void *tail, int cnt)
{
	struct kmem_cache_cpu *c;
	struct free_result r;
	unsigned long flags;

	local_irq_save(flags);
	c = this_cpu_ptr(s->cpu_slab);
	c->nr_free += cnt;
	if (c->slab == slab) {
		set_freepointer(s, tail, c->freelist);
		c->freelist = head;
	} else {
		r = free_to_slab(s, slab, head, tail, cnt, false);
		if (r.needs_list)
			free_on_node(s, slab, head, tail, cnt);
		else if (r.froze)
			put_cpu_partial(s, slab, true);
	}
	local_irq_restore(flags);
}
