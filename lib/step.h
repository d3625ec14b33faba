/* SPDX-License-Identifier: MIT */
/*
 * Steps: the number of each thing that module code asks of the machine.
 *
 * A step is a call from a module that can be the subject of a finding: an allocation, a free,
 * a lock taken or released, a copy to or from user memory, a timer or work armed, a sleep. Steps are
 * counted from 1 in the order in which they happen; in baton mode that order is a function of declaration,
 * seed and sequence of client calls, so "step 17" names the same event in the next run, and a
 * debugger can stop just before it (`ferrite run --gdb --step 17`). In parallel mode the
 * numbers differ from run to run.
 */
#ifndef LIB_STEP_H
#define LIB_STEP_H

#include <linux/types.h>

/*
 * @caller asks for something. Returns the number of the step, or of the last one when
 * @caller is not a module's code (that is no step). Stops for the debugger when it is the awaited step.
 * Any context; a few instructions.
 */
u64 step_next(unsigned long caller);
/* The last step. */
u64 step_now(void);
/* The debugger's breakpoint: called just before the awaited step is done. */
void ferrite_step_reached(u64 step);
void step_reset(void);

#endif
