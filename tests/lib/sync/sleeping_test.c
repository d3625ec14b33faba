/* SPDX-License-Identifier: MIT */
/* Mutexes, semaphores, rw semaphores and completions: exclusion, order, timeouts, misuse. */
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/rwsem.h>
#include <linux/sched/signal.h>
#include <linux/semaphore.h>

#include "planted.h"

#define ROUNDS 100

struct shared {
	struct mutex mutex;
	struct semaphore sem;
	struct rw_semaphore rwsem;
	int a, b;
	atomic_t inside, most, torn;
};

static void add_under_mutex(void *arg, int me)
{
	struct shared *s = arg;

	for (int i = 0; i < ROUNDS; i++) {
		mutex_lock(&s->mutex);
		s->a++;
		if (i % 8 == 0)
			usleep_range(5, 10);
		s->b++;
		mutex_unlock(&s->mutex);
	}
}

static void mutex_excludes(struct kunit *test)
{
	struct shared s = {0};

	mutex_init(&s.mutex);
	crew_run(4, add_under_mutex, &s);
	KUNIT_EXPECT_EQ(test, s.a, 4 * ROUNDS);
	KUNIT_EXPECT_EQ(test, s.b, 4 * ROUNDS);
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&s.mutex));
}

struct queue_order {
	struct mutex mutex;
	int order[4], n;
};

static void take_in_turn(void *arg, int me)
{
	struct queue_order *q = arg;

	msleep(200 * (me + 1)); /* apart enough for a busy host in parallel mode */
	mutex_lock(&q->mutex);
	q->order[q->n++] = me;
	mutex_unlock(&q->mutex);
}

static int hold_a_second(void *arg)
{
	struct queue_order *q = arg;

	mutex_lock(&q->mutex);
	msleep(1000);
	mutex_unlock(&q->mutex);
	return 0;
}

static void mutex_serves_in_order(struct kunit *test)
{
	struct queue_order q = {0};
	struct task_struct *holder;

	mutex_init(&q.mutex);
	holder = kthread_create(hold_a_second, &q, "holder");
	get_task_struct(holder);
	wake_up_process(holder);
	while (!mutex_is_locked(&q.mutex))
		msleep(1);
	crew_run(4, take_in_turn, &q);
	kthread_stop(holder);
	put_task_struct(holder);
	for (int i = 0; i < 4; i++)
		KUNIT_EXPECT_EQ(test, q.order[i], i);
}

static int unlock_others(void *arg)
{
	planted_begin();
	mutex_unlock(arg);
	return 0;
}

static void mutex_misuse_reported(struct kunit *test)
{
	struct mutex m, zero = {0};
	struct task_struct *k;

	mutex_init(&m);
	mutex_lock(&m);
	k = kthread_create(unlock_others, &m, "thief");
	get_task_struct(k);
	wake_up_process(k);
	msleep(10);
	kthread_stop(k);
	put_task_struct(k);
	EXPECT_PLANTED(test, DEFECT_LOCK, "mutex ");
	planted_end();
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&m));
	planted_begin();
	mutex_unlock(&m);
	EXPECT_PLANTED(test, DEFECT_LOCK, "mutex ");
	planted_end();
	planted_begin();
	mutex_lock(&zero);
	EXPECT_PLANTED(test, DEFECT_LOCK, "INFO: trying to register non-static key.");
	planted_end();
	mutex_unlock(&zero);
}

static int wait_interruptibly(void *arg)
{
	allow_signal(SIGTERM);
	return mutex_lock_interruptible(arg);
}

static void mutex_interruptible(struct kunit *test)
{
	struct task_struct *k;
	struct mutex m;

	mutex_init(&m);
	mutex_lock(&m);
	k = kthread_create(wait_interruptibly, &m, "waiter");
	get_task_struct(k);
	wake_up_process(k);
	msleep(10);
	KUNIT_EXPECT_EQ(test, send_sig(SIGTERM, k, 1), 0);
	msleep(10);
	KUNIT_EXPECT_EQ(test, kthread_stop(k), -EINTR);
	put_task_struct(k);
	mutex_unlock(&m);
	KUNIT_EXPECT_EQ(test, mutex_trylock(&m), 1);
	KUNIT_EXPECT_EQ(test, mutex_trylock(&m), 0);
	mutex_unlock(&m);
}

static void enter(struct shared *s)
{
	int now = atomic_inc_return(&s->inside), most = atomic_read(&s->most);

	while (now > most && !atomic_try_cmpxchg(&s->most, &most, now))
		;
}

static void sem_limits(void *arg, int me)
{
	struct shared *s = arg;

	for (int i = 0; i < 20; i++) {
		down(&s->sem);
		enter(s);
		usleep_range(10, 20);
		atomic_dec(&s->inside);
		up(&s->sem);
	}
}

static void semaphore_counts(struct kunit *test)
{
	struct shared s = {0};
	unsigned long start;

	sema_init(&s.sem, 2);
	crew_run(5, sem_limits, &s);
	KUNIT_EXPECT_EQ(test, atomic_read(&s.most), 2);
	KUNIT_EXPECT_EQ(test, s.sem.count, 2u);
	down(&s.sem);
	KUNIT_EXPECT_EQ(test, down_trylock(&s.sem), 0);
	KUNIT_EXPECT_EQ(test, down_trylock(&s.sem), 1);
	start = jiffies;
	KUNIT_EXPECT_EQ(test, down_timeout(&s.sem, HZ), -ETIME);
	KUNIT_EXPECT_GE(test, jiffies - start, (unsigned long)HZ);
	up(&s.sem);
	KUNIT_EXPECT_EQ(test, down_interruptible(&s.sem), 0);
}

static void rwsem_mixed(void *arg, int me)
{
	struct shared *s = arg;

	for (int i = 0; i < 40; i++) {
		if (me == 0) {
			down_write(&s->rwsem);
			s->a++;
			usleep_range(5, 6);
			s->b++;
			if (i % 4 == 0) {
				downgrade_write(&s->rwsem);
				up_read(&s->rwsem);
			} else {
				up_write(&s->rwsem);
			}
			continue;
		}
		down_read(&s->rwsem);
		enter(s);
		int a = s->a;

		usleep_range(5, 6);
		if (a != s->b)
			atomic_inc(&s->torn);
		atomic_dec(&s->inside);
		up_read(&s->rwsem);
	}
}

static void rwsem_readers_share(struct kunit *test)
{
	struct shared s = {0};

	init_rwsem(&s.rwsem);
	crew_run(4, rwsem_mixed, &s);
	KUNIT_EXPECT_EQ(test, s.a, 40);
	KUNIT_EXPECT_EQ(test, atomic_read(&s.torn), 0);
	KUNIT_EXPECT_GT(test, atomic_read(&s.most), 1);
	KUNIT_EXPECT_EQ(test, down_write_trylock(&s.rwsem), 1);
	KUNIT_EXPECT_EQ(test, down_read_trylock(&s.rwsem), 0);
	up_write(&s.rwsem);
	planted_begin();
	up_read(&s.rwsem);
	EXPECT_PLANTED(test, DEFECT_LOCK, "WARNING: bad unlock balance detected!");
	planted_end();
}

static int complete_later(void *arg)
{
	msleep(100);
	complete(arg);
	return 0;
}

static void completion_timeouts(struct kunit *test)
{
	DECLARE_COMPLETION_ONSTACK(done);
	unsigned long left;

	KUNIT_EXPECT_EQ(test, wait_for_completion_timeout(&done, 10), 0ul);
	KUNIT_EXPECT_FALSE(test, try_wait_for_completion(&done));
	kthread_run(complete_later, &done, "later");
	left = wait_for_completion_timeout(&done, HZ);
	KUNIT_EXPECT_GT(test, left, HZ / 2ul);
	KUNIT_EXPECT_LT(test, left, (unsigned long)HZ);
	complete_all(&done);
	KUNIT_EXPECT_TRUE(test, completion_done(&done));
	wait_for_completion(&done);
	wait_for_completion(&done);
	reinit_completion(&done);
	KUNIT_EXPECT_FALSE(test, completion_done(&done));
	synchronize_rcu();
}

static struct kunit_case sleeping_cases[] = {
	KUNIT_CASE(mutex_excludes),	   KUNIT_CASE(mutex_serves_in_order),
	KUNIT_CASE(mutex_misuse_reported), KUNIT_CASE(mutex_interruptible),
	KUNIT_CASE(semaphore_counts),	   KUNIT_CASE(rwsem_readers_share),
	KUNIT_CASE(completion_timeouts),   {}};
static struct kunit_suite sleeping_suite = {.name = "sync_sleeping", .test_cases = sleeping_cases};
kunit_test_suite(sleeping_suite);
