/* SPDX-License-Identifier: MIT */
/* Rounding and simple arithmetic. */
#ifndef _LINUX_MATH_H
#define _LINUX_MATH_H

#include <asm/div64.h>
#include <linux/types.h>
#include <uapi/linux/const.h>

/* @y a power of two. */
#define __round_mask(x, y) ((typeof(x))((y)-1))
#define round_up(x, y) ((((x)-1) | __round_mask(x, y)) + 1)
#define round_down(x, y) ((x) & ~__round_mask(x, y))

/* Any @y. */
#define DIV_ROUND_UP(n, d) (((n) + (d)-1) / (d))
#define DIV_ROUND_DOWN_ULL(ll, d)                                                                  \
	({                                                                                         \
		unsigned long long __q = (ll);                                                     \
		__q / (d);                                                                         \
	})
#define DIV_ROUND_UP_ULL(ll, d) DIV_ROUND_DOWN_ULL((unsigned long long)(ll) + (d)-1, (d))
#define DIV_ROUND_UP_SECTOR_T(ll, d) DIV_ROUND_UP_ULL(ll, d)
#define roundup(x, y)                                                                              \
	({                                                                                         \
		typeof(y) __ry = (y);                                                              \
		(((x) + (__ry - 1)) / __ry) * __ry;                                                \
	})
#define rounddown(x, y)                                                                            \
	({                                                                                         \
		typeof(x) __rx = (x);                                                              \
		__rx - (__rx % (y));                                                               \
	})
/* To the nearest; negative results too when the types are signed. */
#define DIV_ROUND_CLOSEST(x, divisor)                                                              \
	({                                                                                         \
		typeof(x) __x = (x);                                                               \
		typeof(divisor) __d = (divisor);                                                   \
		(((typeof(x))-1) > 0 || ((typeof(divisor))-1) > 0 || ((__x > 0) == (__d > 0))) ?   \
			((__x + (__d / 2)) / __d) :                                                \
			((__x - (__d / 2)) / __d);                                                 \
	})
#define DIV_ROUND_CLOSEST_ULL(x, divisor)                                                          \
	({                                                                                         \
		typeof(divisor) __d = (divisor);                                                   \
		((unsigned long long)(x) + __d / 2) / __d;                                         \
	})

#define __STRUCT_FRACT(type)                                                                       \
	struct type##_fract {                                                                      \
		__##type numerator;                                                                \
		__##type denominator;                                                              \
	};
__STRUCT_FRACT(s8)
__STRUCT_FRACT(u8)
__STRUCT_FRACT(s16)
__STRUCT_FRACT(u16)
__STRUCT_FRACT(s32)
__STRUCT_FRACT(u32)
#undef __STRUCT_FRACT

/* x * numer / denom without overflow where the result fits. */
#define mult_frac(x, numer, denom)                                                                 \
	({                                                                                         \
		typeof(x) __q = (x) / (denom);                                                     \
		typeof(x) __r = (x) % (denom);                                                     \
		(__q * (numer)) + ((__r * (numer)) / (denom));                                     \
	})
#define sector_div(n, b)                                                                           \
	({                                                                                         \
		int _res = (n) % (b);                                                              \
		(n) /= (b);                                                                        \
		_res;                                                                              \
	})

/* The absolute value, of the argument's signed type. */
#define abs(x)                                                                                     \
	__builtin_choose_expr(                                                                     \
		__builtin_types_compatible_p(typeof(x), char) ||                                   \
			__builtin_types_compatible_p(typeof(x), signed char) ||                    \
			__builtin_types_compatible_p(typeof(x), unsigned char) ||                  \
			__builtin_types_compatible_p(typeof(x), short) ||                          \
			__builtin_types_compatible_p(typeof(x), unsigned short) ||                 \
			__builtin_types_compatible_p(typeof(x), int) ||                            \
			__builtin_types_compatible_p(typeof(x), unsigned int),                     \
		({                                                                                 \
			int __xi = (int)(x);                                                       \
			__xi < 0 ? -__xi : __xi;                                                   \
		}),                                                                                \
		({                                                                                 \
			long long __xl = (long long)(x);                                           \
			(typeof(__builtin_choose_expr(sizeof(x) == sizeof(long), 0L, 0LL)))(       \
				__xl < 0 ? -__xl : __xl);                                          \
		}))
#define abs_diff(a, b)                                                                             \
	({                                                                                         \
		typeof(a) __a = (a);                                                               \
		typeof(b) __b = (b);                                                               \
		__a > __b ? (__a - __b) : (__b - __a);                                             \
	})

/* @val scaled from [0, 2^32) to [0, ep_ro). */
static inline u32 reciprocal_scale(u32 val, u32 ep_ro)
{
	return (u32)(((u64)val * ep_ro) >> 32);
}

u64 int_pow(u64 base, unsigned int exp);
/* The integer part of the square root. */
unsigned long int_sqrt(unsigned long x);
static inline u32 int_sqrt64(u64 x)
{
	return (u32)int_sqrt(x);
}

#endif
