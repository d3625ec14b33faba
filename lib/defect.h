/* SPDX-License-Identifier: MIT */
/*
 * Defects: what the running code did wrong with memory, as opposed to what it was refused.
 *
 * Every detector in the core reports here, once a finding, in one of two ways:
 *
 *	defect_report(kind, "text");		a line, and the running stack
 *
 *	struct ferrite_defect d;		a finding with a history
 *	defect_begin(&d, kind, "1 object of %zu bytes, %s", …);
 *	defect_linux(&d, "BUG %s: Right Redzone overwritten", …);
 *	defect_stack(&d, pc, nr, pid, "allocated");
 *	defect_place(&d, address);
 *	defect_end(&d);
 *
 * defect_end counts the finding, logs it (Linux's own lines first, so that people and scripts
 * that know them find them in the log) and passes it to the sink. The machine process sets a sink and
 * sends findings to the launcher, whose verdict they decide.
 *
 * None of these calls sleeps or allocates; any context. The struct is large (3 KiB): one on the stack of
 * the function that reports, which should be noinline.
 */
#ifndef LIB_DEFECT_H
#define LIB_DEFECT_H

#include <linux/compiler_types.h>
#include <linux/types.h>

#include <ferrite/defect.h>

typedef void (*defect_sink_t)(const struct ferrite_defect *d);

/* The head: one line that says what is wrong, without place and kind. */
__printf(3, 4) void defect_begin(struct ferrite_defect *d, enum defect_kind kind, const char *fmt,
				 ...);
/* Linux's own line for the same. Several calls: several lines. */
__printf(2, 3) void defect_linux(struct ferrite_defect *d, const char *fmt, ...);
/* A further fact, one line. */
__printf(2, 3) void defect_note(struct ferrite_defect *d, const char *fmt, ...);
/* Blame this return address instead of the first frame of the first stack. */
void defect_where(struct ferrite_defect *d, unsigned long pc);
/* Add a recorded stack; more than there is room for are left out. @pid 0: not known. */
__printf(5, 6) void defect_stack(struct ferrite_defect *d, const unsigned long *pc, unsigned int nr,
				 int pid, const char *fmt, ...);
/* The same for a handle of lib/stackdepot.h; nothing when no stack was recorded. */
void defect_recorded(struct ferrite_defect *d, u32 stack, int pid, const char *title);
/* Add the running stack, as the running task's. */
__printf(2, 3) void defect_here(struct ferrite_defect *d, const char *fmt, ...);
/* Notes on what lives at @addr: page, zone, node, slab, cache, object, offset, state. */
void defect_place(struct ferrite_defect *d, const void *addr);
/* Count, log, pass on. A finding without a step gets the running one. */
void defect_end(struct ferrite_defect *d);

/* All of it in one call: the first line is the head, more lines are notes. */
__printf(2, 3) void defect_report(enum defect_kind kind, const char *fmt, ...);

/* Is @pc code of a module, loaded or unloaded? False while nobody said so. */
bool defect_is_module(unsigned long pc);

/*
 * Names of tasks, so that a stack that was recorded for a pid can be told by name when the task is
 * long gone. The last 256 tasks are remembered. Called when a task gets its name.
 */
void defect_task_named(int pid, const char *comm);
const char *defect_task_comm(int pid); /* "" when unknown */

/* Findings since the machine was created. */
unsigned long defect_count(void);
unsigned long defect_count_kind(enum defect_kind kind);

void defect_set_sink(defect_sink_t sink);
/*
 * The seam by which a test sees findings first: true takes the finding away, because the test expects
 * it; it is neither counted nor logged then. Any context, interrupts are off. NULL: none.
 */
void defect_set_interceptor(bool (*intercept)(const struct ferrite_defect *d));
/* The seam by which mm/ answers defect_place(). */
void defect_set_describer(void (*describe)(struct ferrite_defect *d, const void *addr));
/* Count from zero. Called when a machine is created, and by tests that plant a defect. */
void defect_reset(void);

#endif
