/* SPDX-License-Identifier: MIT */
/*
 * Memory of the launcher: everything that one run needs until its end.
 *
 * A run of the command makes many small strings and lists and frees none of them before its
 * end, so they stand in one arena. Running out of memory ends the program (status 125): there
 * is nothing useful left to do.
 */
#ifndef CLI_BASE_ARENA_H
#define CLI_BASE_ARENA_H

#include <stddef.h>

struct arena_block;

struct arena {
	struct arena_block *blocks;
};

/* Zeroed memory, aligned for any type. */
void *arena_alloc(struct arena *a, size_t size);
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void arena_free(struct arena *a);

/* A growing list of strings that stand in an arena; v[n] is always NULL, as exec wants it. */
struct words {
	struct arena *arena;
	char **v;
	size_t n, room;
};

void words_add(struct words *w, const char *s); /* keeps the pointer */
void words_addf(struct words *w, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Split @text at blanks and add the parts. */
void words_split(struct words *w, const char *text);
int words_have(const struct words *w, const char *s);

#endif
