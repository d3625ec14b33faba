/* SPDX-License-Identifier: MIT */
/* Work queues: concurrency limits, order, flushing, cancelling, delays, self-queueing. */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "mm/machine/machine.h"
#include "tests/lib/sync/planted.h"

static atomic_t running, most, done_count;
static int order[32];

struct item {
	struct work_struct work;
	int id;
};

static void body(struct work_struct *work)
{
	struct item *it = container_of(work, struct item, work);
	int now = atomic_inc_return(&running), seen = atomic_read(&most);

	while (now > seen && !atomic_try_cmpxchg(&most, &seen, now))
		;
	msleep(10);
	atomic_dec(&running);
	order[atomic_fetch_inc(&done_count)] = it->id;
}

static void run_items(struct workqueue_struct *wq, int nr)
{
	struct item item[16];

	atomic_set(&running, 0);
	atomic_set(&most, 0);
	atomic_set(&done_count, 0);
	for (int i = 0; i < nr; i++) {
		item[i].id = i;
		INIT_WORK(&item[i].work, body);
		queue_work(wq, &item[i].work);
	}
	flush_workqueue(wq);
}

static void max_active(struct kunit *test)
{
	struct workqueue_struct *wq = alloc_workqueue("limit", WQ_UNBOUND, 3);

	run_items(wq, 12);
	KUNIT_EXPECT_EQ(test, atomic_read(&done_count), 12);
	KUNIT_EXPECT_EQ(test, atomic_read(&most), 3);
	destroy_workqueue(wq);
}

static void ordered(struct kunit *test)
{
	struct workqueue_struct *wq = alloc_ordered_workqueue("ordered", 0);

	run_items(wq, 10);
	KUNIT_EXPECT_EQ(test, atomic_read(&most), 1);
	for (int i = 0; i < 10; i++)
		KUNIT_EXPECT_EQ(test, order[i], i);
	destroy_workqueue(wq);
}

/* Bound works that sleep do not keep others of their CPU waiting. */
static void sleepers_make_room(struct kunit *test)
{
	bool real_time = machine.decl->sched == FERRITE_SCHED_PARALLEL; /* of a busy host */
	u64 from = ktime_get_ns();

	run_items(system_wq, 10);
	KUNIT_EXPECT_EQ(test, atomic_read(&done_count), 10);
	KUNIT_EXPECT_GT(test, atomic_read(&most), real_time ? 1 : 5);
	if (!real_time)
		KUNIT_EXPECT_LT(test, ktime_get_ns() - from, 10ull * 10 * NSEC_PER_MSEC);
}

static DECLARE_COMPLETION(began);
static DECLARE_COMPLETION(may_end);

static void held_body(struct work_struct *work)
{
	complete(&began);
	wait_for_completion(&may_end);
	atomic_inc(&done_count);
}

static void flush_and_cancel(struct kunit *test)
{
	struct item a = {.id = 1}, b = {.id = 2};

	atomic_set(&done_count, 0);
	INIT_WORK(&a.work, body);
	INIT_WORK(&b.work, body);
	preempt_disable(); /* the CPU's own kworker cannot begin meanwhile */
	KUNIT_EXPECT_TRUE(test, schedule_work(&a.work));
	KUNIT_EXPECT_FALSE(test, schedule_work(&a.work));
	preempt_enable();
	flush_work(&a.work);
	KUNIT_EXPECT_EQ(test, atomic_read(&done_count), 1);
	KUNIT_EXPECT_FALSE(test, flush_work(&a.work));
	reinit_completion(&began);
	reinit_completion(&may_end);
	INIT_WORK(&a.work, held_body);
	schedule_work(&a.work);
	wait_for_completion(&began);
	KUNIT_EXPECT_EQ(test, work_busy(&a.work), (unsigned int)WORK_BUSY_RUNNING);
	complete(&may_end);
	KUNIT_EXPECT_FALSE(test, cancel_work_sync(&a.work));
	KUNIT_EXPECT_EQ(test, atomic_read(&done_count), 2);
	local_bh_disable();
	schedule_work(&b.work);
	KUNIT_EXPECT_TRUE(test, cancel_work(&b.work));
	local_bh_enable();
	msleep(50);
	KUNIT_EXPECT_EQ(test, atomic_read(&done_count), 2);
}

static struct delayed_work dw;
static unsigned long ran_at;
static int dw_runs;

static void delayed_body(struct work_struct *work)
{
	WRITE_ONCE(ran_at, jiffies);
	WRITE_ONCE(dw_runs, dw_runs + 1);
}

static void delayed(struct kunit *test)
{
	unsigned long start = jiffies;

	INIT_DELAYED_WORK(&dw, delayed_body);
	WRITE_ONCE(dw_runs, 0);
	KUNIT_EXPECT_TRUE(test, schedule_delayed_work(&dw, 25));
	KUNIT_EXPECT_FALSE(test, schedule_delayed_work(&dw, 1));
	KUNIT_EXPECT_TRUE(test, delayed_work_pending(&dw));
	msleep(200);
	KUNIT_EXPECT_EQ(test, READ_ONCE(dw_runs), 1);
	KUNIT_EXPECT_GE(test, READ_ONCE(ran_at) - start, 25ul);
	schedule_delayed_work(&dw, HZ);
	KUNIT_EXPECT_TRUE(test, mod_delayed_work(system_wq, &dw, 5));
	msleep(100);
	KUNIT_EXPECT_EQ(test, READ_ONCE(dw_runs), 2);
	schedule_delayed_work(&dw, HZ);
	flush_delayed_work(&dw);
	KUNIT_EXPECT_EQ(test, READ_ONCE(dw_runs), 3);
	schedule_delayed_work(&dw, HZ);
	KUNIT_EXPECT_TRUE(test, cancel_delayed_work_sync(&dw));
	KUNIT_EXPECT_FALSE(test, cancel_delayed_work_sync(&dw));
	msleep(2000);
	KUNIT_EXPECT_EQ(test, READ_ONCE(dw_runs), 3);
}

static void requeue_body(struct work_struct *work)
{
	WRITE_ONCE(dw_runs, dw_runs + 1);
	schedule_delayed_work(&dw, 1);
}

static void cancel_beats_requeue(struct kunit *test)
{
	int seen;

	INIT_DELAYED_WORK(&dw, requeue_body);
	WRITE_ONCE(dw_runs, 0);
	schedule_delayed_work(&dw, 0);
	msleep(100);
	cancel_delayed_work_sync(&dw);
	seen = READ_ONCE(dw_runs);
	KUNIT_EXPECT_GT(test, seen, 3);
	msleep(100);
	KUNIT_EXPECT_EQ(test, READ_ONCE(dw_runs), seen);
}

static void freeing_body(struct work_struct *work)
{
	kfree(container_of(work, struct item, work));
	atomic_inc(&done_count);
}

static void work_may_free_itself(struct kunit *test)
{
	atomic_set(&done_count, 0);
	for (int i = 0; i < 8; i++) {
		struct item *it = kmalloc(sizeof(*it), GFP_KERNEL);

		INIT_WORK(&it->work, freeing_body);
		schedule_work(&it->work);
	}
	flush_scheduled_work();
	KUNIT_EXPECT_EQ(test, atomic_read(&done_count), 8);
}

static void leaky_body(struct work_struct *work)
{
	preempt_disable();
}

static void leak_reported(struct kunit *test)
{
	struct work_struct w;

	INIT_WORK_ONSTACK(&w, leaky_body);
	planted_begin();
	schedule_work(&w);
	flush_work(&w);
	EXPECT_PLANTED(test, DEFECT_LOCK, "BUG: workqueue leaked lock or atomic: kworker/");
	planted_end();
}

static long on_cpu(void *arg)
{
	return raw_smp_processor_id();
}

static atomic_t each;
static void each_body(struct work_struct *work)
{
	atomic_inc(&each);
}

static void per_cpu_works(struct kunit *test)
{
	unsigned int cpu;

	for_each_online_cpu (cpu)
		KUNIT_EXPECT_EQ(test, work_on_cpu(cpu, on_cpu, NULL), (long)cpu);
	atomic_set(&each, 0);
	KUNIT_EXPECT_EQ(test, schedule_on_each_cpu(each_body), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&each), (int)num_online_cpus());
}

static struct kunit_case wq_cases[] = {KUNIT_CASE(max_active),
				       KUNIT_CASE(ordered),
				       KUNIT_CASE(sleepers_make_room),
				       KUNIT_CASE(flush_and_cancel),
				       KUNIT_CASE(delayed),
				       KUNIT_CASE(cancel_beats_requeue),
				       KUNIT_CASE(work_may_free_itself),
				       KUNIT_CASE(leak_reported),
				       KUNIT_CASE(per_cpu_works),
				       {}};
static struct kunit_suite wq_suite = {.name = "kernel_workqueue", .test_cases = wq_cases};
kunit_test_suite(wq_suite);
