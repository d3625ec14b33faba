/* SPDX-License-Identifier: MIT */
/*
 * Read-copy-update.
 *
 *   updater:  unlink old ──call_rcu──> [ waits for grace period n ]──softirq──> free old
 *   CPU 0:    ──reader──|QS|───────────
 *   CPU 1:    ───|QS|────────reader────          period n: every CPU passes a QS after its start
 *
 * A read-side section has preemption off, so a CPU with preemption on is in none: it is in a
 * *quiescent state* (QS). CPUs report one at a context switch, at a slow schedule point with
 * preemption on, and on their way into idle; an idle CPU is in an extended QS and needs no
 * report (that covers tasks of clients in user mode, which are asleep here).
 *
 * State: gp_seq counts periods, begun (gp_seq) and ended (gp_done); `waiting` is the set of
 * CPUs whose QS the running period still needs. A callback queued while period n runs or none
 * does waits for the period that begins after it: n + 1. A period begins as soon as a callback
 * needs it, and asks the CPUs that it waits for with CPU_PENDING_RCU, which makes their very
 * next schedule point a slow one; so in baton mode periods are as short as the rules allow.
 *
 * Callbacks are per CPU, run in RCU_SOFTIRQ in the order of queueing. Locks: rcu_lock (a core
 * lock, taken anywhere) guards the state; a CPU's list is its own, with no schedule point
 * inside an operation on it.
 *
 * Ordering: begin_gp and the idle CPU's exit both have a full barrier between what they write
 * (waiting / in_eqs) and what they read, so a CPU that leaves idle unseen reads what the
 * updater published.
 */
#include <linux/completion.h>
#include <linux/cpu.h>
#include <linux/export.h>
#include <linux/instruction_pointer.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "lib/active.h"
#include "lib/defect.h"
#include "lib/step.h"
#include "kernel/sched_priv.h"
#include "lib/sync/leave.h"

#define BATCH 64 /* callbacks a softirq runs before others get the CPU */

struct rcu_cb_list {
	struct rcu_head *head, **tail;
};

struct rcu_cpu {
	struct rcu_cb_list next; /* wait for a period that has not begun */
	struct rcu_cb_list wait; /* wait for the end of period wait_gp */
	struct rcu_cb_list done; /* may run */
	unsigned long wait_gp;
	unsigned long nr; /* all three lists */
};

static struct {
	u32 lock;
	unsigned long gp_seq, gp_done; /* begun, ended; equal: none runs */
	unsigned long gp_needed;       /* somebody waits for the end of this one */
	u64 waiting;		       /* bit: CPU */
} rcu;
static struct rcu_cpu rcu_cpus[NR_CPUS];

static void cbs_reset(struct rcu_cb_list *l)
{
	l->head = NULL;
	l->tail = &l->head;
}

static void cbs_splice(struct rcu_cb_list *to, struct rcu_cb_list *from)
{
	if (!from->head)
		return;
	*to->tail = from->head;
	to->tail = from->tail;
	cbs_reset(from);
}

void rcu_reset(void)
{
	memset(&rcu, 0, sizeof(rcu));
	memset(rcu_cpus, 0, sizeof(rcu_cpus));
	for (int i = 0; i < NR_CPUS; i++) {
		cbs_reset(&rcu_cpus[i].next);
		cbs_reset(&rcu_cpus[i].wait);
		cbs_reset(&rcu_cpus[i].done);
	}
}

/* ---- grace periods; => rcu.lock held ---- */

static void end_gp(void)
{
	unsigned int cpu;

	smp_store_release(&rcu.gp_done, rcu.gp_seq);
	for_each_online_cpu (cpu)
		if (READ_ONCE(rcu_cpus[cpu].nr)) {
			cpu_set_pending(cpu_of(cpu), CPU_PENDING_RCU);
			arch_cpu_kick(cpu);
		}
}

static void begin_gp(void)
{
	unsigned int cpu;
	u64 need = 0;

	WRITE_ONCE(rcu.gp_seq, rcu.gp_seq + 1);
	smp_mb();
	for_each_online_cpu (cpu) {
		struct cpu *c = cpu_of(cpu);

		if (!__atomic_load_n(&c->in_eqs, __ATOMIC_SEQ_CST))
			need |= 1ull << cpu;
	}
	__atomic_store_n(&rcu.waiting, need, __ATOMIC_SEQ_CST);
	for (u64 m = need; m; m &= m - 1) {
		cpu = __builtin_ctzll(m);
		cpu_set_pending(cpu_of(cpu), CPU_PENDING_RCU);
		arch_cpu_kick(cpu);
	}
}

/* Begin a period if one is needed and none runs; end those that need no CPU at once. */
static void advance_gp(void)
{
	while (rcu.gp_seq == rcu.gp_done && ULONG_CMP_LT(rcu.gp_done, rcu.gp_needed)) {
		begin_gp();
		if (rcu.waiting)
			return;
		end_gp();
	}
}

static void need_gp(unsigned long seq)
{
	if (ULONG_CMP_LT(rcu.gp_needed, seq))
		WRITE_ONCE(rcu.gp_needed, seq);
	advance_gp();
}

/* ---- quiescent states ---- */

static void report_qs(unsigned int cpu)
{
	u64 bit = 1ull << cpu;

	core_lock(&rcu.lock);
	if (rcu.waiting & bit) {
		__atomic_store_n(&rcu.waiting, rcu.waiting & ~bit, __ATOMIC_SEQ_CST);
		if (!rcu.waiting) {
			end_gp();
			advance_gp();
		}
	}
	core_unlock(&rcu.lock);
}

/* => the caller's CPU runs no reader. */
void rcu_qs(struct cpu *c)
{
	if (__atomic_load_n(&rcu.waiting, __ATOMIC_SEQ_CST) >> c->id & 1)
		report_qs(c->id);
	rcu_check_callbacks(c);
}

/* Raise the softirq if this CPU's callbacks can move. */
void rcu_check_callbacks(struct cpu *c)
{
	struct rcu_cpu *r = &rcu_cpus[c->id];

	if (unlikely(r->nr) &&
	    (r->done.head ||
	     (r->wait.head && ULONG_CMP_GE(smp_load_acquire(&rcu.gp_done), r->wait_gp)) ||
	     (r->next.head && !r->wait.head)))
		__raise_softirq_irqoff(RCU_SOFTIRQ);
}

void rcu_eqs_enter(struct cpu *c)
{
	__atomic_store_n(&c->in_eqs, true, __ATOMIC_SEQ_CST);
	if (__atomic_load_n(&rcu.waiting, __ATOMIC_SEQ_CST) >> c->id & 1)
		report_qs(c->id);
}

void rcu_eqs_exit(struct cpu *c)
{
	__atomic_store_n(&c->in_eqs, false, __ATOMIC_SEQ_CST);
	smp_mb();
}

/* ---- callbacks ---- */

/* Move this CPU's callbacks along: waiting ones whose period ended, new ones to wait. */
static void sort_callbacks(struct rcu_cpu *r)
{
	if (r->wait.head && ULONG_CMP_GE(smp_load_acquire(&rcu.gp_done), r->wait_gp))
		cbs_splice(&r->done, &r->wait);
	if (!r->wait.head && r->next.head) {
		core_lock(&rcu.lock);
		r->wait_gp = rcu.gp_seq + 1;
		cbs_splice(&r->wait, &r->next);
		need_gp(r->wait_gp);
		core_unlock(&rcu.lock);
		if (ULONG_CMP_GE(smp_load_acquire(&rcu.gp_done), r->wait_gp))
			cbs_splice(&r->done, &r->wait);
	}
}

static void run_callback(struct rcu_head *head)
{
	unsigned long offset = (unsigned long)head->func;
	struct code_mark mark;

	active_del(ACTIVE_RCU_HEAD, head);
	/* kfree_rcu: the function is the head's place in the object. */
	if (__is_kvfree_rcu_offset(offset)) {
		kvfree((void *)head - offset);
		return;
	}
	code_enter(&mark);
	head->func(head);
	code_leave(&mark, LEAVE_RCU, (void *)offset);
}

static void rcu_core(struct softirq_action *a)
{
	struct rcu_cpu *r = &rcu_cpus[raw_smp_processor_id()];
	int n = 0;

	sort_callbacks(r);
	while (r->done.head && n++ < BATCH) {
		struct rcu_head *head = r->done.head;

		r->done.head = head->next;
		if (!r->done.head)
			cbs_reset(&r->done);
		WRITE_ONCE(r->nr, r->nr - 1);
		run_callback(head);
	}
	sort_callbacks(r);
	if (r->done.head)
		__raise_softirq_irqoff(RCU_SOFTIRQ);
}

void rcu_softirq_init(void)
{
	open_softirq(RCU_SOFTIRQ, rcu_core);
}

/* A second call for a head that waits already would tie the list into a knot. */
static noinline bool queued_already(struct rcu_head *head, const void *func, unsigned long caller)
{
	struct ferrite_defect d;
	struct active a;

	if (likely(!active_find(ACTIVE_RCU_HEAD, head, &a)))
		return false;
	defect_begin(&d, DEFECT_DOUBLE_FREE, "given to RCU again while its callback is pending");
	defect_linux(&d, "call_rcu(): Double-freed CB %px->%pS()!!!", head, func);
	defect_here(&d, "in");
	defect_where(&d, caller);
	active_add_stack(&d, &a);
	defect_place(&d, head);
	defect_end(&d);
	return true;
}

static void queue_callback(struct rcu_head *head, rcu_callback_t func)
{
	struct rcu_cpu *r = &rcu_cpus[raw_smp_processor_id()];

	head->func = func;
	head->next = NULL;
	*r->next.tail = head;
	r->next.tail = &head->next;
	WRITE_ONCE(r->nr, r->nr + 1);
	sort_callbacks(r);
	cpu_poll();
}

void call_rcu(struct rcu_head *head, rcu_callback_t func)
{
	step_next(_RET_IP_);
	if (queued_already(head, func, _RET_IP_))
		return;
	active_add(ACTIVE_RCU_HEAD, head, sizeof(*head), func, _RET_IP_);
	active_add(ACTIVE_RCU_CALL, func, 0, func, _RET_IP_);
	queue_callback(head, func);
}
EXPORT_SYMBOL_GPL(call_rcu);

void call_rcu_hurry(struct rcu_head *head, rcu_callback_t func)
{
	active_add(ACTIVE_RCU_HEAD, head, sizeof(*head), func, _RET_IP_);
	active_add(ACTIVE_RCU_CALL, func, 0, func, _RET_IP_);
	queue_callback(head, func);
}
EXPORT_SYMBOL_GPL(call_rcu_hurry);

void kvfree_call_rcu(struct rcu_head *head, void *ptr)
{
	if (head) {
		step_next(_RET_IP_);
		if (queued_already(head, NULL, _RET_IP_))
			return;
		active_add(ACTIVE_RCU_HEAD, head, sizeof(*head), NULL, _RET_IP_);
		queue_callback(head, (rcu_callback_t)((void *)head - ptr));
		return;
	}
	might_sleep();
	synchronize_rcu();
	kvfree(ptr);
}
EXPORT_SYMBOL_GPL(kvfree_call_rcu);

/* @cpu is gone for good: its callbacks are this CPU's now, and wait for a new period. */
void rcu_adopt(unsigned int cpu)
{
	struct rcu_cpu *from = &rcu_cpus[cpu], *to = &rcu_cpus[raw_smp_processor_id()];

	cbs_splice(&to->done, &from->done);
	cbs_splice(&to->next, &from->wait);
	cbs_splice(&to->next, &from->next);
	to->nr += from->nr;
	from->nr = 0;
	rcu_check_callbacks(this_cpu_struct());
}

unsigned long rcu_callbacks_pending(void)
{
	unsigned long n = 0;

	for (int i = 0; i < NR_CPUS; i++)
		n += READ_ONCE(rcu_cpus[i].nr);
	return n;
}

/* ---- waiting ---- */

struct rcu_synchronize {
	struct rcu_head head;
	struct completion done;
};

static void wakeme(struct rcu_head *head)
{
	complete(&container_of(head, struct rcu_synchronize, head)->done);
}

void synchronize_rcu(void)
{
	struct rcu_synchronize rs;

	might_sleep();
	if (rcu_read_lock_any_held() && current->rcu_read_lock_nesting) {
		rcu_report_suspicious("Illegal synchronize_rcu() in RCU read-side critical section",
				      __FILE__, __LINE__);
		return;
	}
	init_completion(&rs.done);
	call_rcu(&rs.head, wakeme);
	wait_for_completion(&rs.done);
}
EXPORT_SYMBOL_GPL(synchronize_rcu);

void synchronize_rcu_expedited(void)
{
	synchronize_rcu();
}
EXPORT_SYMBOL_GPL(synchronize_rcu_expedited);

struct barrier_state {
	atomic_t left;
	struct completion done;
	struct rcu_head head[NR_CPUS];
};
static struct barrier_state barrier_state;
static DEFINE_MUTEX(barrier_mutex);

static void barrier_callback(struct rcu_head *head)
{
	if (atomic_dec_and_test(&barrier_state.left))
		complete(&barrier_state.done);
}

/* On each CPU, in interrupt context: a callback behind all that are queued there. */
static void barrier_queue(void *unused)
{
	unsigned int cpu = raw_smp_processor_id();

	atomic_inc(&barrier_state.left);
	call_rcu(&barrier_state.head[cpu], barrier_callback);
}

void rcu_barrier(void)
{
	might_sleep();
	mutex_lock(&barrier_mutex);
	init_completion(&barrier_state.done);
	atomic_set(&barrier_state.left, 1);
	on_each_cpu(barrier_queue, NULL, 1);
	if (atomic_dec_and_test(&barrier_state.left))
		complete(&barrier_state.done);
	wait_for_completion(&barrier_state.done);
	active_del_all(ACTIVE_RCU_CALL);
	mutex_unlock(&barrier_mutex);
}
EXPORT_SYMBOL_GPL(rcu_barrier);

unsigned long get_state_synchronize_rcu(void)
{
	unsigned long seq;

	core_lock(&rcu.lock);
	seq = rcu.gp_seq + 1;
	core_unlock(&rcu.lock);
	return seq;
}
EXPORT_SYMBOL_GPL(get_state_synchronize_rcu);

unsigned long start_poll_synchronize_rcu(void)
{
	unsigned long seq;

	core_lock(&rcu.lock);
	seq = rcu.gp_seq + 1;
	need_gp(seq);
	core_unlock(&rcu.lock);
	return seq;
}
EXPORT_SYMBOL_GPL(start_poll_synchronize_rcu);

bool poll_state_synchronize_rcu(unsigned long oldstate)
{
	return ULONG_CMP_GE(smp_load_acquire(&rcu.gp_done), oldstate);
}
EXPORT_SYMBOL_GPL(poll_state_synchronize_rcu);

void cond_synchronize_rcu(unsigned long oldstate)
{
	if (!poll_state_synchronize_rcu(oldstate))
		synchronize_rcu();
}
EXPORT_SYMBOL_GPL(cond_synchronize_rcu);

void rcu_head_init(struct rcu_head *rhp)
{
	rhp->func = (rcu_callback_t)~0L;
}

/* ---- readers ---- */

static noinline void report_unbalanced(unsigned long caller)
{
	struct ferrite_defect d;

	defect_begin(&d, DEFECT_LOCK, "rcu_read_unlock() without rcu_read_lock()");
	defect_linux(&d, "WARNING: bad unlock balance detected!");
	defect_linux(&d, "%s/%d is trying to release lock (rcu_read_lock)", current->comm,
		     current->pid);
	defect_here(&d, "in");
	if (defect_is_module(caller))
		defect_where(&d, caller);
	defect_end(&d);
}

/* What the lock checker knows read-side sections by. */
static const char read_lock_map;

void __rcu_read_lock(void)
{
	preempt_disable();
	current->rcu_read_lock_nesting++;
	lockdep_take(&read_lock_map, LK_RCU, LOCK_HOW_RECURSIVE, 0, NULL, _RET_IP_);
}
EXPORT_SYMBOL_GPL(__rcu_read_lock);

void __rcu_read_unlock(void)
{
	if (unlikely(current->rcu_read_lock_nesting <= 0)) {
		if (!lockdep_active || !lockdep_was_forced(&read_lock_map))
			report_unbalanced(_RET_IP_);
		return;
	}
	lockdep_drop_own(&read_lock_map, _RET_IP_);
	current->rcu_read_lock_nesting--;
	preempt_enable();
}
EXPORT_SYMBOL_GPL(__rcu_read_unlock);

int rcu_preempt_depth(void)
{
	return 0;
}
EXPORT_SYMBOL_GPL(rcu_preempt_depth);

int rcu_read_lock_held(void)
{
	return current->rcu_read_lock_nesting > 0;
}
EXPORT_SYMBOL_GPL(rcu_read_lock_held);

int rcu_read_lock_bh_held(void)
{
	return in_softirq() || irqs_disabled();
}
EXPORT_SYMBOL_GPL(rcu_read_lock_bh_held);

int rcu_read_lock_sched_held(void)
{
	return !preemptible();
}
EXPORT_SYMBOL(rcu_read_lock_sched_held);

int rcu_read_lock_any_held(void)
{
	return !preemptible();
}
EXPORT_SYMBOL_GPL(rcu_read_lock_any_held);

void rcu_report_left(const char *what)
{
	struct ferrite_defect d;

	defect_begin(&d, DEFECT_LOCK, "rcu_read_lock() and rcu_read_unlock() do not match: %s ends",
		     what);
	defect_linux(&d, "WARNING: suspicious RCU usage");
	defect_here(&d, "in");
	defect_end(&d);
}

void rcu_report_suspicious(const char *what, const char *file, int line)
{
	struct ferrite_defect d;

	defect_begin(&d, DEFECT_LOCK, "RCU: %s", what);
	defect_linux(&d, "WARNING: suspicious RCU usage");
	defect_linux(&d, "%s:%d %s!", file, line, what);
	defect_here(&d, "in");
	defect_end(&d);
}
EXPORT_SYMBOL_GPL(rcu_report_suspicious);
