/* SPDX-License-Identifier: MIT */
/* lock_recursive_spin: a helper takes the spinlock that its caller holds. */
/* class: CWE-764 multiple locks of a critical resource; "BUG: spinlock recursion" */
#include <linux/module.h>
#include <linux/spinlock.h>

static DEFINE_SPINLOCK(lock);
static int users;

static void add_user(void)
{
#ifndef CONFIG_FIXED
	spin_lock(&lock); /* DEFECT: locking */
#endif
	users++;
#ifndef CONFIG_FIXED
	spin_unlock(&lock);
#endif
}

static int __init user_init(void)
{
	spin_lock(&lock);
	add_user();
	spin_unlock(&lock);
	return 0;
}

static void __exit user_exit(void)
{
}

module_init(user_init);
module_exit(user_exit);
MODULE_LICENSE("Dual MIT/GPL");
