/* SPDX-License-Identifier: MIT */
/* Numbers and truth values from text; expected is what Debian's Linux 6.1 answered. */
#include <kunit/test.h>
#include <linux/kstrtox.h>

/* A refused text leaves the result as it was: 99. */
#define CHECK(call, type, text, base, err, expected)                                    \
	do {                                                                            \
		type __v = 99;                                                          \
		KUNIT_EXPECT_EQ_MSG(test, call(text, base, &__v), err, #call " " text); \
		KUNIT_EXPECT_EQ_MSG(test, (s64)__v, (s64)(expected), #call " " text);   \
	} while (0)

static void strict(struct kunit *test)
{
	CHECK(kstrtou8, u8, "255", 0, 0, 255);
	CHECK(kstrtou8, u8, "256", 0, -ERANGE, 99);
	CHECK(kstrtos8, s8, "-128", 0, 0, -128);
	CHECK(kstrtos8, s8, "-129", 0, -ERANGE, 99);
	CHECK(kstrtos8, s8, "128", 0, -ERANGE, 99);
	CHECK(kstrtoint, int, "0x80000000", 0, -ERANGE, 99);
	CHECK(kstrtoint, int, "-0x80000000", 0, 0, -2147483648);
	CHECK(kstrtoint, int, "", 0, -EINVAL, 99);
	CHECK(kstrtoint, int, "\012", 0, -EINVAL, 99);
	CHECK(kstrtoint, int, "1\012", 0, 0, 1);
	CHECK(kstrtoint, int, "1\012\012", 0, -EINVAL, 99);
	CHECK(kstrtoint, int, " 1", 0, -EINVAL, 99);
	CHECK(kstrtoint, int, "1 ", 0, -EINVAL, 99);
	CHECK(kstrtoint, int, "+1", 0, 0, 1);
	CHECK(kstrtoint, int, "-+1", 0, -EINVAL, 99);
	CHECK(kstrtoint, int, "+-1", 0, -EINVAL, 99);
	CHECK(kstrtoint, int, "--1", 0, -EINVAL, 99);
	CHECK(kstrtoint, int, "0x", 0, -EINVAL, 99);
	CHECK(kstrtoint, int, "0x", 16, -EINVAL, 99);
	CHECK(kstrtoint, int, "0X1f", 16, 0, 31);
	CHECK(kstrtoint, int, "1f", 16, 0, 31);
	CHECK(kstrtoint, int, "08", 0, -EINVAL, 99);
	CHECK(kstrtoint, int, "010", 0, 0, 8);
	CHECK(kstrtoint, int, "010", 10, 0, 10);
	CHECK(kstrtoint, int, "0b1", 0, -EINVAL, 99);
	CHECK(kstrtoint, int, "2", 2, -EINVAL, 99);
	CHECK(kstrtoint, int, "101", 2, 0, 5);
	CHECK(kstrtoull, unsigned long long, "18446744073709551615", 10, 0, -1);
	CHECK(kstrtoull, unsigned long long, "18446744073709551616", 10, -ERANGE, 99);
	CHECK(kstrtoull, unsigned long long, "-1", 10, -EINVAL, 99);
	CHECK(kstrtoll, long long, "9223372036854775807", 10, 0, 9223372036854775807);
	CHECK(kstrtoll, long long, "9223372036854775808", 10, -ERANGE, 99);
	CHECK(kstrtoll, long long, "-9223372036854775808", 10, 0, LLONG_MIN);
	CHECK(kstrtoll, long long, "-9223372036854775809", 10, -ERANGE, 99);
	CHECK(kstrtou16, u16, "65536", 10, -ERANGE, 99);
	CHECK(kstrtos16, s16, "-32769", 10, -ERANGE, 99);
	CHECK(kstrtoint, int, "-0", 0, 0, 0);
	CHECK(kstrtouint, unsigned int, "-0", 0, -EINVAL, 99);
	CHECK(kstrtoint, int, "0x+1", 0, -EINVAL, 99);
	CHECK(kstrtoint, int, "1_0", 0, -EINVAL, 99);
	CHECK(kstrtoul, unsigned long, "18446744073709551615", 0, 0, -1);
	CHECK(kstrtol, long, "-9223372036854775809", 0, -ERANGE, 99);
}

static void truth(struct kunit *test)
{
	static const struct {
		const char *text;
		int err;
		bool value;
	} v[] = {
		{"y", 0, 1},	   {"Y", 0, 1},	     {"1", 0, 1},	{"n", 0, 0},  {"N", 0, 0},
		{"0", 0, 0},	   {"on", 0, 1},     {"off", 0, 0},	{"oN", 0, 1}, {"of", 0, 0},
		{"o", -EINVAL, 0}, {"", -EINVAL, 0}, {"t", 0, 1},	{"f", 0, 0},  {"T", 0, 1},
		{"yes", 0, 1},	   {"true", 0, 1},   {"2", -EINVAL, 0},
	};

	for (int i = 0; i < ARRAY_SIZE(v); i++) {
		bool value = false;

		KUNIT_EXPECT_EQ_MSG(test, kstrtobool(v[i].text, &value), v[i].err, "%s", v[i].text);
		KUNIT_EXPECT_EQ_MSG(test, value, v[i].value, "%s", v[i].text);
	}
	KUNIT_EXPECT_EQ(test, kstrtobool(NULL, &(bool){0}), -EINVAL);
}

static void simple(struct kunit *test)
{
	char *end;

	KUNIT_EXPECT_EQ(test, simple_strtoul("0x1fz", &end, 0), 0x1fUL);
	KUNIT_EXPECT_STREQ(test, (const char *)end, "z");
	KUNIT_EXPECT_EQ(test, simple_strtol("-12x", &end, 10), -12L);
	KUNIT_EXPECT_STREQ(test, (const char *)end, "x");
	KUNIT_EXPECT_EQ(test, simple_strtoul("+12x", &end, 10), 0UL);
	KUNIT_EXPECT_STREQ(test, (const char *)end, "+12x");
	KUNIT_EXPECT_EQ(test, simple_strtoul("0x", &end, 16), 0UL);
	KUNIT_EXPECT_STREQ(test, (const char *)end, "");
	KUNIT_EXPECT_EQ(test, simple_strtoul("0x", &end, 0), 0UL);
	KUNIT_EXPECT_STREQ(test, (const char *)end, "x");
	KUNIT_EXPECT_EQ(test, simple_strtoul("99999999999999999999", &end, 10),
			7766279631452241919UL); /* it wraps */
	KUNIT_EXPECT_STREQ(test, (const char *)end, "");
	KUNIT_EXPECT_EQ(test, simple_strtoll("-9223372036854775808", NULL, 0), LLONG_MIN);
	KUNIT_EXPECT_EQ(test, simple_strtoull("z", &end, 36), 35ULL);
}

static struct kunit_case cases[] = {KUNIT_CASE(strict), KUNIT_CASE(truth), KUNIT_CASE(simple), {}};

static struct kunit_suite kstrtox_suite = {.name = "kstrtox", .test_cases = cases};
kunit_test_suite(kstrtox_suite);
