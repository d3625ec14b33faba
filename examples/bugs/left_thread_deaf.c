/* SPDX-License-Identifier: MIT */
/* left_thread_deaf: a thread waits for an event that will not come; nobody can stop it. */
/* class: CWE-772 missing release of resource: a thread without kthread_should_stop() */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/wait.h>

static DECLARE_WAIT_QUEUE_HEAD(events);
static struct task_struct *task;
static bool event;

static int wait_for_it(void *unused)
{
	wait_event_interruptible(events, READ_ONCE(event));
	while (!kthread_should_stop())
		schedule_timeout_interruptible(HZ);
	return 0;
}

static int __init deaf_init(void)
{
	task = kthread_run(wait_for_it, NULL, "bug_deaf"); /* DEFECT: left behind */
	return PTR_ERR_OR_ZERO(task);
}

static void __exit deaf_exit(void)
{
#ifdef CONFIG_FIXED
	WRITE_ONCE(event, true);
	wake_up(&events);
	kthread_stop(task);
#endif
}

module_init(deaf_init);
module_exit(deaf_exit);
MODULE_LICENSE("Dual MIT/GPL");
