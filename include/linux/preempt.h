/* SPDX-License-Identifier: MIT */
/*
 * preempt_count: why the running code may not be switched away from, and in which context it
 * runs. Linux's layout: bits 0-7 preempt_disable depth, 8-15 softirq (bit 8: serving one,
 * 0x200 a bh-disabled section), 16-19 hard interrupt, 20-23 NMI.
 */
#ifndef LINUX_PREEMPT_H
#define LINUX_PREEMPT_H

#include <ferrite/cpu.h>
#include <linux/compiler.h>
#include <linux/thread_info.h>

#define PREEMPT_BITS	       8
#define SOFTIRQ_BITS	       8
#define HARDIRQ_BITS	       4
#define NMI_BITS	       4
#define PREEMPT_SHIFT	       0
#define SOFTIRQ_SHIFT	       8
#define HARDIRQ_SHIFT	       16
#define NMI_SHIFT	       20
#define PREEMPT_MASK	       0x000000ff
#define SOFTIRQ_MASK	       0x0000ff00
#define HARDIRQ_MASK	       0x000f0000
#define NMI_MASK	       0x00f00000
#define PREEMPT_OFFSET	       1
#define SOFTIRQ_OFFSET	       0x100
#define HARDIRQ_OFFSET	       0x10000
#define NMI_OFFSET	       0x100000
#define SOFTIRQ_DISABLE_OFFSET (2 * SOFTIRQ_OFFSET)

static __always_inline int preempt_count(void)
{
	return current_thread_info()->preempt_count;
}

#define nmi_count()		(preempt_count() & NMI_MASK)
#define hardirq_count()		(preempt_count() & HARDIRQ_MASK)
#define softirq_count()		(preempt_count() & SOFTIRQ_MASK)
#define irq_count()		(preempt_count() & (NMI_MASK | HARDIRQ_MASK | SOFTIRQ_MASK))
#define in_nmi()		(!!nmi_count())
#define in_hardirq()		(!!hardirq_count())
#define in_irq()		in_hardirq()
#define in_serving_softirq()	(!!(softirq_count() & SOFTIRQ_OFFSET))
#define in_softirq()		(!!softirq_count())
#define in_interrupt()		(!!irq_count())
#define in_task()		(!(preempt_count() & (NMI_MASK | HARDIRQ_MASK | SOFTIRQ_OFFSET)))
#define in_atomic()		(preempt_count() != 0)
#define in_atomic_preempt_off() (preempt_count() != PREEMPT_OFFSET)
#define preemptible()		(preempt_count() == 0 && !current_thread_info()->irqs_off)

static __always_inline void preempt_count_add(int v)
{
	current_thread_info()->preempt_count += v;
}
static __always_inline void preempt_count_sub(int v)
{
	current_thread_info()->preempt_count -= v;
}
#define __preempt_count_add(v) preempt_count_add(v)
#define __preempt_count_sub(v) preempt_count_sub(v)
#define preempt_count_inc()    preempt_count_add(1)
#define preempt_count_dec()    preempt_count_sub(1)

/* Module code becomes atomic here: for reports of what it must not do then (kernel/might_sleep.c).
 */
void __atomic_noted(void);
#ifdef MODULE
#define note_atomic() __atomic_noted()
#else
#define note_atomic() barrier()
#endif

/* Stay on this CPU and do not let another task run on it. Nests. Any context. */
#define preempt_disable()            \
	do {                         \
		preempt_count_inc(); \
		note_atomic();       \
	} while (0)

#define preempt_enable_no_resched()  \
	do {                         \
		barrier();           \
		preempt_count_dec(); \
	} while (0)
#define sched_preempt_enable_no_resched() preempt_enable_no_resched()

/* Undo one preempt_disable. A schedule point when the count becomes 0. */
#define preempt_enable()                                         \
	do {                                                     \
		barrier();                                       \
		if (--current_thread_info()->preempt_count == 0) \
			cpu_poll();                              \
	} while (0)

#define preempt_disable_notrace()	    preempt_disable()
#define preempt_enable_notrace()	    preempt_enable()
#define preempt_enable_no_resched_notrace() preempt_enable_no_resched()
#define preempt_check_resched()		    cpu_poll()
#define preempt_set_need_resched()	    set_thread_flag(TIF_NEED_RESCHED)

/* Stay on this CPU but remain preemptible. Nests. May not be held across task exit. */
void migrate_disable(void);
void migrate_enable(void);

#endif
