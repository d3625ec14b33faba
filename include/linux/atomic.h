/* SPDX-License-Identifier: MIT */
/*
 * atomic_t, atomic64_t, atomic_long_t: Documentation/atomic_t.txt.
 *
 * Orders are explicit C11 ones: operations that return a value are fully ordered unless their
 * name ends in _relaxed, _acquire or _release; those that return none are relaxed. The families
 * are generated, so that all three types have the same set of calls.
 */
#ifndef LINUX_ATOMIC_H
#define LINUX_ATOMIC_H

#include <asm/barrier.h>
#include <asm/cmpxchg.h>
#include <linux/compiler.h>
#include <linux/types.h>

#define ATOMIC_INIT(i) \
	{              \
		(i)    \
	}
#define ATOMIC64_INIT(i) \
	{                \
		(i)      \
	}
#define ATOMIC_LONG_INIT(i) \
	{                   \
		(i)         \
	}

#define __ATOMIC_FN static __always_inline __maybe_unused

/* NAME(v) and friends for one operation in one order. @pfx atomic, @T the struct, @I its integer.
 */
#define __ATOMIC_OP(pfx, T, I, op, sfx, order)                       \
	__ATOMIC_FN I pfx##_##op##_return##sfx(I i, T *v)            \
	{                                                            \
		return __atomic_##op##_fetch(&v->counter, i, order); \
	}                                                            \
	__ATOMIC_FN I pfx##_fetch_##op##sfx(I i, T *v)               \
	{                                                            \
		return __atomic_fetch_##op(&v->counter, i, order);   \
	}
#define __ATOMIC_BITOP(pfx, T, I, op, sfx, order)                  \
	__ATOMIC_FN I pfx##_fetch_##op##sfx(I i, T *v)             \
	{                                                          \
		return __atomic_fetch_##op(&v->counter, i, order); \
	}
#define __ATOMIC_ORDERED(pfx, T, I, sfx, order)                                                   \
	__ATOMIC_OP(pfx, T, I, add, sfx, order)                                                   \
	__ATOMIC_OP(pfx, T, I, sub, sfx, order)                                                   \
	__ATOMIC_BITOP(pfx, T, I, and, sfx, order)                                                \
	__ATOMIC_BITOP(pfx, T, I, or, sfx, order)                                                 \
	__ATOMIC_BITOP(pfx, T, I, xor, sfx, order)                                                \
	__ATOMIC_FN I pfx##_fetch_andnot##sfx(I i, T *v)                                          \
	{                                                                                         \
		return __atomic_fetch_and(&v->counter, ~i, order);                                \
	}                                                                                         \
	__ATOMIC_FN I pfx##_inc_return##sfx(T *v)                                                 \
	{                                                                                         \
		return __atomic_add_fetch(&v->counter, 1, order);                                 \
	}                                                                                         \
	__ATOMIC_FN I pfx##_dec_return##sfx(T *v)                                                 \
	{                                                                                         \
		return __atomic_sub_fetch(&v->counter, 1, order);                                 \
	}                                                                                         \
	__ATOMIC_FN I pfx##_fetch_inc##sfx(T *v)                                                  \
	{                                                                                         \
		return __atomic_fetch_add(&v->counter, 1, order);                                 \
	}                                                                                         \
	__ATOMIC_FN I pfx##_fetch_dec##sfx(T *v)                                                  \
	{                                                                                         \
		return __atomic_fetch_sub(&v->counter, 1, order);                                 \
	}                                                                                         \
	__ATOMIC_FN I pfx##_xchg##sfx(T *v, I n)                                                  \
	{                                                                                         \
		return __atomic_exchange_n(&v->counter, n, order);                                \
	}                                                                                         \
	/* *old is a long for atomic_long_t, whose counter is an s64: same size, another name. */ \
	__ATOMIC_FN bool pfx##_try_cmpxchg##sfx(T *v, I *old, I n)                                \
	{                                                                                         \
		return __atomic_compare_exchange_n(&v->counter, (typeof(&v->counter))old, n, 0,   \
						   order, __ATOMIC_RELAXED);                      \
	}                                                                                         \
	__ATOMIC_FN I pfx##_cmpxchg##sfx(T *v, I old, I n)                                        \
	{                                                                                         \
		pfx##_try_cmpxchg##sfx(v, &old, n);                                               \
		return old;                                                                       \
	}

/* Operations without a result: relaxed. */
#define __ATOMIC_VOID(pfx, T, I)                                       \
	__ATOMIC_FN void pfx##_add(I i, T *v)                          \
	{                                                              \
		__atomic_fetch_add(&v->counter, i, __ATOMIC_RELAXED);  \
	}                                                              \
	__ATOMIC_FN void pfx##_sub(I i, T *v)                          \
	{                                                              \
		__atomic_fetch_sub(&v->counter, i, __ATOMIC_RELAXED);  \
	}                                                              \
	__ATOMIC_FN void pfx##_inc(T *v)                               \
	{                                                              \
		__atomic_fetch_add(&v->counter, 1, __ATOMIC_RELAXED);  \
	}                                                              \
	__ATOMIC_FN void pfx##_dec(T *v)                               \
	{                                                              \
		__atomic_fetch_sub(&v->counter, 1, __ATOMIC_RELAXED);  \
	}                                                              \
	__ATOMIC_FN void pfx##_and(I i, T *v)                          \
	{                                                              \
		__atomic_fetch_and(&v->counter, i, __ATOMIC_RELAXED);  \
	}                                                              \
	__ATOMIC_FN void pfx##_andnot(I i, T *v)                       \
	{                                                              \
		__atomic_fetch_and(&v->counter, ~i, __ATOMIC_RELAXED); \
	}                                                              \
	__ATOMIC_FN void pfx##_or(I i, T *v)                           \
	{                                                              \
		__atomic_fetch_or(&v->counter, i, __ATOMIC_RELAXED);   \
	}                                                              \
	__ATOMIC_FN void pfx##_xor(I i, T *v)                          \
	{                                                              \
		__atomic_fetch_xor(&v->counter, i, __ATOMIC_RELAXED);  \
	}

/* Conditional forms: ordered when they change something. */
#define __ATOMIC_COND(pfx, T, I)                                      \
	__ATOMIC_FN I pfx##_fetch_add_unless(T *v, I a, I u)          \
	{                                                             \
		I c = __atomic_load_n(&v->counter, __ATOMIC_RELAXED); \
		while (c != u && !pfx##_try_cmpxchg(v, &c, c + a))    \
			;                                             \
		return c;                                             \
	}                                                             \
	__ATOMIC_FN bool pfx##_add_unless(T *v, I a, I u)             \
	{                                                             \
		return pfx##_fetch_add_unless(v, a, u) != u;          \
	}                                                             \
	__ATOMIC_FN bool pfx##_inc_not_zero(T *v)                     \
	{                                                             \
		return pfx##_add_unless(v, 1, 0);                     \
	}                                                             \
	__ATOMIC_FN bool pfx##_inc_unless_negative(T *v)              \
	{                                                             \
		I c = __atomic_load_n(&v->counter, __ATOMIC_RELAXED); \
		while (c >= 0 && !pfx##_try_cmpxchg(v, &c, c + 1))    \
			;                                             \
		return c >= 0;                                        \
	}                                                             \
	__ATOMIC_FN bool pfx##_dec_unless_positive(T *v)              \
	{                                                             \
		I c = __atomic_load_n(&v->counter, __ATOMIC_RELAXED); \
		while (c <= 0 && !pfx##_try_cmpxchg(v, &c, c - 1))    \
			;                                             \
		return c <= 0;                                        \
	}                                                             \
	__ATOMIC_FN I pfx##_dec_if_positive(T *v)                     \
	{                                                             \
		I c = __atomic_load_n(&v->counter, __ATOMIC_RELAXED); \
		while (c > 0 && !pfx##_try_cmpxchg(v, &c, c - 1))     \
			;                                             \
		return c - 1;                                         \
	}                                                             \
	__ATOMIC_FN bool pfx##_dec_and_test(T *v)                     \
	{                                                             \
		return pfx##_dec_return(v) == 0;                      \
	}                                                             \
	__ATOMIC_FN bool pfx##_inc_and_test(T *v)                     \
	{                                                             \
		return pfx##_inc_return(v) == 0;                      \
	}                                                             \
	__ATOMIC_FN bool pfx##_sub_and_test(I i, T *v)                \
	{                                                             \
		return pfx##_sub_return(i, v) == 0;                   \
	}                                                             \
	__ATOMIC_FN bool pfx##_add_negative(I i, T *v)                \
	{                                                             \
		return pfx##_add_return(i, v) < 0;                    \
	}

#define __ATOMIC_TYPE(pfx, T, I)                                       \
	__ATOMIC_FN I pfx##_read(const T *v)                           \
	{                                                              \
		return __atomic_load_n(&v->counter, __ATOMIC_RELAXED); \
	}                                                              \
	__ATOMIC_FN I pfx##_read_acquire(const T *v)                   \
	{                                                              \
		return __atomic_load_n(&v->counter, __ATOMIC_ACQUIRE); \
	}                                                              \
	__ATOMIC_FN void pfx##_set(T *v, I i)                          \
	{                                                              \
		__atomic_store_n(&v->counter, i, __ATOMIC_RELAXED);    \
	}                                                              \
	__ATOMIC_FN void pfx##_set_release(T *v, I i)                  \
	{                                                              \
		__atomic_store_n(&v->counter, i, __ATOMIC_RELEASE);    \
	}                                                              \
	__ATOMIC_VOID(pfx, T, I)                                       \
	__ATOMIC_ORDERED(pfx, T, I, , __ATOMIC_SEQ_CST)                \
	__ATOMIC_ORDERED(pfx, T, I, _relaxed, __ATOMIC_RELAXED)        \
	__ATOMIC_ORDERED(pfx, T, I, _acquire, __ATOMIC_ACQUIRE)        \
	__ATOMIC_ORDERED(pfx, T, I, _release, __ATOMIC_RELEASE)        \
	__ATOMIC_COND(pfx, T, I)

typedef atomic64_t atomic_long_t;

__ATOMIC_TYPE(atomic, atomic_t, int)
__ATOMIC_TYPE(atomic64, atomic64_t, s64)
__ATOMIC_TYPE(atomic_long, atomic_long_t, long)

#define atomic_cond_read_acquire(v, c)	    smp_cond_load_acquire(&(v)->counter, (c))
#define atomic_cond_read_relaxed(v, c)	    smp_cond_load_relaxed(&(v)->counter, (c))
#define atomic_long_cond_read_acquire(v, c) smp_cond_load_acquire(&(v)->counter, (c))

#endif
