/* SPDX-License-Identifier: MIT */
/* lock_by_another: init takes a mutex and a worker, which never took it, releases it. */
/* class: CWE-832 unlock of a resource that is not locked (by this task); DEBUG_MUTEXES */
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/workqueue.h>

static DEFINE_MUTEX(lock);

static void finish(struct work_struct *work)
{
#ifndef CONFIG_FIXED
	mutex_unlock(&lock); /* DEFECT: locking */
#endif
}

static DECLARE_WORK(work, finish);

static int __init another_init(void)
{
	mutex_lock(&lock);
	schedule_work(&work);
	flush_work(&work);
#ifdef CONFIG_FIXED
	mutex_unlock(&lock);
#endif
	return 0;
}

static void __exit another_exit(void)
{
}

module_init(another_init);
module_exit(another_exit);
MODULE_LICENSE("Dual MIT/GPL");
