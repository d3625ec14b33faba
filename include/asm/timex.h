/* SPDX-License-Identifier: MIT */
#ifndef ASM_TIMEX_H
#define ASM_TIMEX_H
#include <linux/timex.h>
#endif
