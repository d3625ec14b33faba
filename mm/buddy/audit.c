/* SPDX-License-Identifier: MIT */
/*
 * The recount: every counter that depends on pages, against a walk over them.
 *
 * It checks the invariants of mm/buddy/buddy.c and reports each breach with both numbers. A
 * page that a defect report left out of use (bad_page) explains lost pages.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/stop_machine.h>
#include "mm/boot/boot.h"
#include "mm/machine/machine.h"
#include "mm/stat/stat.h"
#include "buddy.h"

struct audit {
	struct audit_mismatch *out;
	int max;
	int nr;
};

static void __printf(4, 5) expect(struct audit *a, long counter, long recount, const char *fmt, ...)
{
	va_list args;

	if (counter == recount)
		return;
	if (a->nr < a->max) {
		struct audit_mismatch *m = &a->out[a->nr];

		va_start(args, fmt);
		vscnprintf(m->what, sizeof(m->what), fmt, args);
		va_end(args);
		m->counter = counter;
		m->recount = recount;
	}
	a->nr++;
}

/* Is a page on the list of @order as it must be? */
static bool free_block_ok(struct zone *zone, struct page *page, unsigned int order)
{
	unsigned long pfn = page_to_pfn(page), i;

	if (!PageBuddy(page) || buddy_order(page) != order || page_zone(page) != zone ||
	    pfn & ((1UL << order) - 1))
		return false;
	for (i = 0; i < 1UL << order; i++)
		if (page_ref_count(page + i) || page[i].mapping ||
		    (page[i].flags & (PAGE_FLAGS_CHECK_AT_PREP | BLOCK_ORDER_MASK)))
			return false;
	return true;
}

/* Could @page and its buddy be one block? Then they should be. */
static bool unmerged(struct page *page, unsigned int order)
{
	unsigned long pfn = page_to_pfn(page);
	struct page *buddy = pfn_to_page(pfn ^ (1UL << order));

	return order + 1 < pageblock_order && PageBuddy(buddy) && buddy_order(buddy) == order &&
	       page_zone_id(buddy) == page_zone_id(page);
}

/* => zone->lock held. Returns pages on the lists. */
static unsigned long audit_lists(struct audit *a, struct zone *zone)
{
	unsigned long total = 0;
	unsigned int order;
	struct page *page;
	int mt;

	for (order = 0; order < MAX_ORDER; order++) {
		unsigned long blocks = 0, bad = 0, apart = 0;

		for (mt = 0; mt < MIGRATE_TYPES; mt++)
			list_for_each_entry (page, &zone->free_area[order].free_list[mt],
					     buddy_list) {
				blocks++;
				bad += !free_block_ok(zone, page, order);
				apart += unmerged(page, order);
			}
		expect(a, zone->free_area[order].nr_free, blocks, "node %d %s nr_free of order %u",
		       zone->node, zone->name, order);
		expect(a, 0, bad, "node %d %s damaged free blocks of order %u", zone->node,
		       zone->name, order);
		expect(a, 0, apart, "node %d %s buddies not merged at order %u", zone->node,
		       zone->name, order);
		total += blocks << order;
	}
	return total;
}

static void audit_pcp(struct audit *a, struct zone *zone, int cpu)
{
	struct per_cpu_pages *pcp = per_cpu_ptr(zone->per_cpu_pageset, cpu);
	unsigned long pages = 0, bad = 0;
	struct page *page;
	unsigned int i;

	for (i = 0; i < NR_PCP_LISTS; i++)
		list_for_each_entry (page, &pcp->lists[i], pcp_list) {
			pages += 1UL << pindex_to_order(i);
			bad += page_zone(page) != zone || page_ref_count(page) || PageBuddy(page);
		}
	expect(a, pcp->count, pages, "node %d %s pages cached by cpu %d", zone->node, zone->name,
	       cpu);
	expect(a, 0, bad, "node %d %s damaged pages cached by cpu %d", zone->node, zone->name, cpu);
}

static void audit_zone(struct audit *a, struct zone *zone, struct page_census *c)
{
	unsigned long listed, free, flags;
	int cpu;

	/* One moment for everything that is compared: the other CPUs stand still. */
	spin_lock_irqsave(&zone->lock, flags);
	listed = audit_lists(a, zone);
	for (cpu = 0; cpu < machine.decl->nr_cpus; cpu++)
		audit_pcp(a, zone, cpu);
	zone_census(zone, c);
	free = zone_page_state(zone, NR_FREE_PAGES);
	spin_unlock_irqrestore(&zone->lock, flags);

	expect(a, free, listed, "node %d %s nr_free_pages", zone->node, zone->name);
	expect(a, listed, c->free, "node %d %s free blocks, lists against the memory map",
	       zone->node, zone->name);
	expect(a, zone_managed_pages(zone), c->free + c->pcp + c->used + c->lost,
	       "node %d %s managed", zone->node, zone->name);
	if (!buddy_state.nr_bad_pages)
		expect(a, 0, c->lost, "node %d %s lost pages", zone->node, zone->name);
}

static void audit_present(struct audit *a, struct zone *zone, const struct page_census *c)
{
	expect(a, zone->present_pages, c->present, "node %d %s present", zone->node, zone->name);
	if (zone->spanned_pages < zone->present_pages)
		expect(a, zone->spanned_pages, zone->present_pages, "node %d %s spanned",
		       zone->node, zone->name);
}

/* => the machine stands still */
static int audit_all(void *audit)
{
	struct audit *a = audit;
	unsigned long managed = 0;
	struct page_census c;
	struct zone *zone;

	for_each_populated_zone (zone) {
		audit_zone(a, zone, &c);
		audit_present(a, zone, &c);
		managed += zone_managed_pages(zone);
	}
	expect(a, totalram_pages(), managed, "total RAM");
	expect(a, boot_state.pages_handed + buddy_state.reserved_freed, managed,
	       "pages handed over by memblock");
	return 0;
}

int audit_pages(struct audit_mismatch *out, int max)
{
	struct audit a = {out, max, 0};

	stop_machine(audit_all, &a, NULL);
	return a.nr;
}

#define REPORT_MAX 16

int audit_report(void)
{
	struct audit_mismatch m[REPORT_MAX];
	int n = audit_pages(m, REPORT_MAX), i;

	for (i = 0; i < n && i < REPORT_MAX; i++)
		defect_report(DEFECT_COUNTER, "counter %s says %ld, a recount says %ld", m[i].what,
			      m[i].counter, m[i].recount);
	return n;
}
