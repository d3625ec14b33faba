/* SPDX-License-Identifier: MIT */
/* live_completion: a request times out for its owner, who frees it while another still waits for
 * it. */
/* class: CWE-416 use after free: completion with a waiter */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>

struct request {
	int id;
	struct completion done;
};

static int waits(void *data)
{
	struct request *r = data;

	wait_for_completion(&r->done);
	while (!kthread_should_stop())
		msleep(10);
	return 0;
}

static int __init request_init(void)
{
	struct request *r = kzalloc(sizeof(*r), GFP_KERNEL);
	struct task_struct *waiter;

	if (!r)
		return -ENOMEM;
	init_completion(&r->done);
	waiter = kthread_run(waits, r, "request");
	if (IS_ERR(waiter)) {
		kfree(r);
		return PTR_ERR(waiter);
	}
	msleep(20);
#ifdef CONFIG_FIXED
	complete(&r->done);
	kthread_stop(waiter);
	kfree(r);
#else
	kfree(r); /* DEFECT: live object freed */
	kthread_stop(waiter);
#endif
	return 0;
}

static void __exit request_exit(void)
{
}

module_init(request_init);
module_exit(request_exit);
MODULE_LICENSE("Dual MIT/GPL");
