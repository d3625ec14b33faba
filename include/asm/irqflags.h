/* SPDX-License-Identifier: MIT */
#ifndef ASM_IRQFLAGS_H
#define ASM_IRQFLAGS_H
#include <linux/irqflags.h>
#endif
