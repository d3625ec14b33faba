/* SPDX-License-Identifier: MIT */
/* Sizes, lists and parameters of a command line; expected is what Debian's Linux 6.1 answered. */
#include <kunit/test.h>

static void sizes(struct kunit *test)
{
	static const struct {
		const char *text;
		u64 value;
		const char *rest;
	} v[] = {
		{"0", 0ULL, ""},
		{"1k", 1024ULL, ""},
		{"1K", 1024ULL, ""},
		{"2M", 2097152ULL, ""},
		{"0x10k", 16384ULL, ""},
		{"3G", 3221225472ULL, ""},
		{"1T", 1099511627776ULL, ""},
		{"1P", 1125899906842624ULL, ""},
		{"1E", 1152921504606846976ULL, ""},
		{"16E", 0ULL, ""},
		{"12abc", 12ULL, "abc"},
		{"k", 0ULL, ""},
		{"", 0ULL, ""},
		{"010", 8ULL, ""},
		{"1kk", 1024ULL, "k"},
		{"-1", 0ULL, "-1"},
		{"4m,5", 4194304ULL, ",5"},
		{"0x", 0ULL, "x"},
		{"18446744073709551616", 0ULL, ""},
	};

	for (int i = 0; i < ARRAY_SIZE(v); i++) {
		char *end;

		KUNIT_EXPECT_EQ_MSG(test, memparse(v[i].text, &end), v[i].value, "%s", v[i].text);
		KUNIT_EXPECT_STREQ(test, (const char *)end, v[i].rest);
	}
	KUNIT_EXPECT_EQ(test, memparse("3M", NULL), 3ULL << 20);
}

static void lists(struct kunit *test)
{
	static const struct {
		const char *text;
		int room;
		const char *rest;
		int ints[7];
	} v[] = {
		{"3,5-7", 7, "", {4, 3, 5, 6, 7, 0, 0}},
		{"3,5-7", 0, "", {4, 0, 0, 0, 0, 0, 0}},
		{"3,5-7", 3, "7", {3, 3, 5, 0, 0, 0, 0}},
		{"1,2,3", 3, "3", {2, 1, 2, 0, 0, 0, 0}},
		{"", 7, "", {0, 0, 0, 0, 0, 0, 0}},
		{"5", 7, "", {1, 5, 0, 0, 0, 0, 0}},
		{"1,", 7, "", {1, 1, 0, 0, 0, 0, 0}},
		{",1", 7, ",1", {0, 0, 0, 0, 0, 0, 0}},
		{"7-5", 7, "5", {0, 7, 0, 0, 0, 0, 0}},
		{"7-5,2", 7, "5,2", {0, 7, 0, 0, 0, 0, 0}},
		{"1 2", 7, " 2", {1, 1, 0, 0, 0, 0, 0}},
		{"1,x", 7, "x", {1, 1, 0, 0, 0, 0, 0}},
		{"-5", 7, "", {1, -5, 0, 0, 0, 0, 0}},
		{"1-", 7, "", {0, 1, 0, 0, 0, 0, 0}},
		{"3-3", 7, "", {1, 3, 0, 0, 0, 0, 0}},
		{"1-3-5", 7, "", {5, 1, 2, 3, 4, 5, 0}},
		{"2147483648", 7, "", {1, -2147483647 - 1, 0, 0, 0, 0, 0}},
		{"1,5-7", 4, "7", {3, 1, 5, 6, 0, 0, 0}},
		{"x", 7, "x", {0, 0, 0, 0, 0, 0, 0}},
	};

	for (int i = 0; i < ARRAY_SIZE(v); i++) {
		int ints[8] = {0};
		char *end = get_options(v[i].text, v[i].room, ints);

		KUNIT_EXPECT_STREQ_MSG(test, (const char *)end, v[i].rest, "%s", v[i].text);
		for (int k = 0; k < 7; k++)
			KUNIT_EXPECT_EQ_MSG(test, ints[k], v[i].ints[k], "%s, %d", v[i].text, k);
	}
}

static void parameters(struct kunit *test)
{
	static const struct {
		const char *text, *param, *value, *rest;
	} v[] = {
		{"a=b c", "a", "b", "c"},
		{"a=\"b c\" d", "a", "b c", "d"},
		{"\"a=b c\" d", "a", "b c", "d"},
		{"flag x=1", "flag", NULL, "x=1"},
		{"a= b", "a", "", "b"},
		{" a", "", NULL, "a"},
		{"a=b=c", "a", "b=c", ""},
		{"a=\"b", "a", "b", ""},
		{"\"a b\"=c d", "a b\"", "c", "d"},
		{"a=b\tc", "a", "b", "c"},
		{"a", "a", NULL, ""},
		{"", "", NULL, ""},
		{"a=\"\" b", "a", "", "b"},
		{"a=\"b\"c d", "a", "b\"c", "d"},
		{"-- x", "--", NULL, "x"},
	};

	for (int i = 0; i < ARRAY_SIZE(v); i++) {
		char text[64], *param, *value, *rest;

		strscpy(text, v[i].text, sizeof(text));
		rest = next_arg(text, &param, &value);
		KUNIT_EXPECT_STREQ_MSG(test, (const char *)param, v[i].param, "%s", v[i].text);
		if (v[i].value && value)
			KUNIT_EXPECT_STREQ(test, (const char *)value, v[i].value);
		KUNIT_EXPECT_EQ_MSG(test, !value, !v[i].value, "%s", v[i].text);
		KUNIT_EXPECT_STREQ(test, (const char *)rest, v[i].rest);
	}
}

static void words(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, parse_option_str("a,bc,d", "bc"));
	KUNIT_EXPECT_TRUE(test, parse_option_str("a,bc,d", "d"));
	KUNIT_EXPECT_FALSE(test, parse_option_str("a,bc,d", "b"));
	KUNIT_EXPECT_FALSE(test, parse_option_str("a,bc,d", "bcd"));
	KUNIT_EXPECT_FALSE(test, parse_option_str("", "a"));
}

static struct kunit_case cases[] = {
	KUNIT_CASE(sizes), KUNIT_CASE(lists), KUNIT_CASE(parameters), KUNIT_CASE(words), {}};

static struct kunit_suite cmdline_suite = {.name = "cmdline", .test_cases = cases};
kunit_test_suite(cmdline_suite);
