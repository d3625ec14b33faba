/* SPDX-License-Identifier: MIT */
/*
 * Brackets around calls of module code that must leave everything as they found it: what it may
 * not keep are locks, preemption or interrupts switched off, and RCU read-side sections.
 *
 *	struct code_mark mark;
 *
 *	code_enter(&mark);
 *	work->func(work);
 *	code_leave(&mark, LEAVE_WORK, work->func);
 *
 * What was kept is reported, with the call that took it, and given back, so that the run goes on.
 */
#ifndef LIB_SYNC_LEAVE_H
#define LIB_SYNC_LEAVE_H

#include <linux/irqflags.h>
#include <linux/sched.h>

#include "lib/sync/lockdep.h"

enum leaving {
	LEAVE_CALL, /* a client's call: back to user space */
	LEAVE_INIT, /* a module's init function */
	LEAVE_EXIT, /* its exit function */
	LEAVE_WORK,
	LEAVE_TIMER,
	LEAVE_RCU,  /* a callback of call_rcu() */
	LEAVE_TASK, /* the task itself */
	NR_LEAVING,
};

struct code_mark {
	int depth; /* locks held */
	int preempt, irqs_off, rcu;
};

static inline void code_enter(struct code_mark *m)
{
	m->depth = lockdep_active ? lockdep_enter() : 0;
	m->preempt = preempt_count();
	m->irqs_off = current_thread_info()->irqs_off;
	m->rcu = current->rcu_read_lock_nesting;
}

void __code_leave(const struct code_mark *m, enum leaving what, const void *fn);

/* @fn: what ran, for people; NULL: nothing to be named. */
static inline void code_leave(const struct code_mark *m, enum leaving what, const void *fn)
{
	if (likely(preempt_count() == m->preempt &&
		   current_thread_info()->irqs_off == m->irqs_off &&
		   current->rcu_read_lock_nesting == m->rcu &&
		   (!lockdep_active || lockdep_enter() == m->depth)))
		return;
	__code_leave(m, what, fn);
}

#endif
