/* SPDX-License-Identifier: MIT */
/*
 * The scheduler.
 *
 *   CPU 0: curr ── queue: [t5] [t9]        CPU 1: idle ── queue: empty
 *
 * One run queue a CPU: a FIFO of runnable tasks beside the one that runs. A task runs until
 * it sleeps, until its slice of one jiffy is over and somebody waits, or until the seed
 * preempts it at a schedule point (docs/scheduling.md); then it goes to the end of its queue.
 * A CPU with nothing to run takes the oldest task of the longest queue that may move.
 * Priorities are kept and shown but do not order the queue: a memory manager's tests need many
 * schedules, not good ones. Rejected for the same reason: CFS, whose virtual runtime would make
 * schedules depend on time rather than on the seed.
 *
 * Invariants: a task is on a queue (on_rq, not on_cpu), or some CPU's current (on_rq, on_cpu),
 * or asleep (neither). on_cpu stays set until the next task has finished the switch, and a
 * wake-up waits for that, so a task never runs on two CPUs. Idle tasks are never queued; the
 * boot task is CPU 0's idle task, and when it sleeps it runs the idle loop until it is woken.
 *
 * Locks: task->pi_lock, then one rq->lock, both core locks. The rq lock is taken by the task
 * that switches away and released by the one switched to.
 */
#include <linux/cpu.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "lib/defect.h"
#include "kernel/sched_priv.h"

#define SLICE_NS 4000000u

struct rq runqueues[NR_CPUS];

void sched_reset(void)
{
	memset(runqueues, 0, sizeof(runqueues));
	for (int i = 0; i < NR_CPUS; i++)
		INIT_LIST_HEAD(&runqueues[i].queue);
}

void sched_cpu_init(unsigned int cpu, struct task_struct *idle)
{
	struct rq *rq = &runqueues[cpu];

	rq->idle = rq->curr = idle;
	idle->cpu = cpu;
	idle->on_cpu = 1;
	idle->on_rq = 1;
}

static struct rq *this_rq(void)
{
	return &runqueues[arch_tls.cpu_id];
}

static void enqueue(struct rq *rq, struct task_struct *p)
{
	list_add_tail(&p->run_node, &rq->queue);
	WRITE_ONCE(rq->nr_queued, rq->nr_queued + 1);
}

static void dequeue(struct rq *rq, struct task_struct *p)
{
	list_del_init(&p->run_node);
	WRITE_ONCE(rq->nr_queued, rq->nr_queued - 1);
}

/* The queue to steal from: the longest one, the lowest CPU among equals. */
static struct rq *busiest_rq(unsigned int self)
{
	struct rq *busiest = NULL;
	unsigned int cpu, most = 0;

	for_each_online_cpu (cpu) {
		unsigned int n = READ_ONCE(runqueues[cpu].nr_queued);

		if (cpu != self && n > most) {
			most = n;
			busiest = &runqueues[cpu];
		}
	}
	return busiest;
}

/* Take a task that may run on @cpu from another queue; on_rq stays set meanwhile. */
static struct task_struct *steal(unsigned int cpu)
{
	struct rq *from = busiest_rq(cpu);
	struct task_struct *p, *found = NULL;

	if (!from)
		return NULL;
	core_lock(&from->lock);
	list_for_each_entry (p, &from->queue, run_node) {
		if (!p->migration_disabled && cpumask_test_cpu(cpu, p->cpus_ptr) &&
		    !__atomic_load_n(&p->on_cpu, __ATOMIC_ACQUIRE)) {
			found = p;
			break;
		}
	}
	if (found) {
		dequeue(from, found);
		WRITE_ONCE(found->cpu, cpu);
	}
	core_unlock(&from->lock);
	return found;
}

/* => rq->lock held; returned with it held. May drop it to look elsewhere. */
static struct task_struct *pick_next(struct rq *rq, unsigned int cpu)
{
	struct task_struct *p;

	if (list_empty(&rq->queue)) {
		core_unlock(&rq->lock);
		p = steal(cpu);
		core_lock(&rq->lock);
		if (p)
			enqueue(rq, p);
	}
	if (list_empty(&rq->queue))
		return rq->idle;
	p = list_first_entry(&rq->queue, struct task_struct, run_node);
	dequeue(rq, p);
	return p;
}

static void account_switch(struct cpu *c, struct task_struct *prev, struct task_struct *next)
{
	u64 now = arch_time_ns();

	prev->sum_exec_ns += now - prev->last_ran_ns;
	prev->stime = prev->sum_exec_ns;
	next->last_ran_ns = now;
	next->slice_start_ns = now;
	WRITE_ONCE(c->nr_switches, c->nr_switches + 1);
}

/*
 * Does the caller sleep, or was it woken or signalled since it set its state?
 * => rq->lock held. A sleeper's on_rq is cleared.
 */
static bool goes_to_sleep(struct task_struct *prev)
{
	unsigned int state = READ_ONCE(prev->__state);

	if (state == TASK_RUNNING)
		return false;
	if (signal_pending_state(state, prev)) {
		WRITE_ONCE(prev->__state, TASK_RUNNING);
		return false;
	}
	WRITE_ONCE(prev->on_rq, 0);
	return true;
}

/* The heart. @preempt: the caller stays runnable whatever its state says. */
static void __schedule(bool preempt)
{
	struct task_struct *prev = current, *next;
	struct cpu *c = this_cpu_struct();
	struct rq *rq = this_rq();

	rcu_qs(c);
	clear_tsk_need_resched(prev);
	core_lock(&rq->lock);
	if (prev == rq->idle) {
		next = pick_next(rq, c->id);
	} else {
		bool sleeps = !preempt && goes_to_sleep(prev);

		if (sleeps)
			prev->nvcsw++;
		else
			prev->nivcsw++;
		if (!sleeps && !list_empty(&rq->queue))
			enqueue(rq, prev);
		next = sleeps || !list_empty(&rq->queue) ? pick_next(rq, c->id) : prev;
	}
	if (next == prev) {
		core_unlock(&rq->lock);
		prev->slice_start_ns = arch_time_ns();
		return;
	}
	account_switch(c, prev, next);
	WRITE_ONCE(next->on_cpu, 1);
	rq->prev = prev;
	WRITE_ONCE(rq->curr, next);
	WRITE_ONCE(c->curr, next);
	arch_switch_to(prev, next);
	finish_task_switch();
}

/* First act of a task that was switched to: release what its predecessor held for it. */
void finish_task_switch(void)
{
	struct rq *rq = this_rq();
	struct task_struct *prev = rq->prev;
	bool dead = READ_ONCE(prev->__state) == TASK_DEAD;

	rq->prev = NULL;
	__atomic_store_n(&prev->on_cpu, 0, __ATOMIC_RELEASE);
	core_unlock(&rq->lock);
	current_thread_info()->irqs_off = 0;
	if (unlikely(dead))
		put_task_struct(prev);
}

void __noreturn sched_task_dead(void)
{
	struct task_struct *tsk = current;

	tsk->thread_info.irqs_off = 0;
	__atomic_store_n(&tsk->__state, TASK_DEAD, __ATOMIC_SEQ_CST);
	/* A pending signal must not keep the dead awake. */
	clear_tsk_thread_flag(tsk, TIF_SIGPENDING);
	__schedule(false);
	arch_panic("a dead task was scheduled");
}

/* ---- idle ---- */

/*
 * => no schedule point between these questions and arch_cpu_idle, which asks for pending bits
 *    itself: every wake-up sets one.
 */
static bool idle_may_wait(struct cpu *c, struct task_struct *sleeper)
{
	if (__atomic_load_n(&c->pending, __ATOMIC_SEQ_CST) || READ_ONCE(this_rq()->nr_queued))
		return false;
	if (__atomic_load_n(&c->stopping, __ATOMIC_SEQ_CST))
		return false;
	return !sleeper || __atomic_load_n(&sleeper->__state, __ATOMIC_SEQ_CST) != TASK_RUNNING;
}

static void idle_wait(struct cpu *c, struct task_struct *sleeper)
{
	u64 from;

	cpu_event_recompute(c);
	if (!idle_may_wait(c, sleeper))
		return;
	from = arch_time_ns();
	rcu_eqs_enter(c);
	arch_cpu_idle(c->next_event_ns);
	rcu_eqs_exit(c);
	c->idle_ns += arch_time_ns() - from;
}

/*
 * One round of the idle task: interrupts, then tasks, then, if @wait, a pause of the CPU.
 * @sleeper: the boot task when it sleeps in its own idle loop; its wake-up ends the pause.
 */
static void idle_round(bool wait, struct task_struct *sleeper)
{
	struct cpu *c = this_cpu_struct();
	u64 before = c->nr_switches;

	cpu_poll_slow();
	__schedule(false);
	if (c->nr_switches == before && wait)
		idle_wait(c, sleeper);
}

void sched_idle_once(bool wait)
{
	idle_round(wait, NULL);
}

/* The boot task sleeps: be CPU 0's idle loop until somebody wakes it. */
static void idle_task_sleeps(struct task_struct *idle)
{
	do {
		bool asleep = __atomic_load_n(&idle->__state, __ATOMIC_SEQ_CST) != TASK_RUNNING;

		idle_round(asleep, idle);
	} while (__atomic_load_n(&idle->__state, __ATOMIC_SEQ_CST) != TASK_RUNNING);
}

/* ---- giving up the CPU ---- */

static void schedule_debug(struct task_struct *prev)
{
	if (likely(!prev->thread_info.preempt_count && !prev->rcu_read_lock_nesting))
		return;
	sched_report_atomic(prev);
}

void schedule(void)
{
	struct task_struct *tsk = current;

	schedule_debug(tsk);
	if (unlikely(tsk->flags & PF_IDLE)) {
		idle_task_sleeps(tsk);
		return;
	}
	if (tsk->flags & PF_WQ_WORKER && READ_ONCE(tsk->__state) != TASK_RUNNING)
		wq_worker_sleeping(tsk);
	__schedule(false);
	if (tsk->flags & PF_WQ_WORKER)
		wq_worker_running(tsk);
	cpu_poll();
}
EXPORT_SYMBOL(schedule);

void schedule_preempt_disabled(void)
{
	preempt_enable_no_resched();
	schedule();
	preempt_disable();
}

void preempt_schedule_poll(void)
{
	if (!(current->flags & PF_IDLE))
		__schedule(true);
	else
		clear_tsk_need_resched(current);
}

/* At each slow schedule point: has the running task had its slice? */
void sched_tick(struct cpu *c, u64 now)
{
	struct task_struct *curr = current;

	if (READ_ONCE(runqueues[c->id].nr_queued) && now - curr->slice_start_ns >= SLICE_NS)
		set_tsk_need_resched(curr);
}

int __cond_resched(void)
{
	u64 before = current->nivcsw;

	cpu_poll();
	if (need_resched() && preemptible())
		preempt_schedule_poll();
	return current->nivcsw != before;
}
EXPORT_SYMBOL(__cond_resched);

int __cond_resched_lock(spinlock_t *lock)
{
	if (!need_resched())
		return 0;
	spin_unlock(lock);
	__cond_resched();
	spin_lock(lock);
	return 1;
}
EXPORT_SYMBOL(__cond_resched_lock);

void yield(void)
{
	set_current_state(TASK_RUNNING);
	if (current->flags & PF_IDLE)
		sched_idle_once(false);
	else
		__schedule(true);
	cpu_poll();
}
EXPORT_SYMBOL(yield);

int yield_to(struct task_struct *p, bool preempt)
{
	yield();
	return 1;
}
EXPORT_SYMBOL_GPL(yield_to);

/* ---- waking ---- */

static bool cpu_is_idle(unsigned int cpu)
{
	struct rq *rq = &runqueues[cpu];

	return READ_ONCE(rq->curr) == rq->idle && !READ_ONCE(rq->nr_queued);
}

/* Where a woken task goes: where it was if that is idle, else to any idle CPU, else back. */
static unsigned int select_cpu(struct task_struct *p)
{
	unsigned int cpu, prev = p->cpu;

	if (cpumask_test_cpu(prev, p->cpus_ptr) && cpu_online(prev)) {
		if (p->migration_disabled || cpu_is_idle(prev))
			return prev;
	} else {
		prev = cpumask_any_and(p->cpus_ptr, cpu_online_mask);
		if (prev >= nr_cpu_ids)
			prev = 0;
	}
	for_each_cpu_and(cpu, p->cpus_ptr, cpu_online_mask) if (cpu_is_idle(cpu)) return cpu;
	return prev;
}

static void kick_cpu(unsigned int cpu)
{
	cpu_set_pending(cpu_of(cpu), CPU_PENDING_RESCHED);
	arch_cpu_kick(cpu);
}

/* Put @p on a queue. => p->pi_lock held, p neither queued nor running. */
static void activate(struct task_struct *p)
{
	unsigned int cpu = select_cpu(p);
	struct rq *rq = &runqueues[cpu];

	core_lock(&rq->lock);
	WRITE_ONCE(p->cpu, cpu);
	WRITE_ONCE(p->__state, TASK_RUNNING);
	WRITE_ONCE(p->on_rq, 1);
	enqueue(rq, p);
	core_unlock(&rq->lock);
	kick_cpu(cpu);
}

/* @p has not left its queue: it only stops wanting to sleep. true when that was so. */
static bool wake_queued(struct task_struct *p)
{
	struct rq *rq;
	bool queued;

	for (;;) {
		rq = &runqueues[READ_ONCE(p->cpu)];
		core_lock(&rq->lock);
		if (rq == &runqueues[READ_ONCE(p->cpu)])
			break;
		core_unlock(&rq->lock);
	}
	queued = READ_ONCE(p->on_rq);
	if (queued)
		WRITE_ONCE(p->__state, TASK_RUNNING);
	core_unlock(&rq->lock);
	return queued;
}

int wake_up_state(struct task_struct *p, unsigned int state)
{
	int woken = 0;

	core_lock(&p->pi_lock);
	smp_mb();
	if (!(READ_ONCE(p->__state) & state))
		goto out;
	woken = 1;
	if (READ_ONCE(p->flags) & PF_IDLE) {
		__atomic_store_n(&p->__state, TASK_RUNNING, __ATOMIC_SEQ_CST);
		kick_cpu(p->cpu);
		goto out;
	}
	if (READ_ONCE(p->on_rq) && wake_queued(p))
		goto out;
	while (__atomic_load_n(&p->on_cpu, __ATOMIC_ACQUIRE))
		arch_cpu_relax();
	activate(p);
out:
	core_unlock(&p->pi_lock);
	cpu_poll();
	return woken;
}
EXPORT_SYMBOL(wake_up_state);

int wake_up_process(struct task_struct *p)
{
	return wake_up_state(p, TASK_NORMAL | TASK_NEW);
}
EXPORT_SYMBOL(wake_up_process);

void wake_up_new_task(struct task_struct *p)
{
	wake_up_state(p, TASK_NEW);
}

void kick_process(struct task_struct *p)
{
	arch_cpu_kick(task_cpu(p));
}
EXPORT_SYMBOL_GPL(kick_process);
