/* SPDX-License-Identifier: MIT */
/*
 * KUnit's own side. A run of suites, from the smallest part up:
 *
 *   assert.c     a check that failed: what it prints
 *   resource.c   what a case holds until it ends
 *   memory.c     kunit_kmalloc and the actions: resources of common kinds
 *   try_catch.c  a function in a thread of its own, with a time limit
 *   emit.c       lines and results: to the log, and to the program that runs the suites
 *   executor.c   cases, parameters, suites
 *   expect.c     which cases are chosen; defects that are found while a case runs
 *
 * Suites of modules: kernel/module_tests.c.
 */
#ifndef LIB_KUNIT_PRIV_H
#define LIB_KUNIT_PRIV_H

#include <kunit/test.h>

#include <ferrite/test.h>

/* Which cases run: @words as ferrite_tests_run() gets them; NULL: all. */
bool kunit_selects(const char *words, const char *suite, const char *test_case);
size_t kunit_nr_selected(const char *words, struct kunit_suite *suite);

struct kunit_stats {
	unsigned long passed, failed, skipped;
};

struct kunit_run {
	const char *words;   /* see kunit_selects() */
	unsigned int suites; /* that have run */
	unsigned int failed; /* cases */
};
/* Run the chosen cases of one suite. May sleep. */
void kunit_run_suite(struct kunit_run *run, struct kunit_suite *suite);

/* The case that runs, whichever task asks: one at a time. NULL: none. */
extern struct kunit *kunit_running;
/* @test runs from now on: it is told of defects. NULL: no case does. */
void kunit_watch(struct kunit *test);
/* Somebody else runs the suites of modules; a defect fails the case that runs. */
extern bool kunit_held;
/* Seconds that a case may take. */
extern unsigned int kunit_timeout;
/* A new machine: no case of the last one is there any more. */
void kunit_forget_left(void);

/* ---- emit.c ---- */
extern ferrite_test_sink kunit_sink;
/* The name of the suite for events. */
void kunit_emit_suite(const char *name);
/* An event; @fmt NULL: no text, else what is printed, too. Ends without newline. */
__printf(5, 6) void kunit_emit(enum ferrite_test_event event, enum kunit_status status,
			       unsigned int number, const char *name, const char *fmt, ...);
/* "ok 1 name # SKIP why" */
void kunit_emit_result(enum ferrite_test_event event, const char *indent, enum kunit_status status,
		       unsigned int number, const char *name, const char *comment);

#endif
