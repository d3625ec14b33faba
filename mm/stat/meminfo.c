/* SPDX-License-Identifier: MIT */
/* Totals: si_meminfo, and the estimate of what is available. */
#include <linux/export.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/swap.h>

void si_meminfo(struct sysinfo *val)
{
	val->totalram = totalram_pages();
	val->sharedram = global_node_page_state(NR_SHMEM);
	val->freeram = global_zone_page_state(NR_FREE_PAGES);
	val->bufferram = 0;
	val->totalhigh = 0;
	val->freehigh = 0;
	val->mem_unit = PAGE_SIZE;
}
EXPORT_SYMBOL(si_meminfo);

void si_meminfo_node(struct sysinfo *val, int nid)
{
	pg_data_t *pgdat = NODE_DATA(nid);
	int i;

	val->totalram = 0;
	for (i = 0; i < MAX_NR_ZONES; i++)
		val->totalram += zone_managed_pages(&pgdat->node_zones[i]);
	val->sharedram = node_page_state(pgdat, NR_SHMEM);
	val->freeram = sum_zone_node_page_state(nid, NR_FREE_PAGES);
	val->bufferram = 0;
	val->totalhigh = 0;
	val->freehigh = 0;
	val->mem_unit = PAGE_SIZE;
}
EXPORT_SYMBOL(si_meminfo_node);

/*
 * Free pages without the reserves, plus page cache and reclaimable kernel memory, of each of
 * which at least half, or the sum of the low marks, cannot be had without pain.
 */
long si_mem_available(void)
{
	unsigned long pagecache, reclaimable, wmark_low = 0;
	struct zone *zone;
	long available;

	for_each_zone (zone)
		wmark_low += low_wmark_pages(zone);
	available = global_zone_page_state(NR_FREE_PAGES) - totalreserve_pages;
	pagecache =
		global_node_page_state(NR_ACTIVE_FILE) + global_node_page_state(NR_INACTIVE_FILE);
	available += pagecache - min(pagecache / 2, wmark_low);
	reclaimable = global_node_page_state(NR_SLAB_RECLAIMABLE_B) +
		      global_node_page_state(NR_KERNEL_MISC_RECLAIMABLE);
	available += reclaimable - min(reclaimable / 2, wmark_low);
	return max(available, 0L);
}
EXPORT_SYMBOL(si_mem_available);
