/* SPDX-License-Identifier: MIT */
/* lock_flush_work: the exit function waits for a work with the mutex held that the work takes. */
/* class: CWE-833 deadlock; lockdep "possible circular locking dependency" of a work */
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/workqueue.h>

static DEFINE_MUTEX(state_lock);
static int state;

static void refresh(struct work_struct *unused)
{
	mutex_lock(&state_lock);
	state++;
	mutex_unlock(&state_lock);
}

static DECLARE_WORK(work, refresh);

static int __init flush_init(void)
{
	schedule_work(&work);
	flush_work(&work);
	return 0;
}

static void __exit flush_exit(void)
{
#ifndef CONFIG_FIXED
	mutex_lock(&state_lock);
	cancel_work_sync(&work); /* DEFECT: locking */
	mutex_unlock(&state_lock);
#else
	cancel_work_sync(&work);
#endif
}

module_init(flush_init);
module_exit(flush_exit);
MODULE_LICENSE("Dual MIT/GPL");
