/* SPDX-License-Identifier: MIT */
/*
 * Which object belongs to which module, decided by the objects themselves: each one that
 * carries MODULE_LICENSE starts a module. spec.c guessed it from the text (the name of the module
 * is needed to compile); where the guess was wrong, the sources concerned are compiled again
 * under the right name. Kbuild files say it themselves and are not touched.
 */
#include <string.h>

#include "build.h"

static void list_exports(struct build *b, struct build_module *m)
{
	for (struct build_source *s = m->sources; s; s = s->next) {
		const Elf64_Shdr *sh = elf_section(&s->elf, ".ferrite.exports");
		const char *p = sh ? elf_bytes(&s->elf, sh) : NULL;
		const char *end = sh ? p + sh->sh_size : NULL;

		for (; p < end; p += strnlen(p, end - p) + 1)
			if (*p)
				words_add(&m->exports, arena_strdup(&b->arena, p));
	}
}

/* Take @s out of its module and append it to @m. */
static void move_source(struct build_source *s, struct build_module *m)
{
	struct build_source **p;

	for (p = &s->given_as->sources; *p != s; p = &(*p)->next)
		;
	*p = s->next;
	s->next = NULL;
	for (p = &m->sources; *p; p = &(*p)->next)
		;
	*p = s;
	s->given_as = m;
}

/* A second licensed object of one module becomes a module of its own, with its followers. */
static void split_module(struct build *b, struct build_module *m, struct build_source *own,
			 struct build_source *first)
{
	struct build_module *fresh = arena_alloc(&b->arena, sizeof(*fresh));
	struct build_source *s = first, *next;

	fresh->next = m->next;
	m->next = fresh;
	fresh->given = first->path;
	fresh->name = build_modname(b, first->path);
	fresh->params.arena = fresh->exports.arena = fresh->needs.arena = &b->arena;
	m->name = build_modname(b, own->path);
	fresh->params = m->params;
	m->params = (struct words){.arena = &b->arena};
	for (; s; s = next) {
		next = s->next;
		move_source(s, fresh);
	}
}

static void regroup(struct build *b, struct build_module *m)
{
	struct build_source *own = NULL;

	for (struct build_source *s = m->sources; s; s = s->next) {
		if (s->explicit_module)
			return;
		s->licensed = elf_has_string(&s->elf, ".modinfo", "license=", 1);
		if (s->licensed && own) {
			split_module(b, m, own, s);
			return;
		}
		own = s->licensed ? s : own;
	}
}

/* Compile again what was compiled under another module's name. */
static int recompile(struct build *b)
{
	bool stale = false;

	for (struct build_module *m = b->modules; m; m = m->next)
		for (struct build_source *s = m->sources; s; s = s->next)
			if (strcmp(s->modname, m->name) != 0) {
				s->modname = m->name;
				s->object = NULL;
				elf_close(&s->elf);
				stale = true;
			}
	return stale ? compile_sources(b) : STATUS_CLEAN;
}

int group_objects(struct build *b)
{
	int status;

	for (struct build_module *m = b->modules; m; m = m->next)
		regroup(b, m);
	status = recompile(b);
	if (status != STATUS_CLEAN)
		return status;
	for (struct build_module *m = b->modules; m; m = m->next) {
		bool licensed = m->prebuilt;

		for (struct build_source *s = m->sources; s; s = s->next)
			licensed |= elf_has_string(&s->elf, ".modinfo", "license=", 1);
		if (!licensed) {
			say("%s: no MODULE_LICENSE: Linux does not build such a module. Add "
			    "MODULE_LICENSE(\"GPL\") or what applies",
			    m->given);
			status = STATUS_MODULE;
		}
		list_exports(b, m);
	}
	return status;
}
