/* SPDX-License-Identifier: MIT */
/*
 * `ferrite test`: the KUnit suites of modules.
 *
 *   test.c     the command line, and what the rest of a run (cli/run) leaves to us
 *   results.c  events of the machine ──► KTAP on standard output, and what --junit needs
 *   junit.c    --junit
 *
 * The machine tells all cases before the first runs, so that each has a result whatever happens to
 * the machine: one that it died in failed, the rest was not run.
 */
#ifndef CLI_TEST_TEST_H
#define CLI_TEST_TEST_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "cli/run/run.h"
#include "include/ferrite/test.h"

enum case_state { CASE_NOT_RUN, CASE_RUNNING, CASE_PASSED, CASE_FAILED, CASE_SKIPPED };

struct test_case {
	struct test_case *next;
	const char *suite, *name;
	enum case_state state;
	const char *comment;  /* why it was skipped or not run */
	const char *text;     /* diagnostic lines */
	uint64_t first, last; /* steps: findings between them are the case's */
	double began, seconds;
	struct test_case *params, *last_param; /* of a parameterised case, as cases */
	size_t told; /* length of the text when its last parameter was done */
};

struct tests {
	struct run run;
	bool list;
	const char *junit;
	struct words globs;
	struct test_case *cases, **cases_tail, *running;
	unsigned int suites, suites_done; /* planned, and told */
	unsigned int number;		  /* of the case in the suite that runs */
	const char *suite;		  /* that runs; NULL: none */
	bool done;
	bool left; /* a case did not end, and the machine went on */
	unsigned int count[CASE_SKIPPED + 1];
};

static inline struct tests *tests_of(struct run *run)
{
	return (struct tests *)run;
}

/* results.c: an event of the machine; what came as @len bytes is checked. */
void results_event(struct tests *t, const struct ferrite_test *event, size_t len);
/* The machine is gone, or too slow: results for what it did not tell. */
void results_end(struct tests *t);
void results_count(struct tests *t);

/* junit.c: false after a sentence. */
bool junit_write(struct tests *t);

#endif
