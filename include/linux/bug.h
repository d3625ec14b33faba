/* SPDX-License-Identifier: MIT */
/*
 * Assertions at run time. WARN prints Linux's warning with the caller's stack, counts as a
 * defect, and goes on; BUG ends the machine.
 */
#ifndef _LINUX_BUG_H
#define _LINUX_BUG_H

#include <linux/compiler.h>
#include <linux/build_bug.h>
#include <linux/printk.h>

enum bug_trap_type { BUG_TRAP_TYPE_NONE, BUG_TRAP_TYPE_WARN, BUG_TRAP_TYPE_BUG };

__printf(4, 5) void __ferrite_warn(const char *file, int line, const char *func, const char *fmt, ...);
void __ferrite_bug(const char *file, int line, const char *func) __noreturn;

#define BUG() __ferrite_bug(__FILE__, __LINE__, __func__)
#define BUG_ON(condition)                                                                          \
	do {                                                                                       \
		if (unlikely(condition))                                                           \
			BUG();                                                                     \
	} while (0)

#define __WARN() __ferrite_warn(__FILE__, __LINE__, __func__, NULL)
#define __WARN_printf(arg...) __ferrite_warn(__FILE__, __LINE__, __func__, arg)
#define WARN_ON(condition)                                                                         \
	({                                                                                         \
		int __warn = !!(condition);                                                        \
		if (unlikely(__warn))                                                              \
			__WARN();                                                                  \
		unlikely(__warn);                                                                  \
	})
#define WARN(condition, format...)                                                                 \
	({                                                                                         \
		int __warn = !!(condition);                                                        \
		if (unlikely(__warn))                                                              \
			__WARN_printf(format);                                                     \
		unlikely(__warn);                                                                  \
	})
#define WARN_TAINT(condition, taint, format...) WARN(condition, format)
#define WARN_ON_ONCE(condition) DO_ONCE_LITE_IF(condition, __ferrite_warn, __FILE__, __LINE__, __func__, NULL)
#define WARN_ONCE(condition, format...)                                                            \
	DO_ONCE_LITE_IF(condition, __ferrite_warn, __FILE__, __LINE__, __func__, format)
#define WARN_TAINT_ONCE(condition, taint, format...) WARN_ONCE(condition, format)
#define WARN_ON_SMP(x) WARN_ON(x)
#define CHECK_DATA_CORRUPTION(condition, fmt, ...) WARN(condition, fmt, ##__VA_ARGS__)

#define MAYBE_BUILD_BUG_ON(cond) BUILD_BUG_ON(cond)

#endif
