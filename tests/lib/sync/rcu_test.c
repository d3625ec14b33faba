/* SPDX-License-Identifier: MIT */
/* RCU, SRCU and sequence locks: no reader sees freed or half-written data. */
#include <linux/delay.h>
#include <linux/rculist.h>
#include <linux/rcupdate.h>
#include <linux/seqlock.h>
#include <linux/slab.h>
#include <linux/srcu.h>

#include "planted.h"

#define ALIVE  0x600df00d
#define ROUNDS 60

struct node {
	struct rcu_head rcu;
	int magic;
	int value;
};

struct published {
	struct node __rcu *p;
	bool stop;
	atomic_t bad, freed;
	struct srcu_struct srcu;
	seqlock_t seq;
	int a, b;
};
static struct published pub;

static void free_node(struct rcu_head *head)
{
	struct node *n = container_of(head, struct node, rcu);

	atomic_add(!in_serving_softirq(), &pub.bad);
	n->magic = 0;
	kfree(n);
	atomic_inc(&pub.freed);
}

static struct node *new_node(int value)
{
	struct node *n = kmalloc(sizeof(*n), GFP_KERNEL);

	n->magic = ALIVE;
	n->value = value;
	return n;
}

static void rcu_mixed(void *arg, int me)
{
	if (me == 0) {
		for (int i = 0; i < ROUNDS; i++) {
			struct node *old = rcu_dereference_protected(pub.p, 1);

			rcu_assign_pointer(pub.p, new_node(i));
			call_rcu(&old->rcu, free_node);
			cpu_relax();
		}
		WRITE_ONCE(pub.stop, true);
		return;
	}
	while (!READ_ONCE(pub.stop)) {
		struct node *n;

		rcu_read_lock();
		n = rcu_dereference(pub.p);
		for (int i = 0; i < 4; i++) {
			cpu_relax();
			atomic_add(n->magic != ALIVE, &pub.bad);
		}
		rcu_read_unlock();
	}
}

static void rcu_readers_safe(struct kunit *test)
{
	memset(&pub, 0, sizeof(pub));
	rcu_assign_pointer(pub.p, new_node(-1));
	crew_run(3, rcu_mixed, NULL);
	rcu_barrier();
	KUNIT_EXPECT_EQ(test, atomic_read(&pub.bad), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&pub.freed), ROUNDS);
	kfree_rcu(rcu_dereference_protected(pub.p, 1), rcu);
	rcu_barrier();
}

static bool reader_inside, reader_may_go;

static int long_reader(void *arg)
{
	rcu_read_lock();
	WRITE_ONCE(reader_inside, true);
	while (!READ_ONCE(reader_may_go))
		cpu_relax();
	rcu_read_unlock();
	return 0;
}

/* Needs a second CPU: the reader never gives its own up. */
static void synchronize_waits_for_reader(struct kunit *test)
{
	unsigned long cookie;

	if (num_online_cpus() < 2) {
		kunit_skip(test, "one CPU");
		return;
	}
	reader_inside = reader_may_go = false;
	kthread_run(long_reader, NULL, "reader");
	while (!READ_ONCE(reader_inside))
		msleep(1);
	cookie = start_poll_synchronize_rcu();
	for (int i = 0; i < 2000; i++)
		cpu_relax();
	KUNIT_EXPECT_FALSE(test, poll_state_synchronize_rcu(cookie));
	WRITE_ONCE(reader_may_go, true);
	synchronize_rcu();
	KUNIT_EXPECT_TRUE(test, poll_state_synchronize_rcu(cookie));
}

static void rcu_misuse_reported(struct kunit *test)
{
	struct node __rcu *p = NULL;

	planted_begin();
	(void)rcu_dereference(p);
	EXPECT_PLANTED(test, DEFECT_LOCK, "WARNING: suspicious RCU usage");
	planted_end();
	rcu_read_lock();
	rcu_read_lock();
	KUNIT_EXPECT_EQ(test, rcu_read_lock_held(), 1);
	planted_begin();
	might_sleep();
	EXPECT_PLANTED(test, DEFECT_ATOMIC_SLEEP, "BUG: sleeping function called from invalid");
	planted_end();
	rcu_read_unlock();
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(test, rcu_read_lock_held(), 0);
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
}

static void srcu_mixed(void *arg, int me)
{
	for (int i = 0; i < 20; i++) {
		if (me == 0) {
			struct node *old = rcu_dereference_protected(pub.p, 1);

			rcu_assign_pointer(pub.p, new_node(i));
			synchronize_srcu(&pub.srcu);
			old->magic = 0;
			kfree(old);
			continue;
		}
		int idx = srcu_read_lock(&pub.srcu);
		struct node *n = srcu_dereference(pub.p, &pub.srcu);

		usleep_range(10, 20);
		atomic_add(n->magic != ALIVE, &pub.bad);
		srcu_read_unlock(&pub.srcu, idx);
	}
}

static void srcu_free(struct rcu_head *head)
{
	kfree(container_of(head, struct node, rcu));
	atomic_inc(&pub.freed);
}

static void srcu_readers_may_sleep(struct kunit *test)
{
	memset(&pub, 0, sizeof(pub));
	init_srcu_struct(&pub.srcu);
	rcu_assign_pointer(pub.p, new_node(-1));
	crew_run(3, srcu_mixed, NULL);
	KUNIT_EXPECT_EQ(test, atomic_read(&pub.bad), 0);
	call_srcu(&pub.srcu, &rcu_dereference_protected(pub.p, 1)->rcu, srcu_free);
	srcu_barrier(&pub.srcu);
	KUNIT_EXPECT_EQ(test, atomic_read(&pub.freed), 1);
	cleanup_srcu_struct(&pub.srcu);
}

static void seq_mixed(void *arg, int me)
{
	for (int i = 0; i < ROUNDS; i++) {
		unsigned int seq;
		int a, b;

		if (me == 0) {
			write_seqlock(&pub.seq);
			WRITE_ONCE(pub.a, pub.a + 1);
			cpu_relax();
			WRITE_ONCE(pub.b, pub.b + 1);
			write_sequnlock(&pub.seq);
			continue;
		}
		do {
			seq = read_seqbegin(&pub.seq);
			a = READ_ONCE(pub.a);
			cpu_relax();
			b = READ_ONCE(pub.b);
		} while (read_seqretry(&pub.seq, seq));
		atomic_add(a != b, &pub.bad);
	}
}

static void seqlock_reads_whole(struct kunit *test)
{
	memset(&pub, 0, sizeof(pub));
	seqlock_init(&pub.seq);
	crew_run(3, seq_mixed, NULL);
	KUNIT_EXPECT_EQ(test, atomic_read(&pub.bad), 0);
	KUNIT_EXPECT_EQ(test, pub.a, ROUNDS);
}

static struct kunit_case rcu_cases[] = {
	KUNIT_CASE(rcu_readers_safe),	 KUNIT_CASE(synchronize_waits_for_reader),
	KUNIT_CASE(rcu_misuse_reported), KUNIT_CASE(srcu_readers_may_sleep),
	KUNIT_CASE(seqlock_reads_whole), {}};
static struct kunit_suite rcu_suite = {.name = "sync_rcu", .test_cases = rcu_cases};
kunit_test_suite(rcu_suite);
