/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MINMAX_H
#define _LINUX_MINMAX_H
#include <linux/build_bug.h>
#include <linux/const.h>

/* Constant arguments give a constant; others are evaluated once. Types must agree. */
#define __minmax_op(x, y, op) ((x)op(y) ? (x) : (y))
#define __minmax_same(x, y) (!!(sizeof((typeof(x) *)1 == (typeof(y) *)1)))
#define __minmax_const(x, y) (__minmax_same(x, y) && __is_constexpr(x) && __is_constexpr(y))
#define __minmax_once(x, y, ux, uy, op)                                                            \
	({                                                                                         \
		typeof(x) ux = (x);                                                                \
		typeof(y) uy = (y);                                                                \
		__minmax_op(ux, uy, op);                                                           \
	})
#define __minmax(x, y, op)                                                                         \
	__builtin_choose_expr(__minmax_const(x, y), __minmax_op(x, y, op),                         \
			      __minmax_once(x, y, __UNIQUE_ID(__mx), __UNIQUE_ID(__my), op))

#define min(x, y) __minmax(x, y, <)
#define max(x, y) __minmax(x, y, >)
#define min3(x, y, z) min((typeof(x))min(x, y), z)
#define max3(x, y, z) max((typeof(x))max(x, y), z)
#define min_not_zero(x, y)                                                                         \
	({                                                                                         \
		typeof(x) __mnx = (x);                                                             \
		typeof(y) __mny = (y);                                                             \
		__mnx == 0 ? __mny : (__mny == 0 ? __mnx : min(__mnx, __mny));                     \
	})
#define min_t(type, x, y) __minmax((type)(x), (type)(y), <)
#define max_t(type, x, y) __minmax((type)(x), (type)(y), >)
#define clamp(val, lo, hi) min((typeof(val))max(val, lo), hi)
#define clamp_t(type, val, lo, hi) min_t(type, max_t(type, val, lo), hi)
#define clamp_val(val, lo, hi) clamp_t(typeof(val), val, lo, hi)
#define swap(a, b)                                                                                 \
	do {                                                                                       \
		typeof(a) __swap = (a);                                                            \
		(a) = (b);                                                                         \
		(b) = __swap;                                                                      \
	} while (0)
#endif
