/* SPDX-License-Identifier: MIT */
/* CPUs as objects. struct cpu itself is <ferrite/cpu.h>'s. */
#ifndef LINUX_CPU_H
#define LINUX_CPU_H

#include <ferrite/cpu.h>
#include <linux/cpuhotplug.h>
#include <linux/cpumask.h>

struct device;

/* The CPU's own structure; NULL for a number that was not declared. */
struct cpu *cpu_of(unsigned int id);
struct device *get_cpu_device(unsigned int cpu);
static inline void cpus_read_lock(void)
{
}
static inline void cpus_read_unlock(void)
{
}
static inline int cpus_read_trylock(void)
{
	return 1;
}
static inline void cpus_write_lock(void)
{
}
static inline void cpus_write_unlock(void)
{
}
#define lockdep_assert_cpus_held() \
	do {                       \
	} while (0)
#define get_online_cpus() cpus_read_lock()
#define put_online_cpus() cpus_read_unlock()
#define cpu_hotplug_disable() \
	do {                  \
	} while (0)
#define cpu_hotplug_enable() \
	do {                 \
	} while (0)

#endif
