/* SPDX-License-Identifier: MIT */
/*
 * Defects: what a machine found wrong with the code that runs on it. Embedding API: free of
 * kernel types. The core reports through <kernel/defect.h>.
 */
#ifndef FERRITE_DEFECT_H
#define FERRITE_DEFECT_H

#include <stdbool.h>
#include <stddef.h>

enum ferrite_defect_kind {
	DEFECT_OTHER,
	DEFECT_LEAK,	       /* memory that a module did not give back */
	DEFECT_OVERRUN,	       /* written outside of an object */
	DEFECT_USE_AFTER_FREE,
	DEFECT_DOUBLE_FREE,
	DEFECT_BAD_FREE,       /* freed what is no object, or with the wrong size or order */
	DEFECT_CACHE_BUSY,     /* a cache destroyed with live objects */
	DEFECT_ATOMIC_SLEEP,   /* slept, or might have, where that is not allowed */
	DEFECT_LOCK,	       /* lock order, unlock of what is not held, locks left held */
	DEFECT_GFP,	       /* allocation flags that do not fit the context */
	DEFECT_RCU,
	DEFECT_REFCOUNT,
	DEFECT_WARNING,	       /* WARN() and its kin */
	DEFECT_MODULE_BUSY,    /* a module that cannot be unloaded */
	DEFECT_REMAINS,	       /* devices, files and the like that a module left registered */
	DEFECT_ACCOUNT,	       /* a counter of the machine that a recount does not confirm */
	DEFECT_HANG,
	DEFECT_PANIC,	       /* the machine could not go on */
	DEFECT_CRASH,	       /* a signal ended the machine process */
	DEFECT_KINDS,
};

/* "leak", "write outside an object", … for people. */
const char *ferrite_defect_name(int kind);

/*
 * Where defects go: @fn gets each one's text (lines separated by newlines), in any context,
 * and must not call back. NULL (the start value): to the machine's log.
 */
void ferrite_defect_sink(void (*fn)(int kind, const char *text));
/* How many there were since the last reset. */
unsigned long ferrite_defect_count(void);
void ferrite_defect_reset(void);

/* Look for everything that modules left: @is_ours says whose calls count. Runs in a task. */
void ferrite_audit(bool (*is_ours)(unsigned long caller));

#endif
