/* SPDX-License-Identifier: MIT */
/*
 * The inline half of arch.h on the hosted port: who runs here.
 *
 * A kernel task is a host thread, so the running task is a thread-local constant; the CPU and
 * its per-CPU offset change only while the task is switched out. Initial-exec TLS: one
 * segment-relative load, in the core and in modules alike (the object lives in the executable,
 * whose own code knows the offset when it is linked).
 */
#ifndef ASM_ARCH_TLS_H
#define ASM_ARCH_TLS_H

struct task_struct;
struct cpu;

struct arch_tls {
	struct task_struct *task;
	struct cpu *cpu;
	unsigned long percpu_offset; /* this CPU's copy of p is at p + percpu_offset */
	unsigned int cpu_id;
	unsigned int node_id;
};

#ifdef MODULE
extern __thread struct arch_tls arch_tls __attribute__((tls_model("initial-exec")));
#else
extern __thread struct arch_tls arch_tls __attribute__((tls_model("local-exec")));
#endif

#endif
