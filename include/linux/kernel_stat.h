/* SPDX-License-Identifier: MIT */
/* CPU time and interrupt counts, for /proc/stat. kernel/sched_stat.c. */
#ifndef LINUX_KERNEL_STAT_H
#define LINUX_KERNEL_STAT_H

#include <linux/interrupt.h>
#include <linux/types.h>

enum cpu_usage_stat {
	CPUTIME_USER,
	CPUTIME_NICE,
	CPUTIME_SYSTEM,
	CPUTIME_SOFTIRQ,
	CPUTIME_IRQ,
	CPUTIME_IDLE,
	CPUTIME_IOWAIT,
	CPUTIME_STEAL,
	CPUTIME_GUEST,
	CPUTIME_GUEST_NICE,
	NR_STATS,
};
struct kernel_cpustat {
	u64 cpustat[NR_STATS]; /* ns */
};
/* Times of @cpu since boot, in ns. Any context. */
void kcpustat_cpu_fetch(struct kernel_cpustat *dst, int cpu);
unsigned int kstat_softirqs_cpu(unsigned int irq, int cpu);
u64 kstat_cpu_irqs_sum(unsigned int cpu);
u64 nr_processes_created(void);
u64 get_idle_time_ns(int cpu);

#endif
