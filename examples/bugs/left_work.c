/* SPDX-License-Identifier: MIT */
/* left_work: delayed work is queued and its module goes. */
/* class: CWE-672 operation on a resource after release: work of an unloaded module */
#include <linux/module.h>
#include <linux/workqueue.h>

static int runs;

static void run(struct work_struct *work)
{
	runs++;
}

static DECLARE_DELAYED_WORK(work, run);

static int __init work_init(void)
{
	schedule_delayed_work(&work, 30 * HZ); /* DEFECT: left behind */
	return 0;
}

static void __exit work_exit(void)
{
#ifdef CONFIG_FIXED
	cancel_delayed_work_sync(&work);
#endif
}

module_init(work_init);
module_exit(work_exit);
MODULE_LICENSE("Dual MIT/GPL");
