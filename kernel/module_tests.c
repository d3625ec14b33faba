/* SPDX-License-Identifier: MIT */
/*
 * KUnit suites of modules.
 *
 * Without ferrite_tests_hold() they run when their module is live, as on Linux. With it they
 * wait for ferrite_tests_run(), which first tells which cases there will be, so that what did not
 * run, because the machine died, can be named. Init sections stay meanwhile: suites may be __init.
 */
#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/module.h>

#include "lib/defect.h"
#include "lib/kunit/kunit_priv.h"
#include "module_state.h"

void module_run_suites(struct module *mod)
{
	int failed;

	if (kunit_held || !mod->num_kunit_suites)
		return;
	failed = kunit_run_suites(mod->kunit_suites, mod->num_kunit_suites, NULL);
	if (failed)
		defect_report(DEFECT_TEST, "module %s: %d KUnit case(s) failed", mod->name, failed);
}

bool module_suites_wait(const struct module *mod)
{
	return kunit_held && mod->num_kunit_suites;
}

void ferrite_tests_hold(ferrite_test_sink sink)
{
	kunit_held = true;
	kunit_sink = sink;
}

/* Calls @fn for each suite of each module, in the order in which they were loaded. */
static void for_each_suite(void (*fn)(struct kunit_run *run, struct kunit_suite *suite),
			   struct kunit_run *run)
{
	struct module *mod;
	int i;

	list_for_each_entry_reverse (mod, &modules, list)
		for (i = 0; i < mod->num_kunit_suites; i++)
			fn(run, mod->kunit_suites[i]);
}

static void list_suite(struct kunit_run *run, struct kunit_suite *suite)
{
	struct kunit_case *c;

	run->suites += kunit_nr_selected(run->words, suite) != 0;
	kunit_emit_suite(suite->name);
	kunit_suite_for_each_test_case(suite,
				       c) if (kunit_selects(run->words, suite->name, c->name))
		kunit_emit(FERRITE_TEST_LISTED, 0, 0, c->name, NULL);
	kunit_emit_suite("");
}

int ferrite_tests_run(const char *globs, bool list, unsigned int timeout)
{
	struct kunit_run all = {.words = globs}, run = {.words = globs};

	if (timeout)
		kunit_timeout = timeout;
	for_each_suite(list_suite, &all);
	if (!list && all.suites) {
		kunit_emit(FERRITE_TEST_PLAN, 0, all.suites, "", "KTAP version 1\n1..%u",
			   all.suites);
		for_each_suite(kunit_run_suite, &run);
	}
	kunit_emit(FERRITE_TEST_DONE, 0, all.suites, "", NULL);
	return run.failed;
}
