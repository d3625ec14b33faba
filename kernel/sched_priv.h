/* SPDX-License-Identifier: MIT */
/*
 * What the files of kernel/ and lib/sync share about tasks and CPUs. Not for modules.
 *
 * Order of the calls in init/main.c:
 *   arch_machine_init -> cpu_boot_prepare (upcall)    current and locks work from here on
 *   ... memory, slab, per-CPU ...
 *   sched_init        task cache, timers, RCU, kthreadd; tasks can be made after it
 *   workqueue_init    system_wq and its kin
 *   smp_init          the other CPUs run
 * and in reverse: smp_exit, workqueue_exit, sched_exit, ..., arch_machine_exit.
 */
#ifndef KERNEL_SCHED_PRIV_H
#define KERNEL_SCHED_PRIV_H

#include <ferrite/cpu.h>
#include <ferrite/decl.h>
#include <linux/cpumask.h>
#include <linux/list.h>
#include <linux/sched.h>
#include <linux/types.h>

#include "arch/arch.h"

/*
 * Core locks guard the scheduler itself: no schedule point, no preemption count, no rank.
 * => nothing between lock and unlock may poll, sleep or take another kind of lock.
 */
static inline void core_lock(u32 *lock)
{
	while (__atomic_exchange_n(lock, 1, __ATOMIC_ACQUIRE))
		while (__atomic_load_n(lock, __ATOMIC_RELAXED))
			arch_cpu_relax();
}
static inline void core_unlock(u32 *lock)
{
	__atomic_store_n(lock, 0, __ATOMIC_RELEASE);
}

/* One CPU's run queue. */
struct rq {
	u32 lock;		/* core lock: all below; order: task->pi_lock, then rq->lock */
	unsigned int nr_queued; /* length of queue */
	struct list_head queue; /* runnable tasks that do not run, next first */
	struct task_struct *curr, *idle;
	struct task_struct *prev; /* switched away from; read by finish_task_switch */
};
extern struct rq runqueues[NR_CPUS];

static inline struct cpu *this_cpu_struct(void)
{
	return arch_tls.cpu;
}

int sched_init(void);
void sched_exit(void);
int workqueue_init(void);
void workqueue_exit(void);
int smp_init(void);
void smp_exit(void);

/* sched.c */
void sched_reset(void);
void preempt_schedule_poll(void); /* current is preemptible and should give way */
void sched_idle_once(bool wait);  /* body of the idle loop */
void finish_task_switch(void);
void __noreturn sched_task_dead(void);
void sched_tick(struct cpu *c, u64 now);
void sched_cpu_init(unsigned int cpu, struct task_struct *idle);

/* might_sleep.c */
void might_sleep_reset(void);
void sched_report_atomic(struct task_struct *prev);

/* fork.c */
void init_task_prepare(void);
struct task_struct *task_create_pid(int (*fn)(void *), void *arg, const char *comm,
				    unsigned int flags, int node, pid_t pid);
int fork_init(void);
void fork_exit(void);
struct task_struct *idle_task_create(unsigned int cpu);
void idle_task_free(struct task_struct *idle);
unsigned long tasks_alive(void);

/* pid.c */
struct pid *pid_alloc(struct task_struct *tsk, pid_t nr);
void pid_detach(struct task_struct *tsk);
pid_t pid_next_kernel(void);
/* The running task carries out another program than before (insmod, rmmod): another number. */
void pid_renew(void);
void pid_reset(void);
int pid_init(void);
void pid_exit(void);

/* cred.c */
int cred_init(void);
void cred_exit(void);

/* kthread.c */
int kthread_init(void);
void kthread_exit_all(void);
/* A task of the pool's own needs: ask kthreadd to call @fn(@arg) soon. Any context. */
void kthreadd_kick(void);
void kthread_note_exit(struct task_struct *tsk, long code);

/* softirq.c */
void softirq_reset(void);

/* time.c, timer.c, hrtimer.c */
void jiffies_reset(void);
void jiffies_update(u64 now);
void timers_reset(void);
void timers_adopt(unsigned int cpu); /* a dead CPU's timers move here */
void hrtimers_adopt(unsigned int cpu);
void hrtimers_reset(void);
u64 timer_base_next_ns(unsigned int cpu); /* UINT64_MAX: none */
u64 hrtimer_base_next_ns(unsigned int cpu);
bool timer_base_due(unsigned int cpu);
void hrtimer_interrupt(unsigned int cpu, u64 now);
void timer_softirq_init(void);
void hrtimer_softirq_init(void);
void cpu_event_changed(unsigned int cpu, u64 when_ns); /* a timer of @cpu may fire at @when_ns */
void cpu_event_recompute(struct cpu *c);
void loadavg_tick(unsigned long now_jiffies);
void loadavg_reset(void);

/* smp.c */
void smp_ipi_run(unsigned int cpu);
void smp_reset(void);
void irq_reset(void);
void cpuhp_reset(void);

/* workqueue.c */
void wq_worker_sleeping(struct task_struct *task);
void wq_worker_running(struct task_struct *task);
bool workqueue_spawn(void); /* kthreadd: make the workers that pools asked for */

/* lib/sync/rcu.c */
void rcu_reset(void);
void rcu_softirq_init(void);
/* lib/sync: what becomes of those who wait when what they wait for is freed. */
void completion_active_init(void);
void wait_active_init(void);
void rcu_qs(struct cpu *c); /* this CPU passes a quiescent state */
void rcu_check_callbacks(struct cpu *c);
void rcu_adopt(unsigned int cpu);
void rcu_eqs_enter(struct cpu *c); /* idle */
void rcu_eqs_exit(struct cpu *c);
unsigned long rcu_callbacks_pending(void);

/* lib/sync/rank.c */
extern bool lock_rank_checks;
void lock_rank_acquire(const void *lock, unsigned int rank, const void *caller);
void lock_rank_release(const void *lock, unsigned int rank);

#endif
