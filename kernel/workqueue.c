/* SPDX-License-Identifier: MIT */
/*
 * Work queues.
 *
 *   queue (wq) ──pwq──> pool CPU 0 ── worklist: [w3] [w4]
 *        │                 ├ busy: kworker/0:1 (runs w1, asleep in it), kworker/0:2 (runs w2)
 *        └─────pwq──> pool CPU 1      idle: kworker/0:3
 *
 * A *work* is queued on a queue; the queue's *pwq* for the chosen pool counts how many of its
 * works are active there and holds the rest back (max_active). A *pool* has kworkers; a
 * bound pool lets one of them run at a time: when the running one sleeps inside its function
 * and works wait, another is woken (schedule() tells us). An idle worker is kept in reserve;
 * when none is left, kthreadd makes one, because queueing may happen in any context.
 * Unbound pools run as many workers as they have works, ordered queues one (max_active 1).
 *
 * Not reentrant: a work that is queued again while it runs goes to the pool where it runs and
 * waits there until the running instance has ended.
 *
 * flush_work waits by a waiter record that hangs on the worker (running) or on a global list
 * until a worker takes the work (queued). flush_workqueue has two colors: it changes the
 * color of new works and waits until none of the old one is in flight; a mutex admits one
 * flusher at a time, so two colors are enough.
 *
 * One lock, wq_lock (rank WORKQUEUE, interrupts off), guards everything: works are rare beside
 * what they do, and a pool lock each would need the ordering that this file need not have.
 * A work's function runs without it; nothing touches the work after its function was called.
 */
#include <ferrite/api.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/topology.h>

#include "lib/defect.h"
#include "lib/sync/leave.h"
#include "lib/sync/lockdep.h"
#include "kernel/sched_priv.h"
#include "kernel/workqueue_priv.h"

DEFINE_SPINLOCK_RANKED(wq_lock, LOCK_RANK_WORKQUEUE);
LIST_HEAD(wq_pending_waiters);

#define NR_NICE 2 /* normal, high priority */
static struct worker_pool cpu_pools[NR_CPUS][NR_NICE];
static struct worker_pool unbound_pools[NR_NICE];
static unsigned int nr_workers_alive;

static void pool_init(struct worker_pool *pool, int cpu, int nice)
{
	memset(pool, 0, sizeof(*pool));
	pool->cpu = cpu;
	pool->nice = nice;
	INIT_LIST_HEAD(&pool->worklist);
	INIT_LIST_HEAD(&pool->idle);
	INIT_LIST_HEAD(&pool->busy);
}

static void pools_init(void)
{
	for (int n = 0; n < NR_NICE; n++) {
		for (int cpu = 0; cpu < NR_CPUS; cpu++)
			pool_init(&cpu_pools[cpu][n], cpu, n ? MIN_NICE : 0);
		pool_init(&unbound_pools[n], -1, n ? MIN_NICE : 0);
	}
}

struct worker_pool *wq_pool_for(unsigned int flags, int cpu)
{
	int n = !!(flags & WQ_HIGHPRI);

	return flags & WQ_UNBOUND ? &unbound_pools[n] : &cpu_pools[cpu][n];
}

static void for_each_pool(void (*fn)(struct worker_pool *pool))
{
	for (int n = 0; n < NR_NICE; n++) {
		for (int cpu = 0; cpu < nr_cpu_ids; cpu++)
			fn(&cpu_pools[cpu][n]);
		fn(&unbound_pools[n]);
	}
}

/* May another worker of @pool start? => wq_lock held. */
static bool pool_may_start(struct worker_pool *pool)
{
	return !list_empty(&pool->worklist) && (pool->cpu < 0 || !pool->nr_running);
}

/* Works wait: wake an idle worker, or have one made. => wq_lock held. */
void wq_pool_kick(struct worker_pool *pool)
{
	struct worker *worker;

	if (!pool_may_start(pool))
		return;
	if (!list_empty(&pool->idle)) {
		worker = list_first_entry(&pool->idle, struct worker, node);
		wake_up_process(worker->task);
		return;
	}
	if (!pool->wants_worker) {
		pool->wants_worker = true;
		kthreadd_kick();
	}
}

/* ---- the life of a work inside a pool; all => wq_lock held ---- */

struct worker *wq_find_busy(struct work_struct *work)
{
	struct worker *w;

	for (int n = 0; n < NR_NICE; n++) {
		for (int cpu = 0; cpu < nr_cpu_ids; cpu++)
			list_for_each_entry (w, &cpu_pools[cpu][n].busy, node)
				if (w->work == work && w->func == work->func)
					return w;
		list_for_each_entry (w, &unbound_pools[n].busy, node)
			if (w->work == work && w->func == work->func)
				return w;
	}
	return NULL;
}

void wq_for_each_running(void (*fn)(struct work_struct *work, work_func_t func, void *arg),
			 void *arg)
{
	for (int n = 0; n < NR_NICE; n++) {
		struct worker *w;

		for (int cpu = 0; cpu < nr_cpu_ids; cpu++)
			list_for_each_entry (w, &cpu_pools[cpu][n].busy, node)
				if (w->work)
					fn(w->work, w->func, arg);
		list_for_each_entry (w, &unbound_pools[n].busy, node)
			if (w->work)
				fn(w->work, w->func, arg);
	}
}

static void pwq_activate_next(struct pool_workqueue *pwq)
{
	struct work_struct *work;

	if (list_empty(&pwq->inactive) || pwq->nr_active >= pwq->wq->max_active)
		return;
	work = list_first_entry(&pwq->inactive, struct work_struct, entry);
	list_move_tail(&work->entry, &pwq->pool->worklist);
	pwq->nr_active++;
	wq_pool_kick(pwq->pool);
}

/* An active work of @pwq ended or was cancelled. */
void wq_work_done(struct pool_workqueue *pwq, unsigned int color)
{
	struct workqueue_struct *wq = pwq->wq;

	pwq->nr_active--;
	pwq_activate_next(pwq);
	if (!--wq->nr_in_flight[color])
		wake_up_all(&wq->flush_wait);
}

static struct pool_workqueue *choose_pwq(int cpu, struct workqueue_struct *wq,
					 struct work_struct *work)
{
	struct worker *busy;

	if (wq->flags & WQ_UNBOUND)
		return &wq->pwqs[0];
	busy = wq_find_busy(work);
	if (busy && busy->pwq->wq == wq)
		return busy->pwq;
	if (cpu == WORK_CPU_UNBOUND)
		cpu = raw_smp_processor_id();
	return &wq->pwqs[cpu];
}

/* => PENDING was claimed by the caller. */
bool wq_queue_locked(int cpu, struct workqueue_struct *wq, struct work_struct *work)
{
	struct pool_workqueue *pwq = choose_pwq(cpu, wq, work);

	if (unlikely(wq->draining) &&
	    !(current->flags & PF_WQ_WORKER && in_task() && current->worker &&
	      ((struct worker *)current->worker)->pwq &&
	      ((struct worker *)current->worker)->pwq->wq == wq)) {
		atomic_long_set(&work->data, 0);
		wq_work_inactive(work);
		WARN(1, "workqueue: queueing on the draining queue %s\n", wq->name);
		return false;
	}
	atomic_long_set(&work->data,
			(unsigned long)pwq | WORK_PENDING | (wq->color ? WORK_COLOR : 0));
	wq->nr_in_flight[wq->color]++;
	if (pwq->nr_active < wq->max_active) {
		pwq->nr_active++;
		list_add_tail(&work->entry, &pwq->pool->worklist);
		wq_pool_kick(pwq->pool);
	} else {
		list_add_tail(&work->entry, &pwq->inactive);
	}
	return true;
}

/* ---- workers ---- */

/* The first work of @pool that is not running right now; a running one's repeat must wait. */
static struct work_struct *next_work(struct worker_pool *pool)
{
	struct work_struct *work;

	list_for_each_entry (work, &pool->worklist, entry)
		if (!wq_find_busy(work))
			return work;
	return NULL;
}

static void move_waiters(struct worker *worker, struct work_struct *work)
{
	struct work_waiter *w, *n;

	list_for_each_entry_safe (w, n, &wq_pending_waiters, node)
		if (w->work == work)
			list_move_tail(&w->node, &worker->waiters);
}

/* Run @work. => wq_lock held, dropped meanwhile. */
static void process_one(struct worker *worker, struct work_struct *work)
{
	struct worker_pool *pool = worker->pool;
	struct work_waiter *w, *n;
	struct code_mark mark;

	worker->work = work;
	worker->func = work->func;
	worker->pwq = work_pwq(work);
	worker->color = !!(work_data(work) & WORK_COLOR);
	worker->cpu_intensive = worker->pwq->wq->flags & WQ_CPU_INTENSIVE;
	list_del_init(&work->entry);
	move_waiters(worker, work);
	if (worker->cpu_intensive)
		pool->nr_running--;
	wq_pool_kick(pool);
	/* From here on the work may be queued again, or freed by its function. */
	wq_work_inactive(work);
	atomic_long_set(&work->data, 0);
	spin_unlock_irq(&wq_lock);
	lockdep_function_enter(worker->func);
	code_enter(&mark);
	worker->func(work);
	code_leave(&mark, LEAVE_WORK, worker->func);
	lockdep_function_leave(worker->func);
	cond_resched();
	spin_lock_irq(&wq_lock);
	if (worker->cpu_intensive)
		pool->nr_running++;
	worker->cpu_intensive = false;
	worker->work = NULL;
	wq_work_done(worker->pwq, worker->color);
	worker->pwq = NULL;
	worker->desc[0] = '\0';
	list_for_each_entry_safe (w, n, &worker->waiters, node) {
		list_del_init(&w->node);
		complete(&w->done);
	}
}

static void worker_idle(struct worker *worker)
{
	list_move(&worker->node, &worker->pool->idle);
	worker->pool->nr_idle++;
	worker->pool->nr_running--;
}

static void worker_busy(struct worker *worker)
{
	list_move_tail(&worker->node, &worker->pool->busy);
	worker->pool->nr_idle--;
	worker->pool->nr_running++;
}

/* Run what there is. => wq_lock held, worker on pool->idle before and after. */
static void worker_round(struct worker *worker)
{
	struct worker_pool *pool = worker->pool;
	struct work_struct *work;

	if (!pool_may_start(pool))
		return;
	worker_busy(worker);
	while ((work = next_work(pool)) && (pool->cpu < 0 || pool->nr_running <= 1))
		process_one(worker, work);
	worker_idle(worker);
}

static int worker_main(void *arg)
{
	struct worker *worker = arg;

	WRITE_ONCE(current->flags, current->flags | PF_WQ_WORKER);
	spin_lock_irq(&wq_lock);
	while (!worker->pool->closing) {
		worker_round(worker);
		__set_current_state(TASK_IDLE);
		if (pool_may_start(worker->pool) && next_work(worker->pool)) {
			__set_current_state(TASK_RUNNING);
			continue;
		}
		if (worker->pool->closing)
			break;
		spin_unlock_irq(&wq_lock);
		schedule();
		spin_lock_irq(&wq_lock);
	}
	__set_current_state(TASK_RUNNING);
	list_del(&worker->node);
	worker->pool->nr_idle--;
	worker->pool->nr_workers--;
	nr_workers_alive--;
	WRITE_ONCE(current->flags, current->flags & ~PF_WQ_WORKER);
	current->worker = NULL;
	spin_unlock_irq(&wq_lock);
	kfree(worker);
	return 0;
}

/* schedule() is about to put a worker to sleep: its pool may start another. */
void wq_worker_sleeping(struct task_struct *task)
{
	struct worker *worker = task->worker;
	unsigned long flags;

	if (!worker || !READ_ONCE(worker->work) || worker->sleeping || worker->cpu_intensive)
		return;
	spin_lock_irqsave(&wq_lock, flags);
	worker->sleeping = true;
	worker->pool->nr_running--;
	wq_pool_kick(worker->pool);
	spin_unlock_irqrestore(&wq_lock, flags);
}

void wq_worker_running(struct task_struct *task)
{
	struct worker *worker = task->worker;
	unsigned long flags;

	if (!worker || !worker->sleeping)
		return;
	spin_lock_irqsave(&wq_lock, flags);
	worker->sleeping = false;
	worker->pool->nr_running++;
	spin_unlock_irqrestore(&wq_lock, flags);
}

static void worker_create(struct worker_pool *pool)
{
	int node = pool->cpu < 0 ? NUMA_NO_NODE : cpu_to_node(pool->cpu);
	struct worker *worker = kzalloc_node(sizeof(*worker), GFP_KERNEL, node);
	unsigned int id = pool->next_id++;
	struct task_struct *task;

	if (!worker)
		return;
	worker->pool = pool;
	INIT_LIST_HEAD(&worker->waiters);
	if (pool->cpu < 0)
		task = kthread_create_on_node(worker_main, worker, node, "kworker/u%u:%u%s",
					      nr_cpu_ids * 2, id, pool->nice ? "H" : "");
	else
		task = kthread_create_on_node(worker_main, worker, node, "kworker/%d:%u%s",
					      pool->cpu, id, pool->nice ? "H" : "");
	if (IS_ERR(task)) {
		kfree(worker);
		return;
	}
	if (pool->cpu >= 0 && cpu_online(pool->cpu))
		kthread_bind(task, pool->cpu);
	set_user_nice(task, pool->nice);
	task->worker = worker;
	worker->task = task;
	spin_lock_irq(&wq_lock);
	list_add(&worker->node, &pool->idle);
	pool->nr_workers++;
	pool->nr_idle++;
	nr_workers_alive++;
	spin_unlock_irq(&wq_lock);
	wake_up_process(task);
}

static void pool_spawn(struct worker_pool *pool)
{
	bool wants;

	spin_lock_irq(&wq_lock);
	wants = pool->wants_worker && !pool->closing && list_empty(&pool->idle);
	pool->wants_worker = false;
	spin_unlock_irq(&wq_lock);
	if (wants)
		worker_create(pool);
}

bool workqueue_spawn(void)
{
	for_each_pool(pool_spawn);
	return true;
}

static void pool_close(struct worker_pool *pool)
{
	struct worker *w;

	spin_lock_irq(&wq_lock);
	pool->closing = true;
	list_for_each_entry (w, &pool->idle, node)
		wake_up_process(w->task);
	spin_unlock_irq(&wq_lock);
}

/* => every queue was destroyed: no work is left. */
static void pools_exit(void)
{
	for_each_pool(pool_close);
	ferrite_busy_begin(); /* so that these waits cost no real time */
	while (READ_ONCE(nr_workers_alive))
		schedule_timeout_uninterruptible(1);
	ferrite_busy_end();
}

/* ---- init and exit ---- */

struct workqueue_struct *system_wq, *system_highpri_wq, *system_long_wq, *system_unbound_wq;
struct workqueue_struct *system_freezable_wq, *system_power_efficient_wq;
struct workqueue_struct *system_freezable_power_efficient_wq;
EXPORT_SYMBOL(system_wq);
EXPORT_SYMBOL_GPL(system_highpri_wq);
EXPORT_SYMBOL_GPL(system_long_wq);
EXPORT_SYMBOL_GPL(system_unbound_wq);
EXPORT_SYMBOL_GPL(system_freezable_wq);
EXPORT_SYMBOL_GPL(system_power_efficient_wq);
EXPORT_SYMBOL_GPL(system_freezable_power_efficient_wq);

static const struct {
	struct workqueue_struct **wq;
	const char *name;
	unsigned int flags;
} system_queues[] = {
	{&system_wq, "events", 0},
	{&system_highpri_wq, "events_highpri", WQ_HIGHPRI},
	{&system_long_wq, "events_long", 0},
	{&system_unbound_wq, "events_unbound", WQ_UNBOUND},
	{&system_freezable_wq, "events_freezable", WQ_FREEZABLE},
	{&system_power_efficient_wq, "events_power_efficient", WQ_POWER_EFFICIENT},
	{&system_freezable_power_efficient_wq, "events_freezable_power_efficient",
	 WQ_FREEZABLE | WQ_POWER_EFFICIENT},
};

int workqueue_init(void)
{
	spin_lock_init_ranked(&wq_lock, LOCK_RANK_WORKQUEUE);
	INIT_LIST_HEAD(&wq_pending_waiters);
	nr_workers_alive = 0;
	wq_active_init();
	pools_init();
	for (int i = 0; i < ARRAY_SIZE(system_queues); i++) {
		*system_queues[i].wq =
			alloc_workqueue("%s", system_queues[i].flags, 0, system_queues[i].name);
		if (!*system_queues[i].wq) {
			workqueue_exit();
			return -ENOMEM;
		}
	}
	return 0;
}

void workqueue_exit(void)
{
	for (int i = ARRAY_SIZE(system_queues) - 1; i >= 0; i--) {
		if (*system_queues[i].wq)
			destroy_workqueue(*system_queues[i].wq);
		*system_queues[i].wq = NULL;
	}
	pools_exit();
}
