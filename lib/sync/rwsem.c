/* SPDX-License-Identifier: MIT */
/*
 * Reader/writer semaphores. count > 0: readers, -1: one writer, 0: free; every change is made
 * under wait_lock, and whoever makes it free or readable serves the queue from its head: one
 * writer, or all readers up to the next writer. A reader that finds somebody queued queues
 * behind, so writers are not starved.
 */
#include <linux/export.h>
#include <linux/instruction_pointer.h>
#include <linux/kernel.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/spinlock.h>

#include "lib/defect.h"
#include "lib/sync/blocked.h"
#include "lib/sync/lockdep.h"
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
	raw_spin_lock_init_ranked(&sem->wait_lock, 0);
	INIT_LIST_HEAD(&sem->wait_list);
	lockdep_init_lock(sem, LK_RWSEM, name, key, _RET_IP_);
}
EXPORT_SYMBOL(__init_rwsem);

static struct task_struct *writer_of(struct rw_semaphore *sem)
{
	return atomic_long_read(&sem->count) < 0
		       ? (struct task_struct *)atomic_long_read(&sem->owner)
		       : NULL;
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

static int lock_sem(struct rw_semaphore *sem, bool write, unsigned int state, unsigned long caller)
{
	unsigned long flags;
	int ret = 0;

	raw_spin_lock_irqsave(&sem->wait_lock, flags);
	if (write && writer_of(sem) == current)
		lock_misuse(LOCK_SELF_DEADLOCK, sem, LK_RWSEM, current, caller);
	if (!list_empty(&sem->wait_list) || !take(sem, current, write))
		ret = wait_turn(sem, write, state);
	raw_spin_unlock_irqrestore(&sem->wait_lock, flags);
	return ret;
}

static int down_common(struct rw_semaphore *sem, bool write, unsigned int state, int subclass,
		       const void *nest, unsigned long caller)
{
	int ret;

	if (unlikely(!READ_ONCE(sem->wait_list.next))) {
		lock_misuse(LOCK_UNINITIALISED, sem, LK_RWSEM, NULL, caller);
		__init_rwsem(sem, NULL, NULL);
	}
	if (lockdep_take(sem, LK_RWSEM, write ? 0 : LOCK_HOW_READ, subclass, nest, caller))
		return 0;
	might_sleep();
	ret = lock_sem(sem, write, state, caller);
	if (ret)
		lockdep_untake(sem);
	return ret;
}

static int trylock_common(struct rw_semaphore *sem, bool write, unsigned long caller)
{
	unsigned long flags;
	bool got;

	raw_spin_lock_irqsave(&sem->wait_lock, flags);
	got = list_empty(&sem->wait_list) && take(sem, current, write);
	raw_spin_unlock_irqrestore(&sem->wait_lock, flags);
	if (got)
		lockdep_take(sem, LK_RWSEM, LOCK_HOW_TRY | (write ? 0 : LOCK_HOW_READ), 0, NULL,
			     caller);
	return got;
}

static noinline void bad_up(struct rw_semaphore *sem, unsigned long caller)
{
	lock_misuse(rwsem_is_locked(sem) ? LOCK_WRONG_OWNER : LOCK_NOT_HELD, sem, LK_RWSEM,
		    writer_of(sem), caller);
}

/* Released by another than its holder: reported, and done, as Linux does it. */
static void check_owner(struct rw_semaphore *sem, bool write, unsigned long caller)
{
	struct task_struct *holder = current;

	if (lockdep_held(sem) || !defect_is_module(caller) || !lockdep_holder(sem, &holder) ||
	    (write && writer_of(sem) == current))
		return;
	lock_misuse(LOCK_WRONG_OWNER, sem, LK_RWSEM, holder, caller);
	lockdep_disown(sem);
}

static void up_common(struct rw_semaphore *sem, bool write, unsigned long caller)
{
	unsigned long flags;
	long count;

	if (unlikely(lockdep_active) && caller)
		check_owner(sem, write, caller);
	if (lockdep_drop(sem, caller))
		return;
	raw_spin_lock_irqsave(&sem->wait_lock, flags);
	count = atomic_long_read(&sem->count);
	if (unlikely(write ? count != -1 : count <= 0)) {
		bad_up(sem, caller);
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
	down_common(sem, false, TASK_UNINTERRUPTIBLE, 0, NULL, _RET_IP_);
}
EXPORT_SYMBOL(down_read);

int down_read_interruptible(struct rw_semaphore *sem)
{
	return down_common(sem, false, TASK_INTERRUPTIBLE, 0, NULL, _RET_IP_);
}
EXPORT_SYMBOL(down_read_interruptible);

int down_read_killable(struct rw_semaphore *sem)
{
	return down_common(sem, false, TASK_KILLABLE, 0, NULL, _RET_IP_);
}
EXPORT_SYMBOL(down_read_killable);

int down_read_trylock(struct rw_semaphore *sem)
{
	return trylock_common(sem, false, _RET_IP_);
}
EXPORT_SYMBOL(down_read_trylock);

void down_write(struct rw_semaphore *sem)
{
	down_common(sem, true, TASK_UNINTERRUPTIBLE, 0, NULL, _RET_IP_);
}
EXPORT_SYMBOL(down_write);

int down_write_killable(struct rw_semaphore *sem)
{
	return down_common(sem, true, TASK_KILLABLE, 0, NULL, _RET_IP_);
}
EXPORT_SYMBOL(down_write_killable);

int down_write_trylock(struct rw_semaphore *sem)
{
	return trylock_common(sem, true, _RET_IP_);
}
EXPORT_SYMBOL(down_write_trylock);

void up_read(struct rw_semaphore *sem)
{
	up_common(sem, false, _RET_IP_);
}
EXPORT_SYMBOL(up_read);

void up_write(struct rw_semaphore *sem)
{
	up_common(sem, true, _RET_IP_);
}
EXPORT_SYMBOL(up_write);

void downgrade_write(struct rw_semaphore *sem)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&sem->wait_lock, flags);
	if (unlikely(atomic_long_read(&sem->count) != -1)) {
		bad_up(sem, _RET_IP_);
	} else {
		atomic_long_set(&sem->owner, 0);
		atomic_long_set_release(&sem->count, 1);
		lockdep_downgrade(sem);
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

/* ---- several of one class ---- */

void down_read_nested(struct rw_semaphore *sem, int subclass)
{
	down_common(sem, false, TASK_UNINTERRUPTIBLE, subclass, NULL, _RET_IP_);
}
EXPORT_SYMBOL(down_read_nested);

int down_read_killable_nested(struct rw_semaphore *sem, int subclass)
{
	return down_common(sem, false, TASK_KILLABLE, subclass, NULL, _RET_IP_);
}
EXPORT_SYMBOL(down_read_killable_nested);

void down_write_nested(struct rw_semaphore *sem, int subclass)
{
	down_common(sem, true, TASK_UNINTERRUPTIBLE, subclass, NULL, _RET_IP_);
}
EXPORT_SYMBOL(down_write_nested);

int down_write_killable_nested(struct rw_semaphore *sem, int subclass)
{
	return down_common(sem, true, TASK_KILLABLE, subclass, NULL, _RET_IP_);
}
EXPORT_SYMBOL(down_write_killable_nested);

void _down_write_nest_lock(struct rw_semaphore *sem, const void *nest_lock)
{
	down_common(sem, true, TASK_UNINTERRUPTIBLE, 0, nest_lock, _RET_IP_);
}
EXPORT_SYMBOL(_down_write_nest_lock);

/* Nobody's: not among the locks that the task holds. */
void down_read_non_owner(struct rw_semaphore *sem)
{
	might_sleep();
	lock_sem(sem, false, TASK_UNINTERRUPTIBLE, _RET_IP_);
}
EXPORT_SYMBOL(down_read_non_owner);

void up_read_non_owner(struct rw_semaphore *sem)
{
	up_common(sem, false, 0);
}
EXPORT_SYMBOL(up_read_non_owner);
