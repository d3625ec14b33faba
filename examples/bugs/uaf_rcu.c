/* SPDX-License-Identifier: MIT */
/* uaf_rcu: a timer replaces the configuration and frees the old one while a reader counts in it. */
/* class: CWE-416 use after free by kfree() where kfree_rcu() was needed */
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/timer.h>

struct config {
	int hits;
	struct rcu_head rcu;
};

static struct config __rcu *config;
static struct config *fresh;

static void replace(struct timer_list *unused)
{
	struct config *old = rcu_dereference_protected(config, 1);

	rcu_assign_pointer(config, fresh);
#ifdef CONFIG_FIXED
	kfree_rcu(old, rcu);
#else
	kfree(old); /* DEFECT: use after free */
#endif
}

static DEFINE_TIMER(timer, replace);

static void count_hit(void)
{
	struct config *c;

	rcu_read_lock();
	c = rcu_dereference(config);
	mdelay(20);		/* the timer comes now */
	WRITE_ONCE(c->hits, 1); /* DEFECT(--asan): use after free */
	rcu_read_unlock();
}

static int __init rcu_init(void)
{
	struct config *first = kzalloc(sizeof(*first), GFP_KERNEL);

	fresh = kzalloc(sizeof(*fresh), GFP_KERNEL);
	if (!first || !fresh) {
		kfree(first);
		kfree(fresh);
		return -ENOMEM;
	}
	RCU_INIT_POINTER(config, first);
	mod_timer(&timer, jiffies + 1);
	count_hit();
	return 0;
}

static void __exit rcu_exit(void)
{
	del_timer_sync(&timer);
	kfree(rcu_dereference_protected(config, 1));
}

module_init(rcu_init);
module_exit(rcu_exit);
MODULE_LICENSE("Dual MIT/GPL");
