/* SPDX-License-Identifier: MIT */
#ifndef ASM_PREEMPT_H
#define ASM_PREEMPT_H
#include <linux/preempt.h>
#endif
