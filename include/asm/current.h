/* SPDX-License-Identifier: MIT */
/* current: the task that runs here. A load from the port's thread block. */
#ifndef ASM_CURRENT_H
#define ASM_CURRENT_H

#include <asm/arch_tls.h>

struct task_struct;

static inline __attribute__((always_inline)) struct task_struct *get_current(void)
{
	return arch_tls.task;
}

#define current get_current()

#endif
