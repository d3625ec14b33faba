/* SPDX-License-Identifier: MIT */
/* Row A4: every call that allocates or frees pages, under its present and its older name. */
#include <kunit/test.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/swap.h>
#include <linux/topology.h>

#include "mm/stat/stat.h"

static unsigned long used_before;

/* Pages that are handed out, but for slabs: tasks come and go with each case. */
static unsigned long pages_used(void)
{
	return pages_in_use() - global_node_page_state(NR_SLAB_RECLAIMABLE_B) -
	       global_node_page_state(NR_SLAB_UNRECLAIMABLE_B);
}

static int calls_init(struct kunit *test)
{
	used_before = pages_used();
	return 0;
}

static void calls_exit(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, pages_used(), used_before);
}

static void by_page(struct kunit *test)
{
	struct page *a = alloc_page(GFP_KERNEL), *b = alloc_pages(GFP_KERNEL, 3), *c;
	int nid;

	KUNIT_EXPECT_EQ(test, pages_used(), used_before + 9);
	__free_page(a);
	__free_pages(b, 3);
	for_each_node_state(nid, N_MEMORY)
	{
		c = alloc_pages_node(nid, GFP_KERNEL, 1);
		KUNIT_EXPECT_EQ(test, page_to_nid(c), nid);
		__free_pages(c, 1);
	}
	c = alloc_pages_node(NUMA_NO_NODE, GFP_KERNEL, 0);
	if (node_state(numa_node_id(), N_MEMORY))
		KUNIT_EXPECT_EQ(test, page_to_nid(c), numa_node_id());
	put_page(c);
}

static void by_address(struct kunit *test)
{
	unsigned long a = __get_free_page(GFP_KERNEL), b = __get_free_pages(GFP_KERNEL, 2);
	unsigned long z, d;

	memset((void *)a, 0xff, PAGE_SIZE);
	memset((void *)b, 0xff, 4 * PAGE_SIZE);
	free_page(a);
	free_pages(b, 2);
	z = get_zeroed_page(GFP_KERNEL);
	KUNIT_EXPECT_NULL(test, memchr_inv((void *)z, 0, PAGE_SIZE));
	free_page(z);
	d = __get_dma_pages(GFP_KERNEL, 1);
	KUNIT_EXPECT_LT(test, __pa(d), 16UL << 20);
	free_pages(d, 1);
	free_pages(0, 3);
}

static void orders_of_sizes(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, get_order(1), 0);
	KUNIT_EXPECT_EQ(test, get_order(PAGE_SIZE), 0);
	KUNIT_EXPECT_EQ(test, get_order(PAGE_SIZE + 1), 1);
	KUNIT_EXPECT_EQ(test, get_order(16 * PAGE_SIZE), 4);
	KUNIT_EXPECT_EQ(test, get_order(0), 52);
}

static void older_names(struct kunit *test)
{
	struct page *hot = alloc_page(GFP_KERNEL), *cold = alloc_page(GFP_KERNEL);

	free_hot_page(hot);
	free_cold_page(cold);
}

static void exact_sizes(struct kunit *test)
{
	char *p = alloc_pages_exact(5 * PAGE_SIZE + 1, GFP_KERNEL);

	KUNIT_EXPECT_EQ(test, pages_used(), used_before + 6);
	memset(p, 1, 6 * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, page_ref_count(virt_to_page(p + 4 * PAGE_SIZE)), 1);
	free_pages_exact(p, 5 * PAGE_SIZE + 1);
}

static void split_pages_are_single(struct kunit *test)
{
	struct page *page = alloc_pages(GFP_KERNEL, 2);
	int i;

	split_page(page, 2);
	for (i = 3; i >= 0; i--)
		__free_page(page + i);
}

static void bulk(struct kunit *test)
{
	struct page *array[40] = {NULL}, *page, *next;
	LIST_HEAD(list);
	int i;

	array[7] = alloc_page(GFP_KERNEL);
	KUNIT_EXPECT_EQ(test, alloc_pages_bulk_array(GFP_KERNEL, 40, array), 40UL);
	KUNIT_EXPECT_EQ(test, pages_used(), used_before + 40);
	for (i = 0; i < 40; i++)
		__free_page(array[i]);
	KUNIT_EXPECT_EQ(test, alloc_pages_bulk_list(GFP_KERNEL, 10, &list), 10UL);
	list_for_each_entry_safe (page, next, &list, lru)
		__free_page(page);
}

static void compound_pages(struct kunit *test)
{
	struct page *head = alloc_pages(GFP_KERNEL | __GFP_COMP, 3);
	int i;

	KUNIT_EXPECT_TRUE(test, PageHead(head));
	KUNIT_EXPECT_EQ(test, compound_order(head), 3U);
	KUNIT_EXPECT_EQ(test, compound_nr(head), 8UL);
	KUNIT_EXPECT_EQ(test, page_size(head), 8 * PAGE_SIZE);
	for (i = 1; i < 8; i++) {
		KUNIT_EXPECT_TRUE(test, PageTail(head + i));
		KUNIT_EXPECT_PTR_EQ(test, compound_head(head + i), head);
		KUNIT_EXPECT_EQ(test, page_count(head + i), 1);
	}
	/* A reference to any of its pages keeps all of them. */
	get_page(head + 5);
	__free_pages(head, 3);
	KUNIT_EXPECT_EQ(test, pages_used(), used_before + 8);
	put_page(head + 2);
}

static void a_reference_keeps_one_page(struct kunit *test)
{
	struct page *page = alloc_pages(GFP_KERNEL, 2);

	/* Not compound: the other three pages go at once, the first with its last reference. */
	get_page(page);
	__free_pages(page, 2);
	KUNIT_EXPECT_EQ(test, pages_used(), used_before + 1);
	put_page(page);
}

static void folios(struct kunit *test)
{
	struct folio *folio = folio_alloc(GFP_KERNEL, 2);

	KUNIT_EXPECT_EQ(test, folio_nr_pages(folio), 4L);
	KUNIT_EXPECT_EQ(test, folio_size(folio), 4 * PAGE_SIZE);
	KUNIT_EXPECT_PTR_EQ(test, page_folio(folio_page(folio, 3)), folio);
	folio_put(folio);
	folio = folio_alloc(GFP_KERNEL, 0);
	KUNIT_EXPECT_FALSE(test, folio_test_large(folio));
	folio_put(folio);
}

static void fragments(struct kunit *test)
{
	struct page_frag_cache nc = {NULL};
	char *p[100];
	int i;

	for (i = 0; i < 100; i++) {
		p[i] = page_frag_alloc(&nc, 1000, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, p[i]);
		memset(p[i], i, 1000);
	}
	for (i = 0; i < 100; i++) {
		KUNIT_EXPECT_EQ(test, p[i][0], (char)i);
		KUNIT_EXPECT_EQ(test, p[i][999], (char)i);
		page_frag_free(p[i]);
	}
	__page_frag_cache_drain(virt_to_head_page(nc.va), nc.pagecnt_bias);
}

static void ranges(struct kunit *test)
{
	struct page *page = alloc_contig_pages(3000, GFP_KERNEL, numa_node_id(), NULL);
	unsigned long pfn;

	KUNIT_ASSERT_NOT_NULL(test, page);
	pfn = page_to_pfn(page);
	KUNIT_EXPECT_EQ(test, pages_used(), used_before + 3000);
	KUNIT_EXPECT_EQ(test, alloc_contig_range(pfn, pfn + 100, MIGRATE_MOVABLE, GFP_KERNEL),
			-EBUSY);
	free_contig_range(pfn, 3000);
	KUNIT_EXPECT_EQ(test, alloc_contig_range(pfn, pfn, MIGRATE_MOVABLE, GFP_KERNEL), -EINVAL);
	KUNIT_EXPECT_EQ(test, page_zone(page)->nr_isolate_pageblock, 0UL);
}

static struct kunit_case calls_cases[] = {
	KUNIT_CASE(by_page),
	KUNIT_CASE(by_address),
	KUNIT_CASE(orders_of_sizes),
	KUNIT_CASE(older_names),
	KUNIT_CASE(exact_sizes),
	KUNIT_CASE(split_pages_are_single),
	KUNIT_CASE(bulk),
	KUNIT_CASE(compound_pages),
	KUNIT_CASE(a_reference_keeps_one_page),
	KUNIT_CASE(folios),
	KUNIT_CASE(fragments),
	KUNIT_CASE(ranges),
	{},
};

static struct kunit_suite calls_suite = {
	.name = "page_calls",
	.init = calls_init,
	.exit = calls_exit,
	.test_cases = calls_cases,
};
kunit_test_suite(calls_suite);
