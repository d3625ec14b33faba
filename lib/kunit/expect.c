/* SPDX-License-Identifier: MIT */
/*
 * Which cases are chosen, and what a defect does to the case that runs.
 *
 * A defect that is found while a case runs fails the case, as KASAN's reports do, unless the case
 * expects it. It says so with a named resource, as on Linux: "slab_errors", an int that
 * counts what SLUB finds (lib/slub_kunit.c), and "kasan_status", whose first byte says that KASAN
 * has reported (mm/kasan/kasan_test.c).
 */
#include <kunit/test.h>
#include <linux/export.h>
#include <linux/glob.h>
#include <linux/kernel.h>
#include <linux/sched.h>

#include "expect.h"
#include "kunit_priv.h"
#include "lib/defect.h"

bool kunit_held;

/* ---- choice ---- */

/* "suite" or "suite.case": a pattern for each half; the first dot divides. */
static bool word_selects(const char *word, const char *suite, const char *test_case)
{
	const char *dot = strchr(word, '.');
	char half[FERRITE_TEST_NAME];

	if (!dot)
		return glob_match(word, suite);
	if (dot - word >= sizeof(half))
		return false;
	memcpy(half, word, dot - word);
	half[dot - word] = '\0';
	return glob_match(half, suite) && glob_match(dot + 1, test_case);
}

bool kunit_selects(const char *words, const char *suite, const char *test_case)
{
	if (!words || !*words)
		return true;
	for (; *words; words += strlen(words) + 1)
		if (word_selects(words, suite, test_case))
			return true;
	return false;
}

size_t kunit_nr_selected(const char *words, struct kunit_suite *suite)
{
	struct kunit_case *c;
	size_t n = 0;

	kunit_suite_for_each_test_case(suite, c) n += kunit_selects(words, suite->name, c->name);
	return n;
}

int kunit_run_suites(struct kunit_suite *const *suites, size_t n, const char *filter)
{
	char words[FERRITE_TEST_NAME + 2] = "";
	struct kunit_run run = {.words = words};
	size_t i;

	if (filter)
		strscpy(words, filter, sizeof(words) - 1);
	for (i = 0; i < n; i++)
		kunit_run_suite(&run, suites[i]);
	return run.failed;
}
EXPORT_SYMBOL(kunit_run_suites);

/* ---- defects ---- */

struct kunit *kunit_get_current_test(void)
{
	return current->kunit_test;
}
EXPORT_SYMBOL(kunit_get_current_test);

void __kunit_fail_current_test(const char *file, int line, const char *fmt, ...)
{
	struct kunit *test = current->kunit_test;
	struct va_format vaf = {.fmt = fmt};
	va_list args;

	if (!test)
		return;
	kunit_set_failure(test);
	va_start(args, fmt);
	vaf.va = &args;
	kunit_err(test, "%s:%d: %pV", file, line, &vaf);
	va_end(args);
}
EXPORT_SYMBOL(__kunit_fail_current_test);

void *kunit_expectation(const char *name)
{
	struct kunit *test = READ_ONCE(kunit_running);
	struct kunit_resource *res;

	if (!test)
		return NULL;
	list_for_each_entry_reverse (res, &test->resources, node)
		if (res->name && strcmp(res->name, name) == 0)
			return res->data;
	return NULL;
}

bool kunit_slab_error(void)
{
	int *errors = kunit_expectation("slab_errors");

	if (errors)
		++*errors;
	return errors;
}

/* Kinds that KASAN finds. */
static bool is_kasan_kind(enum defect_kind kind)
{
	return kind == DEFECT_OUT_OF_BOUNDS || kind == DEFECT_USE_AFTER_FREE ||
	       kind == DEFECT_DOUBLE_FREE || kind == DEFECT_BAD_FREE || kind == DEFECT_OVERRUN;
}

static bool on_defect(const struct ferrite_defect *d)
{
	bool *kasan_reported;

	if (is_kasan_kind(d->kind)) {
		kasan_reported = kunit_expectation("kasan_status");
		if (kasan_reported) {
			WRITE_ONCE(*kasan_reported, true);
			return true;
		}
	}
	if (!kunit_held || !kunit_running)
		return false;
	kunit_set_failure(kunit_running);
	kunit_err(kunit_running, "%s: %s", defect_kind_name(d->kind), d->head);
	return false;
}

void kunit_watch(struct kunit *test)
{
	kunit_running = test;
	defect_set_interceptor(test ? on_defect : NULL);
}
