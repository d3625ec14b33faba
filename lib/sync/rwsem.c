/* SPDX-License-Identifier: MIT */
/*
 * Reader/writer semaphores. count > 0: readers, -1: one writer, 0: free; every change is made
 * under wait_lock, and whoever makes it free or readable serves the queue from its head: one
 * writer, or all readers up to the next writer. A reader that finds somebody queued queues
 * behind, so writers are not starved.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/spinlock.h>

#include "lib/defect.h"
#include "lib/sync/blocked.h"
#include "kernel/sched_priv.h"

struct rwsem_waiter {
	struct list_head list;
	struct task_struct *task;
	bool write;
	bool granted; /* under wait_lock */
};

void __init_rwsem(struct rw_semaphore *sem, const char *name, struct lock_class_key *key)
{
	atomic_long_set(&sem->count, 0);
	atomic_long_set(&sem->owner, 0);
	raw_spin_lock_init(&sem->wait_lock);
	INIT_LIST_HEAD(&sem->wait_list);
}
EXPORT_SYMBOL(__init_rwsem);

static void rwsem_bug(struct rw_semaphore *sem, const char *what)
{
	defect_report(DEFECT_LOCK, "BUG: rwsem %s: %s/%d, %pS, count %ld", what, current->comm,
		      current->pid, sem, atomic_long_read(&sem->count));
}

/* Take it if it can be had now. => wait_lock held */
static bool take(struct rw_semaphore *sem, struct task_struct *task, bool write)
{
	long count = atomic_long_read(&sem->count);

	if (write ? count != 0 : count < 0)
		return false;
	atomic_long_set_release(&sem->count, write ? -1 : count + 1);
	if (write)
		atomic_long_set(&sem->owner, (long)task);
	return true;
}

/* Serve the queue from its head. => wait_lock held */
static void serve(struct rw_semaphore *sem)
{
	struct rwsem_waiter *w, *n;

	list_for_each_entry_safe (w, n, &sem->wait_list, list) {
		struct task_struct *task = w->task;

		if (!take(sem, task, w->write))
			return;
		list_del(&w->list);
		get_task_struct(task);
		w->granted = true; /* the waiter may be gone once wait_lock is dropped */
		wake_up_process(task);
		put_task_struct(task);
	}
}

static int wait_turn(struct rw_semaphore *sem, bool write, unsigned int state)
{
	struct rwsem_waiter waiter = {.task = current, .write = write};
	int ret = 0;

	list_add_tail(&waiter.list, &sem->wait_list);
	task_blocks_on(write ? BLOCKED_RWSEM_WRITE : BLOCKED_RWSEM_READ, sem);
	for (;;) {
		set_current_state(state);
		if (waiter.granted)
			break;
		if (signal_pending_state(state, current)) {
			list_del(&waiter.list);
			serve(sem); /* readers behind a writer that gave up */
			ret = -EINTR;
			break;
		}
		raw_spin_unlock_irq(&sem->wait_lock);
		schedule();
		raw_spin_lock_irq(&sem->wait_lock);
	}
	__set_current_state(TASK_RUNNING);
	task_unblocks();
	return ret;
}

static int down_common(struct rw_semaphore *sem, bool write, unsigned int state)
{
	unsigned long flags;
	int ret = 0;

	might_sleep();
	raw_spin_lock_irqsave(&sem->wait_lock, flags);
	if (unlikely(!READ_ONCE(sem->wait_list.next))) {
		rwsem_bug(sem, "used without init_rwsem");
		INIT_LIST_HEAD(&sem->wait_list);
	}
	if (write && atomic_long_read(&sem->owner) == (long)current &&
	    atomic_long_read(&sem->count) < 0)
		rwsem_bug(sem, "deadlock: taken again by its writer");
	if (!list_empty(&sem->wait_list) || !take(sem, current, write))
		ret = wait_turn(sem, write, state);
	raw_spin_unlock_irqrestore(&sem->wait_lock, flags);
	return ret;
}

static int trylock_common(struct rw_semaphore *sem, bool write)
{
	unsigned long flags;
	bool got;

	raw_spin_lock_irqsave(&sem->wait_lock, flags);
	got = list_empty(&sem->wait_list) && take(sem, current, write);
	raw_spin_unlock_irqrestore(&sem->wait_lock, flags);
	return got;
}

static void up_common(struct rw_semaphore *sem, bool write)
{
	unsigned long flags;
	long count;

	raw_spin_lock_irqsave(&sem->wait_lock, flags);
	count = atomic_long_read(&sem->count);
	if (unlikely(write ? count != -1 : count <= 0)) {
		rwsem_bug(sem, write ? "up_write without down_write" : "up_read without down_read");
	} else {
		if (write)
			atomic_long_set(&sem->owner, 0);
		atomic_long_set_release(&sem->count, write ? 0 : count - 1);
		serve(sem);
	}
	raw_spin_unlock_irqrestore(&sem->wait_lock, flags);
}

void down_read(struct rw_semaphore *sem)
{
	down_common(sem, false, TASK_UNINTERRUPTIBLE);
}
EXPORT_SYMBOL(down_read);

int down_read_interruptible(struct rw_semaphore *sem)
{
	return down_common(sem, false, TASK_INTERRUPTIBLE);
}
EXPORT_SYMBOL(down_read_interruptible);

int down_read_killable(struct rw_semaphore *sem)
{
	return down_common(sem, false, TASK_KILLABLE);
}
EXPORT_SYMBOL(down_read_killable);

int down_read_trylock(struct rw_semaphore *sem)
{
	return trylock_common(sem, false);
}
EXPORT_SYMBOL(down_read_trylock);

void down_write(struct rw_semaphore *sem)
{
	down_common(sem, true, TASK_UNINTERRUPTIBLE);
}
EXPORT_SYMBOL(down_write);

int down_write_killable(struct rw_semaphore *sem)
{
	return down_common(sem, true, TASK_KILLABLE);
}
EXPORT_SYMBOL(down_write_killable);

int down_write_trylock(struct rw_semaphore *sem)
{
	return trylock_common(sem, true);
}
EXPORT_SYMBOL(down_write_trylock);

void up_read(struct rw_semaphore *sem)
{
	up_common(sem, false);
}
EXPORT_SYMBOL(up_read);

void up_write(struct rw_semaphore *sem)
{
	up_common(sem, true);
}
EXPORT_SYMBOL(up_write);

void downgrade_write(struct rw_semaphore *sem)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&sem->wait_lock, flags);
	if (unlikely(atomic_long_read(&sem->count) != -1)) {
		rwsem_bug(sem, "downgrade_write without down_write");
	} else {
		atomic_long_set(&sem->owner, 0);
		atomic_long_set_release(&sem->count, 1);
		serve(sem);
	}
	raw_spin_unlock_irqrestore(&sem->wait_lock, flags);
}
EXPORT_SYMBOL(downgrade_write);

int rwsem_is_contended(struct rw_semaphore *sem)
{
	return !list_empty(&sem->wait_list);
}
EXPORT_SYMBOL(rwsem_is_contended);
