/* SPDX-License-Identifier: MIT */
/*
 * Memory barriers, on the compiler's C11 fences (which TSan understands in atomics' orders).
 * Follows Documentation/memory-barriers.txt for what each one orders.
 */
#ifndef ASM_BARRIER_H
#define ASM_BARRIER_H

#include <linux/compiler.h>

/*
 * TSan does not model fences. In its builds a fence is a read-modify-write of one word that all
 * share, which orders at least as much (and so can hide a race between two fences, never
 * invent one).
 */
#ifdef __SANITIZE_THREAD__
extern unsigned int ferrite_fence_word;
#define __ferrite_fence(order) ((void)__atomic_fetch_add(&ferrite_fence_word, 0, __ATOMIC_SEQ_CST))
#else
#define __ferrite_fence(order) __atomic_thread_fence(order)
#endif

#define mb()	  __ferrite_fence(__ATOMIC_SEQ_CST)
#define rmb()	  __ferrite_fence(__ATOMIC_ACQUIRE)
#define wmb()	  __ferrite_fence(__ATOMIC_RELEASE)
#define smp_mb()  __ferrite_fence(__ATOMIC_SEQ_CST)
#define smp_rmb() __ferrite_fence(__ATOMIC_ACQUIRE)
#define smp_wmb() __ferrite_fence(__ATOMIC_RELEASE)
#define dma_mb()  mb()
#define dma_rmb() rmb()
#define dma_wmb() wmb()
#define io_stop_wc() \
	do {         \
	} while (0)
#define smp_mb__before_atomic()	 barrier()
#define smp_mb__after_atomic()	 barrier()
#define smp_mb__after_spinlock() smp_mb()
#define barrier_nospec()	 barrier()

#define smp_store_release(p, v)	      __atomic_store_n((p), (v), __ATOMIC_RELEASE)
#define smp_load_acquire(p)	      __atomic_load_n((p), __ATOMIC_ACQUIRE)
#define smp_store_mb(var, value)      __atomic_store_n(&(var), (value), __ATOMIC_SEQ_CST)
#define smp_acquire__after_ctrl_dep() __ferrite_fence(__ATOMIC_ACQUIRE)

/* Spin until @cond_expr is true of VAL, the value read from @ptr: a schedule point each round. */
#define smp_cond_load_relaxed(ptr, cond_expr)                           \
	({                                                              \
		typeof(ptr) __PTR = (ptr);                              \
		__typeof__(*__PTR) VAL;                                 \
		for (;;) {                                              \
			VAL = __atomic_load_n(__PTR, __ATOMIC_RELAXED); \
			if (cond_expr)                                  \
				break;                                  \
			cpu_relax();                                    \
		}                                                       \
		VAL;                                                    \
	})
#define smp_cond_load_acquire(ptr, cond_expr)                                     \
	({                                                                        \
		__typeof__(*(ptr)) __scl = smp_cond_load_relaxed(ptr, cond_expr); \
		__ferrite_fence(__ATOMIC_ACQUIRE);                                \
		__scl;                                                            \
	})

#define array_index_nospec(index, size) (index)

#endif
