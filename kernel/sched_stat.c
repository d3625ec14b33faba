/* SPDX-License-Identifier: MIT */
/* Questions about the scheduler's state, affinity, and times for the views. */
#include <linux/cpu.h>
#include <linux/export.h>
#include <linux/kernel_stat.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/sched/loadavg.h>
#include <linux/sched/task.h>
#include <linux/rculist.h>

#include "kernel/sched_priv.h"

int task_curr(const struct task_struct *p)
{
	return READ_ONCE(runqueues[task_cpu(p)].curr) == p;
}

int idle_cpu(int cpu)
{
	struct rq *rq = &runqueues[cpu];

	return READ_ONCE(rq->curr) == rq->idle && !READ_ONCE(rq->nr_queued);
}
EXPORT_SYMBOL_GPL(idle_cpu);

int available_idle_cpu(int cpu)
{
	return idle_cpu(cpu);
}

struct task_struct *idle_task(int cpu)
{
	return runqueues[cpu].idle;
}

unsigned int nr_running_tasks(void)
{
	unsigned int cpu, n = 0;

	for_each_online_cpu (cpu) {
		struct rq *rq = &runqueues[cpu];

		n += READ_ONCE(rq->nr_queued) + (READ_ONCE(rq->curr) != rq->idle);
	}
	return n;
}

unsigned int nr_blocked_tasks(void)
{
	struct task_struct *p;
	unsigned int n = 0;

	rcu_read_lock();
	for_each_process(p)
	{
		unsigned int state = READ_ONCE(p->__state);

		n += (state & TASK_UNINTERRUPTIBLE) && !(state & (TASK_NOLOAD | TASK_NEW));
	}
	rcu_read_unlock();
	return n;
}

unsigned long long nr_context_switches(void)
{
	unsigned long long sum = 0;
	unsigned int cpu;

	for_each_possible_cpu (cpu)
		sum += READ_ONCE(cpu_of(cpu)->nr_switches);
	return sum;
}

u64 get_idle_time_ns(int cpu)
{
	return READ_ONCE(cpu_of(cpu)->idle_ns);
}

/* What is not idle is system time: tasks of clients run in the kernel only. */
void kcpustat_cpu_fetch(struct kernel_cpustat *dst, int cpu)
{
	u64 idle = get_idle_time_ns(cpu), now = arch_time_ns();

	*dst = (struct kernel_cpustat){0};
	dst->cpustat[CPUTIME_IDLE] = idle;
	dst->cpustat[CPUTIME_SYSTEM] = now > idle ? now - idle : 0;
}
EXPORT_SYMBOL_GPL(kcpustat_cpu_fetch);

static const char state_chars[] = "RSDTtXZPI";

unsigned int task_state_index(struct task_struct *tsk)
{
	unsigned int state = READ_ONCE(tsk->__state) | tsk->exit_state;

	if ((state & TASK_IDLE) == TASK_IDLE)
		return sizeof(state_chars) - 2;
	state &= TASK_REPORT;
	return state ? __builtin_ctz(state) + 1 : 0;
}

char task_index_to_char(unsigned int state)
{
	return state < sizeof(state_chars) - 1 ? state_chars[state] : '?';
}

int task_nice(const struct task_struct *p)
{
	return PRIO_TO_NICE(p->static_prio);
}
EXPORT_SYMBOL(task_nice);

void set_user_nice(struct task_struct *p, long nice)
{
	if (nice < MIN_NICE || nice > MAX_NICE)
		return;
	p->static_prio = NICE_TO_PRIO(nice);
	if (p->policy == SCHED_NORMAL)
		p->prio = p->normal_prio = p->static_prio;
}
EXPORT_SYMBOL(set_user_nice);

int can_nice(const struct task_struct *p, const int nice)
{
	return 1;
}

int sched_setscheduler_nocheck(struct task_struct *p, int policy, const struct sched_param *param)
{
	bool rt = policy == SCHED_FIFO || policy == SCHED_RR;

	if (policy < 0 || policy > SCHED_DEADLINE)
		return -EINVAL;
	if (rt ? param->sched_priority < 1 || param->sched_priority >= MAX_RT_PRIO
	       : param->sched_priority != 0)
		return -EINVAL;
	p->policy = policy;
	p->rt_priority = param->sched_priority;
	p->prio = p->normal_prio = rt ? MAX_RT_PRIO - 1 - param->sched_priority : p->static_prio;
	return 0;
}
EXPORT_SYMBOL_GPL(sched_setscheduler_nocheck);

int sched_setscheduler(struct task_struct *p, int policy, const struct sched_param *param)
{
	return sched_setscheduler_nocheck(p, policy, param);
}

void sched_set_fifo(struct task_struct *p)
{
	sched_setscheduler_nocheck(p, SCHED_FIFO, &(struct sched_param){MAX_RT_PRIO / 2});
}
EXPORT_SYMBOL_GPL(sched_set_fifo);

void sched_set_fifo_low(struct task_struct *p)
{
	sched_setscheduler_nocheck(p, SCHED_FIFO, &(struct sched_param){1});
}
EXPORT_SYMBOL_GPL(sched_set_fifo_low);

void sched_set_normal(struct task_struct *p, int nice)
{
	sched_setscheduler_nocheck(p, SCHED_NORMAL, &(struct sched_param){0});
	set_user_nice(p, nice);
}
EXPORT_SYMBOL_GPL(sched_set_normal);

/* Move a running or queued task off a CPU that it may no longer use, by waking or waiting. */
int set_cpus_allowed_ptr(struct task_struct *p, const struct cpumask *new_mask)
{
	if (!cpumask_intersects(new_mask, cpu_online_mask))
		return -EINVAL;
	if (READ_ONCE(p->flags) & PF_NO_SETAFFINITY && p != current)
		return -EINVAL;
	core_lock(&p->pi_lock);
	cpumask_copy(&p->cpus_mask, new_mask);
	p->nr_cpus_allowed = cpumask_weight(new_mask);
	core_unlock(&p->pi_lock);
	if (p == current && !cpumask_test_cpu(raw_smp_processor_id(), new_mask))
		schedule_timeout_uninterruptible(0);
	return 0;
}
EXPORT_SYMBOL_GPL(set_cpus_allowed_ptr);

long sched_setaffinity(pid_t pid, const struct cpumask *new_mask)
{
	struct task_struct *p = pid ? find_get_task_by_vpid(pid) : get_task_struct(current);
	int err;

	if (!p)
		return -ESRCH;
	err = set_cpus_allowed_ptr(p, new_mask);
	put_task_struct(p);
	return err;
}

void migrate_disable(void)
{
	current->migration_disabled++;
}
EXPORT_SYMBOL_GPL(migrate_disable);

void migrate_enable(void)
{
	current->migration_disabled--;
}
EXPORT_SYMBOL_GPL(migrate_enable);

unsigned int debug_smp_processor_id(void)
{
	struct task_struct *tsk = current;
	static bool told;

	if (preemptible() && !tsk->migration_disabled && tsk->nr_cpus_allowed != 1 &&
	    !xchg(&told, true))
		pr_err("BUG: using smp_processor_id() in preemptible [%08x] code: %s/%d\n",
		       preempt_count(), tsk->comm, tsk->pid);
	return raw_smp_processor_id();
}
EXPORT_SYMBOL(debug_smp_processor_id);

unsigned long wait_task_inactive(struct task_struct *p, unsigned int match_state)
{
	while (__atomic_load_n(&p->on_cpu, __ATOMIC_ACQUIRE)) {
		if (match_state && !(READ_ONCE(p->__state) & match_state))
			return 0;
		schedule_timeout_uninterruptible(1);
	}
	return 1;
}
EXPORT_SYMBOL_GPL(wait_task_inactive);

void sched_show_task(struct task_struct *p)
{
	pr_info("task:%-15.15s state:%c pid:%-5d ppid:%-6d flags:0x%08x\n", p->comm,
		task_state_to_char(p), p->pid, task_ppid_nr(p), READ_ONCE(p->flags));
	if (p == current)
		dump_stack();
}
EXPORT_SYMBOL_GPL(sched_show_task);

void show_state(void)
{
	struct task_struct *p;

	rcu_read_lock();
	for_each_process(p) sched_show_task(p);
	rcu_read_unlock();
}
