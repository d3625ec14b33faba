/* SPDX-License-Identifier: MIT */
/* Load averages: fixed point with 11 bits of fraction, 5 s samples. kernel/loadavg.c. */
#ifndef LINUX_SCHED_LOADAVG_H
#define LINUX_SCHED_LOADAVG_H

#define FSHIFT	     11
#define FIXED_1	     (1 << FSHIFT)
#define LOAD_FREQ    (5 * HZ + 1)
#define EXP_1	     1884
#define EXP_5	     2014
#define EXP_15	     2037
#define LOAD_INT(x)  ((x) >> FSHIFT)
#define LOAD_FRAC(x) LOAD_INT(((x) & (FIXED_1 - 1)) * 100)

extern unsigned long avenrun[3];
/* The three averages, brought up to date, plus @offset, shifted left by @shift. */
void get_avenrun(unsigned long *loads, unsigned long offset, int shift);

#endif
