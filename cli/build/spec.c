/* SPDX-License-Identifier: MIT */
/*
 * The words of the command line that say what to build.
 *
 *   x.c          a source. One with MODULE_LICENSE starts a module; one without belongs to the
 *                module before it, or to the first one that follows.
 *   folder       has a Kbuild file or Makefile that says which modules there are
 *   x.so         a module that was built before (--keep)
 *   name=value   a parameter of the module before it; a bare name is allowed as insmod allows it
 *   CONFIG_X=m   configuration, for Kbuild files and for all sources
 *
 * At this point licences are looked up in the text; group.c corrects that from the objects.
 */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build.h"

void say(const char *fmt, ...)
{
	va_list ap;

	fputs("ferrite: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

const char *build_modname(struct build *b, const char *path)
{
	const char *base = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	const char *dot = strrchr(base, '.');
	char *name = arena_strndup(&b->arena, base, dot ? (size_t)(dot - base) : strlen(base));

	for (char *p = name; *p; p++)
		if (*p == '-')
			*p = '_';
	return name;
}

struct build_module *build_module_add(struct build *b, const char *given, const char *name)
{
	struct build_module **tail = &b->modules, *m = arena_alloc(&b->arena, sizeof(*m));

	while (*tail)
		tail = &(*tail)->next;
	*tail = m;
	m->given = given;
	m->name = name;
	m->params.arena = m->exports.arena = m->needs.arena = &b->arena;
	return m;
}

struct build_source *build_source_add(struct build *b, struct build_module *m, const char *path)
{
	struct build_source **tail, *s = arena_alloc(&b->arena, sizeof(*s));

	for (tail = &b->sources; *tail; tail = &(*tail)->next_given)
		;
	*tail = s;
	if (m) {
		for (tail = &m->sources; *tail; tail = &(*tail)->next)
			;
		*tail = s;
	}
	s->given_as = m;
	s->path = path;
	s->flags.arena = &b->arena;
	return s;
}

static const char *read_text(struct build *b, const char *path)
{
	FILE *f = fopen(path, "re");
	struct stat st;
	char *text;

	if (!f || fstat(fileno(f), &st) < 0) {
		if (f)
			fclose(f);
		return NULL;
	}
	text = arena_alloc(&b->arena, (size_t)st.st_size + 1);
	if (fread(text, 1, (size_t)st.st_size, f) != (size_t)st.st_size)
		text[0] = 0;
	fclose(f);
	return text;
}

/* MODULE_LICENSE at the start of a line: what a compiled object will say, nearly always. */
static bool text_has_license(const char *text)
{
	const char *p = text;

	while ((p = strstr(p, "MODULE_LICENSE"))) {
		const char *line = p;

		while (line > text && (line[-1] == ' ' || line[-1] == '\t'))
			line--;
		if (line == text || line[-1] == '\n' || line[-1] == ';' || line[-1] == '}')
			return true;
		p++;
	}
	return false;
}

static bool is_parameter(const char *w)
{
	size_t n = strspn(w, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.");

	if (n == 0 || isdigit((unsigned char)w[0]) || w[0] == '-')
		return false;
	return w[n] == '=' || (w[n] == 0 && !strchr(w, '.'));
}

static int spec_no_file(const char *w, int err)
{
	const char *dot = strrchr(w, '.');

	if (err == ENOENT && is_parameter(w))
		say("%s: a parameter stands after the module that it belongs to "
		    "(ferrite run driver.c %s)",
		    w, w);
	else if (err == ENOENT && !(dot && strcmp(dot, ".c") == 0))
		say("%s: no such file. A module is given as its .c files, or as a folder with a "
		    "Kbuild file",
		    w);
	else
		say("%s: %s", w, strerror(err));
	return STATUS_USAGE;
}

/* What is being read: sources without a licence wait in @pending for the first module. */
struct spec {
	struct build *b;
	struct build_module *current;
	struct words pending;
};

static void spec_source(struct spec *sp, const char *path, const char *text)
{
	struct build *b = sp->b;
	struct build_source *s;

	if (!text_has_license(text) && !sp->current) {
		words_add(&sp->pending, path);
		return;
	}
	if (text_has_license(text)) {
		sp->current = build_module_add(b, path, build_modname(b, path));
		for (size_t i = 0; i < sp->pending.n; i++)
			build_source_add(b, sp->current, sp->pending.v[i]);
		sp->pending.n = 0;
	}
	s = build_source_add(b, sp->current, path);
	s->licensed = text_has_license(text);
}

/* dlopen looks elsewhere for a name without a slash. */
static const char *absolute(struct build *b, const char *path)
{
	char *full = realpath(path, NULL);
	const char *copy = arena_strdup(&b->arena, full ? full : path);

	free(full);
	return copy;
}

static int spec_file(struct spec *sp, const char *w)
{
	const char *dot = strrchr(w, '.'), *text;

	if (dot && strcmp(dot, ".so") == 0) {
		sp->current = build_module_add(sp->b, w, build_modname(sp->b, w));
		sp->current->so = absolute(sp->b, w);
		sp->current->prebuilt = true;
		return STATUS_CLEAN;
	}
	if (dot && strcmp(dot, ".ko") == 0) {
		say("%s was compiled for a Linux kernel; ferrite needs the module's source", w);
		return STATUS_UNSUPPORTED;
	}
	if (!dot || strcmp(dot, ".c") != 0) {
		say("%s: not a C source. A module is given as its .c files, or as a folder with a "
		    "Kbuild file",
		    w);
		return STATUS_USAGE;
	}
	text = read_text(sp->b, w);
	if (!text) {
		say("%s: %s", w, strerror(errno));
		return STATUS_USAGE;
	}
	spec_source(sp, w, text);
	return STATUS_CLEAN;
}

static int spec_folder(struct spec *sp, const char *w)
{
	int status = kbuild_read(sp->b, w);

	for (struct build_module *m = sp->b->modules; m; m = m->next)
		sp->current = m;
	return status;
}

/* insmod's form: a value with blanks is quoted. */
static void spec_parameter(struct spec *sp, const char *w)
{
	const char *eq = strchr(w, '=');

	if (eq && strpbrk(eq + 1, " \t") && eq[1] != '"')
		words_addf(&sp->current->params, "%.*s=\"%s\"", (int)(eq - w), w, eq + 1);
	else
		words_add(&sp->current->params, w);
}

static int spec_word(struct spec *sp, const char *w)
{
	struct stat st;

	if (stat(w, &st) < 0) {
		if (errno == ENOENT && sp->current && is_parameter(w)) {
			spec_parameter(sp, w);
			return STATUS_CLEAN;
		}
		return spec_no_file(w, errno);
	}
	return S_ISDIR(st.st_mode) ? spec_folder(sp, w) : spec_file(sp, w);
}

int spec_read(struct build *b, char **words, int nr_words)
{
	struct spec sp = {.b = b, .pending.arena = &b->arena};
	int status = STATUS_CLEAN;

	for (int i = 0; i < nr_words; i++)
		if (strncmp(words[i], "CONFIG_", 7) == 0 && strchr(words[i], '='))
			words_add(&b->config, words[i]);
	for (int i = 0; i < nr_words && status == STATUS_CLEAN; i++)
		if (!(strncmp(words[i], "CONFIG_", 7) == 0 && strchr(words[i], '=')))
			status = spec_word(&sp, words[i]);
	/* Nobody has a licence: one module, named after the first source; it will not load. */
	if (status == STATUS_CLEAN && sp.pending.n) {
		struct build_module *m =
			build_module_add(b, sp.pending.v[0], build_modname(b, sp.pending.v[0]));

		for (size_t i = 0; i < sp.pending.n; i++)
			build_source_add(b, m, sp.pending.v[i]);
	}
	return status;
}
