/* SPDX-License-Identifier: MIT */
/* Stacks of host threads, for whoever reports a crash. */
#include <ferrite/crash.h>

#include "hosted.h"

bool ferrite_stack_bounds(uintptr_t *lo, uintptr_t *hi)
{
	struct host_thread *t = host_thread_self();

	if (!t)
		return false;
	*lo = t->stack_lo;
	*hi = t->stack_hi;
	return true;
}

bool arch_stack_bounds(uintptr_t *lo, uintptr_t *hi)
{
	return ferrite_stack_bounds(lo, hi);
}
