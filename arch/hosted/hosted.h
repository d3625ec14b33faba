/* SPDX-License-Identifier: MIT */
/*
 * The hosted port's private header. The one folder of the core that includes libc; it knows
 * tasks only by their thread_info and CPUs by struct cpu, never kernel headers.
 *
 * Words: a *host thread* is a pthread of the pool that carries one task at a time (or the boot
 * thread); a *vCPU* is the right to run as CPU n, held by the host thread of its current
 * task; the *baton*, in baton mode, is the right to run at all.
 */
#ifndef ARCH_HOSTED_HOSTED_H
#define ARCH_HOSTED_HOSTED_H

#include <asm/arch_tls.h>
#include <asm/thread_info.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ferrite/api.h>
#include <ferrite/cpu.h>

#include "arch/arch.h"

#define HOST_STACK_BYTES (256u << 10)
#define HOST_GUARD_BYTES (64u << 10) /* a large frame must not step over it */
/*
 * What a task of Linux may use: THREAD_SIZE, and what our way from a thread to a driver's function
 * takes more than Linux's way from a system call does. Instrumented functions need more of it: with
 * KASAN Linux's THREAD_SIZE is twice as large too.
 */
#define HOST_TASK_STACK (((hosted.decl->kasan ? 32u : 16u) << 10) + 512)
#define HOST_PAGE	4096ul

struct vcpu;

struct host_thread {
	pthread_t pt;
	_Atomic uint32_t go;	  /* futex: 1 lets the thread run */
	_Atomic bool dead;	  /* its task was freed: back to the pool */
	_Atomic bool quit;	  /* leave the pool for good; set before go */
	bool boot;		  /* the thread that created the machine; not of the pool */
	struct task_struct *task; /* what it carries */
	struct vcpu *vcpu;	  /* where it runs, or will when let go */
	jmp_buf top;		  /* bottom of its stack, where a dead task's thread returns */
	uintptr_t stack_lo, stack_hi;
	uintptr_t stack_limit; /* end of what its task may use, stack.c; 0: not guarded */
	bool zone_open;	       /* the core went deeper than that */
	uintptr_t top_frame;   /* of thread_main; 0: the thread is not ours from the start */
	uintptr_t *fp;	       /* frame of its last switch */
	_Atomic bool waits;    /* to be let go */
	_Atomic int tid;       /* the host's */
	struct host_thread *next_free, *next_all; /* under the pool's mutex */
};

struct vcpu {
	struct cpu *cpu;
	struct host_thread *thread; /* holds this vCPU */
	_Atomic bool started;
	_Atomic bool idle;		    /* nothing to run: not a candidate for the baton */
	_Atomic uint32_t kick;		    /* parallel mode: futex of arch_cpu_idle */
	uint64_t deadline;		    /* while idle */
	_Atomic uint64_t parallel_deadline; /* parallel mode: the same, for the others */
};

/* What differs between baton and parallel mode. */
struct host_mode {
	void (*init)(uint64_t seed);
	void (*poll)(struct vcpu *v);
	void (*relax)(struct vcpu *v);
	void (*idle)(struct vcpu *v, uint64_t deadline);
	void (*kick)(struct vcpu *v);
	void (*cpu_start)(struct vcpu *v); /* let a new vCPU take part */
	void (*cpu_stop)(struct vcpu *v);  /* the caller's vCPU ends; returns at once */
	void (*resumed)(struct vcpu *v);   /* the vCPU was given to this thread */
	void (*event_posted)(void);	   /* any host thread */
	bool (*event_wanted)(void);	   /* may the caller's vCPU take an event (another one)? */
	void (*answered)(void); /* a request was answered, by a task of the caller's vCPU */
	uint64_t (*time_ns)(void);
	void (*delay)(struct vcpu *v, uint64_t ns);
};

extern const struct host_mode baton_mode, parallel_mode;

struct hosted {
	const struct host_mode *mode;
	const struct ferrite_decl *decl;
	struct vcpu vcpu[FERRITE_MAX_CPUS];
	int nr_cpus;
	struct host_thread boot;
	uint64_t start_ns; /* host's monotonic clock at creation */
};
extern struct hosted hosted;
extern struct ferrite_host_ops host_ops;

/* thread.c */
static inline struct thread_info *task_ti(struct task_struct *task)
{
	return (struct thread_info *)task;
}
static inline struct host_thread *task_thread(struct task_struct *task)
{
	return task_ti(task)->arch;
}
static inline struct vcpu *this_vcpu(void)
{
	return arch_tls.cpu->arch;
}
struct host_thread *host_thread_self(void);
void host_thread_let_go(struct host_thread *t);
void host_thread_wait(struct host_thread *self);
void host_thread_load_tls(struct host_thread *t);
void host_threads_exit(void);
int host_thread_boot_init(struct task_struct *boot);

/* event.c */
bool host_events_waiting(void);
unsigned int host_busy(void);
/* Changes with each post and each change of busy. */
uint32_t host_event_seq(void);
/* Sleep until that number is not @seq, or @ns passed (UINT64_MAX: no limit). Returns ns slept. */
uint64_t host_event_wait(uint32_t seq, uint64_t ns);
void host_events_exit(void);

/* platform.c */
void host_futex_wait(_Atomic uint32_t *word, uint32_t value, uint64_t timeout_ns);
void host_futex_wake(_Atomic uint32_t *word, int nr);
uint64_t host_mono_ns(void);

/* window.c */
int host_windows_init(const struct ferrite_decl *decl);
void host_windows_exit(void);
/* stack.c */
size_t host_stack_pad(uintptr_t frame);
void host_stack_guard(struct host_thread *t, uintptr_t frame);
void host_stack_rearm(struct host_thread *t);
/* shadow.c: nothing of [lo, hi), a stack that is used anew, is poisoned. */
void host_shadow_clean(uintptr_t lo, uintptr_t hi);

#endif
