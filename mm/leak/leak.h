/* SPDX-License-Identifier: MIT */
/*
 * Reachability: what still points to the memory that a module leaves.
 *
 * Called when a module's exit function has returned and its data is still there, and only if it has
 * live allocations. As kmemleak does, every aligned word of what is alive is taken for an address,
 * which may point inside an object:
 *
 *	roots    the module's static variables; what the machine itself has allocated
 *	marked   allocations of modules that a root, or a marked allocation, points to
 *
 * What is not marked is lost: nothing points to it, or only other lost memory does, which a last
 * look through the lost objects tells apart. The answers are kept until the machine goes, for the reports of leaks that come later (lib/leaks.h).
 */
#ifndef MM_LEAK_LEAK_H
#define MM_LEAK_LEAK_H

#include <linux/types.h>

/* A static variable. */
struct leak_root {
	const char *name;
	unsigned long addr, size;
};

int leak_init(void);
void leak_exit(void);

/*
 * Mark. Roots are given by @next until it returns false; @module names their owner. => in a task,
 * on a machine where nobody changes the module's memory meanwhile.
 */
void leak_scan(const char *module, bool (*next)(struct leak_root *root, void *arg), void *arg);

#endif
