/* SPDX-License-Identifier: MIT */
/*
 * Variables of modules. Each object file has a constructor that registers the table of its
 * variables, which run when the module is mapped; the compiler left room behind each.
 *
 * The tables stay where they are, in the module, which stays mapped; a report looks in them for the
 * variable's name. A module that is mapped while no machine has a shadow is registered all
 * the same, and poisoned when there is one.
 */
#include <linux/kernel.h>
#include <linux/string.h>

#include "kasan.h"
#include "wrap.h"

#define MAX_TABLES 512 /* object files; what is beyond is poisoned but has no name */

/* The compilers' layout of one variable. */
struct asan_global {
	unsigned long start;
	size_t size;
	size_t room; /* with its red zone */
	const char *name;
	const char *file;
	unsigned long has_dynamic_init;
	void *location;
	unsigned long odr;
};

static struct {
	struct asan_global *v;
	size_t n; /* 0: free */
} tables[MAX_TABLES];

static void poison_table(const struct asan_global *g, size_t n)
{
	for (; n--; g++)
		__kasan_alloc_bytes((void *)g->start, g->size, g->room, KASAN_GLOBAL_REDZONE);
}

/* => called by the dynamic linker of the host, which maps one module at a time */
KASAN_ENTRY(void, __asan_register_globals, (struct asan_global * g, size_t n))
{
	unsigned int i;

	for (i = 0; i < MAX_TABLES && tables[i].n; i++)
		;
	if (i < MAX_TABLES) {
		tables[i].v = g;
		tables[i].n = n;
	}
	if (kasan_on())
		poison_table(g, n);
}

KASAN_ENTRY(void, __asan_unregister_globals, (struct asan_global * g, size_t n))
{
	unsigned int i;

	for (i = 0; i < MAX_TABLES; i++)
		if (tables[i].v == g)
			tables[i].n = 0;
	for (; n-- && kasan_on(); g++)
		kasan_unpoison((void *)g->start, g->room);
}

void kasan_globals_reset(void)
{
	unsigned int i;

	for (i = 0; i < MAX_TABLES; i++)
		if (tables[i].n)
			poison_table(tables[i].v, tables[i].n);
}

const char *kasan_find_global(unsigned long addr, unsigned long *start, size_t *size)
{
	unsigned int i;
	size_t k;

	for (i = 0; i < MAX_TABLES; i++)
		for (k = 0; k < tables[i].n; k++) {
			struct asan_global *g = tables[i].v + k;

			if (addr - g->start >= g->room)
				continue;
			*start = g->start;
			*size = g->size;
			return g->name;
		}
	return NULL;
}
