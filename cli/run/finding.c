/* SPDX-License-Identifier: MIT */
/* From the machine's numbers to a finding with names and lines; equal ones are counted. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "run.h"

#define KEPT_MAX   5000 /* distinct findings; more of them tell nobody anything */
#define NO_MODULE  12	/* frames shown of a stack without a module's */
#define NR_BUCKETS (sizeof(((struct findings *)0)->hash) / sizeof(struct finding *))

#define NAME(constant, name) [constant] = name,
static const char *const kind_names[NR_DEFECT_KINDS] = {FERRITE_DEFECT_KINDS(NAME)};
#undef NAME

const char *finding_kind_name(enum defect_kind kind)
{
	return (unsigned int)kind < NR_DEFECT_KINDS ? kind_names[kind] : "unknown";
}

/* ---- what came over the wire ---- */

/* End the text, and take out what could steer a terminal. */
static void clean_text(char *text, size_t size, bool lines)
{
	text[size - 1] = '\0';
	for (unsigned char *p = (unsigned char *)text; *p; p++)
		if ((*p < ' ' && !(lines && (*p == '\n' || *p == '\t'))) || *p == 0x7f)
			*p = '?';
}

static void clean(struct ferrite_defect *d)
{
	if ((unsigned int)d->kind >= NR_DEFECT_KINDS)
		d->kind = DEFECT_BUG;
	if (d->nr_stacks > DEFECT_STACKS)
		d->nr_stacks = DEFECT_STACKS;
	clean_text(d->head, sizeof(d->head), false);
	clean_text(d->linux_text, sizeof(d->linux_text), true);
	clean_text(d->notes, sizeof(d->notes), true);
	for (unsigned int i = 0; i < d->nr_stacks; i++) {
		struct defect_stack *s = &d->stack[i];

		clean_text(s->title, sizeof(s->title), false);
		clean_text(s->comm, sizeof(s->comm), false);
		if (s->nr > DEFECT_DEPTH)
			s->nr = DEFECT_DEPTH;
	}
}

/* ---- names and lines ---- */

/* Calls that the compiler or a macro made: the author wrote none. */
static bool is_hidden_call(const char *name)
{
	return strncmp(name, "__ferrite_", 10) == 0 || strncmp(name, "__asan_", 7) == 0;
}

/*
 * The frames worth reading: what the module called, then its own frames up to the outermost one of
 * a module. How the core came to its own detector, or to the module, is not the reader's concern.
 * ferrite's inline functions are left out: they are the line that calls them.
 */
static void keep_frames(struct symbolizer *symbols, struct finding_stack *s, bool crashed,
			struct symbol_frame *all, unsigned int nr)
{
	unsigned int first = nr, end = 0;
	const char *called = NULL;

	for (unsigned int i = 0; i < nr; i++)
		if (all[i].module) {
			first = i < first ? i : first;
			end = i + 1;
		}
	s->frames = arena_alloc(symbols->arena, (nr + 1) * sizeof(*s->frames));
	if (!end) {
		for (first = 0; first < nr && !all[first].known;)
			first++;
		end = nr < first + NO_MODULE ? nr : first + NO_MODULE;
	} else if (first || !crashed) {
		called = symbolize_called(symbols, all[first].address);
		if (!called && first && all[first - 1].known)
			s->frames[s->nr++] = all[first - 1];
		else if (called)
			s->frames[s->nr++] = (struct symbol_frame){
				.function = called, .known = true, .inlined = true};
		if (s->nr && s->frames[0].function && is_hidden_call(s->frames[0].function))
			s->nr = 0;
	}
	for (unsigned int i = first; i < end; i++)
		if (!all[i].header || !all[i].inlined)
			s->frames[s->nr++] = all[i];
}

static void add_stack(struct run *run, struct finding *f, const struct defect_stack *from,
		      bool crashed)
{
	struct finding_stack *s = &f->stack[f->nr_stacks++];
	struct symbol_frame all[FINDING_FRAMES];
	unsigned int nr = 0;

	for (unsigned int i = 0; i < from->nr && nr < FINDING_FRAMES; i++)
		if (from->pc[i])
			nr += symbolize(&run->symbols, from->pc[i], i || !crashed, all + nr,
					FINDING_FRAMES - nr);
	s->title = arena_strdup(&run->build.arena, from->title[0] ? from->title : "in");
	s->comm = arena_strdup(&run->build.arena, from->comm);
	s->pid = from->pid;
	keep_frames(&run->symbols, s, crashed, all, nr);
}

/* The first of @pc's functions that is not ferrite's own inline function. */
static bool blame(struct run *run, struct finding *f, uint64_t pc, bool returned)
{
	struct symbol_frame v[16];
	unsigned int nr = symbolize(&run->symbols, pc, returned, v, 16);

	if (!f->where.known)
		f->where = v[0];
	for (unsigned int i = 0; i < nr; i++)
		if (v[i].known && !v[i].header) {
			f->where = v[i];
			return true;
		}
	return false;
}

/* The line that is blamed: where the machine says so; outwards from there if that is a header. */
static void find_where(struct run *run, struct finding *f, const struct ferrite_defect *d)
{
	const struct defect_stack *s = &d->stack[0];
	bool crash = d->kind == DEFECT_CRASH;
	unsigned int i = 0;

	if (d->where) {
		while (d->nr_stacks && i < s->nr && s->pc[i] != d->where)
			i++;
		if (blame(run, f, d->where, !crash || i) || !d->nr_stacks)
			return;
		for (i++; i < s->nr; i++)
			if (blame(run, f, s->pc[i], true))
				return;
		return;
	}
	for (i = 0; d->nr_stacks && i < s->nr; i++) {
		struct symbol_frame v;

		symbolize(&run->symbols, s->pc[i], i || !crash, &v, 1);
		if (v.module && blame(run, f, s->pc[i], i || !crash))
			return;
	}
}

static struct finding *make(struct run *run, const struct ferrite_defect *d, const char *linux_text)
{
	struct arena *arena = &run->build.arena;
	struct finding *f = arena_alloc(arena, sizeof(*f));

	f->kind = d->kind;
	f->kind_name = finding_kind_name(d->kind);
	f->head = arena_strdup(arena, d->head);
	f->linux_text = arena_strdup(arena, linux_text ? linux_text : d->linux_text);
	f->notes = arena_strdup(arena, d->notes);
	f->where_pc = d->where;
	f->step = d->step;
	f->watch = d->watch;
	f->count = 1;
	f->later = d->kind == DEFECT_LEAK;
	for (unsigned int i = 0; i < d->nr_stacks; i++)
		add_stack(run, f, &d->stack[i], !i && d->kind == DEFECT_CRASH);
	find_where(run, f, d);
	return f;
}

/* ---- equal ones ---- */

static uint64_t first_pc(const struct ferrite_defect *d)
{
	return d->where ? d->where : d->nr_stacks && d->stack[0].nr ? d->stack[0].pc[0] : 0;
}

static struct finding **bucket(struct run *run, const struct ferrite_defect *d)
{
	uint64_t hash = first_pc(d) * 31 + (uint64_t)d->kind;

	for (const char *p = d->head; *p; p++)
		hash = hash * 31 + (unsigned char)*p;
	return &run->findings.hash[(hash ^ hash >> 17) % NR_BUCKETS];
}

static struct finding *find_equal(struct finding *f, const struct ferrite_defect *d)
{
	while (f &&
	       (f->kind != d->kind || f->where_pc != first_pc(d) || strcmp(f->head, d->head) != 0))
		f = f->chained;
	return f;
}

void finding_add_long(struct run *run, const struct ferrite_defect *received,
		      const char *linux_text)
{
	struct findings *all = &run->findings;
	struct ferrite_defect d = *received;
	struct finding **slot, *f;

	clean(&d);
	all->nr_bugs += d.kind == DEFECT_BUG;
	slot = bucket(run, &d);
	f = find_equal(*slot, &d);
	if (f) {
		f->count++;
		return;
	}
	if (all->nr + all->nr_suppressed >= KEPT_MAX) {
		all->nr++;
		all->nr_dropped++;
		return;
	}
	f = make(run, &d, linux_text);
	f->where_pc = first_pc(&d);
	f->chained = *slot;
	*slot = f;
	if (!all->tail)
		all->tail = &all->first;
	*all->tail = f;
	all->tail = &f->next;
	f->suppressed = suppression_find(run, f);
	all->nr_suppressed += f->suppressed != NULL;
	all->nr += !f->suppressed;
	if (!f->later)
		finding_show(run, f);
}

void finding_add(struct run *run, const struct ferrite_defect *d)
{
	finding_add_long(run, d, NULL);
}

void finding_add_text(struct run *run, enum defect_kind kind, const char *head, const char *notes)
{
	struct ferrite_defect d = {.kind = kind};

	snprintf(d.head, sizeof(d.head), "%s", head);
	snprintf(d.notes, sizeof(d.notes), "%s", notes);
	finding_add(run, &d);
}

/* ---- words ---- */

const char *finding_head(struct arena *arena, const struct finding *f)
{
	size_t n = strncmp(f->head, "1 ", 2) == 0 ? strcspn(f->head + 2, " ,:") : 0;

	if (f->count == 1)
		return f->head;
	if (!n)
		return arena_printf(arena, "%s (%lu times)", f->head, f->count);
	return arena_printf(arena, "%lu %.*ss%s", f->count, (int)n, f->head + 2, f->head + 2 + n);
}

/* A word as a shell reads it. */
static void add_quoted(FILE *out, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_-+=./,:@%^";

	if (*word && word[strspn(word, plain)] == '\0') {
		fprintf(out, " %s", word);
		return;
	}
	fputs(" '", out);
	for (; *word; word++)
		fputs(*word == '\'' ? "'\\''" : (char[]){*word, 0}, out);
	fputc('\'', out);
}

const char *finding_reproduce(struct run *run, const struct finding *f)
{
	const struct run_options *opt = &run->opt;
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);
	const char *kept;

	if (!out)
		return "";
	add_quoted(out, program_invocation_name);
	fprintf(out, " %s --gdb --seed %llu", run->hooks ? "test" : "run",
		(unsigned long long)run->seed);
	/* In parallel mode a step is another event in each run. */
	if (f->step && !opt->parallel)
		fprintf(out, " --step %llu", (unsigned long long)f->step);
	if (f->watch && !opt->parallel)
		fprintf(out, " --watch %#llx", (unsigned long long)f->watch);
	for (size_t i = 0; i < opt->again.n; i++)
		add_quoted(out, opt->again.v[i]);
	for (size_t i = 0; i < opt->modules.n; i++)
		add_quoted(out, opt->modules.v[i]);
	if (opt->client)
		fputs(" --", out);
	for (char **word = opt->client; word && *word; word++)
		add_quoted(out, *word);
	fclose(out);
	kept = arena_strdup(&run->build.arena, text + 1);
	free(text);
	return kept;
}
