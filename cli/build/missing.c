/* SPDX-License-Identifier: MIT */
/*
 * What a module uses and ferrite does not have, all at once.
 *
 *   headers:  found by the compiler itself (-M -MG goes on where a header is missing), each
 *             with the lines that include it
 *   symbols:  undefined in the objects, and exported neither by the core nor by another
 *             module of the run; each use with file and line, from the debug information
 *   calls of functions that nobody declared, where the rest did not compile either
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "build.h"
#include "cli/base/jobs.h"

/* The compiler and the linker make these by themselves. */
static const char *const given_symbols[] = {
	"memcpy",	  "memmove",	     "memset",
	"memcmp",	  "arch_tls",	     "_GLOBAL_OFFSET_TABLE_",
	"__this_module",  "__per_cpu_start", "__per_cpu_end",
	"__per_cpu_load",
};

static int compare_words(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

bool core_exports(const struct build *b, const char *name)
{
	return b->core_exports.n &&
	       bsearch(&name, b->core_exports.v, b->core_exports.n, sizeof(char *), compare_words);
}

static bool is_given(const char *name)
{
	for (size_t i = 0; i < sizeof(given_symbols) / sizeof(given_symbols[0]); i++)
		if (strcmp(name, given_symbols[i]) == 0)
			return true;
	return strncmp(name, "__start_", 8) == 0 || strncmp(name, "__stop_", 7) == 0;
}

/* In C the name has no prefix (lib's names that libc has too are renamed in the objects). */
static const char *c_name(const char *name)
{
	return strncmp(name, "ferrite_", 8) == 0 ? name + 8 : name;
}

static bool object_defines(const struct elf_file *f, const char *name)
{
	for (size_t i = 0; i < f->nr_sym; i++)
		if (f->sym[i].st_shndx != SHN_UNDEF &&
		    ELF64_ST_BIND(f->sym[i].st_info) != STB_LOCAL &&
		    strcmp(f->str + f->sym[i].st_name, name) == 0)
			return true;
	return false;
}

static bool module_provides(struct build *b, struct build_module *m, const char *name)
{
	for (struct build_source *s = m->sources; s; s = s->next)
		if (object_defines(&s->elf, name))
			return true;
	if (is_given(name) || core_exports(b, name) || kasan_provides(b, name))
		return true;
	for (struct build_module *o = b->modules; o; o = o->next)
		if (o != m && words_have(&o->exports, name)) {
			if (!words_have(&m->needs, o->name))
				words_add(&m->needs, o->name);
			return true;
		}
	return false;
}

/* ---- lines of uses ---- */

/* Print paths below the working folder as the user wrote them. */
static const char *short_path(const char *path)
{
	static char cwd[4096];
	size_t n;

	if (!cwd[0] && !getcwd(cwd, sizeof(cwd)))
		return path;
	n = strlen(cwd);
	return strncmp(path, cwd, n) == 0 && path[n] == '/' ? path + n + 1 : path;
}

/* addr2line's lines "path:line" for the offsets of one section. */
static void print_lines(struct build *b, struct words *cmd, const char *name)
{
	struct job job = {.argv = cmd->v};
	char *save = NULL, *last = "";

	jobs_run(&b->arena, &job, 1);
	for (char *l = strtok_r(job.out, "\n", &save); l; l = strtok_r(NULL, "\n", &save)) {
		char *paren = strstr(l, " (");

		if (paren)
			*paren = 0;
		if (strcmp(l, last) != 0)
			fprintf(stderr, "  %s: %s\n", short_path(l), c_name(name));
		last = l;
	}
}

static void print_uses(struct build *b, struct build_source *s, size_t sym)
{
	const struct elf_file *f = &s->elf;

	for (int i = 0; i < f->eh->e_shnum; i++) {
		const Elf64_Shdr *sh = &f->sh[i];
		const Elf64_Rela *r = (const void *)elf_bytes(f, sh);
		const char *target = f->shstr + f->sh[sh->sh_info].sh_name;
		struct words cmd = {.arena = &b->arena};

		if (sh->sh_type != SHT_RELA || !(f->sh[sh->sh_info].sh_flags & SHF_ALLOC))
			continue;
		words_add(&cmd, "addr2line");
		words_addf(&cmd, "-e%s", s->object);
		words_addf(&cmd, "-j%s", target);
		for (size_t k = 0; k < sh->sh_size / sizeof(*r); k++)
			if (ELF64_R_SYM(r[k].r_info) == sym)
				words_addf(&cmd, "%#lx", (unsigned long)r[k].r_offset);
		if (cmd.n == 3)
			continue;
		if (f->sh[sh->sh_info].sh_flags & SHF_EXECINSTR)
			print_lines(b, &cmd, f->str + f->sym[sym].st_name);
		else
			fprintf(stderr, "  %s (data): %s\n", short_path(s->path),
				c_name(f->str + f->sym[sym].st_name));
	}
}

static size_t missing_symbols(struct build *b)
{
	struct words seen = {.arena = &b->arena};

	for (struct build_module *m = b->modules; m; m = m->next)
		for (struct build_source *s = m->sources; s; s = s->next)
			for (size_t i = 1; i < s->elf.nr_sym; i++) {
				const char *name = s->elf.str + s->elf.sym[i].st_name;

				if (s->elf.sym[i].st_shndx != SHN_UNDEF || !*name ||
				    ELF64_ST_BIND(s->elf.sym[i].st_info) == STB_WEAK ||
				    module_provides(b, m, name))
					continue;
				if (!seen.n)
					say("not supported: ferrite does not have");
				if (!words_have(&seen, name))
					words_add(&seen, name);
				print_uses(b, s, i);
			}
	return seen.n;
}

/* ---- sources that did not compile ---- */

/* Lines of @path in which @test says yes; printed with @name. */
static size_t scan_file(const char *path, const char *name,
			bool (*test)(const char *line, const char *name))
{
	FILE *f = fopen(path, "re");
	char *line = NULL;
	size_t room = 0, hits = 0;

	for (int nr = 1; f && getline(&line, &room, f) >= 0; nr++)
		if (test(line, name)) {
			fprintf(stderr, "  %s:%d: %s\n", short_path(path), nr, name);
			hits++;
		}
	free(line);
	if (f)
		fclose(f);
	return hits;
}

static bool line_includes(const char *line, const char *name)
{
	size_t n = strlen(name);

	line += strspn(line, " \t");
	if (*line++ != '#')
		return false;
	line += strspn(line, " \t");
	if (strncmp(line, "include", 7) != 0)
		return false;
	line += 7 + strspn(line + 7, " \t");
	return (*line == '<' || *line == '"') && strncmp(line + 1, name, n) == 0 &&
	       (line[n + 1] == '>' || line[n + 1] == '"');
}

static bool line_calls(const char *line, const char *name)
{
	size_t n = strlen(name);

	for (const char *p = line; (p = strstr(p, name)); p += n)
		if ((p == line || !(isalnum((unsigned char)p[-1]) || p[-1] == '_')) &&
		    p[n + strspn(p + n, " \t")] == '(')
			return true;
	return false;
}

/* Words of a make rule "x.o: a.c b.h \<newline> c.h". */
static void rule_words(struct words *w, char *rule)
{
	char *colon = strstr(rule, ": ");

	for (char *p = rule; *p; p++)
		if (*p == '\\')
			*p = ' ';
	if (colon)
		words_split(w, colon + 2);
}

/* The headers that do not exist, each with the lines that include it. */
static void list_headers(struct build *b, struct build_source *s, struct words *seen)
{
	struct words cmd = {.arena = &b->arena}, deps = {.arena = &b->arena};
	struct job job;

	compile_flags(b, s, &cmd);
	words_add(&cmd, "-M");
	words_add(&cmd, "-MG");
	words_add(&cmd, s->path);
	job = (struct job){.argv = cmd.v};
	jobs_run(&b->arena, &job, 1);
	rule_words(&deps, job.out);
	for (size_t i = 0; i < deps.n; i++) {
		size_t hits = 0;

		if (access(deps.v[i], F_OK) == 0)
			continue;
		if (!seen->n)
			say("not supported: ferrite does not have");
		if (!words_have(seen, deps.v[i]))
			words_add(seen, deps.v[i]);
		for (size_t k = 0; k < deps.n; k++)
			if (access(deps.v[k], F_OK) == 0)
				hits += scan_file(deps.v[k], deps.v[i], line_includes);
		if (!hits)
			fprintf(stderr, "  %s: %s\n", short_path(s->path), deps.v[i]);
	}
}

/* Names that a compiler message quotes after @before, up to the closing quote. */
static void quoted_names(struct words *names, const char *text, const char *before)
{
	for (const char *p = text; (p = strstr(p, before));) {
		size_t n;

		p += strlen(before);
		n = strcspn(p, "'");
		words_add(names, arena_strndup(names->arena, p, n));
	}
}

static void implicit_names(struct words *names, const struct build_source *s)
{
	quoted_names(names, s->messages, "implicit declaration of function '");
	quoted_names(names, s->messages, "call to undeclared function '");
}

static size_t list_calls(struct build *b, struct build_source *s, size_t found)
{
	struct words names = {.arena = &b->arena};

	implicit_names(&names, s);
	for (size_t i = 0; i < names.n; i++) {
		if (core_exports(b, names.v[i]))
			continue;
		if (!found++)
			say("not supported: ferrite does not have");
		scan_file(s->path, names.v[i], line_calls);
	}
	return found;
}

/* Some source did not compile: say what is missing, then what the compiler said. */
static int report_failures(struct build *b)
{
	struct words headers = {.arena = &b->arena};
	size_t calls = 0;

	for (struct build_source *s = b->sources; s; s = s->next_given)
		if (s->status != 0 && (strstr(s->messages, "o such file or directory") ||
				       strstr(s->messages, "file not found")))
			list_headers(b, s, &headers);
	if (headers.n)
		return STATUS_UNSUPPORTED;
	for (struct build_source *s = b->sources; s; s = s->next_given)
		if (s->status != 0)
			calls = list_calls(b, s, calls);
	for (struct build_source *s = b->sources; s; s = s->next_given)
		if (s->status != 0)
			fputs(s->messages, stderr);
	return calls ? STATUS_UNSUPPORTED : STATUS_MODULE;
}

/*
 * A function that ferrite has, called without its header: an error on Linux. (One that it
 * does not have was listed before.)
 */
static int undeclared_calls(struct build *b)
{
	int status = STATUS_CLEAN;

	for (struct build_source *s = b->sources; s; s = s->next_given) {
		struct words names = {.arena = &b->arena};

		implicit_names(&names, s);
		if (names.n)
			status = STATUS_MODULE;
		fputs(s->messages, stderr);
	}
	return status;
}

int report_missing(struct build *b)
{
	for (struct build_source *s = b->sources; s; s = s->next_given)
		if (s->status != 0)
			return report_failures(b);
	if (missing_symbols(b)) {
		fputs("ferrite: docs/symbols.md lists what there is\n", stderr);
		return STATUS_UNSUPPORTED;
	}
	return undeclared_calls(b);
}
