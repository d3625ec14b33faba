/* SPDX-License-Identifier: MIT */
/*
 * Defects and audits as the program around a machine sees them. Embedding API: no kernel
 * types. The core's own side is lib/defect.h; this one is init/audit.c.
 */
#ifndef FERRITE_DEFECT_H
#define FERRITE_DEFECT_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Where findings go: @fn gets the kind in words ("leak", "double free") and the text (lines
 * separated by newlines). Any context of the machine; it must not call back. NULL: only the log.
 */
void ferrite_defect_sink(void (*fn)(const char *kind, const char *text));

/* Report that something was left registered or in use. In a task. */
void ferrite_defect_left(const char *sentence);

/*
 * Look for everything that modules left behind, and recount what the machine counts. @is_ours
 * says whose calls count as a module's. Runs in a task, after the modules were unloaded.
 * Returns how many defects it found.
 */
unsigned long ferrite_audit(bool (*is_ours)(unsigned long caller));

#endif
