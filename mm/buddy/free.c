/* SPDX-License-Identifier: MIT */
/*
 * Pages that come back: the checks, and the way to the per-CPU lists or the zone.
 *
 * A free is believed only after the page agrees: it lies in the memory map, has a reference, is
 * not mapped, not on an LRU list, not a slab, and the order is the one that it was
 * handed out with. Whatever does not agree is reported in Linux's words ("BUG: Bad page
 * state") and the block is left alone: nothing else is harmed by it.
 *
 * References. __free_pages() is called by who owns the block: a count of 1 is then the
 * caller's own, and is dropped by a store. put_page(), which page cache and others use while
 * strangers may try to get a reference, drops atomically.
 */
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/swap.h>
#include "lib/leaks.h"
#include "lib/step.h"
#include "buddy.h"

/* A page that is being freed must have nothing of this; the flags that may stay are cleared. */
static __always_inline unsigned long unfit(const struct page *page, int refs)
{
	return page_oddity(page, PAGE_FLAGS_CHECK_AT_FREE | 1UL << PG_head | BLOCK_ORDER_MASK,
			   refs);
}

static const char wrong_order[] = "it is freed with another order than it was allocated with";

/* Somebody has the block that this page is in, which begins before it. */
static bool is_inner(struct page *page)
{
	struct page_owner_record *owner = page_owner_of(page_to_pfn(page));

	return PageTail(page) || (owner && owner->flags & OWNER_LIVE && !PageBuddy(page));
}

/* What is wrong with a page that is freed when it has no reference. */
static const char *unused_reason(struct page *page)
{
	struct page_owner_record *owner = page_owner_of(page_to_pfn(page));

	if (PageTail(page))
		return "it is a tail page of a compound page";
	if (PageBuddy(page) || (owner && !(owner->flags & OWNER_LIVE)))
		return "it is free already";
	if (owner)
		return "it is not the first page of its block";
	return "it has no reference: it is free already, or not the first page of its block";
}

/* What is wrong with a page whose last reference is dropped; NULL: nothing. */
static const char *unfit_reason(struct page *page)
{
	if (page->flags & PAGE_FLAGS_CHECK_AT_FREE)
		return "PAGE_FLAGS_CHECK_AT_FREE flag(s) set";
	if (page->mapping)
		return "non-NULL mapping";
	if (atomic_read(&page->_mapcount) != -1)
		return "nonzero mapcount";
	if (page->memcg_data)
		return "page still charged to cgroup";
	return NULL;
}

static void bad_free(struct page *page, const char *reason, unsigned long caller)
{
	bad_page_kind(DEFECT_BAD_FREE, page, reason, caller);
}

/* Check and undo a compound page of @order. => count is 0. */
static bool unprep_compound(struct page *page, unsigned int order, unsigned long caller)
{
	unsigned long i;

	if (compound_order(page) != order) {
		bad_free(page, wrong_order, caller);
		return false;
	}
	for (i = 1; i < 1UL << order; i++)
		if (compound_head(page + i) != page || page_ref_count(page + i)) {
			bad_free(page + i, "corrupted tail page of a compound page", caller);
			return false;
		}
	__ClearPageHead(page);
	page[1].compound_dtor = page[1].compound_order = 0;
	page[1].compound_nr = 0;
	page[1].mapping = NULL;
	for (i = 1; i < 1UL << order; i++) {
		page[i].mapping = NULL;
		clear_compound_head(page + i);
	}
	return true;
}

/* Name the first page of the block that is in the way. */
static noinline void report_unfit(struct page *page, unsigned int order, unsigned long caller)
{
	while (!unfit(page, 0))
		page++;
	bad_free(page, unfit_reason(page) ?: "a page of the block is in use", caller);
}

bool page_may_be_freed(struct page *page, unsigned int order, unsigned long caller)
{
	unsigned long i, wrong = 0, flags = 0;

	if (PageHead(page)) {
		if (!unprep_compound(page, order, caller))
			return false;
	} else if (block_order(page) != order && !page->mapping) {
		bad_free(page, wrong_order, caller);
		return false;
	}
	page->flags &= ~BLOCK_ORDER_MASK;
	for (i = 0; i < 1UL << order; i++) {
		wrong |= unfit(page + i, 0);
		flags |= page[i].flags;
	}
	if (unlikely(wrong)) {
		report_unfit(page, order, caller);
		return false;
	}
	if (unlikely(flags & PAGE_FLAGS_CHECK_AT_PREP))
		for (i = 0; i < 1UL << order; i++)
			page[i].flags &= ~PAGE_FLAGS_CHECK_AT_PREP;
	if (buddy_hot.checks)
		page_owner_clear(page, order, caller);
	kasan_free_pages(page_address(page), PAGE_SIZE << order);
	return true;
}

static void free_to_zone(struct zone *zone, struct page *page, unsigned long pfn,
			 unsigned int order)
{
	unsigned long flags;

	spin_lock_irqsave(&zone->lock, flags);
	buddy_free(zone, page, pfn, order, pageblock_type_at(pfn), false);
	mod_zone_page_state(zone, NR_FREE_PAGES, 1L << order);
	spin_unlock_irqrestore(&zone->lock, flags);
}

/* A checked block of count 0 goes to its list. */
static __always_inline void free_prepared(struct page *page, unsigned long pfn, unsigned int order)
{
	struct zone *zone = page_zone(page);
	int mt = pageblock_type_at(pfn);

	count_vm_events(PGFREE, 1L << order);
	if (unlikely(mt == MIGRATE_ISOLATE) || !pcp_allowed_order(order))
		free_to_zone(zone, page, pfn, order);
	else
		pcp_free(zone, page, pfn, order, mt);
}

static void free_block(struct page *page, unsigned int order, unsigned long caller)
{
	if (page_may_be_freed(page, order, caller))
		free_prepared(page, page_to_pfn(page), order);
}

void free_unref_page(struct page *page, unsigned int order)
{
	free_block(page, order, _RET_IP_);
}

void free_unref_page_list(struct list_head *list)
{
	struct page *page, *next;

	list_for_each_entry_safe (page, next, list, lru)
		free_block(page, 0, _RET_IP_);
	INIT_LIST_HEAD(list);
}

/* A free call got an address that cannot be what it frees. */
static noinline void bad_address(const char *api, const void *addr, const char *what,
				 unsigned long caller)
{
	struct ferrite_defect d;

	defect_begin(&d, DEFECT_BAD_FREE, "%s of an address that is %s", api, what);
	leaks_misfreed(addr);
	defect_here(&d, "in");
	if (defect_is_module(caller))
		defect_where(&d, caller);
	defect_place(&d, addr);
	defect_end(&d);
}

/* Is @page the address of a struct page at all? */
static bool page_pointer_ok(struct page *page, unsigned long caller)
{
	unsigned long offset = (unsigned long)page - VMEMMAP_START;

	if (!(offset % sizeof(struct page)) && pfn_valid(offset / sizeof(struct page)))
		return true;
	buddy_state.nr_bad_pages++;
	bad_address("__free_pages", page, "no struct page", caller);
	return false;
}

static noinline void free_pages_general(struct page *page, unsigned int order, unsigned long caller)
{
	if (!page_pointer_ok(page, caller))
		return;
	if (order >= MAX_ORDER) {
		bad_free(page, "it is freed with an order that does not exist", caller);
		return;
	}
	if (page_ref_count(page) <= 0) {
		bad_page_kind(is_inner(page) ? DEFECT_BAD_FREE : DEFECT_DOUBLE_FREE, page,
			      unused_reason(page), caller);
		return;
	}
	/* The last reference to a page that somebody still uses is left to him. */
	if (page_ref_count(page) == 1 && unfit_reason(page)) {
		bad_free(page, unfit_reason(page), caller);
		return;
	}
	/* A wrong order must be seen before the reference is gone. */
	if ((PageHead(page) ? compound_order(page) : block_order(page)) != order) {
		bad_free(page, wrong_order, caller);
		return;
	}
	if (put_page_testzero(page)) {
		free_block(page, order, caller);
		return;
	}
	/*
	 * Somebody holds a reference to the first page of a block, and will free only that one:
	 * the others are freed now. A compound page waits as a whole.
	 */
	if (PageHead(page))
		return;
	page->flags &= ~BLOCK_ORDER_MASK;
	while (order-- > 0) {
		set_block_order(page + (1UL << order), order);
		free_block(page + (1UL << order), order, caller);
	}
}

/* By the node and zone in a page's flags: CPU 0's set. Filled by buddy_hot_init(). */
struct per_cpu_pages __percpu *hot_pageset[NR_PAGESETS];

/* All that the fast path leaves, wrong calls among it. */
static noinline void free_pages_rest(struct page *page, unsigned int order, unsigned long caller)
{
	unsigned long pfn = page - buddy_hot.memmap;

	if (buddy_hot.checks)
		step_next(caller);
	if (order || pfn >= buddy_hot.max_pfn || unfit(page, 1)) {
		free_pages_general(page, order, caller);
		return;
	}
	set_page_count(page, 0);
	page->flags &= ~PAGE_FLAGS_CHECK_AT_PREP;
	if (buddy_hot.checks)
		page_owner_clear(page, 0, caller);
	kasan_free_pages(page_address(page), PAGE_SIZE);
	free_prepared(page, pfn, 0);
}

static __always_inline void free_pages_from(struct page *page, unsigned int order,
					    unsigned long caller)
{
	unsigned long pfn = page - buddy_hot.memmap, flags;
	struct per_cpu_pages *pcp;
	unsigned long mt;

	if (unlikely(order) || unlikely(pfn >= buddy_hot.max_pfn) ||
	    unlikely(page_oddity(page, PAGE_FLAGS_CHECK_AT_PREP | BLOCK_ORDER_MASK, 1)) ||
	    unlikely((mt = buddy_hot.pageblock_type[pfn >> pageblock_order]) >=
		     buddy_hot.fast_types)) {
		free_pages_rest(page, order, caller);
		return;
	}
	set_page_count(page, 0);
	set_pcppage_migratetype(page, mt);
	percpu_enter(flags);
	pcp = this_cpu_ptr(hot_pageset[page->flags >> ZONES_PGSHIFT]);
	list_add(&page->pcp_list, &pcp->lists[mt]);
	pcp->fast_frees++;
	if (unlikely(++pcp->count >= pcp->high)) {
		percpu_leave(flags);
		pcp_trim(page_zone(page), mt, false);
		return;
	}
	percpu_leave(flags);
}

void __free_pages(struct page *page, unsigned int order)
{
	free_pages_from(page, order, _RET_IP_);
}
EXPORT_SYMBOL(__free_pages);

void free_pages(unsigned long addr, unsigned int order)
{
	if (!addr)
		return;
	if (likely(virt_addr_valid(addr) && !(addr & ~PAGE_MASK))) {
		free_pages_from(virt_to_page((void *)addr), order, _RET_IP_);
		return;
	}
	buddy_state.nr_bad_pages++;
	bad_address("free_pages", (void *)addr,
		    virt_addr_valid(addr) ? "not the start of a page" : "not in the direct map",
		    _RET_IP_);
}
EXPORT_SYMBOL(free_pages);

void buddy_free_page(unsigned long addr, unsigned long caller)
{
	if (likely(virt_addr_valid(addr) && !(addr & ~PAGE_MASK)))
		free_pages_from(virt_to_page((void *)addr), 0, caller);
	else
		bad_address("free_pages_exact", (void *)addr, "not the start of a page", caller);
}

void free_hot_cold_page(struct page *page, bool cold)
{
	/* Linux dropped the distinction in 4.15: a page that was just used is hot. */
	__free_pages(page, 0);
}
EXPORT_SYMBOL(free_hot_cold_page);

/* ---- references ---- */

void free_compound_page(struct page *page)
{
	free_block(page, compound_order(page), _RET_IP_);
}

/* The last reference is gone; the count is 0, or below it when it was dropped once too often. */
static void put_last(struct page *page, unsigned long caller)
{
	if (!page_pointer_ok(page, caller))
		return;
	if (buddy_hot.checks)
		step_next(caller);
	free_block(page, compound_order(page), caller);
}

void __page_ref_unused(struct page *page, bool get)
{
	unsigned long caller = _RET_IP_;

	if (!page_pointer_ok(page, caller))
		return;
	if (buddy_hot.checks)
		step_next(caller);
	bad_page_kind(get ? DEFECT_USE_AFTER_FREE : DEFECT_DOUBLE_FREE, page,
		      get && !PageTail(page) ? "it is free gets a reference" : unused_reason(page),
		      caller);
}
EXPORT_SYMBOL(__page_ref_unused);

void __folio_put(struct folio *folio)
{
	struct page *page = &folio->page;

	put_last(page, _RET_IP_);
}
EXPORT_SYMBOL(__folio_put);

void __put_page(struct page *page)
{
	put_last(compound_head(page), _RET_IP_);
}
EXPORT_SYMBOL(__put_page);

void put_pages_list(struct list_head *pages)
{
	struct page *page, *next;

	list_for_each_entry_safe (page, next, pages, lru)
		put_page(page);
	INIT_LIST_HEAD(pages);
}
EXPORT_SYMBOL(put_pages_list);

void release_pages(struct page **pages, int nr)
{
	int i;

	for (i = 0; i < nr; i++)
		put_page(pages[i]);
}
EXPORT_SYMBOL(release_pages);

/* ---- reserved pages ---- */

void adjust_managed_page_count(struct page *page, long count)
{
	atomic_long_add(count, &page_zone(page)->managed_pages);
	totalram_pages_add(count);
}
EXPORT_SYMBOL(adjust_managed_page_count);

void free_reserved_page(struct page *page)
{
	ClearPageReserved(page);
	init_page_count(page);
	__free_pages(page, 0);
	adjust_managed_page_count(page, 1);
	buddy_state.reserved_freed++;
}
EXPORT_SYMBOL(free_reserved_page);

unsigned long free_reserved_area(void *start, void *end, int poison, const char *s)
{
	char *p = (char *)PAGE_ALIGN((unsigned long)start);
	unsigned long n = 0;

	for (; p + PAGE_SIZE <= (char *)end; p += PAGE_SIZE, n++) {
		if ((unsigned int)poison <= 0xff)
			memset(p, poison, PAGE_SIZE);
		free_reserved_page(virt_to_page(p));
	}
	if (n && s)
		pr_info("Freeing %s memory: %luK\n", s, n << (PAGE_SHIFT - 10));
	return n;
}
EXPORT_SYMBOL(free_reserved_area);
