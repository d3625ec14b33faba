/* SPDX-License-Identifier: MIT */
/* Counting semaphores: up() with waiters passes its unit on to the first one. */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/semaphore.h>
#include <linux/spinlock.h>

#include "lib/sync/blocked.h"

struct semaphore_waiter {
	struct list_head list;
	struct task_struct *task;
	bool up; /* under sem->lock: the unit is ours */
};

/* => sem->lock held with interrupts off, dropped while asleep. 0, -EINTR or -ETIME. */
static int wait_unit(struct semaphore *sem, unsigned int state, long timeout)
{
	struct semaphore_waiter waiter = {.task = current};

	list_add_tail(&waiter.list, &sem->wait_list);
	task_blocks_on(BLOCKED_SEMAPHORE, sem);
	while (!waiter.up) {
		if (signal_pending_state(state, current) || timeout <= 0) {
			list_del(&waiter.list);
			task_unblocks();
			return timeout <= 0 ? -ETIME : -EINTR;
		}
		__set_current_state(state);
		raw_spin_unlock_irq(&sem->lock);
		timeout = schedule_timeout(timeout);
		raw_spin_lock_irq(&sem->lock);
	}
	task_unblocks();
	return 0;
}

static int down_common(struct semaphore *sem, unsigned int state, long timeout)
{
	unsigned long flags;
	int ret = 0;

	might_sleep();
	raw_spin_lock_irqsave(&sem->lock, flags);
	if (likely(sem->count > 0))
		sem->count--;
	else
		ret = wait_unit(sem, state, timeout);
	raw_spin_unlock_irqrestore(&sem->lock, flags);
	return ret;
}

void down(struct semaphore *sem)
{
	down_common(sem, TASK_UNINTERRUPTIBLE, MAX_SCHEDULE_TIMEOUT);
}
EXPORT_SYMBOL(down);

int down_interruptible(struct semaphore *sem)
{
	return down_common(sem, TASK_INTERRUPTIBLE, MAX_SCHEDULE_TIMEOUT);
}
EXPORT_SYMBOL(down_interruptible);

int down_killable(struct semaphore *sem)
{
	return down_common(sem, TASK_KILLABLE, MAX_SCHEDULE_TIMEOUT);
}
EXPORT_SYMBOL(down_killable);

int down_timeout(struct semaphore *sem, long timeout)
{
	return down_common(sem, TASK_UNINTERRUPTIBLE, timeout);
}
EXPORT_SYMBOL(down_timeout);

int down_trylock(struct semaphore *sem)
{
	unsigned long flags;
	bool got;

	raw_spin_lock_irqsave(&sem->lock, flags);
	got = sem->count > 0;
	if (got)
		sem->count--;
	raw_spin_unlock_irqrestore(&sem->lock, flags);
	return !got;
}
EXPORT_SYMBOL(down_trylock);

void up(struct semaphore *sem)
{
	struct semaphore_waiter *waiter;
	struct task_struct *task = NULL;
	unsigned long flags;

	raw_spin_lock_irqsave(&sem->lock, flags);
	if (list_empty(&sem->wait_list)) {
		sem->count++;
	} else {
		waiter = list_first_entry(&sem->wait_list, struct semaphore_waiter, list);
		list_del(&waiter->list);
		task = get_task_struct(waiter->task);
		waiter->up = true;
	}
	raw_spin_unlock_irqrestore(&sem->lock, flags);
	if (task) {
		wake_up_process(task);
		put_task_struct(task);
	}
}
EXPORT_SYMBOL(up);
