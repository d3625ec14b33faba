/* SPDX-License-Identifier: MIT */
/* The parser of module parameters: words, quotes, types, arrays, errors. */
#include <kunit/test.h>
#include <linux/err.h>
#include <linux/limits.h>
#include <linux/moduleparam.h>
#include <linux/string.h>

static int number;
static unsigned char byte;
static bool flag;
static char *words;
static int list[3];
static unsigned int listed;
static char unknown_name[32], unknown_value[32];

static const struct kparam_array list_array = {
	.max = 3,
	.num = &listed,
	.ops = &param_ops_int,
	.elemsize = sizeof(int),
	.elem = list,
};

static const struct kernel_param table[] = {
	{"a_number", NULL, &param_ops_int, 0644, -1, 0, {&number}},
	{"byte", NULL, &param_ops_byte, 0644, -1, 0, {&byte}},
	{"flag", NULL, &param_ops_bool, 0644, -1, 0, {&flag}},
	{"words", NULL, &param_ops_charp, 0644, -1, 0, {&words}},
	{"list", NULL, &param_array_ops, 0644, -1, 0, {(void *)&list_array}},
};

static int note_unknown(char *param, char *val, const char *doing, void *arg)
{
	strscpy(unknown_name, param, sizeof(unknown_name));
	strscpy(unknown_value, val ?: "(none)", sizeof(unknown_value));
	return 0;
}

static char line[256];

static char *parse(const char *text)
{
	strscpy(line, text, sizeof(line));
	return parse_args("test", line, table, ARRAY_SIZE(table), S16_MIN, S16_MAX, NULL,
			  note_unknown);
}

static void words_and_blanks(struct kunit *test)
{
	number = byte = 0;
	KUNIT_EXPECT_NULL(test, parse("  a_number=12\t byte=0x20\n"));
	KUNIT_EXPECT_EQ(test, number, 12);
	KUNIT_EXPECT_EQ(test, byte, 32);
	KUNIT_EXPECT_NULL(test, parse(""));
	KUNIT_EXPECT_NULL(test, parse("a-number=-3"));
	KUNIT_EXPECT_EQ(test, number, -3);
}

static void quotes(struct kunit *test)
{

	KUNIT_EXPECT_NULL(test, parse("words=\"two words\" a_number=5"));
	KUNIT_EXPECT_STREQ(test, words, "two words");
	KUNIT_EXPECT_EQ(test, number, 5);
	KUNIT_EXPECT_NULL(test, parse("\"words=a b\" a_number=6"));
	KUNIT_EXPECT_STREQ(test, words, "a b");
	KUNIT_EXPECT_EQ(test, number, 6);
	KUNIT_EXPECT_NULL(test, parse("words="));
	KUNIT_EXPECT_STREQ(test, words, "");
	param_ops_charp.free(&words);
	words = NULL;
}

static void flags(struct kunit *test)
{
	flag = false;
	KUNIT_EXPECT_NULL(test, parse("flag"));
	KUNIT_EXPECT_TRUE(test, flag);
	KUNIT_EXPECT_NULL(test, parse("flag=off"));
	KUNIT_EXPECT_FALSE(test, flag);
	KUNIT_EXPECT_NULL(test, parse("flag=Y"));
	KUNIT_EXPECT_TRUE(test, flag);
	KUNIT_EXPECT_EQ(test, PTR_ERR(parse("flag=maybe")), -EINVAL);
	/* Only types that say so take a bare name. */
	KUNIT_EXPECT_EQ(test, PTR_ERR(parse("a_number")), -EINVAL);
}

static void errors(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, PTR_ERR(parse("a_number=many")), -EINVAL);
	KUNIT_EXPECT_EQ(test, PTR_ERR(parse("a_number=12x")), -EINVAL);
	KUNIT_EXPECT_EQ(test, PTR_ERR(parse("byte=256")), -ERANGE);
	KUNIT_EXPECT_EQ(test, PTR_ERR(parse("a_number=99999999999")), -ERANGE);
	/* Words on both sides of the wrong one are set. */
	KUNIT_EXPECT_EQ(test, PTR_ERR(parse("byte=1 a_number=x byte=2")), -EINVAL);
	KUNIT_EXPECT_EQ(test, byte, 2);
}

static void unknown_words(struct kunit *test)
{
	KUNIT_EXPECT_NULL(test, parse("nobody=7 a_number=8"));
	KUNIT_EXPECT_STREQ(test, unknown_name, "nobody");
	KUNIT_EXPECT_STREQ(test, unknown_value, "7");
	KUNIT_EXPECT_EQ(test, number, 8);
	KUNIT_EXPECT_NULL(test, parse("alone"));
	KUNIT_EXPECT_STREQ(test, unknown_value, "(none)");
	KUNIT_EXPECT_EQ(test,
			PTR_ERR(parse_args("test", strcpy(line, "nobody=7"), table,
					   ARRAY_SIZE(table), S16_MIN, S16_MAX, NULL, NULL)),
			-ENOENT);
}

static void end_of_words(struct kunit *test)
{
	KUNIT_EXPECT_STREQ(test, parse("a_number=1 -- a_number=2"), "a_number=2");
	KUNIT_EXPECT_EQ(test, number, 1);
}

static void arrays(struct kunit *test)
{
	char text[64];

	KUNIT_EXPECT_NULL(test, parse("list=4,5"));
	KUNIT_EXPECT_EQ(test, listed, 2);
	KUNIT_EXPECT_EQ(test, list[1], 5);
	KUNIT_EXPECT_EQ(test, PTR_ERR(parse("list=1,2,3,4")), -EINVAL);
	KUNIT_EXPECT_EQ(test, PTR_ERR(parse("list=1,,3")), -EINVAL);
	KUNIT_EXPECT_NULL(test, parse("list=7,8,9"));
	KUNIT_EXPECT_EQ(test, param_array_ops.get(text, &table[4]), 6);
	KUNIT_EXPECT_STREQ(test, text, "7,8,9\n");
}

static void text_of_types(struct kunit *test)
{
	char text[64];

	number = -12;
	flag = true;
	KUNIT_EXPECT_EQ(test, param_get_int(text, &table[0]), 4);
	KUNIT_EXPECT_STREQ(test, text, "-12\n");
	KUNIT_EXPECT_EQ(test, param_get_bool(text, &table[2]), 2);
	KUNIT_EXPECT_STREQ(test, text, "Y\n");
	number = 0xab;
	KUNIT_EXPECT_EQ(test, param_get_hexint(text, &table[0]), 9);
	KUNIT_EXPECT_STREQ(test, text, "0x0000ab\n");
}

static struct kunit_case cases[] = {
	KUNIT_CASE(words_and_blanks), KUNIT_CASE(quotes),	 KUNIT_CASE(flags),
	KUNIT_CASE(errors),	      KUNIT_CASE(unknown_words), KUNIT_CASE(end_of_words),
	KUNIT_CASE(arrays),	      KUNIT_CASE(text_of_types), {},
};

static struct kunit_suite module_params_suite = {
	.name = "module_params",
	.test_cases = cases,
};
kunit_test_suite(module_params_suite);
