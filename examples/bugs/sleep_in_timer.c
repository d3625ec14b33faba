/* SPDX-License-Identifier: MIT */
/* sleep_in_timer: a timer's function, which runs in softirq context, allocates with GFP_KERNEL. */
/* class: "BUG: sleeping function called from invalid context": softirq */
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/timer.h>

static void *report;

static void tick(struct timer_list *unused)
{
#ifdef CONFIG_FIXED
	report = kmalloc(64, GFP_ATOMIC);
#else
	report = kmalloc(64, GFP_KERNEL); /* DEFECT: sleep in atomic context */
#endif
}

static DEFINE_TIMER(timer, tick);

static int __init tick_init(void)
{
	mod_timer(&timer, jiffies + 1);
	msleep(20);
	return 0;
}

static void __exit tick_exit(void)
{
	del_timer_sync(&timer);
	kfree(report);
}

module_init(tick_init);
module_exit(tick_exit);
MODULE_LICENSE("Dual MIT/GPL");
