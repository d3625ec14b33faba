/* SPDX-License-Identifier: MIT */
/*
 * A folder with a Kbuild file: GNU make evaluates it (kbuild.mk includes it and prints what
 * its variables say), so conditionals, shell calls and CONFIG_ values work as the module's
 * author means them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "build.h"
#include "cli/base/jobs.h"

/* CONFIG_ values: those of ferrite's headers, then the command line's. */
static const char *write_config(struct build *b)
{
	const char *path = arena_printf(&b->arena, "%s/config.mk", b->dir);
	char *kconfig = arena_printf(&b->arena, "%s/ferrite/kconfig.h", b->files->include);
	FILE *out = fopen(path, "we"), *in = fopen(kconfig, "re");
	char line[512], name[256];
	int value;

	while (in && out && fgets(line, sizeof(line), in))
		if (sscanf(line, "#define %255[A-Z0-9a-z_] %d", name, &value) == 2 && value == 1 &&
		    strncmp(name, "CONFIG_", 7) == 0)
			fprintf(out, "%s := y\n", name);
	for (size_t i = 0; out && i < b->config.n; i++)
		fprintf(out, "override %.*s := %s\n", (int)strcspn(b->config.v[i], "="),
			b->config.v[i], strchr(b->config.v[i], '=') + 1);
	if (in)
		fclose(in);
	if (out)
		fclose(out);
	return path;
}

static const char *kbuild_file(struct build *b, const char *dir)
{
	static const char *const names[] = {"Kbuild", "Makefile", "makefile", "GNUmakefile"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *path = arena_printf(&b->arena, "%s/%s", dir, names[i]);

		if (access(path, R_OK) == 0)
			return path;
	}
	return NULL;
}

static int kbuild_run(struct build *b, const char *dir, const char *file, struct job *job)
{
	struct words w = {.arena = &b->arena};

	words_add(&w, "make");
	words_addf(&w, "-sf%s/kbuild.mk", b->files->build);
	words_add(&w, "--no-print-directory");
	words_addf(&w, "ferrite-config=%s", write_config(b));
	words_addf(&w, "ferrite-file=%s", file);
	words_addf(&w, "src=%s", dir);
	words_addf(&w, "obj=%s", dir);
	words_addf(&w, "M=%s", dir);
	words_addf(&w, "KBUILD_EXTMOD=%s", dir);
	words_addf(&w, "srctree=%s/..", b->files->include);
	words_addf(&w, "objtree=%s", b->dir);
	words_add(&w, "ferrite-print");
	*job = (struct job){.argv = w.v, .dir = dir};
	jobs_run(&b->arena, job, 1);
	if (job->status == 0)
		return STATUS_CLEAN;
	say("%s: make could not read it:", file);
	fputs(job->err, stderr);
	return STATUS_MODULE;
}

/* "sub/x.o" made from "sub/x.c". */
static struct build_source *kbuild_source(struct build *b, struct build_module *m, const char *dir,
					  const char *object)
{
	size_t n = strlen(object);
	const char *path;
	struct build_source *s;

	path = arena_printf(&b->arena, "%s/%.*s.c", dir, n > 2 ? (int)n - 2 : (int)n, object);
	if (access(path, R_OK) != 0) {
		say("%s: the Kbuild file wants %s made from C source; %s does not exist", m->given,
		    object, path);
		return NULL;
	}
	s = build_source_add(b, m, path);
	s->explicit_module = true;
	return s;
}

struct kbuild_lines {
	struct build *b;
	const char *dir;
	struct words *folders;
	const char *inherited;
	struct build_module *m;
	struct build_source *s;
};

/* One fact that kbuild.mk printed. */
static int kbuild_line(struct kbuild_lines *k, const char *l)
{
	if (strncmp(l, "module ", 7) == 0) {
		k->m = build_module_add(k->b, k->dir, build_modname(k->b, l + 7));
	} else if (strncmp(l, "source ", 7) == 0) {
		k->s = kbuild_source(k->b, k->m, k->dir, l + 7);
		if (!k->s)
			return STATUS_UNSUPPORTED;
		words_split(&k->s->flags, k->inherited);
	} else if (strncmp(l, "flags ", 6) == 0) {
		words_split(&k->s->flags, l + 6);
	} else if (strncmp(l, "folder ", 7) == 0) {
		words_addf(k->folders, "%s/%s", k->dir, l + 7);
	} else if (strncmp(l, "subflags ", 9) == 0) {
		k->inherited = arena_printf(&k->b->arena, "%s %s", k->inherited, l + 9);
	} else if (strncmp(l, "builtin ", 8) == 0) {
		say("%s: obj-y %s is no part of a module: left out", k->dir, l + 8);
	}
	return STATUS_CLEAN;
}

static int kbuild_lines(struct kbuild_lines *k, char *text)
{
	char *save = NULL;
	int status = STATUS_CLEAN;

	for (char *l = strtok_r(text, "\n", &save); l && status == STATUS_CLEAN;
	     l = strtok_r(NULL, "\n", &save))
		if (strncmp(l, "@ferrite ", 9) == 0)
			status = kbuild_line(k, l + 9);
	return status;
}

static const char *full_path(struct build *b, const char *dir)
{
	char *abs = realpath(dir, NULL);
	const char *full = arena_strdup(&b->arena, abs ? abs : dir);

	free(abs);
	return full;
}

/* Read the folder's file and those of the folders that it names; @inherited: subdir-ccflags-y. */
static int kbuild_folder(struct build *b, const char *dir, const char *inherited)
{
	struct words folders = {.arena = &b->arena};
	struct kbuild_lines k = {
		.b = b, .dir = full_path(b, dir), .folders = &folders, .inherited = inherited};
	const char *file = kbuild_file(b, k.dir);
	struct job job;
	int status;

	if (!file) {
		say("%s has neither a Kbuild file nor a Makefile", dir);
		return STATUS_USAGE;
	}
	status = kbuild_run(b, k.dir, file, &job);
	if (status == STATUS_CLEAN)
		status = kbuild_lines(&k, job.out);
	for (size_t i = 0; i < folders.n && status == STATUS_CLEAN; i++)
		status = kbuild_folder(b, folders.v[i], k.inherited);
	return status;
}

int kbuild_read(struct build *b, const char *dir)
{
	struct build_module **tail = &b->modules;
	int status;

	while (*tail)
		tail = &(*tail)->next;
	status = kbuild_folder(b, dir, "");
	if (status == STATUS_CLEAN && !*tail) {
		say("%s: its Kbuild file names no module (obj-m). If that depends on a "
		    "configuration, give it: ferrite run CONFIG_X=m %s",
		    dir, dir);
		return STATUS_USAGE;
	}
	return status;
}
