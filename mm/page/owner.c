/* SPDX-License-Identifier: MIT */
/*
 * Who has each block of pages: a record a frame, beside the memory map.
 *
 * Only on machines with checks. A record is written when a block is handed out and when it
 * comes back, by whoever owns the block at that moment, so it needs no lock. The report of pages
 * that were not given back, and that of a bad free, name the caller from it.
 */
#include <linux/errno.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include "mm/machine/machine.h"
#include "page.h"

_Static_assert(sizeof(struct page_owner_record) == 16, "256 records fit a page");

void (*page_owner_count)(unsigned long pc, long bytes);

int page_owner_init(void)
{
	unsigned long nr;

	if (!machine.decl->checks)
		return 0;
	page_state.owner = memblock_alloc(page_state.nr_sections * sizeof(*page_state.owner), 64);
	if (!page_state.owner)
		return -ENOMEM;
	for (nr = 0; nr < page_state.nr_sections; nr++) {
		int nid;
		unsigned long s, e;

		if (!page_state.section_present[nr])
			continue;
		nid = memblock_search_pfn_nid(section_nr_to_pfn(nr), &s, &e);
		page_state.owner[nr] = memblock_alloc_node(
			PAGES_PER_SECTION * sizeof(struct page_owner_record), PAGE_SIZE, nid);
		if (!page_state.owner[nr]) {
			pr_err("no memory to track the owners of pages: declare checks=off or more "
			       "memory\n");
			return -ENOMEM;
		}
	}
	return 0;
}

void page_owner_exit(void)
{
	page_state.owner = NULL;
}

struct page_owner_record *page_owner_of(unsigned long pfn)
{
	if (!page_state.owner || !pfn_valid(pfn))
		return NULL;
	return &page_state.owner[pfn_to_section_nr(pfn)][pfn & (PAGES_PER_SECTION - 1)];
}

void page_owner_set(struct page *page, unsigned int order, unsigned int gfp, unsigned long pc)
{
	struct page_owner_record *r = page_owner_of(page_to_pfn(page));
	unsigned int i;

	if (!r)
		return;
	if (page_owner_count)
		page_owner_count(pc, PAGE_SIZE << order);
	*r = (struct page_owner_record){pc, gfp, order, (short)current->pid};
	for (i = 1; i < 1U << order; i++)
		r[i] = (struct page_owner_record){pc, gfp, -1, (short)current->pid};
}

void page_owner_clear(struct page *page, unsigned int order)
{
	struct page_owner_record *r = page_owner_of(page_to_pfn(page));

	if (!r)
		return;
	if (page_owner_count && r->pc)
		page_owner_count(r->pc, -(long)(PAGE_SIZE << order));
	memset(r, 0, sizeof(*r) << order);
}

void page_owner_split(struct page *page, unsigned int order)
{
	struct page_owner_record *r = page_owner_of(page_to_pfn(page));
	unsigned int i;

	for (i = 0; r && i < 1U << order; i++)
		r[i].order = 0;
}
