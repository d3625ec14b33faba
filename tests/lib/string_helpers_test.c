/* SPDX-License-Identifier: MIT */
/* Escapes and sizes for people; expected is what Debian's Linux 6.1 wrote. */
#include <kunit/test.h>
#include <linux/string_helpers.h>

static void sizes(struct kunit *test)
{
	static const struct {
		u64 size, block;
		enum string_size_units units;
		const char *text;
	} v[] = {
		{0ULL, 512ULL, STRING_UNITS_10, "0 B"},
		{1ULL, 1ULL, STRING_UNITS_10, "1.00 B"},
		{999ULL, 1ULL, STRING_UNITS_10, "999 B"},
		{1000ULL, 1ULL, STRING_UNITS_10, "1.00 kB"},
		{1023ULL, 1ULL, STRING_UNITS_2, "1023 B"},
		{1024ULL, 1ULL, STRING_UNITS_2, "1.00 KiB"},
		{1536ULL, 1ULL, STRING_UNITS_2, "1.50 KiB"},
		{1100ULL, 1ULL, STRING_UNITS_10, "1.10 kB"},
		{16384ULL, 512ULL, STRING_UNITS_10, "8.39 MB"},
		{16384ULL, 512ULL, STRING_UNITS_2, "8.00 MiB"},
		{8192ULL, 4096ULL, STRING_UNITS_10, "33.6 MB"},
		{8192ULL, 4096ULL, STRING_UNITS_2, "32.0 MiB"},
		{1999ULL, 1ULL, STRING_UNITS_10, "2.00 kB"},
		{9999ULL, 1ULL, STRING_UNITS_10, "10.00 kB"},
		{99999ULL, 1ULL, STRING_UNITS_10, "100.0 kB"},
		{999999ULL, 1ULL, STRING_UNITS_10, "1000 kB"},
		{9995ULL, 1ULL, STRING_UNITS_10, "10.00 kB"},
		{1048575ULL, 1ULL, STRING_UNITS_2, "1024 KiB"},
		{500118192ULL, 512ULL, STRING_UNITS_2, "238 GiB"},
		{18446744073709551615ULL, 1ULL, STRING_UNITS_2, "16.0 EiB"},
		{18446744073709551615ULL, 4096ULL, STRING_UNITS_10, "75.6 ZB"},
		{18446744073709551615ULL, 18446744073709551615ULL, STRING_UNITS_10, "340 UNK"},
		{3000ULL, 1900ULL, STRING_UNITS_10, "5.70 MB"},
		{5ULL, 0ULL, STRING_UNITS_2, "0 B"},
	};

	for (int i = 0; i < ARRAY_SIZE(v); i++) {
		char text[32], small[4];

		string_get_size(v[i].size, v[i].block, v[i].units, text, sizeof(text));
		KUNIT_EXPECT_STREQ_MSG(test, (const char *)text, v[i].text, "%llu", v[i].size);
		string_get_size(v[i].size, v[i].block, v[i].units, small, sizeof(small));
		KUNIT_EXPECT_EQ(test, strncmp(small, v[i].text, 3), 0);
		KUNIT_EXPECT_EQ(test, small[3], '\0');
	}
}

static void escapes(struct kunit *test)
{
	static const struct {
		unsigned int flags;
		const char *only, *in;
		int len;
		const char *out;
		int out_len;
	} v[] = {
		{0x1, NULL, "\n\r\t\v\f", 5, "\134n\134r\134t\134v\134f", 10},
		{0x2, NULL, "\\\a\033\"x", 5, "\134\134\134a\134e\134\042x", 9},
		{0x4, NULL, "a\0b", 3, "a\1340b", 4},
		{0x8, NULL, "a\0b\377", 4, "\134141\134000\134142\134377", 16},
		{0x20, NULL, "a\0b\377", 4, "\134x61\134x00\134x62\134xff", 16},
		{0xf, NULL, "a\n\"\0\377\1", 6, "\134141\134n\134\042\1340\134377\134001", 18},
		{0x1f, NULL, "a\n\"\0\377\1 b", 8, "a\134n\042\1340\377\134001 b", 13},
		{0x1, NULL, "a\n\"\0\377\1", 6, "a\134n\042", 7},
		{0x30, NULL, "a\n\"\0\377\1", 6, "a\134x0a\042\134x00\377\134x01", 15},
		{0x60, NULL, "a\n\"\0\377\1", 6, "a\012\042", 9},
		{0xa0, NULL, "a\n\"\0\377\1", 6, "a\134x0a\042\134x00\134xff\134x01", 18},
		{0x20, "bd", "abcde", 5, "a\134x62c\134x64e", 11},
		{0x130, "bd", "abcde", 5, "a\134x62c\134x64e", 11},
		{0x31, "b", "ab\n", 3, "ab\012", 3},
	};

	for (int i = 0; i < ARRAY_SIZE(v); i++) {
		char out[64];

		memset(out, '$', sizeof(out));
		KUNIT_EXPECT_EQ_MSG(test,
				    string_escape_mem(v[i].in, v[i].len, out, sizeof(out),
						      v[i].flags, v[i].only),
				    v[i].out_len, "%d", i);
		KUNIT_EXPECT_EQ_MSG(
			test,
			memcmp(out, v[i].out,
			       v[i].out_len < strlen(v[i].out) ? v[i].out_len : strlen(v[i].out)),
			0, "%d", i);
		KUNIT_EXPECT_EQ(test, out[v[i].out_len], '$');
		/* No room: the length is the same, nothing is written. */
		memset(out, '$', sizeof(out));
		KUNIT_EXPECT_EQ(test,
				string_escape_mem(v[i].in, v[i].len, out, 0, v[i].flags, v[i].only),
				v[i].out_len);
		KUNIT_EXPECT_EQ(test, out[0], '$');
	}
}

static void unescapes(struct kunit *test)
{
	/* By flags: space 1, octal 2, hex 4, special 8. */
	static const char *const expected[16] = {
		"\\n\\x41\\101\\e\\\"\\q\\", "\n\\x41\\101\\e\\\"\\q\\",
		"\\n\\x41A\\e\\\"\\q\\",     "\n\\x41A\\e\\\"\\q\\",
		"\\nA\\101\\e\\\"\\q\\",     "\nA\\101\\e\\\"\\q\\",
		"\\nAA\\e\\\"\\q\\",	     "\nAA\\e\\\"\\q\\",
		"\\n\\x41\\101\033\"\\q\\",  "\n\\x41\\101\033\"\\q\\",
		"\\n\\x41A\033\"\\q\\",	     "\n\\x41A\033\"\\q\\",
		"\\nA\\101\033\"\\q\\",	     "\nA\\101\033\"\\q\\",
		"\\nAA\033\"\\q\\",	     "\nAA\033\"\\q\\"};
	char in[] = "\\n\\x41\\101\\e\\\"\\q\\", out[32];

	for (int flags = 0; flags < 16; flags++) {
		KUNIT_EXPECT_EQ(test, string_unescape(in, out, sizeof(out), flags),
				(int)strlen(expected[flags]));
		KUNIT_EXPECT_STREQ_MSG(test, (const char *)out, expected[flags], "%d", flags);
	}
	KUNIT_EXPECT_EQ(test, string_unescape("abcdef", out, 4, UNESCAPE_ANY), 3);
	KUNIT_EXPECT_STREQ(test, (const char *)out, "abc");
	/* One hex digit; octal numbers end before 256 and after three digits. */
	string_unescape("\\x4g\\400\\777\\08\\xg", out, sizeof(out), UNESCAPE_ANY);
	KUNIT_EXPECT_EQ(test, memcmp(out, "\x04g 0?7\0008", 8), 0);
	KUNIT_EXPECT_EQ(test, string_unescape_any_inplace(in), 8);
}

static void words(struct kunit *test)
{
	char text[8];

	string_upper(text, "aB3z");
	KUNIT_EXPECT_STREQ(test, (const char *)text, "AB3Z");
	string_lower(text, "aB3Z");
	KUNIT_EXPECT_STREQ(test, (const char *)text, "ab3z");
	KUNIT_EXPECT_STREQ(test, str_yes_no(true), "yes");
	KUNIT_EXPECT_STREQ(test, str_on_off(false), "off");
	KUNIT_EXPECT_STREQ(test, str_enabled_disabled(false), "disabled");
}

static struct kunit_case cases[] = {
	KUNIT_CASE(sizes), KUNIT_CASE(escapes), KUNIT_CASE(unescapes), KUNIT_CASE(words), {}};

static struct kunit_suite string_helpers_suite = {.name = "string_helpers", .test_cases = cases};
kunit_test_suite(string_helpers_suite);
