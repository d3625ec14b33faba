/* SPDX-License-Identifier: MIT */
/*
 * /proc/zoneinfo: a node's zones with sizes, watermarks, counters and per-CPU page lists.
 *
 * The node's own counters are printed once, with its first zone that has RAM. A zone without
 * RAM shows its sizes only. Under zone->lock.
 */
#include "views.h"

#include <linux/cpumask.h>
#include <linux/mmzone.h>
#include <linux/percpu.h>
#include <linux/vmstat.h>

/* After so many failed rounds kswapd gives a node up, and the node counts as unreclaimable. */
#define KSWAPD_MAX_FAILURES 16

static bool first_populated(struct pglist_data *pgdat, struct zone *zone)
{
	struct zone *z = pgdat->node_zones;

	while (z < zone && !populated_zone(z))
		z++;
	return z == zone && populated_zone(zone);
}

static void node_counters(struct seq_file *m, struct pglist_data *pgdat)
{
	int i;

	seq_puts(m, "\n  per-node stats");
	for (i = 0; i < NR_VM_NODE_STAT_ITEMS; i++) {
		unsigned long pages = node_page_state_pages(pgdat, i);

		seq_printf(m, "\n      %-12s %lu", node_stat_name(i), pages);
	}
}

static void zone_sizes(struct seq_file *m, struct zone *zone)
{
	int i;

	seq_printf(m, "\n  pages free     %lu", zone_page_state(zone, NR_FREE_PAGES));
	seq_printf(m, "\n        boost    %lu", zone->watermark_boost);
	seq_printf(m, "\n        min      %lu", min_wmark_pages(zone));
	seq_printf(m, "\n        low      %lu", low_wmark_pages(zone));
	seq_printf(m, "\n        high     %lu", high_wmark_pages(zone));
	seq_printf(m, "\n        spanned  %lu", zone->spanned_pages);
	seq_printf(m, "\n        present  %lu", zone->present_pages);
	seq_printf(m, "\n        managed  %lu", zone_managed_pages(zone));
	seq_printf(m, "\n        cma      %lu", zone_cma_pages(zone));
	seq_printf(m, "\n        protection: (%ld", zone->lowmem_reserve[0]);
	for (i = 1; i < MAX_NR_ZONES; i++)
		seq_printf(m, ", %ld", zone->lowmem_reserve[i]);
	seq_putc(m, ')');
}

static void zone_counters(struct seq_file *m, struct zone *zone)
{
	int i;

	for (i = 0; i < NR_VM_ZONE_STAT_ITEMS; i++)
		seq_printf(m, "\n      %-12s %lu", zone_stat_name(i), zone_page_state(zone, i));
	for (i = 0; i < NR_VM_NUMA_EVENT_ITEMS; i++)
		seq_printf(m, "\n      %-12s %lu", numa_stat_name(i),
			   zone_numa_event_state(zone, i));
}

static void zone_pagesets(struct seq_file *m, struct zone *zone)
{
	int cpu;

	seq_puts(m, "\n  pagesets");
	for_each_online_cpu (cpu) {
		struct per_cpu_pages *pcp = per_cpu_ptr(zone->per_cpu_pageset, cpu);
		struct per_cpu_zonestat *stat = per_cpu_ptr(zone->per_cpu_zonestats, cpu);

		seq_printf(m, "\n    cpu: %i\n              count: %i", cpu, READ_ONCE(pcp->count));
		seq_printf(m, "\n              high:  %i\n              batch: %i",
			   READ_ONCE(pcp->high), READ_ONCE(pcp->batch));
		seq_printf(m, "\n  vm stats threshold: %d", stat->stat_threshold);
	}
}

static void zoneinfo_zone(struct seq_file *m, struct pglist_data *pgdat, struct zone *zone)
{
	seq_printf(m, "Node %d, zone %8s", pgdat->node_id, zone->name);
	if (first_populated(pgdat, zone))
		node_counters(m, pgdat);
	zone_sizes(m, zone);
	if (populated_zone(zone)) {
		zone_counters(m, zone);
		zone_pagesets(m, zone);
		seq_printf(m, "\n  node_unreclaimable:  %u",
			   pgdat->kswapd_failures >= KSWAPD_MAX_FAILURES);
		seq_printf(m, "\n  start_pfn:           %lu", zone->zone_start_pfn);
	}
	seq_putc(m, '\n');
}

static int zoneinfo_show(struct seq_file *m, void *v)
{
	proc_zones_walk(m, v, false, zoneinfo_zone);
	return 0;
}

static const struct seq_operations zoneinfo_ops = {
	.start = proc_nodes_start,
	.next = proc_nodes_next,
	.stop = proc_nodes_stop,
	.show = zoneinfo_show,
};

const struct proc_view proc_view_zoneinfo = {.name = "zoneinfo", .ops = &zoneinfo_ops};
