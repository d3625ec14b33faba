/* SPDX-License-Identifier: MIT */
/*
 * When a type's lists are empty: which other type gives, and whether a whole pageblock
 * changes its type.
 *
 * The aim is that unmovable pages end up in few pageblocks. So the *largest* free block of the
 * other type is taken, and if at least half of its pageblock is free or of a like kind, the
 * block is converted: the next requests of this type stay in it. Only a movable request, which
 * harms nobody, takes the smallest instead. Behaviour of Linux 6.1 (mm/page_alloc.c).
 */
#include <linux/export.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include "buddy.h"

/* Who is asked, in this order. */
static const int fallbacks[MIGRATE_PCPTYPES][2] = {
	[MIGRATE_UNMOVABLE] = {MIGRATE_RECLAIMABLE, MIGRATE_MOVABLE},
	[MIGRATE_MOVABLE] = {MIGRATE_RECLAIMABLE, MIGRATE_UNMOVABLE},
	[MIGRATE_RECLAIMABLE] = {MIGRATE_UNMOVABLE, MIGRATE_MOVABLE},
};

int page_group_by_mobility_disabled;
EXPORT_SYMBOL(page_group_by_mobility_disabled);

/* As sysctl vm.watermark_boost_factor: how much a mixed pageblock raises the watermarks. */
int watermark_boost_factor = 15000;

void pageblock_set_type(unsigned long pfn, int mt)
{
	if (page_group_by_mobility_disabled && mt < MIGRATE_PCPTYPES)
		mt = MIGRATE_UNMOVABLE;
	WRITE_ONCE(page_state.pageblock_type[pfn >> pageblock_order], (u8)mt);
}

void set_pageblock_migratetype(struct page *page, int migratetype)
{
	pageblock_set_type(page_to_pfn(page), migratetype);
}

int get_pfnblock_migratetype(const struct page *page, unsigned long pfn)
{
	return pageblock_type_at(pfn);
}
EXPORT_SYMBOL(get_pfnblock_migratetype);

int buddy_move_pageblock(struct zone *zone, struct page *page, int mt, int *movable)
{
	unsigned long pfn = pageblock_start_pfn(page_to_pfn(page));
	unsigned long end = pfn + pageblock_nr_pages;
	int moved = 0;

	if (movable)
		*movable = 0;
	while (pfn < end) {
		struct page *p = pfn_to_page(pfn);
		unsigned int order;

		/* A pageblock may be shared with a neighbouring node. */
		if (page_zone(p) != zone) {
			pfn++;
			continue;
		}
		if (!PageBuddy(p)) {
			if (movable && (PageLRU(p) || __PageMovable(p)))
				++*movable;
			pfn++;
			continue;
		}
		order = buddy_order(p);
		buddy_move(zone, p, order, mt);
		moved += 1 << order;
		pfn += 1UL << order;
	}
	return moved;
}

/* May a request of @mt convert the pageblock of a free block of @order? */
static bool may_convert(unsigned int order, int mt)
{
	if (order >= pageblock_order / 2)
		return true;
	return mt == MIGRATE_RECLAIMABLE || mt == MIGRATE_UNMOVABLE ||
	       page_group_by_mobility_disabled;
}

/* The type that gives a block of @order, or -1. */
static int giver(struct zone *zone, unsigned int order, int mt)
{
	int i;

	for (i = 0; i < 2; i++)
		if (!free_area_empty(&zone->free_area[order], fallbacks[mt][i]))
			return fallbacks[mt][i];
	return -1;
}

/* A pageblock is being mixed: let kswapd free a little more, so that it happens less often. */
static bool boost_watermark(struct zone *zone)
{
	unsigned long max_boost;

	if (!watermark_boost_factor || pageblock_nr_pages * 4 > zone_managed_pages(zone))
		return false;
	max_boost = zone->_watermark[WMARK_HIGH] * watermark_boost_factor / 10000;
	if (!max_boost)
		return false;
	max_boost = max(pageblock_nr_pages, max_boost);
	WRITE_ONCE(zone->watermark_boost,
		   min(zone->watermark_boost + pageblock_nr_pages, max_boost));
	zone_marks_changed(zone);
	return true;
}

/* Take over the pageblock of the free block @page, as far as the rules allow. */
static void convert(struct zone *zone, struct page *page, int mt, unsigned int alloc_flags)
{
	unsigned int order = buddy_order(page);
	unsigned long pfn = page_to_pfn(page), i;
	int old = pageblock_type_at(pfn), free, movable, alike;

	if (old == MIGRATE_HIGHATOMIC) {
		buddy_move(zone, page, order, mt);
		return;
	}
	if (order >= pageblock_order) {
		for (i = 0; i < 1UL << order; i += pageblock_nr_pages)
			pageblock_set_type(pfn + i, mt);
		buddy_move(zone, page, order, mt);
		return;
	}
	if (boost_watermark(zone) && (alloc_flags & ALLOC_KSWAPD))
		set_bit(ZONE_BOOSTED_WATERMARK, &zone->flags);
	if (!may_convert(order, mt)) {
		buddy_move(zone, page, order, mt);
		return;
	}
	free = buddy_move_pageblock(zone, page, mt, &movable);
	/* Pages in use count for the request when they are of its kind, as far as one can see. */
	if (mt == MIGRATE_MOVABLE)
		alike = movable;
	else
		alike = old == MIGRATE_MOVABLE ? (int)pageblock_nr_pages - free - movable : 0;
	if (free + alike >= 1 << (pageblock_order - 1) || page_group_by_mobility_disabled)
		pageblock_set_type(pfn, mt);
}

bool buddy_fallback(struct zone *zone, unsigned int order, int mt, unsigned int alloc_flags)
{
	int lowest = order, at, from = -1;

	if (mt >= MIGRATE_PCPTYPES)
		return false;
	if (order < pageblock_order && (alloc_flags & ALLOC_NOFRAGMENT))
		lowest = pageblock_order;
	for (at = MAX_ORDER - 1; at >= lowest; at--) {
		from = giver(zone, at, mt);
		if (from >= 0)
			break;
	}
	if (from < 0)
		return false;
	if (!may_convert(at, mt) && mt == MIGRATE_MOVABLE && at > (int)order)
		for (at = order; (from = giver(zone, at, mt)) < 0; at++)
			;
	convert(zone, get_page_from_free_area(&zone->free_area[at], from), mt, alloc_flags);
	return true;
}
