/* SPDX-License-Identifier: MIT */
/*
 * Reader/writer spin locks: a count of readers, or the writer's bit. Readers may nest, in
 * interrupts too, and so never wait for a waiting writer, as Documentation/locking asks.
 */
#include <linux/export.h>
#include <linux/instruction_pointer.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

#include "lib/defect.h"
#include "kernel/sched_priv.h"
#include "lib/sync/lockdep.h"

void __rwlock_init(rwlock_t *lock, const char *name, struct lock_class_key *key)
{
	lock->cnts = 0;
	lock->magic = SPINLOCK_MAGIC;
	lockdep_init_lock(lock, LK_RWLOCK, name, key, _RET_IP_);
}
EXPORT_SYMBOL(__rwlock_init);

static __always_inline void check_magic(rwlock_t *lock)
{
	u32 magic = __atomic_load_n(&lock->magic, __ATOMIC_RELAXED);

	if (likely((magic & SPINLOCK_MAGIC_MASK) == SPINLOCK_MAGIC))
		return;
	lock_misuse(LOCK_UNINITIALISED, lock, LK_RWLOCK, NULL, _RET_IP_);
	lock->magic = SPINLOCK_MAGIC;
}

static bool held_for_write_here(const rwlock_t *lock)
{
	u32 magic = __atomic_load_n(&lock->magic, __ATOMIC_RELAXED);

	return (__atomic_load_n(&lock->cnts, __ATOMIC_RELAXED) & RWLOCK_WRITER) &&
	       (magic & SPINLOCK_OWNER_MASK) == raw_smp_processor_id() + 1;
}

static bool try_read(rwlock_t *lock)
{
	u32 cnts = __atomic_load_n(&lock->cnts, __ATOMIC_RELAXED);

	while (!(cnts & RWLOCK_WRITER))
		if (__atomic_compare_exchange_n(&lock->cnts, &cnts, cnts + 1, false,
						__ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
			return true;
	return false;
}

static bool try_write(rwlock_t *lock)
{
	u32 free = 0;

	if (!__atomic_compare_exchange_n(&lock->cnts, &free, RWLOCK_WRITER, false, __ATOMIC_ACQUIRE,
					 __ATOMIC_RELAXED))
		return false;
	__atomic_store_n(&lock->magic,
			 (lock->magic & ~SPINLOCK_OWNER_MASK) | (raw_smp_processor_id() + 1),
			 __ATOMIC_RELAXED);
	return true;
}

/*
 * As the checker sees it. Linux's queued locks let readers pass a waiting writer in interrupts
 * only, so a reader that nests in itself elsewhere can deadlock there, though not here.
 */
static unsigned int read_how(void)
{
	return in_interrupt() ? LOCK_HOW_RECURSIVE : LOCK_HOW_READ;
}

static __always_inline void wait_for(rwlock_t *lock, bool (*try)(rwlock_t *lock))
{
	while (!try(lock)) {
		if (held_for_write_here(lock)) {
			lock_misuse(LOCK_SELF_DEADLOCK, lock, LK_RWLOCK, current, _RET_IP_);
			return;
		}
		cpu_poll();
		arch_cpu_relax();
	}
}

void _raw_read_lock(rwlock_t *lock)
{
	cpu_poll();
	preempt_disable();
	check_magic(lock);
	if (!lockdep_take(lock, LK_RWLOCK, read_how(), 0, NULL, _RET_IP_))
		wait_for(lock, try_read);
}
EXPORT_SYMBOL(_raw_read_lock);

static __always_inline void do_write_lock(rwlock_t *lock, int subclass)
{
	cpu_poll();
	preempt_disable();
	check_magic(lock);
	if (!lockdep_take(lock, LK_RWLOCK, 0, subclass, NULL, _RET_IP_))
		wait_for(lock, try_write);
}

void _raw_write_lock(rwlock_t *lock)
{
	do_write_lock(lock, 0);
}
EXPORT_SYMBOL(_raw_write_lock);

void _raw_write_lock_nested(rwlock_t *lock, int subclass)
{
	do_write_lock(lock, subclass);
}
EXPORT_SYMBOL(_raw_write_lock_nested);

int _raw_read_trylock(rwlock_t *lock)
{
	cpu_poll();
	preempt_disable();
	check_magic(lock);
	if (try_read(lock)) {
		lockdep_take(lock, LK_RWLOCK, read_how() | LOCK_HOW_TRY, 0, NULL, _RET_IP_);
		return 1;
	}
	preempt_enable();
	return 0;
}
EXPORT_SYMBOL(_raw_read_trylock);

int _raw_write_trylock(rwlock_t *lock)
{
	cpu_poll();
	preempt_disable();
	check_magic(lock);
	if (try_write(lock)) {
		lockdep_take(lock, LK_RWLOCK, LOCK_HOW_TRY, 0, NULL, _RET_IP_);
		return 1;
	}
	preempt_enable();
	return 0;
}
EXPORT_SYMBOL(_raw_write_trylock);

/* Nothing of the kind is held; preemption may be on already. */
static noinline void bad_unlock(rwlock_t *lock, unsigned long caller)
{
	if (!lockdep_active || !lockdep_was_forced(lock))
		lock_misuse(READ_ONCE(lock->cnts) ? LOCK_WRONG_OWNER : LOCK_NOT_HELD, lock,
			    LK_RWLOCK, NULL, caller);
	if (preempt_count() & PREEMPT_MASK)
		preempt_enable_no_resched();
}

void _raw_read_unlock(rwlock_t *lock)
{
	u32 cnts = __atomic_load_n(&lock->cnts, __ATOMIC_RELAXED);
	struct held_lock *h = lockdep_active ? lockdep_held(lock) : NULL;

	if (unlikely((!cnts || cnts & RWLOCK_WRITER) && !(h && h->fake))) {
		bad_unlock(lock, _RET_IP_);
	} else {
		if (!lockdep_drop(lock, _RET_IP_))
			__atomic_fetch_sub(&lock->cnts, 1, __ATOMIC_RELEASE);
		preempt_enable_no_resched();
	}
	cpu_poll();
}
EXPORT_SYMBOL(_raw_read_unlock);

/* The running task's, which slept with it and woke up elsewhere, or took it twice. */
static noinline bool write_held_after_all(const rwlock_t *lock)
{
	struct held_lock *h = lockdep_active ? lockdep_held(lock) : NULL;

	return h && (h->fake || READ_ONCE(lock->cnts) & RWLOCK_WRITER);
}

void _raw_write_unlock(rwlock_t *lock)
{
	if (unlikely(!held_for_write_here(lock)) && !write_held_after_all(lock)) {
		bad_unlock(lock, _RET_IP_);
	} else {
		if (!lockdep_drop(lock, _RET_IP_)) {
			__atomic_store_n(&lock->magic, lock->magic & ~SPINLOCK_OWNER_MASK,
					 __ATOMIC_RELAXED);
			__atomic_store_n(&lock->cnts, 0, __ATOMIC_RELEASE);
		}
		preempt_enable_no_resched();
	}
	cpu_poll();
}
EXPORT_SYMBOL(_raw_write_unlock);
