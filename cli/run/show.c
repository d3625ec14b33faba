/* SPDX-License-Identifier: MIT */
/*
 * How a finding reads, on standard error:
 *
 *	leak.c:31: leak: 1 object of 64 bytes, kmalloc-64
 *	    allocated by cat, pid 4711, in:
 *	      kmalloc
 *	      leak_read+0x2f                  leak.c:31
 *	    object 0xffff888001234540 …
 *	    ferrite run --gdb --seed 1 --step 17 leak.c -- cat /dev/leak
 *
 * A finding is shown when it comes, so that it stands where it belongs between the clients' output
 * and the log. Leaks come in numbers at the end of a run and are shown then, equal ones as one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "run.h"

#define COLUMN 30 /* where lines begin, after the functions */

static bool colours(void)
{
	const char *term = getenv("TERM"), *none = getenv("NO_COLOR");

	return isatty(2) && !(none && *none) && term && strcmp(term, "dumb") != 0;
}

static const char *bold, *red, *dim, *plain;

static void choose_colours(void)
{
	if (plain)
		return;
	bold = colours() ? "\033[1m" : "";
	red = colours() ? "\033[1;31m" : "";
	dim = colours() ? "\033[2m" : "";
	plain = colours() ? "\033[0m" : "";
}

static const char *place(struct arena *arena, const struct symbol_frame *f)
{
	if (f->file)
		return arena_printf(arena, "%s:%d: ", f->file, f->line);
	if (f->module && f->function)
		return arena_printf(arena, "%s+%#llx [%s]: ", f->function,
				    (unsigned long long)f->offset, f->module);
	if (f->module)
		return arena_printf(arena, "[%s]: ", f->module);
	return "";
}

static void show_lines(const char *text, const char *from, const char *to)
{
	while (*text) {
		int n = (int)strcspn(text, "\n");

		fprintf(stderr, "    %s%.*s%s\n", from, n, text, to);
		text += n + (text[n] == '\n');
	}
}

static void show_frame(struct arena *arena, const struct symbol_frame *f)
{
	const char *name;

	if (!f->function)
		name = arena_printf(arena, "0x%llx", (unsigned long long)f->address);
	else if (f->inlined)
		name = arena_printf(arena, f->module ? "%s (inlined)" : "%s", f->function);
	else
		name = arena_printf(arena, "%s+%#llx", f->function, (unsigned long long)f->offset);
	if (f->file)
		fprintf(stderr, "      %-*s %s:%d\n", COLUMN, name, f->file, f->line);
	else if (f->module)
		fprintf(stderr, "      %-*s [%s]\n", COLUMN, name, f->module);
	else
		fprintf(stderr, "      %s\n", name);
}

static void show_stack(struct arena *arena, const struct finding_stack *s)
{
	bool in = strcmp(s->title, "in") == 0 || strncmp(s->title, "in ", 3) == 0;
	const char *by = in ? "" : " by";

	if (!s->pid)
		fprintf(stderr, "    %s:\n", s->title);
	else
		fprintf(stderr, "    %s%s %s, pid %d%s:\n", s->title, by,
			s->comm[0] ? s->comm : "a task", s->pid, *by ? ", in" : "");
	for (unsigned int i = 0; i < s->nr; i++)
		show_frame(arena, &s->frames[i]);
}

void finding_show(struct run *run, struct finding *f)
{
	struct arena *arena = &run->build.arena;

	if (f->suppressed || f->shown)
		return;
	if (run->opt.error_limit && run->findings.nr_shown == run->opt.error_limit)
		return;
	run->findings.nr_shown++;
	f->shown = true;
	choose_colours();
	progress(run, "");
	fprintf(stderr, "%s%s%s%s%s:%s %s\n", bold, place(arena, &f->where), red, f->kind_name,
		plain, plain, finding_head(arena, f));
	show_lines(f->linux_text, "", "");
	for (unsigned int i = 0; i < f->nr_stacks; i++)
		show_stack(arena, &f->stack[i]);
	show_lines(f->notes, "", "");
	/* What ended before there was a step cannot be stopped before. */
	if (f->kind != DEFECT_COUNTER && run->booted)
		show_lines(finding_reproduce(run, f), dim, plain);
	if (run->opt.gen_suppressions)
		suppression_print(run, f);
	if (run->opt.error_limit && run->findings.nr_shown == run->opt.error_limit)
		say("%llu finding%s: further ones are counted, not shown (--error-limit)",
		    (unsigned long long)run->opt.error_limit, run->opt.error_limit == 1 ? "" : "s");
}

void findings_show_rest(struct run *run)
{
	struct arena *arena = &run->build.arena;

	for (struct finding *f = run->findings.first; f; f = f->next) {
		if (f->shown && f->count > 1)
			fprintf(stderr, "%s%s: %s\n", place(arena, &f->where), f->kind_name,
				finding_head(arena, f));
		finding_show(run, f);
	}
}
