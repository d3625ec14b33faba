/* SPDX-License-Identifier: MIT */
/*
 * arch.h: everything that the core asks of the machine that it runs on.
 *
 * The core (mm/, lib/, kernel/, fs/) is compiled freestanding and calls nothing outside
 * itself except what this header names and memcpy, memmove, memset and memcmp; `make lint`
 * checks its undefined symbols against this file. There are two implementations:
 * arch/hosted (an ordinary process) and arch/metal (x86-64 without an operating system).
 *
 * Conventions, for every call unless its comment says otherwise:
 *   - it never allocates from the core's allocators and never calls back into the core;
 *   - it does not sleep (does not give up the vCPU);
 *   - addresses are kernel virtual addresses unless called pa (physical, bytes), pfn or uva;
 *   - a negative return is a Linux errno.
 *
 * The inline half of the contract, what must cost a load or two, is <asm/arch_tls.h>
 * in the implementation's own include folder: the running CPU, the running task, this
 * CPU's per-CPU offset.
 */
#ifndef ARCH_ARCH_H
#define ARCH_ARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ferrite_decl;
struct task_struct;
struct cpu;

/* ---- life of the machine (called by init/main.c only, by the boot task) ---- */

/* Reserve address windows, prepare vCPUs, make the caller the boot task's thread. */
int arch_machine_init(const struct ferrite_decl *decl);
/* Give everything back. => no task but the caller's exists. */
void arch_machine_exit(void);

/* ---- memory ---- */

/*
 * Where the windows are. Set by arch_machine_init, constant until arch_machine_exit.
 * On metal these are compile-time constants; on the hosted port the host chooses.
 */
extern uintptr_t arch_direct_base;  /* virtual address of physical 0 (the direct map) */
extern uintptr_t arch_direct_size;  /* bytes of the window */
extern uintptr_t arch_memmap_base;  /* struct page of pfn 0 */
extern uintptr_t arch_vmalloc_base; /* vmalloc window */
extern uintptr_t arch_vmalloc_size;

/* Back [pa, pa+len) of the direct map with zeroed RAM. Page aligned. Boot task or hot-plug lock. */
int arch_phys_online(uint64_t pa, uint64_t len);
void arch_phys_offline(uint64_t pa, uint64_t len);

/* Let [va, va + nr pages) show the physical pages @pfn[0..nr). Window: memmap or vmalloc. */
int arch_kernel_map(uintptr_t va, const uint64_t *pfn, size_t nr);
/* Physically contiguous form, used for the memory map. */
int arch_kernel_map_range(uintptr_t va, uint64_t pa, size_t bytes);
/* Make [va, va + nr pages) fault again. */
void arch_kernel_unmap(uintptr_t va, size_t nr);

/*
 * Memory for KASAN's shadow at the place that <asm/kasan.h> names: zero until it is written.
 * Negative when the host has no such address space. Boot task. Unmap gives it back, if mapped.
 */
int arch_shadow_map(void);
void arch_shadow_unmap(void);

/* ---- CPUs ---- */

/* Start a secondary CPU: its idle task @idle begins to run cpu_idle_loop() (an upcall). Boot task. */
int arch_cpu_start(unsigned int cpu, struct task_struct *idle);
/* A short pause inside a spin loop. In baton mode another vCPU gets the baton. */
void arch_cpu_relax(void);
/*
 * A schedule point: the place where, in baton mode, the seed may pass the baton to another
 * vCPU. Accounts the points since the last call (<ferrite/cpu.h>) and sets cpu->poll_left.
 * May set CPU_PENDING_EVENT and CPU_PENDING_SEED; interrupts are the core's (kernel/softirq.c).
 */
void arch_cpu_poll(void);
/*
 * Nothing is runnable on this vCPU. Returns when it was kicked, when an external event is
 * pending, or when arch_time_ns() has reached @deadline_ns (UINT64_MAX: no deadline).
 * Called by the idle task only, with no lock held.
 */
void arch_cpu_idle(uint64_t deadline_ns);
/*
 * Take the next external event (ferrite_post) that the port has decided to deliver.
 * false: none. Called by cpu_external_event().
 */
bool arch_event_take(void (**fn)(void *), void **arg);
/* Make @cpu leave arch_cpu_idle, or notice cpu->pending at its next poll. Any context. */
void arch_cpu_kick(unsigned int cpu);

/* ---- tasks ---- */

/* Prepare a context in which @task will call task_entry(task) (an upcall). May block the host. */
int arch_task_create(struct task_struct *task);
/*
 * Give this vCPU from @prev to @next. Returns, in @prev, when somebody switches back to it.
 * => called by the scheduler with preemption off and no spinlock but the run queue's,
 *    which @next releases (finish_task_switch, an upcall by the core's own code).
 */
void arch_switch_to(struct task_struct *prev, struct task_struct *next);
/* The context of a dead task, never switched to again, is freed. Not by the task itself. */
void arch_task_free(struct task_struct *task);

/* ---- time ---- */

/* Nanoseconds since the machine was created. Virtual in baton mode (docs/scheduling.md). */
uint64_t arch_time_ns(void);
/* Wall-clock seconds at creation, for ktime_get_real: fixed in baton mode. */
uint64_t arch_epoch_ns(void);
/* Time passes by @ns without giving up the vCPU (udelay, mdelay). */
void arch_delay_ns(uint64_t ns);

/* ---- user memory of the running task (docs/clients.md) ---- */

/*
 * Copy between kernel memory and the current task's user memory. Split at user pages;
 * return the number of bytes NOT copied (0: all), having copied every byte before the first
 * bad page. A task without user memory: nothing is copied. May block the host, not the vCPU.
 */
size_t arch_user_read(void *dst, uintptr_t uva, size_t n);
size_t arch_user_write(uintptr_t uva, const void *src, size_t n);

/* ---- platform ---- */

/* One whole line of log for people; @level is Linux's 0 (emergency) … 7 (debug). */
void arch_console_write(int level, const char *text, size_t n);
/* Return addresses of the caller's stack, innermost first; returns how many. No allocation. */
unsigned int arch_backtrace(uintptr_t *pc, unsigned int max);
/* The same of a task that is switched out, and stays so meanwhile. */
unsigned int arch_task_backtrace(struct task_struct *task, uintptr_t *pc, unsigned int max);
/* The running task's stack, [*lo, *hi). False: not known. */
bool arch_stack_bounds(uintptr_t *lo, uintptr_t *hi);
/* Is @addr inside the running machine's code or data (core or module)? For kernel_text_address. */
bool arch_is_kernel_text(uintptr_t addr);
/* The machine cannot go on. Never returns. */
void arch_panic(const char *message) __attribute__((noreturn));

/* ---- progress (include/ferrite/api.h says it at length) ---- */

/*
 * Between begin and end something that the outside waits for is inside the machine, so idle
 * time is jumped over instead of waited for. Counted; any context.
 */
void ferrite_busy_begin(void);
void ferrite_busy_end(void);

/* ---- upcalls: what the core provides to the port ---- */

/* Called by arch_machine_init: reset struct cpu and the boot task, and return that task. */
struct task_struct *cpu_boot_prepare(const struct ferrite_decl *decl);
struct cpu *cpu_of(unsigned int id); /* NULL: not declared */
/* What the embedder's user_read and user_write are given for @task; NULL: no user memory. */
void *task_user_context(struct task_struct *task);
void task_entry(struct task_struct *task);  /* first code of a new task */
void cpu_idle_loop(void);		    /* body of every idle task */
void cpu_external_event(void);		    /* run by a vCPU that left idle or polled: see kernel/softirq.c */

#endif
