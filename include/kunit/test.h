/* SPDX-License-Identifier: MIT */
/*
 * KUnit: unit tests inside the kernel, with the interface that module authors know from Linux
 * (Documentation/dev-tools/kunit). Suites are found through the section .kunit_test_suites; a
 * suite runs in a kernel task, may sleep, and prints KTAP into the log.
 *
 * EXPECT records a failure and goes on, ASSERT ends the case. Memory from kunit_kmalloc and
 * other resources of a case are released when it ends, also when it was aborted.
 */
#ifndef _KUNIT_TEST_H
#define _KUNIT_TEST_H

#include <kunit/assert.h>
#include <kunit/test-bug.h>
#include <kunit/try-catch.h>
#include <linux/compiler.h>
#include <linux/container_of.h>
#include <linux/err.h>
#include <linux/gfp_types.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/types.h>

#define KUNIT_LOG_SIZE		  512 /* bytes of a case's own log, when it has one */
#define KUNIT_PARAM_DESC_SIZE	  128
#define KUNIT_STATUS_COMMENT_SIZE 256
#define KUNIT_SUBTEST_INDENT	  "    "
#define KUNIT_SUBSUBTEST_INDENT	  "        "

enum kunit_status { KUNIT_SUCCESS, KUNIT_FAILURE, KUNIT_SKIPPED };

struct kunit;

struct kunit_case {
	void (*run_case)(struct kunit *test);
	const char *name;
	/* The next parameter after @prev (NULL first), its text into @desc; NULL at the end. */
	const void *(*generate_params)(const void *prev, char *desc);
	enum kunit_status status;
	char *log;
};

#define KUNIT_CASE(test_name)                             \
	{                                                 \
		.run_case = test_name, .name = #test_name \
	}
#define KUNIT_CASE_SLOW(test_name) KUNIT_CASE(test_name)
#define KUNIT_CASE_PARAM(test_name, gen_params)                                          \
	{                                                                                \
		.run_case = test_name, .name = #test_name, .generate_params = gen_params \
	}

struct kunit_suite {
	const char name[256];
	int (*suite_init)(struct kunit_suite *suite); /* before and after all cases */
	void (*suite_exit)(struct kunit_suite *suite);
	int (*init)(struct kunit *test); /* before and after each case */
	void (*exit)(struct kunit *test);
	struct kunit_case *test_cases; /* the last has no run_case */
	char status_comment[KUNIT_STATUS_COMMENT_SIZE];
	struct dentry *debugfs;
	char *log;
	int suite_init_err;
};

struct kunit {
	void *priv; /* the suite's, from init to exit */
	const char *name;
	char *log; /* of KUNIT_LOG_SIZE bytes, or NULL */
	struct kunit_try_catch try_catch;
	const void *param_value;
	int param_index;
	spinlock_t lock; /* guards the list of resources */
	enum kunit_status status;
	struct list_head resources;
	char status_comment[KUNIT_STATUS_COMMENT_SIZE];
};

static inline const char *kunit_status_to_ok_not_ok(enum kunit_status status)
{
	return status == KUNIT_FAILURE ? "not ok" : "ok";
}
static inline void kunit_set_failure(struct kunit *test)
{
	WRITE_ONCE(test->status, KUNIT_FAILURE);
}

#define kunit_test_suites(suites...)                                             \
	static struct kunit_suite *__UNIQUE_ID(kunit_suites)[] __used __section( \
		".kunit_test_suites") __aligned(8) = {suites}
#define kunit_test_suite(suite) kunit_test_suites(&suite)
/* Suites whose code may be __init; it stays until they have run. */
#define kunit_test_init_section_suites(suites...) kunit_test_suites(suites)
#define kunit_test_init_section_suite(suite)	  kunit_test_suites(&suite)
#define kunit_suite_for_each_test_case(suite, test_case) \
	for (test_case = (suite)->test_cases; test_case->run_case; test_case++)

enum kunit_status kunit_suite_has_succeeded(struct kunit_suite *suite);
size_t kunit_suite_num_test_cases(struct kunit_suite *suite);
unsigned int kunit_test_case_num(struct kunit_suite *suite, struct kunit_case *test_case);
/* Run one suite, all of its cases: always 0, the suite knows what failed. May sleep. */
int kunit_run_tests(struct kunit_suite *suite);

/*
 * Run @n suites whose name matches @filter (a glob; NULL: all) and print KTAP. Returns the
 * number of failed cases. In a task; may sleep.
 */
int kunit_run_suites(struct kunit_suite *const *suites, size_t n, const char *filter);

struct kunit_totals {
	unsigned long passed, failed, skipped;
};
extern struct kunit_totals kunit_totals;

void *kunit_kmalloc_array(struct kunit *test, size_t n, size_t size, gfp_t gfp);
static inline void *kunit_kmalloc(struct kunit *test, size_t size, gfp_t gfp)
{
	return kunit_kmalloc_array(test, 1, size, gfp);
}
static inline void *kunit_kzalloc(struct kunit *test, size_t size, gfp_t gfp)
{
	return kunit_kmalloc(test, size, gfp | __GFP_ZERO);
}
static inline void *kunit_kcalloc(struct kunit *test, size_t n, size_t size, gfp_t gfp)
{
	return kunit_kmalloc_array(test, n, size, gfp | __GFP_ZERO);
}
void kunit_kfree(struct kunit *test, const void *ptr);

void kunit_init_test(struct kunit *test, const char *name, char *log);
void kunit_cleanup(struct kunit *test);
void __kunit_abort(struct kunit *test) __noreturn;

/* To the log of the machine, to whoever runs the suites, and to @log if that is not NULL. */
__printf(2, 3) void __kunit_log(char *log, const char *fmt, ...);
__printf(2, 3) void kunit_log_append(char *log, const char *fmt, ...);

/* @test may be a case or a suite. */
#define kunit_log(lvl, test_or_suite, fmt, ...) \
	__kunit_log((test_or_suite)->log, lvl fmt, ##__VA_ARGS__)
#define kunit_printk(lvl, test, fmt, ...) \
	kunit_log(lvl, test, KUNIT_SUBTEST_INDENT "# %s: " fmt, (test)->name, ##__VA_ARGS__)
#define kunit_info(test, fmt, ...) kunit_printk(KERN_INFO, test, fmt, ##__VA_ARGS__)
#define kunit_warn(test, fmt, ...) kunit_printk(KERN_WARNING, test, fmt, ##__VA_ARGS__)
#define kunit_err(test, fmt, ...)  kunit_printk(KERN_ERR, test, fmt, ##__VA_ARGS__)

#define kunit_mark_skipped(test_or_suite, fmt, ...)                                        \
	do {                                                                               \
		WRITE_ONCE((test_or_suite)->status, KUNIT_SKIPPED);                        \
		scnprintf((test_or_suite)->status_comment, KUNIT_STATUS_COMMENT_SIZE, fmt, \
			  ##__VA_ARGS__);                                                  \
	} while (0)
#define kunit_skip(test_or_suite, fmt, ...)                            \
	do {                                                           \
		kunit_mark_skipped(test_or_suite, fmt, ##__VA_ARGS__); \
		kunit_try_catch_throw(&(test_or_suite)->try_catch);    \
	} while (0)

#define KUNIT_ARRAY_PARAM(name, array, get_desc)                                          \
	static const void *name##_gen_params(const void *prev, char *desc)                \
	{                                                                                 \
		typeof((array)[0]) *__next = prev ? ((typeof(__next))prev) + 1 : (array); \
                                                                                          \
		if (__next - (array) < ARRAY_SIZE((array))) {                             \
			void (*__get_desc)(typeof(__next), char *) = get_desc;            \
                                                                                          \
			if (__get_desc)                                                   \
				__get_desc(__next, desc);                                 \
			return __next;                                                    \
		}                                                                         \
		return NULL;                                                              \
	}

#include <kunit/resource.h>

#endif
