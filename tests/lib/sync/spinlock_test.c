/* SPDX-License-Identifier: MIT */
/* Spin locks and reader/writer locks: exclusion, contexts, and each misuse that is reported. */
#include <linux/irqflags.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>

#include "planted.h"

#define ROUNDS 200

struct shared {
	spinlock_t lock;
	rwlock_t rw;
	int a, b; /* equal outside the lock */
	int torn;
};

static void add_under_lock(void *arg, int me)
{
	struct shared *s = arg;

	for (int i = 0; i < ROUNDS; i++) {
		spin_lock(&s->lock);
		s->a++;
		cpu_relax();
		s->b++;
		spin_unlock(&s->lock);
	}
}

static void spin_excludes(struct kunit *test)
{
	struct shared s = {0};

	spin_lock_init(&s.lock);
	crew_run(4, add_under_lock, &s);
	KUNIT_EXPECT_EQ(test, s.a, 4 * ROUNDS);
	KUNIT_EXPECT_EQ(test, s.b, 4 * ROUNDS);
	KUNIT_EXPECT_FALSE(test, spin_is_locked(&s.lock));
}

static void spin_contexts(struct kunit *test)
{
	DEFINE_SPINLOCK(lock);
	unsigned long flags;

	spin_lock(&lock);
	KUNIT_EXPECT_TRUE(test, in_atomic());
	KUNIT_EXPECT_TRUE(test, spin_is_held(&lock));
	KUNIT_EXPECT_FALSE(test, spin_trylock(&lock));
	spin_unlock(&lock);
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
	spin_lock_irqsave(&lock, flags);
	KUNIT_EXPECT_TRUE(test, irqs_disabled());
	spin_unlock_irqrestore(&lock, flags);
	KUNIT_EXPECT_FALSE(test, irqs_disabled());
	spin_lock_bh(&lock);
	KUNIT_EXPECT_TRUE(test, in_softirq());
	KUNIT_EXPECT_FALSE(test, in_serving_softirq());
	spin_unlock_bh(&lock);
	KUNIT_EXPECT_FALSE(test, in_softirq());
	KUNIT_ASSERT_TRUE(test, spin_trylock(&lock));
	spin_unlock(&lock);
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
}

static void spin_recursion_reported(struct kunit *test)
{
	DEFINE_SPINLOCK(lock);

	spin_lock(&lock);
	planted_begin();
	spin_lock(&lock);
	EXPECT_PLANTED(test, DEFECT_LOCK, "BUG: spinlock recursion on CPU#");
	planted_end();
	preempt_enable();
	spin_unlock(&lock);
}

static void spin_double_unlock_reported(struct kunit *test)
{
	DEFINE_SPINLOCK(lock);

	preempt_disable();
	planted_begin();
	spin_unlock(&lock);
	EXPECT_PLANTED(test, DEFECT_LOCK, "BUG: spinlock already unlocked on CPU#");
	planted_end();
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
}

static void spin_uninitialised_reported(struct kunit *test)
{
	spinlock_t lock = {0};

	planted_begin();
	spin_lock(&lock);
	EXPECT_PLANTED(test, DEFECT_LOCK, "BUG: spinlock bad magic on CPU#");
	planted_end();
	spin_unlock(&lock);
}

static void spin_rank_reported(struct kunit *test)
{
	spinlock_t low, high;

	spin_lock_init_ranked(&low, LOCK_RANK_FS);
	spin_lock_init_ranked(&high, LOCK_RANK_ZONE);
	spin_lock(&low);
	spin_lock(&high);
	spin_unlock(&high);
	spin_unlock(&low);
	spin_lock(&high);
	planted_begin();
	spin_lock(&low);
	EXPECT_PLANTED(test, DEFECT_LOCK, "BUG: lock order: rank 10 taken while rank 140 is held");
	planted_end();
	/* not in order of taking */
	spin_unlock(&high);
	spin_unlock(&low);
	KUNIT_EXPECT_EQ(test, current->held_depth, 0);
}

static void sleep_under_lock_reported(struct kunit *test)
{
	DEFINE_SPINLOCK(lock);

	spin_lock(&lock);
	planted_begin();
	might_sleep();
	EXPECT_PLANTED(test, DEFECT_ATOMIC_SLEEP,
		       "BUG: sleeping function called from invalid context at ");
	planted_end();
	spin_unlock(&lock);
}

static void rw_mixed(void *arg, int me)
{
	struct shared *s = arg;

	for (int i = 0; i < ROUNDS; i++) {
		if (me == 0) {
			write_lock(&s->rw);
			s->a++;
			cpu_relax();
			s->b++;
			write_unlock(&s->rw);
		} else {
			read_lock(&s->rw);
			int a = s->a;

			cpu_relax();
			if (a != s->b)
				s->torn++;
			read_unlock(&s->rw);
		}
	}
}

static void rw_readers_see_whole_writes(struct kunit *test)
{
	struct shared s = {0};

	rwlock_init(&s.rw);
	crew_run(4, rw_mixed, &s);
	KUNIT_EXPECT_EQ(test, s.a, ROUNDS);
	KUNIT_EXPECT_EQ(test, s.torn, 0);
}

static void rw_trylocks(struct kunit *test)
{
	DEFINE_RWLOCK(rw);

	read_lock(&rw);
	KUNIT_EXPECT_TRUE(test, read_trylock(&rw));
	KUNIT_EXPECT_FALSE(test, write_trylock(&rw));
	read_unlock(&rw);
	read_unlock(&rw);
	KUNIT_ASSERT_TRUE(test, write_trylock(&rw));
	KUNIT_EXPECT_FALSE(test, read_trylock(&rw));
	write_unlock(&rw);
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
}

static void dec_and_lock(struct kunit *test)
{
	DEFINE_SPINLOCK(lock);
	atomic_t n = ATOMIC_INIT(2);

	KUNIT_EXPECT_FALSE(test, atomic_dec_and_lock(&n, &lock));
	KUNIT_EXPECT_TRUE(test, atomic_dec_and_lock(&n, &lock));
	KUNIT_EXPECT_TRUE(test, spin_is_held(&lock));
	spin_unlock(&lock);
}

static struct kunit_case spinlock_cases[] = {KUNIT_CASE(spin_excludes),
					     KUNIT_CASE(spin_contexts),
					     KUNIT_CASE(spin_recursion_reported),
					     KUNIT_CASE(spin_double_unlock_reported),
					     KUNIT_CASE(spin_uninitialised_reported),
					     KUNIT_CASE(spin_rank_reported),
					     KUNIT_CASE(sleep_under_lock_reported),
					     KUNIT_CASE(rw_readers_see_whole_writes),
					     KUNIT_CASE(rw_trylocks),
					     KUNIT_CASE(dec_and_lock),
					     {}};
static struct kunit_suite spinlock_suite = {.name = "sync_spinlock", .test_cases = spinlock_cases};
kunit_test_suite(spinlock_suite);
