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
#include <linux/compiler.h>
#include <linux/completion.h>
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

#define KUNIT_PARAM_DESC_SIZE 128
#define KUNIT_SUBTEST_INDENT "    "
#define KUNIT_SUBSUBTEST_INDENT "        "
#define KUNIT_STATUS_COMMENT_SIZE 256

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

#define KUNIT_CASE(test_name) { .run_case = test_name, .name = #test_name }
#define KUNIT_CASE_SLOW(test_name) KUNIT_CASE(test_name)
#define KUNIT_CASE_PARAM(test_name, gen_params)                                                    \
	{ .run_case = test_name, .name = #test_name, .generate_params = gen_params }

struct kunit_suite {
	const char name[256];
	int (*suite_init)(struct kunit_suite *suite);
	void (*suite_exit)(struct kunit_suite *suite);
	int (*init)(struct kunit *test);
	void (*exit)(struct kunit *test);
	struct kunit_case *test_cases;
	char status_comment[KUNIT_STATUS_COMMENT_SIZE];
	int suite_init_err;
};

/* Something that is released with the case: free() is called once. */
struct kunit_resource {
	void *data;
	const char *name;
	void (*free)(struct kunit_resource *res);
	struct list_head node;
	bool on_heap; /* the executor frees the struct itself */
};
typedef int (*kunit_resource_init_t)(struct kunit_resource *, void *);
typedef void (*kunit_resource_free_t)(struct kunit_resource *);
typedef bool (*kunit_resource_match_t)(struct kunit *, struct kunit_resource *, void *);

struct kunit {
	void *priv;
	const char *name;
	const void *param_value;
	int param_index;
	enum kunit_status status;
	char status_comment[KUNIT_STATUS_COMMENT_SIZE];
	spinlock_t lock;
	struct list_head resources;
	struct completion *done; /* the case's task has ended, by return or by abort */
};

#define kunit_test_suites(suites...)                                                               \
	static struct kunit_suite *__UNIQUE_ID(kunit_suites)[]                                     \
		__used __section(".kunit_test_suites") __aligned(8) = { suites }
#define kunit_test_suite(suite) kunit_test_suites(&suite)
#define kunit_test_init_section_suites(suites...) kunit_test_suites(suites)
#define kunit_test_init_section_suite(suite) kunit_test_suites(&suite)

/*
 * Run @n suites whose name matches @filter (a glob; NULL: all) and print KTAP. Returns the
 * number of failed cases. In a task; may sleep.
 */
int kunit_run_suites(struct kunit_suite *const *suites, size_t n, const char *filter);
/* Print the names "suite.case" of all, run none. */
void kunit_list_suites(struct kunit_suite *const *suites, size_t n);

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

int kunit_add_action(struct kunit *test, void (*action)(void *), void *ctx);
int kunit_add_action_or_reset(struct kunit *test, void (*action)(void *), void *ctx);
void kunit_remove_action(struct kunit *test, void (*action)(void *), void *ctx);
void kunit_release_action(struct kunit *test, void (*action)(void *), void *ctx);

int kunit_add_resource(struct kunit *test, kunit_resource_init_t init, kunit_resource_free_t free,
		       struct kunit_resource *res, void *data);
int kunit_add_named_resource(struct kunit *test, kunit_resource_init_t init,
			     kunit_resource_free_t free, struct kunit_resource *res,
			     const char *name, void *data);
void *kunit_alloc_resource(struct kunit *test, kunit_resource_init_t init,
			   kunit_resource_free_t free, gfp_t gfp, void *context);
struct kunit_resource *kunit_find_named_resource(struct kunit *test, const char *name);
#define kunit_put_resource(res) ((void)(res))
/*
 * The running case that has named resources, or NULL: where a detector of the core looks whether
 * the case expects what it is about to report ("kasan_status", "slab_errors").
 */
extern struct kunit *kunit_case_with_names;
void kunit_remove_resource(struct kunit *test, struct kunit_resource *res);

void kunit_cleanup(struct kunit *test);
void __kunit_abort(struct kunit *test) __noreturn;
__printf(2, 3) void kunit_log_line(struct kunit *test, const char *fmt, ...);

/* @test may be a suite, whose lines belong to no case. */
#define __kunit_case_of(test) _Generic((test), struct kunit *: (test), default: (void *)0)
#define kunit_printk(lvl, test, fmt, ...)                                                          \
	kunit_log_line(__kunit_case_of(test), "# %s: " fmt, (test)->name, ##__VA_ARGS__)
#define kunit_log(lvl, test_or_suite, fmt, ...) printk(lvl fmt, ##__VA_ARGS__)
#define kunit_info(test, fmt, ...) kunit_printk(KERN_INFO, test, fmt, ##__VA_ARGS__)
#define kunit_warn(test, fmt, ...) kunit_printk(KERN_WARNING, test, fmt, ##__VA_ARGS__)
#define kunit_err(test, fmt, ...) kunit_printk(KERN_ERR, test, fmt, ##__VA_ARGS__)

#define kunit_mark_skipped(test, fmt, ...)                                                         \
	do {                                                                                       \
		WRITE_ONCE((test)->status, KUNIT_SKIPPED);                                         \
		scnprintf((test)->status_comment, KUNIT_STATUS_COMMENT_SIZE, fmt, ##__VA_ARGS__);  \
	} while (0)
#define kunit_skip(test, fmt, ...)                                                                 \
	do {                                                                                       \
		kunit_mark_skipped(test, fmt, ##__VA_ARGS__);                                      \
		__kunit_abort(test);                                                               \
	} while (0)

#define KUNIT_ARRAY_PARAM(name, array, get_desc)                                                   \
	static const void *name##_gen_params(const void *prev, char *desc)                         \
	{                                                                                          \
		typeof((array)[0]) *__next = prev ? ((typeof(__next))prev) + 1 : (array);          \
                                                                                                   \
		if (__next - (array) < ARRAY_SIZE((array))) {                                      \
			void (*__get_desc)(typeof(__next), char *) = get_desc;                     \
                                                                                                   \
			if (__get_desc)                                                            \
				__get_desc(__next, desc);                                          \
			return __next;                                                             \
		}                                                                                  \
		return NULL;                                                                       \
	}

#endif
