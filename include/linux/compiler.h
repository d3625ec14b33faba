/* SPDX-License-Identifier: MIT */
/* What kernel code tells the compiler: likely branches, single accesses, barriers. */
#ifndef _LINUX_COMPILER_H
#define _LINUX_COMPILER_H

#include <linux/compiler_types.h>

#define likely(x)   __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)

#define barrier()	  __asm__ __volatile__("" ::: "memory")
#define barrier_data(ptr) __asm__ __volatile__("" ::"r"(ptr) : "memory")
#define unreachable()	  __builtin_unreachable()
#define __unreachable()	  __builtin_unreachable()

#define OPTIMIZER_HIDE_VAR(var) __asm__("" : "=r"(var) : "0"(var))
#define RELOC_HIDE(ptr, off)                          \
	({                                            \
		unsigned long __ptr;                  \
		__asm__("" : "=r"(__ptr) : "0"(ptr)); \
		(typeof(ptr))(__ptr + (off));         \
	})
#define absolute_pointer(val)	   RELOC_HIDE((void *)(val), 0)
#define data_race(expr)		   (expr)
#define ASSERT_EXCLUSIVE_WRITER(x) ((void)0)
#define ASSERT_EXCLUSIVE_ACCESS(x) ((void)0)
#define instrumentation_begin()	   ((void)0)
#define instrumentation_end()	   ((void)0)

/*
 * One access, neither torn nor repeated nor fused: a relaxed atomic, so that ThreadSanitizer
 * knows it as intended. The compiler makes the same instruction of it as of a volatile access.
 * Types that no instruction accesses whole go through volatile.
 */
#define __once_whole(x) (sizeof(x) == 1 || sizeof(x) == 2 || sizeof(x) == 4 || sizeof(x) == 8)
#define READ_ONCE(x)                                                                         \
	({                                                                                   \
		__unqual_typeof(x) __once_val;                                               \
		__builtin_choose_expr(                                                       \
			__once_whole(x), __atomic_load(&(x), &__once_val, __ATOMIC_RELAXED), \
			(void)(__once_val = *(const volatile __unqual_typeof(x) *)&(x)));    \
		__once_val;                                                                  \
	})
#define WRITE_ONCE(x, val)                                                                        \
	do {                                                                                      \
		__unqual_typeof(x) __once_val = (val);                                            \
		__builtin_choose_expr(__once_whole(x),                                            \
				      __atomic_store(&(x), &__once_val, __ATOMIC_RELAXED),        \
				      (void)(*(volatile __unqual_typeof(x) *)&(x) = __once_val)); \
	} while (0)
#define __READ_ONCE(x)	     READ_ONCE(x)
#define __WRITE_ONCE(x, val) WRITE_ONCE(x, val)
#define READ_ONCE_NOCHECK(x) READ_ONCE(x)
/* The comma makes a value of it, and values have no qualifiers. */
#define __unqual_typeof(x)	  typeof(((void)0, (x)))
#define __unqual_scalar_typeof(x) typeof(_Generic((x), default : (x)))

#define __ADDRESSABLE(sym)                             \
	static void *__section(".discard.addressable") \
		__used __PASTE(__addressable_##sym, __LINE__) = (void *)&sym;

#define __is_constexpr(x)  (sizeof(int) == sizeof(*(8 ? ((void *)((long)(x)*0l)) : (int *)8)))
#define statically_true(x) (__builtin_constant_p(x) && (x))

#define __UNIQUE_ID(prefix)		 __PASTE(__PASTE(__UNIQUE_ID_, prefix), __COUNTER__)
#define __must_be_array(a)		 BUILD_BUG_ON_ZERO(__same_type((a), &(a)[0]))
#define offset_to_ptr(off)		 ((void *)((unsigned long)(off) + *(off)))
#define prevent_tail_call_optimization() barrier()

#include <linux/compiler_checks.h>
#include <asm/barrier.h>

#endif
