/* SPDX-License-Identifier: MIT */
/* The first value of every struct page: which zone and node, and that nobody has it yet. */
#include <linux/memblock.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include "page.h"

/*
 * Pages start with a count of 1, as if allocated: the hand-over of memblock frees those that
 * are free. The rest keep it, so that nobody can get them by mistake.
 */
static void init_single_page(struct page *page, unsigned long links)
{
	*page = (struct page){.flags = links};
	atomic_set(&page->_mapcount, -1);
	set_page_count(page, 1);
	INIT_LIST_HEAD(&page->lru);
}

static unsigned long links_of(struct zone *zone)
{
	return (unsigned long)zone->node << NODES_PGSHIFT | (unsigned long)zone_idx(zone)
								    << ZONES_PGSHIFT;
}

/* Frames [start, end) of @zone within the section. */
static void init_range(struct zone *zone, unsigned long start, unsigned long end,
		       unsigned long extra)
{
	unsigned long links = links_of(zone) | extra, pfn;

	for (pfn = start; pfn < end; pfn++)
		init_single_page(pfn_to_page(pfn), links);
}

/* Where frames between pieces of RAM are counted: the zone whose span they lie in, or after. */
static struct zone *zone_near(unsigned long pfn)
{
	struct zone *zone, *last = NULL;

	for_each_populated_zone (zone) {
		if (zone_spans_pfn(zone, pfn))
			return zone;
		if (!last ||
		    (zone->zone_start_pfn <= pfn && zone->zone_start_pfn >= last->zone_start_pfn))
			last = zone;
	}
	return last;
}

static struct zone *zone_of_ram(int nid, unsigned long pfn)
{
	struct zone *zone = NODE_DATA(nid)->node_zones, *end = zone + MAX_NR_ZONES;

	while (zone < end && !zone_spans_pfn(zone, pfn))
		zone++;
	return zone < end ? zone : NULL;
}

/*
 * Nodes may interleave (a node continues behind the PCI hole), and then a zone's span contains
 * frames of another node: a page's zone comes from the node that memblock names.
 */
void page_init_section(unsigned long section)
{
	unsigned long pfn = section_nr_to_pfn(section), section_end = pfn + PAGES_PER_SECTION;
	unsigned long start, end;
	int i, nid;

	for_each_mem_pfn_range(i, NUMA_NO_NODE, &start, &end, &nid)
	{
		start = clamp(start, pfn, section_end);
		end = clamp(end, pfn, section_end);
		if (start >= end)
			continue;
		if (pfn < start)
			init_range(zone_near(pfn), pfn, start, 1UL << PG_reserved);
		for (pfn = start; pfn < end;) {
			struct zone *zone = zone_of_ram(nid, pfn);
			unsigned long to = min(end, zone_end_pfn(zone));

			init_range(zone, pfn, to, 0);
			pfn = to;
		}
	}
	if (pfn < section_end)
		init_range(zone_near(pfn), pfn, section_end, 1UL << PG_reserved);
}
