/* SPDX-License-Identifier: MIT */
/* What drivers/misc/lkdtm's heap part wants beside shim.h, as a program. */
#ifndef ASAN_SHIM_LKDTM_H
#define ASAN_SHIM_LKDTM_H

#include <sched.h>

#define IS_ENABLED(option)    0
#define __always_inline	      inline __attribute__((always_inline))
#define schedule()	      sched_yield()
#define OPTIMIZER_HIDE_VAR(x) __asm__("" : "=r"(x) : "0"(x))
#define pr_err		      printf
#define pr_warn		      printf
#define __stringify_1(x...)   #x
#define __stringify(x...)     __stringify_1(x)

#endif
