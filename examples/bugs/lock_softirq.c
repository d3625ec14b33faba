/* SPDX-License-Identifier: MIT */
/* lock_softirq: a lock that a timer takes is taken elsewhere without keeping timers away. */
/* class: lockdep "inconsistent lock state" {IN-SOFTIRQ-W} -> {SOFTIRQ-ON-W}; CWE-833 */
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/spinlock.h>
#include <linux/timer.h>

static DEFINE_SPINLOCK(lock);
static int ticks;

static void tick(struct timer_list *unused)
{
	spin_lock(&lock);
	ticks++;
	spin_unlock(&lock);
}

static DEFINE_TIMER(timer, tick);

static int __init tick_init(void)
{
	mod_timer(&timer, jiffies + 1);
	msleep(20);
#ifdef CONFIG_FIXED
	spin_lock_bh(&lock);
	ticks = 0;
	spin_unlock_bh(&lock);
#else
	spin_lock(&lock); /* DEFECT: locking */
	ticks = 0;
	spin_unlock(&lock);
#endif
	return 0;
}

static void __exit tick_exit(void)
{
	del_timer_sync(&timer);
}

module_init(tick_init);
module_exit(tick_exit);
MODULE_LICENSE("Dual MIT/GPL");
