/* SPDX-License-Identifier: MIT */
/* The calls of <linux/workqueue.h>: queues, queueing, cancelling, flushing. Theory: workqueue.c. */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "lib/active.h"
#include "lib/defect.h"
#include "lib/step.h"
#include "lib/sync/lockdep.h"
#include "kernel/sched_priv.h"
#include "kernel/workqueue_priv.h"

/* ---- queues ---- */

static void pwqs_init(struct workqueue_struct *wq)
{
	for (unsigned int i = 0; i < wq->nr_pwqs; i++) {
		struct pool_workqueue *pwq = &wq->pwqs[i];

		pwq->wq = wq;
		pwq->pool = wq_pool_for(wq->flags, i);
		INIT_LIST_HEAD(&pwq->inactive);
	}
}

static int clamp_active(int max_active, unsigned int flags)
{
	return max_active ? clamp_val(max_active, 1, WQ_MAX_ACTIVE) : WQ_DFL_ACTIVE;
}

struct workqueue_struct *alloc_workqueue(const char *fmt, unsigned int flags, int max_active, ...)
{
	struct workqueue_struct *wq = kzalloc(sizeof(*wq), GFP_KERNEL);
	va_list args;

	if (!wq)
		return NULL;
	wq->nr_pwqs = flags & WQ_UNBOUND ? 1 : nr_cpu_ids;
	wq->pwqs = kcalloc(wq->nr_pwqs, sizeof(*wq->pwqs), GFP_KERNEL);
	if (!wq->pwqs) {
		kfree(wq);
		return NULL;
	}
	va_start(args, max_active);
	vsnprintf(wq->name, sizeof(wq->name), fmt, args);
	va_end(args);
	if (flags & WQ_UNBOUND && max_active == 1)
		flags |= __WQ_ORDERED;
	wq->flags = flags;
	wq->max_active = clamp_active(max_active, flags);
	mutex_init(&wq->flush_mutex);
	init_waitqueue_head(&wq->flush_wait);
	pwqs_init(wq);
	step_next(_RET_IP_);
	active_add(ACTIVE_WORKQUEUE, wq, sizeof(*wq), NULL, _RET_IP_);
	return wq;
}
EXPORT_SYMBOL_GPL(alloc_workqueue);

void destroy_workqueue(struct workqueue_struct *wq)
{
	active_del(ACTIVE_WORKQUEUE, wq);
	drain_workqueue(wq);
	/* The last wake_up of flush_wait happens under wq_lock. */
	spin_lock_irq(&wq_lock);
	spin_unlock_irq(&wq_lock);
	kfree(wq->pwqs);
	kfree(wq);
}
EXPORT_SYMBOL_GPL(destroy_workqueue);

void workqueue_set_max_active(struct workqueue_struct *wq, int max_active)
{
	if (WARN_ON(wq->flags & __WQ_ORDERED_EXPLICIT))
		return;
	spin_lock_irq(&wq_lock);
	wq->max_active = clamp_active(max_active, wq->flags);
	spin_unlock_irq(&wq_lock);
}
EXPORT_SYMBOL_GPL(workqueue_set_max_active);

/* ---- queueing ---- */

static bool claim(struct work_struct *work)
{
	return !(atomic_long_fetch_or(WORK_PENDING, &work->data) & WORK_PENDING);
}

/* ---- what is pending, for findings (lib/active.h) ---- */

void wq_work_inactive(struct work_struct *work)
{
	active_del(ACTIVE_WORK, work);
	active_del(ACTIVE_DELAYED_WORK, work);
}

static void drop_work(void *work)
{
	cancel_work(work);
}

static void drop_delayed_work(void *work)
{
	cancel_delayed_work(to_delayed_work(work));
}

void wq_active_init(void)
{
	active_set_cancel(ACTIVE_WORK, drop_work);
	active_set_cancel(ACTIVE_DELAYED_WORK, drop_delayed_work);
}

/* A work that was never set up has no function to call. */
static bool never_initialised(struct work_struct *work, unsigned long caller)
{
	struct ferrite_defect d;

	if (likely(work->func))
		return false;
	defect_begin(&d, DEFECT_BUG, "work queued that was never initialised");
	defect_here(&d, "in");
	defect_where(&d, caller);
	defect_place(&d, work);
	defect_end(&d);
	return true;
}

void __init_work(struct work_struct *work, int onstack)
{
	active_reinit(ACTIVE_WORK, work, _RET_IP_);
	active_reinit(ACTIVE_DELAYED_WORK, work, _RET_IP_);
}
EXPORT_SYMBOL_GPL(__init_work);

bool queue_work_on(int cpu, struct workqueue_struct *wq, struct work_struct *work)
{
	unsigned long flags;
	bool queued = false;

	step_next(_RET_IP_);
	if (never_initialised(work, _RET_IP_))
		return false;
	if (claim(work)) {
		active_add(ACTIVE_WORK, work, sizeof(*work), work->func, _RET_IP_);
		spin_lock_irqsave(&wq_lock, flags);
		queued = wq_queue_locked(cpu, wq, work);
		spin_unlock_irqrestore(&wq_lock, flags);
	}
	cpu_poll();
	return queued;
}
EXPORT_SYMBOL(queue_work_on);

bool queue_work_node(int node, struct workqueue_struct *wq, struct work_struct *work)
{
	return queue_work_on(WORK_CPU_UNBOUND, wq, work);
}
EXPORT_SYMBOL_GPL(queue_work_node);

void delayed_work_timer_fn(struct timer_list *t)
{
	struct delayed_work *dwork = from_timer(dwork, t, timer);
	unsigned long flags;

	spin_lock_irqsave(&wq_lock, flags);
	wq_queue_locked(dwork->cpu, dwork->wq, &dwork->work);
	spin_unlock_irqrestore(&wq_lock, flags);
}
EXPORT_SYMBOL(delayed_work_timer_fn);

/* => PENDING was claimed by the caller. */
static void queue_delayed_claimed(int cpu, struct workqueue_struct *wq, struct delayed_work *dwork,
				  unsigned long delay, unsigned long caller)
{
	unsigned long flags;

	if (caller)
		active_add(ACTIVE_DELAYED_WORK, &dwork->work, sizeof(*dwork), dwork->work.func,
			   caller);
	dwork->wq = wq;
	dwork->cpu = cpu;
	if (!delay) {
		spin_lock_irqsave(&wq_lock, flags);
		wq_queue_locked(cpu, wq, &dwork->work);
		spin_unlock_irqrestore(&wq_lock, flags);
	} else if (cpu != WORK_CPU_UNBOUND) {
		dwork->timer.expires = jiffies + delay;
		add_timer_on(&dwork->timer, cpu);
	} else {
		dwork->timer.expires = jiffies + delay;
		add_timer(&dwork->timer);
	}
}

bool queue_delayed_work_on(int cpu, struct workqueue_struct *wq, struct delayed_work *dwork,
			   unsigned long delay)
{
	bool claimed;

	step_next(_RET_IP_);
	if (never_initialised(&dwork->work, _RET_IP_))
		return false;
	claimed = claim(&dwork->work);
	if (claimed)
		queue_delayed_claimed(cpu, wq, dwork, delay, _RET_IP_);
	cpu_poll();
	return claimed;
}
EXPORT_SYMBOL(queue_delayed_work_on);

static void rcu_work_rcufn(struct rcu_head *rcu)
{
	struct rcu_work *rwork = container_of(rcu, struct rcu_work, rcu);
	unsigned long flags;

	spin_lock_irqsave(&wq_lock, flags);
	wq_queue_locked(WORK_CPU_UNBOUND, rwork->wq, &rwork->work);
	spin_unlock_irqrestore(&wq_lock, flags);
}

bool queue_rcu_work(struct workqueue_struct *wq, struct rcu_work *rwork)
{
	if (!claim(&rwork->work))
		return false;
	rwork->wq = wq;
	active_add(ACTIVE_WORK, &rwork->work, sizeof(*rwork), rwork->work.func, _RET_IP_);
	call_rcu(&rwork->rcu, rcu_work_rcufn);
	return true;
}
EXPORT_SYMBOL(queue_rcu_work);

/* ---- cancelling ---- */

/* Complete those who waited for the queued instance that is no more. => wq_lock held. */
static void release_waiters(struct work_struct *work)
{
	struct work_waiter *w, *n;

	list_for_each_entry_safe (w, n, &wq_pending_waiters, node)
		if (w->work == work) {
			list_del_init(&w->node);
			complete(&w->done);
		}
}

static bool on_list(struct list_head *head, struct work_struct *work)
{
	struct list_head *pos;

	list_for_each (pos, head)
		if (pos == &work->entry)
			return true;
	return false;
}

/*
 * Take a queued work off its list; PENDING stays set and is now the caller's.
 * => wq_lock held. false: it is not on a list.
 */
bool wq_try_steal(struct work_struct *work)
{
	unsigned long data = work_data(work);
	struct pool_workqueue *pwq = work_pwq(work);

	if (!(data & WORK_PENDING) || !pwq || list_empty(&work->entry))
		return false;
	if (on_list(&pwq->inactive, work))
		pwq->nr_active++; /* as wq_work_done expects */
	list_del_init(&work->entry);
	wq_work_done(pwq, !!(data & WORK_COLOR));
	release_waiters(work);
	wq_work_inactive(work);
	atomic_long_set(&work->data, WORK_PENDING | (data & WORK_CANCELING));
	return true;
}

/*
 * Own PENDING, whatever it takes. Returns true when the work was pending before. @dwork: its
 * timer may hold it. Somebody else may own PENDING for a moment (a timer function on its way
 * to the queue, another canceller): try again.
 */
static bool grab_pending(struct work_struct *work, struct delayed_work *dwork)
{
	for (;;) {
		unsigned long flags;
		bool stolen;

		if (dwork && del_timer(&dwork->timer)) {
			wq_work_inactive(work);
			return true;
		}
		if (claim(work))
			return false;
		spin_lock_irqsave(&wq_lock, flags);
		stolen = wq_try_steal(work);
		spin_unlock_irqrestore(&wq_lock, flags);
		if (stolen)
			return true;
		if (work_data(work) & WORK_CANCELING && in_task() && !in_atomic())
			schedule_timeout_uninterruptible(1);
		else
			cpu_relax();
	}
}

/* One work may wait for another of the same function: a parent for its children, say. */
static void wait_for_function(struct work_struct *work, unsigned long caller)
{
	struct worker *self = current->worker;

	if (!self || self->func != work->func || self->work == work)
		lockdep_function_wait(work->func, caller);
}

static bool cancel_sync(struct work_struct *work, struct delayed_work *dwork, unsigned long caller)
{
	bool pending;

	might_sleep();
	wait_for_function(work, caller);
	pending = grab_pending(work, dwork);
	atomic_long_set(&work->data, WORK_PENDING | WORK_CANCELING);
	wq_wait_for(work);
	atomic_long_set(&work->data, 0);
	return pending;
}

bool cancel_work_sync(struct work_struct *work)
{
	return cancel_sync(work, NULL, _RET_IP_);
}
EXPORT_SYMBOL_GPL(cancel_work_sync);

bool cancel_delayed_work_sync(struct delayed_work *dwork)
{
	return cancel_sync(&dwork->work, dwork, _RET_IP_);
}
EXPORT_SYMBOL(cancel_delayed_work_sync);

static bool cancel_now(struct work_struct *work, struct delayed_work *dwork)
{
	bool pending;

	if (work_data(work) & WORK_CANCELING)
		return false;
	pending = grab_pending(work, dwork);
	atomic_long_set(&work->data, 0);
	cpu_poll();
	return pending;
}

bool cancel_work(struct work_struct *work)
{
	return cancel_now(work, NULL);
}
EXPORT_SYMBOL(cancel_work);

bool cancel_delayed_work(struct delayed_work *dwork)
{
	return cancel_now(&dwork->work, dwork);
}
EXPORT_SYMBOL(cancel_delayed_work);

bool mod_delayed_work_on(int cpu, struct workqueue_struct *wq, struct delayed_work *dwork,
			 unsigned long delay)
{
	bool pending;

	if (work_data(&dwork->work) & WORK_CANCELING)
		return true;
	step_next(_RET_IP_);
	pending = grab_pending(&dwork->work, dwork);
	queue_delayed_claimed(cpu, wq, dwork, delay, _RET_IP_);
	cpu_poll();
	return pending;
}
EXPORT_SYMBOL_GPL(mod_delayed_work_on);

/* ---- flushing ---- */

/* Wait for the running instance, or for the queued one if there is. true: there was one. */
bool wq_wait_for(struct work_struct *work)
{
	struct work_waiter waiter = {.work = work};
	struct worker *busy;
	bool wait = true;

	init_completion(&waiter.done);
	spin_lock_irq(&wq_lock);
	busy = wq_find_busy(work);
	if (work_data(work) & WORK_PENDING && work_pwq(work))
		list_add_tail(&waiter.node, &wq_pending_waiters);
	else if (busy && busy->task != current)
		list_add_tail(&waiter.node, &busy->waiters);
	else
		wait = false;
	spin_unlock_irq(&wq_lock);
	if (!wait)
		return false;
	wait_for_completion(&waiter.done);
	/* complete() ran under wq_lock; its last touch of our stack is over once we get it. */
	spin_lock_irq(&wq_lock);
	spin_unlock_irq(&wq_lock);
	return true;
}

bool flush_work(struct work_struct *work)
{
	might_sleep();
	wait_for_function(work, _RET_IP_);
	return wq_wait_for(work);
}
EXPORT_SYMBOL_GPL(flush_work);

bool flush_delayed_work(struct delayed_work *dwork)
{
	if (del_timer_sync(&dwork->timer))
		queue_delayed_claimed(dwork->cpu, dwork->wq, dwork, 0, 0);
	return flush_work(&dwork->work);
}
EXPORT_SYMBOL(flush_delayed_work);

bool flush_rcu_work(struct rcu_work *rwork)
{
	if (work_data(&rwork->work) & WORK_PENDING) {
		rcu_barrier();
		flush_work(&rwork->work);
		return true;
	}
	return flush_work(&rwork->work);
}
EXPORT_SYMBOL(flush_rcu_work);

static unsigned int in_flight(struct workqueue_struct *wq, unsigned int color)
{
	unsigned int n;

	spin_lock_irq(&wq_lock);
	n = wq->nr_in_flight[color];
	spin_unlock_irq(&wq_lock);
	return n;
}

void __flush_workqueue(struct workqueue_struct *wq)
{
	unsigned int old;

	might_sleep();
	mutex_lock(&wq->flush_mutex);
	spin_lock_irq(&wq_lock);
	old = wq->color;
	wq->color = !old;
	spin_unlock_irq(&wq_lock);
	wait_event(wq->flush_wait, !in_flight(wq, old));
	mutex_unlock(&wq->flush_mutex);
}
EXPORT_SYMBOL(__flush_workqueue);

void drain_workqueue(struct workqueue_struct *wq)
{
	unsigned int left;

	spin_lock_irq(&wq_lock);
	wq->draining++;
	spin_unlock_irq(&wq_lock);
	do {
		__flush_workqueue(wq);
		left = in_flight(wq, 0) + in_flight(wq, 1);
	} while (left);
	spin_lock_irq(&wq_lock);
	wq->draining--;
	spin_unlock_irq(&wq_lock);
}
EXPORT_SYMBOL_GPL(drain_workqueue);

/* ---- questions and conveniences ---- */

struct work_struct *current_work(void)
{
	struct worker *worker = current->worker;

	return worker ? worker->work : NULL;
}
EXPORT_SYMBOL(current_work);

bool current_is_workqueue_rescuer(void)
{
	return false;
}

bool workqueue_congested(int cpu, struct workqueue_struct *wq)
{
	struct pool_workqueue *pwq;

	if (cpu == WORK_CPU_UNBOUND)
		cpu = raw_smp_processor_id();
	pwq = &wq->pwqs[wq->flags & WQ_UNBOUND ? 0 : cpu];
	return !list_empty(&pwq->inactive);
}
EXPORT_SYMBOL_GPL(workqueue_congested);

unsigned int work_busy(struct work_struct *work)
{
	unsigned int ret = 0;
	unsigned long flags;

	spin_lock_irqsave(&wq_lock, flags);
	if (work_pending(work))
		ret |= WORK_BUSY_PENDING;
	if (wq_find_busy(work))
		ret |= WORK_BUSY_RUNNING;
	spin_unlock_irqrestore(&wq_lock, flags);
	return ret;
}
EXPORT_SYMBOL_GPL(work_busy);

void set_worker_desc(const char *fmt, ...)
{
	struct worker *worker = current->worker;
	va_list args;

	if (!worker)
		return;
	va_start(args, fmt);
	vsnprintf(worker->desc, sizeof(worker->desc), fmt, args);
	va_end(args);
}
EXPORT_SYMBOL_GPL(set_worker_desc);

int schedule_on_each_cpu(work_func_t func)
{
	struct work_struct *works = kcalloc(nr_cpu_ids, sizeof(*works), GFP_KERNEL);
	unsigned int cpu;

	if (!works)
		return -ENOMEM;
	for_each_online_cpu (cpu) {
		INIT_WORK(&works[cpu], func);
		schedule_work_on(cpu, &works[cpu]);
	}
	for_each_online_cpu (cpu)
		flush_work(&works[cpu]);
	kfree(works);
	return 0;
}

struct work_for_cpu {
	struct work_struct work;
	long (*fn)(void *);
	void *arg;
	long ret;
};

static void work_for_cpu_fn(struct work_struct *work)
{
	struct work_for_cpu *wfc = container_of(work, struct work_for_cpu, work);

	wfc->ret = wfc->fn(wfc->arg);
}

long work_on_cpu(int cpu, long (*fn)(void *), void *arg)
{
	struct work_for_cpu wfc = {.fn = fn, .arg = arg};

	INIT_WORK_ONSTACK(&wfc.work, work_for_cpu_fn);
	schedule_work_on(cpu, &wfc.work);
	flush_work(&wfc.work);
	return wfc.ret;
}
EXPORT_SYMBOL_GPL(work_on_cpu);

int execute_in_process_context(work_func_t fn, struct execute_work *ew)
{
	if (!in_interrupt()) {
		fn(&ew->work);
		return 0;
	}
	INIT_WORK(&ew->work, fn);
	schedule_work(&ew->work);
	return 1;
}
EXPORT_SYMBOL_GPL(execute_in_process_context);
