/* SPDX-License-Identifier: MIT */
/*
 * Pageblocks kept for atomic requests of order 1 and more.
 *
 * When such a request succeeds, the pageblock that it came from is reserved for its like, up
 * to 1 % of the zone. Nobody else's lists have these pages. When reclaim does not get on,
 * a block is given back.
 */
#include <linux/minmax.h>
#include <linux/mm.h>
#include "buddy.h"

void reserve_highatomic(struct page *page, struct zone *zone)
{
	unsigned long max_managed = zone_managed_pages(zone) / 100 + pageblock_nr_pages;
	unsigned long flags;

	if (READ_ONCE(zone->nr_reserved_highatomic) >= max_managed)
		return;
	spin_lock_irqsave(&zone->lock, flags);
	if (zone->nr_reserved_highatomic < max_managed &&
	    migratetype_is_mergeable(get_pageblock_migratetype(page))) {
		WRITE_ONCE(zone->nr_reserved_highatomic,
			   zone->nr_reserved_highatomic + pageblock_nr_pages);
		zone_marks_changed(zone);
		pageblock_set_type(page_to_pfn(page), MIGRATE_HIGHATOMIC);
		buddy_move_pageblock(zone, page, MIGRATE_HIGHATOMIC, NULL);
	}
	spin_unlock_irqrestore(&zone->lock, flags);
}

/* => zone->lock held. */
static bool unreserve_one(struct zone *zone, int mt)
{
	unsigned int order;

	for (order = 0; order < MAX_ORDER; order++) {
		struct page *page =
			get_page_from_free_area(&zone->free_area[order], MIGRATE_HIGHATOMIC);

		if (!page)
			continue;
		/* Pages that moved into the reserve's lists by other ways are not in the count. */
		if (get_pageblock_migratetype(page) == MIGRATE_HIGHATOMIC) {
			WRITE_ONCE(zone->nr_reserved_highatomic,
				   zone->nr_reserved_highatomic -
					   min(pageblock_nr_pages, zone->nr_reserved_highatomic));
			zone_marks_changed(zone);
		}
		pageblock_set_type(page_to_pfn(page), mt);
		if (buddy_move_pageblock(zone, page, mt, NULL))
			return true;
	}
	return false;
}

bool unreserve_highatomic(const struct alloc_context *ac, bool force)
{
	struct zoneref *z;
	struct zone *zone;
	unsigned long flags;
	bool got;

	for_each_zone_zonelist_nodemask(zone, z, ac->zonelist, ac->highest_zoneidx, ac->nodemask)
	{
		/* The last block stays unless the alternative is to give up. */
		if (!force && READ_ONCE(zone->nr_reserved_highatomic) <= pageblock_nr_pages)
			continue;
		spin_lock_irqsave(&zone->lock, flags);
		got = unreserve_one(zone, ac->migratetype);
		spin_unlock_irqrestore(&zone->lock, flags);
		if (got)
			return true;
	}
	return false;
}
