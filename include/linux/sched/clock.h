/* SPDX-License-Identifier: MIT */
#ifndef LINUX_SCHED_CLOCK_H
#define LINUX_SCHED_CLOCK_H
#include <linux/types.h>
#include <linux/smp.h>
/* Nanoseconds since boot; the machine's one clock. Any context. */
u64 sched_clock(void);
u64 local_clock(void);
u64 cpu_clock(int cpu);
u64 running_clock(void);
#define sched_clock_cpu(cpu) sched_clock()
#endif
