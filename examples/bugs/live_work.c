/* SPDX-License-Identifier: MIT */
/* live_work: an object is freed while the delayed work in it is pending. */
/* class: CWE-416; ODEBUG "free active … object type: work_struct" */
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

struct job {
	struct delayed_work work;
	int id;
};

static struct job *job;

static void run(struct work_struct *work)
{
}

static int __init job_init(void)
{
	job = kzalloc(sizeof(*job), GFP_KERNEL);
	if (!job)
		return -ENOMEM;
	INIT_DELAYED_WORK(&job->work, run);
	schedule_delayed_work(&job->work, 60 * HZ);
	return 0;
}

static void __exit job_exit(void)
{
#ifdef CONFIG_FIXED
	cancel_delayed_work_sync(&job->work);
#endif
	kfree(job); /* DEFECT: live object freed */
}

module_init(job_init);
module_exit(job_exit);
MODULE_LICENSE("Dual MIT/GPL");
