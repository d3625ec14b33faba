/* SPDX-License-Identifier: MIT */
/*
 * What is said when an allocation fails or a page is bad, in the words that people and
 * scripts know from Linux's log.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <linux/sched.h>
#include <linux/stdarg.h>
#include <linux/string.h>
#include "lib/leaks.h"
#include "buddy.h"

const char *gfp_text(gfp_t gfp, char *buf, size_t size)
{
	scnprintf(buf, size, "%pGg", &gfp);
	return buf;
}

/* An expected failure (of a large order, of a test) must not fill the log. */
static DEFINE_RATELIMIT_STATE(nopage_rs, 10 * HZ, 10);

void warn_alloc(gfp_t gfp_mask, nodemask_t *nodemask, const char *fmt, ...)
{
	unsigned int filter = SHOW_MEM_FILTER_NODES;
	struct va_format vaf;
	va_list args;

	if ((gfp_mask & __GFP_NOWARN) || !__ratelimit(&nopage_rs))
		return;
	va_start(args, fmt);
	vaf.fmt = fmt;
	vaf.va = &args;
	pr_warn("%s: %pV, mode:%#x(%pGg), nodemask=%*pbl\n", current->comm, &vaf, gfp_mask,
		&gfp_mask, nodemask_pr_args(nodemask));
	va_end(args);
	dump_stack();
	/* Requests that may use the reserves or cannot wait concern all nodes. */
	if (in_interrupt() || !(gfp_mask & __GFP_DIRECT_RECLAIM) ||
	    (current->flags & (PF_MEMALLOC | PF_EXITING)))
		filter &= ~SHOW_MEM_FILTER_NODES;
	__show_mem(filter, nodemask, gfp_zone(gfp_mask));
}
EXPORT_SYMBOL(warn_alloc);

/* A reason that says "it …" becomes a sentence about the page. */
static void begin(struct ferrite_defect *d, enum defect_kind kind, struct page *page,
		  const char *reason)
{
	if (PageSlab(page))
		defect_begin(d, kind, "page of a slab");
	else if (strncmp(reason, "it ", 3) == 0)
		defect_begin(d, kind, "page that %s", reason + 3);
	else
		defect_begin(d, kind, "page with %s", reason);
}

noinline void bad_page_kind(enum defect_kind kind, struct page *page, const char *reason,
			    unsigned long caller)
{
	unsigned long pfn = page_to_pfn(page), first;
	struct page_owner_record *owner = page_owner_around(pfn, &first) ?: page_owner_of(pfn);
	struct ferrite_defect d;

	buddy_state.nr_bad_pages++;
	begin(&d, kind, page, reason);
	defect_linux(&d, "BUG: Bad page state in process %s  pfn:%05lx\npage dumped because: %s",
		     current->comm, pfn, reason);
	if (kind == DEFECT_BAD_FREE)
		leaks_misfreed(page_address(page));
	defect_here(&d, "in");
	if (defect_is_module(caller))
		defect_where(&d, caller);
	if (owner && owner->flags & OWNER_LIVE)
		defect_recorded(&d, owner->alloc_stack, owner->alloc_pid, "allocated");
	else if (owner)
		defect_recorded(&d, owner->free_stack, owner->free_pid, "freed");
	defect_place(&d, page_address(page));
	defect_end(&d);
	dump_page(page, NULL);
}

/* ---- show_mem ---- */

static void show_zone(struct zone *zone)
{
	unsigned long free_pcp = 0;
	int cpu, i;

	for_each_online_cpu (cpu)
		free_pcp += READ_ONCE(per_cpu_ptr(zone->per_cpu_pageset, cpu)->count);
	pr_info("Node %d %s free:%lukB boost:%lukB min:%lukB low:%lukB high:%lukB "
		"reserved_highatomic:%luKB present:%lukB managed:%lukB free_pcp:%lukB\n",
		zone->node, zone->name, zone_page_state(zone, NR_FREE_PAGES) * 4,
		zone->watermark_boost * 4, min_wmark_pages(zone) * 4, low_wmark_pages(zone) * 4,
		high_wmark_pages(zone) * 4, zone->nr_reserved_highatomic * 4,
		zone->present_pages * 4, zone_managed_pages(zone) * 4, free_pcp * 4);
	pr_info("lowmem_reserve[]:");
	for (i = 0; i < MAX_NR_ZONES; i++)
		pr_cont(" %ld", zone->lowmem_reserve[i]);
	pr_cont("\n");
}

static void show_blocks(struct zone *zone)
{
	unsigned long nr[MAX_ORDER], flags, total = 0;
	unsigned char types[MAX_ORDER] = {0};
	unsigned int order;
	int mt;

	spin_lock_irqsave(&zone->lock, flags);
	for (order = 0; order < MAX_ORDER; order++) {
		nr[order] = zone->free_area[order].nr_free;
		total += nr[order] << order;
		for (mt = 0; mt < MIGRATE_TYPES; mt++)
			if (!free_area_empty(&zone->free_area[order], mt))
				types[order] |= 1 << mt;
	}
	spin_unlock_irqrestore(&zone->lock, flags);
	pr_info("Node %d %s: ", zone->node, zone->name);
	for (order = 0; order < MAX_ORDER; order++) {
		static const char letter[MIGRATE_TYPES] = {'U', 'M', 'E', 'H', 'I'};
		char text[MIGRATE_TYPES + 1];
		int n = 0;

		for (mt = 0; mt < MIGRATE_TYPES; mt++)
			if (types[order] & 1 << mt)
				text[n++] = letter[mt];
		text[n] = 0;
		pr_cont("%lu*%lukB ", nr[order], 4UL << order);
		if (nr[order])
			pr_cont("(%s) ", text);
	}
	pr_cont("= %lukB\n", total * 4);
}

/* Is @nid left out, as the flags say? */
static bool node_filtered(unsigned int flags, int nid, nodemask_t *nodemask)
{
	return (flags & SHOW_MEM_FILTER_NODES) && nodemask && !node_isset(nid, *nodemask);
}

void __show_mem(unsigned int flags, nodemask_t *nodemask, int max_zone_idx)
{
	struct zone *zone;

	pr_info("Mem-Info:\n");
	pr_info(" slab_reclaimable:%lu slab_unreclaimable:%lu\n kernel_stack:%lukB "
		"pagetables:%lu\n free:%lu\n",
		global_node_page_state(NR_SLAB_RECLAIMABLE_B),
		global_node_page_state(NR_SLAB_UNRECLAIMABLE_B),
		global_node_page_state(NR_KERNEL_STACK_KB), global_node_page_state(NR_PAGETABLE),
		global_zone_page_state(NR_FREE_PAGES));
	for_each_populated_zone (zone)
		if (zone->type <= max_zone_idx && !node_filtered(flags, zone->node, nodemask))
			show_zone(zone);
	for_each_populated_zone (zone)
		if (zone->type <= max_zone_idx && !node_filtered(flags, zone->node, nodemask))
			show_blocks(zone);
	pr_info("%lu pages RAM\n", totalram_pages());
}

void show_free_areas(unsigned int flags, nodemask_t *nodemask)
{
	__show_mem(flags, nodemask, MAX_NR_ZONES - 1);
}

void show_mem(unsigned int flags, nodemask_t *nodemask)
{
	__show_mem(flags, nodemask, MAX_NR_ZONES - 1);
}
EXPORT_SYMBOL(show_mem);
