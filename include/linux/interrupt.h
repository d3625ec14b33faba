/* SPDX-License-Identifier: MIT */
/*
 * Softirqs, tasklets and interrupt handlers: kernel/softirq.c, kernel/irq.c. The machine has no
 * devices of its own that interrupt; lines are raised by software (generic_handle_irq), and the
 * handler runs in hard interrupt context at the raising CPU's next schedule point.
 */
#ifndef LINUX_INTERRUPT_H
#define LINUX_INTERRUPT_H

#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/bottom_half.h>
#include <linux/cpumask.h>
#include <linux/hardirq.h>
#include <linux/irqreturn.h>
#include <linux/types.h>

enum {
	HI_SOFTIRQ = 0,
	TIMER_SOFTIRQ,
	NET_TX_SOFTIRQ,
	NET_RX_SOFTIRQ,
	BLOCK_SOFTIRQ,
	IRQ_POLL_SOFTIRQ,
	TASKLET_SOFTIRQ,
	SCHED_SOFTIRQ,
	HRTIMER_SOFTIRQ,
	RCU_SOFTIRQ,
	NR_SOFTIRQS
};
struct softirq_action {
	void (*action)(struct softirq_action *);
};
void open_softirq(int nr, void (*action)(struct softirq_action *));
/* Mark softirq @nr of this CPU: it runs when interrupts and bottom halves allow. Any context. */
void raise_softirq(unsigned int nr);
void raise_softirq_irqoff(unsigned int nr);
void __raise_softirq_irqoff(unsigned int nr);
u32 local_softirq_pending(void);
void do_softirq(void);

struct tasklet_struct {
	struct tasklet_struct *next;
	unsigned long state;
	atomic_t count; /* > 0: disabled */
	bool use_callback;
	union {
		void (*func)(unsigned long data);
		void (*callback)(struct tasklet_struct *t);
	};
	unsigned long data;
};
enum {
	TASKLET_STATE_SCHED,
	TASKLET_STATE_RUN,
};
#define DECLARE_TASKLET(name, _callback) \
	struct tasklet_struct name = {   \
		.count = ATOMIC_INIT(0), \
		.callback = _callback,   \
		.use_callback = true,    \
	}
#define DECLARE_TASKLET_DISABLED(name, _callback) \
	struct tasklet_struct name = {            \
		.count = ATOMIC_INIT(1),          \
		.callback = _callback,            \
		.use_callback = true,             \
	}
#define DECLARE_TASKLET_OLD(name, _func) \
	struct tasklet_struct name = {   \
		.count = ATOMIC_INIT(0), \
		.func = _func,           \
	}
#define DECLARE_TASKLET_DISABLED_OLD(name, _func) \
	struct tasklet_struct name = {            \
		.count = ATOMIC_INIT(1),          \
		.func = _func,                    \
	}
#define from_tasklet(var, callback_tasklet, tasklet_fieldname) \
	container_of(callback_tasklet, typeof(*var), tasklet_fieldname)
void tasklet_init(struct tasklet_struct *t, void (*func)(unsigned long), unsigned long data);
void tasklet_setup(struct tasklet_struct *t, void (*callback)(struct tasklet_struct *));
/* Run it once, soon, on this CPU; nothing when it is already scheduled. Any context. */
void tasklet_schedule(struct tasklet_struct *t);
void tasklet_hi_schedule(struct tasklet_struct *t);
/* Wait until it is neither scheduled nor running. Task context, may sleep. */
void tasklet_kill(struct tasklet_struct *t);
void tasklet_unlock_wait(struct tasklet_struct *t);
static inline void tasklet_disable_nosync(struct tasklet_struct *t)
{
	atomic_inc(&t->count);
	smp_mb();
}
static inline void tasklet_disable(struct tasklet_struct *t)
{
	tasklet_disable_nosync(t);
	tasklet_unlock_wait(t);
	smp_mb();
}
#define tasklet_disable_in_atomic(t) tasklet_disable(t)
void tasklet_enable(struct tasklet_struct *t);

#define IRQF_TRIGGER_NONE    0x00000000
#define IRQF_TRIGGER_RISING  0x00000001
#define IRQF_TRIGGER_FALLING 0x00000002
#define IRQF_TRIGGER_HIGH    0x00000004
#define IRQF_TRIGGER_LOW     0x00000008
#define IRQF_SHARED	     0x00000080
#define IRQF_PROBE_SHARED    0x00000100
#define IRQF_ONESHOT	     0x00002000
#define IRQF_NO_SUSPEND	     0x00004000
#define IRQF_NO_THREAD	     0x00010000
#define IRQF_NO_AUTOEN	     0x00080000
#define IRQ_NOTCONNECTED     (1U << 31)

typedef irqreturn_t (*irq_handler_t)(int, void *);
/* 0, -EBUSY when the line is taken and not shared, -EINVAL. May sleep. */
int __must_check request_threaded_irq(unsigned int irq, irq_handler_t handler,
				      irq_handler_t thread_fn, unsigned long flags,
				      const char *name, void *dev);
static inline int __must_check request_irq(unsigned int irq, irq_handler_t handler,
					   unsigned long flags, const char *name, void *dev)
{
	return request_threaded_irq(irq, handler, NULL, flags, name, dev);
}
const void *free_irq(unsigned int irq, void *dev);
void disable_irq(unsigned int irq);
void disable_irq_nosync(unsigned int irq);
void enable_irq(unsigned int irq);
/* Raise line @irq: its handlers run in hard interrupt context. 0, or -EINVAL. Any context. */
int generic_handle_irq(unsigned int irq);
#define generic_handle_irq_safe(irq) generic_handle_irq(irq)

#endif
