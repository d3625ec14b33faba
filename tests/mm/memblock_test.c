/* SPDX-License-Identifier: MIT */
/* memblock: the lists, against a bitmap; and the boot allocations. */
#include <kunit/test.h>
#include <linux/bitops.h>
#include <linux/bootmem.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/prandom.h>
#include <linux/string.h>

#include "mm/boot/boot.h"

/* The machine's own lists are put aside, and back. */
static struct memblock saved;
static struct memblock_region saved_regions[2][INIT_MEMBLOCK_REGIONS];

/* Memory of 1 MiB that the tests may really write to. */
static struct page *arena_page;
static phys_addr_t arena;
#define ARENA_SIZE (1UL << 20)

static int memblock_test_init(struct kunit *test)
{
	saved = memblock;
	memcpy(saved_regions[0], memblock.memory.regions, sizeof(saved_regions[0]));
	memcpy(saved_regions[1], memblock.reserved.regions, sizeof(saved_regions[1]));
	arena_page = alloc_pages(GFP_KERNEL, 8);
	arena = page_to_phys(arena_page);
	memblock_reset();
	return 0;
}

static void memblock_test_exit(struct kunit *test)
{
	memblock_reset();
	memblock = saved;
	memcpy(memblock.memory.regions, saved_regions[0], sizeof(saved_regions[0]));
	memcpy(memblock.reserved.regions, saved_regions[1], sizeof(saved_regions[1]));
	__free_pages(arena_page, 8);
}

static void touching_regions_merge(struct kunit *test)
{
	memblock_add_node(0x100000, 0x100000, 0, MEMBLOCK_NONE);
	memblock_add_node(0x300000, 0x100000, 0, MEMBLOCK_NONE);
	KUNIT_EXPECT_EQ(test, memblock.memory.cnt, 2UL);
	memblock_add_node(0x200000, 0x100000, 0, MEMBLOCK_NONE);
	KUNIT_EXPECT_EQ(test, memblock.memory.cnt, 1UL);
	/* Another node's neighbour stays apart. */
	memblock_add_node(0x400000, 0x100000, 1, MEMBLOCK_NONE);
	KUNIT_EXPECT_EQ(test, memblock.memory.cnt, 2UL);
	KUNIT_EXPECT_EQ(test, memblock_phys_mem_size(), 0x400000ULL);
	KUNIT_EXPECT_EQ(test, memblock_start_of_DRAM(), 0x100000ULL);
	KUNIT_EXPECT_EQ(test, memblock_end_of_DRAM(), 0x500000ULL);
	memblock_remove(0x180000, 0x100000);
	KUNIT_EXPECT_EQ(test, memblock.memory.cnt, 3UL);
	KUNIT_EXPECT_FALSE(test, memblock_is_memory(0x180000));
	KUNIT_EXPECT_TRUE(test, memblock_is_memory(0x280000));
	memblock_remove(0, ~0ULL);
	KUNIT_EXPECT_EQ(test, memblock_phys_mem_size(), 0ULL);
	KUNIT_EXPECT_EQ(test, memblock.memory.cnt, 1UL);
}

static void top_down_and_bottom_up(struct kunit *test)
{
	memblock_add_node(0x100000, 0x100000, 0, MEMBLOCK_NONE);
	memblock_add_node(0x800000, 0x100000, 1, MEMBLOCK_NONE);
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc(0x1000, 0x1000), 0x8ff000ULL);
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc(0x100, 64), 0x8fef00ULL);
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc_try_nid(0x1000, 0x10000, 0), 0x1f0000ULL);
	memblock_set_bottom_up(true);
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc(0x1000, 0x1000), 0x100000ULL);
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc_range(0x1000, 0x1000, 0x180000, 0x190000),
			0x180000ULL);
	memblock_set_bottom_up(false);
	/* A node that has no room: the others serve, unless it must be that one. */
	KUNIT_EXPECT_EQ(test, memblock_alloc_range_nid(0xf0000, 0x1000, 0, 0, 0, true), 0ULL);
	KUNIT_EXPECT_EQ(test, memblock_alloc_range_nid(0xf0000, 0x1000, 0, 0, 0, false),
			0x80e000ULL);
	memblock_set_current_limit(0x140000);
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc(0x1000, 0x1000), 0x13f000ULL);
}

static void flags_hide_regions(struct kunit *test)
{
	memblock_add_node(0x100000, 0x300000, 0, MEMBLOCK_NONE);
	memblock_mark_nomap(0x200000, 0x100000);
	KUNIT_EXPECT_EQ(test, memblock.memory.cnt, 3UL);
	KUNIT_EXPECT_FALSE(test, memblock_is_map_memory(0x280000));
	KUNIT_EXPECT_EQ(test, memblock_find_in_range_node(0x180000, 0x1000, 0, 0, 0, MEMBLOCK_NONE),
			0ULL);
	memblock_clear_nomap(0x200000, 0x100000);
	KUNIT_EXPECT_EQ(test, memblock.memory.cnt, 1UL);
	memblock_mark_hotplug(0x300000, 0x100000);
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc(0x1000, 0x1000), 0x2ff000ULL);
}

static void lists_grow(struct kunit *test)
{
	unsigned long i;

	memblock_add_node(arena, ARENA_SIZE, 0, MEMBLOCK_NONE);
	/* Every other 256 bytes of the first half: no two touch. */
	for (i = 0; i < 1000; i++)
		KUNIT_ASSERT_EQ(test, memblock_reserve(arena + i * 512, 256), 0);
	KUNIT_EXPECT_GT(test, memblock.reserved.max, 1000UL);
	for (i = 0; i < 1000; i++) {
		KUNIT_EXPECT_TRUE(test, memblock_is_reserved(arena + i * 512));
		KUNIT_EXPECT_TRUE(test, memblock_is_reserved(arena + i * 512 + 255));
		KUNIT_EXPECT_FALSE(test, memblock_is_reserved(arena + i * 512 + 256));
	}
}

static void boot_allocations(struct kunit *test)
{
	char *p, *q;

	memblock_add_node(arena, ARENA_SIZE, 0, MEMBLOCK_NONE);
	memset(__va(arena), 0x55, ARENA_SIZE);
	p = alloc_bootmem(100);
	q = alloc_bootmem_pages(5000);
	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_ASSERT_NOT_NULL(test, q);
	KUNIT_EXPECT_EQ(test, (unsigned long)p & 63, 0UL);
	KUNIT_EXPECT_EQ(test, (unsigned long)q & ~PAGE_MASK, 0UL);
	KUNIT_EXPECT_NULL(test, memchr_inv(p, 0, 100));
	KUNIT_EXPECT_NULL(test, memchr_inv(q, 0, 5000));
	KUNIT_EXPECT_EQ(test, memblock_reserved_size(), 5100ULL);
	memblock_free(p, 100);
	memblock_free(q, 5000);
	KUNIT_EXPECT_EQ(test, memblock_reserved_size(), 0ULL);
	KUNIT_EXPECT_NULL(test, alloc_bootmem_nopanic(ARENA_SIZE + 1));
	KUNIT_EXPECT_NOT_NULL(test, alloc_bootmem_low_pages(PAGE_SIZE));
}

/* ---- random calls against a bitmap of 64 units ---- */

#define UNIT 0x1000ULL

static void check_against_model(struct kunit *test, u64 mem, u64 res)
{
	u64 seen = 0, i;
	phys_addr_t s, e;
	int unit;

	for (unit = 0; unit < 64; unit++) {
		KUNIT_EXPECT_EQ(test, memblock_is_memory((unit + 1) * UNIT), !!(mem >> unit & 1));
		KUNIT_EXPECT_EQ(test, memblock_is_reserved((unit + 1) * UNIT), !!(res >> unit & 1));
	}
	KUNIT_EXPECT_EQ(test, memblock.memory.total_size, hweight64(mem) * UNIT);
	KUNIT_EXPECT_EQ(test, memblock.reserved.total_size, hweight64(res) * UNIT);
	for_each_free_mem_range(i, NUMA_NO_NODE, MEMBLOCK_NONE, &s, &e,
				NULL) for (; s < e; s += UNIT) seen |= 1ULL << (s / UNIT - 1);
	KUNIT_EXPECT_EQ(test, seen, mem & ~res);
	for_each_free_mem_range_reverse(i, NUMA_NO_NODE, MEMBLOCK_NONE, &s, &e,
					NULL) for (; s < e; s += UNIT) seen &=
		~(1ULL << (s / UNIT - 1));
	KUNIT_EXPECT_EQ(test, seen, 0ULL);
}

static void random_calls(struct kunit *test)
{
	u64 seed = get_random_u32(), mem = 0, res = 0;
	struct rnd_state rnd;
	int step;

	kunit_info(test, "seed %llu\n", seed);
	prandom_seed_state(&rnd, seed);
	for (step = 0; step < 2000; step++) {
		u32 r = prandom_u32_state(&rnd);
		unsigned int at = r % 64, n = 1 + r / 64 % (64 - at);
		u64 mask = (n == 64 ? ~0ULL : (1ULL << n) - 1) << at;
		phys_addr_t base = (at + 1) * UNIT;

		switch (r >> 16 & 3) {
		case 0:
			memblock_add(base, n * UNIT);
			mem |= mask;
			break;
		case 1:
			memblock_remove(base, n * UNIT);
			mem &= ~mask;
			break;
		case 2:
			memblock_reserve(base, n * UNIT);
			res |= mask;
			break;
		default:
			memblock_phys_free(base, n * UNIT);
			res &= ~mask;
		}
		check_against_model(test, mem, res);
	}
}

static struct kunit_case memblock_cases[] = {
	KUNIT_CASE(touching_regions_merge),
	KUNIT_CASE(top_down_and_bottom_up),
	KUNIT_CASE(flags_hide_regions),
	KUNIT_CASE(lists_grow),
	KUNIT_CASE(boot_allocations),
	KUNIT_CASE(random_calls),
	{},
};

static struct kunit_suite memblock_suite = {
	.name = "memblock",
	.init = memblock_test_init,
	.exit = memblock_test_exit,
	.test_cases = memblock_cases,
};
kunit_test_suite(memblock_suite);
