/* SPDX-License-Identifier: MIT */
/* left_hrtimer: a periodic high-resolution timer outlives its module. */
/* class: CWE-672 operation on a resource after release: hrtimer of an unloaded module */
#include <linux/hrtimer.h>
#include <linux/module.h>

static struct hrtimer timer;

static enum hrtimer_restart tick(struct hrtimer *t)
{
	hrtimer_forward_now(t, ktime_set(10, 0));
	return HRTIMER_RESTART;
}

static int __init tick_init(void)
{
	hrtimer_init(&timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	timer.function = tick;
	hrtimer_start(&timer, ktime_set(10, 0), HRTIMER_MODE_REL); /* DEFECT: left behind */
	return 0;
}

static void __exit tick_exit(void)
{
#ifdef CONFIG_FIXED
	hrtimer_cancel(&timer);
#endif
}

module_init(tick_init);
module_exit(tick_exit);
MODULE_LICENSE("Dual MIT/GPL");
