/* SPDX-License-Identifier: MIT */
/*
 * One shared object a module.
 *
 * Local symbols are bound locally (-Bsymbolic), and only what the module exports is visible, so
 * that two modules may use the same names as on Linux. A module that uses another's exports names
 * that one's file as needed: the host's dynamic linker binds them, and the loader reads the
 * dependency from there.
 */
#include <stdio.h>
#include <string.h>

#include "build.h"
#include "cli/base/jobs.h"

static const char *write_version_script(struct build *b, struct build_module *m)
{
	const char *path = arena_printf(&b->arena, "%s/%s.ver", b->dir, m->name);
	FILE *f = fopen(path, "we");

	if (!f)
		return path;
	fputs("{ global: ferrite_module;", f);
	for (size_t i = 0; i < m->exports.n; i++)
		fprintf(f, " %s;", m->exports.v[i]);
	fputs(" local: *; };\n", f);
	fclose(f);
	return path;
}

static void link_words(struct build *b, struct build_module *m, struct words *w)
{
	static const char *const flags[] = {
		"ld",
		"-shared",
		"-Bsymbolic",
		"-z",
		"now",
		"-z",
		"noexecstack",
		"--hash-style=gnu",
		"--build-id=none",
		"--no-warn-rwx-segments",
	};

	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		words_add(w, flags[i]);
	words_addf(w, "-T%s/percpu.lds", b->files->build);
	words_addf(w, "-T%s/module.lds", b->files->build);
	if (b->asan)
		kasan_link_words(b, w);
	words_addf(w, "--version-script=%s", write_version_script(b, m));
	words_add(w, "-o");
	words_add(w, m->so);
	for (struct build_source *s = m->sources; s; s = s->next)
		words_add(w, s->object);
	words_add(w, b->files->this_obj);
	for (struct build_module *o = b->modules; o; o = o->next)
		if (words_have(&m->needs, o->name))
			words_add(w, o->so);
}

/* A module is linked after those that it needs. */
static bool ready(const struct build *b, const struct build_module *m, const struct words *done)
{
	for (size_t i = 0; i < m->needs.n; i++)
		if (!words_have(done, m->needs.v[i]))
			return false;
	return !words_have(done, m->name) && (void *)b;
}

static int link_round(struct build *b, struct words *done, size_t *linked)
{
	struct build_module *batch[64];
	struct job jobs[64] = {0};
	size_t n = 0;

	for (struct build_module *m = b->modules; m && n < 64; m = m->next)
		if (!m->prebuilt && ready(b, m, done)) {
			struct words w = {.arena = &b->arena};

			link_words(b, m, &w);
			batch[n] = m;
			jobs[n++].argv = w.v;
		}
	jobs_run(&b->arena, jobs, n);
	for (size_t i = 0; i < n; i++) {
		if (jobs[i].status != 0) {
			say("%s: the linker refuses it:", batch[i]->given);
			fputs(jobs[i].err, stderr);
			return STATUS_MODULE;
		}
		words_add(done, batch[i]->name);
	}
	*linked = n;
	return STATUS_CLEAN;
}

int link_modules(struct build *b)
{
	struct words done = {.arena = &b->arena};
	size_t left = 0, linked = 1;
	int status;

	for (struct build_module *m = b->modules; m; m = m->next) {
		if (m->prebuilt)
			words_add(&done, m->name);
		else
			left++;
		if (!m->so)
			m->so = arena_printf(&b->arena, "%s/%s.so", b->dir, m->name);
	}
	for (; left && linked; left -= linked) {
		status = link_round(b, &done, &linked);
		if (status != STATUS_CLEAN)
			return status;
	}
	if (left) {
		say("modules use each other's symbols in a circle");
		return STATUS_MODULE;
	}
	return STATUS_CLEAN;
}
