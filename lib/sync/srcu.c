/* SPDX-License-Identifier: MIT */
/*
 * Sleepable RCU: two counters of readers, of which new readers use the one that idx names.
 *
 * A grace period flips idx and waits for the other counter to reach zero, twice: a reader that
 * read idx just before the first flip and counts itself just after is caught by the second.
 * Counters are one atomic each, not per-CPU: readers here hold no performance record.
 */
#include <linux/export.h>
#include <linux/instruction_pointer.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/srcu.h>
#include <linux/workqueue.h>

#include "lib/defect.h"
#include "lib/sync/lockdep.h"

int init_srcu_struct(struct srcu_struct *ssp)
{
	atomic_set(&ssp->readers[0], 0);
	atomic_set(&ssp->readers[1], 0);
	ssp->idx = 0;
	mutex_init(&ssp->mutex);
	init_waitqueue_head(&ssp->wait);
	spin_lock_init(&ssp->cb_lock);
	ssp->cb_head = NULL;
	ssp->cb_tail = NULL;
	ssp->cb_running = 0;
	INIT_WORK(&ssp->cb_work, srcu_callback_work);
	return 0;
}
EXPORT_SYMBOL_GPL(init_srcu_struct);

static void report_cleanup(const char *what)
{
	struct ferrite_defect d;

	defect_begin(&d, DEFECT_LOCK, "cleanup_srcu_struct() %s", what);
	defect_linux(&d, "WARNING: CPU: %u PID: %d", raw_smp_processor_id(), current->pid);
	defect_here(&d, "in");
	defect_end(&d);
}

void cleanup_srcu_struct(struct srcu_struct *ssp)
{
	flush_work(&ssp->cb_work);
	synchronize_rcu();
	if (atomic_read(&ssp->readers[0]) || atomic_read(&ssp->readers[1]))
		report_cleanup("with readers inside");
	if (ssp->cb_head)
		report_cleanup("with callbacks queued");
}
EXPORT_SYMBOL_GPL(cleanup_srcu_struct);

int srcu_read_lock(struct srcu_struct *ssp)
{
	int idx = READ_ONCE(ssp->idx) & 1;

	atomic_inc_return(&ssp->readers[idx]); /* a full barrier: the section stays inside */
	lockdep_take(ssp, LK_SRCU, LOCK_HOW_RECURSIVE, 0, NULL, _RET_IP_);
	cpu_poll();
	return idx;
}
EXPORT_SYMBOL_GPL(srcu_read_lock);

void srcu_read_unlock(struct srcu_struct *ssp, int idx)
{
	lockdep_drop_own(ssp, _RET_IP_);
	preempt_disable(); /* cleanup_srcu_struct waits until the last one has let go of @ssp */
	if (atomic_dec_and_test(&ssp->readers[idx & 1]))
		wake_up_all(&ssp->wait);
	preempt_enable();
	cpu_poll();
}
EXPORT_SYMBOL_GPL(srcu_read_unlock);

int srcu_read_lock_held(const struct srcu_struct *ssp)
{
	return atomic_read(&ssp->readers[0]) || atomic_read(&ssp->readers[1]);
}
EXPORT_SYMBOL_GPL(srcu_read_lock_held);

void synchronize_srcu(struct srcu_struct *ssp)
{
	might_sleep();
	mutex_lock(&ssp->mutex);
	for (int round = 0; round < 2; round++) {
		unsigned int old = ssp->idx & 1;

		smp_mb();
		WRITE_ONCE(ssp->idx, !old);
		smp_mb();
		/* What the readers did comes before what the caller does. */
		wait_event(ssp->wait, !atomic_read_acquire(&ssp->readers[old]));
		smp_mb();
	}
	mutex_unlock(&ssp->mutex);
}
EXPORT_SYMBOL_GPL(synchronize_srcu);

void synchronize_srcu_expedited(struct srcu_struct *ssp)
{
	synchronize_srcu(ssp);
}
EXPORT_SYMBOL_GPL(synchronize_srcu_expedited);

/* Take all callbacks, wait a grace period, run them; again while there are more. */
void srcu_callback_work(struct work_struct *work)
{
	struct srcu_struct *ssp = container_of(work, struct srcu_struct, cb_work);
	struct rcu_head *head;

	for (;;) {
		spin_lock_irq(&ssp->cb_lock);
		head = ssp->cb_head;
		ssp->cb_head = NULL;
		ssp->cb_tail = NULL;
		spin_unlock_irq(&ssp->cb_lock);
		if (!head)
			return;
		synchronize_srcu(ssp);
		while (head) {
			struct rcu_head *next = head->next;

			local_bh_disable();
			head->func(head);
			local_bh_enable();
			head = next;
		}
	}
}
EXPORT_SYMBOL_GPL(srcu_callback_work);

void call_srcu(struct srcu_struct *ssp, struct rcu_head *head, rcu_callback_t func)
{
	unsigned long flags;

	head->func = func;
	head->next = NULL;
	spin_lock_irqsave(&ssp->cb_lock, flags);
	if (!ssp->cb_tail)
		ssp->cb_tail = &ssp->cb_head;
	*ssp->cb_tail = head;
	ssp->cb_tail = &head->next;
	spin_unlock_irqrestore(&ssp->cb_lock, flags);
	schedule_work(&ssp->cb_work);
}
EXPORT_SYMBOL_GPL(call_srcu);

void srcu_barrier(struct srcu_struct *ssp)
{
	flush_work(&ssp->cb_work);
}
EXPORT_SYMBOL_GPL(srcu_barrier);
