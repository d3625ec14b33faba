/* SPDX-License-Identifier: MIT */
/*
 * Ranges larger than the largest block: isolate the pageblocks, so that nobody is served from
 * them and what is freed stays; when every page of the range is free, take them.
 *
 * Pages in use are not moved: there is nothing movable yet, so a range with a page in use is
 * -EBUSY, as on Linux for an unmovable one.
 */
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/sched/mm.h>
#include "buddy.h"

/* Give the pageblocks of [start, end) the type @to, their free pages with them. */
static void set_blocks(struct zone *zone, unsigned long start, unsigned long end, int to)
{
	unsigned long pfn, flags;

	spin_lock_irqsave(&zone->lock, flags);
	for (pfn = pageblock_start_pfn(start); pfn < end; pfn += pageblock_nr_pages) {
		bool was = pageblock_type_at(pfn) == MIGRATE_ISOLATE;

		if (was == (to == MIGRATE_ISOLATE))
			continue;
		zone->nr_isolate_pageblock += to == MIGRATE_ISOLATE ? 1 : -1;
		/* A free block larger than a pageblock follows the pageblock of its first page. */
		pageblock_set_type(pfn, to);
		buddy_move_pageblock(zone, pfn_to_page(pfn), to, NULL);
	}
	spin_unlock_irqrestore(&zone->lock, flags);
}

/* Frame of the free block that contains @pfn, or ~0. => zone->lock held. */
static unsigned long free_block_of(unsigned long pfn)
{
	unsigned int order;

	for (order = 0; order < MAX_ORDER; order++) {
		unsigned long head = pfn & ~((1UL << order) - 1);
		struct page *page = pfn_to_page(head);

		if (PageBuddy(page) && buddy_order(page) >= order)
			return head + (1UL << buddy_order(page)) > pfn ? head : ~0UL;
	}
	return ~0UL;
}

static bool range_is_free(unsigned long start, unsigned long end)
{
	while (start < end) {
		unsigned long head = free_block_of(start);

		if (head == ~0UL)
			return false;
		start = head + (1UL << buddy_order(pfn_to_page(head)));
	}
	return true;
}

/* Take a free block off its list; what of it lies outside [start, end) goes back. */
static void carve(struct zone *zone, unsigned long head, unsigned long start, unsigned long end,
		  int mt)
{
	unsigned int order = buddy_order(pfn_to_page(head));
	unsigned long pfn, block_end = head + (1UL << order);

	buddy_del(zone, pfn_to_page(head), order);
	for (pfn = head; pfn < block_end; pfn++)
		if (pfn < start || pfn >= end)
			buddy_free(zone, pfn_to_page(pfn), pfn, 0, mt, true);
}

static int take_range(struct zone *zone, unsigned long start, unsigned long end)
{
	unsigned long pfn = start, flags;

	spin_lock_irqsave(&zone->lock, flags);
	if (!range_is_free(start, end)) {
		spin_unlock_irqrestore(&zone->lock, flags);
		return -EBUSY;
	}
	while (pfn < end) {
		unsigned long head = free_block_of(pfn);

		pfn = head + (1UL << buddy_order(pfn_to_page(head)));
		carve(zone, head, start, end, MIGRATE_ISOLATE);
	}
	mod_zone_page_state(zone, NR_FREE_PAGES, -(long)(end - start));
	spin_unlock_irqrestore(&zone->lock, flags);
	return 0;
}

static bool range_in_zone(struct zone *zone, unsigned long start, unsigned long end)
{
	unsigned long pfn;

	if (start >= end || !zone)
		return false;
	for (pfn = start; pfn < end; pfn++)
		if (!pfn_valid(pfn) || page_zone(pfn_to_page(pfn)) != zone)
			return false;
	return true;
}

static void take_owner(unsigned long pfn, gfp_t gfp, unsigned long caller)
{
	page_owner_take(pfn);
	page_owner_set(pfn_to_page(pfn), 0, gfp, caller);
	page_owner_came_by(pfn_to_page(pfn), PAGE_API_CONTIG);
}

int alloc_contig_range(unsigned long start, unsigned long end, unsigned int migratetype,
		       gfp_t gfp_mask)
{
	unsigned long caller = (unsigned long)__builtin_return_address(0), pfn;
	struct zone *zone = pfn_valid(start) ? page_zone(pfn_to_page(start)) : NULL;
	int err;

	might_alloc(gfp_mask);
	if (!range_in_zone(zone, start, end))
		return -EINVAL;
	set_blocks(zone, start, end, MIGRATE_ISOLATE);
	drain_all_pages(zone);
	err = take_range(zone, start, end);
	set_blocks(zone, start, end, migratetype);
	for (pfn = start; !err && pfn < end; pfn++) {
		set_page_count(pfn_to_page(pfn), 1);
		if (gfp_mask & __GFP_ZERO)
			clear_page(page_address(pfn_to_page(pfn)));
		if (buddy_hot.checks)
			take_owner(pfn, gfp_mask, caller);
		kasan_alloc_pages(page_address(pfn_to_page(pfn)), PAGE_SIZE);
	}
	return err;
}
EXPORT_SYMBOL(alloc_contig_range);

struct page *alloc_contig_pages(unsigned long nr_pages, gfp_t gfp_mask, int nid,
				nodemask_t *nodemask)
{
	struct zonelist *zonelist = node_zonelist(nid, gfp_mask);
	struct zoneref *z;
	struct zone *zone;
	unsigned long pfn, align = 1;

	while (align < nr_pages)
		align <<= 1;
	for_each_zone_zonelist_nodemask(zone, z, zonelist, gfp_zone(gfp_mask), nodemask)
	{
		pfn = (zone->zone_start_pfn + align - 1) & ~(align - 1);
		for (; pfn + nr_pages <= zone_end_pfn(zone); pfn += align)
			if (!alloc_contig_range(pfn, pfn + nr_pages, MIGRATE_MOVABLE, gfp_mask))
				return pfn_to_page(pfn);
	}
	return NULL;
}
EXPORT_SYMBOL(alloc_contig_pages);

void free_contig_range(unsigned long pfn, unsigned long nr_pages)
{
	for (; nr_pages--; pfn++)
		__free_page(pfn_to_page(pfn));
}
EXPORT_SYMBOL(free_contig_range);
