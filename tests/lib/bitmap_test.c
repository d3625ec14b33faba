/* SPDX-License-Identifier: MIT */
/* Bitmaps against arrays of bool; their text forms; masks of CPUs. */
#include "prop.h"

#include <linux/bitmap.h>
#include <linux/cpumask.h>
#include <linux/slab.h>

#define BITS 200

static void fill_random(struct prop *p, unsigned long *map, bool *model)
{
	unsigned int density = 1 + prop_below(p, 8);

	bitmap_zero(map, BITS);
	for (unsigned int i = 0; i < BITS; i++) {
		model[i] = prop_below(p, density) == 0;
		if (model[i])
			__set_bit(i, map);
	}
}

static unsigned int next_in(const bool *model, unsigned int n, unsigned int at, bool value)
{
	while (at < n && model[at] != value)
		at++;
	return at < n ? at : n;
}

static void bitmap_searches(struct kunit *test)
{
	DECLARE_BITMAP(a, BITS);
	DECLARE_BITMAP(b, BITS);
	bool ma[BITS], mb[BITS];
	struct prop p;

	prop_start(test, &p, 0);
	for (int i = 0; i < 2000; i++) {
		unsigned int n = 1 + prop_below(&p, BITS), at = prop_below(&p, BITS), w = 0;
		unsigned int last = n, both = at;

		fill_random(&p, a, ma);
		fill_random(&p, b, mb);
		for (unsigned int k = 0; k < n; k++) {
			if (ma[k]) {
				KUNIT_ASSERT_EQ(test, find_nth_bit(a, n, w), k);
				last = k;
			}
			w += ma[k];
		}
		while (both < n && !(ma[both] && mb[both]))
			both++;
		KUNIT_ASSERT_EQ(test, bitmap_weight(a, n), w);
		KUNIT_ASSERT_EQ(test, find_first_bit(a, n), next_in(ma, n, 0, true));
		KUNIT_ASSERT_EQ(test, find_first_zero_bit(a, n), next_in(ma, n, 0, false));
		KUNIT_ASSERT_EQ(test, find_next_bit(a, n, at), next_in(ma, n, at, true));
		KUNIT_ASSERT_EQ(test, find_next_zero_bit(a, n, at), next_in(ma, n, at, false));
		KUNIT_ASSERT_EQ(test, find_last_bit(a, n), last);
		KUNIT_ASSERT_EQ(test, find_next_and_bit(a, b, n, at), min(both, n));
	}
}

static void bitmap_operations(struct kunit *test)
{
	DECLARE_BITMAP(a, BITS);
	DECLARE_BITMAP(b, BITS);
	DECLARE_BITMAP(d, BITS);
	bool ma[BITS], mb[BITS];
	struct prop p;

	prop_start(test, &p, 0);
	for (int i = 0; i < 500; i++) {
		unsigned int n = 1 + prop_below(&p, BITS), s = prop_below(&p, BITS);
		unsigned int len = prop_below(&p, BITS - s + 1);

		fill_random(&p, a, ma);
		fill_random(&p, b, mb);
		bitmap_shift_left(d, a, s, n);
		for (unsigned int k = 0; k < n; k++)
			KUNIT_ASSERT_EQ(test, test_bit(k, d), k >= s && ma[k - s]);
		bitmap_shift_right(d, a, s, n);
		for (unsigned int k = 0; k < n; k++)
			KUNIT_ASSERT_EQ(test, test_bit(k, d), k + s < n && ma[k + s]);
		bitmap_andnot(d, a, b, n);
		for (unsigned int k = 0; k < n; k++)
			KUNIT_ASSERT_EQ(test, test_bit(k, d), ma[k] && !mb[k]);
		bitmap_copy(d, a, BITS);
		bitmap_set(d, s, len);
		for (unsigned int k = 0; k < BITS; k++)
			KUNIT_ASSERT_EQ(test, test_bit(k, d), ma[k] || (k >= s && k < s + len));
		bitmap_copy(d, a, BITS);
		bitmap_clear(d, s, len);
		for (unsigned int k = 0; k < BITS; k++)
			KUNIT_ASSERT_EQ(test, test_bit(k, d), ma[k] && !(k >= s && k < s + len));
	}
}

static void bitmap_text(struct kunit *test)
{
	static const struct {
		const char *text;
		int err;
		unsigned long bits;
	} lists[] = {
		{"0", 0, 1},
		{"0-3,8", 0, 0x10f},
		{"0-31:2/4", 0, 0x33333333},
		{"", 0, 0},
		{"1,3,\n", 0, 0xa},
		{"all", 0, ~0UL},
		{"N", 0, 1UL << 63},
		{"3-1", -EINVAL, 0},
		{"0-64", -ERANGE, 0},
		{"a", -EINVAL, 0},
		{"0-", -EINVAL, 0},
		{"0-31:2", -EINVAL, 0},
		{"0-31:9/4", -EINVAL, 0},
		{"99999999999", -EOVERFLOW, 0},
	};
	static const struct {
		const char *text;
		int err;
		unsigned long bits;
	} masks[] = {
		{"f", 0, 0xf},	   {"1,00000001", 0, 0x100000001},
		{"0\n", 0, 0},	   {"ffffffffff", -EOVERFLOW, 0},
		{"g", -EINVAL, 0}, {"1,0,0", -EOVERFLOW, 0},
	};
	unsigned long map;

	for (unsigned int i = 0; i < ARRAY_SIZE(lists); i++) {
		KUNIT_EXPECT_EQ_MSG(test, bitmap_parselist(lists[i].text, &map, 64), lists[i].err,
				    "list '%s'", lists[i].text);
		if (!lists[i].err)
			KUNIT_EXPECT_EQ_MSG(test, map, lists[i].bits, "list '%s'", lists[i].text);
	}
	for (unsigned int i = 0; i < ARRAY_SIZE(masks); i++) {
		KUNIT_EXPECT_EQ_MSG(test, bitmap_parse(masks[i].text, 99, &map, 64), masks[i].err,
				    "mask '%s'", masks[i].text);
		if (!masks[i].err)
			KUNIT_EXPECT_EQ_MSG(test, map, masks[i].bits, "mask '%s'", masks[i].text);
	}
}

static void bitmap_regions(struct kunit *test)
{
	DECLARE_BITMAP(map, 64) = {0};

	KUNIT_EXPECT_EQ(test, bitmap_find_free_region(map, 64, 2), 0);
	KUNIT_EXPECT_EQ(test, bitmap_find_free_region(map, 64, 0), 4);
	KUNIT_EXPECT_EQ(test, bitmap_find_free_region(map, 64, 3), 8);
	KUNIT_EXPECT_EQ(test, bitmap_allocate_region(map, 4, 2), -EBUSY);
	bitmap_release_region(map, 4, 0);
	KUNIT_EXPECT_EQ(test, bitmap_allocate_region(map, 4, 2), 0);
	KUNIT_EXPECT_EQ(test, bitmap_find_free_region(map, 64, 6), -ENOMEM);
	KUNIT_EXPECT_EQ(test, bitmap_find_next_zero_area(map, 64, 0, 5, 7), 16UL);
}

static void cpumask_basics(struct kunit *test)
{
	cpumask_t mask = CPU_MASK_NONE;
	unsigned int cpu, n = 0;

	cpumask_set_cpu(0, &mask);
	cpumask_set_cpu(5, &mask);
	for (cpu = cpumask_first(&mask); cpu < NR_CPUS; cpu = cpumask_next(cpu, &mask))
		n += cpu + 1;
	KUNIT_EXPECT_EQ(test, n, 7U);
	KUNIT_EXPECT_EQ(test, cpumask_weight(&mask), 2U);
	KUNIT_EXPECT_EQ(test, cpumask_last(&mask), 5U);
	KUNIT_EXPECT_EQ(test, cpumask_next(63, &mask), (unsigned int)NR_CPUS);
	KUNIT_EXPECT_EQ(test, cpumask_any_but(&mask, 0), 5U);
	KUNIT_EXPECT_TRUE(test, cpumask_test_cpu(37, cpumask_of(37)));
	KUNIT_EXPECT_EQ(test, cpumask_weight(cpumask_of(63)), 1U);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(bitmap_searches), KUNIT_CASE(bitmap_operations), KUNIT_CASE(bitmap_text),
	KUNIT_CASE(bitmap_regions),  KUNIT_CASE(cpumask_basics),    {},
};
static struct kunit_suite suite = {.name = "bitmap", .test_cases = cases};
kunit_test_suite(suite);
