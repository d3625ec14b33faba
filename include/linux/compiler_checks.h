/* SPDX-License-Identifier: MIT */
/* Assertions at compile time, below <linux/build_bug.h>. */
#ifndef _LINUX_COMPILER_CHECKS_H
#define _LINUX_COMPILER_CHECKS_H

#define __compiletime_error(message) __attribute__((__error__(message)))
#define __compiletime_assert(condition, msg, prefix, suffix)                                       \
	do {                                                                                       \
		extern void prefix##suffix(void) __compiletime_error(msg);                         \
		if (!(condition))                                                                  \
			prefix##suffix();                                                          \
	} while (0)
#define _compiletime_assert(condition, msg, prefix, suffix)                                        \
	__compiletime_assert(condition, msg, prefix, suffix)
#define compiletime_assert(condition, msg)                                                         \
	_compiletime_assert(condition, msg, __compiletime_assert_, __COUNTER__)
#define compiletime_assert_atomic_type(t)                                                          \
	compiletime_assert(__native_word(t), "this type has no atomic access")

#endif
