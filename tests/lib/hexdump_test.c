/* SPDX-License-Identifier: MIT */
/* Dumps in hex and back; expected is what Debian's Linux 6.1 wrote. */
#include "kernel/printk.h"
#include <kunit/test.h>
#include <linux/hex.h>

static const u8 data[32] = "\276\062\333\173\012\030\223\262\160\272\304\044\175\203\064\233"
			   "\246\234\061\255\234\017\254\351\114\321\031\231\103\261\257\014";

static void lines(struct kunit *test)
{
	static const struct {
		int len, row, group, size;
		bool ascii;
		int full;
		const char *text;
	} v[] = {
		{16, 16, 1, 200, 1, 65,
		 "be 32 db 7b 0a 18 93 b2 70 ba c4 24 7d 83 34 9b  .2.{....p..$}.4."},
		{16, 16, 1, 200, 0, 47, "be 32 db 7b 0a 18 93 b2 70 ba c4 24 7d 83 34 9b"},
		{16, 16, 2, 200, 1, 57,
		 "32be 7bdb 180a b293 ba70 24c4 837d 9b34  .2.{....p..$}.4."},
		{16, 16, 4, 200, 0, 35, "7bdb32be b293180a 24c4ba70 9b34837d"},
		{16, 16, 8, 200, 1, 51, "b293180a7bdb32be 9b34837d24c4ba70  .2.{....p..$}.4."},
		{32, 32, 1, 200, 1, 129,
		 "be 32 db 7b 0a 18 93 b2 70 ba c4 24 7d 83 34 9b a6 9c 31 ad 9c 0f ac e9 4c d1 19 "
		 "99 43 b1 af 0c  .2.{....p..$}.4...1.....L...C..."},
		{32, 32, 4, 200, 1, 105,
		 "7bdb32be b293180a 24c4ba70 9b34837d ad319ca6 e9ac0f9c 9919d14c 0cafb143  "
		 ".2.{....p..$}.4...1.....L...C..."},
		{5, 16, 1, 200, 1, 54, "be 32 db 7b 0a                                   .2.{."},
		{5, 16, 2, 200, 0, 14, "be 32 db 7b 0a"},
		{6, 16, 4, 200, 1, 55, "be 32 db 7b 0a 18                                .2.{.."},
		{0, 16, 1, 200, 1, 0, ""},
		{40, 16, 1, 200, 0, 47, "be 32 db 7b 0a 18 93 b2 70 ba c4 24 7d 83 34 9b"},
		{7, 20, 3, 200, 0, 20, "be 32 db 7b 0a 18 93"},
		{16, 16, 1, 10, 0, 47, "be 32 db "},
		{16, 16, 1, 11, 0, 47, "be 32 db 7"},
		{16, 16, 1, 1, 1, 65, ""},
		{16, 16, 1, 0, 1, 65, ""},
		{16, 16, 4, 20, 1, 53, "7bdb32be b293180a 2"},
		{16, 16, 1, 50, 1, 65, "be 32 db 7b 0a 18 93 b2 70 ba c4 24 7d 83 34 9b  "},
		{16, 16, 1, 60, 1, 65,
		 "be 32 db 7b 0a 18 93 b2 70 ba c4 24 7d 83 34 9b  .2.{....p."},
		{12, 16, 8, 200, 1, 61,
		 "be 32 db 7b 0a 18 93 b2 70 ba c4 24              .2.{....p..$"},
		{16, 32, 1, 200, 1, 113,
		 "be 32 db 7b 0a 18 93 b2 70 ba c4 24 7d 83 34 9b                                  "
		 "                .2.{....p..$}.4."},
	};

	for (int i = 0; i < ARRAY_SIZE(v); i++) {
		char line[208];
		int full;

		memset(line, '$', sizeof(line));
		full = hex_dump_to_buffer(data, v[i].len, v[i].row, v[i].group, line, v[i].size,
					  v[i].ascii);
		KUNIT_EXPECT_EQ_MSG(test, full, v[i].full, "%d", i);
		if (v[i].size)
			KUNIT_EXPECT_STREQ_MSG(test, (const char *)line, v[i].text, "%d", i);
		/* Nothing past the end. */
		KUNIT_EXPECT_EQ_MSG(test, line[v[i].size], '$', "%d", i);
	}
}

static void digits(struct kunit *test)
{
	u8 bin[4];
	char text[9] = {0};

	for (int c = 0; c < 256; c++) {
		int expected = c >= '0' && c <= '9'   ? c - '0'
			       : c >= 'a' && c <= 'f' ? c - 'a' + 10
			       : c >= 'A' && c <= 'F' ? c - 'A' + 10
						      : -1;

		KUNIT_EXPECT_EQ_MSG(test, hex_to_bin(c), expected, "%d", c);
	}
	KUNIT_EXPECT_EQ(test, hex2bin(bin, "00fFa57E", 4), 0);
	KUNIT_EXPECT_EQ(test, memcmp(bin, "\x00\xff\xa5\x7e", 4), 0);
	KUNIT_EXPECT_EQ(test, hex2bin(bin, "0g", 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, hex2bin(bin, "g0", 1), -EINVAL);
	KUNIT_EXPECT_PTR_EQ(test, bin2hex(text, "\x00\xff\xa5\x7e", 4), text + 8);
	KUNIT_EXPECT_STREQ(test, (const char *)text, "00ffa57e");
}

/* The log's lines after a dump of 20 bytes. */
static void in_the_log(struct kunit *test)
{
	static const char *const expected[] = {
		"pre: 00000000: 61 62 63 64 65 66 67 68 69 6a 6b 6c 6d 6e 6f 70  abcdefghijklmnop",
		"pre: 00000010: 71 72 73 74                                      qrst",
		"pre: 64636261 68676665 6c6b6a69 706f6e6d 74737271",
	};
	struct log_cursor cursor = {0};
	struct log_record record;
	char text[256];

	while (log_next(&cursor, &record, text, sizeof(text)))
		;
	print_hex_dump(KERN_INFO, "pre: ", DUMP_PREFIX_OFFSET, 16, 1, "abcdefghijklmnopqrstu", 20,
		       true);
	print_hex_dump(KERN_INFO, "pre: ", DUMP_PREFIX_NONE, 32, 4, "abcdefghijklmnopqrstu", 20,
		       false);
	for (int i = 0; i < ARRAY_SIZE(expected); i++) {
		KUNIT_ASSERT_TRUE(test, log_next(&cursor, &record, text, sizeof(text)));
		KUNIT_EXPECT_STREQ(test, (const char *)text, expected[i]);
		KUNIT_EXPECT_EQ(test, record.level, 6);
	}
	KUNIT_EXPECT_FALSE(test, log_next(&cursor, &record, text, sizeof(text)));
}

static struct kunit_case cases[] = {
	KUNIT_CASE(lines), KUNIT_CASE(digits), KUNIT_CASE(in_the_log), {}};

static struct kunit_suite hexdump_suite = {.name = "hexdump", .test_cases = cases};
kunit_test_suite(hexdump_suite);
