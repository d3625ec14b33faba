/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_ONCE_LITE_H
#define _LINUX_ONCE_LITE_H
#include <linux/types.h>
#include <linux/compiler.h>
#define DO_ONCE_LITE(func, ...) DO_ONCE_LITE_IF(true, func, ##__VA_ARGS__)
#define __ONCE_LITE_IF(condition)                                                                  \
	({                                                                                         \
		static bool __already_done;                                                        \
		bool __cond = !!(condition), __once = false;                                       \
		if (unlikely(__cond && !__already_done)) {                                         \
			__already_done = true;                                                     \
			__once = true;                                                             \
		}                                                                                  \
		unlikely(__once);                                                                  \
	})
#define DO_ONCE_LITE_IF(condition, func, ...)                                                      \
	({                                                                                         \
		bool __do = !!(condition);                                                         \
		if (__ONCE_LITE_IF(__do))                                                          \
			func(__VA_ARGS__);                                                         \
		unlikely(__do);                                                                    \
	})
#endif
