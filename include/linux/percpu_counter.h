/* SPDX-License-Identifier: MIT */
/*
 * A 64-bit counter that many CPUs add to: each CPU collects up to a batch in a copy of its own.
 * Reading gives the collected part (off by at most batch * CPUs); summing gives the exact value.
 */
#ifndef _LINUX_PERCPU_COUNTER_H
#define _LINUX_PERCPU_COUNTER_H

#include <linux/types.h>
#include <linux/spinlock.h>
#include <linux/list.h>
#include <linux/gfp.h>
#include <linux/percpu.h>

struct percpu_counter {
	raw_spinlock_t lock; /* count, and moves from counters to count */
	s64 count;
	struct list_head list;
	s32 __percpu *counters;
};

extern int percpu_counter_batch;

/* 0 or -ENOMEM. May sleep if @gfp allows. */
int __percpu_counter_init(struct percpu_counter *fbc, s64 amount, gfp_t gfp,
			  struct lock_class_key *key);
#define percpu_counter_init(fbc, value, gfp) __percpu_counter_init(fbc, value, gfp, NULL)
void percpu_counter_destroy(struct percpu_counter *fbc);
void percpu_counter_set(struct percpu_counter *fbc, s64 amount);
void percpu_counter_add_batch(struct percpu_counter *fbc, s64 amount, s32 batch);
/* Move this CPU's share into the count. */
void percpu_counter_sync(struct percpu_counter *fbc);
s64 __percpu_counter_sum(struct percpu_counter *fbc);
/* -1, 0, 1: the counter is less than, equal to, greater than @rhs; exact. */
int __percpu_counter_compare(struct percpu_counter *fbc, s64 rhs, s32 batch);

static inline int percpu_counter_compare(struct percpu_counter *fbc, s64 rhs)
{
	return __percpu_counter_compare(fbc, rhs, percpu_counter_batch);
}

static inline void percpu_counter_add(struct percpu_counter *fbc, s64 amount)
{
	percpu_counter_add_batch(fbc, amount, percpu_counter_batch);
}

/* Add to this CPU's copy whatever it holds: for counters that are summed, never read. */
static inline void percpu_counter_add_local(struct percpu_counter *fbc, s64 amount)
{
	percpu_counter_add_batch(fbc, amount, 0x7fffffff);
}

static inline void percpu_counter_sub_local(struct percpu_counter *fbc, s64 amount)
{
	percpu_counter_add_local(fbc, -amount);
}

static inline s64 percpu_counter_sum(struct percpu_counter *fbc)
{
	return __percpu_counter_sum(fbc);
}

static inline s64 percpu_counter_sum_positive(struct percpu_counter *fbc)
{
	s64 sum = __percpu_counter_sum(fbc);

	return sum < 0 ? 0 : sum;
}

static inline s64 percpu_counter_read(struct percpu_counter *fbc)
{
	return __atomic_load_n(&fbc->count, __ATOMIC_RELAXED);
}

static inline s64 percpu_counter_read_positive(struct percpu_counter *fbc)
{
	s64 count = percpu_counter_read(fbc);

	return count < 0 ? 0 : count;
}

static inline bool percpu_counter_initialized(struct percpu_counter *fbc)
{
	return fbc->counters != NULL;
}

static inline void percpu_counter_inc(struct percpu_counter *fbc)
{
	percpu_counter_add(fbc, 1);
}

static inline void percpu_counter_dec(struct percpu_counter *fbc)
{
	percpu_counter_add(fbc, -1);
}

static inline void percpu_counter_sub(struct percpu_counter *fbc, s64 amount)
{
	percpu_counter_add(fbc, -amount);
}

#endif
