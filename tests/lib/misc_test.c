/* SPDX-License-Identifier: MIT */
/* Sorting, checksums, hashes, patterns, options, UUIDs, arithmetic, reference counts, llist. */
#include "prop.h"

#include <asm/unaligned.h>
#include <linux/bitfield.h>
#include <linux/bsearch.h>
#include <linux/crc-ccitt.h>
#include <linux/crc16.h>
#include <linux/crc32.h>
#include <linux/genalloc.h>
#include <linux/glob.h>
#include <linux/hashtable.h>
#include <linux/jhash.h>
#include <linux/list_sort.h>
#include <linux/llist.h>
#include <linux/math64.h>
#include <linux/overflow.h>
#include <linux/parser.h>
#include <linux/refcount.h>
#include <linux/seq_buf.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/uuid.h>

struct elem {
	struct list_head list;
	u32 key;
	u32 serial;
};

static int cmp_u32(const void *a, const void *b)
{
	return *(const u32 *)a < *(const u32 *)b ? -1 : *(const u32 *)a > *(const u32 *)b;
}

static int cmp_elem(void *priv, const struct list_head *a, const struct list_head *b)
{
	return list_entry(a, struct elem, list)->key > list_entry(b, struct elem, list)->key;
}

static void sort_random(struct kunit *test)
{
	u32 *v = kunit_kmalloc(test, 500 * sizeof(u32), GFP_KERNEL), key;
	struct prop p;

	KUNIT_ASSERT_NOT_NULL(test, v);
	prop_start(test, &p, 0);
	for (unsigned int n = 0; n < 500; n += 1 + n / 4) {
		u64 sum = 0, after = 0;

		for (unsigned int i = 0; i < n; i++)
			sum += v[i] = prop_below(&p, n) * 2;
		sort(v, n, sizeof(u32), cmp_u32, NULL);
		for (unsigned int i = 0; i < n; i++) {
			after += v[i];
			if (i)
				KUNIT_ASSERT_LE(test, v[i - 1], v[i]);
		}
		KUNIT_ASSERT_EQ(test, sum, after);
		for (unsigned int i = 0; i < n; i++)
			KUNIT_ASSERT_EQ(test, *(u32 *)bsearch(&v[i], v, n, sizeof(u32), cmp_u32),
					v[i]);
		key = 1;
		KUNIT_ASSERT_NULL(test, bsearch(&key, v, n, sizeof(u32), cmp_u32));
	}
}

static void list_sort_stable(struct kunit *test)
{
	struct elem *e = kunit_kcalloc(test, 700, sizeof(*e), GFP_KERNEL), *pos, *prev = NULL;
	unsigned int n = 0;
	struct prop p;
	LIST_HEAD(head);

	KUNIT_ASSERT_NOT_NULL(test, e);
	prop_start(test, &p, 0);
	list_sort(NULL, &head, cmp_elem);
	KUNIT_EXPECT_TRUE(test, list_empty(&head));
	for (int i = 0; i < 700; i++) {
		e[i].key = prop_below(&p, 50);
		e[i].serial = i;
		list_add_tail(&e[i].list, &head);
	}
	list_sort(NULL, &head, cmp_elem);
	list_for_each_entry (pos, &head, list) {
		if (prev) {
			KUNIT_ASSERT_LE(test, prev->key, pos->key);
			if (prev->key == pos->key)
				KUNIT_ASSERT_LT(test, prev->serial, pos->serial);
			KUNIT_ASSERT_PTR_EQ(test, pos->list.prev, &prev->list);
		}
		prev = pos;
		n++;
	}
	KUNIT_EXPECT_EQ(test, n, 700U);
}

/* The published check values: the CRC of "123456789". */
static void checksums(struct kunit *test)
{
	const u8 *nine = (const u8 *)"123456789";

	KUNIT_EXPECT_EQ(test, ~crc32_le(~0U, nine, 9), 0xcbf43926U);
	KUNIT_EXPECT_EQ(test, ~__crc32c_le(~0U, nine, 9), 0xe3069283U);
	KUNIT_EXPECT_EQ(test, ~crc32_be(~0U, nine, 9), 0xfc891918U);
	KUNIT_EXPECT_EQ(test, crc16(0, nine, 9), 0xbb3d);
	KUNIT_EXPECT_EQ(test, crc_ccitt(0, nine, 9), 0x2189);
	KUNIT_EXPECT_EQ(test, crc_ccitt_false(0xffff, nine, 9), 0x29b1);
	KUNIT_EXPECT_EQ(test, crc32_le_combine(crc32_le(~0U, nine, 4), crc32_le(0, nine + 4, 5), 5),
			crc32_le(~0U, nine, 9));
	/* lookup3.c's own examples */
	KUNIT_EXPECT_EQ(test, jhash("", 0, 0), 0xdeadbeefU);
	KUNIT_EXPECT_EQ(test, jhash("Four score and seven years ago", 30, 0), 0x17770551U);
	KUNIT_EXPECT_EQ(test, jhash("Four score and seven years ago", 30, 1), 0xcd628161U);
	KUNIT_EXPECT_EQ(test, hash_32(1, 32), 0x61c88647U);
}

static void patterns(struct kunit *test)
{
	static const struct {
		const char *pat, *str;
		bool match;
	} v[] = {
		{"a", "a", 1},		{"a", "b", 0},		{"*", "", 1},
		{"a*c*e", "abcde", 1},	{"a*c*e", "abcdef", 0}, {"[a-c]x", "bx", 1},
		{"[!a-c]x", "bx", 0},	{"[]a]", "]", 1},	{"?b", "ab", 1},
		{"?", "", 0},		{"\\*", "*", 1},	{"\\*", "a", 0},
		{"*ab*ab", "abaab", 1}, {"[a", "[a", 1},	{"", "", 1},
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(v); i++)
		KUNIT_EXPECT_EQ_MSG(test, glob_match(v[i].pat, v[i].str), v[i].match, "%s %s",
				    v[i].pat, v[i].str);
	KUNIT_EXPECT_TRUE(test, match_wildcard("a*?d", "abcd"));
	KUNIT_EXPECT_FALSE(test, match_wildcard("a?", "abc"));
}

enum { OPT_SIZE, OPT_NAME, OPT_FLAG, OPT_ERR };

static void options(struct kunit *test)
{
	static const match_table_t table = {
		{OPT_SIZE, "size=%d"},
		{OPT_NAME, "name=%s"},
		{OPT_FLAG, "flag"},
		{OPT_ERR, NULL},
	};
	char size[] = "size=-17", name[] = "name=abc", flag[] = "flag", none[] = "flags";
	substring_t args[MAX_OPT_ARGS];
	char text[3];
	int n = 0;

	KUNIT_EXPECT_EQ(test, match_token(size, table, args), OPT_SIZE);
	KUNIT_EXPECT_EQ(test, match_int(&args[0], &n), 0);
	KUNIT_EXPECT_EQ(test, n, -17);
	KUNIT_EXPECT_EQ(test, match_token(name, table, args), OPT_NAME);
	KUNIT_EXPECT_EQ(test, match_strlcpy(text, &args[0], sizeof(text)), 3UL);
	KUNIT_EXPECT_STREQ(test, text, "ab");
	KUNIT_EXPECT_EQ(test, match_token(flag, table, args), OPT_FLAG);
	KUNIT_EXPECT_EQ(test, match_token(none, table, args), OPT_ERR);
}

static void uuids(struct kunit *test)
{
	const uuid_t expected = UUID_INIT(0xc33f4995, 0x3701, 0x450e, 0x9f, 0xbf, 0x20, 0x6a, 0x2e,
					  0x98, 0xe5, 0x76);
	const guid_t same = GUID_INIT(0xc33f4995, 0x3701, 0x450e, 0x9f, 0xbf, 0x20, 0x6a, 0x2e,
				      0x98, 0xe5, 0x76);
	uuid_t u;
	guid_t g;

	KUNIT_EXPECT_EQ(test, uuid_parse("c33f4995-3701-450e-9fbf-206a2e98e576", &u), 0);
	KUNIT_EXPECT_TRUE(test, uuid_equal(&u, &expected));
	KUNIT_EXPECT_EQ(test, guid_parse("c33f4995-3701-450e-9fbf-206a2e98e576", &g), 0);
	KUNIT_EXPECT_TRUE(test, guid_equal(&g, &same));
	KUNIT_EXPECT_EQ(test, uuid_parse("c33f4995-3701-450ef-fbf206a2e98e576 ", &u), -EINVAL);
	uuid_gen(&u);
	KUNIT_EXPECT_EQ(test, u.b[6] >> 4, 4);
	KUNIT_EXPECT_EQ(test, u.b[8] >> 6, 2);
}

static void arithmetic(struct kunit *test)
{
	u8 bytes[9] = {0, 1, 2, 3, 4, 5, 6, 7, 8};
	struct prop p;
	int sum;

	prop_start(test, &p, 0);
	for (int i = 0; i < 200; i++) {
		u64 x = (u64)prandom_u32_state(&p.rng) << prop_below(&p, 33), r = int_sqrt(x);
		u64 a = (u64)prandom_u32_state(&p.rng) << 20, d = 1 + prop_below(&p, 1000);

		KUNIT_ASSERT_TRUE(test, r * r <= x && (r == 0xffffffff || (r + 1) * (r + 1) > x));
		KUNIT_ASSERT_EQ(test, mul_u64_u64_div_u64(a * d, 1ULL << 40, (u64)d << 40), a);
	}
	KUNIT_EXPECT_EQ(test, int_pow(3, 5), 243ULL);
	KUNIT_EXPECT_EQ(test, DIV_ROUND_UP(10, 3), 4);
	KUNIT_EXPECT_EQ(test, DIV_ROUND_CLOSEST(-7, 2), -4);
	KUNIT_EXPECT_TRUE(test, check_add_overflow(INT_MAX, 1, &sum));
	KUNIT_EXPECT_FALSE(test, check_mul_overflow(40000, 50000, &sum));
	KUNIT_EXPECT_EQ(test, array3_size(SIZE_MAX / 4, 2, 4), SIZE_MAX);
	KUNIT_EXPECT_EQ(test, get_unaligned_be32(bytes + 1), 0x01020304U);
	KUNIT_EXPECT_EQ(test, get_unaligned_le64(bytes + 1), 0x0807060504030201ULL);
	KUNIT_EXPECT_EQ(test, be16_to_cpu(cpu_to_be16(0x1234)), 0x1234);
	KUNIT_EXPECT_EQ(test, FIELD_GET(GENMASK(11, 4), 0xabcdU), 0xbcUL);
	KUNIT_EXPECT_EQ(test, FIELD_PREP(GENMASK(11, 4), 0x5a), 0x5a0UL);
}

static void reference_counts(struct kunit *test)
{
	refcount_t r = REFCOUNT_INIT(1);

	refcount_inc(&r);
	KUNIT_EXPECT_FALSE(test, refcount_dec_and_test(&r));
	KUNIT_EXPECT_FALSE(test, refcount_dec_not_one(&r));
	KUNIT_EXPECT_TRUE(test, refcount_dec_and_test(&r));
	KUNIT_EXPECT_FALSE(test, refcount_inc_not_zero(&r));
	KUNIT_EXPECT_EQ(test, refcount_read(&r), 0U);
}

static void lockless_lists(struct kunit *test)
{
	struct llist_node n[3], *all;
	LLIST_HEAD(head);

	KUNIT_EXPECT_TRUE(test, llist_add(&n[0], &head));
	KUNIT_EXPECT_FALSE(test, llist_add(&n[1], &head));
	llist_add(&n[2], &head);
	KUNIT_EXPECT_PTR_EQ(test, llist_del_first(&head), &n[2]);
	all = llist_reverse_order(llist_del_all(&head));
	KUNIT_EXPECT_PTR_EQ(test, all, &n[0]);
	KUNIT_EXPECT_PTR_EQ(test, all->next, &n[1]);
	KUNIT_EXPECT_TRUE(test, llist_empty(&head));
}

static void text_buffer(struct kunit *test)
{
	char mem[8];
	struct seq_buf s;

	seq_buf_init(&s, mem, sizeof(mem));
	KUNIT_EXPECT_EQ(test, seq_buf_printf(&s, "%d", 1234), 0);
	KUNIT_EXPECT_EQ(test, seq_buf_puts(&s, "abc"), 0);
	KUNIT_EXPECT_EQ(test, seq_buf_putc(&s, 'x'), 0);
	KUNIT_EXPECT_EQ(test, memcmp(mem, "1234abcx", 8), 0);
	KUNIT_EXPECT_FALSE(test, seq_buf_has_overflowed(&s));
	KUNIT_EXPECT_EQ(test, seq_buf_putc(&s, 'y'), -1);
	KUNIT_EXPECT_TRUE(test, seq_buf_has_overflowed(&s));
}

static void genalloc_basics(struct kunit *test)
{
	struct genpool_data_align align = {.align = 64};
	struct gen_pool *pool = gen_pool_create(4, -1);
	unsigned long a, b;

	KUNIT_ASSERT_NOT_NULL(test, pool);
	KUNIT_ASSERT_EQ(test, gen_pool_add_virt(pool, 0x10000, 0x800000, 1024, -1), 0);
	a = gen_pool_alloc(pool, 20);
	b = gen_pool_alloc_algo(pool, 16, gen_pool_first_fit_align, &align);
	KUNIT_EXPECT_EQ(test, a, 0x10000UL);
	KUNIT_EXPECT_EQ(test, b, 0x10040UL);
	KUNIT_EXPECT_EQ(test, gen_pool_avail(pool), 1024UL - 48);
	KUNIT_EXPECT_EQ(test, gen_pool_virt_to_phys(pool, b), 0x800040ULL);
	KUNIT_EXPECT_EQ(test, gen_pool_alloc(pool, 1024), 0UL);
	gen_pool_free(pool, a, 20);
	gen_pool_free(pool, b, 16);
	KUNIT_EXPECT_EQ(test, gen_pool_avail(pool), gen_pool_size(pool));
	gen_pool_destroy(pool);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(sort_random), KUNIT_CASE(list_sort_stable), KUNIT_CASE(checksums),
	KUNIT_CASE(patterns),	 KUNIT_CASE(options),	       KUNIT_CASE(uuids),
	KUNIT_CASE(arithmetic),	 KUNIT_CASE(reference_counts), KUNIT_CASE(lockless_lists),
	KUNIT_CASE(text_buffer), KUNIT_CASE(genalloc_basics),  {},
};
static struct kunit_suite suite = {.name = "lib_misc", .test_cases = cases};
kunit_test_suite(suite);
