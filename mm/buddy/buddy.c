/* SPDX-License-Identifier: MIT */
/*
 * The buddy allocator: free blocks of 1, 2, 4 … 1024 pages.
 *
 * Concepts. A block of order n is 2^n frames, aligned to its size. Its buddy is the other
 * half of the block of order n+1: the frame number with bit n flipped. A free block stands on
 * one list of its zone, by order and by migrate type; its first page says PageBuddy and keeps the
 * order. To allocate is to take a block of the order or to halve a larger one; to free is to
 * merge with the buddy as long as that is free and of the same order.
 *
 *     order 2   |   A   |  free |       allocate order 0:
 *     order 1           | free  |       |   A   |x|f| f |   x: taken, f: back on lists 0 and 1
 *
 * Migrate types group what can be moved and what cannot by pageblock (2 MiB), so that large
 * blocks survive; a type whose lists are empty takes another's (fallback.c).
 *
 * In front of the zones stand per-CPU lists (pcp.c); almost all requests end there.
 *
 *   alloc_pages ─ alloc.c ─ pcp.c (no lock) ─ buddy.c (zone->lock) ─ fallback.c
 *                    └ slowpath.c: kswapd, reserves, reclaim, retry
 *
 * Invariants (audit.c checks them all):
 *   - a free block is on exactly one list; nr_free counts it; NR_FREE_PAGES is the sum of all;
 *   - a free page's count is 0, mapcount -1, mapping NULL, no flag of PAGE_FLAGS_CHECK_AT_PREP;
 *   - two buddies of one order and zone are never both on lists (they were merged), except at
 *     MAX_ORDER-1 and where the types of whole pageblocks forbid to merge;
 *   - managed pages = free + on per-CPU lists + in use.
 *
 * Locking: zone->lock for lists, nr_free, pageblock types and NR_FREE_PAGES; the rank is
 * LOCK_RANK_ZONE. Per-CPU lists belong to their CPU. Nothing is locked on the fast path.
 *
 * Failure: an engine call returns NULL and has changed nothing.
 *
 * Rejected: bit maps of buddies (Linux until 2.6: the memory map holds the same bits at no
 * cost); one list for all types (fragments); trees of free runs (a merge must be O(1)).
 */
#include <linux/export.h>
#include <linux/mm.h>
#include "buddy.h"

static void list_of(struct zone *zone, struct page *page, unsigned int order, int mt, bool tail)
{
	struct free_area *area = &zone->free_area[order];

	if (tail)
		list_add_tail(&page->buddy_list, &area->free_list[mt]);
	else
		list_add(&page->buddy_list, &area->free_list[mt]);
	WRITE_ONCE(area->nr_free, area->nr_free + 1);
}

void buddy_del(struct zone *zone, struct page *page, unsigned int order)
{
	list_del(&page->buddy_list);
	__ClearPageBuddy(page);
	set_page_private(page, 0);
	WRITE_ONCE(zone->free_area[order].nr_free, zone->free_area[order].nr_free - 1);
}

void buddy_move(struct zone *zone, struct page *page, unsigned int order, int mt)
{
	list_move_tail(&page->buddy_list, &zone->free_area[order].free_list[mt]);
}

static void set_buddy_order(struct page *page, unsigned int order)
{
	set_page_private(page, order);
	__SetPageBuddy(page);
}

/*
 * The free buddy of a block, or NULL. The memory map exists for it: a section is larger than the
 * largest block. A buddy in another zone or node is somebody else's.
 */
static struct page *free_buddy(struct page *page, unsigned long pfn, unsigned int order)
{
	unsigned long buddy_pfn = pfn ^ (1UL << order);
	struct page *buddy = page + ((long)buddy_pfn - (long)pfn);

	if (!PageBuddy(buddy) || buddy_order(buddy) != order)
		return NULL;
	return page_zone_id(page) == page_zone_id(buddy) ? buddy : NULL;
}

/* Whole pageblocks of unlike types merge only if the types may mix. */
static bool types_may_merge(unsigned long pfn, unsigned int order, int mt)
{
	int buddy_mt;

	if (order < pageblock_order)
		return true;
	buddy_mt = pageblock_type_at(pfn ^ (1UL << order));
	return mt == buddy_mt ||
	       (migratetype_is_mergeable(mt) && migratetype_is_mergeable(buddy_mt));
}

/*
 * Will this block probably merge soon? Then it goes to the tail, where it rests longer. It is so
 * when the buddy of the block that both would form is free already.
 */
static bool merge_likely(struct page *page, unsigned long pfn, unsigned int order)
{
	unsigned long parent = pfn & ~((2UL << order) - 1);

	if (order >= MAX_ORDER - 2)
		return false;
	return free_buddy(page + ((long)parent - (long)pfn), parent, order + 1);
}

void buddy_free(struct zone *zone, struct page *page, unsigned long pfn, unsigned int order, int mt,
		bool to_tail)
{
	struct page *buddy;

	while (order < MAX_ORDER - 1) {
		unsigned long parent = pfn & ~(1UL << order);

		buddy = free_buddy(page, pfn, order);
		if (!buddy || !types_may_merge(pfn, order, mt))
			break;
		buddy_del(zone, buddy, order);
		page += (long)parent - (long)pfn;
		pfn = parent;
		order++;
	}
	set_buddy_order(page, order);
	list_of(zone, page, order, mt, to_tail || merge_likely(page, pfn, order));
}

/* Give back the upper halves of a block of @high until @low is left at its front. */
static void split_down(struct zone *zone, struct page *page, unsigned int low, unsigned int high,
		       int mt)
{
	while (high > low) {
		high--;
		set_buddy_order(page + (1UL << high), high);
		list_of(zone, page + (1UL << high), high, mt, false);
	}
}

struct page *buddy_take(struct zone *zone, unsigned int order, int mt)
{
	unsigned int at;

	for (at = order; at < MAX_ORDER; at++) {
		struct page *page = get_page_from_free_area(&zone->free_area[at], mt);

		if (!page)
			continue;
		buddy_del(zone, page, at);
		split_down(zone, page, order, at, mt);
		set_pcppage_migratetype(page, mt);
		return page;
	}
	return NULL;
}

struct page *buddy_alloc(struct zone *zone, unsigned int order, int mt, unsigned int alloc_flags)
{
	struct page *page;

	do
		page = buddy_take(zone, order, mt);
	while (!page && buddy_fallback(zone, order, mt, alloc_flags));
	return page;
}

void buddy_free_boot_block(unsigned long pfn, unsigned int order)
{
	struct page *page = pfn_to_page(pfn);
	struct zone *zone = page_zone(page);
	unsigned long i, flags;

	for (i = 0; i < 1UL << order; i++)
		set_page_count(page + i, 0);
	kasan_free_pages(page_address(page), PAGE_SIZE << order);
	spin_lock_irqsave(&zone->lock, flags);
	buddy_free(zone, page, pfn, order, pageblock_type_at(pfn), true);
	atomic_long_add(1L << order, &zone->managed_pages);
	mod_zone_page_state(zone, NR_FREE_PAGES, 1L << order);
	spin_unlock_irqrestore(&zone->lock, flags);
}
