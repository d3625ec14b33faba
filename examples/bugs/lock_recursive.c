/* SPDX-License-Identifier: MIT */
/* lock_recursive: a helper takes the mutex that its caller holds. */
/* class: CWE-764 multiple locks of a critical resource; lockdep "possible recursive locking
 * detected" */
#include <linux/module.h>
#include <linux/mutex.h>

static DEFINE_MUTEX(lock);
static int users;

static void add_user(void)
{
#ifndef CONFIG_FIXED
	mutex_lock(&lock); /* DEFECT: locking */
#endif
	users++;
#ifndef CONFIG_FIXED
	mutex_unlock(&lock);
#endif
}

static int __init user_init(void)
{
	mutex_lock(&lock);
	add_user();
	mutex_unlock(&lock);
	return 0;
}

static void __exit user_exit(void)
{
}

module_init(user_init);
module_exit(user_exit);
MODULE_LICENSE("Dual MIT/GPL");
