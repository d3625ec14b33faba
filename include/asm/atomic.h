/* SPDX-License-Identifier: MIT */
#ifndef ASM_ATOMIC_H
#define ASM_ATOMIC_H
#include <linux/atomic.h>
#endif
