/* SPDX-License-Identifier: MIT */
/*
 * Property tests: random operations on the real thing and on a naive model, compared after each.
 * The generator's seed is printed, so that a failure can be had again by putting it into
 * prop_start's second argument.
 */
#ifndef TESTS_LIB_PROP_H
#define TESTS_LIB_PROP_H

#include <kunit/test.h>
#include <linux/prandom.h>
#include <linux/random.h>

struct prop {
	struct rnd_state rng;
	u64 seed;
};

/* @seed 0: draw one. */
static inline void prop_start(struct kunit *test, struct prop *p, u64 seed)
{
	p->seed = seed ? seed : get_random_u64();
	prandom_seed_state(&p->rng, p->seed);
	kunit_info(test, "seed %#llx\n", p->seed);
}

static inline u32 prop_below(struct prop *p, u32 ceil)
{
	return (u32)(((u64)prandom_u32_state(&p->rng) * ceil) >> 32);
}

#endif
