/* SPDX-License-Identifier: MIT */
/*
 * What a machine that cannot go on still knows, for whoever reports its end. Embedding API: no
 * kernel types. Calls are made in the handler of a signal, by the thread that was stopped.
 */
#ifndef FERRITE_CRASH_H
#define FERRITE_CRASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "defect.h"

struct ferrite_context {
	int pid;	 /* of the running task; -1: this thread runs none */
	char comm[16];
	unsigned int cpu;
	uint64_t client; /* of task_set_client(): the call that it carries out; 0: none */
	uint64_t step;	 /* lib/step.h */
	uint64_t ns;	 /* the machine's clock */
	unsigned int preempt_count;
	bool irqs_off;
};

/* Who runs on the calling thread. Plain loads; takes no lock. */
void ferrite_context(struct ferrite_context *c);

/*
 * Nothing else shall run on the calling thread's CPU from here on: no interrupt, no preemption. The
 * machine is not expected to go on.
 */
void ferrite_crash_begin(void);

/*
 * Explain a bad access to @addr: sets kind, head and notes of @d, which was begun. @what: the
 * kind of access, "read of". May take locks that the stopped code holds, and fault.
 */
void ferrite_crash_explain(struct ferrite_defect *d, uintptr_t addr, const char *what);

/* The address that Linux would show for this one. */
uint64_t ferrite_canonical(uintptr_t addr);

enum ferrite_hung {
	FERRITE_HUNG_NONE,   /* nobody waits */
	FERRITE_HUNG_SOFT,   /* interruptibly: a signal would end it */
	FERRITE_HUNG,	     /* for what only a client's call could bring, if anything can */
	FERRITE_HUNG_CIRCLE, /* for each other: nothing can end it */
};

/*
 * Who waits without end, as one finding: tasks in uninterruptible sleep; if there are none, or with
 * @all, those whom a module lets wait interruptibly, too. For the stall op of <ferrite/api.h>, or when no vCPU runs.
 */
enum ferrite_hung ferrite_hung_tasks(struct ferrite_defect *d, bool all);

/* Have external events been posted that no vCPU has taken? */
bool ferrite_events_waiting(void);

/*
 * The host's id of a thread that carries a running task; 0: every CPU is idle. Any thread. Such
 * a thread takes SIGXCPU.
 */
int ferrite_running_thread(void);

/* The stack of the calling thread's task; false: it has none. */
bool ferrite_stack_bounds(uintptr_t *lo, uintptr_t *hi);
/*
 * From now on tasks may not go deeper than THREAD_SIZE: that faults. The caller handles SIGSEGV and
 * lets the core, and nobody else, go deeper by ferrite_stack_open(@addr), which returns false when
 * @addr is not there. Before ferrite_machine_create.
 */
void ferrite_stack_guard(void);
bool ferrite_stack_open(uintptr_t addr);
/* Is @addr below what the calling thread's task may use? */
bool ferrite_stack_in_zone(uintptr_t addr);

#endif
