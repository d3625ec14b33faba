/* SPDX-License-Identifier: MIT */
/*
 * kmalloc against a naive model: a table of what is held, with its address, size and
 * content. Random calls, printed seed; after each round nothing overlaps, every content is
 * whole, and the recount agrees.
 */
#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/prandom.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/topology.h>

#include "mm/machine/machine.h"
#include "mm/slab/slabinfo.h"

#define HELD   300
#define ROUNDS 20
#define STEPS  2000

struct held {
	unsigned char *p; /* NULL: a free place of the table */
	size_t size;
	unsigned char fill;
};

static struct held table[HELD];

static size_t any_size(struct rnd_state *rnd)
{
	u32 r = prandom_u32_state(rnd);

	/* Mostly small, sometimes more than a slab cache serves. */
	switch (r % 8) {
	case 0:
		return 1 + r / 8 % 30000;
	case 1:
		return 1 + r / 8 % 5000;
	default:
		return 1 + r / 8 % 400;
	}
}

static bool is_whole(const struct held *h)
{
	return !memchr_inv(h->p, h->fill, h->size);
}

static bool overlaps(const struct held *a)
{
	unsigned int i;

	for (i = 0; i < HELD; i++) {
		const struct held *b = table + i;

		if (b != a && b->p && a->p < b->p + b->size && b->p < a->p + a->size)
			return true;
	}
	return false;
}

static void take(struct kunit *test, struct held *h, struct rnd_state *rnd)
{
	int node = prandom_u32_state(rnd) % 4 ? NUMA_NO_NODE : numa_node_id();

	h->size = any_size(rnd);
	h->fill = prandom_u32_state(rnd);
	h->p = kmalloc_node(h->size, GFP_KERNEL | __GFP_NOWARN, node);
	KUNIT_ASSERT_NOT_NULL(test, h->p);
	KUNIT_ASSERT_GE(test, h->size <= 8192 ? 8192UL : 1UL << 20, h->size);
	KUNIT_ASSERT_FALSE(test, overlaps(h));
	memset(h->p, h->fill, h->size);
}

static void resize(struct kunit *test, struct held *h, struct rnd_state *rnd)
{
	size_t size = any_size(rnd), kept = min(size, h->size);
	unsigned char *p = krealloc(h->p, size, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_ASSERT_PTR_EQ(test, memchr_inv(p, h->fill, kept), NULL);
	h->p = p;
	h->size = size;
	KUNIT_ASSERT_FALSE(test, overlaps(h));
	memset(p, h->fill, size);
}

static void give(struct kunit *test, struct held *h)
{
	KUNIT_ASSERT_TRUE(test, is_whole(h));
	kfree(h->p);
	h->p = NULL;
}

static void random_calls_match_the_model(struct kunit *test)
{
	u64 seed = machine.decl->seed;
	struct rnd_state rnd;
	unsigned int round, step, i;

	kunit_info(test, "seed %llu\n", seed);
	prandom_seed_state(&rnd, seed);
	memset(table, 0, sizeof(table));
	for (round = 0; round < ROUNDS; round++) {
		for (step = 0; step < STEPS; step++) {
			struct held *h = table + prandom_u32_state(&rnd) % HELD;

			if (!h->p)
				take(test, h, &rnd);
			else if (prandom_u32_state(&rnd) % 4)
				give(test, h);
			else
				resize(test, h, &rnd);
		}
		for (i = 0; i < HELD; i++)
			if (table[i].p)
				KUNIT_ASSERT_TRUE(test, is_whole(table + i));
		KUNIT_ASSERT_EQ(test, slab_audit(NULL), 0UL);
	}
	for (i = 0; i < HELD; i++)
		if (table[i].p)
			give(test, table + i);
	KUNIT_EXPECT_EQ(test, slab_audit(NULL), 0UL);
}

static struct kunit_case property_cases[] = {KUNIT_CASE(random_calls_match_the_model), {}};

static struct kunit_suite property_suite = {
	.name = "slab_property",
	.test_cases = property_cases,
};
kunit_test_suite(property_suite);
