/* SPDX-License-Identifier: MIT */
/* jiffies, clocks and calendar. One source: arch_time_ns(). */
#include <linux/delay.h>
#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/sched/clock.h>
#include <linux/time.h>
#include <linux/timekeeping.h>
#include <linux/timex.h>

#include "kernel/sched_priv.h"

#undef jiffies /* the object itself, not a read of it */
unsigned long volatile jiffies = INITIAL_JIFFIES;
EXPORT_SYMBOL(jiffies);
struct timezone sys_tz;
EXPORT_SYMBOL(sys_tz);
unsigned long loops_per_jiffy = TICK_NSEC / 2;
EXPORT_SYMBOL(loops_per_jiffy);

void jiffies_reset(void)
{
	WRITE_ONCE(jiffies, INITIAL_JIFFIES);
}

u64 get_jiffies_64(void)
{
	return READ_ONCE(jiffies);
}
EXPORT_SYMBOL(get_jiffies_64);

/* Bring jiffies up to @now. Several CPUs may try: it only grows. */
void jiffies_update(u64 now)
{
	unsigned long new = INITIAL_JIFFIES + now / TICK_NSEC;
	unsigned long old = __atomic_load_n(&jiffies, __ATOMIC_RELAXED);

	while (time_before(old, new)) {
		if (__atomic_compare_exchange_n(&jiffies, &old, new, false, __ATOMIC_RELAXED,
						__ATOMIC_RELAXED)) {
			loadavg_tick(new);
			return;
		}
	}
}

u64 sched_clock(void)
{
	return arch_time_ns();
}
EXPORT_SYMBOL_GPL(sched_clock);

u64 local_clock(void)
{
	return arch_time_ns();
}
EXPORT_SYMBOL_GPL(local_clock);

u64 cpu_clock(int cpu)
{
	return arch_time_ns();
}
EXPORT_SYMBOL_GPL(cpu_clock);

u64 running_clock(void)
{
	return arch_time_ns();
}

cycles_t get_cycles(void)
{
	return arch_time_ns();
}
EXPORT_SYMBOL(get_cycles);

u64 ktime_get_ns(void)
{
	return arch_time_ns();
}
EXPORT_SYMBOL_GPL(ktime_get_ns);

ktime_t ktime_get(void)
{
	return arch_time_ns();
}
EXPORT_SYMBOL_GPL(ktime_get);

ktime_t ktime_get_raw(void)
{
	return arch_time_ns();
}
EXPORT_SYMBOL_GPL(ktime_get_raw);

ktime_t ktime_get_boottime(void)
{
	return arch_time_ns();
}
EXPORT_SYMBOL_GPL(ktime_get_boottime);

u64 ktime_get_raw_ns(void)
{
	return arch_time_ns();
}
EXPORT_SYMBOL_GPL(ktime_get_raw_ns);

u64 ktime_get_boottime_ns(void)
{
	return arch_time_ns();
}
EXPORT_SYMBOL_GPL(ktime_get_boottime_ns);

u64 ktime_get_mono_fast_ns(void)
{
	return arch_time_ns();
}
EXPORT_SYMBOL_GPL(ktime_get_mono_fast_ns);

u64 ktime_get_raw_fast_ns(void)
{
	return arch_time_ns();
}
EXPORT_SYMBOL_GPL(ktime_get_raw_fast_ns);

u64 ktime_get_boot_fast_ns(void)
{
	return arch_time_ns();
}
EXPORT_SYMBOL_GPL(ktime_get_boot_fast_ns);

u64 ktime_get_real_ns(void)
{
	return arch_epoch_ns() + arch_time_ns();
}
EXPORT_SYMBOL_GPL(ktime_get_real_ns);

u64 ktime_get_real_fast_ns(void)
{
	return ktime_get_real_ns();
}
EXPORT_SYMBOL_GPL(ktime_get_real_fast_ns);

ktime_t ktime_get_real(void)
{
	return ktime_get_real_ns();
}
EXPORT_SYMBOL_GPL(ktime_get_real);

ktime_t ktime_get_clocktai(void)
{
	return ktime_get_real_ns();
}
EXPORT_SYMBOL_GPL(ktime_get_clocktai);

ktime_t ktime_mono_to_any(ktime_t tmono, enum tk_offsets offs)
{
	return offs == TK_OFFS_BOOT ? tmono : tmono + (ktime_t)arch_epoch_ns();
}
EXPORT_SYMBOL_GPL(ktime_mono_to_any);

ktime_t ktime_get_with_offset(enum tk_offsets offs)
{
	return ktime_mono_to_any(ktime_get(), offs);
}
EXPORT_SYMBOL_GPL(ktime_get_with_offset);

time64_t ktime_get_seconds(void)
{
	return arch_time_ns() / NSEC_PER_SEC;
}
EXPORT_SYMBOL_GPL(ktime_get_seconds);

time64_t ktime_get_real_seconds(void)
{
	return ktime_get_real_ns() / NSEC_PER_SEC;
}
EXPORT_SYMBOL_GPL(ktime_get_real_seconds);

time64_t ktime_get_boottime_seconds(void)
{
	return ktime_get_seconds();
}

struct timespec64 ns_to_timespec64(s64 nsec)
{
	struct timespec64 ts;

	ts.tv_sec = nsec / NSEC_PER_SEC;
	ts.tv_nsec = nsec % NSEC_PER_SEC;
	if (ts.tv_nsec < 0) {
		ts.tv_sec--;
		ts.tv_nsec += NSEC_PER_SEC;
	}
	return ts;
}
EXPORT_SYMBOL(ns_to_timespec64);

#define DEFINE_TS_GETTER(name, ns)          \
	void name(struct timespec64 *ts)    \
	{                                   \
		*ts = ns_to_timespec64(ns); \
	}                                   \
	EXPORT_SYMBOL(name)
DEFINE_TS_GETTER(ktime_get_ts64, arch_time_ns());
DEFINE_TS_GETTER(ktime_get_raw_ts64, arch_time_ns());
DEFINE_TS_GETTER(ktime_get_coarse_ts64, arch_time_ns());
DEFINE_TS_GETTER(ktime_get_boottime_ts64, arch_time_ns());
DEFINE_TS_GETTER(ktime_get_real_ts64, ktime_get_real_ns());
DEFINE_TS_GETTER(ktime_get_coarse_real_ts64, ktime_get_real_ns());
DEFINE_TS_GETTER(getboottime64, arch_epoch_ns());

/*
 * Days since 1970-01-01 of a proleptic Gregorian date: years counted from March, so that the
 * leap day is a year's last, and months by the 153-day rule of five months.
 */
time64_t mktime64(const unsigned int year, const unsigned int mon, const unsigned int day,
		  const unsigned int hour, const unsigned int min, const unsigned int sec)
{
	u64 y = mon > 2 ? year : year - 1;
	u64 m = mon > 2 ? mon - 3 : mon + 9;
	s64 days = y * 365 + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719468;

	return ((days * 24 + hour) * 60 + min) * 60 + sec;
}
EXPORT_SYMBOL(mktime64);

/* The same backwards, by eras of 400 years. */
void time64_to_tm(time64_t totalsecs, int offset, struct tm *result)
{
	time64_t t = totalsecs + offset;
	s64 days = t / 86400, rem = t % 86400, era, year;
	unsigned int doe, yoe, doy, mp; /* from 1 March of the era, of the year */
	bool leap;

	if (rem < 0) {
		rem += 86400;
		days--;
	}
	result->tm_hour = rem / 3600;
	result->tm_min = rem / 60 % 60;
	result->tm_sec = rem % 60;
	result->tm_wday = ((days + 4) % 7 + 7) % 7;
	days += 719468;
	era = (days >= 0 ? days : days - 146096) / 146097;
	doe = days - era * 146097;
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	result->tm_mday = doy - (153 * mp + 2) / 5 + 1;
	result->tm_mon = mp < 10 ? mp + 2 : mp - 10;
	year = yoe + era * 400 + (result->tm_mon <= 1);
	result->tm_year = year - 1900;
	leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	result->tm_yday = mp < 10 ? doy + 59 + leap : doy - 306;
}
EXPORT_SYMBOL(time64_to_tm);

/* ---- rounding to whole seconds: down when less than a quarter over, else up ---- */

static unsigned long round_to_second(unsigned long j, bool up)
{
	unsigned long rem = j % HZ, rounded;

	rounded = rem < HZ / 4 && !up ? j - rem : j - rem + HZ;
	return time_is_after_jiffies(rounded) ? rounded : j;
}

unsigned long round_jiffies(unsigned long j)
{
	return round_to_second(j, false);
}
EXPORT_SYMBOL_GPL(round_jiffies);

unsigned long round_jiffies_relative(unsigned long j)
{
	unsigned long now = jiffies;

	return round_to_second(j + now, false) - now;
}
EXPORT_SYMBOL_GPL(round_jiffies_relative);

unsigned long round_jiffies_up(unsigned long j)
{
	return round_to_second(j, true);
}
EXPORT_SYMBOL_GPL(round_jiffies_up);

unsigned long round_jiffies_up_relative(unsigned long j)
{
	unsigned long now = jiffies;

	return round_to_second(j + now, true) - now;
}
EXPORT_SYMBOL_GPL(round_jiffies_up_relative);

unsigned long __round_jiffies(unsigned long j, int cpu)
{
	return round_jiffies(j);
}
EXPORT_SYMBOL_GPL(__round_jiffies);

unsigned long __round_jiffies_relative(unsigned long j, int cpu)
{
	return round_jiffies_relative(j);
}
EXPORT_SYMBOL_GPL(__round_jiffies_relative);
