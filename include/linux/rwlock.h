/* SPDX-License-Identifier: MIT */
/* Reader/writer spin locks: any number of readers, or one writer. Contexts as for spin locks. */
#ifndef LINUX_RWLOCK_H
#define LINUX_RWLOCK_H

#include <linux/spinlock_types.h>

void __rwlock_init(rwlock_t *lock, const char *name, struct lock_class_key *key);
void _raw_read_lock(rwlock_t *lock);
void _raw_write_lock(rwlock_t *lock);
void _raw_write_lock_nested(rwlock_t *lock, int subclass);
void _raw_read_unlock(rwlock_t *lock);
void _raw_write_unlock(rwlock_t *lock);
int _raw_read_trylock(rwlock_t *lock);
int _raw_write_trylock(rwlock_t *lock);

#define rwlock_init(lock)                             \
	do {                                          \
		static struct lock_class_key __key;   \
		__rwlock_init((lock), #lock, &__key); \
	} while (0)
#define read_lock(lock)			  _raw_read_lock(lock)
#define write_lock(lock)		  _raw_write_lock(lock)
#define write_lock_nested(lock, subclass) _raw_write_lock_nested(lock, subclass)
#define read_unlock(lock)		  _raw_read_unlock(lock)
#define write_unlock(lock)		  _raw_write_unlock(lock)
#define read_trylock(lock)		  _raw_read_trylock(lock)
#define write_trylock(lock)		  _raw_write_trylock(lock)

#define __rwlock_irq(op, lock)       \
	do {                         \
		local_irq_disable(); \
		_raw_##op(lock);     \
	} while (0)
#define __rwlock_irqsave(op, lock, flags) \
	do {                              \
		local_irq_save(flags);    \
		_raw_##op(lock);          \
	} while (0)
#define __rwlock_bh(op, lock)       \
	do {                        \
		local_bh_disable(); \
		_raw_##op(lock);    \
	} while (0)
#define read_lock_irq(lock)		__rwlock_irq(read_lock, lock)
#define write_lock_irq(lock)		__rwlock_irq(write_lock, lock)
#define read_lock_irqsave(lock, flags)	__rwlock_irqsave(read_lock, lock, flags)
#define write_lock_irqsave(lock, flags) __rwlock_irqsave(write_lock, lock, flags)
#define read_lock_bh(lock)		__rwlock_bh(read_lock, lock)
#define write_lock_bh(lock)		__rwlock_bh(write_lock, lock)
#define read_unlock_irq(lock)           \
	do {                            \
		_raw_read_unlock(lock); \
		local_irq_enable();     \
	} while (0)
#define write_unlock_irq(lock)           \
	do {                             \
		_raw_write_unlock(lock); \
		local_irq_enable();      \
	} while (0)
#define read_unlock_bh(lock)            \
	do {                            \
		_raw_read_unlock(lock); \
		local_bh_enable();      \
	} while (0)
#define write_unlock_bh(lock)            \
	do {                             \
		_raw_write_unlock(lock); \
		local_bh_enable();       \
	} while (0)
#define read_unlock_irqrestore(lock, flags) \
	do {                                \
		_raw_read_unlock(lock);     \
		local_irq_restore(flags);   \
	} while (0)
#define write_unlock_irqrestore(lock, flags) \
	do {                                 \
		_raw_write_unlock(lock);     \
		local_irq_restore(flags);    \
	} while (0)
#define rwlock_is_contended(lock) ((void)(lock), 0)

#endif
