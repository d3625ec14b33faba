/* SPDX-License-Identifier: MIT */
/* Completions and the simple wait queues under them. */
#include <linux/completion.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/swait.h>

#include "kernel/sched_priv.h"
#include "lib/active.h"
#include "lib/sync/blocked.h"

#define DONE_FOREVER UINT_MAX

/* ---- simple wait queues ---- */

void __init_swait_queue_head(struct swait_queue_head *q, const char *name,
			     struct lock_class_key *key)
{
	raw_spin_lock_init_ranked(&q->lock, 0);
	INIT_LIST_HEAD(&q->task_list);
}
EXPORT_SYMBOL(__init_swait_queue_head);

void swake_up_locked(struct swait_queue_head *q)
{
	struct swait_queue *curr;

	if (list_empty(&q->task_list))
		return;
	curr = list_first_entry(&q->task_list, struct swait_queue, task_list);
	list_del_init(&curr->task_list);
	wake_up_process(curr->task);
}
EXPORT_SYMBOL(swake_up_locked);

void swake_up_one(struct swait_queue_head *q)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&q->lock, flags);
	swake_up_locked(q);
	raw_spin_unlock_irqrestore(&q->lock, flags);
}
EXPORT_SYMBOL(swake_up_one);

void swake_up_all(struct swait_queue_head *q)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&q->lock, flags);
	while (!list_empty(&q->task_list))
		swake_up_locked(q);
	raw_spin_unlock_irqrestore(&q->lock, flags);
}
EXPORT_SYMBOL(swake_up_all);

static void swait_add(struct swait_queue_head *q, struct swait_queue *wait)
{
	wait->task = current;
	if (list_empty(&wait->task_list))
		list_add_tail(&wait->task_list, &q->task_list);
}

void prepare_to_swait_exclusive(struct swait_queue_head *q, struct swait_queue *wait, int state)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&q->lock, flags);
	swait_add(q, wait);
	set_current_state(state);
	raw_spin_unlock_irqrestore(&q->lock, flags);
}
EXPORT_SYMBOL(prepare_to_swait_exclusive);

long prepare_to_swait_event(struct swait_queue_head *q, struct swait_queue *wait, int state)
{
	unsigned long flags;
	long ret = 0;

	raw_spin_lock_irqsave(&q->lock, flags);
	if (signal_pending_state(state, current)) {
		list_del_init(&wait->task_list);
		ret = -ERESTARTSYS;
	} else {
		swait_add(q, wait);
		set_current_state(state);
	}
	raw_spin_unlock_irqrestore(&q->lock, flags);
	return ret;
}
EXPORT_SYMBOL(prepare_to_swait_event);

void finish_swait(struct swait_queue_head *q, struct swait_queue *wait)
{
	unsigned long flags;

	__set_current_state(TASK_RUNNING);
	raw_spin_lock_irqsave(&q->lock, flags);
	list_del_init(&wait->task_list);
	raw_spin_unlock_irqrestore(&q->lock, flags);
}
EXPORT_SYMBOL(finish_swait);

/* ---- completions ---- */

void complete(struct completion *x)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&x->wait.lock, flags);
	if (x->done != DONE_FOREVER)
		x->done++;
	swake_up_locked(&x->wait);
	raw_spin_unlock_irqrestore(&x->wait.lock, flags);
}
EXPORT_SYMBOL(complete);

void complete_all(struct completion *x)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&x->wait.lock, flags);
	x->done = DONE_FOREVER;
	while (!list_empty(&x->wait.task_list))
		swake_up_locked(&x->wait);
	raw_spin_unlock_irqrestore(&x->wait.lock, flags);
}
EXPORT_SYMBOL(complete_all);

/* Who waits for a completion. */
struct waiter {
	struct swait_queue q;
	bool gone; /* the completion was freed under him */
};

/* The memory of @obj is being freed: let those who wait go on without it. */
static void completion_goes(void *obj)
{
	struct completion *x = obj;
	unsigned long flags;

	raw_spin_lock_irqsave(&x->wait.lock, flags);
	while (!list_empty(&x->wait.task_list)) {
		list_first_entry(&x->wait.task_list, struct waiter, q.task_list)->gone = true;
		swake_up_locked(&x->wait);
	}
	raw_spin_unlock_irqrestore(&x->wait.lock, flags);
}

static bool completion_is_waited_for(const void *obj)
{
	return !list_empty(&((const struct completion *)obj)->wait.task_list);
}

void completion_active_init(void)
{
	active_set_cancel(ACTIVE_COMPLETION, completion_goes);
	active_set_check(ACTIVE_COMPLETION, completion_is_waited_for);
}

/*
 * => x->wait.lock held, dropped while asleep. Time left (> 0), 0, or -ERESTARTSYS. *@gone: there is
 * no
 * @x any more, and no lock that is held.
 */
static long wait_done(struct completion *x, long timeout, unsigned int state, bool *gone)
{
	struct waiter waiter = {.q.task = current};

	INIT_LIST_HEAD(&waiter.q.task_list);
	task_blocks_on(BLOCKED_COMPLETION, x);
	while (!x->done && timeout) {
		if (signal_pending_state(state, current)) {
			timeout = -ERESTARTSYS;
			break;
		}
		swait_add(&x->wait, &waiter.q);
		__set_current_state(state);
		raw_spin_unlock_irq(&x->wait.lock);
		timeout = schedule_timeout(timeout);
		if (unlikely(READ_ONCE(waiter.gone))) {
			*gone = true;
			task_unblocks();
			return 0;
		}
		raw_spin_lock_irq(&x->wait.lock);
	}
	__set_current_state(TASK_RUNNING);
	task_unblocks();
	list_del_init(&waiter.q.task_list);
	if (list_empty(&x->wait.task_list))
		active_del(ACTIVE_COMPLETION, x);
	return timeout;
}

/* Inline, so that _RET_IP_ is the waiting module's line. */
static __always_inline long wait_common(struct completion *x, long timeout, unsigned int state)
{
	unsigned long flags;
	bool gone = false;

	might_sleep();
	raw_spin_lock_irqsave(&x->wait.lock, flags);
	if (!x->done) {
		active_add(ACTIVE_COMPLETION, x, sizeof(*x), NULL, _RET_IP_);
		timeout = wait_done(x, timeout, state, &gone);
		if (unlikely(gone))
			return 0;
	}
	if (x->done && timeout >= 0) {
		if (x->done != DONE_FOREVER)
			x->done--;
		timeout = timeout ? timeout : 1;
	}
	raw_spin_unlock_irqrestore(&x->wait.lock, flags);
	return timeout;
}

void wait_for_completion(struct completion *x)
{
	wait_common(x, MAX_SCHEDULE_TIMEOUT, TASK_UNINTERRUPTIBLE);
}
EXPORT_SYMBOL(wait_for_completion);

void wait_for_completion_io(struct completion *x)
{
	wait_common(x, MAX_SCHEDULE_TIMEOUT, TASK_UNINTERRUPTIBLE);
}
EXPORT_SYMBOL(wait_for_completion_io);

unsigned long wait_for_completion_timeout(struct completion *x, unsigned long timeout)
{
	return wait_common(x, timeout, TASK_UNINTERRUPTIBLE);
}
EXPORT_SYMBOL(wait_for_completion_timeout);

unsigned long wait_for_completion_io_timeout(struct completion *x, unsigned long timeout)
{
	return wait_common(x, timeout, TASK_UNINTERRUPTIBLE);
}
EXPORT_SYMBOL(wait_for_completion_io_timeout);

static __always_inline int wait_forever(struct completion *x, unsigned int state)
{
	long t = wait_common(x, MAX_SCHEDULE_TIMEOUT, state);

	return t == -ERESTARTSYS ? t : 0;
}

int wait_for_completion_interruptible(struct completion *x)
{
	return wait_forever(x, TASK_INTERRUPTIBLE);
}
EXPORT_SYMBOL(wait_for_completion_interruptible);

int wait_for_completion_killable(struct completion *x)
{
	return wait_forever(x, TASK_KILLABLE);
}
EXPORT_SYMBOL(wait_for_completion_killable);

int wait_for_completion_state(struct completion *x, unsigned int state)
{
	return wait_forever(x, state);
}
EXPORT_SYMBOL(wait_for_completion_state);

long wait_for_completion_interruptible_timeout(struct completion *x, unsigned long timeout)
{
	return wait_common(x, timeout, TASK_INTERRUPTIBLE);
}
EXPORT_SYMBOL(wait_for_completion_interruptible_timeout);

long wait_for_completion_killable_timeout(struct completion *x, unsigned long timeout)
{
	return wait_common(x, timeout, TASK_KILLABLE);
}
EXPORT_SYMBOL(wait_for_completion_killable_timeout);

bool try_wait_for_completion(struct completion *x)
{
	unsigned long flags;
	bool done;

	raw_spin_lock_irqsave(&x->wait.lock, flags);
	done = x->done;
	if (done && x->done != DONE_FOREVER)
		x->done--;
	raw_spin_unlock_irqrestore(&x->wait.lock, flags);
	return done;
}
EXPORT_SYMBOL(try_wait_for_completion);

bool completion_done(struct completion *x)
{
	unsigned long flags;
	bool done;

	raw_spin_lock_irqsave(&x->wait.lock, flags);
	done = x->done;
	raw_spin_unlock_irqrestore(&x->wait.lock, flags);
	return done;
}
EXPORT_SYMBOL(completion_done);
