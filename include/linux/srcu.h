/* SPDX-License-Identifier: MIT */
/*
 * Sleepable RCU: readers may sleep; one domain a struct. srcu_read_lock returns an index that
 * the matching unlock takes. synchronize_srcu: may sleep. lib/sync/srcu.c.
 */
#ifndef LINUX_SRCU_H
#define LINUX_SRCU_H

#include <linux/atomic.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

struct srcu_struct {
	atomic_t readers[2]; /* readers that entered while index 0 or 1 was current */
	unsigned int idx;    /* current index, changed under mutex */
	struct mutex mutex;  /* one grace period at a time */
	wait_queue_head_t wait;
	spinlock_t cb_lock;
	struct rcu_head *cb_head, **cb_tail; /* call_srcu, under cb_lock */
	unsigned int cb_running;
	struct work_struct cb_work;
};

void srcu_callback_work(struct work_struct *work);
#define __SRCU_STRUCT_INIT(name)                                                 \
	{                                                                        \
		.mutex = __MUTEX_INITIALIZER(name.mutex),                        \
		.wait = __WAIT_QUEUE_HEAD_INITIALIZER(name.wait),                \
		.cb_lock = __SPIN_LOCK_UNLOCKED(name.cb_lock),                   \
		.cb_work = __WORK_INITIALIZER(name.cb_work, srcu_callback_work), \
	}
#define DEFINE_SRCU(name)	 struct srcu_struct name = __SRCU_STRUCT_INIT(name)
#define DEFINE_STATIC_SRCU(name) static struct srcu_struct name = __SRCU_STRUCT_INIT(name)

int init_srcu_struct(struct srcu_struct *ssp);
/* Reports readers or callbacks that are still there. */
void cleanup_srcu_struct(struct srcu_struct *ssp);
int __must_check srcu_read_lock(struct srcu_struct *ssp);
void srcu_read_unlock(struct srcu_struct *ssp, int idx);
void synchronize_srcu(struct srcu_struct *ssp);
void synchronize_srcu_expedited(struct srcu_struct *ssp);
void call_srcu(struct srcu_struct *ssp, struct rcu_head *head, rcu_callback_t func);
void srcu_barrier(struct srcu_struct *ssp);
int srcu_read_lock_held(const struct srcu_struct *ssp);

#define srcu_dereference_check(p, ssp, c) __rcu_load(p)
#define srcu_dereference(p, ssp)	  __rcu_load(p)
#define srcu_dereference_notrace(p, ssp)  __rcu_load(p)
#define smp_mb__after_srcu_read_unlock() \
	do {                             \
	} while (0)

#endif
