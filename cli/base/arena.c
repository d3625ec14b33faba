/* SPDX-License-Identifier: MIT */
#include "arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE 65536

struct arena_block {
	struct arena_block *next;
	size_t used, size;
	_Alignas(max_align_t) char data[];
};

static void out_of_memory(void)
{
	fputs("ferrite: out of memory\n", stderr);
	_Exit(125);
}

void *arena_alloc(struct arena *a, size_t size)
{
	struct arena_block *b = a->blocks;
	size_t want = (size + sizeof(max_align_t) - 1) & ~(sizeof(max_align_t) - 1);

	if (!b || b->size - b->used < want) {
		size_t room = want > BLOCK_SIZE ? want : BLOCK_SIZE;

		b = calloc(1, sizeof(*b) + room);
		if (!b)
			out_of_memory();
		b->size = room;
		b->next = a->blocks;
		a->blocks = b;
	}
	b->used += want;
	return b->data + b->used - want;
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *p = arena_alloc(a, n + 1);

	memcpy(p, s, n);
	return p;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

static char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	va_list again;
	int n;
	char *p;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	p = arena_alloc(a, (size_t)n + 1);
	vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return p;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *p;

	va_start(ap, fmt);
	p = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return p;
}

void arena_free(struct arena *a)
{
	struct arena_block *b;

	while ((b = a->blocks)) {
		a->blocks = b->next;
		free(b);
	}
}

void words_add(struct words *w, const char *s)
{
	if (w->n + 1 >= w->room) {
		size_t room = w->room ? 2 * w->room : 16;
		char **v = arena_alloc(w->arena, room * sizeof(*v));

		if (w->n)
			memcpy(v, w->v, w->n * sizeof(*v));
		w->v = v;
		w->room = room;
	}
	w->v[w->n++] = (char *)s;
	w->v[w->n] = NULL;
}

void words_addf(struct words *w, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	words_add(w, arena_vprintf(w->arena, fmt, ap));
	va_end(ap);
}

void words_split(struct words *w, const char *text)
{
	const char *blanks = " \t\n";

	for (text += strspn(text, blanks); *text; text += strspn(text, blanks)) {
		size_t n = strcspn(text, blanks);

		words_add(w, arena_strndup(w->arena, text, n));
		text += n;
	}
}

int words_have(const struct words *w, const char *s)
{
	for (size_t i = 0; i < w->n; i++)
		if (strcmp(w->v[i], s) == 0)
			return 1;
	return 0;
}
