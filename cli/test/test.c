/* SPDX-License-Identifier: MIT */
/* `ferrite test`: its command line, and its part of a run. */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "test.h"

#define UNLOAD_TIMEOUT 1 /* seconds, when a case did not end */

static const char help[] =
	"usage: ferrite test [OPTION…] MODULE [NAME=VALUE…] [MODULE …] [-- GLOB…]\n"
	"\n"
	"Compile each MODULE, boot a machine, load the modules, run their KUnit suites,\n"
	"unload. Results are KTAP on standard output; findings and the log are on\n"
	"standard error. A GLOB chooses suites, or cases as SUITE.CASE. A defect found in\n"
	"a case fails it, unless the case expects it.\n"
	"\n"
	"  --list               print SUITE.CASE of each case, run none\n"
	"  --junit FILE         results as JUnit XML, too\n"
	"  --timeout SECONDS    for each case (default 300)\n"
	"\n"
	"The other options are those of ferrite run: --machine, --seed, --parallel,\n"
	"--checks, --asan, --log, --json FILE, --suppressions, --gdb, --keep, --verbose …\n"
	"See ferrite run --help.\n"
	"\n"
	"Exit status: 0 all passed, 1 a case failed or did not run, 2 usage, or no case\n"
	"to run, 3 defects found, 4, 5 and 125 as ferrite run.\n";

static void show_help(void)
{
	fputs(help, stdout);
}

static void run_suites(struct run *run)
{
	struct tests *t = tests_of(run);
	double limit = run->opt.timeout;
	struct wire_msg msg = {.type = WIRE_TEST};
	char *payload = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&payload, &n);

	msg.arg[0] = t->list;
	msg.arg[1] = limit > 0 && limit < 1 ? 1 : (uint64_t)limit; /* 0: its default */
	for (size_t i = 0; i < t->globs.n; i++)
		fprintf(f, "%s%c", t->globs.v[i], 0);
	fclose(f);
	if (n >= WIRE_PAYLOAD_MAX) {
		say("too many patterns");
		run->status = STATUS_USAGE;
		free(payload);
		return;
	}
	msg.len = (uint32_t)n;
	run->grace = run_seconds(run);
	client_host_send(run->host, &msg, payload);
	free(payload);
	run_wait_for(run, &t->done);
	results_end(t);
	/* The thread of a case that did not end may keep the machine busy: that was told. */
	run->grace = run_seconds(run);
	if (!t->left)
		return;
	run->fatal = true;
	if (run->opt.timeout > UNLOAD_TIMEOUT || !run->opt.timeout)
		run->opt.timeout = UNLOAD_TIMEOUT;
}

static void event(struct run *run, const struct wire_msg *msg, const char *payload)
{
	results_event(tests_of(run), (const void *)payload, msg->len);
}

static const char *modules_text(struct run *run)
{
	const char *text = "";

	for (const struct build_module *m = run->build.modules; m; m = m->next)
		text = arena_printf(&run->build.arena, "%s%s%s", text, *text ? ", " : "", m->given);
	return text;
}

/* Ran without cases: a mistake of whoever called, not a success. */
static void no_cases(struct tests *t)
{
	if (t->run.status != STATUS_CLEAN && t->run.status != STATUS_CLIENT)
		return;
	if (t->globs.n)
		say("no case matches %s; ferrite test --list names them", t->globs.v[0]);
	else
		say("no KUnit suite in %s", modules_text(&t->run));
	t->run.status = STATUS_USAGE;
}

static void over(struct run *run)
{
	struct tests *t = tests_of(run);

	if (!run->booted)
		return;
	if (!t->cases) {
		no_cases(t);
		return;
	}
	if (t->list)
		return;
	results_count(t);
	say("%u passed, %u failed, %u skipped, %u not run", t->count[CASE_PASSED],
	    t->count[CASE_FAILED], t->count[CASE_SKIPPED], t->count[CASE_NOT_RUN]);
	if (run->status == STATUS_CLEAN && (t->count[CASE_FAILED] || t->count[CASE_NOT_RUN]))
		run->status = STATUS_CLIENT;
	if (t->junit && !junit_write(t))
		run->status = STATUS_FERRITE;
}

static const struct run_hooks hooks = {
	.help = show_help,
	.clients = run_suites,
	.tested = event,
	.over = over,
};

/* Take our own words out of argv; the rest is a command line of ferrite run. */
static int take_own(struct tests *t, int argc, char **argv, struct words *rest)
{
	int i;

	words_add(rest, argv[0]);
	for (i = 1; i < argc && strcmp(argv[i], "--"); i++) {
		if (strcmp(argv[i], "--list") == 0) {
			t->list = true;
		} else if (strncmp(argv[i], "--junit=", 8) == 0) {
			t->junit = argv[i] + 8;
		} else if (strcmp(argv[i], "--junit") == 0) {
			if (i + 1 == argc || strcmp(argv[i + 1], "--") == 0)
				break;
			t->junit = argv[++i];
		} else if (strcmp(argv[i], "--json=-") == 0 ||
			   (strcmp(argv[i], "-") == 0 && strcmp(argv[i - 1], "--json") == 0)) {
			say("--json -: the results stand on standard output; name a file");
			return STATUS_USAGE;
		} else {
			words_add(rest, argv[i]);
		}
	}
	if ((i < argc && strcmp(argv[i], "--junit") == 0) || (t->junit && !*t->junit)) {
		say("--junit needs a value, such as --junit results.xml");
		return STATUS_USAGE;
	}
	for (i++; i < argc; i++)
		if (*argv[i])
			words_add(&t->globs, argv[i]);
	/* To cli/run they are its client's words: the command that repeats this run has them. */
	if (t->globs.n)
		words_add(rest, "--");
	for (size_t k = 0; k < t->globs.n; k++)
		words_add(rest, t->globs.v[k]);
	return STATUS_CLEAN;
}

int test_main(int argc, char **argv)
{
	struct tests t = {.run = {.hooks = &hooks}};
	struct arena arena = {0};
	struct words rest = {.arena = &arena};
	int status;

	t.cases_tail = &t.cases;
	t.globs.arena = &arena;
	status = take_own(&t, argc, argv, &rest);
	if (status == STATUS_CLEAN)
		status = run_whole(&t.run, (int)rest.n, rest.v);
	arena_free(&arena);
	return status;
}
