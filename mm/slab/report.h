/* SPDX-License-Identifier: MIT */
/*
 * Composing the text of a defect, line by line, without allocating.
 */
#ifndef MM_SLAB_REPORT_H
#define MM_SLAB_REPORT_H

#include <linux/types.h>
#include <linux/compiler.h>

#include "lib/defect.h"

struct track;

struct report {
	struct ferrite_defect d;
};

/* The first line, and each further one; lines that do not fit are dropped. No newline. */
void __printf(2, 3) report_begin(struct report *r, const char *fmt, ...);
void __printf(2, 3) report_line(struct report *r, const char *fmt, ...);
/* Hand the text over; @caller, if known, ends it. */
void report_defect(struct report *r, enum defect_kind kind, unsigned long caller);
/* "WORD by pid N" and the stack that is remembered for it. */
void report_alloc(struct report *r, const struct track *t);
void report_free(struct report *r, const struct track *t);

#endif
