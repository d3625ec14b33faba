/* SPDX-License-Identifier: MIT */
/* Memory: filling, searching, reading a part, joining lists. Sizes around a word's. */
#include "prop.h"

#include <linux/slab.h>

static void fills(struct kunit *test)
{
	u16 a[5] = {0};
	u32 b[5] = {0};
	u64 c[5] = {0};
	unsigned long l[2] = {0};

	memset16(a + 1, 0x1234, 3);
	memset32(b + 1, 0x12345678, 3);
	memset64(c + 1, 0x123456789abcdef0, 3);
	for (int i = 0; i < 5; i++) {
		bool in = i >= 1 && i <= 3;

		KUNIT_EXPECT_EQ(test, a[i], in ? 0x1234 : 0);
		KUNIT_EXPECT_EQ(test, b[i], in ? 0x12345678U : 0U);
		KUNIT_EXPECT_EQ(test, c[i], in ? 0x123456789abcdef0ULL : 0ULL);
	}
	memset_l(l, 7, 1);
	KUNIT_EXPECT_EQ(test, l[0], 7UL);
	KUNIT_EXPECT_EQ(test, l[1], 0UL);
	memzero_explicit(c, sizeof(c));
	KUNIT_EXPECT_NULL(test, memchr_inv(c, 0, sizeof(c)));
}

/* memchr and memchr_inv find the one odd byte, wherever it is, and nothing past the end. */
static void searches(struct kunit *test)
{
	u8 *p = kunit_kzalloc(test, 64, GFP_KERNEL);

	for (int from = 0; from < 9; from++) {
		for (int len = 0; len < 40; len++) {
			for (int at = from; at < from + len; at++) {
				p[at] = 0x5a;
				KUNIT_ASSERT_PTR_EQ(test, memchr_inv(p + from, 0, len),
						    (void *)p + at);
				KUNIT_ASSERT_PTR_EQ(test, memchr(p + from, 0x5a, len),
						    (void *)p + at);
				KUNIT_ASSERT_PTR_EQ(test, memscan(p + from, 0x5a, len),
						    (void *)p + at);
				p[at] = 0;
			}
			p[from + len] = 0x5a;
			KUNIT_ASSERT_NULL(test, memchr_inv(p + from, 0, len));
			KUNIT_ASSERT_NULL(test, memchr(p + from, 0x5a, len));
			KUNIT_ASSERT_PTR_EQ(test, memscan(p + from, 0x5a, len),
					    (void *)p + from + len);
			p[from + len] = 0;
		}
	}
	memset(p, 0xa5, 64);
	KUNIT_EXPECT_NULL(test, memchr_inv(p, 0xa5, 64));
	KUNIT_EXPECT_PTR_EQ(test, memchr(p, 0x1a5, 64), (void *)p); /* a byte is compared */
}

static void moves(struct kunit *test)
{
	u8 *p = kunit_kmalloc(test, 128, GFP_KERNEL), model[128];
	struct prop prop;

	prop_start(test, &prop, 0);
	for (int i = 0; i < 128; i++)
		p[i] = model[i] = i;
	for (int round = 0; round < 500; round++) {
		u32 n = prop_below(&prop, 65), to = prop_below(&prop, 64),
		    from = prop_below(&prop, 64);
		u8 copy[64];

		for (u32 i = 0; i < n; i++)
			copy[i] = model[from + i];
		for (u32 i = 0; i < n; i++)
			model[to + i] = copy[i];
		KUNIT_ASSERT_PTR_EQ(test, memmove(p + to, p + from, n), (void *)p + to);
		KUNIT_ASSERT_EQ(test, memcmp(p, model, 128), 0);
	}
	KUNIT_EXPECT_EQ(test, bcmp("abc", "abd", 2), 0);
	KUNIT_EXPECT_NE(test, bcmp("abc", "abd", 3), 0);
	KUNIT_EXPECT_GT(test, memcmp("\x80", "\x7f", 1), 0);
}

static void parts(struct kunit *test)
{
	char to[8];
	loff_t pos = 0;

	KUNIT_EXPECT_EQ(test, memory_read_from_buffer(to, 4, &pos, "abcdef", 6), 4);
	KUNIT_EXPECT_EQ(test, pos, 4LL);
	KUNIT_EXPECT_EQ(test, memory_read_from_buffer(to, 4, &pos, "abcdef", 6), 2);
	KUNIT_EXPECT_EQ(test, memcmp(to, "ef", 2), 0);
	KUNIT_EXPECT_EQ(test, memory_read_from_buffer(to, 4, &pos, "abcdef", 6), 0);
	KUNIT_EXPECT_EQ(test, pos, 6LL);
	pos = -1;
	KUNIT_EXPECT_EQ(test, memory_read_from_buffer(to, 4, &pos, "abcdef", 6), -EINVAL);
	pos = 100;
	KUNIT_EXPECT_EQ(test, memory_read_from_buffer(to, 4, &pos, "abcdef", 6), 0);
}

static void pads(struct kunit *test)
{
	char to[6];

	memcpy_and_pad(to, 6, "abc", 3, '-');
	KUNIT_EXPECT_EQ(test, memcmp(to, "abc---", 6), 0);
	memcpy_and_pad(to, 4, "defghi", 6, '-');
	KUNIT_EXPECT_EQ(test, memcmp(to, "defg--", 6), 0);
}

static void joins(struct kunit *test)
{
	int v[3];
	int *a[] = {&v[0], &v[1], NULL}, *b[] = {&v[2], NULL}, *none[] = {NULL},
	    **c = memcat_p(a, b);

	KUNIT_ASSERT_NOT_NULL(test, c);
	for (int i = 0; i < 3; i++)
		KUNIT_EXPECT_PTR_EQ(test, c[i], &v[i]);
	KUNIT_EXPECT_NULL(test, c[3]);
	kfree(c);
	c = memcat_p(none, none);
	KUNIT_EXPECT_NULL(test, c[0]);
	kfree(c);
}

static struct kunit_case cases[] = {KUNIT_CASE(fills),
				    KUNIT_CASE(searches),
				    KUNIT_CASE(moves),
				    KUNIT_CASE(parts),
				    KUNIT_CASE(pads),
				    KUNIT_CASE(joins),
				    {}};

static struct kunit_suite memory_suite = {.name = "memory", .test_cases = cases};
kunit_test_suite(memory_suite);
