/* SPDX-License-Identifier: MIT */
/*
 * /proc/stat and /proc/uptime: where the CPUs' time went, in hundredths of a second.
 *
 * A CPU is idle (it waits in arch_cpu_idle) or runs the kernel; user code runs outside the
 * machine and costs it nothing. There are no interrupt lines, so "intr" counts none.
 */
#include "views.h"

#include <linux/cpu.h>
#include <linux/cpumask.h>
#include <linux/kernel_stat.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/sched.h>
#include <linux/timekeeping.h>
#include "arch/arch.h"

#define USER_HZ 100

static u64 ticks(u64 ns)
{
	return div_u64(ns, NSEC_PER_SEC / USER_HZ);
}

static u64 cpu_idle(int cpu)
{
	return READ_ONCE(cpu_of(cpu)->idle_ns);
}

/* user nice system idle iowait irq softirq steal guest guest_nice */
static void cpu_line(struct seq_file *m, u64 up, u64 idle)
{
	u64 system = up > idle ? up - idle : 0;

	seq_printf(m, " 0 0 %llu %llu 0 0 0 0 0 0\n", ticks(system), ticks(idle));
}

static int stat_show(struct seq_file *m, void *v)
{
	u64 now = ktime_get_boottime_ns(), idle = 0;
	int cpu;

	for_each_online_cpu(cpu)
		idle += cpu_idle(cpu);
	seq_puts(m, "cpu ");
	cpu_line(m, now * num_online_cpus(), idle);
	for_each_online_cpu(cpu) {
		seq_printf(m, "cpu%d", cpu);
		cpu_line(m, now, cpu_idle(cpu));
	}
	seq_puts(m, "intr 0\n");
	seq_printf(m, "ctxt %llu\n", nr_context_switches());
	seq_printf(m, "btime %llu\n", div_u64(arch_epoch_ns(), NSEC_PER_SEC));
	seq_printf(m, "processes %lu\n", total_forks);
	seq_printf(m, "procs_running %u\n", nr_running_tasks());
	seq_printf(m, "procs_blocked %u\n", nr_blocked_tasks());
	return 0;
}

static int uptime_show(struct seq_file *m, void *v)
{
	u64 now = ticks(ktime_get_boottime_ns()), idle = 0;
	int cpu;

	for_each_online_cpu(cpu)
		idle += cpu_idle(cpu);
	idle = ticks(idle);
	seq_printf(m, "%llu.%02llu %llu.%02llu\n", now / USER_HZ, now % USER_HZ, idle / USER_HZ,
		   idle % USER_HZ);
	return 0;
}

const struct proc_view proc_view_stat = {.name = "stat", .show = stat_show};
const struct proc_view proc_view_uptime = {.name = "uptime", .show = uptime_show};
