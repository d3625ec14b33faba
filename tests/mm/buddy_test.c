/* SPDX-License-Identifier: MIT */
/*
 * The engine of the buddy allocator on a zone of its own: 1024 pages that the test borrows
 * from the machine, on free lists that nobody else sees.
 */
#include <kunit/test.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/string.h>

#include "mm/buddy/buddy.h"

#define NR_PAGES (1U << (MAX_ORDER - 1))

static struct zone zone;
static struct page *pages;

static int buddy_test_init(struct kunit *test)
{
	unsigned int order, mt;

	memset(&zone, 0, sizeof(zone));
	for_each_migratetype_order(order, mt) INIT_LIST_HEAD(&zone.free_area[order].free_list[mt]);
	pages = alloc_pages(GFP_KERNEL, MAX_ORDER - 1);
	KUNIT_ASSERT_NOT_NULL(test, pages);
	set_page_count(pages, 0);
	buddy_free(&zone, pages, page_to_pfn(pages), MAX_ORDER - 1, MIGRATE_MOVABLE, false);
	return 0;
}

static void buddy_test_exit(struct kunit *test)
{
	struct page *page = buddy_take(&zone, MAX_ORDER - 1, MIGRATE_MOVABLE);

	KUNIT_EXPECT_PTR_EQ(test, page, pages);
	set_page_count(pages, 1);
	__free_pages(pages, MAX_ORDER - 1);
}

static unsigned long nr_free(unsigned int order)
{
	return zone.free_area[order].nr_free;
}

static void put(struct page *page, unsigned int order)
{
	buddy_free(&zone, page, page_to_pfn(page), order, MIGRATE_MOVABLE, false);
}

static void a_split_leaves_one_block_an_order(struct kunit *test)
{
	struct page *page = buddy_take(&zone, 0, MIGRATE_MOVABLE);
	unsigned int order;

	KUNIT_EXPECT_PTR_EQ(test, page, pages);
	KUNIT_EXPECT_FALSE(test, PageBuddy(page));
	for (order = 0; order < MAX_ORDER - 1; order++) {
		KUNIT_EXPECT_EQ(test, nr_free(order), 1UL);
		KUNIT_EXPECT_TRUE(test, PageBuddy(pages + (1U << order)));
		KUNIT_EXPECT_EQ(test, buddy_order(pages + (1U << order)), order);
	}
	KUNIT_EXPECT_EQ(test, nr_free(MAX_ORDER - 1), 0UL);
	put(page, 0);
	for (order = 0; order < MAX_ORDER - 1; order++)
		KUNIT_EXPECT_EQ(test, nr_free(order), 0UL);
	KUNIT_EXPECT_EQ(test, nr_free(MAX_ORDER - 1), 1UL);
}

static void only_buddies_merge(struct kunit *test)
{
	struct page *a = buddy_take(&zone, 0, MIGRATE_MOVABLE);
	struct page *b = buddy_take(&zone, 0, MIGRATE_MOVABLE);
	struct page *c = buddy_take(&zone, 0, MIGRATE_MOVABLE);
	struct page *d = buddy_take(&zone, 0, MIGRATE_MOVABLE);

	KUNIT_EXPECT_PTR_EQ(test, b, a + 1);
	KUNIT_EXPECT_PTR_EQ(test, c, a + 2);
	/* Neighbours that are not buddies: 1 and 2. */
	put(b, 0);
	put(c, 0);
	KUNIT_EXPECT_EQ(test, nr_free(0), 2UL);
	put(a, 0);
	KUNIT_EXPECT_EQ(test, nr_free(0), 1UL);
	KUNIT_EXPECT_EQ(test, nr_free(1), 1UL);
	put(d, 0);
	KUNIT_EXPECT_EQ(test, nr_free(MAX_ORDER - 1), 1UL);
}

static void what_will_merge_goes_to_the_tail(struct kunit *test)
{
	struct page *a = buddy_take(&zone, 0, MIGRATE_MOVABLE);
	struct page *b = buddy_take(&zone, 0, MIGRATE_MOVABLE);
	struct page *c = buddy_take(&zone, 1, MIGRATE_MOVABLE);
	struct page *d = buddy_take(&zone, 0, MIGRATE_MOVABLE);
	struct list_head *list = &zone.free_area[0].free_list[MIGRATE_MOVABLE];

	/* d's buddy is on the list; a's buddy b is in use, but the pair c above them is free. */
	put(c, 1);
	put(a, 0);
	KUNIT_EXPECT_PTR_EQ(test, list_last_entry(list, struct page, buddy_list), a);
	put(b, 0);
	put(d, 0);
}

static void types_have_their_own_lists(struct kunit *test)
{
	KUNIT_EXPECT_NULL(test, buddy_take(&zone, 0, MIGRATE_UNMOVABLE));
	KUNIT_EXPECT_NULL(test, buddy_take(&zone, 0, MIGRATE_HIGHATOMIC));
	buddy_move(&zone, pages, MAX_ORDER - 1, MIGRATE_RECLAIMABLE);
	KUNIT_EXPECT_NULL(test, buddy_take(&zone, 0, MIGRATE_MOVABLE));
	KUNIT_EXPECT_EQ(test, nr_free(MAX_ORDER - 1), 1UL);
	buddy_move(&zone, pages, MAX_ORDER - 1, MIGRATE_MOVABLE);
}

static void too_large_is_refused(struct kunit *test)
{
	struct page *page = buddy_take(&zone, MAX_ORDER - 1, MIGRATE_MOVABLE);

	KUNIT_EXPECT_PTR_EQ(test, page, pages);
	KUNIT_EXPECT_NULL(test, buddy_take(&zone, 0, MIGRATE_MOVABLE));
	put(page, MAX_ORDER - 1);
	page = buddy_take(&zone, 0, MIGRATE_MOVABLE);
	KUNIT_EXPECT_NULL(test, buddy_take(&zone, MAX_ORDER - 1, MIGRATE_MOVABLE));
	put(page, 0);
}

static struct kunit_case buddy_cases[] = {
	KUNIT_CASE(a_split_leaves_one_block_an_order),
	KUNIT_CASE(only_buddies_merge),
	KUNIT_CASE(what_will_merge_goes_to_the_tail),
	KUNIT_CASE(types_have_their_own_lists),
	KUNIT_CASE(too_large_is_refused),
	{},
};

static struct kunit_suite buddy_suite = {
	.name = "buddy",
	.init = buddy_test_init,
	.exit = buddy_test_exit,
	.test_cases = buddy_cases,
};
kunit_test_suite(buddy_suite);
