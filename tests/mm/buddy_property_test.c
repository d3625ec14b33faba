/* SPDX-License-Identifier: MIT */
/*
 * Page allocation against a naive model: a byte for each frame that says which block holds it.
 * Random requests of all orders and kinds; no frame is ever given out twice, every content is
 * whole, and at each step of a few thousand the recount agrees.
 */
#include <kunit/test.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/prandom.h>
#include <linux/random.h>
#include <linux/vmalloc.h>

#include "mm/buddy/buddy.h"
#include "mm/stat/stat.h"

#define HELD  512
#define STEPS 20000

struct held {
	struct page *page; /* NULL: a free place */
	unsigned int order;
	unsigned long mark;
};

static struct held held[HELD];
static u8 *owned; /* the model: 1 for each frame that is given out */

/* Pages that are handed out, but for slabs: other tasks of the machine make those. */
static unsigned long pages_used(void)
{
	return pages_in_use() - global_node_page_state(NR_SLAB_RECLAIMABLE_B) -
	       global_node_page_state(NR_SLAB_UNRECLAIMABLE_B);
}

static gfp_t any_gfp(u32 r)
{
	static const gfp_t kinds[] = {
		GFP_KERNEL,
		GFP_ATOMIC,
		GFP_HIGHUSER_MOVABLE,
		GFP_KERNEL | __GFP_RECLAIMABLE,
		GFP_KERNEL | __GFP_ZERO,
		GFP_KERNEL | GFP_DMA,
		GFP_KERNEL | GFP_DMA32,
		GFP_NOWAIT | __GFP_THISNODE,
	};

	return kinds[r % 8] | (r & 8 ? __GFP_COMP : 0) | __GFP_NOWARN | __GFP_NORETRY;
}

static unsigned int any_order(u32 r)
{
	return r % 4 ? r / 4 % 4 : r / 4 % MAX_ORDER;
}

/* The block is new to the model, aligned, in one zone, and zero if it was asked to be. */
static unsigned long take(struct held *h, gfp_t gfp, unsigned long mark)
{
	unsigned long pfn = page_to_pfn(h->page), i, wrong = 0, n = 1UL << h->order;

	wrong += pfn & (n - 1);
	for (i = 0; i < n; i++) {
		unsigned long *content = page_address(h->page + i);

		wrong += owned[pfn + i] || page_zone(h->page + i) != page_zone(h->page);
		wrong += (gfp & __GFP_ZERO) && (content[0] || content[511]);
		owned[pfn + i] = 1;
		content[0] = content[511] = mark + i;
	}
	wrong += page_ref_count(h->page) != 1;
	wrong += (gfp & __GFP_DMA) && page_zonenum(h->page) != ZONE_DMA;
	wrong += !!PageCompound(h->page) != ((gfp & __GFP_COMP) && h->order);
	h->mark = mark;
	return wrong;
}

static unsigned long give_back(struct held *h)
{
	unsigned long pfn = page_to_pfn(h->page), i, wrong = 0;

	for (i = 0; i < 1UL << h->order; i++) {
		unsigned long *content = page_address(h->page + i);

		wrong += content[0] != h->mark + i || content[511] != h->mark + i;
		owned[pfn + i] = 0;
	}
	__free_pages(h->page, h->order);
	h->page = NULL;
	return wrong;
}

static void one_run(struct kunit *test, u64 seed)
{
	unsigned long before = pages_used(), wrong = 0, served = 0;
	struct audit_mismatch m = {.what = ""};
	struct rnd_state rnd;
	int step, i;

	prandom_seed_state(&rnd, seed);
	for (step = 0; step < STEPS; step++) {
		struct held *h = &held[prandom_u32_state(&rnd) % HELD];
		gfp_t gfp = any_gfp(prandom_u32_state(&rnd));

		if (h->page) {
			wrong += give_back(h);
		} else {
			h->order = any_order(prandom_u32_state(&rnd));
			h->page = alloc_pages(gfp, h->order);
			if (h->page) {
				served++;
				wrong += take(h, gfp, (unsigned long)step << 20);
			}
		}
		if (step % (STEPS / 8) == 0)
			KUNIT_EXPECT_EQ_MSG(test, audit_pages(&m, 1), 0, "%s", m.what);
	}
	for (i = 0; i < HELD; i++)
		if (held[i].page)
			wrong += give_back(&held[i]);
	KUNIT_EXPECT_EQ(test, wrong, 0UL);
	KUNIT_EXPECT_GT(test, served, 1000UL);
	drain_all_pages(NULL);
	KUNIT_EXPECT_EQ_MSG(test, audit_pages(&m, 1), 0, "%s", m.what);
	KUNIT_EXPECT_EQ(test, pages_used(), before);
}

static void random_requests(struct kunit *test)
{
	int run;

	owned = vzalloc(max_pfn);
	KUNIT_ASSERT_NOT_NULL(test, owned);
	for (run = 0; run < 4; run++) {
		u64 seed = get_random_u32();

		kunit_info(test, "seed %llu\n", seed);
		one_run(test, seed);
	}
	vfree(owned);
}

static struct kunit_case buddy_property_cases[] = {
	KUNIT_CASE(random_requests),
	{},
};

static struct kunit_suite buddy_property_suite = {
	.name = "buddy_property",
	.test_cases = buddy_property_cases,
};
kunit_test_suite(buddy_property_suite);
