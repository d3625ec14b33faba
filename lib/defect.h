/* SPDX-License-Identifier: MIT */
/*
 * Defects: what the running code did wrong with memory, as opposed to what it was refused.
 *
 * Every detector in the core reports here, once a finding; the text is also logged, so that
 * people and scripts that know Linux's lines find them in the log. The machine process sets a
 * sink and passes findings to the launcher, whose verdict they decide.
 */
#ifndef LIB_DEFECT_H
#define LIB_DEFECT_H

#include <linux/compiler_types.h>
#include <linux/types.h>

enum defect_kind {
	DEFECT_WARN,		/* WARN, WARN_ON */
	DEFECT_BUG,		/* BUG, BUG_ON, panic */
	DEFECT_LEAK,		/* memory left behind */
	DEFECT_REGISTRATION,	/* a device, entry, timer … left behind */
	DEFECT_DOUBLE_FREE,
	DEFECT_BAD_FREE,	/* foreign, interior or wrong kind of address; wrong order */
	DEFECT_USE_AFTER_FREE,
	DEFECT_OVERRUN,		/* written before or past an object */
	DEFECT_BAD_PAGE,
	DEFECT_ATOMIC_SLEEP,	/* a sleeping call where none may be */
	DEFECT_LOCK,		/* order, unlock by another, left locked */
	DEFECT_HANG,		/* every task waits for another */
	DEFECT_CACHE_BUSY,	/* a slab cache destroyed with objects in it */
	DEFECT_CRASH,		/* the machine process died */
	DEFECT_TEST,		/* a KUnit case of a module failed */
	DEFECT_COUNTER,		/* a counter of the machine disagrees with a recount */
	NR_DEFECT_KINDS,
};

/* Text of one finding, without a final newline; it may have several lines. */
typedef void (*defect_sink_t)(enum defect_kind kind, const char *text);

/* Count a finding, log it (level "err"), pass it to the sink. Any context; does not sleep. */
__printf(2, 3) void defect_report(enum defect_kind kind, const char *fmt, ...);
/* Findings since the machine was created. */
unsigned long defect_count(void);
unsigned long defect_count_kind(enum defect_kind kind);
/* "leak", "double free" …: for people. */
const char *defect_kind_name(enum defect_kind kind);

void defect_set_sink(defect_sink_t sink);
/* Count from zero. Called when a machine is created, and by tests that plant a defect. */
void defect_reset(void);

#endif
