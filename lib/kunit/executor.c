/* SPDX-License-Identifier: MIT */
/*
 * Running suites: cases, parameters, results.
 *
 * Each case runs in a task of its own (try_catch.c), so that a failed assertion ends the case by
 * ending the task, wherever it stands, and a case that leaves preemption off or a lock held is
 * found by the task's exit. Results are KTAP (Documentation/dev-tools/ktap.rst): a suite is a
 * subtest of the whole, its cases are subtests of the suite, parameters those of the case.
 *
 * One case runs at a time: kunit_running. Its struct is from the heap, and stays for ever when
 * the case did not end in time, because its thread may still use it.
 */
#include <kunit/test.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "kunit_priv.h"

struct kunit_totals kunit_totals;
struct kunit *kunit_running;

struct case_run {
	struct kunit *test;
	struct kunit_suite *suite;
	struct kunit_case *test_case;
	bool left; /* a thread of it did not end: it is used for ever */
};

void __kunit_abort(struct kunit *test)
{
	kunit_try_catch_throw(&test->try_catch);
}
EXPORT_SYMBOL(__kunit_abort);

void kunit_init_test(struct kunit *test, const char *name, char *log)
{
	spin_lock_init(&test->lock);
	INIT_LIST_HEAD(&test->resources);
	test->name = name;
	test->log = log;
	if (log)
		log[0] = '\0';
	test->status = KUNIT_SUCCESS;
	test->status_comment[0] = '\0';
}
EXPORT_SYMBOL(kunit_init_test);

/* ---- one case ---- */

static void try_case(void *context)
{
	struct case_run *run = context;
	struct kunit *test = run->test;

	current->kunit_test = test;
	if (run->suite->init) {
		int err = run->suite->init(test);

		if (err) {
			kunit_err(test, "failed to initialize: %d", err);
			kunit_set_failure(test);
			return;
		}
	}
	run->test_case->run_case(test);
}

static void try_cleanup(void *context)
{
	struct case_run *run = context;

	current->kunit_test = run->test;
	if (run->suite->exit)
		run->suite->exit(run->test);
	kunit_cleanup(run->test);
}

/* The thread threw, which is no failure by itself, or something is wrong with it. */
static void catch (void *context)
{
	struct case_run *run = context;
	int err = kunit_try_catch_get_result(&run->test->try_catch);

	if (!err)
		return;
	kunit_set_failure(run->test);
	if (err == -ETIMEDOUT) {
		kunit_err(run->test, "test case timed out");
		run->left = true;
	} else {
		kunit_err(run->test,
			  "internal error occurred preventing test case from running: %d", err);
	}
}

static void in_thread(struct case_run *run, kunit_try_catch_func_t try)
{
	run->test->try_catch = (struct kunit_try_catch){
		.test = run->test,
		.try = try,
		.catch = catch,
	};
	kunit_try_catch_run(&run->test->try_catch, run);
}

/* Init, the case, exit; what the case holds is released unless its thread still runs. */
static void run_one(struct case_run *run)
{
	kunit_init_test(run->test, run->test_case->name, run->test_case->log);
	kunit_watch(run->test);
	in_thread(run, try_case);
	if (!run->left)
		in_thread(run, try_cleanup);
	kunit_watch(NULL);
}

/* ---- parameters ---- */

static void count(struct kunit_stats *stats, enum kunit_status status)
{
	if (status == KUNIT_FAILURE)
		stats->failed++;
	else if (status == KUNIT_SKIPPED)
		stats->skipped++;
	else
		stats->passed++;
}

/* "pass:1 fail:0 skip:0 total:1"; Linux leaves it away when there is only one result. */
static void print_stats(const char *indent, const char *name, const struct kunit_stats *stats)
{
	unsigned long total = stats->passed + stats->failed + stats->skipped;

	if (total > 1)
		kunit_emit(FERRITE_TEST_LINE, 0, 0, "",
			   "%s# %s: pass:%lu fail:%lu skip:%lu total:%lu", indent, name,
			   stats->passed, stats->failed, stats->skipped, total);
}

/* The status of all together: failed if one failed, skipped if all were. */
static enum kunit_status whole(const struct kunit_stats *stats)
{
	if (stats->failed)
		return KUNIT_FAILURE;
	return stats->passed || !stats->skipped ? KUNIT_SUCCESS : KUNIT_SKIPPED;
}

static void run_params(struct case_run *run, struct kunit_stats *all)
{
	struct kunit *test = run->test;
	struct kunit_stats stats = {0};
	const char *name = run->test_case->name;
	char desc[KUNIT_PARAM_DESC_SIZE];
	const void *param = NULL;
	unsigned int n = 0;

	kunit_emit(FERRITE_TEST_LINE, 0, 0, "", KUNIT_SUBSUBTEST_INDENT "KTAP version 1");
	kunit_emit(FERRITE_TEST_LINE, 0, 0, "", KUNIT_SUBSUBTEST_INDENT "# Subtest: %s", name);
	while (!run->left) {
		desc[0] = '\0';
		param = run->test_case->generate_params(param, desc);
		if (!param)
			break;
		test->param_value = param;
		test->param_index = n++;
		if (!desc[0])
			scnprintf(desc, sizeof(desc), "param-%d", test->param_index);
		run_one(run);
		kunit_emit_result(FERRITE_TEST_PARAM, KUNIT_SUBSUBTEST_INDENT, test->status, n,
				  desc, test->status_comment);
		count(&stats, test->status);
		count(all, test->status);
	}
	test->status = whole(&stats);
	if (test->status != KUNIT_SKIPPED)
		test->status_comment[0] = '\0';
	print_stats(KUNIT_SUBTEST_INDENT, name, &stats);
}

/* ---- suites ---- */

static void run_case(struct kunit_run *run, struct kunit_suite *suite, struct kunit_case *test_case,
		     unsigned int number, struct kunit_stats *stats)
{
	struct kunit *test = kzalloc(sizeof(*test), GFP_KERNEL);
	struct case_run c = {.test = test, .suite = suite, .test_case = test_case};

	kunit_emit(FERRITE_TEST_CASE, 0, number, test_case->name, NULL);
	test_case->status = KUNIT_FAILURE;
	if (test) {
		if (test_case->generate_params) {
			run_params(&c, stats);
		} else {
			run_one(&c);
			count(stats, test->status);
		}
		test_case->status = test->status;
	}
	kunit_emit_result(FERRITE_TEST_CASE_DONE, KUNIT_SUBTEST_INDENT, test_case->status, number,
			  test_case->name, test ? test->status_comment : "no memory");
	run->failed += test_case->status == KUNIT_FAILURE;
	if (!c.left)
		kfree(test);
}

/* A suite whose suite_init failed: none of its cases runs, all failed. */
static void fail_cases(struct kunit_run *run, struct kunit_suite *suite)
{
	struct kunit_case *c;
	unsigned int n = 0;

	kunit_err(suite, KUNIT_SUBTEST_INDENT "# failed to initialize (%d)", suite->suite_init_err);
	kunit_suite_for_each_test_case(suite, c)
	{
		if (!kunit_selects(run->words, suite->name, c->name))
			continue;
		c->status = KUNIT_FAILURE;
		run->failed++;
		kunit_emit(FERRITE_TEST_CASE_DONE, KUNIT_FAILURE, ++n, c->name, NULL);
	}
}

static void run_cases(struct kunit_run *run, struct kunit_suite *suite)
{
	struct kunit_stats cases = {0}, results = {0};
	struct kunit_case *c;
	unsigned int n = 0;

	kunit_suite_for_each_test_case(suite, c)
	{
		if (!kunit_selects(run->words, suite->name, c->name))
			continue;
		run_case(run, suite, c, ++n, &results);
		count(&cases, c->status);
	}
	if (suite->suite_exit)
		suite->suite_exit(suite);
	if (n > 1)
		print_stats("", suite->name, &cases);
	print_stats("", "Totals", &results);
	kunit_totals.passed += cases.passed;
	kunit_totals.failed += cases.failed;
	kunit_totals.skipped += cases.skipped;
}

void kunit_run_suite(struct kunit_run *run, struct kunit_suite *suite)
{
	unsigned int cases = kunit_nr_selected(run->words, suite), failed = run->failed;
	enum kunit_status status;

	if (!cases)
		return;
	kunit_emit_suite(suite->name);
	kunit_emit(FERRITE_TEST_SUITE, 0, cases, "",
		   KUNIT_SUBTEST_INDENT "KTAP version 1\n" KUNIT_SUBTEST_INDENT
					"# Subtest: %s\n" KUNIT_SUBTEST_INDENT "1..%u",
		   suite->name, cases);
	suite->suite_init_err = suite->suite_init ? suite->suite_init(suite) : 0;
	if (suite->suite_init_err)
		fail_cases(run, suite);
	else
		run_cases(run, suite);
	status = run->failed > failed ? KUNIT_FAILURE : kunit_suite_has_succeeded(suite);
	kunit_emit_result(FERRITE_TEST_SUITE_DONE, "", status, ++run->suites, suite->name, "");
	kunit_emit_suite("");
}

int kunit_run_tests(struct kunit_suite *suite)
{
	struct kunit_run run = {0};

	kunit_run_suite(&run, suite);
	return 0;
}
EXPORT_SYMBOL(kunit_run_tests);

/* ---- questions ---- */

enum kunit_status kunit_suite_has_succeeded(struct kunit_suite *suite)
{
	enum kunit_status status = KUNIT_SKIPPED;
	struct kunit_case *c;

	if (suite->suite_init_err)
		return KUNIT_FAILURE;
	kunit_suite_for_each_test_case(suite, c)
	{
		if (c->status == KUNIT_FAILURE)
			return KUNIT_FAILURE;
		if (c->status == KUNIT_SUCCESS)
			status = KUNIT_SUCCESS;
	}
	return status;
}
EXPORT_SYMBOL(kunit_suite_has_succeeded);

size_t kunit_suite_num_test_cases(struct kunit_suite *suite)
{
	return kunit_nr_selected(NULL, suite);
}
EXPORT_SYMBOL(kunit_suite_num_test_cases);

unsigned int kunit_test_case_num(struct kunit_suite *suite, struct kunit_case *test_case)
{
	return test_case - suite->test_cases + 1;
}
EXPORT_SYMBOL(kunit_test_case_num);
