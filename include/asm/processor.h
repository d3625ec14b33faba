/* SPDX-License-Identifier: MIT */
/* What Linux keeps in asm/processor.h and drivers use: cpu_relax and prefetch. */
#ifndef ASM_PROCESSOR_H
#define ASM_PROCESSOR_H

#include <ferrite/cpu.h>

/* The pause of a polling loop: a schedule point, 1 us of virtual time. Any context. */
void cpu_relax(void);

#define cpu_relax_yield() cpu_relax()
#define ARCH_HAS_PREFETCH
#define ARCH_HAS_PREFETCHW
static inline void prefetch(const void *p)
{
	__builtin_prefetch(p);
}
static inline void prefetchw(const void *p)
{
	__builtin_prefetch(p, 1);
}

#endif
