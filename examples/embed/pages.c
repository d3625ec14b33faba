/* SPDX-License-Identifier: MIT */
/*
 * Embedding: a program of yours makes a machine, runs kernel code on it and destroys it.
 *
 *   cc $(pkg-config --cflags ferrite) -c pages.c
 *   cc pages.o $(pkg-config --libs ferrite) -o pages
 *
 * The kernel half would usually be a file of its own, compiled with the kernel's headers; this
 * one needs two calls only and declares them.
 */
#include <ferrite/api.h>
#include <ferrite/decl.h>
#include <stdio.h>

extern unsigned long __get_free_pages(unsigned int gfp, unsigned int order);
extern void free_pages(unsigned long addr, unsigned int order);
#define GFP_KERNEL 0xcc0u /* __GFP_RECLAIM | __GFP_IO | __GFP_FS */

static int in_the_machine(void *arg)
{
	int *got = arg;
	unsigned long block = __get_free_pages(GFP_KERNEL, 3);

	*got = block != 0;
	if (block)
		free_pages(block, 3);
	return 0;
}

static void quiet(int level, const char *text, size_t n)
{
	if (level <= 3)
		fprintf(stderr, "%.*s\n", (int)n, text);
}

int main(void)
{
	static struct ferrite_decl decl;
	static const struct ferrite_host_ops ops = {.console = quiet};
	char why[256];
	int got = 0;

	if (ferrite_decl_parse(&decl, "2x64M", why, sizeof(why))) {
		fprintf(stderr, "%s\n", why);
		return 1;
	}
	ferrite_host_ops_set(&ops);
	if (ferrite_machine_create(&decl))
		return 1;
	ferrite_run(in_the_machine, &got);
	printf("eight pages: %s, leaks: %llu\n", got ? "yes" : "no",
	       (unsigned long long)ferrite_machine_destroy());
	return !got;
}
