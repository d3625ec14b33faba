/* SPDX-License-Identifier: MIT */
/*
 * Where interrupts happen: the slow half of a schedule point, softirqs and tasklets.
 *
 * Nothing interrupts running code. It asks for its interrupts itself, at schedule points, and
 * cpu_poll_slow() then does what a processor and its timer would have done by force:
 *
 *   cpu_poll_slow
 *     arch_cpu_poll          another vCPU may run first (baton mode)
 *     interrupts on?
 *       hardirq: IPIs, hrtimers, external events, RCU        preempt_count has HARDIRQ
 *       softirq: timers, tasklets, RCU callbacks ...         preempt_count has SOFTIRQ
 *     preemptible, and somebody should run instead? switch
 *
 * So per-CPU fast paths without a schedule point need neither a lock nor an atomic, a waiter
 * that polls cannot deadlock an IPI, and a run repeats. Softirqs run on the stack of whatever
 * task polled, with current as it is: as on Linux, they must not look at it.
 */
#include <linux/bottom_half.h>
#include <linux/export.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/kernel_stat.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "lib/active.h"
#include "lib/step.h"
#include "kernel/sched_priv.h"

#define MAX_SOFTIRQ_RESTART 10

struct softirq_cpu {
	u32 pending;				   /* this CPU only */
	struct tasklet_struct *head[2], **tail[2]; /* 0: normal, 1: high */
	unsigned int count[NR_SOFTIRQS];
	u64 irqs;
};
static struct softirq_cpu softirqs[NR_CPUS];
static struct softirq_action softirq_vec[NR_SOFTIRQS];

static struct softirq_cpu *this_softirq(void)
{
	return &softirqs[arch_tls.cpu_id];
}

void open_softirq(int nr, void (*action)(struct softirq_action *))
{
	softirq_vec[nr].action = action;
}

u32 local_softirq_pending(void)
{
	return this_softirq()->pending;
}

void __raise_softirq_irqoff(unsigned int nr)
{
	this_softirq()->pending |= 1u << nr;
	if (!in_interrupt())
		cpu_set_pending(this_cpu_struct(), CPU_PENDING_SOFTIRQ);
}

void raise_softirq_irqoff(unsigned int nr)
{
	__raise_softirq_irqoff(nr);
}

void raise_softirq(unsigned int nr)
{
	__raise_softirq_irqoff(nr);
}
EXPORT_SYMBOL(raise_softirq);

/* => no interrupt context; interrupts on. Handlers run with interrupts on. */
static void run_softirqs(void)
{
	struct softirq_cpu *s = this_softirq();
	int rounds = 0;
	u32 pending;

	preempt_count_add(SOFTIRQ_OFFSET);
	while ((pending = s->pending) && rounds++ < MAX_SOFTIRQ_RESTART) {
		s->pending = 0;
		while (pending) {
			unsigned int nr = __builtin_ctz(pending);

			pending &= pending - 1;
			s->count[nr]++;
			if (softirq_vec[nr].action)
				softirq_vec[nr].action(&softirq_vec[nr]);
		}
	}
	preempt_count_sub(SOFTIRQ_OFFSET);
	/* Work that keeps raising itself waits for the next point, so that tasks get on. */
	if (s->pending)
		cpu_set_pending(this_cpu_struct(), CPU_PENDING_SOFTIRQ);
}

void do_softirq(void)
{
	if (!in_interrupt() && !irqs_disabled() && local_softirq_pending())
		run_softirqs();
}
EXPORT_SYMBOL(do_softirq);

void _local_bh_enable(void)
{
	preempt_count_sub(SOFTIRQ_DISABLE_OFFSET);
}

void local_bh_enable(void)
{
	barrier();
	preempt_count_sub(SOFTIRQ_DISABLE_OFFSET);
	do_softirq();
	if (!preempt_count())
		cpu_poll();
}
EXPORT_SYMBOL(local_bh_enable);

void irq_enter(void)
{
	preempt_count_add(HARDIRQ_OFFSET);
	this_softirq()->irqs++;
}

void irq_exit(void)
{
	preempt_count_sub(HARDIRQ_OFFSET);
	do_softirq();
}

/* Upcall-shaped: run what other host threads posted. => hard interrupt context. */
void cpu_external_event(void)
{
	void (*fn)(void *);
	void *arg;

	while (arch_event_take(&fn, &arg))
		fn(arg);
}

/* ---- the schedule point ---- */

/* Everything that waits for this CPU. => interrupts on, not in a hard interrupt. */
static void take_interrupts(struct cpu *c, u64 now)
{
	unsigned int bits = __atomic_exchange_n(&c->pending, 0, __ATOMIC_SEQ_CST);
	bool timer = (bits & CPU_PENDING_TIMER) || now >= c->next_event_ns;
	bool hard = timer || (bits & (CPU_PENDING_IPI | CPU_PENDING_EVENT | CPU_PENDING_RCU));

	if (bits & CPU_PENDING_SEED && READ_ONCE(runqueues[c->id].nr_queued))
		set_tsk_need_resched(current);
	if (!hard) {
		do_softirq();
		return;
	}
	irq_enter();
	current_thread_info()->irqs_off = 1;
	if (bits & CPU_PENDING_IPI)
		smp_ipi_run(c->id);
	if (bits & CPU_PENDING_EVENT)
		cpu_external_event();
	if (bits & CPU_PENDING_RCU)
		rcu_check_callbacks(c);
	if (timer) {
		hrtimer_interrupt(c->id, now);
		if (timer_base_due(c->id))
			__raise_softirq_irqoff(TIMER_SOFTIRQ);
		cpu_event_recompute(c);
	}
	current_thread_info()->irqs_off = 0;
	irq_exit();
}

void cpu_poll_slow(void)
{
	struct thread_info *ti = current_thread_info();
	struct cpu *c = this_cpu_struct();
	u64 now;

	arch_cpu_poll();
	WRITE_ONCE(c->nr_polls_slow, c->nr_polls_slow + 1);
	now = arch_time_ns();
	jiffies_update(now);
	sched_tick(c, now);
	if (!(ti->preempt_count & (PREEMPT_MASK | SOFTIRQ_MASK | HARDIRQ_MASK)) && !ti->irqs_off)
		rcu_qs(c);
	if (!ti->irqs_off && !(ti->preempt_count & (HARDIRQ_MASK | NMI_MASK)))
		take_interrupts(c, now);
	if (!test_ti_thread_flag(ti, TIF_NEED_RESCHED))
		return;
	if (preemptible())
		preempt_schedule_poll();
	else
		cpu_set_pending(c, CPU_PENDING_SEED); /* look again at the very next point */
}
EXPORT_SYMBOL(cpu_poll_slow);

void cpu_relax(void)
{
	cpu_poll();
}
EXPORT_SYMBOL(cpu_relax);

/* ---- tasklets ---- */

static void tasklet_append(struct tasklet_struct *t, int high)
{
	struct softirq_cpu *s = this_softirq();

	t->next = NULL;
	*s->tail[high] = t;
	s->tail[high] = &t->next;
	__raise_softirq_irqoff(high ? HI_SOFTIRQ : TASKLET_SOFTIRQ);
}

static const void *tasklet_function(const struct tasklet_struct *t)
{
	return t->use_callback ? (const void *)t->callback : (const void *)t->func;
}

static void tasklet_schedule_common(struct tasklet_struct *t, int high, unsigned long caller)
{
	unsigned long bit = 1UL << TASKLET_STATE_SCHED;

	step_next(caller);
	if (!(__atomic_fetch_or(&t->state, bit, __ATOMIC_SEQ_CST) & bit)) {
		active_add(ACTIVE_TASKLET, t, sizeof(*t), tasklet_function(t), caller);
		tasklet_append(t, high);
	}
	cpu_poll();
}

void tasklet_schedule(struct tasklet_struct *t)
{
	tasklet_schedule_common(t, 0, _RET_IP_);
}
EXPORT_SYMBOL(tasklet_schedule);

void tasklet_hi_schedule(struct tasklet_struct *t)
{
	tasklet_schedule_common(t, 1, _RET_IP_);
}
EXPORT_SYMBOL(tasklet_hi_schedule);

static bool tasklet_trylock(struct tasklet_struct *t)
{
	unsigned long bit = 1UL << TASKLET_STATE_RUN;

	return !(__atomic_fetch_or(&t->state, bit, __ATOMIC_ACQUIRE) & bit);
}

static void tasklet_unlock(struct tasklet_struct *t)
{
	__atomic_fetch_and(&t->state, ~(1UL << TASKLET_STATE_RUN), __ATOMIC_RELEASE);
}

/* Run one; false when it is disabled or runs elsewhere, and must be tried again. */
static bool tasklet_run_one(struct tasklet_struct *t)
{
	if (!tasklet_trylock(t))
		return false;
	if (atomic_read(&t->count)) {
		tasklet_unlock(t);
		return false;
	}
	active_del(ACTIVE_TASKLET, t);
	__atomic_fetch_and(&t->state, ~(1UL << TASKLET_STATE_SCHED), __ATOMIC_SEQ_CST);
	if (t->use_callback)
		t->callback(t);
	else
		t->func(t->data);
	tasklet_unlock(t);
	return true;
}

static void tasklet_action_common(int high)
{
	struct softirq_cpu *s = this_softirq();
	struct tasklet_struct *t = s->head[high];

	s->head[high] = NULL;
	s->tail[high] = &s->head[high];
	while (t) {
		struct tasklet_struct *next = t->next;

		if (!tasklet_run_one(t))
			tasklet_append(t, high);
		t = next;
	}
}

static void tasklet_action(struct softirq_action *a)
{
	tasklet_action_common(0);
}

static void tasklet_hi_action(struct softirq_action *a)
{
	tasklet_action_common(1);
}

/* Take @tasklet off the list that it is on: its memory or its function goes. */
static void tasklet_drop(void *tasklet)
{
	for (unsigned int i = 0; i < 2 * nr_cpu_ids; i++) {
		struct softirq_cpu *s = &softirqs[i / 2];
		struct tasklet_struct **p = &s->head[i % 2];

		while (*p && *p != tasklet)
			p = &(*p)->next;
		if (!*p)
			continue;
		if (s->tail[i % 2] == &(*p)->next)
			s->tail[i % 2] = p;
		*p = (*p)->next;
		return;
	}
}

void tasklet_init(struct tasklet_struct *t, void (*func)(unsigned long), unsigned long data)
{
	active_reinit(ACTIVE_TASKLET, t, _RET_IP_);
	*t = (struct tasklet_struct){.func = func, .data = data};
}
EXPORT_SYMBOL(tasklet_init);

void tasklet_setup(struct tasklet_struct *t, void (*callback)(struct tasklet_struct *))
{
	active_reinit(ACTIVE_TASKLET, t, _RET_IP_);
	*t = (struct tasklet_struct){.callback = callback, .use_callback = true};
}
EXPORT_SYMBOL(tasklet_setup);

void tasklet_enable(struct tasklet_struct *t)
{
	smp_mb__before_atomic();
	atomic_dec(&t->count);
	cpu_poll();
}
EXPORT_SYMBOL(tasklet_enable);

void tasklet_unlock_wait(struct tasklet_struct *t)
{
	while (__atomic_load_n(&t->state, __ATOMIC_ACQUIRE) & (1UL << TASKLET_STATE_RUN))
		cpu_relax();
}
EXPORT_SYMBOL_GPL(tasklet_unlock_wait);

void tasklet_kill(struct tasklet_struct *t)
{
	unsigned long bit = 1UL << TASKLET_STATE_SCHED;

	might_sleep();
	while (__atomic_fetch_or(&t->state, bit, __ATOMIC_SEQ_CST) & bit)
		schedule_timeout_uninterruptible(1);
	tasklet_unlock_wait(t);
	__atomic_fetch_and(&t->state, ~bit, __ATOMIC_SEQ_CST);
}
EXPORT_SYMBOL(tasklet_kill);

/* ---- figures and life ---- */

unsigned int kstat_softirqs_cpu(unsigned int irq, int cpu)
{
	return READ_ONCE(softirqs[cpu].count[irq]);
}
EXPORT_SYMBOL_GPL(kstat_softirqs_cpu);

u64 kstat_cpu_irqs_sum(unsigned int cpu)
{
	return READ_ONCE(softirqs[cpu].irqs);
}
EXPORT_SYMBOL_GPL(kstat_cpu_irqs_sum);

void softirq_reset(void)
{
	memset(softirqs, 0, sizeof(softirqs));
	memset(softirq_vec, 0, sizeof(softirq_vec));
	for (int cpu = 0; cpu < NR_CPUS; cpu++)
		for (int i = 0; i < 2; i++)
			softirqs[cpu].tail[i] = &softirqs[cpu].head[i];
	active_set_cancel(ACTIVE_TASKLET, tasklet_drop);
	open_softirq(TASKLET_SOFTIRQ, tasklet_action);
	open_softirq(HI_SOFTIRQ, tasklet_hi_action);
	timer_softirq_init();
	hrtimer_softirq_init();
	rcu_softirq_init();
	completion_active_init();
	wait_active_init();
}
