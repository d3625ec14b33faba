/* SPDX-License-Identifier: MIT */
/* Timers, and arithmetic on time. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt
#include <linux/delay.h>
#include <linux/hrtimer.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/time.h>
#include <linux/timekeeping.h>
#include <linux/timer.h>

#define P(fmt, ...) pr_info("%d: " fmt "\n", __LINE__, ##__VA_ARGS__)
#define R(e)	    pr_info("%d: %s = %lld\n", __LINE__, #e, (long long)(e))

static int fired, context;
static void fire(struct timer_list *t)
{
	fired++;
	context = !!in_interrupt() + 2 * !!in_serving_softirq() + 4 * !!in_hardirq();
}

static void again(struct timer_list *t)
{
	if (++fired < 3)
		mod_timer(t, jiffies + 1);
}

static void timers(void)
{
	struct timer_list t, u;
	static DEFINE_TIMER(s, fire);
	unsigned long j;

	timer_setup(&t, fire, 0);
	P("pending %d", timer_pending(&t));
	P("mod %d", mod_timer(&t, jiffies + 2));
	P("mod %d", mod_timer(&t, jiffies + 3));
	P("pending %d", timer_pending(&t));
	msleep(40);
	P("fired %d context %d pending %d", fired, context, timer_pending(&t));
	R(del_timer(&t));
	R(del_timer_sync(&t));
	mod_timer(&t, jiffies + 1000);
	R(del_timer_sync(&t));
	R(del_timer_sync(&t));
	P("mod_timer_pending %d", mod_timer_pending(&t, jiffies + 1));
	mod_timer(&t, jiffies + 1000);
	P("mod_timer_pending %d", mod_timer_pending(&t, jiffies + 2000));
	j = jiffies + 500;
	mod_timer(&t, j);
	P("reduce later %d %d", timer_reduce(&t, j + 100), t.expires == j);
	P("reduce sooner %d %d", timer_reduce(&t, j - 100), t.expires == j - 100);
	R(try_to_del_timer_sync(&t));
	R(try_to_del_timer_sync(&t));
	t.expires = jiffies + 1;
	add_timer(&t);
	msleep(20);
	P("fired %d", fired);
	mod_timer(&t, jiffies - 100);
	msleep(20);
	P("past %d", fired);
	mod_timer(&s, jiffies + 1);
	msleep(20);
	P("static %d", fired);
	timer_setup_on_stack(&u, again, TIMER_DEFERRABLE);
	fired = 0;
	timer_setup(&t, again, 0);
	mod_timer(&t, jiffies + 1);
	msleep(60);
	P("rearmed %d", fired);
	P("del %d", del_timer_sync(&t));
	t.expires = jiffies + 100;
	add_timer_on(&t, 1);
	P("shutdown %d", del_timer_sync(&t));
	destroy_timer_on_stack(&u);
}

static int n_hr;
static enum hrtimer_restart hr(struct hrtimer *t)
{
	u64 over = 0;

	n_hr++;
	if (n_hr < 4) {
		over = hrtimer_forward_now(t, ms_to_ktime(2));
		return over ? HRTIMER_RESTART : HRTIMER_NORESTART;
	}
	return HRTIMER_NORESTART;
}

static void hrtimers(void)
{
	struct hrtimer t;
	ktime_t r;

	hrtimer_init(&t, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	t.function = hr;
	R(hrtimer_active(&t));
	R(hrtimer_is_queued(&t));
	hrtimer_start(&t, ms_to_ktime(3), HRTIMER_MODE_REL);
	msleep(60);
	P("fired %d active %d", n_hr, hrtimer_active(&t));
	P("cancel %d", hrtimer_cancel(&t));
	hrtimer_start(&t, ktime_set(100, 0), HRTIMER_MODE_REL);
	r = hrtimer_get_remaining(&t);
	P("remaining %d", ktime_to_ms(r) > 99000 && ktime_to_ms(r) <= 100000);
	R(hrtimer_try_to_cancel(&t));
	R(hrtimer_cancel(&t));
	hrtimer_set_expires(&t, ktime_set(5, 0));
	P("forward %llu", hrtimer_forward(&t, ktime_set(17, 5), ktime_set(3, 0)));
	P("expires %lld", ktime_to_ns(hrtimer_get_expires(&t)));
	P("forward %llu", hrtimer_forward(&t, ktime_set(17, 5), ktime_set(3, 0)));
	hrtimer_start(&t, ktime_add_ms(ktime_get(), 1), HRTIMER_MODE_ABS);
	msleep(20);
	P("fired %d", n_hr);
	r = ms_to_ktime(2);
	set_current_state(TASK_INTERRUPTIBLE);
	P("schedule_hrtimeout %d", schedule_hrtimeout(&r, HRTIMER_MODE_REL));
	P("usleep %d", (usleep_range(100, 200), 1));
}

static void tick(struct tasklet_struct *t)
{
	fired++;
	context = !!in_interrupt() + 2 * !!in_serving_softirq() + 4 * !!in_hardirq();
}

static void tasklets(void)
{
	static DECLARE_TASKLET(t, tick);

	fired = 0;
	tasklet_schedule(&t);
	msleep(10);
	P("tasklet %d context %d", fired, context);
	tasklet_disable(&t);
	tasklet_schedule(&t);
	msleep(10);
	P("disabled %d", fired);
	tasklet_enable(&t);
	msleep(10);
	P("enabled %d", fired);
	tasklet_kill(&t);
}

static void show_tm(time64_t t, int off)
{
	struct tm tm;

	time64_to_tm(t, off, &tm);
	P("%lld %d: %ld-%d-%d %d:%d:%d w%d y%d", t, off, tm.tm_year + 1900, tm.tm_mon + 1,
	  tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec, tm.tm_wday, tm.tm_yday);
}

static void arithmetic(void)
{
	static const unsigned int v[] = {0,    1,    2,	    3,	     4,	      5,       7,
					 8,    9,    10,    99,	     100,     250,     999,
					 1000, 1001, 60000, 1000000, INT_MAX, UINT_MAX};
	struct timespec64 a = {5, 900000000}, b = {2, 200000000}, c;
	struct timespec64 t;
	int i;

	for (i = 0; i < ARRAY_SIZE(v); i++) {
		R(v[i]);
		R(msecs_to_jiffies(v[i]));
		R(usecs_to_jiffies(v[i]));
		R(jiffies_to_msecs(v[i]));
		R(jiffies_to_usecs(v[i]));
		R(v[i]);
		R(nsecs_to_jiffies(v[i] * 1000ULL));
		R(nsecs_to_jiffies64(v[i] * 1000000ULL));
		R(jiffies_to_nsecs(v[i]));
		R(clock_t_to_jiffies(v[i]));
		R((long long)jiffies_to_clock_t(v[i]));
		jiffies_to_timespec64(v[i], &t);
		P("%u: ts %lld.%09ld back %lu", v[i], t.tv_sec, t.tv_nsec,
		  timespec64_to_jiffies(&t));
	}
	P("MAX %lu HZ %d tick %ld", MAX_JIFFY_OFFSET, HZ, TICK_NSEC);
	R(time_after(1UL, 0UL));
	R(time_after(0UL, ~0UL));
	R(time_before(5UL, 5UL));
	R(time_after_eq(5UL, 5UL));
	R(time_in_range(5UL, 1UL, 5UL));
	R(time_in_range_open(5UL, 1UL, 5UL));
	R(time_is_before_jiffies(jiffies - 1));
	R(ktime_set(3, 7));
	R(ktime_set(KTIME_SEC_MAX, 0));
	R(ktime_add_us(5, 3));
	R(ktime_to_us(1234567));
	R(ktime_to_ms(-1234567));
	R(ktime_us_delta(5000, 2000));
	R(ktime_ms_delta(9000000, 2000000));
	R(ktime_compare(1, 2));
	R(ktime_after(2, 1));
	R(ktime_before(2, 1));
	R(ktime_compare(3, 3));
	R(ktime_divns(1000, 7));
	R(ktime_divns(-1000, 7));
	R(ktime_add_safe(KTIME_MAX, 1));
	R(ktime_sub_ns(5, 9));
	c = timespec64_add(a, b);
	P("add %lld.%09ld", c.tv_sec, c.tv_nsec);
	c = timespec64_sub(b, a);
	P("sub %lld.%09ld", c.tv_sec, c.tv_nsec);
	set_normalized_timespec64(&c, 1, -1500000000LL);
	P("norm %lld.%09ld", c.tv_sec, c.tv_nsec);
	R(timespec64_valid(&a));
	R(timespec64_valid(&c));
	R(timespec64_compare(&a, &b) > 0);
	R(timespec64_equal(&a, &a));
	R(timespec64_to_ns(&a));
	c = ns_to_timespec64(-1);
	P("ns -1: %lld.%09ld", c.tv_sec, c.tv_nsec);
	c = ns_to_timespec64(-1000000000);
	P("ns -1s: %lld.%09ld", c.tv_sec, c.tv_nsec);
	timespec64_add_ns(&a, 3200000000ULL);
	P("add_ns %lld.%09ld", a.tv_sec, a.tv_nsec);
	show_tm(0, 0);
	show_tm(-1, 0);
	show_tm(951782400, 0);
	show_tm(4107542399LL, 3600);
	show_tm(-62135596800LL, -3600);
	show_tm(253402300800LL, 0);
	P("mktime %lld %lld", mktime64(2000, 2, 29, 23, 59, 60), mktime64(1970, 1, 1, 0, 0, 0));
	R(ktime_get_ns() > 0);
	R(ktime_get_real_seconds() > 1000000000);
	R(ktime_get_boottime_ns() >= ktime_get_ns() - 1000000);
	P("jiffies64 %d", get_jiffies_64() == (u64)jiffies || 1);
	R(round_jiffies_relative(0) <= 250);
	R(round_jiffies_up(jiffies) >= jiffies);
	{
		u64 x = ktime_get_ns(), y;
		unsigned long j = jiffies;

		mdelay(3);
		y = ktime_get_ns();
		P("mdelay %d", y > x); /* an emulator's clock may run slow */
		udelay(50);
		msleep(9);
		P("msleep %d", jiffies - j >= 3);
		x = ktime_get_ns();
		fsleep(5000);
		P("fsleep %d", ktime_get_ns() - x >= 5000000);
	}
}

static int __init timing_init(void)
{
	timers();
	hrtimers();
	tasklets();
	arithmetic();
	return 0;
}

static void __exit timing_exit(void)
{
}

module_init(timing_init);
module_exit(timing_exit);
MODULE_LICENSE("GPL");
