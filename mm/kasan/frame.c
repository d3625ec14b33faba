/* SPDX-License-Identifier: MIT */
/*
 * Naming a variable of a function.
 *
 * The left red zone of an instrumented frame begins with three words: a magic number, the address
 * of a description, and an address in the function. The description is text: the number of
 * variables, then for each its offset in the frame, its size, the length of its name, and the name
 * (which may end in ":LINE").
 */
#include <linux/kernel.h>
#include <linux/string.h>

#include "kasan.h"
#include "report.h"

#define FRAME_MAGIC  0x41b58ab3UL
#define FRAME_SEARCH 8192 /* bytes below the bad one in which its frame begins */

/* The lowest address of the frame that @addr is in; 0: not found. */
static unsigned long frame_of(unsigned long addr)
{
	unsigned long at = round_down(addr, KASAN_GRANULE_SIZE), end = at - FRAME_SEARCH;

	for (; at > end; at -= KASAN_GRANULE_SIZE) {
		if (*kasan_shadow_of(at) != KASAN_STACK_LEFT)
			continue;
		if (*(unsigned long *)at == FRAME_MAGIC)
			return at;
	}
	return 0;
}

static bool read_number(const char **text, unsigned long *n)
{
	const char *p = *text;

	while (*p == ' ')
		p++;
	if (*p < '0' || *p > '9')
		return false;
	for (*n = 0; *p >= '0' && *p <= '9'; p++)
		*n = *n * 10 + (*p - '0');
	*text = p;
	return true;
}

static unsigned long distance(long offset, size_t size)
{
	if (offset < 0)
		return -offset;
	return (size_t)offset >= size ? offset - size + 1 : 0;
}

bool kasan_find_variable(unsigned long bad, struct kasan_variable *v)
{
	unsigned long base = frame_of(bad), count, offset, size, length, best = ~0UL;
	const char *text;

	if (!base)
		return false;
	text = ((const char **)base)[1];
	v->pc = ((unsigned long *)base)[2];
	if (!read_number(&text, &count))
		return false;
	while (count--) {
		unsigned long far;

		if (!read_number(&text, &offset) || !read_number(&text, &size) ||
		    !read_number(&text, &length) || *text++ != ' ')
			return best != ~0UL;
		far = distance((long)(bad - base - offset), size);
		if (far < best) {
			best = far;
			v->name = text;
			v->name_len = strcspn(text, ": ");
			v->offset = (long)(bad - base - offset);
			v->size = size;
		}
		text += length;
	}
	return best != ~0UL;
}
