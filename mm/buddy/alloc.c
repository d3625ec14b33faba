/* SPDX-License-Identifier: MIT */
/*
 * alloc_pages: the fast path and the walk over the zonelist.
 *
 * The fast path serves one page from this CPU's list of the node's preferred zone, if that
 * zone is above its low mark. It takes no lock, contains no schedule point and touches one
 * entry of the CPU's table of ways, the zone's free count and marks, the CPU's set and the page.
 * Anything unusual (an order, a node mask, __GFP_THISNODE, an empty list, a low zone) goes the
 * general way.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/topology.h>
#include "mm/machine/machine.h"
#include "lib/step.h"
#include "buddy.h"

/* Requests with these bits cannot be served from a list. */
#define GFP_GENERAL (__GFP_THISNODE | ~__GFP_BITS_MASK)
/* A request's low bits say which zone it wants and of what mobility the page will be. */
#define GFP_WAY_BITS 31

/* Where a CPU finds the page for such a request; without free: nowhere. */
struct fast_way {
	const atomic_long_t *free; /* NR_FREE_PAGES of the zone */
	const long *mark;
	struct per_cpu_pages *pcp;
	struct list_head *list; /* of pcp */
};

static DEFINE_PER_CPU(struct fast_way[GFP_WAY_BITS + 1], fast_ways);

gfp_t gfp_allowed_mask = __GFP_BITS_MASK;

/*
 * What every allocation and every free reads, in one line of the cache beside each other.
 * Until buddy_init() and after buddy_exit() it sends everything the general way.
 */
struct buddy_hot buddy_hot;

static void set_way(int cpu, gfp_t gfp)
{
	struct zone *zone = NODE_DATA(cpu_to_node(cpu))->preferred_zone[gfp_zone(gfp)];
	struct fast_way *way = &per_cpu(fast_ways, cpu)[gfp];
	int mt = gfp_migratetype(gfp);

	if (!zone || mt >= MIGRATE_PCPTYPES)
		return;
	way->free = &zone->vm_stat[NR_FREE_PAGES];
	way->mark = &zone->fast_mark[gfp_zone(gfp)];
	way->pcp = per_cpu_ptr(zone->per_cpu_pageset, cpu);
	way->list = &way->pcp->lists[mt];
}

void buddy_hot_init(void)
{
	struct zone *zone;
	gfp_t gfp;
	int cpu;

	buddy_hot = (struct buddy_hot){
		.pageblock_type = page_state.pageblock_type,
		.memmap = vmemmap,
		.max_pfn = max_pfn,
		.fast_types = buddy_state.checks ? 0 : MIGRATE_PCPTYPES,
		.checks = buddy_state.checks,
	};
	for (cpu = 0; cpu < machine.decl->nr_cpus; cpu++)
		for (gfp = 0; gfp <= GFP_WAY_BITS; gfp++)
			set_way(cpu, gfp);
	for_each_populated_zone (zone)
		hot_pageset[zone->node << ZONES_WIDTH | zone->type] = zone->per_cpu_pageset;
}

void buddy_hot_exit(void)
{
	int cpu;

	buddy_hot = (struct buddy_hot){0};
	memset(hot_pageset, 0, sizeof(hot_pageset));
	for (cpu = 0; cpu < machine.decl->nr_cpus; cpu++)
		memset(per_cpu(fast_ways, cpu), 0, sizeof(fast_ways));
}

/*
 * Would might_sleep() complain? A request that may sleep is a defect where nobody may, even
 * when a page is at hand; the general way says so. (might_sleep() itself is a schedule point,
 * which the fast path must not contain.)
 */
static __always_inline bool sleeps_wrongly(gfp_t gfp)
{
	return (gfp & __GFP_DIRECT_RECLAIM) &&
	       (preempt_count() | current_thread_info()->irqs_off | current->rcu_read_lock_nesting);
}

/* Count where a page came from, relative to where it was wanted. => preemption off. */
static __always_inline void count_numa(struct zone *preferred, struct zone *zone)
{
	struct per_cpu_zonestat *stat = this_cpu_ptr(zone->per_cpu_zonestats);
	int local = zone->node == numa_node_id() ? NUMA_LOCAL : NUMA_OTHER;

	if (likely(zone->node == preferred->node)) {
		stat->vm_numa_event[NUMA_HIT]++;
	} else {
		stat->vm_numa_event[NUMA_MISS]++;
		this_cpu_ptr(preferred->per_cpu_zonestats)->vm_numa_event[NUMA_FOREIGN]++;
	}
	stat->vm_numa_event[local]++;
}

/* A free page that somebody wrote to. */
static __always_inline bool free_page_damaged(const struct page *page)
{
	return page_oddity(page, PAGE_FLAGS_CHECK_AT_PREP | BLOCK_ORDER_MASK, 0);
}

/*
 * Is the block as free pages must be? A damaged one is left out of use. Only a machine with
 * checks looks at more than the first page: the others are lines that the request may never need.
 */
static bool block_is_good(struct page *page, unsigned int order)
{
	unsigned int i, nr = buddy_hot.checks ? 1U << order : 1;

	for (i = 0; i < nr; i++) {
		if (buddy_hot.checks)
			page_owner_take(page_to_pfn(page + i));
		if (likely(!free_page_damaged(page + i)))
			continue;
		bad_page(page + i, page_ref_count(page + i)
					   ? "a reference was taken after it was freed"
					   : "it was written to after it was freed");
		return false;
	}
	return true;
}

static void prep_new_page(struct page *page, unsigned int order, gfp_t gfp,
			  unsigned int alloc_flags, unsigned long caller)
{
	unsigned int i;

	set_page_private(page, 0);
	set_page_count(page, 1);
	if (gfp & __GFP_ZERO)
		for (i = 0; i < 1U << order; i++)
			clear_page(page_address(page + i));
	if (order) {
		if (gfp & __GFP_COMP)
			prep_compound_page(page, order);
		else
			set_block_order(page, order);
	}
	/* The page came out of the emergency reserve: whoever gets it should use it to free. */
	if (alloc_flags & ALLOC_NO_WATERMARKS)
		set_page_pfmemalloc(page);
	else
		clear_page_pfmemalloc(page);
	if (buddy_hot.checks)
		page_owner_set(page, order, gfp, caller);
	kasan_alloc_pages(page_address(page), PAGE_SIZE << order);
}

/* A block straight from the zone: large orders, and when the CPU's list cannot be refilled. */
static struct page *rmqueue_buddy(struct zone *zone, unsigned int order, int mt,
				  unsigned int alloc_flags)
{
	struct page *page = NULL;
	unsigned long flags;

	spin_lock_irqsave(&zone->lock, flags);
	if (order && (alloc_flags & ALLOC_HARDER))
		page = buddy_take(zone, order, MIGRATE_HIGHATOMIC);
	if (!page)
		page = buddy_alloc(zone, order, mt, alloc_flags);
	if (page)
		mod_zone_page_state(zone, NR_FREE_PAGES, -(1L << order));
	spin_unlock_irqrestore(&zone->lock, flags);
	return page;
}

/* A good block of @zone, counted; NULL when the zone has none. */
static struct page *rmqueue(struct zone *preferred, struct zone *zone, unsigned int order, int mt,
			    unsigned int alloc_flags)
{
	struct page *page;
	unsigned long flags;

	do {
		page = NULL;
		if (pcp_allowed_order(order))
			page = pcp_alloc(zone, order, mt, alloc_flags);
		if (!page)
			page = rmqueue_buddy(zone, order, mt, alloc_flags);
		if (!page)
			return NULL;
		percpu_enter(flags);
		__count_zid_vm_events(PGALLOC, zone->type, 1L << order);
		count_numa(preferred, zone);
		percpu_leave(flags);
	} while (unlikely(!block_is_good(page, order)));
	/* A fallback mixed a pageblock: kswapd may make room for more (fallback.c). */
	if (unlikely(test_bit(ZONE_BOOSTED_WATERMARK, &zone->flags))) {
		clear_bit(ZONE_BOOSTED_WATERMARK, &zone->flags);
		wakeup_kswapd(zone, 0, 0, zone->type);
	}
	return page;
}

/*
 * On a machine with Normal memory a request would rather use DMA32 than mix pageblocks of
 * Normal; between nodes it would rather mix.
 */
static unsigned int nofragment_flags(struct zone *zone, gfp_t gfp)
{
	unsigned int flags = gfp & __GFP_KSWAPD_RECLAIM ? ALLOC_KSWAPD : 0;

	if (!zone || zone->type != ZONE_NORMAL)
		return flags;
	if (nr_online_nodes > 1 && !populated_zone(zone - 1))
		return flags;
	return flags | ALLOC_NOFRAGMENT;
}

struct page *get_page_from_freelist(gfp_t gfp, unsigned int order, unsigned int alloc_flags,
				    const struct alloc_context *ac)
{
	struct zone *preferred = ac->preferred_zoneref->zone, *zone;
	struct zoneref *z = ac->preferred_zoneref;
	struct page *page;

	for (; (zone = z->zone);
	     z = next_zones_zonelist(z + 1, ac->highest_zoneidx, ac->nodemask)) {
		if ((alloc_flags & ALLOC_NOFRAGMENT) && zone->node != preferred->node)
			return get_page_from_freelist(gfp, order, alloc_flags & ~ALLOC_NOFRAGMENT,
						      ac);
		if (!(alloc_flags & ALLOC_NO_WATERMARKS) &&
		    !watermark_fast(zone, order, wmark_pages(zone, alloc_flags & ALLOC_WMARK_MASK),
				    ac->highest_zoneidx, alloc_flags))
			continue;
		page = rmqueue(preferred, zone, order, ac->migratetype, alloc_flags);
		if (!page)
			continue;
		prep_new_page(page, order, gfp, alloc_flags, ac->caller);
		if (unlikely(order && (alloc_flags & ALLOC_HARDER)))
			reserve_highatomic(page, zone);
		return page;
	}
	/* Zones that only had blocks of other types were left out: now they are not. */
	if (alloc_flags & ALLOC_NOFRAGMENT)
		return get_page_from_freelist(gfp, order, alloc_flags & ~ALLOC_NOFRAGMENT, ac);
	return NULL;
}

/* The general way. => @gfp is the caller's. */
static noinline struct page *alloc_pages_general(gfp_t gfp, unsigned int order, int preferred_nid,
						 nodemask_t *nodemask, unsigned long caller)
{
	struct alloc_context ac = {.nodemask = nodemask, .caller = caller};
	unsigned int alloc_flags;
	struct page *page;

	if (WARN_ON_ONCE(order >= MAX_ORDER && !(gfp & __GFP_NOWARN)) || order >= MAX_ORDER)
		return NULL;
	if (unlikely(!buddy_state.up))
		return NULL;
	gfp = current_gfp_context(gfp & gfp_allowed_mask);
	ac.highest_zoneidx = gfp_zone(gfp);
	ac.zonelist = node_zonelist(preferred_nid, gfp);
	ac.migratetype = gfp_migratetype(gfp);
	/* Both mobility bits: a caller's mistake; the safe reading is "cannot be moved". */
	if (WARN_ON_ONCE(ac.migratetype >= MIGRATE_PCPTYPES))
		ac.migratetype = MIGRATE_UNMOVABLE;
	might_alloc(gfp);
	ac.preferred_zoneref = first_zones_zonelist(ac.zonelist, ac.highest_zoneidx, nodemask);
	if (ac.preferred_zoneref->zone) {
		alloc_flags = ALLOC_WMARK_LOW | nofragment_flags(ac.preferred_zoneref->zone, gfp);
		page = get_page_from_freelist(gfp, order, alloc_flags, &ac);
		if (likely(page))
			return page;
	}
	return alloc_pages_slowpath(gfp, order, &ac);
}

/*
 * One page of the preferred zone from this CPU's list, or NULL: go the general way. No request
 * with one of @general's bits is served.
 */
static __always_inline struct page *alloc_fast(gfp_t gfp, unsigned int order, int nid,
					       nodemask_t *nodemask, gfp_t general)
{
	const struct fast_way *way = &this_cpu_ptr(&fast_ways)[0][gfp & GFP_WAY_BITS];
	struct list_head *list, *first;
	struct per_cpu_pages *pcp;
	struct page *page;
	unsigned long flags;

	if (unlikely((unsigned long)nodemask | order | (gfp & general) |
		     ((unsigned int)nid ^ arch_tls.node_id)) ||
	    unlikely(sleeps_wrongly(gfp)) || unlikely(!way->free) ||
	    unlikely((long)atomic_long_read(way->free) <= READ_ONCE(*way->mark)))
		return NULL;
	percpu_enter(flags);
	list = way->list;
	first = list->next;
	page = list_entry(first, struct page, pcp_list);
	if (unlikely(first == list) || unlikely(free_page_damaged(page))) {
		percpu_leave(flags);
		return NULL;
	}
	list->next = first->next;
	list->next->prev = list;
	pcp = way->pcp;
	pcp->count--;
	pcp->fast_allocs++;
	if (unlikely(pcp->free_factor))
		pcp->free_factor >>= 1;
	percpu_leave(flags);
	page->pcp_list.next = NULL; /* not pfmemalloc, not a tail */
	set_page_private(page, 0);
	set_page_count(page, 1);
	if (!page) /* so that the caller need not ask */
		unreachable();
	return page;
}

/* What the fastest path leaves: pages that are zeroed, owners that are noted, the general way. */
static noinline struct page *alloc_pages_rest(gfp_t gfp, unsigned int order, int nid,
					      nodemask_t *nodemask, unsigned long caller)
{
	struct page *page = alloc_fast(gfp, order, nid, nodemask, GFP_GENERAL);

	if (unlikely(!page))
		return alloc_pages_general(gfp, order, nid, nodemask, caller);
	if (buddy_hot.checks)
		page_owner_take(page_to_pfn(page));
	if (gfp & __GFP_ZERO)
		clear_page(page_address(page));
	if (buddy_hot.checks)
		page_owner_set(page, 0, gfp, caller);
	kasan_alloc_pages(page_address(page), PAGE_SIZE);
	return page;
}

/* On a machine with checks: a step, and the call's name for people. */
static noinline struct page *alloc_pages_checked(gfp_t gfp, unsigned int order, int nid,
						 nodemask_t *nodemask, unsigned long caller,
						 enum page_api api)
{
	struct page *page;

	step_next(caller);
	page = alloc_pages_rest(gfp, order, nid, nodemask, caller);
	if (page && api != PAGE_API_ALLOC)
		page_owner_came_by(page, api);
	return page;
}

/* Without calls but in tail position, so that the fast path saves no register. */
static __always_inline struct page *alloc_pages_from(gfp_t gfp, unsigned int order, int nid,
						     nodemask_t *nodemask, unsigned long caller,
						     enum page_api api)
{
	struct page *page;

	if (unlikely(buddy_hot.checks))
		return alloc_pages_checked(gfp, order, nid, nodemask, caller, api);
	page = alloc_fast(gfp, order, nid, nodemask, GFP_GENERAL | __GFP_ZERO);
	return likely(page) ? page : alloc_pages_rest(gfp, order, nid, nodemask, caller);
}

#define CALLER ((unsigned long)__builtin_return_address(0))

struct page *__alloc_pages(gfp_t gfp, unsigned int order, int preferred_nid, nodemask_t *nodemask)
{
	return alloc_pages_from(gfp, order, preferred_nid, nodemask, CALLER, PAGE_API_ALLOC);
}
EXPORT_SYMBOL(__alloc_pages);

struct folio *__folio_alloc(gfp_t gfp, unsigned int order, int preferred_nid, nodemask_t *nodemask)
{
	return (struct folio *)alloc_pages_from(gfp | __GFP_COMP, order, preferred_nid, nodemask,
						CALLER, PAGE_API_FOLIO);
}
EXPORT_SYMBOL(__folio_alloc);

unsigned long __get_free_pages(gfp_t gfp_mask, unsigned int order)
{
	struct page *page = alloc_pages_from(gfp_mask & ~__GFP_HIGHMEM, order, numa_node_id(), NULL,
					     CALLER, PAGE_API_GET_FREE);

	return page ? (unsigned long)page_address(page) : 0;
}
EXPORT_SYMBOL(__get_free_pages);

struct page *buddy_alloc_pages(gfp_t gfp, unsigned int order, int nid, unsigned long caller,
			       enum page_api api)
{
	return alloc_pages_from(gfp, order, nid, NULL, caller, api);
}

unsigned long get_zeroed_page(gfp_t gfp_mask)
{
	struct page *page = alloc_pages_from((gfp_mask & ~__GFP_HIGHMEM) | __GFP_ZERO, 0,
					     numa_node_id(), NULL, CALLER, PAGE_API_ZEROED);

	return page ? (unsigned long)page_address(page) : 0;
}
EXPORT_SYMBOL(get_zeroed_page);

unsigned long __alloc_pages_bulk(gfp_t gfp, int preferred_nid, nodemask_t *nodemask, int nr_pages,
				 struct list_head *page_list, struct page **page_array)
{
	unsigned long caller = CALLER;
	int filled = 0;

	for (; filled < nr_pages; filled++) {
		struct page *page;

		if (page_array && page_array[filled])
			continue;
		page = alloc_pages_from(gfp, 0, preferred_nid, nodemask, caller, PAGE_API_BULK);
		if (!page)
			break;
		if (page_list)
			list_add(&page->lru, page_list);
		else
			page_array[filled] = page;
	}
	/* Slots behind the first failure may be filled from before. */
	while (page_array && filled < nr_pages && page_array[filled])
		filled++;
	return filled;
}
EXPORT_SYMBOL(__alloc_pages_bulk);
