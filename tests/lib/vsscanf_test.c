/* SPDX-License-Identifier: MIT */
/*
 * Text taken apart. What is expected is what Debian's Linux 6.1 returned and stored (a module
 * under QEMU); bytes that it does not store stay 0xdd.
 */
#include <kunit/test.h>

#define D 0xddddddddddddddddULL

struct scan_case {
	const char *text, *fmt;
	int converted;
	u64 value[3];
};

static const struct scan_case table[] = {
	{"0xA7", "%2x%x", 2, {0xdddddddd00000000ULL, 0xdddddddd000000a7ULL, D}},
	{"0x67", "%2i%i", 2, {0xdddddddd00000000ULL, 0xdddddddd00000043ULL, D}},
	{"0x", "%x", 1, {0xdddddddd00000000ULL, D, D}},
	{"0x", "%i", 1, {0xdddddddd00000000ULL, D, D}},
	{"0xg", "%xg", 1, {0xdddddddd00000000ULL, D, D}},
	{"-0x10", "%i", 1, {0xddddddddfffffff0ULL, D, D}},
	{"-0x10", "%x", 0, {D, D, D}},
	{"-5", "%u", 0, {D, D, D}},
	{"+5", "%d", 0, {D, D, D}},
	{"-", "%d", 0, {D, D, D}},
	{"12abc", "%d%s", 2, {0xdddddddd0000000cULL, 0xdddddddd00636261ULL, D}},
	{"  42  43", "%d%d", 2, {0xdddddddd0000002aULL, 0xdddddddd0000002bULL, D}},
	{"42,43", "%d,%d", 2, {0xdddddddd0000002aULL, 0xdddddddd0000002bULL, D}},
	{"42 ,43", "%d ,%d", 2, {0xdddddddd0000002aULL, 0xdddddddd0000002bULL, D}},
	{"a5", "a%d", 1, {0xdddddddd00000005ULL, D, D}},
	{"%5", "%%%d", 1, {0xdddddddd00000005ULL, D, D}},
	{"077", "%i", 1, {0xdddddddd0000003fULL, D, D}},
	{"077", "%o", 1, {0xdddddddd0000003fULL, D, D}},
	{"089", "%i", 1, {0xdddddddd00000000ULL, D, D}},
	{"08", "%o", 1, {0xdddddddd00000000ULL, D, D}},
	{"123456", "%3d%d", 2, {0xdddddddd0000007bULL, 0xdddddddd000001c8ULL, D}},
	{"123456",
	 "%1d%2d%3d",
	 3,
	 {0xdddddddd00000001ULL, 0xdddddddd00000017ULL, 0xdddddddd000001c8ULL}},
	{"-123", "%2d%d", 2, {0xddddddddffffffffULL, 0xdddddddd00000017ULL, D}},
	{"1 2", "%*d%d", 1, {0xdddddddd00000002ULL, D, D}},
	{"abc", "%2c", 1, {0xdddddddddddd6261ULL, D, D}},
	{"  abc", "%c", 1, {0xdddddddddddddd20ULL, D, D}},
	{"  abc", "%s", 1, {0xdddddddd00636261ULL, D, D}},
	{"abc def", "%3s %s", 2, {0xdddddddd00636261ULL, 0xdddddddd00666564ULL, D}},
	{"abcdef", "%3s%s", 2, {0xdddddddd00636261ULL, 0xdddddddd00666564ULL, D}},
	{"abc", "%[a-c]", 0, {D, D, D}},
	{"abcd", "%3[a-c]", 1, {0xdddddddddddd0061ULL, D, D}},
	{"abcd", "%3[^c]", 1, {0xdddddddddd006261ULL, D, D}},
	{"x]y", "%3[]x]", 0, {D, D, D}},
	{"abc", "%2[xyz]", 0, {D, D, D}},
	{"12", "%d%n", 1, {0xdddddddd0000000cULL, 0xdddddddd00000002ULL, D}},
	{"", "%d", 0, {D, D, D}},
	{"", "%n", 0, {0xdddddddd00000000ULL, D, D}},
	{"  ", "%d", 0, {D, D, D}},
	{"5", "%d %d", 1, {0xdddddddd00000005ULL, D, D}},
	{"4294967296", "%d", 1, {0xdddddddd00000000ULL, D, D}},
	{"18446744073709551616", "%llu", 1, {0, D, D}},
	{"300", "%hhu", 1, {0xdddddddddddddd2cULL, D, D}},
	{"-129", "%hhd", 1, {0xdddddddddddddd7fULL, D, D}},
	{"70000", "%hu", 1, {0xdddddddddddd1170ULL, D, D}},
	{"12", "%5d", 1, {0xdddddddd0000000cULL, D, D}},
	{"1:2",
	 "%d:%n%d",
	 2,
	 {0xdddddddd00000001ULL, 0xdddddddd00000002ULL, 0xdddddddd00000002ULL}},
	{"1;2", "%d:%d", 1, {0xdddddddd00000001ULL, D, D}},
	{"12 ", "%d ", 1, {0xdddddddd0000000cULL, D, D}},
	{"5", "%ld", 1, {0x5, D, D}},
	{"5", "%qd", 0, {D, D, D}},
	{"7", "%zu", 1, {0x7, D, D}},
	{"7", "%jd", 0, {D, D, D}},
	{"0b11", "%i", 1, {0xdddddddd00000000ULL, D, D}},
	{"0x1", "%1x", 1, {0xdddddddd00000000ULL, D, D}},
	{"0x12", "%3x", 1, {0xdddddddd00000001ULL, D, D}},
	{"0x12", "%i%i", 1, {0xdddddddd00000012ULL, D, D}},
	{"09", "%i%i", 2, {0xdddddddd00000000ULL, 0xdddddddd00000009ULL, D}},
	{"x", "%y", 0, {D, D, D}},
	{"1,2", "%*d,%d", 0, {D, D, D}},
	{"abc 5", "%*s%d", 1, {0xdddddddd00000005ULL, D, D}},
	{"abc 5", "%*s %d", 1, {0xdddddddd00000005ULL, D, D}},
	{"ab", "%*c%c", 0, {D, D, D}},
	{"a1", "%*[a]%d", 0, {D, D, D}},
	{"abc", "%5c", 1, {0xdddddddddd636261ULL, D, D}},
	{"abc", "%3c", 1, {0xdddddddddd636261ULL, D, D}},
	{"0xg", "%x%c", 2, {0xdddddddd00000000ULL, 0xdddddddddddddd67ULL, D}},
	{"0x1", "%1x%c", 2, {0xdddddddd00000000ULL, 0xdddddddddddddd78ULL, D}},
	{"5", "%td", 0, {D, D, D}},
	{"5", "%Zd", 0, {D, D, D}},
	{"5", "%hhhd", 0, {D, D, D}},
	{"5", "%lld", 1, {0x5, D, D}},
	{"5", "%Ld", 1, {0x5, D, D}},
	{"a-c", "%3[a-c]", 1, {0xdddddddd00632d61ULL, D, D}},
	{"x", "%1[^]", 0, {D, D, D}},
	{"12", "%0d", 0, {D, D, D}},
	{"12", "%-1d", 0, {D, D, D}},
	{"- 5", "%d", 0, {D, D, D}},
	{"-5", "%1d%d", 0, {D, D, D}},
	{"1 2", "%*d %d", 1, {0xdddddddd00000002ULL, D, D}},
	{"12 34 56", "%*d %*d %d", 1, {0xdddddddd00000038ULL, D, D}},
	{"k=v", "k=%s", 1, {0xdddddddddddd0076ULL, D, D}},
	{"k=v w",
	 "%1s=%1s %s",
	 3,
	 {0xdddddddddddd006bULL, 0xdddddddddddd0076ULL, 0xdddddddddddd0077ULL}},
	{"7f", "%2hhx", 1, {0xdddddddddddddd7fULL, D, D}},
	{"deadbeef",
	 "%2hhx%2hhx%2hhx",
	 3,
	 {0xdddddddddddddddeULL, 0xddddddddddddddadULL, 0xddddddddddddddbeULL}},
	{"5%", "%d%%", 1, {0xdddddddd00000005ULL, D, D}},
	{"5%6", "%d%%%d", 2, {0xdddddddd00000005ULL, 0xdddddddd00000006ULL, D}},
	{"\0115", "%d", 1, {0xdddddddd00000005ULL, D, D}},
	{"5", " %d", 1, {0xdddddddd00000005ULL, D, D}},
	{"a", "b", 0, {D, D, D}},
	{"18446744073709551615", "%lld", 1, {0xffffffffffffffffULL, D, D}},
	{"-9223372036854775808", "%lld", 1, {0x8000000000000000ULL, D, D}},
	{"99", "%1d%c%n", 2, {0xdddddddd00000009ULL, 0xdddddddddddddd39ULL, 0xdddddddd00000002ULL}},
	{"ab", "%s%n", 1, {0xdddddddddd006261ULL, 0xdddddddd00000002ULL, D}},
	{"abc", "%c%c%c", 3, {0xdddddddddddddd61ULL, 0xdddddddddddddd62ULL, 0xdddddddddddddd63ULL}},
	{"0777", "%3i%d", 2, {0xdddddddd0000003fULL, 0xdddddddd00000007ULL, D}},
	{"0x1F", "%4i", 1, {0xdddddddd0000001fULL, D, D}},
	{"0X1f", "%i", 1, {0xdddddddd0000001fULL, D, D}},
	{"0x1f", "%d", 1, {0xdddddddd00000000ULL, D, D}},
	{"0x1f", "%o", 1, {0xdddddddd00000000ULL, D, D}},
	{"0x1f", "%u%c", 2, {0xdddddddd00000000ULL, 0xdddddddddddddd78ULL, D}},
	{"abc", "%x", 1, {0xdddddddd00000abcULL, D, D}},
	{"xyz", "%x", 0, {D, D, D}},
};

/* sscanf without the compiler's check: odd formats are wanted. */
static int scan_odd(const char *text, const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsscanf(text, fmt, args);
	va_end(args);
	return n;
}

static void describe(const struct scan_case *c, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "\"%s\" by \"%s\"", c->text, c->fmt);
}
KUNIT_ARRAY_PARAM(scan, table, describe);

static void scans(struct kunit *test)
{
	const struct scan_case *c = test->param_value;
	u64 v[3] = {D, D, D};

	KUNIT_EXPECT_EQ(test, scan_odd(c->text, c->fmt, &v[0], &v[1], &v[2]), c->converted);
	for (int i = 0; i < 3; i++)
		KUNIT_EXPECT_EQ_MSG(test, v[i], c->value[i], "value %d", i);
}

/* Numbers of every size, written and read back. */
static void round_trip(struct kunit *test)
{
	static const s64 values[] = {0,	      1,	-1,	   127,	     -128,
				     255,     32767,	-32768,	   65535,    INT_MAX,
				     INT_MIN, UINT_MAX, LLONG_MAX, LLONG_MIN};
	char text[96];

	for (int i = 0; i < ARRAY_SIZE(values); i++) {
		s64 d, x, o;
		s32 narrow;
		s16 half;
		s8 byte;
		int n;

		snprintf(text, sizeof(text), "%lld %#llx %llo", values[i], values[i], values[i]);
		n = sscanf(text, "%lld %llx %llo", &d, &x, &o);
		KUNIT_EXPECT_EQ_MSG(test, n, 3, "%s", text);
		KUNIT_EXPECT_EQ(test, d, values[i]);
		KUNIT_EXPECT_EQ(test, x, values[i]);
		KUNIT_EXPECT_EQ(test, o, values[i]);
		snprintf(text, sizeof(text), "%lld,%lld,%lld", values[i], values[i], values[i]);
		n = sscanf(text, "%d,%hd,%hhd", &narrow, &half, &byte);
		KUNIT_EXPECT_EQ(test, n, 3);
		KUNIT_EXPECT_EQ(test, narrow, (s32)values[i]);
		KUNIT_EXPECT_EQ(test, half, (s16)values[i]);
		KUNIT_EXPECT_EQ(test, byte, (s8)values[i]);
	}
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(scans, scan_gen_params), KUNIT_CASE(round_trip), {}};

static struct kunit_suite vsscanf_suite = {.name = "vsscanf", .test_cases = cases};
kunit_test_suite(vsscanf_suite);
