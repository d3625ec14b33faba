/* SPDX-License-Identifier: MIT */
/* left_thread: a thread sleeps in the module's code when the module goes. */
/* class: CWE-672 operation on a resource after release: kthread of an unloaded module */
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *task;

static int loop(void *unused)
{
	while (!kthread_should_stop())
		schedule_timeout_interruptible(HZ);
	return 0;
}

static int __init loop_init(void)
{
	task = kthread_run(loop, NULL, "bug_loop"); /* DEFECT: left behind */
	return PTR_ERR_OR_ZERO(task);
}

static void __exit loop_exit(void)
{
#ifdef CONFIG_FIXED
	kthread_stop(task);
#endif
}

module_init(loop_init);
module_exit(loop_exit);
MODULE_LICENSE("Dual MIT/GPL");
