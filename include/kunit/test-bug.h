/* SPDX-License-Identifier: MIT */
/* What code under test may say to KUnit: Documentation/dev-tools/kunit/api/functionredirection. */
#ifndef _KUNIT_TEST_BUG_H
#define _KUNIT_TEST_BUG_H

#include <linux/compiler_types.h>

struct kunit;

/* The case that the running task belongs to, or NULL. */
struct kunit *kunit_get_current_test(void);
/* Fail the running case, if there is one, with a message. Any context. */
#define kunit_fail_current_test(fmt, ...) \
	__kunit_fail_current_test(__FILE__, __LINE__, fmt, ##__VA_ARGS__)
__printf(3, 4) void __kunit_fail_current_test(const char *file, int line, const char *fmt, ...);

#endif
