/* SPDX-License-Identifier: MIT */
/*
 * Counters: events per CPU, items per zone and node (see <linux/vmstat.h>).
 *
 * An event counter is written by its CPU only and read by anybody; the reader sees some recent
 * value. A node or zone item is one atomic. Sums over zones are made when they are asked for,
 * so there is no second place that could disagree.
 */
#include <linux/export.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/vmstat.h>
#include "mm/machine/machine.h"
#include "stat.h"

DEFINE_PER_CPU(struct vm_event_state, vm_event_states);
EXPORT_PER_CPU_SYMBOL(vm_event_states);

void vm_events_reset(void)
{
	int cpu;

	for (cpu = 0; cpu < machine.decl->nr_cpus; cpu++)
		memset(per_cpu_ptr(&vm_event_states, cpu), 0, sizeof(struct vm_event_state));
}

/* Sums over all CPUs of what the fast paths counted for @zone. */
static void zone_fast_events(struct zone *zone, unsigned long *allocs, unsigned long *frees)
{
	int cpu;

	*allocs = *frees = 0;
	if (!zone->per_cpu_pageset)
		return;
	for (cpu = 0; cpu < machine.decl->nr_cpus; cpu++) {
		struct per_cpu_pages *pcp = per_cpu_ptr(zone->per_cpu_pageset, cpu);

		*allocs += READ_ONCE(pcp->fast_allocs);
		*frees += READ_ONCE(pcp->fast_frees);
	}
}

void all_vm_events(unsigned long *ret)
{
	unsigned long allocs, frees;
	struct zone *zone;
	int cpu, i;

	memset(ret, 0, NR_VM_EVENT_ITEMS * sizeof(*ret));
	for (cpu = 0; cpu < machine.decl->nr_cpus; cpu++)
		for (i = 0; i < NR_VM_EVENT_ITEMS; i++)
			ret[i] += READ_ONCE(per_cpu_ptr(&vm_event_states, cpu)->event[i]);
	for_each_populated_zone (zone) {
		zone_fast_events(zone, &allocs, &frees);
		ret[PGALLOC_DMA + zone->type] += allocs;
		ret[PGFREE] += frees;
	}
}
EXPORT_SYMBOL(all_vm_events);

unsigned long global_zone_page_state(enum zone_stat_item item)
{
	unsigned long sum = 0;
	struct zone *zone;

	for_each_populated_zone (zone)
		sum += zone_page_state(zone, item);
	return sum;
}
EXPORT_SYMBOL(global_zone_page_state);

unsigned long global_node_page_state(enum node_stat_item item)
{
	struct pglist_data *pgdat;
	unsigned long sum = 0;

	for_each_online_pgdat(pgdat) sum += node_page_state(pgdat, item);
	return sum;
}
EXPORT_SYMBOL(global_node_page_state);

unsigned long zone_numa_event_state(struct zone *zone, enum numa_stat_item item)
{
	unsigned long sum = 0, allocs, frees;
	int cpu;

	if (!zone->per_cpu_zonestats)
		return 0;
	zone_fast_events(zone, &allocs, &frees);
	if (item == NUMA_HIT || item == NUMA_LOCAL)
		sum = allocs;
	for (cpu = 0; cpu < machine.decl->nr_cpus; cpu++)
		sum += READ_ONCE(per_cpu_ptr(zone->per_cpu_zonestats, cpu)->vm_numa_event[item]);
	return sum;
}

unsigned long global_numa_event_state(enum numa_stat_item item)
{
	unsigned long sum = 0;
	struct zone *zone;

	for_each_populated_zone (zone)
		sum += zone_numa_event_state(zone, item);
	return sum;
}

unsigned long sum_zone_node_page_state(int node, enum zone_stat_item item)
{
	struct zone *zones = NODE_DATA(node)->node_zones;
	unsigned long sum = 0;
	int i;

	for (i = 0; i < MAX_NR_ZONES; i++)
		sum += zone_page_state(&zones[i], item);
	return sum;
}

unsigned long sum_zone_numa_event_state(int node, enum numa_stat_item item)
{
	struct zone *zones = NODE_DATA(node)->node_zones;
	unsigned long sum = 0;
	int i;

	for (i = 0; i < MAX_NR_ZONES; i++)
		sum += zone_numa_event_state(&zones[i], item);
	return sum;
}

void inc_zone_page_state(struct page *page, enum zone_stat_item item)
{
	mod_zone_page_state(page_zone(page), item, 1);
}
EXPORT_SYMBOL(inc_zone_page_state);

void dec_zone_page_state(struct page *page, enum zone_stat_item item)
{
	mod_zone_page_state(page_zone(page), item, -1);
}
EXPORT_SYMBOL(dec_zone_page_state);

void inc_node_page_state(struct page *page, enum node_stat_item item)
{
	mod_node_page_state(page_pgdat(page), item, 1);
}
EXPORT_SYMBOL(inc_node_page_state);

void dec_node_page_state(struct page *page, enum node_stat_item item)
{
	mod_node_page_state(page_pgdat(page), item, -1);
}
EXPORT_SYMBOL(dec_node_page_state);

static int fls_of(unsigned long x)
{
	return x ? 64 - __builtin_clzl(x) : 0;
}

/* Linux's formula: grows with the logarithms of CPUs and of memory in units of 128 MiB. */
void refresh_zone_stat_thresholds(void)
{
	struct zone *zone;
	int cpu, threshold;

	for_each_populated_zone (zone) {
		unsigned long mem = zone_managed_pages(zone) >> (27 - PAGE_SHIFT);

		threshold = min(125, 2 * fls_of(machine.decl->nr_cpus) * (1 + fls_of(mem)));
		for (cpu = 0; cpu < machine.decl->nr_cpus; cpu++)
			per_cpu_ptr(zone->per_cpu_zonestats, cpu)->stat_threshold = threshold;
	}
}
