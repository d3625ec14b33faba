/* SPDX-License-Identifier: MIT */
/*
 * What the allocation flags do: which zone, how deep into the reserves, whether to wait, and what
 * happens at the end of memory. Rows A5 (in part) and A6.
 */
#include <kunit/test.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/shrinker.h>
#include <linux/topology.h>

#include "lib/defect.h"
#include "mm/buddy/buddy.h"
#include "mm/stat/stat.h"

static LIST_HEAD(hoard);

/* Take single pages until there are none; returns how many. */
static unsigned long exhaust(gfp_t gfp)
{
	struct page *page;
	unsigned long n = 0;

	while ((page = alloc_page(gfp | __GFP_NOWARN))) {
		list_add(&page->lru, &hoard);
		n++;
	}
	return n;
}

static int gfp_test_init(struct kunit *test)
{
	drain_all_pages(NULL);
	return 0;
}

/* Each case does so itself: its successor's task needs memory. */
static void give_all_back(void)
{
	struct page *page, *next;

	list_for_each_entry_safe (page, next, &hoard, lru)
		__free_page(page);
	INIT_LIST_HEAD(&hoard);
	drain_all_pages(NULL);
}

static void zones_of_flags(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, (int)gfp_zone(GFP_KERNEL), ZONE_NORMAL);
	KUNIT_EXPECT_EQ(test, (int)gfp_zone(GFP_KERNEL | __GFP_DMA), ZONE_DMA);
	KUNIT_EXPECT_EQ(test, (int)gfp_zone(GFP_KERNEL | __GFP_DMA32), ZONE_DMA32);
	KUNIT_EXPECT_EQ(test, (int)gfp_zone(GFP_HIGHUSER), ZONE_NORMAL);
	KUNIT_EXPECT_EQ(test, (int)gfp_zone(GFP_HIGHUSER_MOVABLE), ZONE_MOVABLE);
	KUNIT_EXPECT_EQ(test, (int)gfp_zone(GFP_KERNEL | __GFP_MOVABLE), ZONE_NORMAL);
	KUNIT_EXPECT_EQ(test, (int)gfp_zone(GFP_HIGHUSER_MOVABLE | __GFP_DMA), ZONE_DMA);
	KUNIT_EXPECT_EQ(test, gfp_migratetype(GFP_KERNEL), MIGRATE_UNMOVABLE);
	KUNIT_EXPECT_EQ(test, gfp_migratetype(GFP_HIGHUSER_MOVABLE), MIGRATE_MOVABLE);
	KUNIT_EXPECT_EQ(test, gfp_migratetype(__GFP_RECLAIMABLE), MIGRATE_RECLAIMABLE);
}

/* The numbers that a module may print. */
static void bits_are_linux(struct kunit *test)
{
	char text[160];

	KUNIT_EXPECT_EQ(test, GFP_KERNEL, 0xcc0U);
	KUNIT_EXPECT_EQ(test, GFP_ATOMIC, 0xa20U);
	KUNIT_EXPECT_EQ(test, GFP_NOWAIT, 0x800U);
	KUNIT_EXPECT_EQ(test, GFP_USER, 0x100cc0U);
	KUNIT_EXPECT_EQ(test, GFP_HIGHUSER_MOVABLE, 0x100ccaU);
	KUNIT_EXPECT_STREQ(test, gfp_text(GFP_KERNEL, text, sizeof(text)), "GFP_KERNEL");
	KUNIT_EXPECT_STREQ(test, gfp_text(GFP_ATOMIC | __GFP_ZERO, text, sizeof(text)),
			   "GFP_ATOMIC|__GFP_ZERO");
	KUNIT_EXPECT_STREQ(test,
			   gfp_text(GFP_KERNEL | __GFP_COMP | __GFP_NORETRY, text, sizeof(text)),
			   "GFP_KERNEL|__GFP_NORETRY|__GFP_COMP");
	KUNIT_EXPECT_STREQ(test, gfp_text(0, text, sizeof(text)), "");
}

static void dma_requests_stay_low(struct kunit *test)
{
	struct zone *dma = &NODE_DATA(0)->node_zones[ZONE_DMA];
	const int boost = watermark_boost_factor;
	unsigned long n, wrong = 0;
	struct page *page;

	watermark_boost_factor = 0; /* or the marks are higher now than when kswapd has been */
	migrate_disable(); /* one CPU's list of free pages, which becomes empty */
	n = exhaust(GFP_KERNEL | __GFP_DMA | __GFP_NORETRY);
	migrate_enable();
	KUNIT_EXPECT_GT(test, n, 0UL);
	list_for_each_entry (page, &hoard, lru)
		wrong += page_zonenum(page) != ZONE_DMA;
	KUNIT_EXPECT_EQ(test, wrong, 0UL);
	/* Down to the min mark, not below; and others are still served, from above. */
	KUNIT_EXPECT_LE(test, zone_page_state(dma, NR_FREE_PAGES), min_wmark_pages(dma));
	KUNIT_EXPECT_GE(test, zone_page_state(dma, NR_FREE_PAGES) + dma->pageset_batch,
			dma->_watermark[WMARK_MIN]);
	page = alloc_page(GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_NE(test, (int)page_zonenum(page), ZONE_DMA);
	__free_page(page);
	give_all_back();
	watermark_boost_factor = boost;
}

/* Zones are first used in the order of the zonelist; DMA keeps what is reserved there. */
static void ordinary_requests_fall_back(struct kunit *test)
{
	struct zone *dma = &NODE_DATA(0)->node_zones[ZONE_DMA], *zone;
	struct zoneref *z, *seen;
	struct page *page;
	int me, wrong = 0;

	preempt_disable();
	me = numa_node_id();
	exhaust(GFP_NOWAIT);
	preempt_enable();
	z = first_zones_zonelist(node_zonelist(me, GFP_KERNEL), ZONE_NORMAL, NULL);
	zone = zonelist_zone(z);
	list_for_each_entry_reverse (page, &hoard, lru) {
		/* A zone that was used before (each is visited again, for the lower mark) … */
		seen = node_zonelist(me, GFP_KERNEL)->_zonerefs;
		while (seen < z && seen->zone != page_zone(page))
			seen++;
		if (seen < z || page_zone(page) == zone)
			continue;
		/* … or the next one. */
		z = next_zones_zonelist(z + 1, ZONE_NORMAL, NULL);
		zone = zonelist_zone(z);
		wrong += page_zone(page) != zone;
	}
	KUNIT_EXPECT_EQ(test, wrong, 0);
	KUNIT_EXPECT_NULL(test, zonelist_zone(z + 1));
	KUNIT_EXPECT_GE(test, (long)zone_page_state(dma, NR_FREE_PAGES) + dma->pageset_batch,
			dma->lowmem_reserve[ZONE_NORMAL]);
	give_all_back();
}

static void this_node_only(struct kunit *test)
{
	struct page *page;
	int nid;

	for_each_node_state(nid, N_MEMORY)
	{
		while ((page = alloc_pages_node(nid, GFP_NOWAIT | __GFP_THISNODE | __GFP_NOWARN,
						0))) {
			KUNIT_EXPECT_EQ(test, page_to_nid(page), nid);
			list_add(&page->lru, &hoard);
		}
		/* Without the flag the neighbour helps. */
		page = num_node_state(N_MEMORY) > 1 ? alloc_pages_node(nid, GFP_NOWAIT, 0) : NULL;
		give_all_back();
		if (!page)
			continue;
		KUNIT_EXPECT_NE(test, page_to_nid(page), nid);
		__free_page(page);
	}
}

/* Each kind of request finds some pages where the one before it found none. */
static void reserves_by_urgency(struct kunit *test)
{
	unsigned long normal, high, atomic, reclaimer, left = 0, wrong = 0, n;
	struct zone *zone;
	unsigned int saved;

	/* Nothing may fail before the pages are back: to report needs memory. */
	normal = exhaust(GFP_NOWAIT);
	high = exhaust(GFP_NOWAIT | __GFP_HIGH);
	atomic = exhaust(GFP_ATOMIC);
	wrong += exhaust(GFP_ATOMIC | __GFP_NOMEMALLOC) + exhaust(GFP_NOWAIT);
	saved = memalloc_noreclaim_save();
	wrong += exhaust(GFP_NOWAIT | __GFP_NOMEMALLOC);
	reclaimer = exhaust(GFP_NOWAIT);
	memalloc_noreclaim_restore(saved);
	wrong += exhaust(GFP_NOWAIT | __GFP_MEMALLOC);
	for_each_populated_zone (zone)
		left += zone_idx(zone) <= ZONE_NORMAL ? zone_page_state(zone, NR_FREE_PAGES) : 0;
	n = audit_pages(NULL, 0);
	give_all_back();
	KUNIT_EXPECT_GT(test, normal, 0UL);
	KUNIT_EXPECT_GT(test, high, 0UL);
	KUNIT_EXPECT_GT(test, atomic, 0UL);
	KUNIT_EXPECT_GT(test, reclaimer, 0UL);
	KUNIT_EXPECT_EQ(test, wrong, 0UL);
	KUNIT_EXPECT_EQ(test, left, 0UL);
	KUNIT_EXPECT_EQ(test, n, 0UL);
}

static void pages_of_the_reserve_are_marked(struct kunit *test)
{
	struct page *page = alloc_page(GFP_NOWAIT);

	KUNIT_EXPECT_FALSE(test, page_is_pfmemalloc(page));
	__free_page(page);
	exhaust(GFP_ATOMIC);
	page = alloc_page(GFP_NOWAIT | __GFP_MEMALLOC);
	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_TRUE(test, page_is_pfmemalloc(page));
	__free_page(page);
	give_all_back();
}

/* ---- reclaim ---- */

static unsigned long cached;

static unsigned long cache_count(struct shrinker *s, struct shrink_control *sc)
{
	return READ_ONCE(cached);
}

/* Gives back pages of the hoard. */
static unsigned long cache_scan(struct shrinker *s, struct shrink_control *sc)
{
	unsigned long n = 0;

	while (n < sc->nr_to_scan && cached) {
		struct page *page = list_first_entry(&hoard, struct page, lru);

		list_del(&page->lru);
		__free_page(page);
		WRITE_ONCE(cached, cached - 1);
		n++;
	}
	return n ? n : SHRINK_STOP;
}

static struct shrinker cache_shrinker = {
	.count_objects = cache_count,
	.scan_objects = cache_scan,
	.seeks = DEFAULT_SEEKS,
};

static void sleepers_reclaim(struct kunit *test)
{
	unsigned long n, i;
	LIST_HEAD(mine);
	struct page *page, *next;

	KUNIT_ASSERT_EQ(test, register_shrinker(&cache_shrinker, "test"), 0);
	n = exhaust(GFP_ATOMIC);
	/* Whoever may not sleep gets nothing; whoever may, makes room. */
	KUNIT_EXPECT_NULL(test, alloc_page((GFP_ATOMIC & ~__GFP_KSWAPD_RECLAIM) | __GFP_NOWARN));
	WRITE_ONCE(cached, n); /* kswapd, too, finds something from here on */
	for (i = 0; i < 200; i++) {
		page = alloc_page(GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, page);
		list_add(&page->lru, &mine);
	}
	KUNIT_EXPECT_LT(test, READ_ONCE(cached), n);
	page = alloc_page(GFP_KERNEL | __GFP_NOFAIL);
	KUNIT_ASSERT_NOT_NULL(test, page);
	list_add(&page->lru, &mine);
	unregister_shrinker(&cache_shrinker);
	cached = 0;
	list_for_each_entry_safe (page, next, &mine, lru)
		__free_page(page);
	give_all_back();
}

static void large_orders_do_not_insist(struct kunit *test)
{
	KUNIT_EXPECT_NULL(test, alloc_pages(GFP_KERNEL | __GFP_NOWARN, MAX_ORDER));
	exhaust(GFP_KERNEL | __GFP_NORETRY);
	KUNIT_EXPECT_NULL(test, alloc_pages(GFP_KERNEL | __GFP_NOWARN, 5));
	give_all_back();
}

/* ---- context ---- */

static unsigned int slept;

static void count_sleep(const struct ferrite_defect *d)
{
	slept += d->kind == DEFECT_ATOMIC_SLEEP;
}

static void no_sleep_in_atomic_context(struct kunit *test)
{
	struct page *page;

	slept = 0;
	defect_set_sink(count_sleep);
	preempt_disable();
	page = alloc_page(GFP_ATOMIC);
	__free_page(page);
	page = alloc_page(GFP_NOWAIT);
	__free_page(page);
	KUNIT_EXPECT_EQ(test, slept, 0U);
	page = alloc_page(GFP_KERNEL);
	preempt_enable();
	__free_page(page);
	defect_set_sink(NULL);
	defect_reset();
	KUNIT_EXPECT_EQ(test, slept, 1U);
}

static struct kunit_case gfp_cases[] = {
	KUNIT_CASE(zones_of_flags),
	KUNIT_CASE(bits_are_linux),
	KUNIT_CASE(dma_requests_stay_low),
	KUNIT_CASE(ordinary_requests_fall_back),
	KUNIT_CASE(this_node_only),
	KUNIT_CASE(reserves_by_urgency),
	KUNIT_CASE(pages_of_the_reserve_are_marked),
	KUNIT_CASE(sleepers_reclaim),
	KUNIT_CASE(large_orders_do_not_insist),
	KUNIT_CASE(no_sleep_in_atomic_context),
	{},
};

static struct kunit_suite gfp_suite = {
	.name = "gfp",
	.init = gfp_test_init,
	.test_cases = gfp_cases,
};
kunit_test_suite(gfp_suite);
