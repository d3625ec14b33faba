/* SPDX-License-Identifier: MIT */
/* Structures that the files of the work queues share: workqueue.c holds the theory. */
#ifndef KERNEL_WORKQUEUE_PRIV_H
#define KERNEL_WORKQUEUE_PRIV_H

#include <linux/completion.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#define WQ_NAME_LEN 24

/* Bits of work->data. Above: struct pool_workqueue * while queued, else 0. */
#define WORK_PENDING   1UL
#define WORK_CANCELING 2UL
#define WORK_COLOR     4UL
#define WORK_FLAG_MASK 7UL

/* A pool: works to run and the kworkers that run them. All fields under wq_lock. */
struct worker_pool {
	int cpu; /* -1: unbound */
	int nice;
	struct list_head worklist;
	struct list_head idle;
	struct list_head busy;
	unsigned int nr_workers, nr_idle, nr_running; /* running: busy and not asleep */
	unsigned int next_id;
	bool wants_worker; /* kthreadd is asked to make one */
	bool closing;
};

struct worker {
	struct list_head node; /* pool->idle or pool->busy */
	struct worker_pool *pool;
	struct task_struct *task;
	struct work_struct *work; /* being run; its memory may be gone, only compared */
	work_func_t func;
	struct pool_workqueue *pwq; /* of that work */
	unsigned int color;
	bool sleeping; /* inside a work function */
	bool cpu_intensive;
	struct list_head waiters; /* struct work_waiter: for the end of this work */
	char desc[WORKER_DESC_LEN];
};

/* Where a queue meets a pool: limits how many of its works are active there. */
struct pool_workqueue {
	struct workqueue_struct *wq;
	struct worker_pool *pool;
	int nr_active;
	struct list_head inactive; /* works beyond max_active */
};

struct workqueue_struct {
	struct list_head node; /* all queues */
	unsigned int flags;
	int max_active;
	unsigned int color;	      /* works queued from now on have it */
	unsigned int nr_in_flight[2]; /* queued or running, by color */
	unsigned int draining;
	struct mutex flush_mutex; /* one flusher at a time */
	wait_queue_head_t flush_wait;
	unsigned int nr_pwqs;
	struct pool_workqueue *pwqs; /* one a possible CPU, or one */
	char name[WQ_NAME_LEN];
};

/* Somebody waits for the end of one instance of a work. */
struct work_waiter {
	struct list_head node; /* worker->waiters, or wq_pending_waiters while it is queued */
	struct work_struct *work;
	struct completion done;
};

extern spinlock_t wq_lock;
extern struct list_head wq_pending_waiters;

struct worker *wq_find_busy(struct work_struct *work);
bool wq_try_steal(struct work_struct *work);
bool wq_wait_for(struct work_struct *work);
bool wq_queue_locked(int cpu, struct workqueue_struct *wq, struct work_struct *work);
void wq_pool_kick(struct worker_pool *pool);
struct worker_pool *wq_pool_for(unsigned int flags, int cpu);
void wq_work_done(struct pool_workqueue *pwq, unsigned int color);

static inline unsigned long work_data(struct work_struct *work)
{
	return atomic_long_read(&work->data);
}
static inline struct pool_workqueue *work_pwq(struct work_struct *work)
{
	return (struct pool_workqueue *)(work_data(work) & ~WORK_FLAG_MASK);
}

/* workqueue_calls.c: @work is not pending any more. */
void wq_work_inactive(struct work_struct *work);
/* workqueue_calls.c: how the table of active things stops one. */
void wq_active_init(void);
/* workqueue.c: @fn for each work that runs now. => wq_lock held */
void wq_for_each_running(void (*fn)(struct work_struct *work, work_func_t func, void *arg), void *arg);

#endif
