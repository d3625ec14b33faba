/* SPDX-License-Identifier: MIT */
/*
 * Spin locks: Documentation/locking/spinlocks.rst.
 *
 * Any context. Taking one is a schedule point and switches preemption off until the unlock,
 * which is a schedule point again. _irq/_irqsave also switch interrupts off, _bh softirqs.
 * Defects that are found: a lock never initialised, taken again by its own CPU (Linux would
 * hang), unlocked when free or by another CPU, and a breach of the static ranks.
 */
#ifndef LINUX_SPINLOCK_H
#define LINUX_SPINLOCK_H

#include <asm/barrier.h>
#include <asm/processor.h>
#include <ferrite/lock_rank.h>
#include <linux/bottom_half.h>
#include <linux/compiler.h>
#include <linux/irqflags.h>
#include <linux/lockdep.h>
#include <linux/preempt.h>
#include <linux/spinlock_types.h>

void _raw_spin_lock(raw_spinlock_t *lock);
void _raw_spin_lock_nested(raw_spinlock_t *lock, int subclass);
void _raw_spin_lock_nest_lock(raw_spinlock_t *lock, const void *nest);
void _raw_spin_lock_bh(raw_spinlock_t *lock);
void _raw_spin_lock_bh_nested(raw_spinlock_t *lock, int subclass);
void _raw_spin_lock_irq(raw_spinlock_t *lock);
unsigned long _raw_spin_lock_irqsave(raw_spinlock_t *lock);
unsigned long _raw_spin_lock_irqsave_nested(raw_spinlock_t *lock, int subclass);
int _raw_spin_trylock(raw_spinlock_t *lock);
int _raw_spin_trylock_bh(raw_spinlock_t *lock);
void _raw_spin_unlock(raw_spinlock_t *lock);
void _raw_spin_unlock_bh(raw_spinlock_t *lock);
void _raw_spin_unlock_irq(raw_spinlock_t *lock);
void _raw_spin_unlock_irqrestore(raw_spinlock_t *lock, unsigned long flags);
int _raw_spin_trylock_irqsave(raw_spinlock_t *lock, unsigned long *flags);

/* @name and @key: the class of the lock, <linux/lockdep_types.h>. */
void __raw_spin_lock_init(raw_spinlock_t *lock, const char *name, struct lock_class_key *key);

#define raw_spin_lock_init_ranked(lock, rank) \
	((lock)->val = SPINLOCK_MAGIC | ((u32)(rank) << SPINLOCK_RANK_SHIFT))
#define raw_spin_lock_init(lock)                             \
	do {                                                 \
		static struct lock_class_key __key;          \
		__raw_spin_lock_init((lock), #lock, &__key); \
	} while (0)
#define raw_spin_lock(lock)		     _raw_spin_lock(lock)
#define raw_spin_lock_nested(lock, subclass) _raw_spin_lock_nested(lock, subclass)
#define raw_spin_lock_bh(lock)		     _raw_spin_lock_bh(lock)
#define raw_spin_lock_irq(lock)		     _raw_spin_lock_irq(lock)
#define raw_spin_lock_irqsave(lock, flags)   ((flags) = _raw_spin_lock_irqsave(lock))
#define raw_spin_lock_irqsave_nested(lock, flags, sub) \
	((flags) = _raw_spin_lock_irqsave_nested(lock, sub))
#define raw_spin_trylock(lock)			_raw_spin_trylock(lock)
#define raw_spin_trylock_irqsave(lock, flags)	_raw_spin_trylock_irqsave(lock, &(flags))
#define raw_spin_unlock(lock)			_raw_spin_unlock(lock)
#define raw_spin_unlock_bh(lock)		_raw_spin_unlock_bh(lock)
#define raw_spin_unlock_irq(lock)		_raw_spin_unlock_irq(lock)
#define raw_spin_unlock_irqrestore(lock, flags) _raw_spin_unlock_irqrestore(lock, flags)
#define raw_spin_is_locked(lock) \
	((__atomic_load_n(&(lock)->val, __ATOMIC_RELAXED) & SPINLOCK_OWNER_MASK) != 0)
/* Another CPU waits: there is no queue to look at, so this is never known. */
#define raw_spin_is_contended(lock) ((void)(lock), 0)

/* Give a core lock its rank (enum lock_rank) as it is initialised. */
#define spin_lock_init_ranked(_lock, rank) ((void)raw_spin_lock_init_ranked(&(_lock)->rlock, rank))
#define spin_lock_init(_lock)                                          \
	do {                                                           \
		static struct lock_class_key __key;                    \
		__raw_spin_lock_init(&(_lock)->rlock, #_lock, &__key); \
	} while (0)

static __always_inline void spin_lock(spinlock_t *lock)
{
	_raw_spin_lock(&lock->rlock);
}
static __always_inline void spin_lock_bh(spinlock_t *lock)
{
	_raw_spin_lock_bh(&lock->rlock);
}
static __always_inline void spin_lock_irq(spinlock_t *lock)
{
	_raw_spin_lock_irq(&lock->rlock);
}
static __always_inline int spin_trylock(spinlock_t *lock)
{
	return _raw_spin_trylock(&lock->rlock);
}
static __always_inline int spin_trylock_bh(spinlock_t *lock)
{
	return _raw_spin_trylock_bh(&lock->rlock);
}
static __always_inline int spin_trylock_irq(spinlock_t *lock)
{
	local_irq_disable();
	if (_raw_spin_trylock(&lock->rlock))
		return 1;
	local_irq_enable();
	return 0;
}
static __always_inline void spin_unlock(spinlock_t *lock)
{
	_raw_spin_unlock(&lock->rlock);
}
static __always_inline void spin_unlock_bh(spinlock_t *lock)
{
	_raw_spin_unlock_bh(&lock->rlock);
}
static __always_inline void spin_unlock_irq(spinlock_t *lock)
{
	_raw_spin_unlock_irq(&lock->rlock);
}
static __always_inline void spin_unlock_irqrestore(spinlock_t *lock, unsigned long flags)
{
	_raw_spin_unlock_irqrestore(&lock->rlock, flags);
}
static __always_inline int spin_is_locked(spinlock_t *lock)
{
	return raw_spin_is_locked(&lock->rlock);
}

#define spin_lock_irqsave(lock, flags)	     ((flags) = _raw_spin_lock_irqsave(&(lock)->rlock))
#define spin_trylock_irqsave(lock, flags)    _raw_spin_trylock_irqsave(&(lock)->rlock, &(flags))
#define spin_lock_nested(lock, subclass)     _raw_spin_lock_nested(&(lock)->rlock, subclass)
#define spin_lock_bh_nested(lock, subclass)  _raw_spin_lock_bh_nested(&(lock)->rlock, subclass)
#define spin_lock_nest_lock(lock, nest_lock) _raw_spin_lock_nest_lock(&(lock)->rlock, nest_lock)
#define spin_lock_irqsave_nested(lock, flags, subclass) \
	((flags) = _raw_spin_lock_irqsave_nested(&(lock)->rlock, subclass))
#define spin_is_contended(lock)	     ((void)(lock), 0)
#define assert_spin_locked(lock)     lockdep_assert_held(lock)
#define assert_raw_spin_locked(lock) lockdep_assert_held(lock)

#include <linux/rwlock.h>
#include <linux/atomic.h>

/* Decrement; when that reaches 0, take @lock first and return true with it held. */
int _atomic_dec_and_lock(atomic_t *atomic, spinlock_t *lock);
int _atomic_dec_and_lock_irqsave(atomic_t *atomic, spinlock_t *lock, unsigned long *flags);
#define atomic_dec_and_lock(atomic, lock) _atomic_dec_and_lock(atomic, lock)
#define atomic_dec_and_lock_irqsave(atomic, lock, flags) \
	_atomic_dec_and_lock_irqsave(atomic, lock, &(flags))

#endif
