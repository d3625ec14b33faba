/* SPDX-License-Identifier: MIT */
/*
 * Watermarks: how many pages of a zone stay free, and for whom.
 *
 *   free pages
 *     |  high  kswapd stops
 *     |  low   ordinary requests below this wake kswapd and go to the slow path
 *     |  min   requests that may sleep reclaim for themselves
 *     |  min/2 __GFP_HIGH     3/8 of min: GFP_ATOMIC     0: PF_MEMALLOC
 *
 * and above each mark lowmem_reserve[i] pages more, kept in a low zone from requests that
 * could be served by a higher zone i. Formulas: Documentation/admin-guide/sysctl/vm.rst and
 * the figures of Linux 6.1's /proc/zoneinfo.
 */
#include <linux/export.h>
#include <linux/math.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/swap.h>
#include "buddy.h"

int min_free_kbytes = 1024;
int user_min_free_kbytes = -1;
int watermark_scale_factor = 10; /* ten-thousandths of a zone between two marks */
/* A zone keeps 1/ratio of the memory above it from requests that may use that. 0: nothing. */
int sysctl_lowmem_reserve_ratio[MAX_NR_ZONES] = {
	[ZONE_DMA] = 256,
	[ZONE_DMA32] = 256,
	[ZONE_NORMAL] = 32,
};
unsigned long totalreserve_pages;

/* Is there a block of @order that this request may take? */
static bool has_block(struct zone *z, unsigned int order, bool harder)
{
	unsigned int o;
	int mt;

	for (o = order; o < MAX_ORDER; o++) {
		struct free_area *area = &z->free_area[o];

		if (!READ_ONCE(area->nr_free))
			continue;
		for (mt = 0; mt < MIGRATE_PCPTYPES; mt++)
			if (!free_area_empty(area, mt))
				return true;
		if (harder && !free_area_empty(area, MIGRATE_HIGHATOMIC))
			return true;
	}
	return false;
}

bool watermark_ok(struct zone *z, unsigned int order, unsigned long mark, int highest_zoneidx,
		  unsigned int alloc_flags, long free_pages)
{
	const bool harder = alloc_flags & (ALLOC_HARDER | ALLOC_OOM);
	long min = mark;

	free_pages -= (1L << order) - 1;
	if (!harder)
		free_pages -= READ_ONCE(z->nr_reserved_highatomic);
	if (alloc_flags & ALLOC_HIGH)
		min -= min / 2;
	if (harder)
		min -= alloc_flags & ALLOC_OOM ? min / 2 : min / 4;
	if (free_pages <= min + z->lowmem_reserve[highest_zoneidx])
		return false;
	return !order || has_block(z, order, harder);
}

bool watermark_fast(struct zone *z, unsigned int order, unsigned long mark, int highest_zoneidx,
		    unsigned int alloc_flags)
{
	long free = zone_page_state(z, NR_FREE_PAGES), usable = free;

	if (!order) {
		if (!(alloc_flags & (ALLOC_HARDER | ALLOC_OOM)))
			usable -= min(usable, (long)READ_ONCE(z->nr_reserved_highatomic));
		if (usable > (long)mark + z->lowmem_reserve[highest_zoneidx])
			return true;
	}
	if (watermark_ok(z, order, mark, highest_zoneidx, alloc_flags, free))
		return true;
	/* A boost is there to wake kswapd early; it must not fail an urgent single page. */
	if (!order && READ_ONCE(z->watermark_boost) &&
	    (alloc_flags & ALLOC_WMARK_MASK) == WMARK_MIN && (alloc_flags & ALLOC_HIGH))
		return watermark_ok(z, order, z->_watermark[WMARK_MIN], highest_zoneidx,
				    alloc_flags, free);
	return false;
}

bool zone_watermark_ok(struct zone *z, unsigned int order, unsigned long mark, int highest_zoneidx,
		       unsigned int alloc_flags)
{
	return watermark_ok(z, order, mark, highest_zoneidx, alloc_flags,
			    zone_page_state(z, NR_FREE_PAGES));
}

bool zone_watermark_ok_safe(struct zone *z, unsigned int order, unsigned long mark,
			    int highest_zoneidx)
{
	return zone_watermark_ok(z, order, mark, highest_zoneidx, 0);
}

/* ---- how large they are ---- */

void setup_lowmem_reserve(void)
{
	struct pglist_data *pgdat;
	int i, j;

	for_each_online_pgdat(pgdat)
	{
		for (i = 0; i < MAX_NR_ZONES - 1; i++) {
			struct zone *zone = &pgdat->node_zones[i];
			int ratio = sysctl_lowmem_reserve_ratio[i];
			bool none = !ratio || !zone_managed_pages(zone);
			unsigned long above = 0;

			for (j = i + 1; j < MAX_NR_ZONES; j++) {
				above += zone_managed_pages(&pgdat->node_zones[j]);
				zone->lowmem_reserve[j] = none ? 0 : above / ratio;
			}
			zone_marks_changed(zone);
		}
	}
}

/* What page cache and user memory cannot have: high mark plus the largest reserve, by zone. */
static void calculate_totalreserve(void)
{
	struct pglist_data *pgdat;
	unsigned long total = 0;
	int i, j;

	for_each_online_pgdat(pgdat)
	{
		pgdat->totalreserve_pages = 0;
		for (i = 0; i < MAX_NR_ZONES; i++) {
			struct zone *zone = &pgdat->node_zones[i];
			long max = 0;

			for (j = i; j < MAX_NR_ZONES; j++)
				max = max(max, zone->lowmem_reserve[j]);
			max += high_wmark_pages(zone);
			max = min_t(unsigned long, max, zone_managed_pages(zone));
			pgdat->totalreserve_pages += max;
			total += max;
		}
	}
	totalreserve_pages = total;
}

unsigned long nr_free_buffer_pages(void)
{
	unsigned long sum = 0;
	struct zone *zone;

	for_each_populated_zone (zone) {
		unsigned long size = zone_managed_pages(zone), high = high_wmark_pages(zone);

		if (zone_idx(zone) <= ZONE_NORMAL && size > high)
			sum += size - high;
	}
	return sum;
}

/* min is the zone's share of min_free_kbytes; the distance to low and high is a quarter of it
 * or the scale factor's part of the zone, whichever is more. */
static void set_wmarks(struct zone *zone, unsigned long pages_min, unsigned long all)
{
	u64 managed = zone_managed_pages(zone), min, step;

	min = all ? (u64)pages_min * managed / all : 0;
	step = max(min >> 2, managed * watermark_scale_factor / 10000);
	WRITE_ONCE(zone->watermark_boost, 0);
	zone->_watermark[WMARK_MIN] = min;
	zone->_watermark[WMARK_LOW] = min + step;
	zone->_watermark[WMARK_HIGH] = min + 2 * step;
	zone->_watermark[WMARK_PROMO] = min + 3 * step;
	zone_marks_changed(zone);
}

void setup_per_zone_wmarks(void)
{
	unsigned long pages_min = min_free_kbytes >> (PAGE_SHIFT - 10), all = 0;
	unsigned long flags;
	struct zone *zone;

	for_each_zone (zone)
		all += zone_managed_pages(zone);
	for_each_zone (zone) {
		spin_lock_irqsave(&zone->lock, flags);
		set_wmarks(zone, pages_min, all);
		spin_unlock_irqrestore(&zone->lock, flags);
	}
	calculate_totalreserve();
	for_each_populated_zone (zone)
		pcp_update_limits(zone);
}

/* min_free_kbytes = 4 * sqrt(low memory in KiB), 128 KiB to 256 MiB: 64 MiB -> 1 MiB, 1 GiB -> 4
 * MiB. */
static void calculate_min_free_kbytes(void)
{
	unsigned long lowmem_kb = nr_free_buffer_pages() * (PAGE_SIZE >> 10);

	min_free_kbytes = clamp_t(unsigned long, int_sqrt(lowmem_kb * 16), 128, 262144);
}

/*
 * What khugepaged asks for on a kernel with transparent huge pages, as Debian's is: room for
 * two pageblocks of each type in each zone, and more for fallbacks, at most 5 % of memory. This
 * is why min_free_kbytes of a 1 GiB machine is 48 MiB and not 4.
 */
static void raise_for_huge_pages(void)
{
	unsigned long recommended, zones = 0;
	struct zone *zone;

	for_each_populated_zone (zone)
		zones += zone_idx(zone) <= ZONE_NORMAL;
	recommended = pageblock_nr_pages * zones * 2;
	recommended += pageblock_nr_pages * zones * MIGRATE_PCPTYPES * MIGRATE_PCPTYPES;
	recommended = min(recommended, nr_free_buffer_pages() / 20);
	recommended <<= PAGE_SHIFT - 10;
	if (recommended > min_free_kbytes)
		min_free_kbytes = recommended;
	setup_per_zone_wmarks();
}

int __meminit init_per_zone_wmark_min(void)
{
	calculate_min_free_kbytes();
	setup_per_zone_wmarks();
	refresh_zone_stat_thresholds();
	setup_lowmem_reserve();
	raise_for_huge_pages();
	calculate_totalreserve();
	return 0;
}
