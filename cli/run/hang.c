/* SPDX-License-Identifier: MIT */
/*
 * Runs that do not end: deadlocks, told by the machine when nothing moves in it any more, and
 * endless loops, found by the time-out.
 *
 * That every task of the machine sleeps is normal while clients run: the next call wakes one. It is
 * a finding at once when tasks wait for each other, or when no client is there to help (a module is
 * being loaded or unloaded); else when it has lasted for a second and every thread of every client
 * waits for the machine or for another one.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "include/ferrite/crash.h"

#include "run.h"

#define STALL_S	     1.0
#define LOOK_MS	     250
#define ANSWER_S     1.0 /* how long the machine may take to say where it is */
#define KILL_LOOK_MS 20

static void deadlock(struct run *run)
{
	finding_add(run, &run->stall);
	run->stalled = false;
	run->fatal = true;
	kill(run->machine_pid, SIGKILL);
}

void hang_stalled(struct run *run, const struct wire_msg *msg, const char *payload)
{
	if (run->fatal || msg->len != sizeof(run->stall) || (run->timed_out && !msg->arg[2]))
		return;
	memcpy(&run->stall, payload, sizeof(run->stall));
	run->answered = run->answered || msg->arg[2];
	run->stalled = msg->arg[1] != FERRITE_HUNG_NONE;
	if (!run->stalled || run->opt.gdb)
		return;
	/* The machine had not seen all that was sent to it: it may go on. */
	if (!msg->arg[2] && msg->arg[3] != client_host_sent(run->host)) {
		run->stalled = false;
		return;
	}
	run->stalled_at = run_seconds(run);
	run->stalled_sent = client_host_sent(run->host);
	if (msg->arg[2])
		return; /* report_hang() asked, and reads it */
	/* A reader that waits for a writer is none of our business while there are clients. */
	if (msg->arg[1] == FERRITE_HUNG_SOFT && run->phase == RUN_CLIENTS)
		run->stalled = false;
	else if (msg->arg[1] == FERRITE_HUNG_CIRCLE || run->phase != RUN_CLIENTS)
		deadlock(run);
	else
		client_host_stop(run->host); /* so that hang_look() says how long to wait */
}

int hang_look(struct run *run, int left_ms)
{
	if (!run->stalled || run->timed_out)
		return left_ms;
	if (client_host_sent(run->host) != run->stalled_sent) {
		run->stalled = false;
		return left_ms;
	}
	if (run_seconds(run) - run->stalled_at >= STALL_S && !client_host_can_run(run->host)) {
		deadlock(run);
		return left_ms;
	}
	return left_ms < 0 || left_ms > LOOK_MS ? LOOK_MS : left_ms;
}

/* ---- the time-out ---- */

static void call_line(void *ctx, const char *text)
{
	FILE *f = ctx;

	fprintf(f, "%s\n", text);
}

static void ask_where(struct run *run)
{
	struct wire_msg msg = {.type = WIRE_WHERE};
	double until = run_seconds(run) + ANSWER_S;

	run->answered = false;
	run->stalled = false;
	if (client_host_send(run->host, &msg, NULL) < 0)
		return;
	while (!run->fatal && !run->answered && !run->machine_gone && run_seconds(run) < until)
		client_host_loop(run->host, 20);
}

void hang_ask_and_kill(struct run *run)
{
	struct wire_msg msg = {.type = WIRE_WHERE};

	if (run->kill_at || run->opt.gdb || client_host_send(run->host, &msg, NULL) < 0) {
		kill(run->machine_pid, SIGKILL);
		return;
	}
	run->answered = false;
	run->kill_at = run_seconds(run) + ANSWER_S;
	client_host_stop(run->host); /* so that hang_kill_look() is asked */
}

int hang_kill_look(struct run *run, int left_ms)
{
	if (!run->kill_at || run->machine_gone)
		return left_ms;
	if (run->answered || run_seconds(run) >= run->kill_at)
		kill(run->machine_pid, SIGKILL);
	return left_ms < 0 || left_ms > KILL_LOOK_MS ? KILL_LOOK_MS : left_ms;
}

void report_hang(struct run *run)
{
	static const char *const phases[] = {"building", "booting", "loading a module",
					     "running the clients", "unloading"};
	char *text = NULL, head[256];
	size_t n = 0;
	FILE *f;

	ask_where(run);
	if (run->fatal)
		return; /* a loop: crash.c has reported it */
	f = open_memstream(&text, &n);
	if (run->phase == RUN_CLIENTS)
		client_host_show_calls(run->host, call_line, f);
	fclose(f);
	run->fatal = true;
	snprintf(head, sizeof(head), "nothing more happened for %g s while %s", run->opt.timeout,
		 phases[run->phase]);
	if (run->stalled) {
		size_t used = strlen(run->stall.notes);

		snprintf(run->stall.head, sizeof(run->stall.head), "%s", head);
		snprintf(run->stall.notes + used, sizeof(run->stall.notes) - used, "%s%s",
			 used ? "\n" : "", text);
		finding_add(run, &run->stall);
	} else {
		finding_add_text(run, DEFECT_HANG, head, text);
	}
	free(text);
}
