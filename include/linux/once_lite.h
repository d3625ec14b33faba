/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_ONCE_LITE_H
#define _LINUX_ONCE_LITE_H
#include <linux/types.h>
#include <linux/compiler.h>
#define DO_ONCE_LITE(func, ...) DO_ONCE_LITE_IF(true, func, ##__VA_ARGS__)
/* True once, for one caller. */
#define __ONCE_LITE_IF(condition)                                                                  \
	({                                                                                         \
		static bool __already_done;                                                        \
		unlikely(condition) && !__atomic_load_n(&__already_done, __ATOMIC_RELAXED) &&      \
			!__atomic_exchange_n(&__already_done, true, __ATOMIC_ACQ_REL);             \
	})
/* The value of @condition; @func is called the first time that it is true. */
#define DO_ONCE_LITE_IF(condition, func, ...)                                                      \
	({                                                                                         \
		bool __do = !!(condition);                                                         \
		if (__ONCE_LITE_IF(__do))                                                          \
			func(__VA_ARGS__);                                                         \
		unlikely(__do);                                                                    \
	})
#endif
