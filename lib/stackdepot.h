/* SPDX-License-Identifier: MIT */
/*
 * Recorded call stacks, each kept once and named by a 32-bit handle.
 *
 * Whoever remembers who allocated, freed, registered or armed something keeps a handle. The
 * depot needs no allocator, so every floor of the core may use it, from the first page on. It
 * holds STACK_DEPOT_SLOTS different stacks; when it is full, 0 is returned and the owner of the
 * record knows no more than that. Nothing is ever removed before the machine goes.
 */
#ifndef LIB_STACKDEPOT_H
#define LIB_STACKDEPOT_H

#include <linux/types.h>

#define STACK_DEPOT_DEPTH 12
#define STACK_DEPOT_SLOTS (1U << 14)

/*
 * The handle of the running stack from the return address @caller outwards (@caller alone when the
 * stack cannot be walked up to it). Any context; no schedule point.
 */
u32 stack_depot_here(unsigned long caller);
/* Return addresses of a handle, innermost first; returns how many. 0: none. */
unsigned int stack_depot_get(u32 handle, const unsigned long **pc);
/* The innermost one; 0: unknown. */
unsigned long stack_depot_caller(u32 handle);
/* Forget all. Between machines. */
void stack_depot_reset(void);

#endif
