/* SPDX-License-Identifier: MIT */
/*
 * KUnit suites of modules as the program around a machine sees them (embedding API; no kernel
 * types). Without it the suites of a module run when the module is loaded, and what they print
 * is in the log, as on Linux. A program that has called ferrite_tests_hold() runs them itself
 * and gets each line and each result as an event.
 */
#ifndef FERRITE_TEST_H
#define FERRITE_TEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ferrite_test_event {
	FERRITE_TEST_PLAN,	 /* nr: suites that will run */
	FERRITE_TEST_LISTED,	 /* one case that will run; before the first suite begins */
	FERRITE_TEST_SUITE,	 /* a suite begins; nr: its cases */
	FERRITE_TEST_CASE,	 /* a case begins */
	FERRITE_TEST_LINE,	 /* a diagnostic line of the case or suite that runs */
	FERRITE_TEST_PARAM,	 /* one parameter of the case is done; name: the parameter's */
	FERRITE_TEST_CASE_DONE,	 /* number: in its suite */
	FERRITE_TEST_SUITE_DONE, /* number: in the run */
	FERRITE_TEST_DONE,	 /* nothing more comes */
};

enum ferrite_test_status { FERRITE_TEST_PASSED, FERRITE_TEST_FAILED, FERRITE_TEST_SKIPPED };

#define FERRITE_TEST_NAME 256
#define FERRITE_TEST_TEXT 1024

struct ferrite_test {
	uint32_t event;	 /* enum ferrite_test_event */
	uint32_t status; /* enum ferrite_test_status; of *_DONE and PARAM */
	uint32_t number; /* counted from 1; of PARAM and *_DONE */
	uint32_t nr;	 /* of PLAN and SUITE */
	uint64_t step;	 /* lib/step.h, at the event: which findings belong to the case */
	char suite[FERRITE_TEST_NAME];
	char name[FERRITE_TEST_NAME];	 /* of the case or parameter */
	char comment[FERRITE_TEST_NAME]; /* why it was skipped */
	char text[FERRITE_TEST_TEXT]; /* KTAP for it, lines with \n between; "" when there is none
				       */
};

/* Where events go: in a task or, for lines, in any context; it must not call back. */
typedef void (*ferrite_test_sink)(const struct ferrite_test *event);

/*
 * From now on the suites of modules wait for ferrite_tests_run(), and their init sections stay.
 * A defect found while a case runs fails the case, unless the case expects it.
 */
void ferrite_tests_hold(ferrite_test_sink sink);

/*
 * Run the suites of all loaded modules, or only list them. @globs: NUL-terminated words one after
 * the other, an empty one ends them: "suite" or "suite.case", either a shell pattern; none: all.
 * @timeout: seconds of the machine's time for each case. In a task. Returns the number of failed
 * cases.
 */
int ferrite_tests_run(const char *globs, bool list, unsigned int timeout);

/* Does the thread of a case that did not end go on? Then its module must stay. */
bool ferrite_tests_left_behind(void);

#endif
