/* SPDX-License-Identifier: MIT */
/*
 * Who has which page: a walk over the memory map.
 *
 * A frame is reserved, in a free block, on a per-CPU list, or in use: part of a block whose first
 * page has a reference, or whose owner has put its count to 0 himself (never done by us). What
 * is none of these is lost.
 */
#include <linux/export.h>
#include <linux/log2.h>
#include <linux/memblock.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/stop_machine.h>
#include "lib/leaks.h"
#include "mm/machine/machine.h"
#include "mm/stat/stat.h"
#include "buddy.h"

static unsigned long zone_pcp_pages(struct zone *zone)
{
	unsigned long n = 0;
	int cpu;

	if (zone->per_cpu_pageset)
		for (cpu = 0; cpu < machine.decl->nr_cpus; cpu++)
			n += READ_ONCE(per_cpu_ptr(zone->per_cpu_pageset, cpu)->count);
	return n;
}

unsigned long pages_in_use(void)
{
	struct zone *zone;
	long n = 0;

	for_each_populated_zone (zone)
		n += (long)zone_managed_pages(zone) - (long)zone_page_state(zone, NR_FREE_PAGES) -
		     (long)zone_pcp_pages(zone);
	return n;
}

/* Frames of the block that begins with @page, which is not free. */
static unsigned long block_pages(struct page *page)
{
	return PageHead(page) ? compound_nr(page) : 1UL << block_order(page);
}

/*
 * Call @fn for each block of RAM of @zone that is neither reserved nor in the free lists.
 * Holes inside the span belong to no one and are not counted.
 */
static void for_each_busy_block(struct zone *zone, struct page_census *c,
				void (*fn)(struct page *page, unsigned long nr, void *arg),
				void *arg)
{
	unsigned long pfn = zone->zone_start_pfn, end = zone_end_pfn(zone);

	while (pfn < end) {
		struct page *page;
		unsigned long nr = 1;

		if (!pfn_valid(pfn)) {
			pfn = min(end, SECTION_ALIGN_UP(pfn + 1));
			continue;
		}
		page = pfn_to_page(pfn);
		if (page_zone(page) != zone) {
			pfn++;
			continue;
		}
		if (PageReserved(page)) {
			/* Holes have reserved pages as well; they are not RAM. */
			c->reserved += memblock_is_memory(PFN_PHYS(pfn));
		} else if (PageBuddy(page)) {
			nr = 1UL << buddy_order(page);
			c->free += nr;
		} else if (page_ref_count(page) > 0) {
			nr = block_pages(page);
			c->used += nr;
			c->slab += PageSlab(page) ? nr : 0;
			if (fn)
				fn(page, nr, arg);
		} else {
			c->lost++; /* or on a per-CPU list: subtracted below */
		}
		pfn += nr;
	}
}

void zone_census(struct zone *zone, struct page_census *c)
{
	*c = (struct page_census){.pcp = zone_pcp_pages(zone)};
	for_each_busy_block(zone, c, NULL, NULL);
	c->lost -= c->pcp;
	c->present = c->reserved + c->free + c->pcp + c->used + c->lost;
}

static void leak_head(struct ferrite_defect *d, const struct leak *first, unsigned long nr)
{
	unsigned long pages = first->size >> PAGE_SHIFT;

	if (nr == 1)
		defect_begin(d, DEFECT_LEAK, "%lu page%s (order %d), %s", pages,
			     pages == 1 ? "" : "s", ilog2(pages), first->what);
	else
		defect_begin(d, DEFECT_LEAK, "%lu times %lu page%s (order %d), %s", nr, pages,
			     pages == 1 ? "" : "s", ilog2(pages), first->what);
}

static void add_leak(struct page *page, unsigned long nr, void *is_ours)
{
	struct page_owner_record *r = page_owner_of(page_to_pfn(page));
	bool (*ours)(unsigned long caller) = is_ours;
	struct leak leak = {.addr = page_address(page), .size = nr << PAGE_SHIFT};

	if (!r || !(r->flags & OWNER_LIVE) || (r->flags & OWNER_REPORTED) || PageSlab(page))
		return;
	if (ours && !ours(page_owner_caller(r)))
		return;
	r->flags |= OWNER_REPORTED;
	leak.what = page_owner_api(r);
	leak.stack = r->alloc_stack;
	leak.step = r->step;
	leak.pid = r->alloc_pid;
	leaks_add(&leak);
}

/* => the machine stands still */
static int add_all_leaks(void *is_ours)
{
	struct page_census unused = {0};
	struct zone *zone;

	for_each_populated_zone (zone)
		for_each_busy_block(zone, &unused, add_leak, is_ours);
	return 0;
}

/* Pages that were written to since they came back, or behind a block that a module has. */
/* => the machine stands still */
static int check_free(void *bad)
{
	unsigned long pfn;
	struct zone *zone;

	for_each_populated_zone (zone)
		for (pfn = zone->zone_start_pfn; pfn < zone_end_pfn(zone); pfn++)
			*(unsigned long *)bad += !page_owner_check_free(pfn);
	return 0;
}

unsigned long page_check_free(void)
{
	unsigned long bad = 0;

	if (page_state.owner)
		stop_machine(check_free, &bad, NULL);
	return bad;
}

unsigned long page_report_leaks(bool (*is_ours)(unsigned long caller))
{
	if (!page_state.owner)
		return 0;
	leaks_begin(leak_head);
	stop_machine(add_all_leaks, is_ours, NULL);
	return leaks_report();
}

/* The same when there is no other CPU any more, nor a scheduler. */
static unsigned long report_all_leaks(void)
{
	if (!page_state.owner)
		return 0;
	leaks_begin(leak_head);
	add_all_leaks(NULL);
	return leaks_report();
}

/* What was found before explains the pages that are missing now: it is not said twice. */
unsigned long page_census(void)
{
	unsigned long known = defect_count_kind(DEFECT_LEAK) + defect_count_kind(DEFECT_BAD_FREE);
	unsigned long used = 0, lost = 0;
	struct page_census c;
	struct zone *zone;

	for_each_populated_zone (zone) {
		zone_census(zone, &c);
		used += c.used;
		lost += c.lost;
	}
	if (used && !known && !report_all_leaks() && !leaks_explained())
		defect_report(DEFECT_LEAK, "page leak: %lu pages are still in use", used);
	if (lost && !buddy_state.nr_bad_pages)
		defect_report(DEFECT_COUNTER, "%lu pages are neither free nor in use", lost);
	return used;
}
