/* SPDX-License-Identifier: MIT */
/* Annotations that every declaration may use; included by <linux/types.h>. */
#ifndef _LINUX_COMPILER_TYPES_H
#define _LINUX_COMPILER_TYPES_H

#include <linux/compiler_attributes.h>

/*
 * The link name of a kernel function whose C name libc has too. The core and the modules live
 * in a process with libc; without another link name one of the two would call the other's.
 * Not for memcpy, memmove, memset, memcmp, which the compiler calls by itself.
 */
#define __kname(name) __asm__("ferrite_" #name)

/* Address spaces: for readers (and sparse), not for the compiler. */
#define __user
#define __kernel
#define __iomem
#define __percpu
#define __rcu
#define __safe
#define __force
#define __nocast
#define __private
#define ACCESS_PRIVATE(p, member) ((p)->member)
#define __chk_user_ptr(x) ((void)0)
#define __chk_io_ptr(x) ((void)0)
#define __must_hold(x)
#define __acquires(x)
#define __releases(x)
#define __acquire(x) ((void)0)
#define __release(x) ((void)0)
#define __cond_lock(x, c) (c)
#define __cond_acquires(x)

#define ___PASTE(a, b) a##b
#define __PASTE(a, b) ___PASTE(a, b)

#undef inline
#define __always_inline inline __attribute__((__always_inline__))
#define noinline_for_stack noinline
#define notrace __attribute__((__no_instrument_function__))
#define noinstr noinline notrace
#define __no_kcsan
#define __no_kasan_or_inline __always_inline
#define __no_sanitize_address __attribute__((__no_sanitize_address__))
#define __no_sanitize_memory
#define __nocfi
#define __noendbr
#define __randomize_layout
#define __no_randomize_layout
#define randomized_struct_fields_start
#define randomized_struct_fields_end
#define __latent_entropy
#define __cficanonical
#define __counted_by(member)
#define asm_volatile_goto(x...) asm goto(x)
#define asm_inline asm

#define __same_type(a, b) __builtin_types_compatible_p(typeof(a), typeof(b))
#define __native_word(t)                                                                           \
	(sizeof(t) == sizeof(char) || sizeof(t) == sizeof(short) || sizeof(t) == sizeof(int) ||    \
	 sizeof(t) == sizeof(long))
#define __has_builtin_object_size 1

/* Warnings off around a piece of code: the compilers' own pragmas by Linux's names. */
#define __diag_push()	  _Pragma("GCC diagnostic push")
#define __diag_pop()	  _Pragma("GCC diagnostic pop")
#define __diag_str1(s)	  #s
#define __diag_str(s)	  __diag_str1(s)
#define __diag_ignore_all(option, comment) _Pragma(__diag_str(GCC diagnostic ignored option))

#endif
