/* SPDX-License-Identifier: MIT */
/*
 * Running suites.
 *
 * Each case runs in a task of its own, so that a failed assertion ends the case by ending the
 * task, wherever it stands, and a case that leaves preemption off or a lock held is found by the
 * task's exit. Results are KTAP: a suite is a subtest of the whole, its cases are indented.
 */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/export.h>
#include <linux/glob.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/sched.h>

struct kunit_totals kunit_totals;

struct case_run {
	struct kunit *test;
	struct kunit_suite *suite;
	struct kunit_case *test_case;
	void (*step)(struct case_run *run);
};

void kunit_log_line(struct kunit *test, const char *fmt, ...)
{
	struct va_format vaf = {.fmt = fmt};
	va_list args;

	va_start(args, fmt);
	vaf.va = &args;
	printk(KERN_INFO KUNIT_SUBTEST_INDENT "%pV\n", &vaf);
	va_end(args);
}
EXPORT_SYMBOL(kunit_log_line);

void __kunit_abort(struct kunit *test)
{
	kthread_complete_and_exit(test->done, 0);
}
EXPORT_SYMBOL(__kunit_abort);

static int case_task(void *data)
{
	struct case_run *run = data;

	run->step(run);
	kthread_complete_and_exit(run->test->done, 0);
}

/* Run one step of the case in a task of its own; return when it has ended. */
static void run_step(struct case_run *run, void (*step)(struct case_run *run))
{
	DECLARE_COMPLETION_ONSTACK(done);
	struct task_struct *task;

	run->step = step;
	run->test->done = &done;
	task = kthread_create(case_task, run, "kunit_try_catch_thread");
	if (IS_ERR(task)) {
		run->test->status = KUNIT_FAILURE;
		return;
	}
	wake_up_process(task);
	wait_for_completion(&done);
}

static void step_run(struct case_run *run)
{
	struct kunit_suite *suite = run->suite;

	if (suite->init) {
		int err = suite->init(run->test);

		if (err) {
			kunit_err(run->test, "failed to initialize: %d", err);
			run->test->status = KUNIT_FAILURE;
			return;
		}
	}
	run->test_case->run_case(run->test);
}

static void step_exit(struct case_run *run)
{
	if (run->suite->exit)
		run->suite->exit(run->test);
	kunit_cleanup(run->test);
}

static void run_one(struct kunit_suite *suite, struct kunit_case *test_case, struct kunit *test)
{
	struct case_run run = {.test = test, .suite = suite, .test_case = test_case};

	test->name = test_case->name;
	test->status = KUNIT_SUCCESS;
	test->status_comment[0] = '\0';
	spin_lock_init(&test->lock);
	INIT_LIST_HEAD(&test->resources);
	run_step(&run, step_run);
	run_step(&run, step_exit);
}

static void print_result(const char *indent, enum kunit_status status, int n, const char *name,
			 const char *comment)
{
	printk(KERN_INFO "%s%s %d %s%s%s\n", indent, status == KUNIT_FAILURE ? "not ok" : "ok", n,
	       name, status == KUNIT_SKIPPED ? " # SKIP " : "",
	       status == KUNIT_SKIPPED ? comment : "");
}

static void count(enum kunit_status status)
{
	if (status == KUNIT_FAILURE)
		kunit_totals.failed++;
	else if (status == KUNIT_SKIPPED)
		kunit_totals.skipped++;
	else
		kunit_totals.passed++;
}

/* Every parameter counts as a result of its own. */
static enum kunit_status run_params(struct kunit_suite *suite, struct kunit_case *test_case,
				    struct kunit *test)
{
	enum kunit_status worst = KUNIT_SKIPPED;
	char desc[KUNIT_PARAM_DESC_SIZE];
	const void *param = NULL;
	int n = 0;

	printk(KERN_INFO KUNIT_SUBTEST_INDENT KUNIT_SUBTEST_INDENT "# Subtest: %s\n",
	       test_case->name);
	for (;;) {
		desc[0] = '\0';
		param = test_case->generate_params(param, desc);
		if (!param)
			break;
		test->param_value = param;
		test->param_index = n++;
		if (!desc[0])
			scnprintf(desc, sizeof(desc), "param-%d", test->param_index);
		run_one(suite, test_case, test);
		print_result(KUNIT_SUBSUBTEST_INDENT, test->status, n, desc, test->status_comment);
		if (test->status == KUNIT_FAILURE || worst == KUNIT_SKIPPED)
			worst = test->status;
	}
	return worst;
}

static enum kunit_status run_case(struct kunit_suite *suite, struct kunit_case *test_case, int n)
{
	struct kunit test = {0};

	if (test_case->generate_params) {
		test.status = run_params(suite, test_case, &test);
	} else {
		run_one(suite, test_case, &test);
	}
	test_case->status = test.status;
	print_result(KUNIT_SUBTEST_INDENT, test.status, n, test_case->name, test.status_comment);
	count(test.status);
	return test.status;
}

static int run_suite(struct kunit_suite *suite, int n)
{
	struct kunit_case *c;
	int cases = 0, failed = 0, i = 0, err;

	for (c = suite->test_cases; c->run_case; c++)
		cases++;
	printk(KERN_INFO KUNIT_SUBTEST_INDENT "KTAP version 1\n");
	printk(KERN_INFO KUNIT_SUBTEST_INDENT "# Subtest: %s\n", suite->name);
	printk(KERN_INFO KUNIT_SUBTEST_INDENT "1..%d\n", cases);
	err = suite->suite_init ? suite->suite_init(suite) : 0;
	for (c = suite->test_cases; c->run_case; c++) {
		i++;
		if (err) {
			print_result(KUNIT_SUBTEST_INDENT, KUNIT_FAILURE, i, c->name, "");
			count(KUNIT_FAILURE);
			failed++;
			continue;
		}
		failed += run_case(suite, c, i) == KUNIT_FAILURE;
	}
	if (suite->suite_exit && !err)
		suite->suite_exit(suite);
	printk(KERN_INFO "%s %d %s\n", failed ? "not ok" : "ok", n, suite->name);
	return failed;
}

int kunit_run_suites(struct kunit_suite *const *suites, size_t n, const char *filter)
{
	int failed = 0, ran = 0;
	size_t i;

	for (i = 0; i < n; i++)
		if (!filter || glob_match(filter, suites[i]->name))
			failed += run_suite(suites[i], ++ran);
	return failed;
}
EXPORT_SYMBOL(kunit_run_suites);

void kunit_list_suites(struct kunit_suite *const *suites, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		struct kunit_case *c;

		for (c = suites[i]->test_cases; c->run_case; c++)
			printk(KERN_INFO "%s.%s\n", suites[i]->name, c->name);
	}
}
EXPORT_SYMBOL(kunit_list_suites);
