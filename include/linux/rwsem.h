/* SPDX-License-Identifier: MIT */
/*
 * Reader/writer semaphores: sleeping, fair (a waiting writer stops later readers). down_*:
 * task context, may sleep. up_*: by the task that took it.
 */
#ifndef LINUX_RWSEM_H
#define LINUX_RWSEM_H

#include <linux/atomic.h>
#include <linux/err.h>
#include <linux/list.h>
#include <linux/lockdep.h>
#include <linux/spinlock_types.h>

struct rw_semaphore {
	atomic_long_t count; /* > 0: readers; -1: a writer; 0: free. Changed under wait_lock */
	atomic_long_t owner; /* writer's task */
	raw_spinlock_t wait_lock;
	struct list_head wait_list; /* struct rwsem_waiter, by arrival */
};

#define __RWSEM_INITIALIZER(name)                                           \
	{                                                                   \
		.count = ATOMIC_LONG_INIT(0), .owner = ATOMIC_LONG_INIT(0), \
		.wait_lock = __RAW_SPIN_LOCK_INITIALIZER(name.wait_lock),   \
		.wait_list = LIST_HEAD_INIT((name).wait_list),              \
	}
#define DECLARE_RWSEM(name) struct rw_semaphore name = __RWSEM_INITIALIZER(name)

void __init_rwsem(struct rw_semaphore *sem, const char *name, struct lock_class_key *key);
#define init_rwsem(sem)                             \
	do {                                        \
		static struct lock_class_key __key; \
		__init_rwsem((sem), #sem, &__key);  \
	} while (0)

void down_read(struct rw_semaphore *sem);
int __must_check down_read_interruptible(struct rw_semaphore *sem);
int __must_check down_read_killable(struct rw_semaphore *sem);
int down_read_trylock(struct rw_semaphore *sem); /* 1 when taken */
void down_write(struct rw_semaphore *sem);
int __must_check down_write_killable(struct rw_semaphore *sem);
int down_write_trylock(struct rw_semaphore *sem); /* 1 when taken */
void up_read(struct rw_semaphore *sem);
void up_write(struct rw_semaphore *sem);
void downgrade_write(struct rw_semaphore *sem);
int rwsem_is_contended(struct rw_semaphore *sem);

static inline int rwsem_is_locked(struct rw_semaphore *sem)
{
	return atomic_long_read(&sem->count) != 0;
}

/* As mutex_lock_nested(). */
void down_read_nested(struct rw_semaphore *sem, int subclass);
int __must_check down_read_killable_nested(struct rw_semaphore *sem, int subclass);
void down_write_nested(struct rw_semaphore *sem, int subclass);
int __must_check down_write_killable_nested(struct rw_semaphore *sem, int subclass);
void _down_write_nest_lock(struct rw_semaphore *sem, const void *nest_lock);
#define down_write_nest_lock(sem, nest_lock) _down_write_nest_lock(sem, nest_lock)
/* Taken by one task, released by another. */
void down_read_non_owner(struct rw_semaphore *sem);
void up_read_non_owner(struct rw_semaphore *sem);

#endif
