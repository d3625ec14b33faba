/* SPDX-License-Identifier: MIT */
/*
 * The log: levels, continued lines, the ring. Lines and levels are those that Debian's Linux 6.1
 * kept for the same calls.
 */
#include "kernel/printk.h"
#include <kunit/test.h>
#include <linux/printk.h>

static struct log_cursor cursor;

/* The next record must be this. */
static void logged(struct kunit *test, int level, const char *expected)
{
	struct log_record record;
	char text[1100];

	KUNIT_ASSERT_TRUE_MSG(test, log_next(&cursor, &record, text, sizeof(text)), "%s", expected);
	KUNIT_EXPECT_STREQ(test, (const char *)text, expected);
	KUNIT_EXPECT_EQ_MSG(test, record.level, level, "%s", expected);
}

static int nothing_more(void)
{
	struct log_record record;
	char text[8];

	return !log_next(&cursor, &record, text, sizeof(text));
}

static int to_the_end(struct kunit *test)
{
	printk_flush();
	while (!nothing_more())
		;
	return 0;
}

static void levels(struct kunit *test)
{
	pr_emerg("level 0\n");
	pr_alert("level 1\n");
	pr_crit("level 2\n");
	pr_err("level 3\n");
	pr_warn("level 4\n");
	pr_notice("level 5\n");
	pr_info("level 6\n");
	printk(KERN_DEBUG "level 7\n");
	printk("no level\n");
	printk(KERN_DEFAULT "default level\n");
	printk("%s", KERN_ALERT "level in an argument\n");
	printk(KERN_ERR "%s", KERN_INFO "the first of two counts\n");
	logged(test, 0, "level 0");
	logged(test, 1, "level 1");
	logged(test, 2, "level 2");
	logged(test, 3, "level 3");
	logged(test, 4, "level 4");
	logged(test, 5, "level 5");
	logged(test, 6, "level 6");
	logged(test, 7, "level 7");
	logged(test, 4, "no level");
	logged(test, 4, "default level");
	logged(test, 1, "level in an argument");
	logged(test, 3, "the first of two counts");
	KUNIT_EXPECT_TRUE(test, nothing_more());
}

static void continued(struct kunit *test)
{
	printk(KERN_INFO "cont a");
	printk(KERN_CONT " b");
	KUNIT_EXPECT_TRUE_MSG(test, nothing_more(), "a line is logged when it ends");
	printk(" c");
	logged(test, 6, "cont a b");
	printk(KERN_CONT " d\n");
	logged(test, 4, " c d");
	printk("e");
	pr_cont(" f");
	printk(KERN_INFO "g\n");
	logged(test, 4, "e f");
	logged(test, 6, "g");
	printk(KERN_CONT "nothing to continue\n");
	logged(test, 4, "nothing to continue");
	KUNIT_EXPECT_TRUE(test, nothing_more());
}

static void lines(struct kunit *test)
{
	printk(KERN_NOTICE "two\nlines\n");
	logged(test, 5, "two");
	logged(test, 5, "lines");
	printk(KERN_WARNING "\n");
	logged(test, 4, "");
	printk("a\nb");
	pr_cont("c\nd\n");
	logged(test, 4, "a");
	logged(test, 4, "bc");
	logged(test, 4, "d");
	KUNIT_EXPECT_EQ(test, printk(KERN_INFO "eleven ch.\n"), 13);
	logged(test, 6, "eleven ch.");
	KUNIT_EXPECT_TRUE(test, nothing_more());
}

/* A cursor that was overtaken goes on with the oldest record; numbers and times ascend. */
static void overtaken(struct kunit *test)
{
	struct log_record record;
	u64 seq = 0, time = 0;
	char text[256];
	int n, seen = 0;

	for (n = 0; n < (1 << CONFIG_LOG_BUF_SHIFT) / 64; n++)
		printk(KERN_DEBUG "%04d %*s\n", n, 200, "x");
	while (log_next(&cursor, &record, text, sizeof(text))) {
		if (seen) {
			KUNIT_ASSERT_EQ(test, record.seq, seq + 1);
			KUNIT_ASSERT_GE(test, record.time_ns, time);
		}
		seq = record.seq;
		time = record.time_ns;
		KUNIT_ASSERT_EQ(test, strlen(text), 205UL);
		KUNIT_ASSERT_GT(test, simple_strtoul(text, NULL, 10), 0UL);
		seen++;
	}
	KUNIT_EXPECT_GT(test, seen, 100);
	KUNIT_EXPECT_LT(test, seen, n);
	KUNIT_EXPECT_EQ(test, simple_strtoul(text, NULL, 10), (unsigned long)n - 1);
}

static void small_reader(struct kunit *test)
{
	struct log_record record;
	char text[5];

	printk(KERN_INFO "abcdefgh\n");
	printk(KERN_INFO "next\n");
	KUNIT_EXPECT_TRUE(test, log_next(&cursor, &record, text, sizeof(text)));
	KUNIT_EXPECT_STREQ(test, (const char *)text, "abcd");
	logged(test, 6, "next");
}

static struct kunit_case cases[] = {KUNIT_CASE(levels),	      KUNIT_CASE(continued),
				    KUNIT_CASE(lines),	      KUNIT_CASE(overtaken),
				    KUNIT_CASE(small_reader), {}};

static struct kunit_suite printk_suite = {
	.name = "printk", .init = to_the_end, .test_cases = cases};
kunit_test_suite(printk_suite);
