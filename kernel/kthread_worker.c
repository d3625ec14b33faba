/* SPDX-License-Identifier: MIT */
/* kthread workers: one thread that runs queued works in order. Theory: workqueue.c, simpler. */
#include <linux/completion.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>

void __kthread_init_worker(struct kthread_worker *worker, const char *name,
			   struct lock_class_key *key)
{
	memset(worker, 0, sizeof(*worker));
	raw_spin_lock_init(&worker->lock);
	INIT_LIST_HEAD(&worker->work_list);
	INIT_LIST_HEAD(&worker->delayed_work_list);
}
EXPORT_SYMBOL_GPL(__kthread_init_worker);

static struct kthread_work *worker_take(struct kthread_worker *worker)
{
	struct kthread_work *work = NULL;

	raw_spin_lock_irq(&worker->lock);
	if (!list_empty(&worker->work_list)) {
		work = list_first_entry(&worker->work_list, struct kthread_work, node);
		list_del_init(&work->node);
	}
	worker->current_work = work;
	raw_spin_unlock_irq(&worker->lock);
	return work;
}

int kthread_worker_fn(void *worker_ptr)
{
	struct kthread_worker *worker = worker_ptr;
	struct kthread_work *work;

	worker->task = current;
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		work = worker_take(worker);
		if (work) {
			__set_current_state(TASK_RUNNING);
			work->func(work);
			continue;
		}
		if (kthread_should_stop())
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	worker->task = NULL;
	return 0;
}
EXPORT_SYMBOL_GPL(kthread_worker_fn);

struct kthread_worker *kthread_create_worker(unsigned int flags, const char namefmt[], ...)
{
	struct kthread_worker *worker = kzalloc(sizeof(*worker), GFP_KERNEL);
	struct task_struct *task;
	char comm[TASK_COMM_LEN];
	va_list args;

	if (!worker)
		return ERR_PTR(-ENOMEM);
	__kthread_init_worker(worker, NULL, NULL);
	va_start(args, namefmt);
	vsnprintf(comm, sizeof(comm), namefmt, args);
	va_end(args);
	task = kthread_create(kthread_worker_fn, worker, "%s", comm);
	if (IS_ERR(task)) {
		kfree(worker);
		return ERR_CAST(task);
	}
	worker->flags = flags;
	worker->task = task;
	wake_up_process(task);
	return worker;
}
EXPORT_SYMBOL(kthread_create_worker);

/* => worker->lock held */
static void insert_work(struct kthread_worker *worker, struct kthread_work *work)
{
	list_add_tail(&work->node, &worker->work_list);
	work->worker = worker;
}

static void worker_wake(struct kthread_worker *worker)
{
	struct task_struct *task = READ_ONCE(worker->task);

	if (task)
		wake_up_process(task);
}

bool kthread_queue_work(struct kthread_worker *worker, struct kthread_work *work)
{
	unsigned long flags;
	bool queued = false;

	raw_spin_lock_irqsave(&worker->lock, flags);
	if (list_empty(&work->node) && !work->canceling) {
		insert_work(worker, work);
		queued = true;
	}
	raw_spin_unlock_irqrestore(&worker->lock, flags);
	if (queued)
		worker_wake(worker);
	return queued;
}
EXPORT_SYMBOL_GPL(kthread_queue_work);

void kthread_delayed_work_timer_fn(struct timer_list *t)
{
	struct kthread_delayed_work *dwork = from_timer(dwork, t, timer);
	struct kthread_work *work = &dwork->work;
	struct kthread_worker *worker = work->worker;
	unsigned long flags;
	bool queued = false;

	raw_spin_lock_irqsave(&worker->lock, flags);
	list_del_init(&work->node);
	if (!work->canceling) {
		insert_work(worker, work);
		queued = true;
	}
	raw_spin_unlock_irqrestore(&worker->lock, flags);
	if (queued)
		worker_wake(worker);
}
EXPORT_SYMBOL(kthread_delayed_work_timer_fn);

bool kthread_queue_delayed_work(struct kthread_worker *worker, struct kthread_delayed_work *dwork,
				unsigned long delay)
{
	struct kthread_work *work = &dwork->work;
	unsigned long flags;
	bool queued = false;

	if (!delay)
		return kthread_queue_work(worker, work);
	raw_spin_lock_irqsave(&worker->lock, flags);
	if (list_empty(&work->node) && !work->canceling) {
		list_add(&work->node, &worker->delayed_work_list);
		work->worker = worker;
		queued = true;
	}
	raw_spin_unlock_irqrestore(&worker->lock, flags);
	if (queued)
		mod_timer(&dwork->timer, jiffies + delay);
	return queued;
}
EXPORT_SYMBOL_GPL(kthread_queue_delayed_work);

bool kthread_mod_delayed_work(struct kthread_worker *worker, struct kthread_delayed_work *dwork,
			      unsigned long delay)
{
	unsigned long flags;
	bool pending;

	del_timer_sync(&dwork->timer);
	raw_spin_lock_irqsave(&worker->lock, flags);
	pending = !list_empty(&dwork->work.node);
	list_del_init(&dwork->work.node);
	raw_spin_unlock_irqrestore(&worker->lock, flags);
	kthread_queue_delayed_work(worker, dwork, delay);
	return pending;
}
EXPORT_SYMBOL_GPL(kthread_mod_delayed_work);

struct flush_kthread_work {
	struct kthread_work work;
	struct completion done;
};

static void flush_kthread_work_fn(struct kthread_work *work)
{
	complete(&container_of(work, struct flush_kthread_work, work)->done);
}

/* A marker behind @after in the queue (NULL: at its end or its head); wait until it ran. */
static void flush_behind(struct kthread_worker *worker, struct kthread_work *after)
{
	struct flush_kthread_work fwork = {.done = COMPLETION_INITIALIZER(fwork.done)};

	kthread_init_work(&fwork.work, flush_kthread_work_fn);
	raw_spin_lock_irq(&worker->lock);
	if (after && !list_empty(&after->node)) {
		list_add(&fwork.work.node, &after->node);
	} else if (after && worker->current_work == after) {
		list_add(&fwork.work.node, &worker->work_list);
	} else if (after) {
		raw_spin_unlock_irq(&worker->lock);
		return;
	} else {
		list_add_tail(&fwork.work.node, &worker->work_list);
	}
	fwork.work.worker = worker;
	raw_spin_unlock_irq(&worker->lock);
	worker_wake(worker);
	wait_for_completion(&fwork.done);
}

void kthread_flush_work(struct kthread_work *work)
{
	struct kthread_worker *worker = work->worker;

	if (worker)
		flush_behind(worker, work);
}
EXPORT_SYMBOL_GPL(kthread_flush_work);

void kthread_flush_worker(struct kthread_worker *worker)
{
	flush_behind(worker, NULL);
}
EXPORT_SYMBOL_GPL(kthread_flush_worker);

static bool cancel_sync(struct kthread_work *work)
{
	struct kthread_worker *worker = work->worker;
	bool pending, running;

	if (!worker)
		return false;
	raw_spin_lock_irq(&worker->lock);
	pending = !list_empty(&work->node);
	list_del_init(&work->node);
	running = worker->current_work == work;
	work->canceling++;
	raw_spin_unlock_irq(&worker->lock);
	if (running)
		flush_behind(worker, work);
	raw_spin_lock_irq(&worker->lock);
	work->canceling--;
	raw_spin_unlock_irq(&worker->lock);
	return pending;
}

bool kthread_cancel_work_sync(struct kthread_work *work)
{
	return cancel_sync(work);
}
EXPORT_SYMBOL_GPL(kthread_cancel_work_sync);

bool kthread_cancel_delayed_work_sync(struct kthread_delayed_work *dwork)
{
	del_timer_sync(&dwork->timer);
	return cancel_sync(&dwork->work);
}
EXPORT_SYMBOL_GPL(kthread_cancel_delayed_work_sync);

void kthread_destroy_worker(struct kthread_worker *worker)
{
	struct task_struct *task = worker->task;

	if (WARN_ON(!task))
		return;
	kthread_flush_worker(worker);
	kthread_stop(task);
	WARN_ON(!list_empty(&worker->work_list));
	kfree(worker);
}
EXPORT_SYMBOL(kthread_destroy_worker);
