/* SPDX-License-Identifier: MIT */
/* Contexts, and the brackets that kernel/softirq.c puts around interrupt work. */
#ifndef LINUX_HARDIRQ_H
#define LINUX_HARDIRQ_H

#include <linux/bottom_half.h>
#include <linux/irqflags.h>
#include <linux/preempt.h>

void irq_enter(void);
/* Runs pending softirqs when the interrupted code allows them. */
void irq_exit(void);
/* Wait until no interrupt handler of @irq runs: interrupts are polled, so none can on return. */
void synchronize_irq(unsigned int irq);
bool synchronize_hardirq(unsigned int irq);

#endif
