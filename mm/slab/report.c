/* SPDX-License-Identifier: MIT */
/*
 * The text of a defect.
 */
#include <linux/kernel.h>
#include <linux/stdarg.h>
#include <linux/string.h>
#include "lib/stackdepot.h"
#include "report.h"
#include "track.h"

void report_begin(struct report *r, const char *fmt, ...)
{
	struct va_format vaf = {.fmt = fmt};
	va_list args;

	va_start(args, fmt);
	vaf.va = &args;
	defect_begin(&r->d, DEFECT_WARN, "%pV", &vaf);
	va_end(args);
}

void report_line(struct report *r, const char *fmt, ...)
{
	struct va_format vaf = {.fmt = fmt};
	va_list args;

	va_start(args, fmt);
	vaf.va = &args;
	defect_note(&r->d, "%pV", &vaf);
	va_end(args);
}

void report_defect(struct report *r, enum defect_kind kind, unsigned long caller)
{
	r->d.kind = kind;
	defect_where(&r->d, caller);
	defect_end(&r->d);
}

static void report_stack(struct report *r, u32 handle, int pid, const char *verb)
{
	const unsigned long *pc;
	unsigned int nr = stack_depot_get(handle, &pc);

	if (nr)
		defect_stack(&r->d, pc, nr, pid, "%s", verb);
}

void report_alloc(struct report *r, const struct track *t)
{
	report_stack(r, t->alloc_stack, t->alloc_pid, "allocated");
}

void report_free(struct report *r, const struct track *t)
{
	report_stack(r, t->free_stack, t->free_pid, "freed");
}
