/* SPDX-License-Identifier: MIT */
/* Counting semaphores. down*: task context, may sleep; down_trylock and up: any context. */
#ifndef LINUX_SEMAPHORE_H
#define LINUX_SEMAPHORE_H

#include <linux/list.h>
#include <linux/spinlock.h>

struct semaphore {
	raw_spinlock_t lock;
	unsigned int count;
	struct list_head wait_list; /* struct semaphore_waiter, by arrival */
};

#define __SEMAPHORE_INITIALIZER(name, n)                                      \
	{                                                                     \
		.lock = __RAW_SPIN_LOCK_INITIALIZER((name).lock), .count = n, \
		.wait_list = LIST_HEAD_INIT((name).wait_list),                \
	}
#define DEFINE_SEMAPHORE(name) struct semaphore name = __SEMAPHORE_INITIALIZER(name, 1)

static inline void sema_init(struct semaphore *sem, int val)
{
	raw_spin_lock_init_ranked(&sem->lock, 0);
	sem->count = val;
	INIT_LIST_HEAD(&sem->wait_list);
}

void down(struct semaphore *sem);
/* 0, or -EINTR. */
int __must_check down_interruptible(struct semaphore *sem);
int __must_check down_killable(struct semaphore *sem);
/* 0 when taken, 1 when not: the other way round than mutex_trylock. */
int __must_check down_trylock(struct semaphore *sem);
/* 0, or -ETIME. @timeout: jiffies, relative. */
int __must_check down_timeout(struct semaphore *sem, long timeout);
void up(struct semaphore *sem);

#endif
