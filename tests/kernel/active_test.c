/* SPDX-License-Identifier: MIT */
/* Active things: freed, initialised again, left behind. Each planted misuse is found once. */
#include <kunit/test.h>
#include <linux/gfp.h>
#include <linux/hrtimer.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>

#include "lib/active.h"
#include "lib/defect.h"
#include "mm/slab/track.h"

static unsigned int found[NR_DEFECT_KINDS];
static char last[256], last_linux[256];

static void note(const struct ferrite_defect *d)
{
	found[d->kind]++;
	strscpy(last, d->head, sizeof(last));
	strscpy(last_linux, d->linux_text, sizeof(last_linux));
}

static bool everything(unsigned long pc)
{
	return true;
}

/* In these tests all code counts as a module's. */
static int active_test_init(struct kunit *test)
{
	if (!track_enabled())
		kunit_skip(test, "the machine was declared without checks");
	memset(found, 0, sizeof(found));
	last[0] = last_linux[0] = '\0';
	ferrite_defect_modules(everything);
	defect_set_sink(note);
	return 0;
}

static void active_test_exit(struct kunit *test)
{
	defect_set_sink(NULL);
	ferrite_defect_modules(NULL);
	defect_reset();
}

struct holder {
	char before[40];
	struct timer_list timer;
	struct hrtimer hrtimer;
	struct work_struct work;
	struct delayed_work dwork;
	struct tasklet_struct tasklet;
	struct rcu_head rcu;
};

static void on_timer(struct timer_list *t)
{
}

static enum hrtimer_restart on_hrtimer(struct hrtimer *t)
{
	return HRTIMER_NORESTART;
}

static void on_work(struct work_struct *w)
{
}

static void on_tasklet(struct tasklet_struct *t)
{
}

static void freed_timer(struct kunit *test)
{
	struct holder *h = kzalloc(sizeof(*h), GFP_KERNEL);

	timer_setup(&h->timer, on_timer, 0);
	mod_timer(&h->timer, jiffies + 100 * HZ);
	kfree(h);
	KUNIT_EXPECT_EQ(test, found[DEFECT_LIVE_OBJECT], 1U);
	KUNIT_EXPECT_NOT_NULL(test, strstr(last, "freed while active: timer, "));
	KUNIT_EXPECT_NOT_NULL(test,
			      strstr(last_linux, "ODEBUG: free active (active state 0) object "
						 "type: timer_list hint: "));
	/* What is not pending any more may be freed. */
	h = kzalloc(sizeof(*h), GFP_KERNEL);
	timer_setup(&h->timer, on_timer, 0);
	mod_timer(&h->timer, jiffies + 100 * HZ);
	del_timer_sync(&h->timer);
	kfree(h);
	KUNIT_EXPECT_EQ(test, found[DEFECT_LIVE_OBJECT], 1U);
}

static void freed_hrtimer(struct kunit *test)
{
	struct holder *h = vzalloc(sizeof(*h));

	hrtimer_init(&h->hrtimer, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	h->hrtimer.function = on_hrtimer;
	hrtimer_start(&h->hrtimer, 100 * NSEC_PER_SEC, HRTIMER_MODE_REL);
	vfree(h);
	KUNIT_EXPECT_EQ(test, found[DEFECT_LIVE_OBJECT], 1U);
	KUNIT_EXPECT_NOT_NULL(test, strstr(last, "high-resolution timer, "));
}

static void freed_works(struct kunit *test)
{
	struct holder *h = (void *)get_zeroed_page(GFP_KERNEL);

	INIT_DELAYED_WORK(&h->dwork, on_work);
	schedule_delayed_work(&h->dwork, 100 * HZ);
	free_page((unsigned long)h);
	KUNIT_EXPECT_EQ(test, found[DEFECT_LIVE_OBJECT], 1U);
	KUNIT_EXPECT_NOT_NULL(test, strstr(last, "freed while active: delayed work, "));
	/* One that ran is none. */
	h = kzalloc(sizeof(*h), GFP_KERNEL);
	INIT_WORK(&h->work, on_work);
	schedule_work(&h->work);
	flush_work(&h->work);
	INIT_DELAYED_WORK(&h->dwork, on_work);
	schedule_delayed_work(&h->dwork, 1);
	flush_delayed_work(&h->dwork);
	schedule_delayed_work(&h->dwork, 100 * HZ);
	cancel_delayed_work_sync(&h->dwork);
	kfree(h);
	KUNIT_EXPECT_EQ(test, found[DEFECT_LIVE_OBJECT], 1U);
}

static void freed_tasklet(struct kunit *test)
{
	struct holder *h = kzalloc(sizeof(*h), GFP_KERNEL);

	tasklet_setup(&h->tasklet, on_tasklet);
	tasklet_disable(&h->tasklet);
	tasklet_schedule(&h->tasklet);
	kfree(h);
	KUNIT_EXPECT_EQ(test, found[DEFECT_LIVE_OBJECT], 1U);
}

static void freed_twice_by_rcu(struct kunit *test)
{
	struct holder *h = kzalloc(sizeof(*h), GFP_KERNEL);

	rcu_read_lock();
	kfree_rcu(h, rcu);
	kfree_rcu(h, rcu);
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(test, found[DEFECT_DOUBLE_FREE], 1U);
	rcu_barrier();
	KUNIT_EXPECT_EQ(test, found[DEFECT_DOUBLE_FREE], 1U);
	KUNIT_EXPECT_EQ(test, found[DEFECT_LIVE_OBJECT], 0U);
}

static void freed_per_cpu(struct kunit *test)
{
	struct timer_list __percpu *t = alloc_percpu(struct timer_list);
	struct timer_list *mine = per_cpu_ptr(t, 0);

	timer_setup(mine, on_timer, 0);
	mod_timer(mine, jiffies + 100 * HZ);
	free_percpu(t);
	KUNIT_EXPECT_EQ(test, found[DEFECT_LIVE_OBJECT], 1U);
}

static void initialised_again(struct kunit *test)
{
	struct holder *h = kzalloc(sizeof(*h), GFP_KERNEL);

	timer_setup(&h->timer, on_timer, 0);
	mod_timer(&h->timer, jiffies + 100 * HZ);
	timer_setup(&h->timer, on_timer, 0);
	KUNIT_EXPECT_EQ(test, found[DEFECT_LIVE_OBJECT], 1U);
	KUNIT_EXPECT_NOT_NULL(test, strstr(last_linux, "ODEBUG: init active"));
	INIT_DELAYED_WORK(&h->dwork, on_work);
	schedule_delayed_work(&h->dwork, 100 * HZ);
	INIT_DELAYED_WORK(&h->dwork, on_work);
	KUNIT_EXPECT_EQ(test, found[DEFECT_LIVE_OBJECT], 2U);
	kfree(h);
	KUNIT_EXPECT_EQ(test, found[DEFECT_LIVE_OBJECT], 2U);
}

static void never_initialised(struct kunit *test)
{
	struct holder *h = kzalloc(sizeof(*h), GFP_KERNEL);

	mod_timer(&h->timer, jiffies + HZ);
	KUNIT_EXPECT_EQ(test, found[DEFECT_BUG], 1U);
	del_timer_sync(&h->timer);
	schedule_work(&h->work);
	KUNIT_EXPECT_EQ(test, found[DEFECT_BUG], 2U);
	kfree(h);
	KUNIT_EXPECT_EQ(test, found[DEFECT_LIVE_OBJECT], 0U);
}

static bool any(const struct active *a, void *arg)
{
	return true;
}

/* The table in order of address, and walks that change it. */
static void table(struct kunit *test)
{
	static char objects[64];
	struct active a;
	unsigned int n = 0, before = active_count;
	const void *at = NULL;

	for (int i = 63; i >= 0; i--)
		active_add(ACTIVE_ENTRY, objects + i, 1, NULL, 1);
	KUNIT_EXPECT_EQ(test, active_count, before + 64);
	active_add(ACTIVE_ENTRY, objects, 1, NULL, 2);
	KUNIT_EXPECT_EQ(test, active_count, before + 64);
	KUNIT_EXPECT_TRUE(test, active_find(ACTIVE_ENTRY, objects + 5, &a));
	KUNIT_EXPECT_FALSE(test, active_find(ACTIVE_DEVICE, objects + 5, &a));
	for (bool more = active_next(NULL, any, NULL, &a); more;
	     more = active_next(&a, any, NULL, &a)) {
		if (a.type != ACTIVE_ENTRY || (char *)a.obj < objects ||
		    (char *)a.obj >= objects + 64)
			continue;
		KUNIT_EXPECT_TRUE(test, a.obj > at);
		at = a.obj;
		n++;
		active_del(ACTIVE_ENTRY, a.obj);
	}
	KUNIT_EXPECT_EQ(test, n, 64U);
	KUNIT_EXPECT_EQ(test, active_count, before);
}

static struct kunit_case active_cases[] = {
	KUNIT_CASE(freed_timer),
	KUNIT_CASE(freed_hrtimer),
	KUNIT_CASE(freed_works),
	KUNIT_CASE(freed_tasklet),
	KUNIT_CASE(freed_twice_by_rcu),
	KUNIT_CASE(freed_per_cpu),
	KUNIT_CASE(initialised_again),
	KUNIT_CASE(never_initialised),
	KUNIT_CASE(table),
	{},
};

static struct kunit_suite active_suite = {
	.name = "active",
	.init = active_test_init,
	.exit = active_test_exit,
	.test_cases = active_cases,
};
kunit_test_suite(active_suite);
