/* SPDX-License-Identifier: MIT */
/* Arithmetic that tells when the result does not fit, and sizes that saturate at SIZE_MAX. */
#ifndef __LINUX_OVERFLOW_H
#define __LINUX_OVERFLOW_H

#include <linux/compiler.h>
#include <linux/const.h>
#include <linux/limits.h>
#include <linux/types.h>

#define is_signed_type(type) (((type)(-1)) < (type)1)
#define __type_half_max(type) ((type)1 << (8 * sizeof(type) - 1 - is_signed_type(type)))
#define type_max(T) ((T)((__type_half_max(T) - 1) + __type_half_max(T)))
#define type_min(T) ((T)((T)-type_max(T) - (T)1))
#define is_non_negative(a) ((a) > 0 || (a) == 0)
#define is_negative(a) (!(is_non_negative(a)))

static inline bool __must_check __must_check_overflow(bool overflow)
{
	return unlikely(overflow);
}
#define check_add_overflow(a, b, d) __must_check_overflow(__builtin_add_overflow(a, b, d))
#define check_sub_overflow(a, b, d) __must_check_overflow(__builtin_sub_overflow(a, b, d))
#define check_mul_overflow(a, b, d) __must_check_overflow(__builtin_mul_overflow(a, b, d))

/* *@d = @a << @s; true if bits or the sign are lost, or @s makes no sense. *@d is 0 then or cut. */
#define check_shl_overflow(a, s, d)                                                                \
	__must_check_overflow(({                                                                   \
		typeof(a) _a = a;                                                                  \
		typeof(s) _s = s;                                                                  \
		typeof(d) _d = d;                                                                  \
		u64 _a_full = _a;                                                                  \
		unsigned int _to_shift =                                                           \
			is_non_negative(_s) && _s < 8 * sizeof(*d) ? _s : 0;                       \
		*_d = (_a_full << _to_shift);                                                      \
		(_to_shift != _s || is_negative(*_d) || is_negative(_a) ||                         \
		 (*_d >> _to_shift) != _a);                                                        \
	}))

#define __overflows_type_constexpr(x, T)                                                           \
	(is_signed_type(typeof(x)) ? is_signed_type(T) ?                                           \
				     (x) > type_max(T) || (x) < type_min(T) :                      \
				     (x) < 0 || (unsigned long long)(x) > type_max(T) :            \
				     (x) > (unsigned long long)type_max(T))
#define overflows_type(n, T)                                                                       \
	({                                                                                         \
		T __of_result;                                                                     \
		__builtin_add_overflow((n), 0, &__of_result);                                      \
	})

static inline size_t __must_check size_mul(size_t a, size_t b)
{
	size_t bytes;

	return __builtin_mul_overflow(a, b, &bytes) ? SIZE_MAX : bytes;
}
static inline size_t __must_check size_add(size_t a, size_t b)
{
	size_t bytes;

	return __builtin_add_overflow(a, b, &bytes) ? SIZE_MAX : bytes;
}
static inline size_t __must_check size_sub(size_t a, size_t b)
{
	size_t bytes;

	if (a == SIZE_MAX || b == SIZE_MAX || __builtin_sub_overflow(a, b, &bytes))
		return SIZE_MAX;
	return bytes;
}
#define array_size(a, b) size_mul(a, b)
#define array3_size(a, b, c) size_mul(size_mul(a, b), c)
/* Bytes of @count members of a flexible array; of the struct with them. */
#define flex_array_size(p, member, count)                                                          \
	__builtin_choose_expr(__is_constexpr(count), (count) * sizeof(*(p)->member),               \
			      size_mul(count, sizeof(*(p)->member)))
#define struct_size(p, member, count)                                                              \
	__builtin_choose_expr(__is_constexpr(count),                                               \
			      sizeof(*(p)) + (count) * sizeof(*(p)->member),                       \
			      size_add(sizeof(*(p)), size_mul(count, sizeof(*(p)->member))))
#define struct_size_t(type, member, count) struct_size((type *)NULL, member, count)

#endif
