/* SPDX-License-Identifier: MIT */
/*
 * Slab geometry against Linux 6.1: rows { CPUs, slot size, objects a slab, pages a slab } of
 * real /proc/slabinfo files, from machines with 1, 2, 4 and 8 CPUs.
 */
#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "mm/slab/slab.h"

static const unsigned short rows[][4] = {
	{1, 8, 512, 1},	  {1, 16, 256, 1},  {1, 24, 170, 1},  {1, 32, 128, 1},	{1, 40, 102, 1},
	{1, 48, 85, 1},	  {1, 56, 73, 1},   {1, 64, 64, 1},   {1, 72, 56, 1},	{1, 80, 51, 1},
	{1, 88, 46, 1},	  {1, 96, 42, 1},   {1, 104, 39, 1},  {1, 112, 36, 1},	{1, 120, 34, 1},
	{1, 128, 32, 1},  {1, 136, 30, 1},  {1, 144, 28, 1},  {1, 152, 26, 1},	{1, 176, 23, 1},
	{1, 184, 22, 1},  {1, 192, 21, 1},  {1, 200, 20, 1},  {1, 208, 19, 1},	{1, 216, 18, 1},
	{1, 232, 17, 1},  {1, 248, 16, 1},  {1, 256, 16, 1},  {1, 272, 15, 1},	{1, 312, 13, 1},
	{1, 320, 12, 1},  {1, 328, 12, 1},  {1, 384, 10, 1},  {1, 416, 19, 2},	{1, 424, 19, 2},
	{1, 432, 9, 1},	  {1, 440, 9, 1},   {1, 456, 17, 2},  {1, 480, 8, 1},	{1, 512, 8, 1},
	{1, 528, 15, 2},  {1, 576, 14, 2},  {1, 584, 14, 2},  {1, 600, 13, 2},	{1, 608, 13, 2},
	{1, 616, 13, 2},  {1, 624, 13, 2},  {1, 640, 12, 2},  {1, 664, 12, 2},	{1, 672, 12, 2},
	{1, 688, 23, 4},  {1, 704, 11, 2},  {1, 712, 11, 2},  {1, 720, 11, 2},	{1, 760, 21, 4},
	{1, 768, 10, 2},  {1, 784, 10, 2},  {1, 800, 10, 2},  {1, 832, 19, 4},	{1, 872, 9, 2},
	{1, 960, 8, 2},	  {1, 968, 8, 2},   {1, 1024, 8, 2},  {1, 1080, 15, 4}, {1, 1088, 15, 4},
	{1, 1152, 14, 4}, {1, 1216, 13, 4}, {1, 1232, 13, 4}, {1, 1248, 13, 4}, {1, 1344, 12, 4},
	{1, 1360, 12, 4}, {1, 1472, 11, 4}, {1, 1536, 10, 4}, {1, 1600, 10, 4}, {1, 1984, 8, 4},
	{1, 2048, 8, 4},  {1, 2112, 15, 8}, {1, 2176, 15, 8}, {1, 2240, 14, 8}, {1, 2304, 14, 8},
	{1, 2496, 13, 8}, {1, 3072, 10, 8}, {1, 3712, 8, 8},  {1, 4096, 8, 8},	{1, 4480, 7, 8},
	{1, 5120, 6, 8},  {1, 6208, 5, 8},  {1, 8192, 4, 8},  {2, 8, 512, 1},	{2, 16, 256, 1},
	{2, 24, 170, 1},  {2, 32, 128, 1},  {2, 40, 102, 1},  {2, 48, 85, 1},	{2, 56, 73, 1},
	{2, 64, 64, 1},	  {2, 72, 56, 1},   {2, 80, 51, 1},   {2, 88, 46, 1},	{2, 96, 42, 1},
	{2, 104, 39, 1},  {2, 112, 36, 1},  {2, 120, 34, 1},  {2, 128, 32, 1},	{2, 136, 30, 1},
	{2, 152, 26, 1},  {2, 184, 22, 1},  {2, 192, 21, 1},  {2, 200, 20, 1},	{2, 216, 18, 1},
	{2, 256, 16, 1},  {2, 272, 15, 1},  {2, 312, 13, 1},  {2, 320, 12, 1},	{2, 384, 21, 2},
	{2, 416, 19, 2},  {2, 432, 18, 2},  {2, 512, 16, 2},  {2, 576, 14, 2},	{2, 584, 14, 2},
	{2, 624, 13, 2},  {2, 640, 12, 2},  {2, 664, 12, 2},  {2, 704, 23, 4},	{2, 712, 23, 4},
	{2, 768, 21, 4},  {2, 784, 20, 4},  {2, 832, 19, 4},  {2, 960, 17, 4},	{2, 968, 16, 4},
	{2, 1024, 16, 4}, {2, 1088, 15, 4}, {2, 1152, 14, 4}, {2, 1216, 13, 4}, {2, 1232, 13, 4},
	{2, 1344, 12, 4}, {2, 1360, 12, 4}, {2, 1600, 20, 8}, {2, 1984, 16, 8}, {2, 2048, 16, 8},
	{2, 2112, 15, 8}, {2, 2176, 15, 8}, {2, 2304, 14, 8}, {2, 2496, 13, 8}, {2, 4096, 8, 8},
	{2, 4480, 7, 8},  {2, 6208, 5, 8},  {2, 8192, 4, 8},  {4, 8, 512, 1},	{4, 16, 256, 1},
	{4, 24, 170, 1},  {4, 32, 128, 1},  {4, 40, 102, 1},  {4, 48, 85, 1},	{4, 56, 73, 1},
	{4, 64, 64, 1},	  {4, 72, 56, 1},   {4, 80, 51, 1},   {4, 88, 46, 1},	{4, 96, 42, 1},
	{4, 104, 39, 1},  {4, 112, 36, 1},  {4, 120, 34, 1},  {4, 128, 32, 1},	{4, 136, 30, 1},
	{4, 152, 26, 1},  {4, 184, 22, 1},  {4, 192, 21, 1},  {4, 200, 20, 1},	{4, 216, 18, 1},
	{4, 256, 16, 1},  {4, 272, 30, 2},  {4, 312, 26, 2},  {4, 320, 25, 2},	{4, 384, 21, 2},
	{4, 416, 19, 2},  {4, 432, 18, 2},  {4, 512, 16, 2},  {4, 576, 28, 4},	{4, 584, 28, 4},
	{4, 624, 26, 4},  {4, 640, 25, 4},  {4, 664, 24, 4},  {4, 704, 23, 4},	{4, 712, 23, 4},
	{4, 768, 21, 4},  {4, 784, 20, 4},  {4, 832, 19, 4},  {4, 960, 17, 4},	{4, 968, 16, 4},
	{4, 1024, 16, 4}, {4, 1088, 30, 8}, {4, 1152, 28, 8}, {4, 1216, 26, 8}, {4, 1232, 26, 8},
	{4, 1344, 24, 8}, {4, 1360, 24, 8}, {4, 1600, 20, 8}, {4, 1984, 16, 8}, {4, 2048, 16, 8},
	{4, 2112, 15, 8}, {4, 2176, 15, 8}, {4, 2304, 14, 8}, {4, 2496, 13, 8}, {4, 4096, 8, 8},
	{4, 4480, 7, 8},  {4, 6208, 5, 8},  {4, 8192, 4, 8},  {8, 8, 512, 1},	{8, 16, 256, 1},
	{8, 24, 170, 1},  {8, 32, 128, 1},  {8, 40, 102, 1},  {8, 48, 85, 1},	{8, 56, 73, 1},
	{8, 64, 64, 1},	  {8, 72, 56, 1},   {8, 80, 51, 1},   {8, 88, 46, 1},	{8, 96, 42, 1},
	{8, 104, 39, 1},  {8, 112, 36, 1},  {8, 120, 34, 1},  {8, 128, 32, 1},	{8, 136, 30, 1},
	{8, 152, 26, 1},  {8, 184, 22, 1},  {8, 192, 21, 1},  {8, 200, 20, 1},	{8, 216, 37, 2},
	{8, 256, 32, 2},  {8, 272, 30, 2},  {8, 312, 26, 2},  {8, 320, 25, 2},	{8, 384, 21, 2},
	{8, 416, 39, 4},  {8, 432, 37, 4},  {8, 512, 32, 4},  {8, 576, 28, 4},	{8, 584, 28, 4},
	{8, 624, 26, 4},  {8, 640, 25, 4},  {8, 664, 24, 4},  {8, 704, 23, 4},	{8, 712, 23, 4},
	{8, 768, 21, 4},  {8, 784, 20, 4},  {8, 832, 39, 8},  {8, 960, 34, 8},	{8, 968, 33, 8},
	{8, 1024, 32, 8}, {8, 1088, 30, 8}, {8, 1152, 28, 8}, {8, 1216, 26, 8}, {8, 1232, 26, 8},
	{8, 1344, 24, 8}, {8, 1360, 24, 8}, {8, 1600, 20, 8}, {8, 1984, 16, 8}, {8, 2048, 16, 8},
	{8, 2112, 15, 8}, {8, 2176, 15, 8}, {8, 2304, 14, 8}, {8, 2496, 13, 8}, {8, 4096, 8, 8},
	{8, 4480, 7, 8},  {8, 6208, 5, 8},  {8, 8192, 4, 8},
};

static void geometry_is_linuxs(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		unsigned int cpus = rows[i][0], size = rows[i][1];
		int order = slab_calculate_order(size, cpus);

		KUNIT_EXPECT_EQ_MSG(test, 1 << order, rows[i][3], "%u CPUs, size %u", cpus, size);
		KUNIT_EXPECT_EQ_MSG(test, (int)((PAGE_SIZE << order) / size), rows[i][2],
				    "%u CPUs, size %u", cpus, size);
	}
}

/* The kmalloc caches of Linux 6.1 with slub_debug=Z, two CPUs: slot, objects
 * and pages a slab. */
static const struct {
	const char *name;
	unsigned int size, objects, pages;
} red_rows[] = {
	{"kmalloc-8", 32, 128, 1},   {"kmalloc-16", 48, 85, 1},	      {"kmalloc-32", 96, 42, 1},
	{"kmalloc-64", 192, 21, 1},  {"kmalloc-96", 120, 34, 1},      {"kmalloc-128", 384, 21, 2},
	{"kmalloc-192", 216, 18, 1}, {"kmalloc-256", 768, 21, 4},     {"kmalloc-512", 1536, 21, 8},
	{"kmalloc-1k", 3072, 10, 8}, {"kmalloc-2k", 6144, 5, 8},      {"kmalloc-4k", 12288, 2, 8},
	{"kmalloc-8k", 24576, 1, 8}, {"kmem_cache_node", 192, 21, 1},
};

static void red_zones_are_linuxs(struct kunit *test)
{
	struct kmem_cache *s;
	unsigned int i, seen = 0;

	if (!slab_state.full)
		kunit_skip(test, "the machine has no red zones");
	list_for_each_entry (s, &slab_state.caches, list) {
		for (i = 0; i < ARRAY_SIZE(red_rows); i++) {
			int order = slab_calculate_order(red_rows[i].size, 2);

			if (strcmp(s->name, red_rows[i].name))
				continue;
			seen++;
			KUNIT_EXPECT_EQ_MSG(test, s->size, red_rows[i].size, "%s", s->name);
			KUNIT_EXPECT_EQ_MSG(test, 1U << order, red_rows[i].pages, "%s", s->name);
			KUNIT_EXPECT_EQ_MSG(test, (unsigned int)(PAGE_SIZE << order) / s->size,
					    red_rows[i].objects, "%s", s->name);
		}
	}
	KUNIT_EXPECT_EQ(test, seen, (unsigned int)ARRAY_SIZE(red_rows));
}

static void alignment_follows_the_rules(struct kunit *test)
{
	/* { flags, wish, size } → alignment */
	KUNIT_EXPECT_EQ(test, slab_calculate_alignment(0, 0, 1), 8U);
	KUNIT_EXPECT_EQ(test, slab_calculate_alignment(0, 64, 10), 64U);
	KUNIT_EXPECT_EQ(test, slab_calculate_alignment(SLAB_HWCACHE_ALIGN, 0, 200), 64U);
	KUNIT_EXPECT_EQ(test, slab_calculate_alignment(SLAB_HWCACHE_ALIGN, 0, 33), 64U);
	KUNIT_EXPECT_EQ(test, slab_calculate_alignment(SLAB_HWCACHE_ALIGN, 0, 32), 32U);
	KUNIT_EXPECT_EQ(test, slab_calculate_alignment(SLAB_HWCACHE_ALIGN, 0, 9), 16U);
	KUNIT_EXPECT_EQ(test, slab_calculate_alignment(SLAB_HWCACHE_ALIGN, 128, 9), 128U);
}

static void no_slab_for_huge_objects(struct kunit *test)
{
	KUNIT_EXPECT_GE(test, slab_calculate_order(4 << 20, 2), 0);
	KUNIT_EXPECT_LT(test, slab_calculate_order((4 << 20) + 8, 2), 0);
}

static void every_size_has_a_slab_that_wastes_little(struct kunit *test)
{
	unsigned int size, cpus;

	for (cpus = 1; cpus <= 64; cpus *= 2) {
		for (size = 8; size <= 8192; size += 8) {
			int order = slab_calculate_order(size, cpus);
			unsigned long bytes = PAGE_SIZE << order;

			KUNIT_ASSERT_LE(test, order, 3);
			KUNIT_ASSERT_GE(test, bytes / size, 1UL);
			KUNIT_ASSERT_LE_MSG(test, bytes % size, bytes / 4, "%u", size);
		}
	}
}

static struct kunit_case geometry_cases[] = {KUNIT_CASE(geometry_is_linuxs),
					     KUNIT_CASE(red_zones_are_linuxs),
					     KUNIT_CASE(alignment_follows_the_rules),
					     KUNIT_CASE(no_slab_for_huge_objects),
					     KUNIT_CASE(every_size_has_a_slab_that_wastes_little),
					     {}};

static struct kunit_suite geometry_suite = {
	.name = "slab_geometry",
	.test_cases = geometry_cases,
};
kunit_test_suite(geometry_suite);
