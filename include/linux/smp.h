/* SPDX-License-Identifier: MIT */
/*
 * Which CPU this is, and calls to other CPUs. smp_call_function*: interrupts on; the function
 * runs in hard interrupt context on the other CPU. kernel/smp.c.
 */
#ifndef LINUX_SMP_H
#define LINUX_SMP_H

#include <asm/arch_tls.h>
#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/list.h>
#include <linux/llist.h>
#include <linux/preempt.h>
#include <linux/types.h>

typedef void (*smp_call_func_t)(void *info);
typedef bool (*smp_cond_func_t)(int cpu, void *info);

struct __call_single_data {
	struct list_head node;
	unsigned int flags; /* bit 0: queued */
	smp_call_func_t func;
	void *info;
};
typedef struct __call_single_data call_single_data_t;
#define CSD_INIT(_func, _info)                   \
	{                                        \
		.func = (_func), .info = (_info) \
	}
#define INIT_CSD(_csd, _func, _info) (*(_csd) = (call_single_data_t)CSD_INIT(_func, _info))

#define raw_smp_processor_id() (arch_tls.cpu_id)
/* Reported when the task could move to another CPU meanwhile (Linux's DEBUG_PREEMPT). */
unsigned int debug_smp_processor_id(void);
#ifdef MODULE
#define smp_processor_id() debug_smp_processor_id()
#else
#define smp_processor_id() raw_smp_processor_id()
#endif
#define __smp_processor_id() raw_smp_processor_id()
#define get_cpu()                       \
	({                              \
		preempt_disable();      \
		raw_smp_processor_id(); \
	})
#define put_cpu() preempt_enable()

extern unsigned int total_cpus;
/* 0, -ENXIO when @cpuid is not online. @wait: until it has run. */
int smp_call_function_single(int cpuid, smp_call_func_t func, void *info, int wait);
int smp_call_function_single_async(int cpu, call_single_data_t *csd);
int smp_call_function_any(const struct cpumask *mask, smp_call_func_t func, void *info, int wait);
void smp_call_function(smp_call_func_t func, void *info, int wait);
void smp_call_function_many(const struct cpumask *mask, smp_call_func_t func, void *info,
			    bool wait);
void on_each_cpu_cond_mask(smp_cond_func_t cond_func, smp_call_func_t func, void *info, bool wait,
			   const struct cpumask *mask);
/* On every online CPU, this one included. */
void on_each_cpu(smp_call_func_t func, void *info, int wait);
void on_each_cpu_mask(const struct cpumask *mask, smp_call_func_t func, void *info, bool wait);
void on_each_cpu_cond(smp_cond_func_t cond_func, smp_call_func_t func, void *info, bool wait);
void kick_all_cpus_sync(void);
void wake_up_all_idle_cpus(void);
int smp_call_on_cpu(unsigned int cpu, int (*func)(void *), void *par, bool phys);
void smp_send_reschedule(int cpu);

#endif
