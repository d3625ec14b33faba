/* SPDX-License-Identifier: MIT */
/*
 * struct cpu: one virtual CPU, and cpu_poll(), the schedule point.
 *
 * Free of kernel types: the port and modules' inlines read it. What a subsystem keeps per CPU
 * is in that subsystem's own array, indexed by id (kernel/ and lib/sync say which).
 *
 * How a schedule point stays cheap: @poll_left counts the points that may pass before somebody
 * must look (the seed's next switch, the next timer, the next jiffy). A point is a decrement
 * and a load; cpu_poll_slow() does the rest, and only there do interrupts, softirqs, timers
 * and preemption happen. A point costs 1 us of virtual time, @poll_granted - @poll_left of
 * which are not yet in the port's clock.
 */
#ifndef FERRITE_CPU_H
#define FERRITE_CPU_H

#include <asm/arch_tls.h>
#include <stdint.h>

struct task_struct;

/* Bits of cpu->pending: why the slow half should look at once. */
#define CPU_PENDING_IPI	    0x01u /* smp_call_function queue is not empty */
#define CPU_PENDING_RESCHED 0x02u /* a task was put on this CPU's run queue */
#define CPU_PENDING_TIMER   0x04u /* another CPU changed this CPU's timers, or one is due */
#define CPU_PENDING_RCU	    0x08u /* a grace period waits for this CPU */
#define CPU_PENDING_EVENT   0x10u /* external events wait (arch_event_take) */
#define CPU_PENDING_SEED    0x20u /* the seed asks for a preemption here */
#define CPU_PENDING_SOFTIRQ 0x40u /* softirqs were raised outside interrupt context */

struct cpu {
	int poll_left;	      /* points until cpu_poll_slow(); this CPU only */
	unsigned int pending; /* CPU_PENDING_*; atomic, any CPU sets bits */
	int poll_granted;     /* value of poll_left when it was last set */
	unsigned int id;
	unsigned int node;
	_Bool online;
	_Bool stopping;		  /* cpu_idle_loop() should return; set by the boot task */
	_Bool in_eqs;		  /* idle as RCU sees it; atomic */
	uint64_t next_event_ns;	  /* earliest timer of this CPU, UINT64_MAX: none; this CPU only */
	struct task_struct *curr; /* runs here; this CPU only, others read it for views */
	struct task_struct *idle; /* runs when nothing else can */
	unsigned long percpu_offset;
	void *arch;	  /* the port's vCPU */
	uint64_t idle_ns; /* time in arch_cpu_idle, for /proc/stat and /proc/uptime */
	uint64_t nr_switches;
	uint64_t nr_polls_slow;
};

/* The slow half: kernel/softirq.c. Interrupts, softirqs and preemption as the context allows. */
void cpu_poll_slow(void);

/* A schedule point: any context, any lock held. */
static inline __attribute__((always_inline)) void cpu_poll(void)
{
	struct cpu *c = arch_tls.cpu;

	if (__builtin_expect(--c->poll_left <= 0, 0) ||
	    __builtin_expect(__atomic_load_n(&c->pending, __ATOMIC_RELAXED) != 0, 0))
		cpu_poll_slow();
}

/* Ask that @c's next schedule point be the slow one; any context. */
static inline void cpu_set_pending(struct cpu *c, unsigned int bits)
{
	__atomic_fetch_or(&c->pending, bits, __ATOMIC_SEQ_CST);
}

#endif
