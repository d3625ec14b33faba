/* SPDX-License-Identifier: MIT */
/* What code that ends has kept: leave.h. */
#include <linux/kernel.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>

#include "lib/stackdepot.h"
#include "lib/sync/leave.h"

static const char *const names[NR_LEAVING] = {
	[LEAVE_CALL] = "the call",
	[LEAVE_INIT] = "the init function",
	[LEAVE_EXIT] = "the exit function",
	[LEAVE_WORK] = "the work",
	[LEAVE_TIMER] = "the timer function",
	[LEAVE_RCU] = "the RCU callback",
	[LEAVE_TASK] = "the task",
};

/* Linux's words for the same. */
static void linux_words(struct ferrite_defect *d, const struct code_mark *m, enum leaving what,
			const void *fn)
{
	struct task_struct *tsk = current;
	bool irqs = current_thread_info()->irqs_off != m->irqs_off;

	switch (what) {
	case LEAVE_INIT:
		defect_linux(d, "initcall %ps returned with %s", fn,
			     irqs ? "disabled interrupts" : "preemption imbalance");
		break;
	case LEAVE_WORK:
		defect_linux(d, "BUG: workqueue leaked lock or atomic: %s/0x%08x/%d", tsk->comm,
			     preempt_count(), tsk->pid);
		defect_linux(d, "     last function: %ps", fn);
		break;
	case LEAVE_TIMER:
		defect_linux(d, "timer: %ps preempt leak: %08x -> %08x", fn, m->preempt,
			     preempt_count());
		break;
	case LEAVE_TASK:
		if (irqs)
			defect_linux(d, "note: %s[%d] exited with irqs disabled", tsk->comm,
				     tsk->pid);
		else
			defect_linux(d, "note: %s[%d] exited with preempt_count %d", tsk->comm,
				     tsk->pid, preempt_count());
		break;
	default:
		defect_linux(d, "BUG: scheduling while atomic: %s/%d/0x%08x", tsk->comm, tsk->pid,
			     preempt_count());
	}
}

static noinline void report_switched_off(const struct code_mark *m, enum leaving what,
					 const void *fn)
{
	const char *off = "preemption switched off";
	struct ferrite_defect d;
	const unsigned long *pc;
	unsigned int nr = stack_depot_get(current->atomic_since, &pc);

	if (current_thread_info()->irqs_off != m->irqs_off)
		off = "interrupts switched off";
	else if ((preempt_count() ^ m->preempt) & SOFTIRQ_MASK)
		off = "softirqs switched off";
	else if (preempt_count() < m->preempt)
		off = "preemption switched on once too often";
	defect_begin(&d, DEFECT_LOCK, "%s ends with %s", names[what], off);
	linux_words(&d, m, what, fn);
	if (nr)
		defect_stack(&d, pc, nr, current->pid, "switched off");
	else
		defect_here(&d, "in");
	if (fn) {
		defect_note(&d, "function: %pS", fn);
		if (!nr)
			defect_where(&d, (unsigned long)fn + 1);
	}
	defect_end(&d);
}

noinline void __code_leave(const struct code_mark *m, enum leaving what, const void *fn)
{
	struct task_struct *tsk = current;
	bool told = lockdep_active && lockdep_enter() > m->depth;

	if (told)
		lockdep_leave(m->depth, names[what], what == LEAVE_CALL, fn);
	if (!told && tsk->rcu_read_lock_nesting == m->rcu &&
	    (preempt_count() != m->preempt || current_thread_info()->irqs_off != m->irqs_off))
		report_switched_off(m, what, fn);
	if (!told && tsk->rcu_read_lock_nesting != m->rcu)
		rcu_report_left(names[what]);
	tsk->rcu_read_lock_nesting = m->rcu;
	current_thread_info()->preempt_count = m->preempt;
	current_thread_info()->irqs_off = m->irqs_off;
	tsk->atomic_since = 0;
}
