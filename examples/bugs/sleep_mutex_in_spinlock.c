/* SPDX-License-Identifier: MIT */
/* sleep_mutex_in_spinlock: a mutex is taken while a spinlock is held. */
/* class: "BUG: sleeping function called from invalid context" (DEBUG_ATOMIC_SLEEP); CWE-667 */
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>

static DEFINE_SPINLOCK(queue_lock);
static DEFINE_MUTEX(config_lock);
static int queued, limit = 8;

static int __init nest_init(void)
{
#ifdef CONFIG_FIXED
	mutex_lock(&config_lock);
	spin_lock(&queue_lock);
#else
	spin_lock(&queue_lock);
	mutex_lock(&config_lock); /* DEFECT: sleep in atomic context */
#endif
	if (queued < limit)
		queued++;
	spin_unlock(&queue_lock);
	mutex_unlock(&config_lock);
	return 0;
}

static void __exit nest_exit(void)
{
}

module_init(nest_init);
module_exit(nest_exit);
MODULE_LICENSE("Dual MIT/GPL");
