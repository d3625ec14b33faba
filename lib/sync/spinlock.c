/* SPDX-License-Identifier: MIT */
/*
 * Spin locks.
 *
 * The word holds magic, rank and owner (<linux/spinlock_types.h>); taking a free lock is one
 * compare-and-swap of the low byte from 0 to this CPU's number plus one. No queue and no
 * tickets: fairness comes from the baton's seed, and in parallel mode critical sections are
 * short. A waiter gives the baton away each round, so the owner gets on.
 *
 * A lock that its own CPU holds will never be free: that is Linux's silent hang, here it is
 * reported and then taken over, so that the run can go on to its verdict. (On a machine with checks
 * the lock checker sees modules' recursions first, and who holds what: lockdep.c.)
 */
#include <linux/bottom_half.h>
#include <linux/export.h>
#include <linux/instruction_pointer.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

#include "lib/defect.h"
#include "kernel/sched_priv.h"
#include "lib/sync/lockdep.h"

/* What fences are in TSan builds: <asm/barrier.h>. */
unsigned int ferrite_fence_word;
EXPORT_SYMBOL(ferrite_fence_word);

static u32 my_owner(void)
{
	return raw_smp_processor_id() + 1;
}

void __raw_spin_lock_init(raw_spinlock_t *lock, const char *name, struct lock_class_key *key)
{
	lock->val = SPINLOCK_MAGIC;
	lockdep_init_lock(lock, LK_SPIN, name, key, _RET_IP_);
}
EXPORT_SYMBOL(__raw_spin_lock_init);

static bool bad_magic(u32 val)
{
	return (val & SPINLOCK_MAGIC_MASK) != SPINLOCK_MAGIC;
}

/* One attempt. @seen: the value found. */
static bool try_once(raw_spinlock_t *lock, u32 *seen)
{
	u32 val = __atomic_load_n(&lock->val, __ATOMIC_RELAXED);

	*seen = val;
	if (unlikely(val & SPINLOCK_OWNER_MASK))
		return false;
	return __atomic_compare_exchange_n(&lock->val, &val, val | my_owner(), false,
					   __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

/*
 * This CPU holds the lock, but not the running task: its holder went to sleep with it, which has
 * been reported. On Linux this CPU would spin for good; let the holder run instead.
 */
static bool let_holder_run(raw_spinlock_t *lock)
{
	int irqs_off = current_thread_info()->irqs_off;
	struct task_struct *holder = current;

	if (!lockdep_active || !in_task() || !lockdep_holder(lock, &holder) || holder == current)
		return false;
	current_thread_info()->irqs_off = 0;
	yield();
	current_thread_info()->irqs_off = irqs_off;
	return true;
}

static noinline void lock_slow(raw_spinlock_t *lock, unsigned long caller)
{
	u32 seen;

	while (!try_once(lock, &seen)) {
		if ((seen & SPINLOCK_OWNER_MASK) == my_owner() && !let_holder_run(lock)) {
			lock_misuse(LOCK_SELF_DEADLOCK, lock, LK_SPIN, current, caller);
			return;
		}
		cpu_poll();
		arch_cpu_relax();
	}
}

static __always_inline bool ranked(const raw_spinlock_t *lock)
{
	return __atomic_load_n(&lock->val, __ATOMIC_RELAXED) & SPINLOCK_RANK_MASK;
}

static __always_inline void note_acquired(raw_spinlock_t *lock)
{
	u32 val = __atomic_load_n(&lock->val, __ATOMIC_RELAXED);
	u32 rank = (val & SPINLOCK_RANK_MASK) >> SPINLOCK_RANK_SHIFT;

	if (unlikely(rank) && lock_rank_checks)
		lock_rank_acquire(lock, rank, __builtin_return_address(0));
}

static noinline void mend_magic(raw_spinlock_t *lock, unsigned long caller)
{
	lock_misuse(LOCK_UNINITIALISED, lock, LK_SPIN, NULL, caller);
	lock->val = SPINLOCK_MAGIC | (lock->val & SPINLOCK_OWNER_MASK);
}

/* Ranked locks are the core's: their order is known. */
static __always_inline bool checked_take(raw_spinlock_t *lock, unsigned int how,
					 unsigned int subclass, const void *nest)
{
	return unlikely(lockdep_active) && !ranked(lock) &&
	       __lockdep_take(lock, LK_SPIN, how, subclass, nest, _RET_IP_);
}

/* => preemption off */
static __always_inline void do_lock(raw_spinlock_t *lock, unsigned int subclass, const void *nest)
{
	u32 seen;

	if (checked_take(lock, 0, subclass, nest))
		return;
	if (unlikely(!try_once(lock, &seen)))
		lock_slow(lock, _RET_IP_);
	if (unlikely(bad_magic(seen)))
		mend_magic(lock, _RET_IP_);
	note_acquired(lock);
}

/*
 * Not this CPU's lock. True: it is the running task's all the same, which slept with it and woke
 * up elsewhere. False: a defect, reported; nothing is released.
 */
static noinline bool mine_after_all(raw_spinlock_t *lock, unsigned long caller)
{
	bool locked = lock->val & SPINLOCK_OWNER_MASK;

	if (locked && lockdep_active && lockdep_held(lock))
		return true;
	if (lockdep_active && lockdep_was_forced(lock))
		return false;
	lock_misuse(locked ? LOCK_WRONG_OWNER : LOCK_NOT_HELD, lock, LK_SPIN, NULL, caller);
	return false;
}

/* Preemption was off for the lock's sake; if the lock was not held, perhaps it is not. */
static __always_inline void undo_preempt_disable(bool held)
{
	if (likely(held) || preempt_count() & PREEMPT_MASK)
		preempt_enable_no_resched();
}

static __always_inline void do_unlock(raw_spinlock_t *lock)
{
	u32 val = __atomic_load_n(&lock->val, __ATOMIC_RELAXED);

	if (unlikely((val & SPINLOCK_OWNER_MASK) != my_owner()) &&
	    !mine_after_all(lock, _RET_IP_)) {
		undo_preempt_disable(false);
		return;
	}
	if (unlikely(val & SPINLOCK_RANK_MASK)) {
		if (lock_rank_checks)
			lock_rank_release(lock, 0);
	} else if (lockdep_drop(lock, _RET_IP_)) {
		preempt_enable_no_resched();
		return;
	}
	__atomic_store_n(&lock->val, val & ~SPINLOCK_OWNER_MASK, __ATOMIC_RELEASE);
	preempt_enable_no_resched();
}

void _raw_spin_lock(raw_spinlock_t *lock)
{
	cpu_poll();
	preempt_disable();
	do_lock(lock, 0, NULL);
}
EXPORT_SYMBOL(_raw_spin_lock);

void _raw_spin_lock_nested(raw_spinlock_t *lock, int subclass)
{
	cpu_poll();
	preempt_disable();
	do_lock(lock, subclass, NULL);
}
EXPORT_SYMBOL(_raw_spin_lock_nested);

void _raw_spin_lock_nest_lock(raw_spinlock_t *lock, const void *nest)
{
	cpu_poll();
	preempt_disable();
	do_lock(lock, 0, nest);
}
EXPORT_SYMBOL(_raw_spin_lock_nest_lock);

void _raw_spin_lock_bh_nested(raw_spinlock_t *lock, int subclass)
{
	cpu_poll();
	local_bh_disable();
	preempt_disable();
	do_lock(lock, subclass, NULL);
}
EXPORT_SYMBOL(_raw_spin_lock_bh_nested);

unsigned long _raw_spin_lock_irqsave_nested(raw_spinlock_t *lock, int subclass)
{
	unsigned long flags;

	cpu_poll();
	local_irq_save(flags);
	preempt_disable();
	do_lock(lock, subclass, NULL);
	return flags;
}
EXPORT_SYMBOL(_raw_spin_lock_irqsave_nested);

void _raw_spin_lock_bh(raw_spinlock_t *lock)
{
	cpu_poll();
	local_bh_disable();
	preempt_disable();
	do_lock(lock, 0, NULL);
}
EXPORT_SYMBOL(_raw_spin_lock_bh);

void _raw_spin_lock_irq(raw_spinlock_t *lock)
{
	cpu_poll();
	local_irq_disable();
	preempt_disable();
	do_lock(lock, 0, NULL);
}
EXPORT_SYMBOL(_raw_spin_lock_irq);

unsigned long _raw_spin_lock_irqsave(raw_spinlock_t *lock)
{
	unsigned long flags;

	cpu_poll();
	local_irq_save(flags);
	preempt_disable();
	do_lock(lock, 0, NULL);
	return flags;
}
EXPORT_SYMBOL(_raw_spin_lock_irqsave);

static __always_inline int do_trylock(raw_spinlock_t *lock)
{
	u32 seen;

	if (!try_once(lock, &seen))
		return 0;
	if (unlikely(bad_magic(seen)))
		mend_magic(lock, _RET_IP_);
	/* A lock that is only tried cannot deadlock: no rank check, but it is held. */
	checked_take(lock, LOCK_HOW_TRY, 0, NULL);
	return 1;
}

int _raw_spin_trylock(raw_spinlock_t *lock)
{
	cpu_poll();
	preempt_disable();
	if (do_trylock(lock))
		return 1;
	preempt_enable();
	return 0;
}
EXPORT_SYMBOL(_raw_spin_trylock);

int _raw_spin_trylock_bh(raw_spinlock_t *lock)
{
	cpu_poll();
	local_bh_disable();
	preempt_disable();
	if (do_trylock(lock))
		return 1;
	preempt_enable_no_resched();
	local_bh_enable();
	return 0;
}
EXPORT_SYMBOL(_raw_spin_trylock_bh);

int _raw_spin_trylock_irqsave(raw_spinlock_t *lock, unsigned long *flags)
{
	cpu_poll();
	local_irq_save(*flags);
	preempt_disable();
	if (do_trylock(lock))
		return 1;
	preempt_enable_no_resched();
	local_irq_restore(*flags);
	return 0;
}
EXPORT_SYMBOL(_raw_spin_trylock_irqsave);

void _raw_spin_unlock(raw_spinlock_t *lock)
{
	do_unlock(lock);
	cpu_poll();
}
EXPORT_SYMBOL(_raw_spin_unlock);

void _raw_spin_unlock_bh(raw_spinlock_t *lock)
{
	do_unlock(lock);
	local_bh_enable();
	lockdep_irqs_on();
}
EXPORT_SYMBOL(_raw_spin_unlock_bh);

void _raw_spin_unlock_irq(raw_spinlock_t *lock)
{
	do_unlock(lock);
	local_irq_enable();
	lockdep_irqs_on();
}
EXPORT_SYMBOL(_raw_spin_unlock_irq);

void _raw_spin_unlock_irqrestore(raw_spinlock_t *lock, unsigned long flags)
{
	do_unlock(lock);
	if (flags)
		cpu_poll();
	local_irq_restore(flags);
}
EXPORT_SYMBOL(_raw_spin_unlock_irqrestore);

int _atomic_dec_and_lock(atomic_t *atomic, spinlock_t *lock)
{
	if (atomic_add_unless(atomic, -1, 1))
		return 0;
	spin_lock(lock);
	if (atomic_dec_and_test(atomic))
		return 1;
	spin_unlock(lock);
	return 0;
}
EXPORT_SYMBOL(_atomic_dec_and_lock);

int _atomic_dec_and_lock_irqsave(atomic_t *atomic, spinlock_t *lock, unsigned long *flags)
{
	if (atomic_add_unless(atomic, -1, 1))
		return 0;
	spin_lock_irqsave(lock, *flags);
	if (atomic_dec_and_test(atomic))
		return 1;
	spin_unlock_irqrestore(lock, *flags);
	return 0;
}
EXPORT_SYMBOL(_atomic_dec_and_lock_irqsave);
