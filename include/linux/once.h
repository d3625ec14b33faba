/* SPDX-License-Identifier: MIT */
/* Do something the first time only. */
#ifndef _LINUX_ONCE_H
#define _LINUX_ONCE_H

#include <linux/compiler.h>
#include <linux/once_lite.h>
#include <linux/types.h>

/* True for exactly one caller of the same @done. */
static __always_inline bool __do_once_claim(bool *done)
{
	return !__atomic_load_n(done, __ATOMIC_RELAXED) &&
	       !__atomic_exchange_n(done, true, __ATOMIC_ACQ_REL);
}
#define DO_ONCE(func, ...)                                                                         \
	({                                                                                         \
		static bool ___done;                                                               \
		bool ___ret = __do_once_claim(&___done);                                           \
		if (unlikely(___ret))                                                              \
			func(__VA_ARGS__);                                                         \
		___ret;                                                                            \
	})
#define DO_ONCE_SLOW(func, ...) DO_ONCE(func, ##__VA_ARGS__)
#define DO_ONCE_SLEEPABLE(func, ...) DO_ONCE(func, ##__VA_ARGS__)

#endif
