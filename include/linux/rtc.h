/* SPDX-License-Identifier: MIT */
/* Time as a clock chip keeps it. There is no clock chip; this is for %ptR and for conversions. */
#ifndef _LINUX_RTC_H_
#define _LINUX_RTC_H_

#include <linux/ktime.h>
#include <linux/time.h>
#include <linux/types.h>

struct rtc_time {
	int tm_sec;
	int tm_min;
	int tm_hour;
	int tm_mday;
	int tm_mon;  /* from 0 */
	int tm_year; /* from 1900 */
	int tm_wday; /* Sunday is 0 */
	int tm_yday; /* from 0 */
	int tm_isdst;
};

static inline void rtc_time64_to_tm(time64_t time, struct rtc_time *tm)
{
	struct tm t;

	time64_to_tm(time, 0, &t);
	*tm = (struct rtc_time){ .tm_sec = t.tm_sec, .tm_min = t.tm_min, .tm_hour = t.tm_hour,
				 .tm_mday = t.tm_mday, .tm_mon = t.tm_mon, .tm_year = t.tm_year,
				 .tm_wday = t.tm_wday, .tm_yday = t.tm_yday };
}

static inline time64_t rtc_tm_to_time64(const struct rtc_time *tm)
{
	return mktime64(tm->tm_year + 1900, tm->tm_mon + 1, tm->tm_mday, tm->tm_hour, tm->tm_min,
			tm->tm_sec);
}

#endif
