/* SPDX-License-Identifier: MIT */
/* hang_threads: two threads take two semaphores, each the other's first. */
/* options: --timeout 3 */
/* class: CWE-833 deadlock of two threads by semaphores, which lockdep does not follow */
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/semaphore.h>

static struct semaphore forks[2];
static struct task_struct *task[2];

static int dine(void *data)
{
	int first = (long)data, second = !first;

#ifdef CONFIG_FIXED
	first = 0;
	second = 1;
#endif
	down(&forks[first]);
	msleep(10);
	down(&forks[second]); /* DEFECT: hang */
	up(&forks[second]);
	up(&forks[first]);
	while (!kthread_should_stop())
		schedule_timeout_interruptible(HZ);
	return 0;
}

static int __init dine_init(void)
{
	sema_init(&forks[0], 1);
	sema_init(&forks[1], 1);
	task[0] = kthread_run(dine, (void *)0L, "dine0");
	if (IS_ERR(task[0]))
		return PTR_ERR(task[0]);
	task[1] = kthread_run(dine, (void *)1L, "dine1");
	if (IS_ERR(task[1])) {
		kthread_stop(task[0]);
		return PTR_ERR(task[1]);
	}
	msleep(50);
	return 0;
}

static void __exit dine_exit(void)
{
	kthread_stop(task[0]);
	kthread_stop(task[1]);
}

module_init(dine_init);
module_exit(dine_exit);
MODULE_LICENSE("Dual MIT/GPL");
