/* SPDX-License-Identifier: MIT */
/*
 * jiffies: ticks of 4 ms (HZ 250) since boot, beginning five minutes before the 32-bit wrap as
 * on Linux. A true global: brought up to date at every slow schedule point, at most one jiffy
 * late where anything runs. Conversions round as Linux's do: to jiffies up, from jiffies down.
 */
#ifndef LINUX_JIFFIES_H
#define LINUX_JIFFIES_H

#include <linux/limits.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/param.h>
#include <linux/time.h>
#include <linux/timex.h>
#include <linux/types.h>

extern unsigned long volatile jiffies;
#ifdef __SANITIZE_THREAD__
#define jiffies __atomic_load_n(&jiffies, __ATOMIC_RELAXED) /* volatile is plain to TSan */
#endif
u64 get_jiffies_64(void);
#define jiffies_64 ((u64)jiffies)

#define INITIAL_JIFFIES	 ((unsigned long)(unsigned int)(-300 * HZ))
#define TICK_NSEC	 (NSEC_PER_SEC / HZ)
#define TICK_USEC	 (USEC_PER_SEC / HZ)
#define MAX_JIFFY_OFFSET ((LONG_MAX >> 1) - 1)
#define SEC_JIFFIE_SC	 0

#define time_after(a, b)	     ((long)((b) - (a)) < 0)
#define time_before(a, b)	     time_after(b, a)
#define time_after_eq(a, b)	     ((long)((a) - (b)) >= 0)
#define time_before_eq(a, b)	     time_after_eq(b, a)
#define time_in_range(a, b, c)	     (time_after_eq(a, b) && time_before_eq(a, c))
#define time_in_range_open(a, b, c)  (time_after_eq(a, b) && time_before(a, c))
#define time_after64(a, b)	     ((s64)((b) - (a)) < 0)
#define time_before64(a, b)	     time_after64(b, a)
#define time_after_eq64(a, b)	     ((s64)((a) - (b)) >= 0)
#define time_before_eq64(a, b)	     time_after_eq64(b, a)
#define time_in_range64(a, b, c)     (time_after_eq64(a, b) && time_before_eq64(a, c))
#define time_is_before_jiffies(a)    time_after(jiffies, a)
#define time_is_after_jiffies(a)     time_before(jiffies, a)
#define time_is_before_eq_jiffies(a) time_after_eq(jiffies, a)
#define time_is_after_eq_jiffies(a)  time_before_eq(jiffies, a)

static inline unsigned int jiffies_to_msecs(const unsigned long j)
{
	return j * (1000 / HZ);
}
static inline unsigned int jiffies_to_usecs(const unsigned long j)
{
	return j * (1000000 / HZ);
}
/* In Linux's 32 bits of microseconds: larger values wrap. */
static inline u64 jiffies_to_nsecs(const unsigned long j)
{
	return (u64)jiffies_to_usecs(j) * NSEC_PER_USEC;
}
static inline u64 jiffies64_to_nsecs(u64 j)
{
	return j * TICK_NSEC;
}
static inline u64 jiffies64_to_msecs(u64 j)
{
	return j * (1000 / HZ);
}
static inline unsigned long msecs_to_jiffies(const unsigned int m)
{
	if ((int)m < 0)
		return MAX_JIFFY_OFFSET;
	return ((unsigned long)m + (1000 / HZ) - 1) / (1000 / HZ);
}
#define __msecs_to_jiffies(m) msecs_to_jiffies(m)
static inline unsigned long usecs_to_jiffies(const unsigned int u)
{
	if (u > 4294967295U - (1000000 / HZ))
		return MAX_JIFFY_OFFSET;
	return ((unsigned long)u + (1000000 / HZ) - 1) / (1000000 / HZ);
}
static inline u64 nsecs_to_jiffies64(u64 n)
{
	return n / TICK_NSEC;
}
static inline unsigned long nsecs_to_jiffies(u64 n)
{
	return (unsigned long)(n / TICK_NSEC);
}
static inline unsigned long timespec64_to_jiffies(const struct timespec64 *value)
{
	u64 ns = (u64)value->tv_sec * NSEC_PER_SEC + value->tv_nsec + TICK_NSEC - 1;

	return ns / TICK_NSEC;
}
static inline void jiffies_to_timespec64(const unsigned long j, struct timespec64 *value)
{
	value->tv_sec = j / HZ;
	value->tv_nsec = (j % HZ) * TICK_NSEC;
}
static inline long jiffies_to_clock_t(unsigned long x)
{
	return (long)(x * USER_HZ / HZ);
}
static inline unsigned long clock_t_to_jiffies(unsigned long x)
{
	return x * HZ / USER_HZ;
}
static inline u64 jiffies_64_to_clock_t(u64 x)
{
	return x * USER_HZ / HZ;
}
static inline u64 nsec_to_clock_t(u64 x)
{
	return x / (NSEC_PER_SEC / USER_HZ);
}
static inline long jiffies_delta_to_clock_t(long delta)
{
	return jiffies_to_clock_t(delta > 0 ? delta : 0);
}
static inline unsigned int jiffies_delta_to_msecs(long delta)
{
	return jiffies_to_msecs(delta > 0 ? delta : 0);
}
/* @j rounded to a whole second, so that timers of many owners fire together. */
unsigned long round_jiffies(unsigned long j);
unsigned long round_jiffies_relative(unsigned long j);
unsigned long round_jiffies_up(unsigned long j);
unsigned long round_jiffies_up_relative(unsigned long j);
unsigned long __round_jiffies(unsigned long j, int cpu);
unsigned long __round_jiffies_relative(unsigned long j, int cpu);

#endif
