/* SPDX-License-Identifier: MIT */
/* lock_timer_sync: a timer is stopped under the spinlock that its function takes. */
/* class: CWE-833 deadlock; lockdep "possible circular locking dependency" of a timer */
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/spinlock.h>
#include <linux/timer.h>

static DEFINE_SPINLOCK(count_lock);
static int count;

static void tick(struct timer_list *t)
{
	spin_lock(&count_lock);
	if (count++ < 3)
		mod_timer(t, jiffies + 1);
	spin_unlock(&count_lock);
}

static DEFINE_TIMER(timer, tick);

static int __init sync_init(void)
{
	mod_timer(&timer, jiffies + 1);
	msleep(20);
	return 0;
}

static void __exit sync_exit(void)
{
#ifndef CONFIG_FIXED
	spin_lock_bh(&count_lock);
	del_timer_sync(&timer); /* DEFECT: locking */
	spin_unlock_bh(&count_lock);
#else
	del_timer_sync(&timer);
#endif
}

module_init(sync_init);
module_exit(sync_exit);
MODULE_LICENSE("Dual MIT/GPL");
