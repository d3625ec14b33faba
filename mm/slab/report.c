/* SPDX-License-Identifier: MIT */
/*
 * The text of a defect.
 */
#include <linux/kernel.h>
#include <linux/stdarg.h>
#include <linux/string.h>
#include "report.h"
#include "track.h"

static void append(struct report *r, const char *fmt, va_list args)
{
	size_t room = sizeof(r->text) - r->len;
	size_t n = vsnprintf(r->text + r->len, room, fmt, args);

	if (n < room)
		r->len += n;
	else
		r->text[r->len] = '\0';
}

void report_begin(struct report *r, const char *fmt, ...)
{
	va_list args;

	r->len = 0;
	r->text[0] = '\0';
	va_start(args, fmt);
	append(r, fmt, args);
	va_end(args);
}

void report_line(struct report *r, const char *fmt, ...)
{
	size_t before = r->len;
	va_list args;

	if (r->len + 4 >= sizeof(r->text))
		return;
	memcpy(r->text + r->len, "\n  ", 4);
	r->len += 3;
	va_start(args, fmt);
	append(r, fmt, args);
	va_end(args);
	if (r->len == before + 3) {
		r->len = before;
		r->text[before] = '\0';
	}
}

static void report_stack(struct report *r, u32 handle)
{
	const unsigned long *pc;
	unsigned int i, nr = track_stack(handle, &pc);

	for (i = 0; i < nr; i++)
		report_line(r, "  %pS", (void *)pc[i]);
}

void report_defect(struct report *r, enum defect_kind kind, unsigned long caller)
{
	if (caller)
		report_line(r, "at %pS", (void *)caller);
	defect_report(kind, "%s", r->text);
}

void report_alloc(struct report *r, const struct track *t)
{
	report_line(r, "allocated by pid %u at", t->alloc_pid);
	report_stack(r, t->alloc_stack);
}

void report_free(struct report *r, const struct track *t)
{
	report_line(r, "freed by pid %u at", t->free_pid);
	report_stack(r, t->free_stack);
}
