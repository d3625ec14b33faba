/* SPDX-License-Identifier: MIT */
/*
 * Defects and audits as the program around a machine sees them. Embedding API: no kernel
 * types. The core's own side is lib/defect.h.
 *
 * A finding is passed on as numbers and facts, not as finished text: code addresses are
 * the process's own, so that whoever prints the finding can name source lines from the debug
 * information, which the machine does not have.
 */
#ifndef FERRITE_DEFECT_H
#define FERRITE_DEFECT_H

#include <stdbool.h>
#include <stddef.h>

/* Each kind's constant and its name: for people, suppressions and --json. */
#define FERRITE_DEFECT_KINDS(X)                                                                \
	X(DEFECT_WARN, "warning")	      /* WARN, WARN_ON */                              \
	X(DEFECT_BUG, "bug")		      /* BUG, BUG_ON, panic */                         \
	X(DEFECT_LEAK, "leak")		      /* memory left behind */                         \
	X(DEFECT_REGISTRATION, "left behind") /* a device, entry, timer, work, thread … */   \
	X(DEFECT_DOUBLE_FREE, "double free")                                                   \
	X(DEFECT_BAD_FREE, "bad free") /* foreign or interior address, wrong function */       \
	X(DEFECT_USE_AFTER_FREE, "use after free")                                             \
	X(DEFECT_OVERRUN, "overrun")		 /* written before or past an object */        \
	X(DEFECT_OUT_OF_BOUNDS, "out of bounds") /* an instrumented access (--asan) */         \
	X(DEFECT_BAD_PAGE, "bad page")                                                         \
	X(DEFECT_ATOMIC_SLEEP, "sleep in atomic context") /* a call that may sleep */          \
	X(DEFECT_LOCK, "locking")		   /* order, unlock by another, left locked */ \
	X(DEFECT_HANG, "hang")			   /* all tasks wait, or an endless loop */    \
	X(DEFECT_CACHE_BUSY, "cache still in use") /* destroyed with objects, or used later */ \
	X(DEFECT_CRASH, "crash")		   /* the machine process died */              \
	X(DEFECT_TEST, "failed test")		   /* a KUnit case of a module */              \
	X(DEFECT_COUNTER, "wrong counter")	   /* a recount disagrees */                   \
	X(DEFECT_USERCOPY, "usercopy") /* a copy to or from user memory leaves the object */   \
	X(DEFECT_INFOLEAK, "uninitialised memory") /* copied to user memory */                 \
	X(DEFECT_STACK, "stack overflow")	   /* deeper than THREAD_SIZE */               \
	X(DEFECT_USER_POINTER, "user pointer")	   /* used without copy_*_user */              \
	X(DEFECT_UNLOADED, "use after unload")	   /* code or data of a module */              \
	X(DEFECT_LIVE_OBJECT, "live object freed") /* an active timer, work, lock … */

#define DEFECT_CONSTANT(constant, name) constant,
enum defect_kind { FERRITE_DEFECT_KINDS(DEFECT_CONSTANT) NR_DEFECT_KINDS };
#undef DEFECT_CONSTANT

#define DEFECT_STACKS 3
#define DEFECT_DEPTH  16

/* One call stack and what it shows: "allocated", "freed", "in", "lock A was taken". */
struct defect_stack {
	char title[64];
	char comm[16]; /* of the task that ran; "" when unknown */
	int pid;       /* of the task that ran; 0: unknown */
	unsigned int nr;
	unsigned long pc[DEFECT_DEPTH]; /* return addresses, innermost first */
};

struct ferrite_defect {
	enum defect_kind kind;
	unsigned int nr_stacks;
	/* The code that is blamed; 0: the innermost frame of a module in stack[0]. A return
	 * address. */
	unsigned long where;
	/*
	 * The step (lib/step.h) just before which a debugger should stop; 0: unknown. @watch: the
	 * canonical address of the byte that was damaged afterwards, 0: none.
	 */
	unsigned long long step;
	unsigned long long watch;
	struct defect_stack stack[DEFECT_STACKS];
	char head[256]; /* one line, without place and kind: "1 object of 64 bytes, kmalloc-64" */
	char linux_text[256]; /* Linux's own line or lines for the same, "" when Linux has none */
	char notes[1280];     /* further facts, a line each */
};

/* "leak", "double free" …: for people and for suppressions. */
const char *defect_kind_name(enum defect_kind kind);

/*
 * Where findings go. Any context of the machine; it must not call back. NULL: only the log.
 */
void ferrite_defect_sink(void (*fn)(const struct ferrite_defect *defect));
/* Says whether an address is code of a module, loaded or unloaded; any context. NULL: none is. */
void ferrite_defect_modules(bool (*is_module)(unsigned long pc));

/*
 * Call ferrite_step_reached(), where a debugger can wait, just before step @step (lib/step.h);
 * 0: never. Before the machine is created, or while it stands still.
 */
void ferrite_step_await(unsigned long long step);

/* Report that something was left registered or in use. In a task. */
void ferrite_defect_left(const char *sentence);

/*
 * Look for everything that modules left behind, and recount what the machine counts. @is_ours
 * says whose calls count as a module's. Runs in a task, after the modules were unloaded.
 * Returns how many defects it found.
 */
unsigned long ferrite_audit(bool (*is_ours)(unsigned long caller));

/* Does a thread of a module live on that did not stop? Then the machine cannot be destroyed. */
bool ferrite_threads_stay(void);

#endif
