/* SPDX-License-Identifier: MIT */
/* Timers, high-resolution timers, tasklets, softirq and interrupt contexts. */
#include <linux/delay.h>
#include <linux/hrtimer.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/random.h>
#include <linux/timer.h>

#include "mm/machine/machine.h"
#include "tests/lib/sync/planted.h"

struct probe {
	struct timer_list timer;
	unsigned long fired_at;
	int fired, wrong_context;
};

static void probe_fire(struct timer_list *t)
{
	struct probe *p = from_timer(p, t, timer);

	p->fired_at = jiffies;
	p->fired++;
	p->wrong_context += !in_serving_softirq() || in_hardirq() || in_task();
}

/* Distances of all levels of the wheel: never early, late by an eighth at most. */
static void never_early(struct kunit *test)
{
	static const unsigned long delta[] = {0,   1,	2,    62,   63,	  64,	 500,	 503,
					      504, 511, 4000, 4031, 4032, 33000, 300000, 2500000};
	bool baton = machine.decl->sched == FERRITE_SCHED_BATON;
	struct probe p[ARRAY_SIZE(delta)];
	unsigned long start = jiffies;
	/* In parallel mode time is the host's: the near ones must do. */
	int nr = baton ? ARRAY_SIZE(delta) : 6;

	for (int i = 0; i < nr; i++) {
		p[i] = (struct probe){0};
		timer_setup(&p[i].timer, probe_fire, 0);
		mod_timer(&p[i].timer, start + delta[i]);
		KUNIT_EXPECT_TRUE(test, timer_pending(&p[i].timer));
	}
	schedule_timeout_uninterruptible(delta[nr - 1] * 9 / 8 + 10);
	for (int i = 0; i < nr; i++) {
		unsigned long took = p[i].fired_at - start;

		KUNIT_EXPECT_EQ(test, p[i].fired, 1);
		KUNIT_EXPECT_EQ(test, p[i].wrong_context, 0);
		KUNIT_EXPECT_GE_MSG(test, took, delta[i], "delta %lu", delta[i]);
		KUNIT_EXPECT_LE_MSG(test, took, delta[i] + delta[i] / 7 + (baton ? 2 : 20),
				    "delta %lu", delta[i]);
	}
}

#define MANY 200

/* Random arming, moving and deleting against a list of what should happen. */
static void random_wheel(struct kunit *test)
{
	static struct probe p[MANY];
	static unsigned long due[MANY];
	bool baton = machine.decl->sched == FERRITE_SCHED_BATON;
	unsigned long end = jiffies + (baton ? 3000 : 200);
	int bad = 0;

	for (int i = 0; i < MANY; i++) {
		p[i] = (struct probe){0};
		timer_setup(&p[i].timer, probe_fire, 0);
	}
	while (time_before(jiffies, end)) {
		int i = prandom_u32_max(MANY);
		bool pending = timer_pending(&p[i].timer);

		if (prandom_u32_max(3)) {
			unsigned long when = jiffies + prandom_u32_max(600);

			p[i].fired = 0;
			bad += mod_timer(&p[i].timer, when) != pending;
			due[i] = when;
		} else {
			bad += del_timer_sync(&p[i].timer) != pending;
			due[i] = 0;
		}
		if (prandom_u32_max(4) == 0)
			schedule_timeout_uninterruptible(prandom_u32_max(5));
		for (int k = 0; k < MANY; k++)
			if (p[k].fired && time_before(p[k].fired_at, due[k]))
				bad++;
	}
	schedule_timeout_uninterruptible(800);
	for (int i = 0; i < MANY; i++) {
		bad += due[i] && !p[i].fired;
		bad += timer_pending(&p[i].timer);
	}
	KUNIT_EXPECT_EQ(test, bad, 0);
}

static void rearm(struct timer_list *t)
{
	struct probe *p = from_timer(p, t, timer);

	if (++p->fired < 5)
		mod_timer(t, jiffies + 3);
}

static void periodic_and_delete(struct kunit *test)
{
	struct probe p = {0};

	timer_setup(&p.timer, rearm, 0);
	p.timer.expires = jiffies + 1;
	add_timer(&p.timer);
	msleep(200);
	KUNIT_EXPECT_EQ(test, p.fired, 5);
	KUNIT_EXPECT_EQ(test, del_timer(&p.timer), 0);
	mod_timer(&p.timer, jiffies + 100);
	KUNIT_EXPECT_EQ(test, mod_timer_pending(&p.timer, jiffies + 50), 1);
	KUNIT_EXPECT_EQ(test, timer_reduce(&p.timer, jiffies + 200), 1);
	KUNIT_EXPECT_LT(test, p.timer.expires, jiffies + 100);
	planted_begin();
	add_timer(&p.timer);
	EXPECT_PLANTED(test, DEFECT_BUG, "add_timer of a pending timer");
	planted_end();
	KUNIT_EXPECT_EQ(test, del_timer_sync(&p.timer), 1);
	KUNIT_EXPECT_EQ(test, mod_timer_pending(&p.timer, jiffies + 50), 0);
	KUNIT_EXPECT_FALSE(test, timer_pending(&p.timer));
}

struct hr_probe {
	struct hrtimer timer;
	ktime_t fired_at;
	int fired, wrong_context, repeat;
};

static enum hrtimer_restart hr_fire(struct hrtimer *t)
{
	struct hr_probe *p = container_of(t, struct hr_probe, timer);

	p->fired_at = ktime_get();
	p->fired++;
	p->wrong_context += t->is_soft ? !in_serving_softirq() : !in_hardirq();
	if (p->fired >= p->repeat)
		return HRTIMER_NORESTART;
	hrtimer_forward_now(t, ms_to_ktime(10));
	return HRTIMER_RESTART;
}

static void hrtimers(struct kunit *test)
{
	struct hr_probe hard = {.repeat = 5}, soft = {.repeat = 1};
	ktime_t start = ktime_get();

	hrtimer_init(&hard.timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	hard.timer.function = hr_fire;
	hrtimer_init(&soft.timer, CLOCK_REALTIME, HRTIMER_MODE_ABS_SOFT);
	soft.timer.function = hr_fire;
	hrtimer_start(&hard.timer, us_to_ktime(150), HRTIMER_MODE_REL);
	hrtimer_start(&soft.timer, ktime_get_real() + us_to_ktime(700), HRTIMER_MODE_ABS_SOFT);
	usleep_range(1000, 1100);
	KUNIT_EXPECT_EQ(test, hard.fired, 1);
	KUNIT_EXPECT_GE(test, hard.fired_at - start, us_to_ktime(150));
	KUNIT_EXPECT_EQ(test, soft.fired, 1);
	KUNIT_EXPECT_GE(test, soft.fired_at - start, us_to_ktime(700));
	msleep(100);
	KUNIT_EXPECT_EQ(test, hard.fired, 5);
	KUNIT_EXPECT_EQ(test, hard.wrong_context + soft.wrong_context, 0);
	hrtimer_start(&hard.timer, ms_to_ktime(100), HRTIMER_MODE_REL);
	KUNIT_EXPECT_TRUE(test, hrtimer_active(&hard.timer));
	KUNIT_EXPECT_EQ(test, hrtimer_cancel(&hard.timer), 1);
	KUNIT_EXPECT_EQ(test, hrtimer_cancel(&hard.timer), 0);
}

struct tprobe {
	struct tasklet_struct t;
	int ran, wrong_context;
};

static void tasklet_body(struct tasklet_struct *t)
{
	struct tprobe *p = from_tasklet(p, t, t);

	p->ran++;
	p->wrong_context += !in_serving_softirq();
}

static void tasklets(struct kunit *test)
{
	struct tprobe p = {0};

	tasklet_setup(&p.t, tasklet_body);
	local_bh_disable();
	tasklet_schedule(&p.t);
	tasklet_schedule(&p.t);
	KUNIT_EXPECT_EQ(test, p.ran, 0);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, p.ran, 1);
	tasklet_disable(&p.t);
	tasklet_hi_schedule(&p.t);
	msleep(5);
	KUNIT_EXPECT_EQ(test, p.ran, 1);
	tasklet_enable(&p.t);
	msleep(5);
	KUNIT_EXPECT_EQ(test, p.ran, 2);
	tasklet_kill(&p.t);
	KUNIT_EXPECT_EQ(test, p.wrong_context, 0);
}

static int irq_seen, thread_seen;

static irqreturn_t handler(int irq, void *dev)
{
	irq_seen += in_hardirq() && irqs_disabled();
	return IRQ_WAKE_THREAD;
}

static irqreturn_t thread_handler(int irq, void *dev)
{
	thread_seen += in_task();
	msleep(1);
	return IRQ_HANDLED;
}

static void interrupt_lines(struct kunit *test)
{
	int dev;

	irq_seen = thread_seen = 0;
	KUNIT_ASSERT_EQ(test, request_threaded_irq(5, handler, thread_handler, 0, "probe", &dev),
			0);
	KUNIT_EXPECT_EQ(test, request_irq(5, handler, 0, "other", &dev), -EBUSY);
	generic_handle_irq(5);
	msleep(20);
	KUNIT_EXPECT_EQ(test, irq_seen, 1);
	KUNIT_EXPECT_EQ(test, thread_seen, 1);
	disable_irq(5);
	generic_handle_irq(5);
	KUNIT_EXPECT_EQ(test, irq_seen, 1);
	enable_irq(5);
	KUNIT_EXPECT_EQ(test, irq_seen, 2);
	msleep(20);
	KUNIT_EXPECT_STREQ(test, (const char *)free_irq(5, &dev), "probe");
	KUNIT_EXPECT_EQ(test, generic_handle_irq(1000), -EINVAL);
}

static struct kunit_case timer_cases[] = {KUNIT_CASE(never_early),
					  KUNIT_CASE(random_wheel),
					  KUNIT_CASE(periodic_and_delete),
					  KUNIT_CASE(hrtimers),
					  KUNIT_CASE(tasklets),
					  KUNIT_CASE(interrupt_lines),
					  {}};
static struct kunit_suite timer_suite = {.name = "kernel_timer", .test_cases = timer_cases};
kunit_test_suite(timer_suite);
