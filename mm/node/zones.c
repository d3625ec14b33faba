/* SPDX-License-Identifier: MIT */
/* A node's zones: where each begins and ends, and how much of it is RAM. */
#include <ferrite/lock_rank.h>
#include <linux/memblock.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include "mm/machine/machine.h"
#include "node.h"

/* First frame that is above a zone type, whatever the node. Movable and Device have no range. */
static const unsigned long zone_limit[] = {
	[ZONE_DMA] = 16UL << (20 - PAGE_SHIFT),
	[ZONE_DMA32] = 4UL << (30 - PAGE_SHIFT),
	[ZONE_NORMAL] = ~0UL,
};

static unsigned long zone_lower(int type)
{
	return type == ZONE_DMA ? 0 : zone_limit[type - 1];
}

unsigned long node_present_in(int nid, unsigned long start, unsigned long end)
{
	unsigned long s, e, n = 0;
	int i;

	for_each_mem_pfn_range(i, nid, &s, &e, NULL)
	{
		s = clamp(s, start, end);
		e = clamp(e, start, end);
		n += e - s;
	}
	return n;
}

void node_find_movable_zone(void)
{
	int type;

	for (type = ZONE_NORMAL; type > ZONE_DMA; type--)
		if (node_present_in(NUMA_NO_NODE, zone_lower(type), zone_limit[type]))
			break;
	node_state_root.movable_zone = type;
}

/*
 * First frame of the node's movable zone, or ~0. Counted in RAM from the top of the node, not
 * below the zone that it is cut from, rounded up so that no block spans both zones.
 */
static unsigned long movable_start(pg_data_t *pgdat)
{
	unsigned long want = machine.decl->movable_bytes[pgdat->node_id] >> PAGE_SHIFT;
	unsigned long low = max(zone_lower(node_state_root.movable_zone), pgdat->node_start_pfn);
	unsigned long end = pgdat_end_pfn(pgdat), high = end;

	if (!want || low >= end)
		return ~0UL;
	/* The highest frame at which [frame, end) holds as much: a search over the holes. */
	while (low < high) {
		unsigned long mid = low + (high - low + 1) / 2;

		if (node_present_in(pgdat->node_id, mid, end) >= want)
			low = mid;
		else
			high = mid - 1;
	}
	low = (low + MAX_ORDER_NR_PAGES - 1) & ~(MAX_ORDER_NR_PAGES - 1UL);
	return low < end ? low : ~0UL;
}

static void zone_set_span(struct zone *zone, unsigned long start, unsigned long end)
{
	pg_data_t *pgdat = zone->zone_pgdat;

	start = clamp(start, pgdat->node_start_pfn, pgdat_end_pfn(pgdat));
	end = clamp(end, pgdat->node_start_pfn, pgdat_end_pfn(pgdat));
	if (start >= end)
		return;
	zone->zone_start_pfn = start;
	zone->spanned_pages = end - start;
	zone->present_pages = node_present_in(pgdat->node_id, start, end);
}

static void zone_init_empty(pg_data_t *pgdat, struct zone *zone, int type)
{
	unsigned int order, mt;

	zone->zone_pgdat = pgdat;
	zone->node = pgdat->node_id;
	zone->type = type;
	zone->name = zone_names[type];
	zone->initialized = 1;
	spin_lock_init_ranked(&zone->lock, LOCK_RANK_ZONE);
	for_each_migratetype_order(order, mt) INIT_LIST_HEAD(&zone->free_area[order].free_list[mt]);
}

void node_init_zones(pg_data_t *pgdat)
{
	unsigned long movable = movable_start(pgdat);
	int type;

	for (type = 0; type < MAX_NR_ZONES; type++) {
		struct zone *zone = &pgdat->node_zones[type];

		zone_init_empty(pgdat, zone, type);
		if (type <= ZONE_NORMAL)
			zone_set_span(zone, zone_lower(type), min(zone_limit[type], movable));
		else if (type == ZONE_MOVABLE && movable != ~0UL)
			zone_set_span(zone, movable, ~0UL);
		pgdat->node_present_pages += zone->present_pages;
		if (!zone->present_pages)
			continue;
		pgdat->nr_zones = type + 1;
		pr_info("  node %d zone %-7s [mem %#018lx-%#018lx]\n", pgdat->node_id, zone->name,
			zone->zone_start_pfn << PAGE_SHIFT, (zone_end_pfn(zone) << PAGE_SHIFT) - 1);
	}
}
