/* SPDX-License-Identifier: MIT */
/*
 * Static ranks of the core's locks, and what lockdep_assert_held() asks of the locks themselves.
 *
 * A task carries the ranked locks that it holds, innermost last. Taking one whose rank is not
 * above the highest held rank is reported with both names' ranks and the caller. Interrupt
 * work stacks on top of the task's: a softirq that takes a rank below what the interrupted
 * code holds could deadlock for real, so no exception is made for it.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/lockdep.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

#include "lib/defect.h"
#include "kernel/sched_priv.h"

bool lock_rank_checks;

void lock_rank_acquire(const void *lock, unsigned int rank, const void *caller)
{
	struct task_struct *tsk = current;
	unsigned int top = 0;

	for (int i = 0; i < tsk->held_depth; i++)
		top = max(top, tsk->held[i].rank);
	if (unlikely(top >= rank) && !tsk->held_reporting) {
		/* What the report itself takes is recorded, but not judged. */
		tsk->held_reporting = true;
		defect_report(DEFECT_LOCK,
			      "BUG: lock order: rank %u taken while rank %u is held, at %pS", rank,
			      top, caller);
		tsk->held_reporting = false;
	}
	if (tsk->held_depth < TASK_HELD_LOCKS) {
		tsk->held[tsk->held_depth].lock = lock;
		tsk->held[tsk->held_depth++].rank = rank;
	}
}

/* Locks need not be released in order. */
void lock_rank_release(const void *lock, unsigned int rank)
{
	struct task_struct *tsk = current;

	for (int i = tsk->held_depth - 1; i >= 0; i--) {
		if (tsk->held[i].lock != lock)
			continue;
		for (int j = i; j < tsk->held_depth - 1; j++)
			tsk->held[j] = tsk->held[j + 1];
		tsk->held_depth--;
		return;
	}
}

bool raw_spin_is_held(const struct raw_spinlock *lock)
{
	u32 owner = __atomic_load_n(&lock->val, __ATOMIC_RELAXED) & SPINLOCK_OWNER_MASK;

	return owner == raw_smp_processor_id() + 1;
}
EXPORT_SYMBOL_GPL(raw_spin_is_held);

bool spin_is_held(const struct spinlock *lock)
{
	return raw_spin_is_held(&lock->rlock);
}
EXPORT_SYMBOL_GPL(spin_is_held);

bool rwlock_is_held(const rwlock_t *lock)
{
	return __atomic_load_n(&lock->cnts, __ATOMIC_RELAXED) != 0;
}
EXPORT_SYMBOL_GPL(rwlock_is_held);

bool mutex_is_held(const struct mutex *lock)
{
	return (atomic_long_read(&lock->owner) & ~1L) == (long)current;
}
EXPORT_SYMBOL_GPL(mutex_is_held);

bool rwsem_is_held(const struct rw_semaphore *sem)
{
	return atomic_long_read(&sem->count) != 0;
}
EXPORT_SYMBOL_GPL(rwsem_is_held);

bool rwsem_is_held_write(const struct rw_semaphore *sem)
{
	return atomic_long_read(&sem->count) < 0 && atomic_long_read(&sem->owner) == (long)current;
}
EXPORT_SYMBOL_GPL(rwsem_is_held_write);
