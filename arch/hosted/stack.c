/* SPDX-License-Identifier: MIT */
/*
 * Stacks of host threads: how deep a task may go.
 *
 *	stack_hi   TLS, libc's start of the thread
 *	           pad, so that the limit is a page's
 *	           |<-- HOST_TASK_STACK: the task's functions -->|
 *	stack_limit ----------------------------------------------
 *	           zone: no access, until the core needs it
 *	stack_lo   guard of the thread: no access at all
 *
 * Code of a module that goes below the limit faults there, at the instruction that does it, as on
 * Linux (VMAP_STACK). The core may: its reports and the host's libc need more than Linux's
 * functions do, and that is no fault of a module. The handler of the fault (cli/machined/crash.c)
 * tells the two by the address of the code, and opens the zone for the core with
 * ferrite_stack_open(); it is closed again when the thread is next switched to, if it is not so
 * deep then. Without such a handler there is no zone.
 */
#include <ferrite/crash.h>
#include <ferrite/decl.h>
#include <sys/mman.h>

#include "hosted.h"

static bool guarded;

void ferrite_stack_guard(void)
{
	guarded = true;
}

/* What thread_main() has on the stack itself, about: the limit is lower by as much at most. */
#define OWN_FRAME 512

/* How much must be left free below @frame for the limit to be at a page's begin. */
size_t host_stack_pad(uintptr_t frame)
{
	return (frame - OWN_FRAME - HOST_TASK_STACK) & (HOST_PAGE - 1);
}

void host_stack_guard(struct host_thread *t, uintptr_t frame)
{
	if (!guarded)
		return;
	t->stack_limit = (frame - HOST_TASK_STACK) & ~(HOST_PAGE - 1);
	if (t->stack_limit <= t->stack_lo)
		t->stack_limit = 0;
	host_stack_rearm(t);
}

static bool protect(const struct host_thread *t, int prot)
{
	return t->stack_limit &&
	       mprotect((void *)t->stack_lo, t->stack_limit - t->stack_lo, prot) == 0;
}

void host_stack_rearm(struct host_thread *t)
{
	if ((uintptr_t)__builtin_frame_address(0) >= t->stack_limit + HOST_PAGE)
		t->zone_open = !protect(t, PROT_NONE);
}

bool ferrite_stack_in_zone(uintptr_t addr)
{
	struct host_thread *t = host_thread_self();

	return t && t->stack_limit && addr >= t->stack_lo - HOST_GUARD_BYTES &&
	       addr < t->stack_limit;
}

bool ferrite_stack_open(uintptr_t addr)
{
	struct host_thread *t = host_thread_self();

	if (!ferrite_stack_in_zone(addr) || addr < t->stack_lo || t->zone_open)
		return false;
	t->zone_open = protect(t, PROT_READ | PROT_WRITE);
	return t->zone_open;
}

bool ferrite_stack_bounds(uintptr_t *lo, uintptr_t *hi)
{
	struct host_thread *t = host_thread_self();

	if (!t)
		return false;
	*lo = t->stack_limit ? t->stack_limit : t->stack_lo;
	*hi = t->stack_limit ? t->stack_limit + HOST_TASK_STACK : t->stack_hi;
	return true;
}

bool arch_stack_bounds(uintptr_t *lo, uintptr_t *hi)
{
	struct host_thread *t = host_thread_self();

	if (!t)
		return false;
	*lo = t->stack_lo;
	*hi = t->stack_hi;
	return true;
}

bool ferrite_events_waiting(void)
{
	return host_events_waiting();
}

int ferrite_running_thread(void)
{
	for (int i = 0; i < hosted.nr_cpus; i++) {
		struct vcpu *v = &hosted.vcpu[i];
		struct host_thread *t = v->thread;

		if (t && atomic_load(&v->started) && !atomic_load(&v->idle) &&
		    !atomic_load_explicit(&t->waits, memory_order_relaxed))
			return atomic_load(&t->tid);
	}
	return 0;
}
