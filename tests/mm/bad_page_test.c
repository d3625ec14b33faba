/* SPDX-License-Identifier: MIT */
/* Wrong frees: each is found and named, and nothing is harmed by it. */
#include <kunit/test.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/string.h>

#include "lib/defect.h"
#include "mm/buddy/buddy.h"
#include "mm/stat/stat.h"

static unsigned int found[NR_DEFECT_KINDS];
static char last[512];

static void note(const struct ferrite_defect *d)
{
	found[d->kind]++;
	strscpy(last, d->linux_text, sizeof(last));
}

static int bad_init(struct kunit *test)
{
	memset(found, 0, sizeof(found));
	last[0] = 0;
	defect_set_sink(note);
	return 0;
}

static void bad_exit(struct kunit *test)
{
	defect_set_sink(NULL);
	defect_reset();
	KUNIT_EXPECT_EQ(test, audit_pages(NULL, 0), 0);
	buddy_state.nr_bad_pages = 0;
}

static void double_free(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);

	__free_page(page);
	__free_page(page);
	KUNIT_EXPECT_EQ(test, found[DEFECT_DOUBLE_FREE], 1U);
	KUNIT_EXPECT_NOT_NULL(test, strstr(last, "BUG: Bad page state in process kunit"));
	page = alloc_pages(GFP_KERNEL, 5);
	__free_pages(page, 5);
	__free_pages(page, 5);
	KUNIT_EXPECT_EQ(test, found[DEFECT_DOUBLE_FREE], 2U);
}

static void wrong_order(struct kunit *test)
{
	struct page *page = alloc_pages(GFP_KERNEL, 2);
	unsigned int n = 0, order;

	for (order = 0; order < MAX_ORDER + 1; order++) {
		if (order == 2)
			continue;
		__free_pages(page, order);
		KUNIT_EXPECT_EQ(test, found[DEFECT_BAD_FREE], ++n);
	}
	put_page(page + 1 - 1); /* frees one of four: what Linux would lose silently */
	KUNIT_EXPECT_EQ(test, found[DEFECT_BAD_FREE], ++n);
	set_page_count(page, 1);
	set_block_order(page, 2);
	__free_pages(page, 2);
	KUNIT_EXPECT_EQ(test, found[DEFECT_BAD_FREE], n);
	page = alloc_page(GFP_KERNEL);
	__free_pages(page, 1);
	KUNIT_EXPECT_EQ(test, found[DEFECT_BAD_FREE], ++n);
	__free_page(page);
}

static void pages_inside_a_block(struct kunit *test)
{
	struct page *page = alloc_pages(GFP_KERNEL, 2);
	struct page *compound = alloc_pages(GFP_KERNEL | __GFP_COMP, 2);

	__free_page(page + 1);
	__free_pages(page + 2, 1);
	KUNIT_EXPECT_EQ(test, found[DEFECT_DOUBLE_FREE] + found[DEFECT_BAD_FREE], 2U);
	__free_page(compound + 1);
	__free_page(compound);
	KUNIT_EXPECT_EQ(test, found[DEFECT_DOUBLE_FREE] + found[DEFECT_BAD_FREE], 4U);
	__free_pages(page, 2);
	__free_pages(compound, 2);
}

static void foreign_addresses(struct kunit *test)
{
	unsigned long addr = __get_free_page(GFP_KERNEL);
	int on_stack;

	free_page((unsigned long)&on_stack);
	free_page(addr + 8);
	free_page(1234567);
	__free_page((struct page *)&on_stack);
	KUNIT_EXPECT_EQ(test, found[DEFECT_BAD_FREE], 4U);
	/* A page of the BIOS: never handed out. */
	__free_page(pfn_to_page(0xf0));
	KUNIT_EXPECT_EQ(test, found[DEFECT_BAD_FREE], 5U);
	free_page(addr);
	KUNIT_EXPECT_EQ(test, found[DEFECT_BAD_FREE], 5U);
}

static void pages_that_are_in_use(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);

	__SetPageSlab(page);
	__free_page(page);
	__ClearPageSlab(page);
	SetPageLRU(page);
	__free_page(page);
	ClearPageLRU(page);
	page->mapping = (void *)page;
	__free_page(page);
	page->mapping = NULL;
	atomic_set(&page->_mapcount, 0);
	__free_page(page);
	atomic_set(&page->_mapcount, -1);
	KUNIT_EXPECT_EQ(test, found[DEFECT_BAD_FREE], 4U);
	__free_page(page);
	KUNIT_EXPECT_EQ(test, found[DEFECT_BAD_FREE], 4U);
}

/* Somebody still uses a page that he freed: it is not given to anybody else. */
static void a_reference_to_a_free_page(struct kunit *test)
{
	struct page *page, *next;

	preempt_disable();
	page = alloc_page(GFP_ATOMIC);
	__free_page(page);
	page_ref_inc(page);
	next = alloc_page(GFP_ATOMIC);
	KUNIT_EXPECT_PTR_NE(test, next, page);
	KUNIT_EXPECT_EQ(test, found[DEFECT_BAD_PAGE], 1U);
	__free_page(next);
	/* Repair: now it counts as handed out. */
	__free_page(page);
	preempt_enable();
}

static struct kunit_case bad_cases[] = {
	KUNIT_CASE(double_free),
	KUNIT_CASE(wrong_order),
	KUNIT_CASE(pages_inside_a_block),
	KUNIT_CASE(foreign_addresses),
	KUNIT_CASE(pages_that_are_in_use),
	KUNIT_CASE(a_reference_to_a_free_page),
	{},
};

static struct kunit_suite bad_suite = {
	.name = "bad_page",
	.init = bad_init,
	.exit = bad_exit,
	.test_cases = bad_cases,
};
kunit_test_suite(bad_suite);
