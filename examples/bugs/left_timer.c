/* SPDX-License-Identifier: MIT */
/* left_timer: a module goes with its timer armed. */
/* class: CWE-672 operation on a resource after release: timer callback of an unloaded module */
#include <linux/module.h>
#include <linux/timer.h>

static int ticks;

static void tick(struct timer_list *timer)
{
	ticks++;
	mod_timer(timer, jiffies + 10 * HZ);
}

static DEFINE_TIMER(timer, tick);

static int __init tick_init(void)
{
	mod_timer(&timer, jiffies + 10 * HZ); /* DEFECT: left behind */
	return 0;
}

static void __exit tick_exit(void)
{
#ifdef CONFIG_FIXED
	del_timer_sync(&timer);
#endif
}

module_init(tick_init);
module_exit(tick_exit);
MODULE_LICENSE("Dual MIT/GPL");
