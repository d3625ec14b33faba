/* SPDX-License-Identifier: MIT */
/*
 * /proc/stat and /proc/uptime: where the CPUs' time went, in hundredths of a second of machine
 * time, and how often things happened. User code runs outside the machine and costs it nothing.
 */
#include "views.h"

#include <linux/cpumask.h>
#include <linux/interrupt.h>
#include <linux/kernel_stat.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/sched.h>
#include <linux/timekeeping.h>
#include "arch/arch.h"

#define USER_HZ 100

/* The columns of a "cpu" line; the enum's order is another. */
static const enum cpu_usage_stat columns[] = {
	CPUTIME_USER, CPUTIME_NICE,    CPUTIME_SYSTEM, CPUTIME_IDLE,  CPUTIME_IOWAIT,
	CPUTIME_IRQ,  CPUTIME_SOFTIRQ, CPUTIME_STEAL,  CPUTIME_GUEST, CPUTIME_GUEST_NICE,
};

static u64 ticks(u64 ns)
{
	return div_u64(ns, NSEC_PER_SEC / USER_HZ);
}

static void show_times(struct seq_file *m, const struct kernel_cpustat *times)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(columns); i++)
		seq_printf(m, " %llu", ticks(times->cpustat[columns[i]]));
	seq_putc(m, '\n');
}

static void cpu_lines(struct seq_file *m)
{
	struct kernel_cpustat sum = {{0}}, one;
	int cpu, i;

	for_each_possible_cpu (cpu) {
		kcpustat_cpu_fetch(&one, cpu);
		for (i = 0; i < NR_STATS; i++)
			sum.cpustat[i] += one.cpustat[i];
	}
	seq_puts(m, "cpu ");
	show_times(m, &sum);
	for_each_online_cpu (cpu) {
		kcpustat_cpu_fetch(&one, cpu);
		seq_printf(m, "cpu%d", cpu);
		show_times(m, &one);
	}
}

static void softirq_line(struct seq_file *m)
{
	u64 count[NR_SOFTIRQS] = {0}, sum = 0;
	int cpu, i;

	for_each_possible_cpu (cpu) {
		for (i = 0; i < NR_SOFTIRQS; i++) {
			count[i] += kstat_softirqs_cpu(i, cpu);
			sum += kstat_softirqs_cpu(i, cpu);
		}
	}
	seq_printf(m, "softirq %llu", sum);
	for (i = 0; i < NR_SOFTIRQS; i++)
		seq_printf(m, " %llu", count[i]);
	seq_putc(m, '\n');
}

static int stat_show(struct seq_file *m, void *v)
{
	u64 irqs = 0;
	int cpu;

	cpu_lines(m);
	for_each_possible_cpu (cpu)
		irqs += kstat_cpu_irqs_sum(cpu);
	seq_printf(m, "intr %llu\n", irqs); /* no interrupt has a line of its own */
	seq_printf(m, "ctxt %llu\n", nr_context_switches());
	seq_printf(m, "btime %llu\n", div_u64(arch_epoch_ns(), NSEC_PER_SEC));
	seq_printf(m, "processes %llu\n", nr_processes_created());
	seq_printf(m, "procs_running %u\n", nr_running_tasks());
	seq_printf(m, "procs_blocked %u\n", nr_blocked_tasks());
	softirq_line(m);
	return 0;
}

static int uptime_show(struct seq_file *m, void *v)
{
	u64 up = ticks(ktime_get_boottime_ns()), idle = 0;
	int cpu;

	for_each_possible_cpu (cpu)
		idle += get_idle_time_ns(cpu);
	idle = ticks(idle);
	seq_printf(m, "%llu.%02llu %llu.%02llu\n", up / USER_HZ, up % USER_HZ, idle / USER_HZ,
		   idle % USER_HZ);
	return 0;
}

const struct proc_view proc_view_stat = {.name = "stat", .show = stat_show};
const struct proc_view proc_view_uptime = {.name = "uptime", .show = uptime_show};
