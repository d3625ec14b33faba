/* SPDX-License-Identifier: MIT */
/*
 * Source lines of addresses in modules. addr2line comes with the linker that built the
 * modules; it runs only when there is something to report.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/base/jobs.h"
#include "run.h"

static const char *short_path(const char *path)
{
	static char cwd[4096];
	size_t n;

	if (!cwd[0] && !getcwd(cwd, sizeof(cwd)))
		return path;
	n = strlen(cwd);
	return strncmp(path, cwd, n) == 0 && path[n] == '/' ? path + n + 1 : path;
}

/*
 * The innermost frame that is not one of ferrite's inline functions: a leak belongs to the line
 * that calls kmalloc(), not to kmalloc()'s own.
 */
const char *locate(struct run *run, const char *so, uint64_t offset, const char **function)
{
	struct arena *arena = &run->build.arena;
	struct words w = {.arena = arena};
	struct job job;
	char *save = NULL, *name, *line;

	words_add(&w, "addr2line");
	words_add(&w, "-fi");
	words_addf(&w, "-e%s", so);
	words_addf(&w, "%#llx", (unsigned long long)offset);
	job = (struct job){.argv = w.v};
	jobs_run(arena, &job, 1);
	if (job.status != 0)
		return NULL;
	for (name = strtok_r(job.out, "\n", &save); name; name = strtok_r(NULL, "\n", &save)) {
		line = strtok_r(NULL, "\n", &save);
		if (!line || strncmp(line, "??", 2) == 0)
			return NULL;
		if (strncmp(line, run->files.include, strlen(run->files.include)) == 0 ||
		    strncmp(line, run->files.arch, strlen(run->files.arch)) == 0)
			continue;
		line[strcspn(line, " ")] = 0;
		*function = name;
		return short_path(line);
	}
	return NULL;
}

/* The value of symbol @name (of @len characters) in a module's file. */
static bool symbol_value(const char *so, const char *name, size_t len, uint64_t *value)
{
	struct elf_file f;
	bool found = false;

	if (elf_open(&f, so) != 0)
		return false;
	for (size_t i = 0; i < f.nr_sym && !found; i++) {
		const char *s = f.str + f.sym[i].st_name;

		found = f.sym[i].st_value && strncmp(s, name, len) == 0 && !s[len];
		if (found)
			*value = f.sym[i].st_value;
	}
	elf_close(&f);
	return found;
}

static struct build_module *module_named(struct run *run, const char *name, size_t n)
{
	for (struct build_module *m = run->build.modules; m; m = m->next)
		if (strncmp(m->name, name, n) == 0 && !m->name[n])
			return m;
	return NULL;
}

/*
 * "name+0x12/0x34 [module]", or "module:name+0x12/0x34" of one that was unloaded, around the '+'
 * at @plus: its line in the source, and in @end where the words end.
 */
static const char *place_of(struct run *run, const char *text, const char *plus, const char **end)
{
	const char *name = plus, *colon, *function;
	struct build_module *m = NULL;
	uint64_t value, offset;
	char *slash;

	while (name > text && !strchr(" \t\n(", name[-1]))
		name--;
	offset = strtoull(plus + 1, &slash, 16);
	if (*slash != '/')
		return NULL;
	strtoull(slash + 1, (char **)end, 16);
	colon = memchr(name, ':', (size_t)(plus - name));
	if (colon) {
		m = module_named(run, name, (size_t)(colon - name));
		name = colon + 1;
	} else if (strncmp(*end, " [", 2) == 0) {
		size_t n = strcspn(*end + 2, "]");

		m = module_named(run, *end + 2, n);
		*end += 2 + n + ((*end)[2 + n] == ']');
	}
	if (!m || !symbol_value(m->so, name, (size_t)(plus - name), &value))
		return NULL;
	/* A return address belongs to the call before it. */
	return locate(run, m->so, value + offset - 1, &function);
}

const char *locate_text(struct run *run, const char *text)
{
	const char *from = text, *end, *where;
	char *out = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&out, &n);

	for (const char *p = text; (p = strstr(p, "+0x")); p++) {
		where = place_of(run, text, p, &end);
		if (!where)
			continue;
		fprintf(f, "%.*s (%s)", (int)(end - from), from, where);
		from = end;
	}
	fputs(from, f);
	fclose(f);
	text = arena_strdup(&run->build.arena, out);
	free(out);
	return text;
}
