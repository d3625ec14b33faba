/* SPDX-License-Identifier: MIT */
/* Run a function in hard interrupt context, soon, on this CPU. kernel/smp.c. */
#ifndef LINUX_IRQ_WORK_H
#define LINUX_IRQ_WORK_H

#include <linux/smp.h>

struct irq_work {
	call_single_data_t csd;
	void (*func)(struct irq_work *);
};
#define IRQ_WORK_INIT(_func)    \
	{                       \
		.func = (_func) \
	}
#define DEFINE_IRQ_WORK(name, _f) struct irq_work name = IRQ_WORK_INIT(_f)
static inline void init_irq_work(struct irq_work *work, void (*func)(struct irq_work *))
{
	*work = (struct irq_work)IRQ_WORK_INIT(func);
}
/* false when it was already queued. Any context. */
bool irq_work_queue(struct irq_work *work);
bool irq_work_queue_on(struct irq_work *work, int cpu);
void irq_work_sync(struct irq_work *work);

#endif
