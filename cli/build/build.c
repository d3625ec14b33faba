/* SPDX-License-Identifier: MIT */
/* The order of the steps; see build.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "build.h"

static int compare_words(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int read_exports(struct build *b)
{
	FILE *f = fopen(b->files->exports, "re");
	char line[512];

	if (!f) {
		say("%s is missing: ferrite is not completely built or installed",
		    b->files->exports);
		return STATUS_FERRITE;
	}
	b->core_exports.arena = &b->arena;
	while (fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\n")] = 0;
		words_add(&b->core_exports, arena_strdup(&b->arena, line));
	}
	fclose(f);
	/* The list was sorted by some locale's order. */
	if (b->core_exports.n)
		qsort(b->core_exports.v, b->core_exports.n, sizeof(char *), compare_words);
	return STATUS_CLEAN;
}

static int check_names(struct build *b)
{
	for (struct build_module *m = b->modules; m; m = m->next)
		for (struct build_module *o = m->next; o; o = o->next)
			if (strcmp(m->name, o->name) == 0) {
				say("two modules are called %s: %s and %s", m->name, m->given,
				    o->given);
				return STATUS_USAGE;
			}
	return STATUS_CLEAN;
}

/*
 * Load order is the order given, except that a module comes after those whose exports it
 * uses, as depmod and modprobe arrange it.
 */
static void sort_by_need(struct build *b)
{
	struct words placed = {.arena = &b->arena};
	struct build_module *rest = b->modules, **out = &b->modules, **p, *m;

	*out = NULL;
	while (rest) {
		for (p = &rest; (m = *p); p = &m->next) {
			size_t i = 0;

			while (i < m->needs.n && words_have(&placed, m->needs.v[i]))
				i++;
			if (i == m->needs.n)
				break;
		}
		if (!m)
			p = &rest, m = rest;
		*p = m->next;
		m->next = NULL;
		*out = m;
		out = &m->next;
		words_add(&placed, m->name);
	}
}

static void close_objects(struct build *b)
{
	for (struct build_source *s = b->sources; s; s = s->next_given)
		elf_close(&s->elf);
}

int build_modules(struct build *b, char **words, int nr_words)
{
	int status = read_exports(b);

	b->config.arena = &b->arena;
	if (status == STATUS_CLEAN)
		status = spec_read(b, words, nr_words);
	for (struct build_module *m = b->modules; m; m = m->next)
		for (struct build_source *s = m->sources; s; s = s->next)
			s->modname = m->name;
	if (status == STATUS_CLEAN)
		status = compile_sources(b);
	if (status == STATUS_MODULE)
		status = report_missing(b);
	if (status == STATUS_CLEAN)
		status = group_objects(b);
	if (status == STATUS_CLEAN)
		status = check_names(b);
	if (status == STATUS_CLEAN)
		status = report_missing(b);
	if (status == STATUS_CLEAN)
		status = link_modules(b);
	if (status == STATUS_CLEAN)
		sort_by_need(b);
	close_objects(b);
	return status;
}
