/* SPDX-License-Identifier: MIT */
/* Shadow arithmetic, against a map with one byte for each byte of memory. */
#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/prandom.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "arch/arch.h"
#include "mm/kasan/kasan.h"

#define BYTES	 1024
#define GRANULES (BYTES / KASAN_GRANULE_SIZE)

/* The memory is never touched: only its shadow is. */
struct fixture {
	unsigned long base;
	bool bad[BYTES];
};

static int set_up(struct kunit *test)
{
	struct fixture *f;

	if (kasan_on()) {
		kunit_mark_skipped(test, "the shadow is in use");
		return 0;
	}
	if (arch_shadow_map()) {
		kunit_mark_skipped(test, "the host has no place for the shadow");
		return 0;
	}
	f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, f);
	f->base = 0x400000000000UL;
	test->priv = f;
	return 0;
}

static void tear_down(struct kunit *test)
{
	if (!kasan_on())
		arch_shadow_unmap();
}

static unsigned long naive_first_bad(struct fixture *f, unsigned int from, unsigned int n)
{
	unsigned int i;

	for (i = from; i < from + n; i++)
		if (f->bad[i])
			return f->base + i;
	return 0;
}

static void poison(struct fixture *f, unsigned int from, unsigned int n)
{
	kasan_poison((void *)f->base + from, n, KASAN_SLAB_FREE);
	memset(f->bad + from, 1, round_up(n, KASAN_GRANULE_SIZE));
}

static void unpoison(struct fixture *f, unsigned int from, unsigned int n)
{
	kasan_unpoison((void *)f->base + from, n);
	memset(f->bad + from, 0, n);
	memset(f->bad + from + n, 1, round_up(n, KASAN_GRANULE_SIZE) - n);
}

/* Each byte alone, and ranges from it, agree with the map. */
static void compare(struct kunit *test, struct fixture *f, struct rnd_state *rnd)
{
	unsigned int i, n;

	for (i = 0; i < BYTES; i++) {
		KUNIT_ASSERT_EQ(test, kasan_first_bad(f->base + i, 1), naive_first_bad(f, i, 1));
		n = 1 + prandom_u32_state(rnd) % (BYTES - i);
		KUNIT_ASSERT_EQ(test, kasan_first_bad(f->base + i, n), naive_first_bad(f, i, n));
	}
}

static void random_operations(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct rnd_state rnd;
	unsigned int round, op;

	if (!f)
		return;
	prandom_seed_state(&rnd, 42);
	for (round = 0; round < 50; round++) {
		for (op = 0; op < 8; op++) {
			unsigned int from = prandom_u32_state(&rnd) % GRANULES * KASAN_GRANULE_SIZE;
			unsigned int n = 1 + prandom_u32_state(&rnd) % (BYTES - from);

			if (prandom_u32_state(&rnd) % 2)
				poison(f, from, n);
			else
				unpoison(f, from, n);
		}
		compare(test, f, &rnd);
	}
}

static void partial_granules(struct kunit *test)
{
	struct fixture *f = test->priv;
	unsigned int n;

	if (!f)
		return;
	for (n = 1; n <= 2 * KASAN_GRANULE_SIZE; n++) {
		poison(f, 0, 64);
		unpoison(f, 16, n);
		KUNIT_EXPECT_EQ(test, kasan_first_bad(f->base + 16, n), 0UL);
		KUNIT_EXPECT_EQ(test, kasan_first_bad(f->base + 16, n + 1), f->base + 16 + n);
		KUNIT_EXPECT_EQ(test, kasan_first_bad(f->base + 15, n + 1), f->base + 15);
		KUNIT_EXPECT_EQ(test, *kasan_shadow_of(f->base + 16),
				n < KASAN_GRANULE_SIZE ? n : 0);
	}
}

static void nothing_is_nothing(struct kunit *test)
{
	struct fixture *f = test->priv;

	if (!f)
		return;
	poison(f, 0, 32);
	kasan_unpoison((void *)f->base, 0);
	KUNIT_EXPECT_EQ(test, kasan_first_bad(f->base, 1), f->base);
	unpoison(f, 0, 32);
	kasan_poison((void *)f->base, 0, KASAN_SLAB_FREE);
	KUNIT_EXPECT_EQ(test, kasan_first_bad(f->base, 32), 0UL);
	/* An address without a shadow is left alone. */
	kasan_poison((void *)KASAN_ADDRESS_END, 8, KASAN_SLAB_FREE);
	kasan_unpoison((void *)(KASAN_ADDRESS_END - 8), 16);
}

/* On a machine that was not declared with kasan every check agrees, and poisons nothing. */
static void off_is_silent(struct kunit *test)
{
	char *p;

	KUNIT_EXPECT_FALSE(test, kasan_running);
	p = kmalloc(13, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_TRUE(test, kasan_check(p, 64, true, _THIS_IP_));
	KUNIT_EXPECT_EQ(test, kasan_percpu_room(13), 13UL);
	if (test->priv)
		KUNIT_EXPECT_EQ(test, kasan_first_bad((unsigned long)p, 64), 0UL);
	kfree(p);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(random_operations),
	KUNIT_CASE(partial_granules),
	KUNIT_CASE(nothing_is_nothing),
	KUNIT_CASE(off_is_silent),
	{},
};

static struct kunit_suite suite = {
	.name = "kasan_shadow",
	.init = set_up,
	.exit = tear_down,
	.test_cases = cases,
};

kunit_test_suite(suite);
