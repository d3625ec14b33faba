/* SPDX-License-Identifier: MIT */
/*
 * The machine's clocks. All follow arch_time_ns(): virtual in baton mode (docs/scheduling.md),
 * the host's in parallel mode. Boot time and TAI have no offset; real time adds the declared
 * epoch. Any context.
 */
#ifndef LINUX_TIMEKEEPING_H
#define LINUX_TIMEKEEPING_H

#include <linux/errno.h>
#include <linux/time64.h>
#include <linux/types.h>

enum tk_offsets {
	TK_OFFS_REAL,
	TK_OFFS_BOOT,
	TK_OFFS_TAI,
	TK_OFFS_MAX,
};

ktime_t ktime_get(void);
ktime_t ktime_get_with_offset(enum tk_offsets offs);
ktime_t ktime_get_raw(void);
ktime_t ktime_get_real(void);
ktime_t ktime_get_boottime(void);
ktime_t ktime_get_clocktai(void);
ktime_t ktime_mono_to_any(ktime_t tmono, enum tk_offsets offs);
u64 ktime_get_ns(void);
u64 ktime_get_raw_ns(void);
u64 ktime_get_real_ns(void);
u64 ktime_get_boottime_ns(void);
u64 ktime_get_mono_fast_ns(void);
u64 ktime_get_raw_fast_ns(void);
u64 ktime_get_boot_fast_ns(void);
u64 ktime_get_real_fast_ns(void);
time64_t ktime_get_seconds(void);
time64_t ktime_get_real_seconds(void);
time64_t ktime_get_boottime_seconds(void);
void ktime_get_ts64(struct timespec64 *ts);
void ktime_get_raw_ts64(struct timespec64 *ts);
void ktime_get_real_ts64(struct timespec64 *tv);
void ktime_get_coarse_ts64(struct timespec64 *ts);
void ktime_get_coarse_real_ts64(struct timespec64 *ts);
void ktime_get_boottime_ts64(struct timespec64 *ts);
void getboottime64(struct timespec64 *ts);

static inline ktime_t ktime_get_coarse(void)
{
	return ktime_get();
}
static inline ktime_t ktime_get_coarse_real(void)
{
	return ktime_get_real();
}
static inline ktime_t ktime_mono_to_real(ktime_t mono)
{
	return ktime_mono_to_any(mono, TK_OFFS_REAL);
}
#define ktime_get_coarse_ns()	       ktime_get_ns()
#define ktime_get_coarse_boottime_ns() ktime_get_boottime_ns()
#define ktime_get_coarse_real_ns()     ktime_get_real_ns()

#endif
