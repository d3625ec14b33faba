/* SPDX-License-Identifier: MIT */
/* Watermarks and reserves: Linux's formulas, and what they let through. */
#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/math.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/string.h>

#include "mm/buddy/buddy.h"

static void marks_follow_min_free_kbytes(struct kunit *test)
{
	unsigned long all = 0, pages_min = min_free_kbytes / 4;
	struct zone *zone;

	for_each_zone (zone)
		all += zone_managed_pages(zone);
	for_each_populated_zone (zone) {
		unsigned long min = pages_min * zone_managed_pages(zone) / all;
		unsigned long step = max(min / 4, zone_managed_pages(zone) * 10 / 10000);

		KUNIT_EXPECT_EQ(test, zone->_watermark[WMARK_MIN], min);
		KUNIT_EXPECT_EQ(test, zone->_watermark[WMARK_LOW], min + step);
		KUNIT_EXPECT_EQ(test, zone->_watermark[WMARK_HIGH], min + 2 * step);
	}
	/* At least the square-root law, at most (for huge pages) a twentieth of memory. */
	KUNIT_EXPECT_GE(test, (unsigned long)min_free_kbytes, 128UL);
	KUNIT_EXPECT_LE(test, pages_min, max(all / 20, int_sqrt(all * 4 * 16) / 4));
}

static void reserves_by_zone(struct kunit *test)
{
	struct pglist_data *pgdat;
	int i, j;

	for_each_online_pgdat(pgdat) for (i = 0; i < MAX_NR_ZONES; i++)
	{
		struct zone *zone = &pgdat->node_zones[i];
		unsigned long above = 0;

		for (j = i + 1; j < MAX_NR_ZONES; j++) {
			above += zone_managed_pages(&pgdat->node_zones[j]);
			KUNIT_EXPECT_EQ(test, zone->lowmem_reserve[j],
					(long)(managed_zone(zone) && i < ZONE_NORMAL ? above / 256
					       : i == ZONE_NORMAL && managed_zone(zone) ? above / 32
											: 0));
		}
		KUNIT_EXPECT_EQ(test, zone->lowmem_reserve[i], 0L);
	}
}

/* A zone of the test's own: 1000 free pages in blocks of order 3, min 100. */
static struct zone zone;

static void own_zone(void)
{
	unsigned int order, mt;

	memset(&zone, 0, sizeof(zone));
	for_each_migratetype_order(order, mt) INIT_LIST_HEAD(&zone.free_area[order].free_list[mt]);
}

static void who_may_go_how_deep(struct kunit *test)
{
	own_zone();
	zone.lowmem_reserve[ZONE_NORMAL] = 50;
	KUNIT_EXPECT_TRUE(test, watermark_ok(&zone, 0, 100, ZONE_DMA, 0, 101));
	KUNIT_EXPECT_FALSE(test, watermark_ok(&zone, 0, 100, ZONE_DMA, 0, 100));
	KUNIT_EXPECT_FALSE(test, watermark_ok(&zone, 0, 100, ZONE_NORMAL, 0, 150));
	KUNIT_EXPECT_TRUE(test, watermark_ok(&zone, 0, 100, ZONE_NORMAL, 0, 151));
	/* __GFP_HIGH: half. GFP_ATOMIC: three eighths. A victim of OOM: half of the rest. */
	KUNIT_EXPECT_TRUE(test, watermark_ok(&zone, 0, 100, ZONE_DMA, ALLOC_HIGH, 51));
	KUNIT_EXPECT_FALSE(test, watermark_ok(&zone, 0, 100, ZONE_DMA, ALLOC_HIGH, 50));
	KUNIT_EXPECT_TRUE(test,
			  watermark_ok(&zone, 0, 100, ZONE_DMA, ALLOC_HIGH | ALLOC_HARDER, 39));
	KUNIT_EXPECT_FALSE(test,
			   watermark_ok(&zone, 0, 100, ZONE_DMA, ALLOC_HIGH | ALLOC_HARDER, 38));
	KUNIT_EXPECT_TRUE(test, watermark_ok(&zone, 0, 100, ZONE_DMA, ALLOC_OOM, 51));
	/* Blocks kept for atomic requests do not count for others. */
	zone.nr_reserved_highatomic = 512;
	KUNIT_EXPECT_FALSE(test, watermark_ok(&zone, 0, 100, ZONE_DMA, 0, 600));
	KUNIT_EXPECT_TRUE(test, watermark_ok(&zone, 0, 100, ZONE_DMA, ALLOC_HARDER, 600));
}

static void a_block_must_be_there(struct kunit *test)
{
	struct page page;

	own_zone();
	KUNIT_EXPECT_FALSE(test, watermark_ok(&zone, 3, 100, ZONE_DMA, 0, 1000));
	zone.free_area[3].nr_free = 1;
	list_add(&page.buddy_list, &zone.free_area[3].free_list[MIGRATE_UNMOVABLE]);
	KUNIT_EXPECT_TRUE(test, watermark_ok(&zone, 3, 100, ZONE_DMA, 0, 1000));
	KUNIT_EXPECT_TRUE(test, watermark_ok(&zone, 2, 100, ZONE_DMA, 0, 1000));
	KUNIT_EXPECT_FALSE(test, watermark_ok(&zone, 4, 100, ZONE_DMA, 0, 1000));
	list_move(&page.buddy_list, &zone.free_area[3].free_list[MIGRATE_HIGHATOMIC]);
	KUNIT_EXPECT_FALSE(test, watermark_ok(&zone, 3, 100, ZONE_DMA, 0, 1000));
	KUNIT_EXPECT_TRUE(test, watermark_ok(&zone, 3, 100, ZONE_DMA, ALLOC_HARDER, 1000));
}

static struct kunit_case watermark_cases[] = {
	KUNIT_CASE(marks_follow_min_free_kbytes),
	KUNIT_CASE(reserves_by_zone),
	KUNIT_CASE(who_may_go_how_deep),
	KUNIT_CASE(a_block_must_be_there),
	{},
};

static struct kunit_suite watermark_suite = {
	.name = "watermark",
	.test_cases = watermark_cases,
};
kunit_test_suite(watermark_suite);
