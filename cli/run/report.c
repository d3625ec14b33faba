/* SPDX-License-Identifier: MIT */
/* What the user reads on standard error. */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "include/ferrite/defect.h"

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

/* One line that is rewritten; only on a terminal, and not while clients own it. */
void progress(const struct run *run, const char *what)
{
	if (!isatty(2) || run->opt.verbose)
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

/* A crash comes as numbers: arg[1] signal, arg[2] offset; payload: sentence \0 file \0. */
static const char *crash_text(struct run *run, const struct wire_msg *msg, const char *text,
			      const char **where)
{
	size_t first = strnlen(text, msg->len);
	const char *so = first + 1 < msg->len ? text + first + 1 : "";
	const char *function = NULL, *name = strrchr(so, '/') ? strrchr(so, '/') + 1 : so;
	int sig = (int)msg->arg[1];

	*where = *so ? locate(run, so, msg->arg[2], &function) : NULL;
	return arena_printf(&run->build.arena, "%s (signal %d, SIG%s)%s%s%s%.*s%s", text, sig,
			    sigabbrev_np(sig) ? sigabbrev_np(sig) : "?", function ? " in " : "",
			    function ? function : "", function && *so ? " [" : "",
			    function && *so ? (int)strcspn(name, ".") : 0, name,
			    function && *so ? "]" : "");
}

/* "    name+0x12/0x34 …" or "    0x7f…": one frame of a stack. */
static bool is_frame(const char *line)
{
	const char *p = line + strspn(line, " ");

	return p > line && (strncmp(p, "0x7", 3) == 0 || (memchr(p, '+', strcspn(p, " \n")) &&
							  memchr(p, '/', strcspn(p, " \n"))));
}

/* Length of the line at @line, its newline included. */
static size_t line_length(const char *line)
{
	size_t n = strcspn(line, "\n");

	return n + (line[n] == '\n');
}

/*
 * The text without what stands below the outermost frame of a module in each stack: how the
 * machine came to call the module is not the reader's concern.
 */
static const char *cut_stacks(struct run *run, const char *text)
{
	char *out = arena_alloc(&run->build.arena, strlen(text) + 1), *end = out, *keep = NULL;

	for (; *text; text += line_length(text)) {
		size_t n = line_length(text);

		if (!is_frame(text)) {
			end = keep ? keep : end;
			keep = NULL;
		}
		memcpy(end, text, n);
		end += n;
		if (is_frame(text) && memchr(text, '(', n))
			keep = end;
	}
	*(keep ? keep : end) = 0;
	return out;
}

static void add_defect(struct run *run, const char *kind, const char *text, const char *where)
{
	struct defect *d = arena_alloc(&run->build.arena, sizeof(*d));
	const char *line = text;

	d->kind = kind;
	d->text = arena_strdup(&run->build.arena, text);
	d->where = where;
	*run->defects_tail = d;
	run->defects_tail = &d->next;
	run->nr_defects++;
	progress(run, "");
	/* "leak: a vmalloc area …" has the kind in its first line already. */
	if (strncmp(text, kind, strlen(kind)) == 0 && text[strlen(kind)] == ':') {
		size_t n = line_length(text);

		fprintf(stderr, "ferrite: defect %zu: %.*s", run->nr_defects, (int)n, text);
		line += n;
	} else {
		say("defect %zu: %s", run->nr_defects, kind);
	}
	while (*line) {
		size_t n = strcspn(line, "\n");

		fprintf(stderr, "  %.*s\n", (int)n, line);
		line += n + (line[n] == '\n');
	}
	if (where)
		fprintf(stderr, "  at %s\n", where);
}

void report_defect(struct run *run, const struct wire_msg *msg, const char *text)
{
	const char *where = NULL;

	if (msg->arg[0] == WIRE_CRASH) {
		text = crash_text(run, msg, text, &where);
		run->fatal = true;
		add_defect(run, "crash", text, where);
	} else if (msg->arg[0] == WIRE_PANIC) {
		run->fatal = true;
		add_defect(run, "panic", text, NULL);
	} else if (msg->len == sizeof(struct ferrite_defect)) {
		const struct ferrite_defect *d = (const void *)text;

		add_defect(run, "finding", arena_printf(&run->build.arena, "%s\n%s", d->head, d->notes),
			   NULL);
	}
}

/* The machine process ended without a verdict and without saying why. */
void report_machine_death(struct run *run)
{
	char text[128];

	if (run->fatal)
		return;
	if (!run->machine_reaped ||
	    (WIFEXITED(run->machine_status) && WEXITSTATUS(run->machine_status) != 0)) {
		run->status = STATUS_FERRITE;
		say("the machine process ended by itself%s",
		    run->machine_reaped ? "" : " (not reaped)");
		return;
	}
	if (!WIFSIGNALED(run->machine_status))
		return;
	if (run->interrupted && WTERMSIG(run->machine_status) == SIGKILL) {
		run->status = STATUS_CLIENT; /* it was us */
		return;
	}
	snprintf(text, sizeof(text), "the machine process was ended by %s",
		 strsignal(WTERMSIG(run->machine_status)));
	add_defect(run, "crash", text, NULL);
}

static void call_line(void *ctx, const char *text)
{
	FILE *f = ctx;

	fprintf(f, "%s\n", text);
}

void report_hang(struct run *run)
{
	static const char *const phases[] = {"building", "booting", "loading a module",
					     "running the clients", "unloading"};
	char *text = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&text, &n);

	fprintf(f, "nothing more happened for %g s while %s\n", run->opt.timeout,
		phases[run->phase]);
	if (run->phase == RUN_CLIENTS)
		client_host_show_calls(run->host, call_line, f);
	fclose(f);
	run->fatal = true;
	add_defect(run, "hang", text, NULL);
	free(text);
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
	if (run->nr_defects)
		return arena_printf(&run->build.arena, "%zu defect%s", run->nr_defects,
				    run->nr_defects == 1 ? "" : "s");
	if (run->failed_client >= 0)
		return arena_printf(&run->build.arena, "%s: 0 defects", client_words(run));
	if (run->interrupted)
		return "interrupted: 0 defects";
	return "clean: 0 defects";
}

void report_verdict(struct run *run)
{
	const struct wire_verdict *v = &run->verdict;

	if (run->nr_defects)
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
