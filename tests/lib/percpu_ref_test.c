/* SPDX-License-Identifier: MIT */
/* Reference counts that are per-CPU until they are killed. */
#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/percpu-refcount.h>

struct counted {
	struct percpu_ref ref;
	int released, confirmed;
};

static void release(struct percpu_ref *ref)
{
	container_of(ref, struct counted, ref)->released++;
}

static void confirm(struct percpu_ref *ref)
{
	container_of(ref, struct counted, ref)->confirmed++;
}

static void settle(int *flag)
{
	for (int i = 0; i < 1000 && !READ_ONCE(*flag); i++)
		msleep(1);
}

static void life(struct kunit *test)
{
	struct counted c = {0};

	KUNIT_ASSERT_EQ(test, percpu_ref_init(&c.ref, release, 0, GFP_KERNEL), 0);
	percpu_ref_get(&c.ref);
	percpu_ref_get_many(&c.ref, 2);
	percpu_ref_put(&c.ref);
	KUNIT_EXPECT_FALSE(test, percpu_ref_is_dying(&c.ref));
	KUNIT_EXPECT_TRUE(test, percpu_ref_tryget_live(&c.ref));
	KUNIT_EXPECT_FALSE(test, percpu_ref_is_zero(&c.ref));
	percpu_ref_kill_and_confirm(&c.ref, confirm);
	settle(&c.confirmed);
	KUNIT_EXPECT_EQ(test, c.confirmed, 1);
	KUNIT_EXPECT_TRUE(test, percpu_ref_is_dying(&c.ref));
	KUNIT_EXPECT_FALSE_MSG(test, percpu_ref_tryget_live(&c.ref), "not while it dies");
	KUNIT_EXPECT_TRUE_MSG(test, percpu_ref_tryget(&c.ref), "but while it is held");
	percpu_ref_put_many(&c.ref, 3);
	KUNIT_EXPECT_EQ(test, c.released, 0);
	percpu_ref_put(&c.ref);
	KUNIT_EXPECT_EQ(test, c.released, 1);
	KUNIT_EXPECT_TRUE(test, percpu_ref_is_zero(&c.ref));
	KUNIT_EXPECT_FALSE(test, percpu_ref_tryget(&c.ref));
	percpu_ref_exit(&c.ref);
}

/* The initial reference alone: killing releases, after the grace period. */
static void killed_at_once(struct kunit *test)
{
	struct counted c = {0};

	KUNIT_ASSERT_EQ(test, percpu_ref_init(&c.ref, release, 0, GFP_KERNEL), 0);
	percpu_ref_kill(&c.ref);
	settle(&c.released);
	KUNIT_EXPECT_EQ(test, c.released, 1);
	percpu_ref_exit(&c.ref);
}

static void atomic_from_the_start(struct kunit *test)
{
	struct counted c = {0};

	KUNIT_ASSERT_EQ(test, percpu_ref_init(&c.ref, release, PERCPU_REF_INIT_ATOMIC, GFP_KERNEL),
			0);
	percpu_ref_get(&c.ref);
	KUNIT_EXPECT_EQ(test, atomic_long_read(&c.ref.data->count), 2L);
	percpu_ref_switch_to_percpu(&c.ref);
	percpu_ref_get(&c.ref);
	percpu_ref_switch_to_atomic_sync(&c.ref);
	KUNIT_EXPECT_EQ(test, atomic_long_read(&c.ref.data->count), 3L);
	percpu_ref_put_many(&c.ref, 2);
	percpu_ref_kill(&c.ref);
	settle(&c.released);
	KUNIT_EXPECT_EQ(test, c.released, 1);
	percpu_ref_exit(&c.ref);
}

static void revived(struct kunit *test)
{
	struct counted c = {0};
	unsigned int flags = PERCPU_REF_INIT_DEAD | PERCPU_REF_ALLOW_REINIT;

	KUNIT_ASSERT_EQ(test, percpu_ref_init(&c.ref, release, flags, GFP_KERNEL), 0);
	KUNIT_EXPECT_FALSE(test, percpu_ref_tryget(&c.ref));
	percpu_ref_reinit(&c.ref);
	KUNIT_EXPECT_TRUE(test, percpu_ref_tryget_live(&c.ref));
	percpu_ref_put(&c.ref);
	percpu_ref_kill(&c.ref);
	settle(&c.released);
	KUNIT_EXPECT_EQ(test, c.released, 1);
	percpu_ref_reinit(&c.ref);
	percpu_ref_kill_and_confirm(&c.ref, NULL);
	for (int i = 0; i < 1000 && READ_ONCE(c.released) < 2; i++)
		msleep(1);
	KUNIT_EXPECT_EQ(test, c.released, 2);
	percpu_ref_exit(&c.ref);
}

static int getter(void *arg)
{
	struct counted *c = arg;

	for (int i = 0; i < 1000; i++) {
		percpu_ref_get(&c->ref);
		if (i % 3)
			percpu_ref_put(&c->ref);
		if (i % 100 == 0)
			cond_resched();
	}
	return 0;
}

/* What the CPUs counted separately is summed, whoever gets and puts while it is killed. */
static void summed(struct kunit *test)
{
	struct counted c = {0};
	struct task_struct *task[4];
	int i;

	KUNIT_ASSERT_EQ(test, percpu_ref_init(&c.ref, release, 0, GFP_KERNEL), 0);
	for (i = 0; i < 4; i++) {
		task[i] = kthread_create(getter, &c, "getter%d", i);
		KUNIT_ASSERT_FALSE(test, IS_ERR(task[i]));
		get_task_struct(task[i]);
		kthread_bind(task[i], i % num_online_cpus());
		wake_up_process(task[i]);
	}
	msleep(1);
	percpu_ref_kill_and_confirm(&c.ref, confirm);
	for (i = 0; i < 4; i++) {
		kthread_stop(task[i]);
		put_task_struct(task[i]);
	}
	settle(&c.confirmed);
	KUNIT_EXPECT_EQ(test, c.released, 0);
	KUNIT_EXPECT_EQ(test, atomic_long_read(&c.ref.data->count), 4L * 334);
	percpu_ref_put_many(&c.ref, 4 * 334);
	KUNIT_EXPECT_EQ(test, c.released, 1);
	percpu_ref_exit(&c.ref);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(life),    KUNIT_CASE(killed_at_once), KUNIT_CASE(atomic_from_the_start),
	KUNIT_CASE(revived), KUNIT_CASE(summed),	 {}};

static struct kunit_suite percpu_ref_suite = {.name = "percpu_ref", .test_cases = cases};
kunit_test_suite(percpu_ref_suite);
