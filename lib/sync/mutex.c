/* SPDX-License-Identifier: MIT */
/*
 * Mutexes. owner is the owning task, with bit 0 set while somebody waits:
 *
 *   0 ──cmpxchg──> task ──first waiter sets──> task|1 ──unlock──> next waiter|?
 *
 * Free mutexes are taken without wait_lock. Once somebody waits, unlock hands the mutex to
 * the first waiter directly (owner goes from task to task, never through 0), so that the
 * order of arrival is the order of service and a schedule depends on the seed alone.
 * Rejected: optimistic spinning, which Linux has for speed on real processors.
 */
#include <linux/export.h>
#include <linux/instruction_pointer.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/spinlock.h>

#include "lib/defect.h"
#include "lib/sync/blocked.h"
#include "lib/sync/lockdep.h"
#include "kernel/sched_priv.h"

#define MUTEX_WAITERS 1L

struct mutex_waiter {
	struct list_head list;
	struct task_struct *task;
	bool granted; /* under wait_lock: the mutex is ours */
};

void __mutex_init(struct mutex *lock, const char *name, struct lock_class_key *key)
{
	atomic_long_set(&lock->owner, 0);
	raw_spin_lock_init_ranked(&lock->wait_lock, 0);
	INIT_LIST_HEAD(&lock->wait_list);
	lockdep_init_lock(lock, LK_MUTEX, name, key, _RET_IP_);
}
EXPORT_SYMBOL(__mutex_init);

static struct task_struct *owner_of(struct mutex *lock)
{
	return (struct task_struct *)(atomic_long_read(&lock->owner) & ~MUTEX_WAITERS);
}

/* A mutex that was never initialised, or was destroyed, has no list. */
static void check(struct mutex *lock, unsigned long caller)
{
	if (likely(READ_ONCE(lock->wait_list.next)))
		return;
	lock_misuse(LOCK_UNINITIALISED, lock, LK_MUTEX, NULL, caller);
	__mutex_init(lock, NULL, NULL);
}

static bool try_free(struct mutex *lock)
{
	long free = 0;

	return atomic_long_try_cmpxchg_acquire(&lock->owner, &free, (long)current);
}

/* Become a waiter, unless the mutex is free after all. => wait_lock held */
static bool mark_waiting(struct mutex *lock)
{
	long owner = atomic_long_read(&lock->owner);

	for (;;) {
		if (!owner) {
			if (atomic_long_try_cmpxchg_acquire(&lock->owner, &owner, (long)current))
				return false;
		} else if (atomic_long_try_cmpxchg(&lock->owner, &owner, owner | MUTEX_WAITERS)) {
			return true;
		}
	}
}

/* A signal came first: leave the queue, unless the mutex was granted meanwhile. */
static int give_up(struct mutex *lock, struct mutex_waiter *waiter)
{
	if (waiter->granted)
		return 0;
	list_del(&waiter->list);
	if (list_empty(&lock->wait_list))
		atomic_long_fetch_and(~MUTEX_WAITERS, &lock->owner);
	return -EINTR;
}

static noinline int lock_slow(struct mutex *lock, unsigned int state, unsigned long caller)
{
	struct mutex_waiter waiter = {.task = current};
	int ret = 0;

	if (owner_of(lock) == current)
		lock_misuse(LOCK_SELF_DEADLOCK, lock, LK_MUTEX, current, caller);
	raw_spin_lock(&lock->wait_lock);
	if (!mark_waiting(lock)) {
		raw_spin_unlock(&lock->wait_lock);
		return 0;
	}
	list_add_tail(&waiter.list, &lock->wait_list);
	task_blocks_on(BLOCKED_MUTEX, lock);
	for (;;) {
		set_current_state(state);
		if (waiter.granted)
			break;
		if (signal_pending_state(state, current)) {
			ret = give_up(lock, &waiter);
			break;
		}
		raw_spin_unlock(&lock->wait_lock);
		schedule();
		raw_spin_lock(&lock->wait_lock);
	}
	__set_current_state(TASK_RUNNING);
	task_unblocks();
	raw_spin_unlock(&lock->wait_lock);
	return ret;
}

static __always_inline int lock_common(struct mutex *lock, unsigned int state,
				       unsigned int subclass, const void *nest,
				       unsigned long caller)
{
	int err;

	check(lock, caller);
	if (lockdep_take(lock, LK_MUTEX, 0, subclass, nest, caller))
		return 0;
	might_sleep();
	if (likely(try_free(lock)))
		return 0;
	err = lock_slow(lock, state, caller);
	if (err)
		lockdep_untake(lock);
	return err;
}

void mutex_lock(struct mutex *lock)
{
	lock_common(lock, TASK_UNINTERRUPTIBLE, 0, NULL, _RET_IP_);
}
EXPORT_SYMBOL(mutex_lock);

void mutex_lock_nested(struct mutex *lock, unsigned int subclass)
{
	lock_common(lock, TASK_UNINTERRUPTIBLE, subclass, NULL, _RET_IP_);
}
EXPORT_SYMBOL_GPL(mutex_lock_nested);

void _mutex_lock_nest_lock(struct mutex *lock, const void *nest_lock)
{
	lock_common(lock, TASK_UNINTERRUPTIBLE, 0, nest_lock, _RET_IP_);
}
EXPORT_SYMBOL_GPL(_mutex_lock_nest_lock);

int mutex_lock_interruptible(struct mutex *lock)
{
	return lock_common(lock, TASK_INTERRUPTIBLE, 0, NULL, _RET_IP_);
}
EXPORT_SYMBOL(mutex_lock_interruptible);

int mutex_lock_interruptible_nested(struct mutex *lock, unsigned int subclass)
{
	return lock_common(lock, TASK_INTERRUPTIBLE, subclass, NULL, _RET_IP_);
}
EXPORT_SYMBOL_GPL(mutex_lock_interruptible_nested);

int mutex_lock_killable(struct mutex *lock)
{
	return lock_common(lock, TASK_KILLABLE, 0, NULL, _RET_IP_);
}
EXPORT_SYMBOL(mutex_lock_killable);

int mutex_lock_killable_nested(struct mutex *lock, unsigned int subclass)
{
	return lock_common(lock, TASK_KILLABLE, subclass, NULL, _RET_IP_);
}
EXPORT_SYMBOL_GPL(mutex_lock_killable_nested);

void mutex_lock_io(struct mutex *lock)
{
	lock_common(lock, TASK_UNINTERRUPTIBLE, 0, NULL, _RET_IP_);
}
EXPORT_SYMBOL_GPL(mutex_lock_io);

void mutex_lock_io_nested(struct mutex *lock, unsigned int subclass)
{
	lock_common(lock, TASK_UNINTERRUPTIBLE, subclass, NULL, _RET_IP_);
}
EXPORT_SYMBOL_GPL(mutex_lock_io_nested);

int mutex_trylock(struct mutex *lock)
{
	cpu_poll();
	check(lock, _RET_IP_);
	if (unlikely(in_interrupt() && !in_softirq()))
		lock_misuse(LOCK_WRONG_CONTEXT, lock, LK_MUTEX, NULL, _RET_IP_);
	if (!try_free(lock))
		return 0;
	lockdep_take(lock, LK_MUTEX, LOCK_HOW_TRY, 0, NULL, _RET_IP_);
	return 1;
}
EXPORT_SYMBOL(mutex_trylock);

static noinline void unlock_slow(struct mutex *lock)
{
	struct mutex_waiter *next;
	struct task_struct *task;
	long rest;

	raw_spin_lock(&lock->wait_lock);
	if (list_empty(&lock->wait_list)) {
		/* The last waiter gave up. */
		atomic_long_set_release(&lock->owner, 0);
		raw_spin_unlock(&lock->wait_lock);
		return;
	}
	next = list_first_entry(&lock->wait_list, struct mutex_waiter, list);
	list_del(&next->list);
	rest = list_empty(&lock->wait_list) ? 0 : MUTEX_WAITERS;
	task = get_task_struct(next->task);
	atomic_long_set_release(&lock->owner, (long)task | rest);
	next->granted = true;
	raw_spin_unlock(&lock->wait_lock);
	wake_up_process(task);
	put_task_struct(task);
}

static noinline void unlock_other(struct mutex *lock, long owner, unsigned long caller)
{
	struct task_struct *holder = (struct task_struct *)(owner & ~MUTEX_WAITERS);

	if (holder != current)
		lock_misuse(holder ? LOCK_WRONG_OWNER : LOCK_NOT_HELD, lock, LK_MUTEX, holder,
			    caller);
	if (!holder)
		return;
	/* Linux unlocks it, whoever asks. */
	if (holder != current)
		lockdep_disown(lock);
	unlock_slow(lock);
}

void mutex_unlock(struct mutex *lock)
{
	long mine = (long)current;

	if (!lockdep_drop(lock, _RET_IP_) &&
	    unlikely(!atomic_long_try_cmpxchg_release(&lock->owner, &mine, 0)))
		unlock_other(lock, mine, _RET_IP_);
	cpu_poll();
}
EXPORT_SYMBOL(mutex_unlock);

bool mutex_is_locked(struct mutex *lock)
{
	return atomic_long_read(&lock->owner) != 0;
}
EXPORT_SYMBOL(mutex_is_locked);

void mutex_destroy(struct mutex *lock)
{
	if (mutex_is_locked(lock))
		lock_misuse(LOCK_DESTROYED_HELD, lock, LK_MUTEX, owner_of(lock), _RET_IP_);
	lockdep_forget_lock(lock);
	lock->wait_list.next = NULL;
}
EXPORT_SYMBOL_GPL(mutex_destroy);

int atomic_dec_and_mutex_lock(atomic_t *cnt, struct mutex *lock)
{
	if (atomic_add_unless(cnt, -1, 1))
		return 0;
	lock_common(lock, TASK_UNINTERRUPTIBLE, 0, NULL, _RET_IP_);
	if (atomic_dec_and_test(cnt))
		return 1;
	mutex_unlock(lock);
	return 0;
}
EXPORT_SYMBOL(atomic_dec_and_mutex_lock);
