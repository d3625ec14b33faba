/* SPDX-License-Identifier: MIT */
/*
 * Wait queues.
 *
 * The rule that makes a wake-up impossible to miss: a waiter puts itself on the queue and sets
 * its state before it looks at the condition; a waker changes the condition before it looks at
 * the queue. Both sides have a full barrier in between (the queue's lock, set_current_state).
 * Non-exclusive entries stand at the head of the list, exclusive ones at its tail, so that a
 * wake-up of n walks the former in full and then n of the latter.
 */
#include <linux/export.h>
#include <linux/hash.h>
#include <linux/instruction_pointer.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/rcuwait.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/wake_q.h>
#include <linux/wait.h>
#include <linux/wait_bit.h>

#include "kernel/sched_priv.h"
#include "lib/active.h"
#include "lib/sync/blocked.h"
#include "lib/sync/lockdep.h"

void __init_waitqueue_head(struct wait_queue_head *wq_head, const char *name,
			   struct lock_class_key *key)
{
	spin_lock_init_ranked(&wq_head->lock, 0);
	lockdep_init_lock(&wq_head->lock, LK_SPIN, name, key, _RET_IP_);
	INIT_LIST_HEAD(&wq_head->head);
}
EXPORT_SYMBOL(__init_waitqueue_head);

/* ---- memory that is freed meanwhile (lib/active.h) ---- */

static void entry_goes(void *obj)
{
	list_del_init(&((struct wait_queue_entry *)obj)->entry);
}

static bool entry_is_queued(const void *obj)
{
	return !list_empty(&((const struct wait_queue_entry *)obj)->entry);
}

/* Let the sleepers forget the queue: they sleep on, until a signal or their time-out. */
static void queue_goes(void *obj)
{
	struct wait_queue_head *q = obj;

	while (!list_empty(&q->head))
		list_del_init(q->head.next);
}

static bool queue_has_waiters(const void *obj)
{
	return !list_empty(&((const struct wait_queue_head *)obj)->head);
}

void wait_active_init(void)
{
	active_set_cancel(ACTIVE_WAIT_ENTRY, entry_goes);
	active_set_check(ACTIVE_WAIT_ENTRY, entry_is_queued);
	active_set_cancel(ACTIVE_WAIT_QUEUE, queue_goes);
	active_set_check(ACTIVE_WAIT_QUEUE, queue_has_waiters);
}

static inline void is_on(struct wait_queue_entry *wq_entry, unsigned long caller)
{
	active_add(ACTIVE_WAIT_ENTRY, wq_entry, sizeof(*wq_entry), NULL, caller);
}

static inline void has_waiter(struct wait_queue_head *wq_head, unsigned long caller)
{
	active_add(ACTIVE_WAIT_QUEUE, wq_head, sizeof(*wq_head), NULL, caller);
}

/* ---- entries ---- */

void add_wait_queue(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry)
{
	unsigned long flags;

	wq_entry->flags &= ~WQ_FLAG_EXCLUSIVE;
	spin_lock_irqsave(&wq_head->lock, flags);
	__add_wait_queue(wq_head, wq_entry);
	spin_unlock_irqrestore(&wq_head->lock, flags);
	is_on(wq_entry, _RET_IP_);
}
EXPORT_SYMBOL(add_wait_queue);

void add_wait_queue_exclusive(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry)
{
	unsigned long flags;

	wq_entry->flags |= WQ_FLAG_EXCLUSIVE;
	spin_lock_irqsave(&wq_head->lock, flags);
	__add_wait_queue_entry_tail(wq_head, wq_entry);
	spin_unlock_irqrestore(&wq_head->lock, flags);
	is_on(wq_entry, _RET_IP_);
}
EXPORT_SYMBOL(add_wait_queue_exclusive);

void add_wait_queue_priority(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry)
{
	unsigned long flags;

	wq_entry->flags |= WQ_FLAG_EXCLUSIVE | WQ_FLAG_PRIORITY;
	spin_lock_irqsave(&wq_head->lock, flags);
	__add_wait_queue(wq_head, wq_entry);
	spin_unlock_irqrestore(&wq_head->lock, flags);
	is_on(wq_entry, _RET_IP_);
}
EXPORT_SYMBOL_GPL(add_wait_queue_priority);

void remove_wait_queue(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry)
{
	unsigned long flags;

	spin_lock_irqsave(&wq_head->lock, flags);
	__remove_wait_queue(wq_head, wq_entry);
	spin_unlock_irqrestore(&wq_head->lock, flags);
	active_del(ACTIVE_WAIT_ENTRY, wq_entry);
}
EXPORT_SYMBOL(remove_wait_queue);

/* => wq_head->lock held. Returns how many exclusive waiters are still to be woken. */
static int wake_common(struct wait_queue_head *wq_head, unsigned int mode, int nr, int wake_flags,
		       void *key)
{
	struct wait_queue_entry *curr, *next;

	list_for_each_entry_safe (curr, next, &wq_head->head, entry) {
		unsigned int flags = curr->flags;
		int ret = curr->func(curr, mode, wake_flags, key);

		if (ret < 0)
			break;
		if (ret && (flags & WQ_FLAG_EXCLUSIVE) && !--nr)
			break;
	}
	return nr;
}

int __wake_up(struct wait_queue_head *wq_head, unsigned int mode, int nr, void *key)
{
	unsigned long flags;
	int left;

	spin_lock_irqsave(&wq_head->lock, flags);
	left = wake_common(wq_head, mode, nr, 0, key);
	spin_unlock_irqrestore(&wq_head->lock, flags);
	return nr - left;
}
EXPORT_SYMBOL(__wake_up);

void __wake_up_locked(struct wait_queue_head *wq_head, unsigned int mode, int nr)
{
	wake_common(wq_head, mode, nr, 0, NULL);
}
EXPORT_SYMBOL_GPL(__wake_up_locked);

void __wake_up_locked_key(struct wait_queue_head *wq_head, unsigned int mode, void *key)
{
	wake_common(wq_head, mode, 1, 0, key);
}
EXPORT_SYMBOL_GPL(__wake_up_locked_key);

void __wake_up_sync_key(struct wait_queue_head *wq_head, unsigned int mode, void *key)
{
	__wake_up(wq_head, mode, 1, key);
}
EXPORT_SYMBOL_GPL(__wake_up_sync_key);

void __wake_up_sync(struct wait_queue_head *wq_head, unsigned int mode)
{
	__wake_up(wq_head, mode, 1, NULL);
}
EXPORT_SYMBOL_GPL(__wake_up_sync);

/* The queue's memory goes away: tell pollers to let go of it (POLLFREE). */
void __wake_up_pollfree(struct wait_queue_head *wq_head)
{
	__wake_up(wq_head, TASK_NORMAL, 0, (void *)0x4000ul);
}

void prepare_to_wait(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry, int state)
{
	unsigned long flags;

	wq_entry->flags &= ~WQ_FLAG_EXCLUSIVE;
	spin_lock_irqsave(&wq_head->lock, flags);
	if (list_empty(&wq_entry->entry))
		__add_wait_queue(wq_head, wq_entry);
	task_blocks_on(BLOCKED_WAIT_QUEUE, wq_head);
	set_current_state(state);
	spin_unlock_irqrestore(&wq_head->lock, flags);
	has_waiter(wq_head, _RET_IP_);
}
EXPORT_SYMBOL(prepare_to_wait);

bool prepare_to_wait_exclusive(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry,
			       int state)
{
	unsigned long flags;
	bool was_empty = false;

	wq_entry->flags |= WQ_FLAG_EXCLUSIVE;
	spin_lock_irqsave(&wq_head->lock, flags);
	if (list_empty(&wq_entry->entry)) {
		was_empty = list_empty(&wq_head->head);
		__add_wait_queue_entry_tail(wq_head, wq_entry);
	}
	task_blocks_on(BLOCKED_WAIT_QUEUE, wq_head);
	set_current_state(state);
	spin_unlock_irqrestore(&wq_head->lock, flags);
	has_waiter(wq_head, _RET_IP_);
	return was_empty;
}
EXPORT_SYMBOL(prepare_to_wait_exclusive);

void init_wait_entry(struct wait_queue_entry *wq_entry, int flags)
{
	wq_entry->flags = flags;
	wq_entry->private = current;
	wq_entry->func = autoremove_wake_function;
	INIT_LIST_HEAD(&wq_entry->entry);
}
EXPORT_SYMBOL(init_wait_entry);

long prepare_to_wait_event(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry,
			   int state)
{
	unsigned long flags;
	long ret = 0;

	spin_lock_irqsave(&wq_head->lock, flags);
	if (signal_pending_state(state, current)) {
		/* An exclusive waiter that leaves must not have eaten a wake-up: it is off the
		 * list from here, so the next one goes to somebody else. */
		list_del_init(&wq_entry->entry);
		ret = -ERESTARTSYS;
	} else {
		if (list_empty(&wq_entry->entry)) {
			if (wq_entry->flags & WQ_FLAG_EXCLUSIVE)
				__add_wait_queue_entry_tail(wq_head, wq_entry);
			else
				__add_wait_queue(wq_head, wq_entry);
		}
		task_blocks_on(BLOCKED_WAIT_QUEUE, wq_head);
		set_current_state(state);
		has_waiter(wq_head, _RET_IP_);
	}
	spin_unlock_irqrestore(&wq_head->lock, flags);
	return ret;
}
EXPORT_SYMBOL(prepare_to_wait_event);

static int wait_locked(struct wait_queue_head *wq, struct wait_queue_entry *wait, bool irq)
{
	if (list_empty(&wait->entry))
		__add_wait_queue_entry_tail(wq, wait);
	task_blocks_on(BLOCKED_WAIT_QUEUE, wq);
	set_current_state(TASK_INTERRUPTIBLE);
	if (signal_pending(current))
		return -ERESTARTSYS;
	if (irq)
		spin_unlock_irq(&wq->lock);
	else
		spin_unlock(&wq->lock);
	schedule();
	task_unblocks();
	if (irq)
		spin_lock_irq(&wq->lock);
	else
		spin_lock(&wq->lock);
	return 0;
}

int do_wait_intr(struct wait_queue_head *wq, struct wait_queue_entry *wait)
{
	return wait_locked(wq, wait, false);
}
EXPORT_SYMBOL(do_wait_intr);

int do_wait_intr_irq(struct wait_queue_head *wq, struct wait_queue_entry *wait)
{
	return wait_locked(wq, wait, true);
}
EXPORT_SYMBOL(do_wait_intr_irq);

void finish_wait(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry)
{
	unsigned long flags;

	__set_current_state(TASK_RUNNING);
	task_unblocks();
	/* Taken even when the waker has removed the entry: it may still hold a pointer to it. */
	spin_lock_irqsave(&wq_head->lock, flags);
	list_del_init(&wq_entry->entry);
	spin_unlock_irqrestore(&wq_head->lock, flags);
	active_del(ACTIVE_WAIT_QUEUE, wq_head);
}
EXPORT_SYMBOL(finish_wait);

int default_wake_function(struct wait_queue_entry *e, unsigned int mode, int flags, void *key)
{
	return wake_up_state(e->private, mode);
}
EXPORT_SYMBOL(default_wake_function);

int autoremove_wake_function(struct wait_queue_entry *e, unsigned int mode, int sync, void *key)
{
	int ret = default_wake_function(e, mode, sync, key);

	if (ret)
		list_del_init(&e->entry);
	return ret;
}
EXPORT_SYMBOL(autoremove_wake_function);

long wait_woken(struct wait_queue_entry *wq_entry, unsigned int mode, long timeout)
{
	set_current_state(mode);
	if (!(READ_ONCE(wq_entry->flags) & WQ_FLAG_WOKEN) &&
	    !(current->flags & PF_KTHREAD && kthread_should_stop()))
		timeout = schedule_timeout(timeout);
	__set_current_state(TASK_RUNNING);
	__atomic_fetch_and(&wq_entry->flags, ~WQ_FLAG_WOKEN, __ATOMIC_SEQ_CST);
	return timeout;
}
EXPORT_SYMBOL(wait_woken);

int woken_wake_function(struct wait_queue_entry *e, unsigned int mode, int sync, void *key)
{
	__atomic_fetch_or(&e->flags, WQ_FLAG_WOKEN, __ATOMIC_SEQ_CST);
	return default_wake_function(e, mode, sync, key);
}
EXPORT_SYMBOL(woken_wake_function);

int rcuwait_wake_up(struct rcuwait *w)
{
	struct task_struct *task;
	int ret = 0;

	rcu_read_lock();
	smp_mb();
	task = rcu_dereference(w->task);
	if (task)
		ret = wake_up_process(task);
	rcu_read_unlock();
	return ret;
}
EXPORT_SYMBOL_GPL(rcuwait_wake_up);

/* ---- wake queues ---- */

void wake_q_add(struct wake_q_head *head, struct task_struct *task)
{
	for (unsigned int i = 0; i < head->nr; i++)
		if (head->task[i] == task)
			return;
	if (head->nr == WAKE_Q_MAX)
		wake_up_q(head);
	head->task[head->nr++] = get_task_struct(task);
}
EXPORT_SYMBOL_GPL(wake_q_add);

void wake_up_q(struct wake_q_head *head)
{
	for (unsigned int i = 0; i < head->nr; i++) {
		wake_up_process(head->task[i]);
		put_task_struct(head->task[i]);
	}
	head->nr = 0;
}
EXPORT_SYMBOL_GPL(wake_up_q);

/* ---- bits and variables: one shared queue, so that nothing hashes a host address ---- */

static DECLARE_WAIT_QUEUE_HEAD(shared_wait);

wait_queue_head_t *bit_waitqueue(void *word, int bit)
{
	return &shared_wait;
}
EXPORT_SYMBOL(bit_waitqueue);

wait_queue_head_t *__var_waitqueue(void *p)
{
	return &shared_wait;
}
EXPORT_SYMBOL(__var_waitqueue);

void wake_up_bit(void *word, int bit)
{
	wake_up_all(&shared_wait);
}
EXPORT_SYMBOL(wake_up_bit);

void wake_up_var(void *var)
{
	wake_up_all(&shared_wait);
}
EXPORT_SYMBOL(wake_up_var);

static bool bit_wait_done(unsigned long *word, int bit, bool lock)
{
	unsigned long mask = 1UL << (bit % BITS_PER_LONG);

	word += bit / BITS_PER_LONG;
	if (lock)
		return !(__atomic_fetch_or(word, mask, __ATOMIC_ACQUIRE) & mask);
	return !(__atomic_load_n(word, __ATOMIC_ACQUIRE) & mask);
}

/* @timeout < 0: none. 0, -EINTR for a signal, -EAGAIN for the time. */
int wait_on_bit_mode(unsigned long *word, int bit, unsigned int mode, long timeout, bool lock)
{
	DEFINE_WAIT(wait);
	int ret = 0;

	might_sleep();
	if (timeout < 0)
		timeout = MAX_SCHEDULE_TIMEOUT;
	while (!ret) {
		prepare_to_wait(&shared_wait, &wait, mode);
		if (bit_wait_done(word, bit, lock))
			break;
		if (signal_pending_state(mode, current))
			ret = -EINTR;
		else if (!timeout)
			ret = -EAGAIN;
		else
			timeout = schedule_timeout(timeout);
	}
	finish_wait(&shared_wait, &wait);
	return ret;
}
EXPORT_SYMBOL(wait_on_bit_mode);
