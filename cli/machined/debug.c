/* SPDX-License-Identifier: MIT */
/*
 * A machine process that is to be debugged: it waits for the debugger before it boots, and
 * has two places at which the debugger waits for it (cli/run/gdb.c sets the breakpoints):
 * ferrite_module_loaded(), when a module is mapped and none of its code has run, and the core's
 * ferrite_step_reached(), just before the step that was asked for.
 *
 * The machine may also be the process that a debugger started (`gdb --args ferrite run …`); the
 * launcher is its child then.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <ferrite/defect.h>

#include "cli/base/tracer.h"
#include "machined.h"

#define WAIT_MS 20000

static bool debugged, is_parent;

/* Any process of the same user may attach: the debugger is the launcher's child, not ours. */
static void wait_for_debugger(void)
{
	prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);
	for (int ms = 0; ms < WAIT_MS && !tracer_pid(); ms += 5)
		usleep(5000);
}

void debug_start(const char *how)
{
	const char *step = strstr(how, "step=");

	if (step)
		ferrite_step_await(strtoull(step + 5, NULL, 10));
	debugged = strstr(how, "gdb") != NULL;
	is_parent = strstr(how, "parent") != NULL;
	if (debugged)
		wait_for_debugger();
}

__attribute__((noinline)) void ferrite_module_loaded(const char *name)
{
	__asm__ volatile("" : : "r"(name) : "memory");
}

void debug_module_loaded(const char *name)
{
	if (debugged)
		ferrite_module_loaded(name);
}

void debug_wait_for_end(void)
{
	if (is_parent)
		sleep(60); /* the gate thread ends the process */
}
