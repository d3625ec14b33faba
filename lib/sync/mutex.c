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
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/spinlock.h>

#include "lib/defect.h"
#include "lib/sync/blocked.h"
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
	raw_spin_lock_init(&lock->wait_lock);
	INIT_LIST_HEAD(&lock->wait_list);
}
EXPORT_SYMBOL(__mutex_init);

static struct task_struct *owner_of(struct mutex *lock)
{
	return (struct task_struct *)(atomic_long_read(&lock->owner) & ~MUTEX_WAITERS);
}

static noinline void mutex_bug(struct mutex *lock, const char *what)
{
	struct task_struct *owner = owner_of(lock);

	defect_report(DEFECT_LOCK, "BUG: mutex %s: %s/%d, mutex %pS, owner %s/%d", what,
		      current->comm, current->pid, lock, owner ? owner->comm : "none",
		      owner ? owner->pid : 0);
}

/* A mutex that was never initialised, or was destroyed, has no list. */
static bool check(struct mutex *lock)
{
	if (likely(READ_ONCE(lock->wait_list.next)))
		return true;
	mutex_bug(lock, "used without mutex_init");
	__mutex_init(lock, NULL, NULL);
	return false;
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

static noinline int lock_slow(struct mutex *lock, unsigned int state)
{
	struct mutex_waiter waiter = {.task = current};
	int ret = 0;

	if (owner_of(lock) == current)
		mutex_bug(lock, "deadlock: taken again by its owner");
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

static int lock_common(struct mutex *lock, unsigned int state)
{
	check(lock);
	if (likely(try_free(lock)))
		return 0;
	return lock_slow(lock, state);
}

void mutex_lock(struct mutex *lock)
{
	might_sleep();
	lock_common(lock, TASK_UNINTERRUPTIBLE);
}
EXPORT_SYMBOL(mutex_lock);

int mutex_lock_interruptible(struct mutex *lock)
{
	might_sleep();
	return lock_common(lock, TASK_INTERRUPTIBLE);
}
EXPORT_SYMBOL(mutex_lock_interruptible);

int mutex_lock_killable(struct mutex *lock)
{
	might_sleep();
	return lock_common(lock, TASK_KILLABLE);
}
EXPORT_SYMBOL(mutex_lock_killable);

void mutex_lock_io(struct mutex *lock)
{
	mutex_lock(lock);
}
EXPORT_SYMBOL_GPL(mutex_lock_io);

int mutex_trylock(struct mutex *lock)
{
	cpu_poll();
	check(lock);
	if (unlikely(in_interrupt() && !in_softirq()))
		mutex_bug(lock, "trylock in interrupt context");
	return try_free(lock);
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

void mutex_unlock(struct mutex *lock)
{
	long mine = (long)current;

	if (likely(atomic_long_try_cmpxchg_release(&lock->owner, &mine, 0)))
		goto out;
	if ((mine & ~MUTEX_WAITERS) != (long)current)
		mutex_bug(lock, mine ? "unlocked by another than its owner"
				     : "unlocked while not locked");
	else
		unlock_slow(lock);
out:
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
		mutex_bug(lock, "destroyed while locked");
	lock->wait_list.next = NULL;
}
EXPORT_SYMBOL_GPL(mutex_destroy);

int atomic_dec_and_mutex_lock(atomic_t *cnt, struct mutex *lock)
{
	if (atomic_add_unless(cnt, -1, 1))
		return 0;
	mutex_lock(lock);
	if (atomic_dec_and_test(cnt))
		return 1;
	mutex_unlock(lock);
	return 0;
}
EXPORT_SYMBOL(atomic_dec_and_mutex_lock);
