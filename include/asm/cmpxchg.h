/* SPDX-License-Identifier: MIT */
/*
 * xchg and cmpxchg on any object of 1, 2, 4 or 8 bytes, as Documentation/atomic_t.txt orders
 * them: the plain forms are fully ordered, a failed cmpxchg orders nothing.
 */
#ifndef ASM_CMPXCHG_H
#define ASM_CMPXCHG_H

#define __ferrite_xchg(p, v, order)                    \
	({                                             \
		__typeof__(*(p)) __xv = (v);           \
		__atomic_exchange_n((p), __xv, order); \
	})
#define xchg(p, v)	   __ferrite_xchg(p, v, __ATOMIC_SEQ_CST)
#define xchg_relaxed(p, v) __ferrite_xchg(p, v, __ATOMIC_RELAXED)
#define xchg_acquire(p, v) __ferrite_xchg(p, v, __ATOMIC_ACQUIRE)
#define xchg_release(p, v) __ferrite_xchg(p, v, __ATOMIC_RELEASE)

#define __ferrite_cmpxchg(p, o, n, ok, fail)                                    \
	({                                                                      \
		__typeof__(*(p)) __cmp_old = (o), __cmp_new = (n);              \
		__atomic_compare_exchange_n((p), &__cmp_old, __cmp_new, 0, ok,  \
					    fail);                              \
		__cmp_old;                                                      \
	})
#define cmpxchg(p, o, n)	 __ferrite_cmpxchg(p, o, n, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED)
#define cmpxchg_relaxed(p, o, n) __ferrite_cmpxchg(p, o, n, __ATOMIC_RELAXED, __ATOMIC_RELAXED)
#define cmpxchg_acquire(p, o, n) __ferrite_cmpxchg(p, o, n, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)
#define cmpxchg_release(p, o, n) __ferrite_cmpxchg(p, o, n, __ATOMIC_RELEASE, __ATOMIC_RELAXED)
#define cmpxchg_local(p, o, n)	 cmpxchg_relaxed(p, o, n)
#define cmpxchg64(p, o, n)	 cmpxchg(p, o, n)
#define cmpxchg64_local(p, o, n) cmpxchg_relaxed(p, o, n)
#define sync_cmpxchg(p, o, n)	 cmpxchg(p, o, n)

#define __ferrite_try_cmpxchg(p, po, n, ok) \
	__atomic_compare_exchange_n((p), (po), (__typeof__(*(p)))(n), 0, ok, __ATOMIC_RELAXED)
#define try_cmpxchg(p, po, n)	      __ferrite_try_cmpxchg(p, po, n, __ATOMIC_SEQ_CST)
#define try_cmpxchg_relaxed(p, po, n) __ferrite_try_cmpxchg(p, po, n, __ATOMIC_RELAXED)
#define try_cmpxchg_acquire(p, po, n) __ferrite_try_cmpxchg(p, po, n, __ATOMIC_ACQUIRE)
#define try_cmpxchg_release(p, po, n) __ferrite_try_cmpxchg(p, po, n, __ATOMIC_RELEASE)

#endif
