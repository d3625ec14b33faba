/* SPDX-License-Identifier: MIT */
/* struct cpu: the machine's CPUs, from declaration to teardown. */
#include <asm/percpu.h>
#include <linux/cpu.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "kernel/sched_priv.h"
#include "lib/sync/lockdep.h"

static struct cpu cpus[NR_CPUS];
static unsigned int nr_declared;

struct cpu *cpu_of(unsigned int id)
{
	return id < nr_declared ? &cpus[id] : NULL;
}
EXPORT_SYMBOL(cpu_of);

/*
 * Upcall of arch_machine_init: everything that must be right before the first lock is taken.
 * All state of kernel/ and lib/sync starts from zero here, so that a machine does not depend
 * on the one before it.
 */
struct task_struct *cpu_boot_prepare(const struct ferrite_decl *decl)
{
	memset(cpus, 0, sizeof(cpus));
	nr_declared = decl->nr_cpus;
	for (unsigned int i = 0; i < nr_declared; i++) {
		cpus[i].id = i;
		cpus[i].node = decl->cpu_node[i];
		cpus[i].percpu_offset = per_cpu_offset(i);
		cpus[i].next_event_ns = U64_MAX;
		set_cpu_possible(i, true);
		set_cpu_present(i, true);
	}
	nr_cpu_ids = nr_declared;
	total_cpus = nr_declared;
	set_cpu_online(0, true);
	cpus[0].online = true;
	lock_rank_checks = decl->checks;
	lockdep_reset(decl->checks);
	might_sleep_reset();
	init_task_prepare();
	sched_reset();
	softirq_reset();
	timers_reset();
	hrtimers_reset();
	rcu_reset();
	smp_reset();
	irq_reset();
	cpuhp_reset();
	pid_reset();
	loadavg_reset();
	sched_cpu_init(0, &init_task);
	cpus[0].curr = cpus[0].idle = &init_task;
	return &init_task;
}

/* A secondary CPU's idle task began to run: it is online now. */
static void cpu_online_self(void)
{
	struct cpu *c = this_cpu_struct();

	c->curr = current;
	/* The boot CPU waits for the second: then the masks are right. */
	set_cpu_online(c->id, true);
	__atomic_store_n(&c->online, true, __ATOMIC_RELEASE);
}

void cpu_idle_loop(void)
{
	struct cpu *c = this_cpu_struct();

	cpu_online_self();
	for (;;) {
		while (!__atomic_load_n(&c->stopping, __ATOMIC_ACQUIRE))
			sched_idle_once(true);
		/* From here on nobody is woken to this CPU; what was, runs first. */
		set_cpu_online(c->id, false);
		if (!READ_ONCE(runqueues[c->id].nr_queued))
			break;
		set_cpu_online(c->id, true);
		sched_idle_once(false);
	}
	rcu_eqs_enter(c);
	__atomic_store_n(&c->online, false, __ATOMIC_RELEASE);
}

static int cpu_up(unsigned int id)
{
	struct task_struct *idle = idle_task_create(id);
	int err;

	if (!idle)
		return -ENOMEM;
	cpus[id].idle = idle;
	sched_cpu_init(id, idle);
	err = arch_cpu_start(id, idle);
	if (err) {
		idle_task_free(idle);
		cpus[id].idle = NULL;
		return err;
	}
	while (!__atomic_load_n(&cpus[id].online, __ATOMIC_ACQUIRE))
		arch_cpu_relax();
	return 0;
}

int smp_init(void)
{
	for (unsigned int id = 1; id < nr_declared; id++) {
		int err = cpu_up(id);

		if (err) {
			smp_exit();
			return err;
		}
	}
	return 0;
}

/* => every task but the idle ones is gone; boot task. */
void smp_exit(void)
{
	for (unsigned int id = 1; id < nr_declared; id++) {
		struct cpu *c = &cpus[id];

		if (!c->idle)
			continue;
		__atomic_store_n(&c->stopping, true, __ATOMIC_RELEASE);
		cpu_set_pending(c, CPU_PENDING_RESCHED);
		arch_cpu_kick(id);
		while (__atomic_load_n(&c->online, __ATOMIC_ACQUIRE))
			arch_cpu_relax();
		idle_task_free(c->idle);
		c->idle = NULL;
		timers_adopt(id);
		hrtimers_adopt(id);
		rcu_adopt(id);
	}
}

struct device;
static struct device *cpu_devices[NR_CPUS];
struct device *get_cpu_device(unsigned int cpu)
{
	return cpu < nr_declared ? cpu_devices[cpu] : NULL;
}
EXPORT_SYMBOL_GPL(get_cpu_device);
