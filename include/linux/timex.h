/* SPDX-License-Identifier: MIT */
/* get_cycles: the machine's clock counts one cycle a nanosecond. */
#ifndef LINUX_TIMEX_H
#define LINUX_TIMEX_H

#include <linux/param.h>
#include <linux/types.h>

typedef unsigned long long cycles_t;
cycles_t get_cycles(void);
#define random_get_entropy() ((unsigned long)get_cycles())

#endif
