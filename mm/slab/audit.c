/* SPDX-License-Identifier: MIT */
/*
 * The recount: every counter of mm/slab/ is computed again by walking all memory.
 *
 * Two walks that know nothing of each other must agree: one over the pages of the machine (which
 * are slabs, of which cache, how many objects are free), one over the caches' lists and counters.
 * The other CPUs stand still meanwhile, and no slab lock is held then (they are with interrupts
 * off); so every figure is of one moment.
 */
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/stop_machine.h>
#include <linux/string.h>
#include "slab.h"
#include "slabinfo.h"

struct audit {
	struct slab_recount rc;
	long node_pages[MAX_NUMNODES][2]; /* unreclaimable, reclaimable */
};

static void __printf(2, 3) complain(struct audit *a, const char *fmt, ...)
{
	struct va_format vaf;
	va_list args;

	va_start(args, fmt);
	vaf.fmt = fmt;
	vaf.va = &args;
	pr_err("slab audit: %pV\n", &vaf);
	va_end(args);
	a->rc.errors++;
}

/* Length of a free list whose members must be objects of @slab; -1 if one is not. */
static long list_length(const struct kmem_cache *s, const struct slab *slab, const void *p)
{
	long nr = 0;

	for (; p; p = get_freepointer(s, p)) {
		unsigned int i = slab_index(s, slab, p);

		if (slab_find(p) != slab || i >= slab->objects || p != slab_object(s, slab, i))
			return -1;
		if (++nr > slab->objects)
			return -1;
	}
	return nr;
}

/* The CPU whose current slab is @slab, or -1. */
static int current_on(const struct kmem_cache *s, const struct slab *slab)
{
	int cpu;

	for_each_possible_cpu (cpu)
		if (per_cpu_ptr(s->cpu_slab, cpu)->slab == slab)
			return cpu;
	return -1;
}

static void audit_slab(struct audit *a, struct slab *slab)
{
	struct kmem_cache *s = slab->slab_cache;
	unsigned int order = slab_order(slab);
	long nr_free = list_length(s, slab, slab->freelist), on_cpu = 0;
	int cpu = current_on(s, slab);

	if (nr_free < 0) {
		complain(a, "%s: slab 0x%px has a damaged free list", s->name, slab);
		return;
	}
	if (slab->objects - slab->inuse != nr_free)
		complain(a, "%s: slab 0x%px counts %u free objects, its list has %ld", s->name,
			 slab, slab->objects - slab->inuse, nr_free);
	if (cpu >= 0) {
		on_cpu = list_length(s, slab, per_cpu_ptr(s->cpu_slab, cpu)->freelist);
		if (on_cpu < 0 || !slab->frozen)
			complain(a, "%s: slab 0x%px of CPU %d is damaged or not frozen", s->name,
				 slab, cpu);
	}
	a->rc.slabs++;
	a->rc.objects += slab->objects;
	a->rc.free_objects += nr_free + max(on_cpu, 0L);
	a->rc.pages += 1UL << order;
	a->node_pages[slab_nid(slab)][!!(s->flags & SLAB_RECLAIM_ACCOUNT)] += 1L << order;
}

/* What the page walk found of one cache on one node, against what the node says. */
static void audit_node(struct audit *a, struct kmem_cache *s, int nid, struct kmem_cache_node *n)
{
	unsigned long listed = 0;
	struct slab *slab;

	list_for_each_entry (slab, &n->partial, slab_list) {
		listed++;
		if (slab->slab_cache != s || slab->frozen || !slab->freelist)
			complain(a, "%s: slab 0x%px does not belong on node %d's list", s->name,
				 slab, nid);
	}
	if (n->seen_slabs != n->nr_slabs || n->seen_objects != n->total_objects)
		complain(a, "%s: node %d counts %lu slabs, %lu objects; found %u, %lu", s->name,
			 nid, n->nr_slabs, n->total_objects, n->seen_slabs, n->seen_objects);
	if (n->seen_partial != n->nr_partial || listed != n->nr_partial)
		complain(a, "%s: node %d counts %lu partial slabs, lists %lu; found %u", s->name,
			 nid, n->nr_partial, listed, n->seen_partial);
}

/* One way through memory: each slab is checked, and counted at its cache's node. */
static void audit_slabs(struct audit *a)
{
	struct kmem_cache_node *n;
	struct kmem_cache *s;
	struct slab *slab;
	int nid;

	for (s = slab_caches_first(); s; s = slab_caches_next(s)) {
		for_each_cache_node (s, nid, n) {
			n->seen_objects = 0;
			n->seen_slabs = n->seen_partial = 0;
		}
	}
	for_each_slab (slab) {
		audit_slab(a, slab);
		n = cache_node(slab->slab_cache, slab_nid(slab));
		n->seen_slabs++;
		n->seen_objects += slab->objects;
		n->seen_partial += !slab->frozen && slab->freelist;
	}
}

/* Large kmallocs: only with checks do their pages tell what they are. */
static void audit_large(struct audit *a)
{
	unsigned long pfn;

	for (pfn = 0; pfn < max_pfn; pfn++) {
		struct page *page = pfn_valid(pfn) ? pfn_to_page(pfn) : NULL;

		if (!page || !PageHead(page) || PageSlab(page) ||
		    track_large(page)->state != TRACK_LARGE)
			continue;
		a->rc.large_pages += 1UL << compound_order(page);
		a->node_pages[page_to_nid(page)][0] += 1L << compound_order(page);
	}
}

static void audit_page_counters(struct audit *a)
{
	static const enum node_stat_item item[2] = {NR_SLAB_UNRECLAIMABLE_B, NR_SLAB_RECLAIMABLE_B};
	int nid, i;

	if (!track_enabled() && slab_state.nr_large)
		return; /* the large blocks cannot be told from others */
	for_each_online_node (nid) {
		for (i = 0; i < 2; i++) {
			long counted = node_page_state(NODE_DATA(nid), item[i]);

			if (counted != a->node_pages[nid][i])
				complain(a, "node %d counts %ld slab pages (kind %d), found %ld",
					 nid, counted, i, a->node_pages[nid][i]);
		}
	}
}

/* => the machine stands still */
static int audit_all(void *audit)
{
	struct audit *a = audit;
	struct kmem_cache_node *n;
	struct kmem_cache *s;
	int nid;

	audit_slabs(a);
	for (s = slab_caches_first(); s; s = slab_caches_next(s)) {
		a->rc.caches++;
		for_each_cache_node (s, nid, n)
			audit_node(a, s, nid, n);
	}
	if (track_enabled())
		audit_large(a);
	audit_page_counters(a);
	return 0;
}

unsigned long slab_audit(struct slab_recount *rc)
{
	struct audit a;

	memset(&a, 0, sizeof(a));
	slab_caches_lock();
	stop_machine(audit_all, &a, NULL);
	slab_caches_unlock();
	if (rc)
		*rc = a.rc;
	return a.rc.errors;
}
