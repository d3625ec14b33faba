/* SPDX-License-Identifier: MIT */
/*
 * A function that may end early, and one that runs when it did. The function runs in a kernel
 * thread of its own, so that ending early is ending the thread, wherever it stands.
 */
#ifndef _KUNIT_TRY_CATCH_H
#define _KUNIT_TRY_CATCH_H

#include <linux/types.h>

typedef void (*kunit_try_catch_func_t)(void *);

struct completion;
struct kunit;

struct kunit_try_catch {
	struct kunit *test;
	struct completion *try_completion; /* the thread has ended */
	int try_result; /* 0; -EFAULT while thrown; -ETIMEDOUT, -EINTR: it did not end or begin */
	kunit_try_catch_func_t try;
	kunit_try_catch_func_t catch;
	void *context;
};

/* Run try(@context), and catch(@context) if it threw, did not start or took too long. May sleep. */
void kunit_try_catch_run(struct kunit_try_catch *try_catch, void *context);
/* Only in the thread that runs try(). */
void __noreturn kunit_try_catch_throw(struct kunit_try_catch *try_catch);

static inline int kunit_try_catch_get_result(struct kunit_try_catch *try_catch)
{
	return try_catch->try_result;
}

#endif
