/* SPDX-License-Identifier: MIT */
/* Per-CPU page lists: refill, trim, drain, and what they count. */
#include <kunit/test.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/preempt.h>
#include <linux/topology.h>
#include <linux/vmstat.h>

#include "mm/buddy/buddy.h"
#include "mm/machine/machine.h"

/* The zone that GFP_KERNEL takes its pages from on this CPU. */
static struct zone *my_zone(void)
{
	struct zonelist *list = node_zonelist(numa_node_id(), GFP_KERNEL);

	return zonelist_zone(first_zones_zonelist(list, ZONE_NORMAL, NULL));
}

static struct per_cpu_pages *my_pcp(void)
{
	return this_cpu_ptr(my_zone()->per_cpu_pageset);
}

static void an_empty_list_takes_a_batch(struct kunit *test)
{
	struct zone *zone;
	struct page *page;
	long free;

	preempt_disable();
	zone = my_zone();
	drain_local_pages(zone);
	KUNIT_EXPECT_EQ(test, my_pcp()->count, 0);
	free = zone_page_state(zone, NR_FREE_PAGES);
	page = alloc_page(GFP_ATOMIC);
	KUNIT_EXPECT_EQ(test, my_pcp()->count, my_pcp()->batch - 1);
	KUNIT_EXPECT_EQ(test, free - (long)zone_page_state(zone, NR_FREE_PAGES),
			(long)my_pcp()->batch);
	/* The page that was just freed is the next one: it is warm. */
	__free_page(page);
	KUNIT_EXPECT_EQ(test, my_pcp()->count, my_pcp()->batch);
	KUNIT_EXPECT_PTR_EQ(test, alloc_page(GFP_ATOMIC), page);
	__free_page(page);
	drain_local_pages(zone);
	KUNIT_EXPECT_EQ(test, (long)zone_page_state(zone, NR_FREE_PAGES), free);
	preempt_enable();
}

static void a_full_set_gives_back(struct kunit *test)
{
	LIST_HEAD(list);
	struct page *page, *next;
	int high, i;

	preempt_disable();
	high = my_pcp()->high;
	for (i = 0; i < high * 2; i++) {
		page = alloc_page(GFP_ATOMIC | __GFP_NOWARN);
		if (!page || page_zone(page) != my_zone()) {
			if (page)
				__free_page(page);
			break;
		}
		list_add(&page->lru, &list);
	}
	KUNIT_EXPECT_GT(test, i, high);
	list_for_each_entry_safe (page, next, &list, lru) {
		__free_page(page);
		KUNIT_EXPECT_LE(test, my_pcp()->count, high);
	}
	drain_local_pages(NULL);
	preempt_enable();
}

static void orders_up_to_three_are_cached(struct kunit *test)
{
	unsigned int order;
	struct page *page;
	int before;

	preempt_disable();
	for (order = 1; order <= PAGE_ALLOC_COSTLY_ORDER; order++) {
		page = alloc_pages(GFP_ATOMIC, order);
		before = my_pcp()->count;
		__free_pages(page, order);
		KUNIT_EXPECT_EQ(test, my_pcp()->count, before + (1 << order));
		KUNIT_EXPECT_PTR_EQ(test, alloc_pages(GFP_ATOMIC, order), page);
		__free_pages(page, order);
	}
	page = alloc_pages(GFP_ATOMIC, 4);
	before = my_pcp()->count;
	__free_pages(page, 4);
	KUNIT_EXPECT_EQ(test, my_pcp()->count, before);
	drain_local_pages(NULL);
	preempt_enable();
}

static void every_cpu_is_drained(struct kunit *test)
{
	struct zone *zone;
	int cpu;

	__free_page(alloc_page(GFP_KERNEL));
	drain_all_pages(NULL);
	for_each_populated_zone (zone)
		for (cpu = 0; cpu < machine.decl->nr_cpus; cpu++)
			KUNIT_EXPECT_EQ(test, per_cpu_ptr(zone->per_cpu_pageset, cpu)->count, 0);
}

static void limits_follow_the_watermarks(struct kunit *test)
{
	struct zone *zone;

	for_each_populated_zone (zone) {
		unsigned int cpus =
			cpumask_weight(cpumask_of_node(zone->node)) ?: machine.decl->nr_cpus;
		unsigned long n = min(zone_managed_pages(zone) >> 10, 256UL) / 4, pow = 1;

		n += n / 2;
		while (pow * 2 <= n)
			pow *= 2;
		KUNIT_EXPECT_EQ(test, zone->pageset_batch, max((int)pow - 1, 1));
		KUNIT_EXPECT_EQ(
			test, zone->pageset_high,
			max((int)(zone->_watermark[WMARK_LOW] / cpus), zone->pageset_batch * 4));
	}
}

/* Fast or slow, a page is counted once. */
static void events_are_counted(struct kunit *test)
{
	static unsigned long before[NR_VM_EVENT_ITEMS], after[NR_VM_EVENT_ITEMS];
	unsigned long hit, local, n = 100, i;
	enum numa_stat_item near;
	struct zone *zone;
	struct page *page;

	preempt_disable();
	zone = my_zone();
	all_vm_events(before);
	hit = zone_numa_event_state(zone, NUMA_HIT);
	near = zone->node == numa_node_id() ? NUMA_LOCAL : NUMA_OTHER;
	local = zone_numa_event_state(zone, near);
	for (i = 0; i < n; i++) {
		page = alloc_pages(GFP_ATOMIC, i % 3);
		__free_pages(page, i % 3);
	}
	all_vm_events(after);
	KUNIT_EXPECT_EQ(test,
			after[PGALLOC_DMA + zone_idx(zone)] - before[PGALLOC_DMA + zone_idx(zone)],
			34UL + 33 * 2 + 33 * 4);
	KUNIT_EXPECT_EQ(test, after[PGFREE] - before[PGFREE], 34UL + 33 * 2 + 33 * 4);
	KUNIT_EXPECT_EQ(test, zone_numa_event_state(zone, NUMA_HIT) - hit, n);
	KUNIT_EXPECT_EQ(test, zone_numa_event_state(zone, near) - local, n);
	preempt_enable();
}

static struct kunit_case pcp_cases[] = {
	KUNIT_CASE(an_empty_list_takes_a_batch),
	KUNIT_CASE(a_full_set_gives_back),
	KUNIT_CASE(orders_up_to_three_are_cached),
	KUNIT_CASE(every_cpu_is_drained),
	KUNIT_CASE(limits_follow_the_watermarks),
	KUNIT_CASE(events_are_counted),
	{},
};

static struct kunit_suite pcp_suite = {
	.name = "pcp",
	.test_cases = pcp_cases,
};
kunit_test_suite(pcp_suite);
