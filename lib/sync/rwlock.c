/* SPDX-License-Identifier: MIT */
/*
 * Reader/writer spin locks: a count of readers, or the writer's bit. Readers may nest, in
 * interrupts too, and so never wait for a waiting writer, as Documentation/locking asks.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

#include "lib/defect.h"
#include "kernel/sched_priv.h"

static noinline void rwlock_bug(const char *what, const rwlock_t *lock)
{
	defect_report(DEFECT_LOCK, "BUG: rwlock %s on CPU#%u, %s/%d, %pS", what,
		      raw_smp_processor_id(), current->comm, current->pid, lock);
}

static void check_magic(rwlock_t *lock)
{
	u32 magic = __atomic_load_n(&lock->magic, __ATOMIC_RELAXED);

	if (likely((magic & SPINLOCK_MAGIC_MASK) == SPINLOCK_MAGIC))
		return;
	rwlock_bug("bad magic", lock);
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

void _raw_read_lock(rwlock_t *lock)
{
	cpu_poll();
	preempt_disable();
	check_magic(lock);
	while (!try_read(lock)) {
		if (held_for_write_here(lock)) {
			rwlock_bug("recursion", lock);
			return;
		}
		cpu_poll();
		arch_cpu_relax();
	}
}
EXPORT_SYMBOL(_raw_read_lock);

void _raw_write_lock(rwlock_t *lock)
{
	cpu_poll();
	preempt_disable();
	check_magic(lock);
	while (!try_write(lock)) {
		if (held_for_write_here(lock)) {
			rwlock_bug("recursion", lock);
			return;
		}
		cpu_poll();
		arch_cpu_relax();
	}
}
EXPORT_SYMBOL(_raw_write_lock);

int _raw_read_trylock(rwlock_t *lock)
{
	cpu_poll();
	preempt_disable();
	check_magic(lock);
	if (try_read(lock))
		return 1;
	preempt_enable();
	return 0;
}
EXPORT_SYMBOL(_raw_read_trylock);

int _raw_write_trylock(rwlock_t *lock)
{
	cpu_poll();
	preempt_disable();
	check_magic(lock);
	if (try_write(lock))
		return 1;
	preempt_enable();
	return 0;
}
EXPORT_SYMBOL(_raw_write_trylock);

void _raw_read_unlock(rwlock_t *lock)
{
	u32 cnts = __atomic_load_n(&lock->cnts, __ATOMIC_RELAXED);

	if (unlikely(!cnts || cnts & RWLOCK_WRITER))
		rwlock_bug("not read-locked", lock);
	else
		__atomic_fetch_sub(&lock->cnts, 1, __ATOMIC_RELEASE);
	preempt_enable_no_resched();
	cpu_poll();
}
EXPORT_SYMBOL(_raw_read_unlock);

void _raw_write_unlock(rwlock_t *lock)
{
	if (unlikely(!held_for_write_here(lock))) {
		rwlock_bug("not write-locked", lock);
	} else {
		__atomic_store_n(&lock->magic, lock->magic & ~SPINLOCK_OWNER_MASK,
				 __ATOMIC_RELAXED);
		__atomic_store_n(&lock->cnts, 0, __ATOMIC_RELEASE);
	}
	preempt_enable_no_resched();
	cpu_poll();
}
EXPORT_SYMBOL(_raw_write_unlock);
