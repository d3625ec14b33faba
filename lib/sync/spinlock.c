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
 * reported and then taken over, so that the run can go on to its verdict.
 */
#include <linux/bottom_half.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

#include "lib/defect.h"
#include "kernel/sched_priv.h"

/* What fences are in TSan builds: <asm/barrier.h>. */
unsigned int ferrite_fence_word;
EXPORT_SYMBOL(ferrite_fence_word);

static u32 my_owner(void)
{
	return raw_smp_processor_id() + 1;
}

static noinline void spin_bug(const char *what, const raw_spinlock_t *lock)
{
	defect_report(DEFECT_LOCK, "BUG: spinlock %s on CPU#%u, %s/%d\n lock: %pS, .val: %08x",
		      what, raw_smp_processor_id(), current->comm, current->pid, lock, lock->val);
}

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

static noinline void lock_slow(raw_spinlock_t *lock)
{
	bool told = false;
	u32 seen;

	while (!try_once(lock, &seen)) {
		if ((seen & SPINLOCK_OWNER_MASK) == my_owner() && !told) {
			spin_bug("recursion", lock);
			told = true;
			return;
		}
		cpu_poll();
		arch_cpu_relax();
	}
}

static __always_inline void note_acquired(raw_spinlock_t *lock)
{
	u32 val = __atomic_load_n(&lock->val, __ATOMIC_RELAXED);
	u32 rank = (val & SPINLOCK_RANK_MASK) >> SPINLOCK_RANK_SHIFT;

	if (unlikely(rank) && lock_rank_checks)
		lock_rank_acquire(lock, rank, __builtin_return_address(0));
}

/* => preemption off */
static __always_inline void do_lock(raw_spinlock_t *lock)
{
	u32 seen;

	if (unlikely(!try_once(lock, &seen)))
		lock_slow(lock);
	if (unlikely(bad_magic(seen))) {
		spin_bug("bad magic", lock);
		lock->val = SPINLOCK_MAGIC | (lock->val & SPINLOCK_OWNER_MASK);
	}
	note_acquired(lock);
}

static __always_inline void do_unlock(raw_spinlock_t *lock)
{
	u32 val = __atomic_load_n(&lock->val, __ATOMIC_RELAXED);

	if (unlikely((val & SPINLOCK_OWNER_MASK) != my_owner())) {
		spin_bug(val & SPINLOCK_OWNER_MASK ? "wrong CPU" : "already unlocked", lock);
		return;
	}
	if (unlikely(val & SPINLOCK_RANK_MASK) && lock_rank_checks)
		lock_rank_release(lock, 0);
	__atomic_store_n(&lock->val, val & ~SPINLOCK_OWNER_MASK, __ATOMIC_RELEASE);
}

void _raw_spin_lock(raw_spinlock_t *lock)
{
	cpu_poll();
	preempt_disable();
	do_lock(lock);
}
EXPORT_SYMBOL(_raw_spin_lock);

void _raw_spin_lock_bh(raw_spinlock_t *lock)
{
	cpu_poll();
	local_bh_disable();
	preempt_disable();
	do_lock(lock);
}
EXPORT_SYMBOL(_raw_spin_lock_bh);

void _raw_spin_lock_irq(raw_spinlock_t *lock)
{
	cpu_poll();
	local_irq_disable();
	preempt_disable();
	do_lock(lock);
}
EXPORT_SYMBOL(_raw_spin_lock_irq);

unsigned long _raw_spin_lock_irqsave(raw_spinlock_t *lock)
{
	unsigned long flags;

	cpu_poll();
	local_irq_save(flags);
	preempt_disable();
	do_lock(lock);
	return flags;
}
EXPORT_SYMBOL(_raw_spin_lock_irqsave);

static int do_trylock(raw_spinlock_t *lock)
{
	u32 seen;

	if (!try_once(lock, &seen))
		return 0;
	if (unlikely(bad_magic(seen))) {
		spin_bug("bad magic", lock);
		lock->val = SPINLOCK_MAGIC | (lock->val & SPINLOCK_OWNER_MASK);
	}
	/* A lock that is only tried cannot deadlock: no rank check, but it is held. */
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
	preempt_enable_no_resched();
	cpu_poll();
}
EXPORT_SYMBOL(_raw_spin_unlock);

void _raw_spin_unlock_bh(raw_spinlock_t *lock)
{
	do_unlock(lock);
	preempt_enable_no_resched();
	local_bh_enable();
}
EXPORT_SYMBOL(_raw_spin_unlock_bh);

void _raw_spin_unlock_irq(raw_spinlock_t *lock)
{
	do_unlock(lock);
	preempt_enable_no_resched();
	local_irq_enable();
}
EXPORT_SYMBOL(_raw_spin_unlock_irq);

void _raw_spin_unlock_irqrestore(raw_spinlock_t *lock, unsigned long flags)
{
	do_unlock(lock);
	preempt_enable_no_resched();
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
