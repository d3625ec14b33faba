/* SPDX-License-Identifier: MIT */
/*
 * Mutexes: Documentation/locking/mutex-design.rst. Sleeping locks with one owner.
 *
 * mutex_lock*: task context, may sleep (checked). Only the owner unlocks; a task must not take
 * one twice, exit with one held, or free the memory of a held one. FIFO hand-over.
 */
#ifndef LINUX_MUTEX_H
#define LINUX_MUTEX_H

#include <asm/current.h>
#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/lockdep.h>
#include <linux/spinlock_types.h>

struct mutex {
	atomic_long_t owner; /* task, 0 when free; bit 0: somebody waits */
	raw_spinlock_t wait_lock;
	u32 reserved;
	struct list_head wait_list; /* struct mutex_waiter, by arrival; under wait_lock */
};

#define __MUTEX_INITIALIZER(lockname)                                         \
	{                                                                     \
		.owner = ATOMIC_LONG_INIT(0),                                 \
		.wait_lock = __RAW_SPIN_LOCK_INITIALIZER(lockname.wait_lock), \
		.wait_list = LIST_HEAD_INIT(lockname.wait_list),              \
	}
#define DEFINE_MUTEX(mutexname) struct mutex mutexname = __MUTEX_INITIALIZER(mutexname)

void __mutex_init(struct mutex *lock, const char *name, struct lock_class_key *key);
#define mutex_init(mutex)                              \
	do {                                           \
		static struct lock_class_key __key;    \
		__mutex_init((mutex), #mutex, &__key); \
	} while (0)

/* Poison: any later use is reported. The mutex must be free. */
void mutex_destroy(struct mutex *lock);
bool mutex_is_locked(struct mutex *lock);
void mutex_lock(struct mutex *lock);
/* 0, or -EINTR when a signal (killable: a fatal one) came before the lock. */
int __must_check mutex_lock_interruptible(struct mutex *lock);
int __must_check mutex_lock_killable(struct mutex *lock);
void mutex_lock_io(struct mutex *lock);
/* 1 when taken. Does not sleep, but Linux forbids it in interrupts, and so it is reported. */
int mutex_trylock(struct mutex *lock);
void mutex_unlock(struct mutex *lock);
/* Decrement; when that reaches 0 return 1 with @lock held. */
int atomic_dec_and_mutex_lock(atomic_t *cnt, struct mutex *lock);

/*
 * Of several locks of one class that are held together, all but the first are taken with another
 * @subclass (1 to 7), or under a @nest_lock which orders them.
 */
void mutex_lock_nested(struct mutex *lock, unsigned int subclass);
int __must_check mutex_lock_interruptible_nested(struct mutex *lock, unsigned int subclass);
int __must_check mutex_lock_killable_nested(struct mutex *lock, unsigned int subclass);
void mutex_lock_io_nested(struct mutex *lock, unsigned int subclass);
void _mutex_lock_nest_lock(struct mutex *lock, const void *nest_lock);
#define mutex_lock_nest_lock(lock, nest_lock) _mutex_lock_nest_lock(lock, nest_lock)

#endif
