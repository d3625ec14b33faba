/* SPDX-License-Identifier: MIT */
/*
 * percpu_enter / percpu_leave: bracket of the lock-free per-CPU fast paths.
 *
 * Between the two nothing else runs on this CPU and the task stays on it. On the hosted port
 * that is already true between any two schedule points (docs/scheduling.md), so the bracket
 * costs a compiler barrier. The section must contain no schedule point: no lock, no
 * preempt_enable, no cpu_relax, no user access. On metal it switches interrupts off.
 */
#ifndef ASM_PERCPU_SECTION_H
#define ASM_PERCPU_SECTION_H

#define percpu_enter(flags)                              \
	do {                                             \
		(flags) = 0;                             \
		__asm__ __volatile__("" : : : "memory"); \
	} while (0)

#define percpu_leave(flags)                              \
	do {                                             \
		(void)(flags);                           \
		__asm__ __volatile__("" : : : "memory"); \
	} while (0)

#endif
