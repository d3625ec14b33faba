/* SPDX-License-Identifier: MIT */
/* The command line of `ferrite run`. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "run.h"

#define ERROR_LIMIT 100 /* findings that are shown */

static const char help[] =
	"usage: ferrite run [OPTION…] MODULE [NAME=VALUE…] [MODULE …] [-- CLIENT [ARG…]]\n"
	"\n"
	"Compile each MODULE, boot a machine, load the modules, run the client, unload,\n"
	"and say what was left behind. A MODULE is one or more .c files, or a folder with\n"
	"a Kbuild file; NAME=VALUE are parameters of the module before them, as insmod\n"
	"takes them; CONFIG_X=m sets configuration for Kbuild files and sources.\n"
	"\n"
	"The client is any program; what it opens under /dev, /proc and /sys is the\n"
	"machine's. Without a client: your shell if this is a terminal, otherwise load\n"
	"and unload only.\n"
	"\n"
	"  --machine DECL|FILE  2x128M, nodes=2,mem=128M,cpus=2,seed=7, or a file of such\n"
	"                       lines\n"
	"  --client 'COMMAND'   a client run by sh; may be repeated: all run at once\n"
	"  --seed N             choose the schedule\n"
	"  --parallel           every CPU runs on a host thread (not repeatable)\n"
	"  --checks=LEVEL       on: object states, poison, owners; full (default): red\n"
	"                       zones too; off: counters only\n"
	"  --asan               modules checked at every access, by KASAN's calls\n"
	"  --log[=LEVEL]        the machine's log on standard error: 0-7 or emerg…debug\n"
	"  --timeout SECONDS    end a run that takes longer (default 300, on a terminal\n"
	"                       none)\n"
	"  --json FILE|-        the result for programs\n"
	"  --error-limit N      show N findings, count the others (default 100, 0: all)\n"
	"  --suppressions FILE  leave out findings that FILE describes; may be repeated\n"
	"  --gen-suppressions   print such a description after each finding\n"
	"  --gdb                run gdb on the machine; module source has breakpoints\n"
	"  --step N             with --gdb: stop just before step N of a report\n"
	"  --watch ADDRESS      with --step: then stop where that byte is damaged\n"
	"  --keep               keep the folder with the built modules, and say where\n"
	"  -v, --verbose        print the compiler's command lines and each phase's time\n"
	"  -h, --help           this text\n"
	"\n"
	"Exit status: 0 clean, 1 the client failed, 2 usage, 3 defects found, 4 the\n"
	"module needs what ferrite does not have, 5 the module did not compile or load,\n"
	"125 ferrite failed.\n";

void options_help(void)
{
	fputs(help, stdout);
}

static const char *const level_names[] = {"emerg",   "alert",  "crit", "err",
					  "warning", "notice", "info", "debug"};

static int parse_level(struct run_options *opt, const char *text)
{
	for (int i = 0; text && i < 8; i++)
		if (strcmp(text, level_names[i]) == 0 || (text[0] == '0' + i && !text[1])) {
			opt->log_level = i;
			return STATUS_CLEAN;
		}
	opt->log_level = 7;
	if (!text)
		return STATUS_CLEAN;
	if (strcmp(text, "warn") == 0) {
		opt->log_level = 4;
		return STATUS_CLEAN;
	}
	say("--log=%s: the level is 0 to 7, or emerg, alert, crit, err, warning, notice, info or "
	    "debug",
	    text);
	return STATUS_USAGE;
}

static int parse_seed(struct run_options *opt, const char *text)
{
	char *end;

	errno = 0;
	opt->seed = strtoull(text, &end, 0);
	opt->seed_given = true;
	if (*text && !*end && !errno && *text != '-')
		return STATUS_CLEAN;
	say("--seed %s: a seed is a number below 2^64", text);
	return STATUS_USAGE;
}

static int parse_number(const char *text, const char *option, const char *what, uint64_t *value)
{
	char *end;

	errno = 0;
	*value = strtoull(text, &end, 0);
	if (*text && !*end && !errno && *text != '-' && *value)
		return STATUS_CLEAN;
	say("%s %s: it is %s", option, text, what);
	return STATUS_USAGE;
}

static int parse_checks(struct run_options *opt, const char *text)
{
	opt->checks = text;
	if (!strcmp(text, "on") || !strcmp(text, "off") || !strcmp(text, "full"))
		return STATUS_CLEAN;
	say("--checks=%s: it is off, on or full", text);
	return STATUS_USAGE;
}

static int parse_timeout(struct run_options *opt, const char *text)
{
	char *end;

	opt->timeout = strtod(text, &end);
	opt->timeout_given = true;
	if (*text && !*end && opt->timeout >= 0 && opt->timeout < 1e9)
		return STATUS_CLEAN;
	say("--timeout %s: it is a number of seconds, 0 for none", text);
	return STATUS_USAGE;
}

static int parse_error_limit(struct run_options *opt, const char *text)
{
	char *end;

	errno = 0;
	opt->error_limit = strtoull(text, &end, 10);
	if (*text && !*end && !errno && *text != '-')
		return STATUS_CLEAN;
	say("--error-limit %s: it is a number of findings, 0 for all", text);
	return STATUS_USAGE;
}

static int parse_suppressions(struct run_options *opt, const char *text)
{
	words_add(&opt->suppressions, text);
	return STATUS_CLEAN;
}

static int parse_gen_suppressions(struct run_options *opt, const char *text)
{
	opt->gen_suppressions = true;
	return STATUS_CLEAN;
}

static int parse_asan(struct run_options *opt, const char *text)
{
	opt->asan = true;
	return STATUS_CLEAN;
}

static int parse_gdb(struct run_options *opt, const char *text)
{
	opt->gdb = true;
	return STATUS_CLEAN;
}

static int parse_machine(struct run_options *opt, const char *text)
{
	opt->machine = text;
	return STATUS_CLEAN;
}

static int parse_json(struct run_options *opt, const char *text)
{
	opt->json = text;
	return STATUS_CLEAN;
}

static int parse_client(struct run_options *opt, const char *text)
{
	words_add(&opt->shell_clients, text);
	return STATUS_CLEAN;
}

static int parse_parallel(struct run_options *opt, const char *text)
{
	opt->parallel = true;
	return STATUS_CLEAN;
}

static int parse_step(struct run_options *opt, const char *text)
{
	return parse_number(text, "--step", "the number of a step", &opt->step);
}

static int parse_watch(struct run_options *opt, const char *text)
{
	return parse_number(text, "--watch", "an address such as 0xffff888001234560", &opt->watch);
}

static int parse_keep(struct run_options *opt, const char *text)
{
	opt->keep = true;
	return STATUS_CLEAN;
}

static int parse_verbose(struct run_options *opt, const char *text)
{
	opt->verbose = true;
	return STATUS_CLEAN;
}

static int parse_help(struct run_options *opt, const char *text)
{
	opt->help = true;
	return STATUS_CLEAN;
}

static const struct option {
	const char *name;
	enum { NO_VALUE, VALUE, MAY_VALUE } value;
	const char *example;
	int (*parse)(struct run_options *opt, const char *text);
	bool once; /* belongs to this run only: not part of the command that repeats it */
} options[] = {
	{"--machine", VALUE, "2x128M", parse_machine, false},
	{"-m", VALUE, "2x128M", parse_machine, false},
	{"--client", VALUE, "'cat /dev/x'", parse_client, false},
	{"--seed", VALUE, "7", parse_seed, true},
	{"--checks", VALUE, "off", parse_checks, false},
	{"--log", MAY_VALUE, "info", parse_level, true},
	{"--timeout", VALUE, "60", parse_timeout, true},
	{"--json", VALUE, "result.json", parse_json, true},
	{"--error-limit", VALUE, "10", parse_error_limit, true},
	{"--suppressions", VALUE, "known.supp", parse_suppressions, true},
	{"--gen-suppressions", NO_VALUE, NULL, parse_gen_suppressions, true},
	{"--asan", NO_VALUE, NULL, parse_asan, false},
	{"--gdb", NO_VALUE, NULL, parse_gdb, true},
	{"--step", VALUE, "17", parse_step, true},
	{"--watch", VALUE, "0xffff888001234540", parse_watch, true},
	{"--parallel", NO_VALUE, NULL, parse_parallel, false},
	{"--keep", NO_VALUE, NULL, parse_keep, true},
	{"--verbose", NO_VALUE, NULL, parse_verbose, true},
	{"-v", NO_VALUE, NULL, parse_verbose, true},
	{"--help", NO_VALUE, NULL, parse_help, true},
	{"-h", NO_VALUE, NULL, parse_help, true},
};

#define NR_OPTIONS (sizeof(options) / sizeof(options[0]))

static const struct option *find_option(const char *word, size_t n)
{
	for (size_t i = 0; i < NR_OPTIONS; i++)
		if (strlen(options[i].name) == n && strncmp(options[i].name, word, n) == 0)
			return &options[i];
	return NULL;
}

/* Option argv[*i], perhaps with argv[*i + 1] as its value. */
static int read_option(struct run_options *opt, int argc, char **argv, int *i)
{
	const char *word = argv[*i], *value = strchr(word, '=');
	size_t n = value ? (size_t)(value - word) : strlen(word);
	const struct option *o = find_option(word, n);

	if (!o) {
		say("no such option: %.*s. ferrite run --help lists them; options of the client "
		    "stand after --",
		    (int)n, word);
		return STATUS_USAGE;
	}
	if (value && o->value == NO_VALUE) {
		say("%s takes no value", o->name);
		return STATUS_USAGE;
	}
	if (!value && o->value == VALUE && (*i + 1 >= argc || strcmp(argv[*i + 1], "--") == 0)) {
		say("%s needs a value, such as %s %s", o->name, o->name, o->example);
		return STATUS_USAGE;
	}
	if (!o->once)
		words_add(&opt->again, word);
	if (value)
		return o->parse(opt, value + 1);
	if (o->value != VALUE)
		return o->parse(opt, NULL);
	++*i;
	if (!o->once)
		words_add(&opt->again, argv[*i]);
	return o->parse(opt, argv[*i]);
}

int options_read(struct run_options *opt, struct arena *arena, int argc, char **argv)
{
	int status = STATUS_CLEAN;

	memset(opt, 0, sizeof(*opt));
	opt->machine = "";
	opt->log_level = -1;
	opt->error_limit = ERROR_LIMIT;
	opt->modules.arena = opt->shell_clients.arena = opt->suppressions.arena = arena;
	opt->again.arena = arena;
	for (int i = 1; i < argc && status == STATUS_CLEAN; i++) {
		if (strcmp(argv[i], "--") == 0) {
			opt->client = argv + i + 1;
			break;
		}
		if (argv[i][0] == '-' && argv[i][1])
			status = read_option(opt, argc, argv, &i);
		else
			words_add(&opt->modules, argv[i]);
	}
	if (status != STATUS_CLEAN || opt->help)
		return status;
	if (!opt->modules.n && !opt->client && !opt->shell_clients.n) {
		say("no module given: ferrite run driver.c -- cat /dev/x");
		return STATUS_USAGE;
	}
	if ((opt->step || opt->watch) && !opt->gdb && !gdb_started_us()) {
		say("%s needs --gdb", opt->step ? "--step" : "--watch");
		return STATUS_USAGE;
	}
	if (opt->client && !opt->client[0]) {
		say("no client after --: name a program, or leave -- away");
		return STATUS_USAGE;
	}
	return STATUS_CLEAN;
}
