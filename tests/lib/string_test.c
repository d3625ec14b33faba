/* SPDX-License-Identifier: MIT */
/* Strings: each call's meaning, at its borders. */
#include <kunit/test.h>
#include <linux/slab.h>

static int sign(int n)
{
	return (n > 0) - (n < 0);
}

static void lengths(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, strlen(""), 0UL);
	KUNIT_EXPECT_EQ(test, strlen("abc\0def"), 3UL);
	KUNIT_EXPECT_EQ(test, strnlen("abc", 0), 0UL);
	KUNIT_EXPECT_EQ(test, strnlen("abc", 2), 2UL);
	KUNIT_EXPECT_EQ(test, strnlen("abc", 3), 3UL);
	KUNIT_EXPECT_EQ(test, strnlen("abc", 99), 3UL);
}

static void copies(struct kunit *test)
{
	char buf[8];

	memset(buf, '$', 8);
	KUNIT_EXPECT_PTR_EQ(test, strcpy(buf, "abc"), &buf[0]);
	KUNIT_EXPECT_EQ(test, memcmp(buf, "abc\0$$$$", 8), 0);
	KUNIT_EXPECT_PTR_EQ(test, stpcpy(buf, "de"), buf + 2);
	memset(buf, '$', 8);
	strncpy(buf, "abc", 6); /* fills with zeros */
	KUNIT_EXPECT_EQ(test, memcmp(buf, "abc\0\0\0$$", 8), 0);
	strncpy(buf, "defgh", 3); /* and does not end what does not fit */
	KUNIT_EXPECT_EQ(test, memcmp(buf, "def\0\0\0$$", 8), 0);
	memset(buf, '$', 8);
	KUNIT_EXPECT_EQ(test, strlcpy(buf, "abcdef", 4), 6UL);
	KUNIT_EXPECT_EQ(test, memcmp(buf, "abc\0$$$$", 8), 0);
	KUNIT_EXPECT_EQ(test, strlcpy(buf, "xyz", 0), 3UL);
	KUNIT_EXPECT_EQ(test, buf[0], 'a');
}

static void strscpy_borders(struct kunit *test)
{
	char buf[8];

	memset(buf, '$', 8);
	KUNIT_EXPECT_EQ(test, strscpy(buf, "abc", 0), -E2BIG);
	KUNIT_EXPECT_EQ(test, buf[0], '$');
	KUNIT_EXPECT_EQ(test, strscpy(buf, "abc", 1), -E2BIG);
	KUNIT_EXPECT_EQ(test, memcmp(buf, "\0$$$$$$$", 8), 0);
	KUNIT_EXPECT_EQ(test, strscpy(buf, "abc", 3), -E2BIG);
	KUNIT_EXPECT_EQ(test, memcmp(buf, "ab\0$", 4), 0);
	KUNIT_EXPECT_EQ(test, strscpy(buf, "abc", 4), 3);
	KUNIT_EXPECT_EQ(test, memcmp(buf, "abc\0$$$$", 8), 0);
	KUNIT_EXPECT_EQ(test, strscpy_pad(buf, "ab", 7), 2);
	KUNIT_EXPECT_EQ(test, memcmp(buf, "ab\0\0\0\0\0$", 8), 0);
	KUNIT_EXPECT_EQ(test, strscpy_pad(buf, "abcdef", 3), -E2BIG);
	KUNIT_EXPECT_STREQ(test, (const char *)buf, "ab");
}

static void joins(struct kunit *test)
{
	char buf[8] = "ab";

	KUNIT_EXPECT_PTR_EQ(test, strcat(buf, "cd"), &buf[0]);
	KUNIT_EXPECT_STREQ(test, (const char *)buf, "abcd");
	strncat(buf, "efgh", 2);
	KUNIT_EXPECT_STREQ(test, (const char *)buf, "abcdef");
	KUNIT_EXPECT_EQ(test, strlcat(buf, "ghi", sizeof(buf)), 9UL);
	KUNIT_EXPECT_STREQ(test, (const char *)buf, "abcdefg");
}

static void orders(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, strcmp("abc", "abc"), 0);
	KUNIT_EXPECT_EQ(test, sign(strcmp("abc", "abd")), -1);
	KUNIT_EXPECT_EQ(test, sign(strcmp("abc", "ab")), 1);
	KUNIT_EXPECT_EQ_MSG(test, sign(strcmp("\x80", "\x7f")), 1, "bytes are unsigned");
	KUNIT_EXPECT_EQ(test, strncmp("abc", "abd", 2), 0);
	KUNIT_EXPECT_EQ(test, strncmp("abc", "xyz", 0), 0);
	KUNIT_EXPECT_EQ(test, sign(strncmp("ab", "abc", 3)), -1);
	KUNIT_EXPECT_EQ(test, strcasecmp("aBc", "AbC"), 0);
	KUNIT_EXPECT_EQ(test, sign(strcasecmp("aBc", "AbD")), -1);
	KUNIT_EXPECT_EQ(test, strncasecmp("aBcX", "AbCy", 3), 0);
	KUNIT_EXPECT_NE(test, strncasecmp("aBcX", "AbCy", 4), 0);
}

static void searches(struct kunit *test)
{
	const char *s = "hello world";

	KUNIT_EXPECT_PTR_EQ(test, strchr(s, 'o'), (char *)s + 4);
	KUNIT_EXPECT_PTR_EQ(test, strrchr(s, 'o'), (char *)s + 7);
	KUNIT_EXPECT_NULL(test, strchr(s, 'z'));
	KUNIT_EXPECT_PTR_EQ(test, strchr(s, 0), (char *)s + 11);
	KUNIT_EXPECT_PTR_EQ(test, strchrnul(s, 'z'), (char *)s + 11);
	KUNIT_EXPECT_PTR_EQ(test, strnchrnul(s, 3, 'o'), (char *)s + 3);
	KUNIT_EXPECT_NULL(test, strnchr(s, 4, 'o'));
	KUNIT_EXPECT_PTR_EQ(test, strnchr(s, 5, 'o'), (char *)s + 4);
	KUNIT_EXPECT_PTR_EQ(test, strstr(s, "o w"), (char *)s + 4);
	KUNIT_EXPECT_PTR_EQ(test, strstr(s, ""), (char *)s);
	KUNIT_EXPECT_NULL(test, strstr(s, "worlds"));
	KUNIT_EXPECT_NULL(test, strnstr(s, "world", 10));
	KUNIT_EXPECT_PTR_EQ(test, strnstr(s, "world", 11), (char *)s + 6);
	KUNIT_EXPECT_EQ(test, strspn(s, "hel"), 4UL);
	KUNIT_EXPECT_EQ(test, strcspn(s, " w"), 5UL);
	KUNIT_EXPECT_PTR_EQ(test, strpbrk(s, "wo"), (char *)s + 4);
	KUNIT_EXPECT_NULL(test, strpbrk(s, "xyz"));
}

static void cuts(struct kunit *test)
{
	char text[] = "a,,b", blank[] = " \t x y\n ", *p = text;

	KUNIT_EXPECT_STREQ(test, (const char *)strsep(&p, ","), "a");
	KUNIT_EXPECT_STREQ(test, (const char *)strsep(&p, ","), "");
	KUNIT_EXPECT_STREQ(test, (const char *)strsep(&p, ","), "b");
	KUNIT_EXPECT_NULL(test, p);
	KUNIT_EXPECT_NULL(test, strsep(&p, ","));
	KUNIT_EXPECT_STREQ(test, (const char *)strim(blank), "x y");
	KUNIT_EXPECT_STREQ(test, (const char *)skip_spaces("  "), "");
	KUNIT_EXPECT_PTR_EQ(test, strreplace(blank, 'x', 'z'), blank + strlen(blank));
	KUNIT_EXPECT_STREQ(test, (const char *)skip_spaces(blank), "z y");
}

static void words(struct kunit *test)
{
	static const char *const list[] = {"one", "two", NULL, "three"};

	KUNIT_EXPECT_TRUE(test, sysfs_streq("on", "on\n"));
	KUNIT_EXPECT_TRUE(test, sysfs_streq("on\n", "on"));
	KUNIT_EXPECT_FALSE(test, sysfs_streq("on\n\n", "on"));
	KUNIT_EXPECT_FALSE(test, sysfs_streq("on", "onn"));
	KUNIT_EXPECT_EQ(test, match_string(list, 2, "two"), 1);
	KUNIT_EXPECT_EQ(test, match_string(list, 1, "two"), -EINVAL);
	KUNIT_EXPECT_EQ_MSG(test, match_string(list, 4, "three"), -EINVAL, "NULL ends the list");
	KUNIT_EXPECT_EQ(test, __sysfs_match_string(list, 2, "two\n"), 1);
	KUNIT_EXPECT_TRUE(test, strstarts("prefix", "pre"));
	KUNIT_EXPECT_FALSE(test, strstarts("pr", "pre"));
	KUNIT_EXPECT_EQ(test, str_has_prefix("prefix", "pre"), 3UL);
	KUNIT_EXPECT_STREQ(test, kbasename("/dev/scull0"), "scull0");
	KUNIT_EXPECT_STREQ(test, kbasename("scull0"), "scull0");
}

static void duplicates(struct kunit *test)
{
	char *p = kstrdup("abc", GFP_KERNEL);

	KUNIT_EXPECT_STREQ(test, (const char *)p, "abc");
	kfree(p);
	KUNIT_EXPECT_NULL(test, kstrdup(NULL, GFP_KERNEL));
	p = kstrndup("abcdef", 3, GFP_KERNEL);
	KUNIT_EXPECT_STREQ(test, (const char *)p, "abc");
	kfree(p);
	p = kstrndup("ab", 9, GFP_KERNEL);
	KUNIT_EXPECT_EQ(test, ksize(p), 8UL);
	kfree(p);
	p = kmemdup_nul("abcdef", 2, GFP_KERNEL);
	KUNIT_EXPECT_STREQ(test, (const char *)p, "ab");
	kfree(p);
	p = kmemdup("a\0b", 3, GFP_KERNEL);
	KUNIT_EXPECT_EQ(test, memcmp(p, "a\0b", 3), 0);
	kfree(p);
}

static void arguments(struct kunit *test)
{
	int argc = -1;
	char **argv = argv_split(GFP_KERNEL, "  one two\tthree ", &argc);

	KUNIT_ASSERT_NOT_NULL(test, argv);
	KUNIT_EXPECT_EQ(test, argc, 3);
	KUNIT_EXPECT_STREQ(test, (const char *)argv[0], "one");
	KUNIT_EXPECT_STREQ(test, (const char *)argv[2], "three");
	KUNIT_EXPECT_NULL(test, argv[3]);
	argv_free(argv);
	argv = argv_split(GFP_KERNEL, " ", &argc);
	KUNIT_EXPECT_EQ(test, argc, 0);
	argv_free(argv);
}

static struct kunit_case cases[] = {KUNIT_CASE(lengths),
				    KUNIT_CASE(copies),
				    KUNIT_CASE(strscpy_borders),
				    KUNIT_CASE(joins),
				    KUNIT_CASE(orders),
				    KUNIT_CASE(searches),
				    KUNIT_CASE(cuts),
				    KUNIT_CASE(words),
				    KUNIT_CASE(duplicates),
				    KUNIT_CASE(arguments),
				    {}};

static struct kunit_suite string_suite = {.name = "string", .test_cases = cases};
kunit_test_suite(string_suite);
