/* SPDX-License-Identifier: MIT */
/*
 * Delays. *delay: any context, time passes without giving up the CPU. *sleep: task context,
 * may sleep. msleep rounds up to jiffies and adds one, as on Linux.
 */
#ifndef LINUX_DELAY_H
#define LINUX_DELAY_H

#include <linux/math.h>
#include <linux/sched.h>
#include <linux/jiffies.h>

void ndelay(unsigned long nsecs);
void udelay(unsigned long usecs);
void mdelay(unsigned long msecs);
void msleep(unsigned int msecs);
/* Milliseconds left when a signal came, else 0. */
unsigned long msleep_interruptible(unsigned int msecs);
void usleep_range_state(unsigned long min, unsigned long max, unsigned int state);
static inline void usleep_range(unsigned long min, unsigned long max)
{
	usleep_range_state(min, max, TASK_UNINTERRUPTIBLE);
}
static inline void usleep_idle_range(unsigned long min, unsigned long max)
{
	usleep_range_state(min, max, TASK_IDLE);
}
static inline void ssleep(unsigned int seconds)
{
	msleep(seconds * 1000);
}
static inline void fsleep(unsigned long usecs)
{
	if (usecs <= 10)
		udelay(usecs);
	else if (usecs <= 20000)
		usleep_range(usecs, 2 * usecs);
	else
		msleep(DIV_ROUND_UP(usecs, 1000));
}
extern unsigned long loops_per_jiffy;

#endif
