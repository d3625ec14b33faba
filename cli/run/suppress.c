/* SPDX-License-Identifier: MIT */
/*
 * Suppressions: findings that the user knows and does not want to see. Files in valgrind's manner:
 *
 *	{
 *	   the vendor's table, kept on purpose
 *	   leak
 *	   fun:k*alloc
 *	   ...
 *	   file:vendor/table.c:31
 *	   obj:vendor
 *	}
 *
 * A name, a pattern for the kind, then patterns for the frames of the first stack from the
 * innermost on, as the report shows them; frames after the last pattern may be any. "..." stands
 * for any number of frames, none too. "head:PATTERN" must match the words after the kind. Patterns
 * are the shell's. Lines that begin with # and empty lines are left out.
 */
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "run.h"

#define LINES_MAX 64
#define GEN_MAX	  8 /* frames of a printed one */

struct suppression {
	struct suppression *next;
	const char *file, *name, *kind, *head;
	int line;
	struct words frames;
	unsigned long used;
};

/* ---- matching ---- */

/* "file:PATTERN:LINE", the line may be left out; the pattern may name the end of a path. */
static bool file_matches(const char *pattern, const struct symbol_frame *f)
{
	const char *colon = strrchr(pattern, ':');
	char path[4096], tail[4096 + 2];
	size_t n = strlen(pattern);

	if (!f->file)
		return false;
	if (colon && colon[1] && strspn(colon + 1, "0123456789") == strlen(colon + 1)) {
		if (atoi(colon + 1) != f->line)
			return false;
		n = (size_t)(colon - pattern);
	}
	snprintf(path, sizeof(path), "%.*s", (int)n, pattern);
	snprintf(tail, sizeof(tail), "*/%s", path);
	return fnmatch(path, f->file, 0) == 0 || fnmatch(tail, f->file, 0) == 0;
}

static bool frame_matches(const char *pattern, const struct symbol_frame *f)
{
	if (strncmp(pattern, "fun:", 4) == 0)
		return fnmatch(pattern + 4, f->function ? f->function : "", 0) == 0;
	if (strncmp(pattern, "obj:", 4) == 0)
		return fnmatch(pattern + 4, f->module ? f->module : "ferrite", 0) == 0;
	return file_matches(pattern + 5, f);
}

static bool frames_match(char *const *pattern, const struct symbol_frame *f, unsigned int nr)
{
	if (!*pattern)
		return true;
	if (strcmp(*pattern, "...") == 0) {
		for (unsigned int i = 0; i <= nr; i++)
			if (frames_match(pattern + 1, f + i, nr - i))
				return true;
		return false;
	}
	return nr && frame_matches(*pattern, f) && frames_match(pattern + 1, f + 1, nr - 1);
}

struct suppression *suppression_find(struct run *run, const struct finding *f)
{
	const struct finding_stack *s = f->nr_stacks ? &f->stack[0] : NULL;
	/* A finding without a stack may still have a place. */
	const struct symbol_frame *frames = s && s->nr ? s->frames : &f->where;
	unsigned int nr = s && s->nr ? s->nr : f->where.known;

	for (struct suppression *p = run->findings.suppressions; p; p = p->next) {
		char *none = NULL;

		if (fnmatch(p->kind, f->kind_name, 0) != 0 ||
		    (p->head && fnmatch(p->head, f->head, 0) != 0) ||
		    !frames_match(p->frames.v ? p->frames.v : &none, frames, nr))
			continue;
		p->used++;
		return p;
	}
	return NULL;
}

/* ---- reading ---- */

struct reader {
	struct run *run;
	const char *path;
	FILE *in;
	int line;
	char text[4096];
};

/* The next line that says something, without blanks around; NULL: the end. */
static char *next_line(struct reader *r)
{
	char *p;
	size_t n;

	while (fgets(r->text, sizeof(r->text), r->in)) {
		r->line++;
		p = r->text + strspn(r->text, " \t\r\n");
		n = strlen(p);
		while (n && strchr(" \t\r\n", p[n - 1]))
			p[--n] = '\0';
		if (*p && *p != '#')
			return p;
	}
	return NULL;
}

static int bad(const struct reader *r, const char *what)
{
	say("%s:%d: %s", r->path, r->line, what);
	return STATUS_USAGE;
}

static bool known_kind(const char *pattern)
{
	for (int kind = 0; kind < NR_DEFECT_KINDS; kind++)
		if (fnmatch(pattern, finding_kind_name(kind), 0) == 0)
			return true;
	return false;
}

static int read_pattern(struct reader *r, struct suppression *s, const char *line)
{
	struct arena *arena = &r->run->build.arena;

	if (strncmp(line, "head:", 5) == 0) {
		s->head = arena_strdup(arena, line + 5);
		return STATUS_CLEAN;
	}
	if (strcmp(line, "...") != 0 && strncmp(line, "fun:", 4) != 0 &&
	    strncmp(line, "obj:", 4) != 0 && strncmp(line, "file:", 5) != 0)
		return bad(r, "a line is fun:PATTERN, obj:PATTERN, file:PATTERN:LINE, head:PATTERN "
			      "or ...");
	if (s->frames.n == LINES_MAX)
		return bad(r, "a suppression has at most 64 frames");
	words_add(&s->frames, arena_strdup(arena, line));
	return STATUS_CLEAN;
}

/* What stands between { and }. */
static int read_one(struct reader *r)
{
	struct arena *arena = &r->run->build.arena;
	struct suppression *s = arena_alloc(arena, sizeof(*s)), **end;
	char *line = next_line(r);
	int status = STATUS_CLEAN;

	s->frames.arena = arena;
	s->file = r->path;
	s->line = r->line;
	if (!line || *line == '}')
		return bad(r, "a suppression begins with its name");
	s->name = arena_strdup(arena, line);
	line = next_line(r);
	if (!line || !known_kind(line))
		return bad(r, "the line after the name is a kind, such as leak or double free, or "
			      "a pattern that one matches");
	s->kind = arena_strdup(arena, line);
	while (status == STATUS_CLEAN && (line = next_line(r)) && strcmp(line, "}") != 0)
		status = read_pattern(r, s, line);
	if (status == STATUS_CLEAN && !line)
		return bad(r, "the file ends within a suppression: } is missing");
	for (end = &r->run->findings.suppressions; *end; end = &(*end)->next)
		;
	*end = s;
	return status;
}

int suppressions_read(struct run *run)
{
	int status = STATUS_CLEAN;
	const char *line;

	for (size_t i = 0; i < run->opt.suppressions.n && status == STATUS_CLEAN; i++) {
		struct reader r = {.run = run, .path = run->opt.suppressions.v[i]};

		r.in = fopen(r.path, "re");
		if (!r.in) {
			say("--suppressions %s: %s", r.path, strerror(errno));
			return STATUS_USAGE;
		}
		while (status == STATUS_CLEAN && (line = next_line(&r)))
			status = strcmp(line, "{") == 0
					 ? read_one(&r)
					 : bad(&r, "a suppression begins with { on a line");
		if (ferror(r.in)) {
			say("--suppressions %s: %s", r.path, strerror(errno));
			status = STATUS_USAGE;
		}
		fclose(r.in);
	}
	return status;
}

/* ---- writing ---- */

void suppression_print(struct run *run, const struct finding *f)
{
	const struct finding_stack *s = f->nr_stacks ? &f->stack[0] : NULL;
	unsigned int nr = s ? s->nr : 0;

	fprintf(stderr, "{\n   %s%s%s\n   %s\n", f->where.file ? f->where.file : f->kind_name,
		f->where.function ? ", " : "", f->where.function ? f->where.function : "",
		f->kind_name);
	for (unsigned int i = 0; i < nr && i < GEN_MAX; i++)
		if (s->frames[i].function)
			fprintf(stderr, "   fun:%s\n", s->frames[i].function);
		else
			fprintf(stderr, "   obj:%s\n",
				s->frames[i].module ? s->frames[i].module : "ferrite");
	if (!nr) {
		fputs("   head:", stderr);
		/* What a pattern would not take as it stands. */
		for (const char *p = f->head; *p; p++)
			fputc(strchr("[]*\\", *p) ? '?' : *p, stderr);
		fputc('\n', stderr);
	}
	fputs("}\n", stderr);
}

void suppressions_show_use(const struct run *run)
{
	for (const struct suppression *s = run->findings.suppressions; s; s = s->next)
		if (s->used)
			say("%s:%d: %s: used %lu time%s", s->file, s->line, s->name, s->used,
			    s->used == 1 ? "" : "s");
		else
			say("%s:%d: %s: unused", s->file, s->line, s->name);
}
