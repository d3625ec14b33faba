/* SPDX-License-Identifier: MIT */
/* Wait queues: no wake-up is lost, exclusive waiters go one by one, time and signals end waits. */
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/sched/signal.h>
#include <linux/wait.h>
#include <linux/wait_bit.h>

#include "planted.h"

static DECLARE_WAIT_QUEUE_HEAD(wq);
static atomic_t tokens, woken;
static int turn;

static void ping_pong(void *arg, int me)
{
	for (int i = 0; i < 100; i++) {
		wait_event(wq, READ_ONCE(turn) == me);
		WRITE_ONCE(turn, !me);
		wake_up(&wq);
	}
}

static void wakeups_not_lost(struct kunit *test)
{
	turn = 0;
	crew_run(2, ping_pong, NULL);
	KUNIT_EXPECT_EQ(test, turn, 0);
	KUNIT_EXPECT_FALSE(test, waitqueue_active(&wq));
}

static int exclusive_waiter(void *arg)
{
	int err = wait_event_interruptible_exclusive(wq, atomic_read(&tokens) > 0);

	if (!err) {
		atomic_dec(&tokens);
		atomic_inc(&woken);
	}
	return err;
}

static void exclusive_one_by_one(struct kunit *test)
{
	atomic_set(&tokens, 0);
	atomic_set(&woken, 0);
	for (int i = 0; i < 3; i++)
		kthread_run(exclusive_waiter, NULL, "excl/%d", i);
	msleep(10);
	atomic_set(&tokens, 3); /* enough for all: only the wake-up limits */
	wake_up(&wq);
	msleep(10);
	KUNIT_EXPECT_EQ(test, atomic_read(&woken), 1);
	wake_up_nr(&wq, 2);
	msleep(10);
	KUNIT_EXPECT_EQ(test, atomic_read(&woken), 3);
	KUNIT_EXPECT_EQ(test, atomic_read(&tokens), 0);
}

static void timeouts(struct kunit *test)
{
	unsigned long start = jiffies;
	long left;

	left = wait_event_timeout(wq, false, 50);
	KUNIT_EXPECT_EQ(test, left, 0L);
	KUNIT_EXPECT_GE(test, jiffies - start, 50ul);
	left = wait_event_timeout(wq, true, 50);
	KUNIT_EXPECT_EQ(test, left, 50L);
	KUNIT_EXPECT_EQ(test, wait_event_interruptible_timeout(wq, false, 5), 0L);
	KUNIT_EXPECT_EQ(test, wait_event_interruptible_hrtimeout(wq, false, 1000000), -62L);
	KUNIT_EXPECT_EQ(test, wait_event_interruptible_hrtimeout(wq, true, 1000000), 0L);
}

static int killable(void *arg)
{
	allow_signal(SIGKILL);
	allow_signal(SIGTERM);
	return wait_event_killable(wq, kthread_should_stop());
}

static int interruptible(void *arg)
{
	allow_signal(SIGTERM);
	return wait_event_interruptible(wq, false);
}

static struct task_struct *start(int (*fn)(void *))
{
	struct task_struct *k = kthread_create(fn, NULL, "sig");

	get_task_struct(k);
	wake_up_process(k);
	msleep(5);
	return k;
}

static int stop(struct task_struct *k)
{
	int ret = kthread_stop(k);

	put_task_struct(k);
	return ret;
}

static void signals(struct kunit *test)
{
	struct task_struct *k = start(interruptible);

	KUNIT_EXPECT_EQ(test, send_sig(SIGTERM, k, 1), 0);
	msleep(5);
	KUNIT_EXPECT_EQ(test, stop(k), -ERESTARTSYS);
	k = start(killable);
	send_sig(SIGTERM, k, 1);
	msleep(5);
	KUNIT_EXPECT_EQ(test, k->exit_state, 0);
	send_sig(SIGKILL, k, 1);
	msleep(5);
	KUNIT_EXPECT_EQ(test, stop(k), -ERESTARTSYS);
	KUNIT_EXPECT_EQ(test, send_sig(65, current, 1), -EINVAL);
}

static unsigned long word;

static int bit_setter(void *arg)
{
	msleep(20);
	clear_and_wake_up_bit(3, &word);
	return 0;
}

static void bits(struct kunit *test)
{
	word = 1 << 3;
	KUNIT_EXPECT_EQ(test, wait_on_bit_timeout(&word, 3, TASK_UNINTERRUPTIBLE, 2), -EAGAIN);
	kthread_run(bit_setter, NULL, "bit");
	KUNIT_EXPECT_EQ(test, wait_on_bit(&word, 3, TASK_UNINTERRUPTIBLE), 0);
	KUNIT_EXPECT_EQ(test, word, 0ul);
	KUNIT_EXPECT_EQ(test, wait_on_bit_lock(&word, 3, TASK_UNINTERRUPTIBLE), 0);
	KUNIT_EXPECT_EQ(test, word, 8ul);
	msleep(10);
}

static struct kunit_case wait_cases[] = {KUNIT_CASE(wakeups_not_lost),
					 KUNIT_CASE(exclusive_one_by_one),
					 KUNIT_CASE(timeouts),
					 KUNIT_CASE(signals),
					 KUNIT_CASE(bits),
					 {}};
static struct kunit_suite wait_suite = {.name = "sync_wait", .test_cases = wait_cases};
kunit_test_suite(wait_suite);
