/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_TYPECHECK_H
#define _LINUX_TYPECHECK_H
#define typecheck(type, x)                                                                         \
	({                                                                                         \
		type __a;                                                                          \
		typeof(x) __b;                                                                     \
		(void)(&__a == &__b);                                                              \
		1;                                                                                 \
	})
#define typecheck_fn(type, function)                                                               \
	({                                                                                         \
		typeof(type) __f = function;                                                       \
		(void)__f;                                                                         \
	})
#define typecheck_pointer(x) ((void)sizeof(*(x)))
#endif
