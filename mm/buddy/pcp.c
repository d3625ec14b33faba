/* SPDX-License-Identifier: MIT */
/*
 * Per-CPU page lists: what makes page allocation cheap.
 *
 * Concepts. Each CPU has, for each zone, lists of free pages by type and order (0 … 3, and the
 * huge page). A request pops, a free pushes; the hottest page is at the front. An empty
 * list is refilled by `batch` pages from the zone; a set that exceeds `high` gives a batch
 * from the back to the zone. `high` follows from the zone's low watermark and its node's CPUs,
 * so that the sets of all CPUs together never hide more pages than that.
 *
 * Invariants: count is the number of pages on the set's lists; a page on a list has count 0, is
 * not PageBuddy, and index says the list's type.
 *
 * Locking. None: a set belongs to its CPU. Pop and push stand between percpu_enter and
 * percpu_leave, which on metal switch interrupts off and on the hosted port are nothing, for
 * there an interrupt can only come in at a schedule point. Refill and trim take zone->lock,
 * and to lock *is* a schedule point: so they first take the lock with interrupts off, then look up
 * which CPU they are on, and leave the set consistent before they unlock.
 * Another CPU's set is never touched: drain_all_pages() asks that CPU to do it.
 *
 * Rejected: a lock in each set, as Linux 6.1 has it (its drains are remote): it costs the fast
 * path two atomic instructions.
 */
#include <linux/cpumask.h>
#include <linux/export.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/smp.h>
#include <linux/topology.h>
#include "mm/machine/machine.h"
#include "buddy.h"

/* As sysctl vm.percpu_pagelist_high_fraction; 0: from the low watermark. */
int percpu_pagelist_high_fraction;

/* The smallest value that it may have: a CPU may hold an eighth of a zone. */
#define MIN_HIGH_FRACTION 8

/* Move up to @count blocks of @order onto @list. => zone->lock held. Returns blocks. */
static int rmqueue_bulk(struct zone *zone, unsigned int order, int count, struct list_head *list,
			int mt, unsigned int alloc_flags)
{
	int i, n = 0;

	for (i = 0; i < count; i++) {
		struct page *page = buddy_alloc(zone, order, mt, alloc_flags);

		if (!page)
			break;
		/* In the order in which they came off: ascending addresses, if all goes well. */
		list_add_tail(&page->pcp_list, list);
		n++;
	}
	mod_zone_page_state(zone, NR_FREE_PAGES, -((long)n << order));
	return n;
}

static struct page *pop(struct per_cpu_pages *pcp, struct list_head *list, unsigned int order)
{
	struct page *page = list_first_entry_or_null(list, struct page, pcp_list);

	if (!page)
		return NULL;
	list_del(&page->pcp_list);
	pcp->count -= 1 << order;
	return page;
}

static noinline struct page *refill_and_pop(struct zone *zone, unsigned int order, int mt,
					    unsigned int alloc_flags)
{
	struct per_cpu_pages *pcp;
	struct list_head *list;
	struct page *page;
	unsigned long flags;
	int batch;

	spin_lock_irqsave(&zone->lock, flags);
	pcp = this_cpu_ptr(zone->per_cpu_pageset);
	list = &pcp->lists[order_to_pindex(mt, order)];
	/* Waiting for the lock may have let others run, who may have refilled the list. */
	if (list_empty(list)) {
		batch = pcp->batch;
		/* About as many pages for each order; a batch of 1 means: no caching. */
		if (batch > 1)
			batch = max(batch >> order, 2);
		pcp->count += rmqueue_bulk(zone, order, batch, list, mt, alloc_flags) << order;
	}
	page = pop(pcp, list, order);
	spin_unlock_irqrestore(&zone->lock, flags);
	return page;
}

struct page *pcp_alloc(struct zone *zone, unsigned int order, int mt, unsigned int alloc_flags)
{
	struct per_cpu_pages *pcp;
	struct page *page;
	unsigned long flags;

	percpu_enter(flags);
	pcp = this_cpu_ptr(zone->per_cpu_pageset);
	/* Allocations in between: the run of frees is over, free smaller batches again. */
	pcp->free_factor >>= 1;
	page = pop(pcp, &pcp->lists[order_to_pindex(mt, order)], order);
	percpu_leave(flags);
	return likely(page) ? page : refill_and_pop(zone, order, mt, alloc_flags);
}

/* Give @count pages to the zone, beginning with the list @pindex. => zone->lock held. */
static void free_bulk(struct zone *zone, struct per_cpu_pages *pcp, int count, unsigned int pindex)
{
	long freed = 0;

	count = min(count, pcp->count);
	while (count > 0) {
		struct list_head *list = &pcp->lists[pindex];
		unsigned int order = pindex_to_order(pindex);

		while (count > 0 && !list_empty(list)) {
			struct page *page = list_last_entry(list, struct page, pcp_list);
			unsigned long pfn = page_to_pfn(page);
			int mt = get_pcppage_migratetype(page);

			list_del(&page->pcp_list);
			/* The block may have been isolated while the page was cached. */
			if (unlikely(zone->nr_isolate_pageblock))
				mt = pageblock_type_at(pfn);
			buddy_free(zone, page, pfn, order, mt, false);
			count -= 1 << order;
			freed += 1L << order;
		}
		pindex = pindex + 1 == NR_PCP_LISTS ? 0 : pindex + 1;
	}
	pcp->count -= freed;
	mod_zone_page_state(zone, NR_FREE_PAGES, freed);
}

/* How many pages to give back when the set is too full: more the longer only frees come. */
static int nr_to_free(struct per_cpu_pages *pcp, bool all)
{
	int lowest, highest, n;

	if (all)
		return pcp->count;
	if (pcp->high < pcp->batch)
		return 1;
	lowest = pcp->batch;
	highest = pcp->high - pcp->batch;
	n = pcp->batch << pcp->free_factor;
	if (n < highest)
		pcp->free_factor++;
	return clamp(n, lowest, max(lowest, highest));
}

noinline void pcp_trim(struct zone *zone, unsigned int pindex, bool all)
{
	struct per_cpu_pages *pcp;
	unsigned long flags;

	spin_lock_irqsave(&zone->lock, flags);
	pcp = this_cpu_ptr(zone->per_cpu_pageset);
	if (pcp->count >= pcp->high || all)
		free_bulk(zone, pcp, nr_to_free(pcp, all), pindex);
	spin_unlock_irqrestore(&zone->lock, flags);
}

void pcp_free(struct zone *zone, struct page *page, unsigned long pfn, unsigned int order, int mt)
{
	struct per_cpu_pages *pcp;
	unsigned int pindex;
	unsigned long flags;
	bool full, all;

	set_pcppage_migratetype(page, mt);
	/* Blocks of the reserve pass through the movable list, as in Linux. */
	if (unlikely(mt >= MIGRATE_PCPTYPES))
		mt = MIGRATE_MOVABLE;
	pindex = order_to_pindex(mt, order);
	percpu_enter(flags);
	pcp = this_cpu_ptr(zone->per_cpu_pageset);
	list_add(&page->pcp_list, &pcp->lists[pindex]);
	pcp->count += 1 << order;
	full = pcp->count >= pcp->high;
	/* Large blocks in a run of frees are wanted by others: give everything back. */
	all = order && order <= PAGE_ALLOC_COSTLY_ORDER && pcp->free_factor;
	percpu_leave(flags);
	if (unlikely(full))
		pcp_trim(zone, pindex, all);
}

void pcp_drain_local(struct zone *zone)
{
	struct per_cpu_pages *pcp;
	unsigned long flags;

	if (!zone->per_cpu_pageset)
		return;
	spin_lock_irqsave(&zone->lock, flags);
	pcp = this_cpu_ptr(zone->per_cpu_pageset);
	free_bulk(zone, pcp, pcp->count, 0);
	spin_unlock_irqrestore(&zone->lock, flags);
}

void drain_local_pages(struct zone *zone)
{
	struct zone *z;

	for_each_populated_zone (z)
		if (!zone || z == zone)
			pcp_drain_local(z);
}

static void drain_ipi(void *zone)
{
	drain_local_pages(zone);
}

void drain_all_pages(struct zone *zone)
{
	on_each_cpu(drain_ipi, zone, 1);
}

/* Every CPU's sets. => the other CPUs do not run any more */
void pcp_drain_stopped(void)
{
	struct zone *zone;
	unsigned long flags;
	int cpu;

	for_each_populated_zone (zone) {
		spin_lock_irqsave(&zone->lock, flags);
		for (cpu = 0; cpu < machine.decl->nr_cpus; cpu++) {
			struct per_cpu_pages *pcp = per_cpu_ptr(zone->per_cpu_pageset, cpu);

			free_bulk(zone, pcp, pcp->count, 0);
		}
		spin_unlock_irqrestore(&zone->lock, flags);
	}
}

/* ---- limits ---- */

/* A quarter of a thousandth of the zone, at most 256 KiB, rounded to 2^n - 1 pages. */
static int zone_batch(struct zone *zone)
{
	unsigned long n = min(zone_managed_pages(zone) >> 10, (1UL << 20) / PAGE_SIZE) / 4;

	if (!n)
		return 1;
	n += n / 2;
	return max((1 << (63 - __builtin_clzl(n))) - 1, 1);
}

/* The low watermark, shared by the node's CPUs; a node without CPUs is shared by all. */
static int zone_high(struct zone *zone, int batch)
{
	unsigned long total = zone->_watermark[WMARK_LOW];
	unsigned int cpus = cpumask_weight(cpumask_of_node(zone->node));

	if (percpu_pagelist_high_fraction)
		total = zone_managed_pages(zone) /
			max(percpu_pagelist_high_fraction, MIN_HIGH_FRACTION);
	if (!cpus)
		cpus = machine.decl->nr_cpus;
	return max_t(unsigned long, total / cpus, batch << 2);
}

void pcp_update_limits(struct zone *zone)
{
	int batch, high, cpu;

	if (!zone->per_cpu_pageset)
		return;
	batch = zone_batch(zone);
	high = zone_high(zone, batch);
	zone->pageset_batch = batch;
	zone->pageset_high = high;
	for (cpu = 0; cpu < machine.decl->nr_cpus; cpu++) {
		struct per_cpu_pages *pcp = per_cpu_ptr(zone->per_cpu_pageset, cpu);

		WRITE_ONCE(pcp->batch, batch);
		WRITE_ONCE(pcp->high, high);
	}
}

void zone_pcp_update(struct zone *zone, int cpu_online)
{
	pcp_update_limits(zone);
}

/* Bytes of one CPU's set of one zone. */
static size_t set_bytes(void)
{
	return ALIGN(sizeof(struct per_cpu_pages) + sizeof(struct per_cpu_zonestat), 64);
}

size_t pcp_percpu_bytes(void)
{
	struct zone *zone;
	size_t n = 0;

	for_each_populated_zone (zone)
		n += set_bytes();
	return n;
}

/* @at: CPU 0's copy, zeroed in all CPUs. */
void pcp_init_zone(struct zone *zone, char *at)
{
	int cpu, i;

	zone->per_cpu_pageset = (struct per_cpu_pages __percpu *)at;
	zone->per_cpu_zonestats =
		(struct per_cpu_zonestat __percpu *)(at + sizeof(struct per_cpu_pages));
	for (cpu = 0; cpu < machine.decl->nr_cpus; cpu++) {
		struct per_cpu_pages *pcp = per_cpu_ptr(zone->per_cpu_pageset, cpu);

		pcp->batch = 1;
		for (i = 0; i < NR_PCP_LISTS; i++)
			INIT_LIST_HEAD(&pcp->lists[i]);
	}
}
