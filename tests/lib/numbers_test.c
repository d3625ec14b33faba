/* SPDX-License-Identifier: MIT */
/* Keyed hashes, nearest fractions, values in equal steps, the days of the calendar. */
#include "prop.h"

#include <linux/linear_range.h>
#include <linux/rational.h>
#include <linux/rtc.h>
#include <linux/siphash.h>

static void siphashes(struct kunit *test)
{
	static const siphash_key_t key = {{0x0706050403020100ULL, 0x0f0e0d0c0b0a0908ULL}};
	static const hsiphash_key_t hkey = {{0x0706050403020100ULL, 0x0f0e0d0c0b0a0908ULL}};
	u8 text[16];

	for (int i = 0; i < 16; i++)
		text[i] = i;
	/* The paper's own example, and the first of its authors' vectors. */
	KUNIT_EXPECT_EQ(test, siphash(text, 15, &key), 0xa129ca6149be45e5ULL);
	KUNIT_EXPECT_EQ(test, siphash(text, 0, &key), 0x726fdb47dd0e0e31ULL);
	/* Numbers are their bytes. */
	KUNIT_EXPECT_EQ(test, siphash_1u64(0x0706050403020100ULL, &key), siphash(text, 8, &key));
	KUNIT_EXPECT_EQ(test, siphash_3u32(0x03020100, 0x07060504, 0x0b0a0908, &key),
			siphash(text, 12, &key));
	KUNIT_EXPECT_EQ(test, siphash_4u32(0x03020100, 0x07060504, 0x0b0a0908, 0x0f0e0d0c, &key),
			siphash(text, 16, &key));
	KUNIT_EXPECT_EQ(test, hsiphash_2u32(0x03020100, 0x07060504, &hkey),
			hsiphash(text, 8, &hkey));
	KUNIT_EXPECT_NE(test, hsiphash(text, 8, &hkey), (u32)siphash(text, 8, &key));
	KUNIT_EXPECT_FALSE(test, siphash_key_is_zero(&key));
}

static u64 diff(u64 a, u64 b)
{
	return a > b ? a - b : b - a;
}

/* No fraction within the limits is nearer; all are tried. */
static void nearest(struct kunit *test)
{
	struct prop p;

	prop_start(test, &p, 0);
	for (int round = 0; round < 200; round++) {
		unsigned long n = 1 + prop_below(&p, 500), d = 1 + prop_below(&p, 500), max = 20;
		unsigned long bn, bd, i, k;

		rational_best_approximation(n, d, max, max, &bn, &bd);
		KUNIT_ASSERT_LE(test, bn, max);
		KUNIT_ASSERT_LE(test, bd, max);
		KUNIT_ASSERT_GT(test, bd, 0UL);
		for (i = 0; i <= max; i++) {
			for (k = 1; k <= max; k++) {
				/* |n/d - bn/bd| <= |n/d - i/k|, times d*bd*k */
				u64 ours = diff(n * bd, bn * d) * k;
				u64 other = diff(n * k, i * d) * bd;

				KUNIT_ASSERT_LE_MSG(test, ours, other, "%lu/%lu: %lu/%lu, %lu/%lu",
						    n, d, bn, bd, i, k);
			}
		}
	}
}

static void steps(struct kunit *test)
{
	static const struct linear_range r[] = {LINEAR_RANGE(100, 2, 6, 10),
						LINEAR_RANGE(1000, 10, 12, 0)};
	unsigned int sel, val;
	bool found;

	KUNIT_EXPECT_EQ(test, linear_range_values_in_range_array(r, 2), 8U);
	KUNIT_EXPECT_EQ(test, linear_range_get_max_value(&r[0]), 140U);
	KUNIT_EXPECT_EQ(test, linear_range_get_value(&r[0], 1, &val), -EINVAL);
	KUNIT_EXPECT_EQ(test, linear_range_get_value(&r[0], 7, &val), -EINVAL);
	for (sel = 2; sel <= 6; sel++) {
		unsigned int back;

		KUNIT_EXPECT_EQ(test, linear_range_get_value(&r[0], sel, &val), 0);
		KUNIT_EXPECT_EQ(test, val, 100 + (sel - 2) * 10);
		KUNIT_EXPECT_EQ(test, linear_range_get_selector_low(&r[0], val + 9, &back, &found),
				0);
		KUNIT_EXPECT_EQ(test, back, sel);
		KUNIT_EXPECT_EQ(test, linear_range_get_selector_high(&r[0], val - 9, &back, &found),
				0);
		KUNIT_EXPECT_EQ(test, back, sel);
	}
	KUNIT_EXPECT_EQ(test, linear_range_get_selector_low(&r[0], 99, &sel, &found), -EINVAL);
	KUNIT_EXPECT_EQ(test, linear_range_get_selector_high(&r[0], 141, &sel, &found), -EINVAL);
	KUNIT_EXPECT_EQ(test, linear_range_get_selector_low_array(r, 2, 500, &sel, &found), 0);
	KUNIT_EXPECT_EQ(test, sel, 6U);
	KUNIT_EXPECT_FALSE(test, found);
	KUNIT_EXPECT_EQ(test, linear_range_get_value_array(r, 2, 11, &val), 0);
	KUNIT_EXPECT_EQ(test, val, 1000U);
	linear_range_get_selector_within(&r[0], 5, &sel);
	KUNIT_EXPECT_EQ(test, sel, 2U);
	linear_range_get_selector_within(&r[0], 5000, &sel);
	KUNIT_EXPECT_EQ(test, sel, 6U);
}

/* Every day of 1600 to 2400 and some of the year -1: what a calendar says, counted up. */
static void days(struct kunit *test)
{
	static const int length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	time64_t t = -11676096000LL; /* 1 January 1600, a Saturday */
	struct rtc_time rtc;
	int wday = 6;
	struct tm tm;

	for (int year = 1600; year < 2400; year++) {
		bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
		int yday = 0;

		for (int mon = 0; mon < 12; mon++) {
			for (int day = 1; day <= length[mon] + (mon == 1 && leap); day++) {
				time64_to_tm(t, 0, &tm);
				KUNIT_ASSERT_EQ(test, tm.tm_year, (long)year - 1900);
				KUNIT_ASSERT_EQ(test, tm.tm_mon, mon);
				KUNIT_ASSERT_EQ(test, tm.tm_mday, day);
				KUNIT_ASSERT_EQ(test, tm.tm_yday, yday++);
				KUNIT_ASSERT_EQ(test, tm.tm_wday, wday);
				wday = (wday + 1) % 7;
				t += 86400;
			}
		}
	}
	time64_to_tm(-62198755200LL, 0, &tm); /* 1 January of the year -1 */
	KUNIT_EXPECT_EQ(test, tm.tm_year, -1901L);
	KUNIT_EXPECT_EQ(test, tm.tm_yday, 0);
	time64_to_tm(59, 1, &tm);
	KUNIT_EXPECT_EQ(test, tm.tm_min, 1);
	KUNIT_EXPECT_EQ(test, tm.tm_sec, 0);
	rtc_time64_to_tm(1546615943, &rtc);
	KUNIT_EXPECT_EQ(test, rtc_tm_to_time64(&rtc), 1546615943LL);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(siphashes), KUNIT_CASE(nearest), KUNIT_CASE(steps), KUNIT_CASE(days), {}};

static struct kunit_suite numbers_suite = {.name = "numbers", .test_cases = cases};
kunit_test_suite(numbers_suite);
