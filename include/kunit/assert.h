/* SPDX-License-Identifier: MIT */
/*
 * The checks of KUnit. Each evaluates its arguments once, compares, and on a mismatch prints
 * the expression and the values. A message of the caller's follows where one is given.
 */
#ifndef _KUNIT_ASSERT_H
#define _KUNIT_ASSERT_H

#include <linux/compiler.h>
#include <linux/types.h>

struct kunit;

enum kunit_kind { KUNIT_EXPECTATION, KUNIT_ASSERTION };

/* Where and what; static at each check. */
struct kunit_check {
	enum kunit_kind kind;
	const char *file;
	int line;
	const char *left, *op, *right;
};

/* How values are shown. */
enum kunit_show {
	KUNIT_SHOW_NOTHING, /* KUNIT_FAIL: the message says it all */
	KUNIT_SHOW_BOOL,    /* @right: what was expected */
	KUNIT_SHOW_INT,
	KUNIT_SHOW_PTR,
	KUNIT_SHOW_STR,
	KUNIT_SHOW_NOT_ERR,
};

/* Record the failure; abort the case if the check is an assertion. */
__printf(6, 7) void __kunit_failed(struct kunit *test, const struct kunit_check *check,
				   enum kunit_show show, s64 left, s64 right, const char *fmt, ...);
__printf(6, 7) void __kunit_failed_mem(struct kunit *test, const struct kunit_check *check,
				       const void *left, const void *right, size_t size,
				       const char *fmt, ...);

#define __KUNIT_CHECK(kind_, left_, op_, right_)                                                   \
	static const struct kunit_check __check = { kind_, __FILE__, __LINE__, left_, op_, right_ }

#define __KUNIT_BINARY(test, kind, show, cast, left, op, right, fmt, ...)                          \
	do {                                                                                       \
		const typeof(left) __left = (left);                                                \
		const typeof(right) __right = (right);                                             \
                                                                                                   \
		if (unlikely(!(__left op __right))) {                                              \
			__KUNIT_CHECK(kind, #left, #op, #right);                                   \
			__kunit_failed(test, &__check, show, (s64)cast __left, (s64)cast __right,  \
				       fmt, ##__VA_ARGS__);                                        \
		}                                                                                  \
	} while (0)
#define __KUNIT_BOOL(test, kind, condition, want, fmt, ...)                                        \
	do {                                                                                       \
		if (unlikely((bool)(condition) != want)) {                                         \
			__KUNIT_CHECK(kind, #condition, NULL, want ? "true" : "false");            \
			__kunit_failed(test, &__check, KUNIT_SHOW_BOOL, 0, want, fmt,              \
				       ##__VA_ARGS__);                                             \
		}                                                                                  \
	} while (0)
#define __KUNIT_STR(test, kind, left, op, right, fmt, ...)                                         \
	do {                                                                                       \
		const char *__left = (left), *__right = (right);                                   \
                                                                                                   \
		if (unlikely(!(__left && __right && strcmp(__left, __right) op 0))) {              \
			__KUNIT_CHECK(kind, #left, #op, #right);                                   \
			__kunit_failed(test, &__check, KUNIT_SHOW_STR, (s64)__left, (s64)__right,  \
				       fmt, ##__VA_ARGS__);                                        \
		}                                                                                  \
	} while (0)
#define __KUNIT_MEM(test, kind, left, op, right, size, fmt, ...)                                   \
	do {                                                                                       \
		const void *__left = (left), *__right = (right);                                   \
		const size_t __size = (size);                                                      \
                                                                                                   \
		if (unlikely(!__left || !__right || !(memcmp(__left, __right, __size) op 0))) {    \
			__KUNIT_CHECK(kind, #left, #op, #right);                                   \
			__kunit_failed_mem(test, &__check, __left, __right, __size, fmt,           \
					   ##__VA_ARGS__);                                         \
		}                                                                                  \
	} while (0)
#define __KUNIT_NOT_ERR(test, kind, ptr, fmt, ...)                                                 \
	do {                                                                                       \
		const void *__ptr = (ptr);                                                         \
                                                                                                   \
		if (unlikely(IS_ERR_OR_NULL(__ptr))) {                                             \
			__KUNIT_CHECK(kind, #ptr, NULL, NULL);                                     \
			__kunit_failed(test, &__check, KUNIT_SHOW_NOT_ERR, (s64)__ptr, 0, fmt,     \
				       ##__VA_ARGS__);                                             \
		}                                                                                  \
	} while (0)

#define __KUNIT_FAIL(test, kind, fmt, ...)                                                         \
	do {                                                                                       \
		__KUNIT_CHECK(kind, NULL, NULL, NULL);                                             \
		__kunit_failed(test, &__check, KUNIT_SHOW_NOTHING, 0, 0, fmt, ##__VA_ARGS__);      \
	} while (0)

#define KUNIT_SUCCEED(test) do { (void)(test); } while (0)
#define KUNIT_FAIL(test, fmt, ...) __KUNIT_FAIL(test, KUNIT_EXPECTATION, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_FAILURE(test, fmt, ...) __KUNIT_FAIL(test, KUNIT_ASSERTION, fmt, ##__VA_ARGS__)
#define KUNIT_FAIL_AND_ABORT(test, fmt, ...) __KUNIT_FAIL(test, KUNIT_ASSERTION, fmt, ##__VA_ARGS__)

#define KUNIT_EXPECT_TRUE(test, condition) KUNIT_EXPECT_TRUE_MSG(test, condition, NULL)
#define KUNIT_EXPECT_TRUE_MSG(test, condition, fmt, ...) \
	__KUNIT_BOOL(test, KUNIT_EXPECTATION, condition, true, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_FALSE(test, condition) KUNIT_EXPECT_FALSE_MSG(test, condition, NULL)
#define KUNIT_EXPECT_FALSE_MSG(test, condition, fmt, ...) \
	__KUNIT_BOOL(test, KUNIT_EXPECTATION, condition, false, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_EQ(test, left, right) KUNIT_EXPECT_EQ_MSG(test, left, right, NULL)
#define KUNIT_EXPECT_EQ_MSG(test, left, right, fmt, ...) \
	__KUNIT_BINARY(test, KUNIT_EXPECTATION, KUNIT_SHOW_INT, , left, ==, right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_NE(test, left, right) KUNIT_EXPECT_NE_MSG(test, left, right, NULL)
#define KUNIT_EXPECT_NE_MSG(test, left, right, fmt, ...) \
	__KUNIT_BINARY(test, KUNIT_EXPECTATION, KUNIT_SHOW_INT, , left, !=, right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_LT(test, left, right) KUNIT_EXPECT_LT_MSG(test, left, right, NULL)
#define KUNIT_EXPECT_LT_MSG(test, left, right, fmt, ...) \
	__KUNIT_BINARY(test, KUNIT_EXPECTATION, KUNIT_SHOW_INT, , left, <, right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_LE(test, left, right) KUNIT_EXPECT_LE_MSG(test, left, right, NULL)
#define KUNIT_EXPECT_LE_MSG(test, left, right, fmt, ...) \
	__KUNIT_BINARY(test, KUNIT_EXPECTATION, KUNIT_SHOW_INT, , left, <=, right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_GT(test, left, right) KUNIT_EXPECT_GT_MSG(test, left, right, NULL)
#define KUNIT_EXPECT_GT_MSG(test, left, right, fmt, ...) \
	__KUNIT_BINARY(test, KUNIT_EXPECTATION, KUNIT_SHOW_INT, , left, >, right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_GE(test, left, right) KUNIT_EXPECT_GE_MSG(test, left, right, NULL)
#define KUNIT_EXPECT_GE_MSG(test, left, right, fmt, ...) \
	__KUNIT_BINARY(test, KUNIT_EXPECTATION, KUNIT_SHOW_INT, , left, >=, right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_PTR_EQ(test, left, right) KUNIT_EXPECT_PTR_EQ_MSG(test, left, right, NULL)
#define KUNIT_EXPECT_PTR_EQ_MSG(test, left, right, fmt, ...) \
	__KUNIT_BINARY(test, KUNIT_EXPECTATION, KUNIT_SHOW_PTR, (unsigned long), left, ==, right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_PTR_NE(test, left, right) KUNIT_EXPECT_PTR_NE_MSG(test, left, right, NULL)
#define KUNIT_EXPECT_PTR_NE_MSG(test, left, right, fmt, ...) \
	__KUNIT_BINARY(test, KUNIT_EXPECTATION, KUNIT_SHOW_PTR, (unsigned long), left, !=, right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_NULL(test, ptr) KUNIT_EXPECT_NULL_MSG(test, ptr, NULL)
#define KUNIT_EXPECT_NULL_MSG(test, ptr, fmt, ...) \
	__KUNIT_BINARY(test, KUNIT_EXPECTATION, KUNIT_SHOW_PTR, (unsigned long), ptr, ==, NULL, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_NOT_NULL(test, ptr) KUNIT_EXPECT_NOT_NULL_MSG(test, ptr, NULL)
#define KUNIT_EXPECT_NOT_NULL_MSG(test, ptr, fmt, ...) \
	__KUNIT_BINARY(test, KUNIT_EXPECTATION, KUNIT_SHOW_PTR, (unsigned long), ptr, !=, NULL, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_STREQ(test, left, right) KUNIT_EXPECT_STREQ_MSG(test, left, right, NULL)
#define KUNIT_EXPECT_STREQ_MSG(test, left, right, fmt, ...) \
	__KUNIT_STR(test, KUNIT_EXPECTATION, left, ==, right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_STRNEQ(test, left, right) KUNIT_EXPECT_STRNEQ_MSG(test, left, right, NULL)
#define KUNIT_EXPECT_STRNEQ_MSG(test, left, right, fmt, ...) \
	__KUNIT_STR(test, KUNIT_EXPECTATION, left, !=, right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_MEMEQ(test, left, right, size) KUNIT_EXPECT_MEMEQ_MSG(test, left, right, size, NULL)
#define KUNIT_EXPECT_MEMEQ_MSG(test, left, right, size, fmt, ...) \
	__KUNIT_MEM(test, KUNIT_EXPECTATION, left, ==, right, size, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_MEMNEQ(test, left, right, size) KUNIT_EXPECT_MEMNEQ_MSG(test, left, right, size, NULL)
#define KUNIT_EXPECT_MEMNEQ_MSG(test, left, right, size, fmt, ...) \
	__KUNIT_MEM(test, KUNIT_EXPECTATION, left, !=, right, size, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_NOT_ERR_OR_NULL(test, ptr) KUNIT_EXPECT_NOT_ERR_OR_NULL_MSG(test, ptr, NULL)
#define KUNIT_EXPECT_NOT_ERR_OR_NULL_MSG(test, ptr, fmt, ...) \
	__KUNIT_NOT_ERR(test, KUNIT_EXPECTATION, ptr, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_TRUE(test, condition) KUNIT_ASSERT_TRUE_MSG(test, condition, NULL)
#define KUNIT_ASSERT_TRUE_MSG(test, condition, fmt, ...) \
	__KUNIT_BOOL(test, KUNIT_ASSERTION, condition, true, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_FALSE(test, condition) KUNIT_ASSERT_FALSE_MSG(test, condition, NULL)
#define KUNIT_ASSERT_FALSE_MSG(test, condition, fmt, ...) \
	__KUNIT_BOOL(test, KUNIT_ASSERTION, condition, false, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_EQ(test, left, right) KUNIT_ASSERT_EQ_MSG(test, left, right, NULL)
#define KUNIT_ASSERT_EQ_MSG(test, left, right, fmt, ...) \
	__KUNIT_BINARY(test, KUNIT_ASSERTION, KUNIT_SHOW_INT, , left, ==, right, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_NE(test, left, right) KUNIT_ASSERT_NE_MSG(test, left, right, NULL)
#define KUNIT_ASSERT_NE_MSG(test, left, right, fmt, ...) \
	__KUNIT_BINARY(test, KUNIT_ASSERTION, KUNIT_SHOW_INT, , left, !=, right, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_LT(test, left, right) KUNIT_ASSERT_LT_MSG(test, left, right, NULL)
#define KUNIT_ASSERT_LT_MSG(test, left, right, fmt, ...) \
	__KUNIT_BINARY(test, KUNIT_ASSERTION, KUNIT_SHOW_INT, , left, <, right, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_LE(test, left, right) KUNIT_ASSERT_LE_MSG(test, left, right, NULL)
#define KUNIT_ASSERT_LE_MSG(test, left, right, fmt, ...) \
	__KUNIT_BINARY(test, KUNIT_ASSERTION, KUNIT_SHOW_INT, , left, <=, right, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_GT(test, left, right) KUNIT_ASSERT_GT_MSG(test, left, right, NULL)
#define KUNIT_ASSERT_GT_MSG(test, left, right, fmt, ...) \
	__KUNIT_BINARY(test, KUNIT_ASSERTION, KUNIT_SHOW_INT, , left, >, right, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_GE(test, left, right) KUNIT_ASSERT_GE_MSG(test, left, right, NULL)
#define KUNIT_ASSERT_GE_MSG(test, left, right, fmt, ...) \
	__KUNIT_BINARY(test, KUNIT_ASSERTION, KUNIT_SHOW_INT, , left, >=, right, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_PTR_EQ(test, left, right) KUNIT_ASSERT_PTR_EQ_MSG(test, left, right, NULL)
#define KUNIT_ASSERT_PTR_EQ_MSG(test, left, right, fmt, ...) \
	__KUNIT_BINARY(test, KUNIT_ASSERTION, KUNIT_SHOW_PTR, (unsigned long), left, ==, right, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_PTR_NE(test, left, right) KUNIT_ASSERT_PTR_NE_MSG(test, left, right, NULL)
#define KUNIT_ASSERT_PTR_NE_MSG(test, left, right, fmt, ...) \
	__KUNIT_BINARY(test, KUNIT_ASSERTION, KUNIT_SHOW_PTR, (unsigned long), left, !=, right, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_NULL(test, ptr) KUNIT_ASSERT_NULL_MSG(test, ptr, NULL)
#define KUNIT_ASSERT_NULL_MSG(test, ptr, fmt, ...) \
	__KUNIT_BINARY(test, KUNIT_ASSERTION, KUNIT_SHOW_PTR, (unsigned long), ptr, ==, NULL, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_NOT_NULL(test, ptr) KUNIT_ASSERT_NOT_NULL_MSG(test, ptr, NULL)
#define KUNIT_ASSERT_NOT_NULL_MSG(test, ptr, fmt, ...) \
	__KUNIT_BINARY(test, KUNIT_ASSERTION, KUNIT_SHOW_PTR, (unsigned long), ptr, !=, NULL, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_STREQ(test, left, right) KUNIT_ASSERT_STREQ_MSG(test, left, right, NULL)
#define KUNIT_ASSERT_STREQ_MSG(test, left, right, fmt, ...) \
	__KUNIT_STR(test, KUNIT_ASSERTION, left, ==, right, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_STRNEQ(test, left, right) KUNIT_ASSERT_STRNEQ_MSG(test, left, right, NULL)
#define KUNIT_ASSERT_STRNEQ_MSG(test, left, right, fmt, ...) \
	__KUNIT_STR(test, KUNIT_ASSERTION, left, !=, right, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_MEMEQ(test, left, right, size) KUNIT_ASSERT_MEMEQ_MSG(test, left, right, size, NULL)
#define KUNIT_ASSERT_MEMEQ_MSG(test, left, right, size, fmt, ...) \
	__KUNIT_MEM(test, KUNIT_ASSERTION, left, ==, right, size, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_MEMNEQ(test, left, right, size) KUNIT_ASSERT_MEMNEQ_MSG(test, left, right, size, NULL)
#define KUNIT_ASSERT_MEMNEQ_MSG(test, left, right, size, fmt, ...) \
	__KUNIT_MEM(test, KUNIT_ASSERTION, left, !=, right, size, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_NOT_ERR_OR_NULL(test, ptr) KUNIT_ASSERT_NOT_ERR_OR_NULL_MSG(test, ptr, NULL)
#define KUNIT_ASSERT_NOT_ERR_OR_NULL_MSG(test, ptr, fmt, ...) \
	__KUNIT_NOT_ERR(test, KUNIT_ASSERTION, ptr, fmt, ##__VA_ARGS__)

#endif
