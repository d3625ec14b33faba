/* SPDX-License-Identifier: MIT */
/*
 * Interrupt enable of the running CPU. Interrupts are taken at schedule points only
 * (docs/scheduling.md), so that switching them off is a plain store. The state belongs to the
 * task while it runs; schedule() returns with interrupts on, as Linux's does.
 */
#ifndef LINUX_IRQFLAGS_H
#define LINUX_IRQFLAGS_H

#include <linux/preempt.h>

#define irqs_disabled()		   (current_thread_info()->irqs_off != 0)
#define irqs_disabled_flags(flags) ((flags) != 0)

#define local_irq_disable()                          \
	do {                                         \
		current_thread_info()->irqs_off = 1; \
		note_atomic();                       \
	} while (0)

/* A schedule point: interrupts that arrived meanwhile run here. */
#define local_irq_enable()                           \
	do {                                         \
		barrier();                           \
		current_thread_info()->irqs_off = 0; \
		cpu_poll();                          \
	} while (0)

#define local_save_flags(flags) ((flags) = (unsigned long)current_thread_info()->irqs_off)

#define local_irq_save(flags)            \
	do {                             \
		local_save_flags(flags); \
		local_irq_disable();     \
	} while (0)

#define local_irq_restore(flags)                                \
	do {                                                    \
		barrier();                                      \
		current_thread_info()->irqs_off = (int)(flags); \
		if (!(flags))                                   \
			cpu_poll();                             \
	} while (0)

#define raw_local_irq_disable()	     local_irq_disable()
#define raw_local_irq_enable()	     local_irq_enable()
#define raw_local_irq_save(flags)    local_irq_save(flags)
#define raw_local_irq_restore(flags) local_irq_restore(flags)
#define raw_irqs_disabled()	     irqs_disabled()
#define safe_halt()		     cpu_relax()

#endif
