/* SPDX-License-Identifier: MIT */
/* What the user reads on standard error beside the findings: progress, log, the last line. */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/command.h"
#include "run.h"

double run_seconds(const struct run *run)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - run->start.tv_sec) +
	       (double)(now.tv_nsec - run->start.tv_nsec) / 1e9;
}

void report_times(const struct run *run)
{
	static const char *const names[] = {"build", "boot", "load", "clients", "unload"};
	double end = run_seconds(run);

	/* The machine boots while the modules are built: only what is waited for is told. */
	fputs("ferrite: seconds:", stderr);
	for (int i = RUN_BUILD; i < RUN_OVER; i++) {
		double next = end;

		if (i > RUN_BUILD && !run->entered[i])
			continue;
		for (int j = RUN_OVER; j > i; j--)
			next = run->entered[j] ? run->entered[j] : next;
		fprintf(stderr, " %s %.3f,", names[i], next - run->entered[i]);
	}
	fprintf(stderr, " all %.3f\n", end);
}

/* One line that is rewritten; only on a terminal that can, and not while clients own it. */
void progress(const struct run *run, const char *what)
{
	const char *term = getenv("TERM");

	if (!isatty(2) || run->opt.verbose || !term || strcmp(term, "dumb") == 0)
		return;
	fprintf(stderr, "\r\033[K%s%s", what, *what ? " …" : "");
	fflush(stderr);
}

void report_log(struct run *run, int level, uint64_t ns, const char *text)
{
	if (level > run->opt.log_level)
		return;
	progress(run, "");
	fprintf(stderr, "[%5" PRIu64 ".%06" PRIu64 "] %s\n", ns / 1000000000,
		ns % 1000000000 / 1000, text);
}

void report_defect(struct run *run, const struct wire_msg *msg, const char *payload)
{
	struct ferrite_defect d;

	switch (msg->arg[0]) {
	case WIRE_CRASH:
		crash_report(run, msg, payload);
		break;
	case WIRE_STALL:
		hang_stalled(run, msg, payload);
		break;
	case WIRE_PANIC:
		run->fatal = true;
		/* A BUG or a panic was told as a finding before. */
		if (!run->findings.nr_bugs)
			finding_add_text(run, DEFECT_BUG, payload, "");
		break;
	case WIRE_FOUND:
		if (msg->len == sizeof(d)) {
			memcpy(&d, payload, sizeof(d));
			finding_add(run, &d);
		}
		break;
	}
}

/* The machine process ended without a verdict and without saying why. */
void report_machine_death(struct run *run)
{
	int sig = WIFSIGNALED(run->machine_status) ? WTERMSIG(run->machine_status) : 0;
	char text[128];

	if (run->fatal)
		return;
	if (!run->machine_reaped || (!sig && WEXITSTATUS(run->machine_status) != 0)) {
		run->status = STATUS_FERRITE;
		say("the machine process ended by itself%s",
		    run->machine_reaped ? "" : " (not reaped)");
	} else if (sig == SIGKILL && (run->interrupted || run->opt.gdb)) {
		run->status = STATUS_CLIENT; /* it was us, or the one at the debugger */
		run->interrupted = true;
	} else if (sig == SIGKILL || sig == SIGTERM || sig == SIGHUP) {
		run->status = STATUS_FERRITE; /* no module did that */
		say("the machine process was ended by SIG%s from outside%s", sigabbrev_np(sig),
		    sig == SIGKILL ? ": by somebody, or the host is out of memory" : "");
	} else if (sig) {
		snprintf(text, sizeof(text), "the machine process was ended by SIG%s (%s)",
			 sigabbrev_np(sig) ? sigabbrev_np(sig) : "?", strsignal(sig));
		finding_add_text(run, DEFECT_CRASH, text, "");
	}
}

/* ---- the last line ---- */

static const char *size_text(struct arena *arena, uint64_t bytes)
{
	if (bytes < 1024)
		return arena_printf(arena, "%" PRIu64 " B", bytes);
	if (bytes < 10 * 1024 * 1024)
		return arena_printf(arena, "%" PRIu64 " KiB", (bytes + 1023) / 1024);
	return arena_printf(arena, "%" PRIu64 " MiB", (bytes + (1 << 20) - 1) >> 20);
}

static const char *client_words(struct run *run)
{
	const struct client_result *c = &run->clients[run->failed_client];

	if (!c->ended)
		return arena_printf(&run->build.arena, "client did not start (%s)", c->name);
	if (WIFSIGNALED(c->wstatus))
		return arena_printf(&run->build.arena, "client failed (%s: %s)", c->name,
				    strsignal(WTERMSIG(c->wstatus)));
	return arena_printf(&run->build.arena, "client failed (%s: exit status %d)", c->name,
			    WEXITSTATUS(c->wstatus));
}

static const char *headline(struct run *run)
{
	struct arena *arena = &run->build.arena;
	unsigned long nr = run->findings.nr, hidden = run->findings.nr_suppressed;
	const char *suppressed = hidden ? arena_printf(arena, ", %lu suppressed", hidden) : "";

	if (nr)
		return arena_printf(arena, "%lu defect%s%s", nr, nr == 1 ? "" : "s", suppressed);
	if (run->failed_client >= 0)
		return arena_printf(arena, "%s: 0 defects%s", client_words(run), suppressed);
	return arena_printf(arena, "%s: 0 defects%s", run->interrupted ? "interrupted" : "clean",
			    suppressed);
}

void report_verdict(struct run *run)
{
	const struct wire_verdict *v = &run->verdict;

	findings_show_rest(run);
	if (run->fatal && !run->have_verdict && !run->findings.nr)
		say("a suppressed finding ended the machine: the run is not complete");
	if (run->findings.nr)
		run->status = STATUS_DEFECTS;
	else if (run->status == STATUS_CLEAN && (run->failed_client >= 0 || run->interrupted))
		run->status = STATUS_CLIENT;
	if (run->status != STATUS_CLEAN && run->status != STATUS_CLIENT &&
	    run->status != STATUS_DEFECTS)
		return; /* a sentence said why there was no run */
	if (run->have_verdict)
		say("%s, %" PRIu64 " allocations, peak %s, %.2f s", headline(run), v->allocations,
		    size_text(&run->build.arena, v->peak_bytes), run_seconds(run));
	else
		say("%s, %.2f s", headline(run), run_seconds(run));
}
