/* SPDX-License-Identifier: MIT */
/* Containers and arithmetic: kfifo, idr, ida, xarray, lists, trees, bits, checksums, math. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt
#include <linux/bitfield.h>
#include <linux/bitmap.h>
#include <linux/bsearch.h>
#include <linux/cpumask.h>
#include <linux/crc-ccitt.h>
#include <linux/crc32.h>
#include <linux/hash.h>
#include <linux/hashtable.h>
#include <linux/idr.h>
#include <linux/jhash.h>
#include <linux/kfifo.h>
#include <linux/list.h>
#include <linux/list_sort.h>
#include <linux/llist.h>
#include <linux/log2.h>
#include <linux/math64.h>
#include <linux/module.h>
#include <linux/nodemask.h>
#include <linux/overflow.h>
#include <linux/rbtree.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/xarray.h>

#define P(fmt, ...) pr_info("%d: " fmt "\n", __LINE__, ##__VA_ARGS__)
#define R(e)	    pr_info("%d: %s = %lld\n", __LINE__, #e, (long long)(e))

struct pair {
	u8 a;
	u32 b;
};

static DEFINE_KFIFO(small, int, 8);
static DECLARE_KFIFO_PTR(dynamic, struct pair);
static STRUCT_KFIFO_REC_1(32) recs;

static void fifos(void)
{
	struct kfifo bytes;
	struct __kfifo *raw;
	char out[64] = "";
	int v = -1, i, n;
	struct pair p = {1, 2};

	R(kfifo_size(&small));
	R(kfifo_esize(&small));
	R(kfifo_len(&small));
	R(kfifo_avail(&small));
	for (i = 0; i < 10; i++) {
		n = kfifo_put(&small, i);
		P("put %d", n);
	}
	R(kfifo_is_full(&small));
	R(kfifo_is_empty(&small));
	R(kfifo_len(&small));
	n = kfifo_get(&small, &v);
	P("get %d %d", n, v);
	n = kfifo_peek(&small, &v);
	P("peek %d %d", n, v);
	kfifo_skip(&small);
	n = kfifo_in(&small, ((int[]){20, 21, 22}), 3);
	P("in %d", n);
	n = kfifo_out(&small, (int *)out, 5);
	P("out %d: %*ph", n, 20, out);
	n = kfifo_out_peek(&small, (int *)out, 16);
	P("out_peek %d: %*ph", n, 4 * n, out);

	kfifo_reset_out(&small);
	R(kfifo_len(&small));
	R(kfifo_get(&small, &v));

	for (i = 0; i < 8; i++) {
		static const int sizes[] = {0, 1, 2, 3, 4, 5, 100, 1000};

		n = kfifo_alloc(&dynamic, sizes[i], GFP_KERNEL);
		P("alloc %d: %d", sizes[i], n);
		if (n)
			continue;
		R(kfifo_size(&dynamic));
		R(kfifo_esize(&dynamic));
		R(kfifo_initialized(&dynamic));
		n = kfifo_put(&dynamic, p);
		P("put %d", n);
		kfifo_free(&dynamic);
		P("init %d", kfifo_initialized(&dynamic));
	}
	n = kfifo_alloc(&bytes, 10, GFP_KERNEL);
	P("bytes %d size %u", n, kfifo_size(&bytes));
	n = kfifo_in(&bytes, "hello world, and more", 21);
	P("in %d", n);
	n = kfifo_out(&bytes, out, 5);
	P("out %d %.5s", n, out);
	n = kfifo_in(&bytes, "XYZ", 3);
	P("in %d len %u", n, kfifo_len(&bytes));
	n = kfifo_out(&bytes, out, 64);
	P("out %d %.*s", n, n, out);
	raw = &bytes.kfifo;
	P("raw in-out %u mask %u", raw->in - raw->out, raw->mask);
	kfifo_free(&bytes);
	n = kfifo_init(&bytes, out, 1);
	P("init 1: %d", n);
	n = kfifo_init(&bytes, out, 48);
	P("init 48: %d %u", n, n ? 0 : kfifo_size(&bytes));

	INIT_KFIFO(recs);
	n = kfifo_in(&recs, "first", 5);
	P("rec in %d", n);
	n = kfifo_in(&recs, "second!", 7);
	R(n);
	R(kfifo_len(&recs));
	R(kfifo_avail(&recs));
	R(kfifo_peek_len(&recs));
	R((size_t)kfifo_recsize(&recs));
	n = kfifo_out(&recs, out, 3);
	P("rec out %d %.3s", n, out);
	n = kfifo_in(&recs, "a record that does not fit in here", 34);
	P("rec in %d", n);
	n = kfifo_out(&recs, out, 60);
	P("rec out %d %.*s empty %d", n, n, out, kfifo_is_empty(&recs));
	n = kfifo_out(&recs, out, 60);
	P("rec out %d", n);
}

static int show(int id, void *p, void *data)
{
	P("idr %d %s %s", id, (char *)p, (char *)data);
	return id == 9 ? 77 : 0;
}

/* Entries of an XArray are pointers to aligned memory, which literals need not be. */
#define A(text)                                       \
	({                                            \
		static char s_[] __aligned(8) = text; \
		(void *)s_;                           \
	})

static void ids(void)
{
	DEFINE_IDR(idr);
	DEFINE_IDA(ida);
	int n, i;
	u32 u;
	char *s;

	P("alloc %d", idr_alloc(&idr, A("a"), 5, 0, GFP_KERNEL));
	P("alloc %d", idr_alloc(&idr, A("b"), 5, 6, GFP_KERNEL));
	P("alloc %d", idr_alloc(&idr, A("b"), 0, 2, GFP_KERNEL));
	P("alloc %d", idr_alloc(&idr, A("c"), 0, 2, GFP_KERNEL));
	P("alloc %d", idr_alloc(&idr, A("d"), 0, 2, GFP_KERNEL));
	P("alloc %d", idr_alloc(&idr, A("d"), 9, 10, GFP_KERNEL));
	P("alloc %d", idr_alloc(&idr, A("e"), 1000, 0, GFP_KERNEL));
	P("each %d", idr_for_each(&idr, show, "x"));
	n = 2;
	s = idr_get_next(&idr, &n);
	P("next %s %d", s, n);
	n = 2000;
	s = idr_get_next(&idr, &n);
	P("next %d %d", !s, n);
	P("find %s %d", (char *)idr_find(&idr, 5), idr_find(&idr, 6) == NULL);
	s = idr_replace(&idr, A("z"), 5);
	P("replace %s %s", s, (char *)idr_find(&idr, 5));
	P("replace %ld", PTR_ERR(idr_replace(&idr, A("z"), 7)));
	s = idr_remove(&idr, 5);
	P("remove %s %d", s, idr_remove(&idr, 5) == NULL);
	for (i = 0; i < 6; i++) {
		n = idr_alloc_cyclic(&idr, A("q"), 3, 7, GFP_KERNEL);
		P("cyclic %d cursor %u", n, idr_get_cursor(&idr));
		if (n == 4)
			idr_remove(&idr, 3);
	}
	idr_set_cursor(&idr, 4);
	idr_remove(&idr, 4);
	P("cyclic %d", idr_alloc_cyclic(&idr, A("q"), 3, 7, GFP_KERNEL));
	u = 2;
	n = idr_alloc_u32(&idr, A("u"), &u, 2, GFP_KERNEL);
	P("u32 %d %u", n, u);
	u = 2;
	n = idr_alloc_u32(&idr, A("u"), &u, 2, GFP_KERNEL);
	P("u32 %d %u", n, u);
	idr_for_each_entry (&idr, s, n)
		P("entry %d %s", n, s);
	P("empty %d", idr_is_empty(&idr));
	idr_destroy(&idr);
	P("empty %d", idr_is_empty(&idr));
	R(idr_alloc(&idr, NULL, 0, 0, GFP_KERNEL));
	R(idr_find(&idr, 0) == NULL);
	P("empty %d", idr_is_empty(&idr));
	idr_destroy(&idr);
	idr_init_base(&idr, 1);
	P("base %d", idr_alloc(&idr, A("b"), 0, 0, GFP_KERNEL));
	idr_destroy(&idr);

	P("ida %d", ida_alloc(&ida, GFP_KERNEL));
	P("ida %d", ida_alloc(&ida, GFP_KERNEL));
	P("ida %d", ida_alloc_min(&ida, 1000, GFP_KERNEL));
	P("ida %d", ida_alloc_max(&ida, 1, GFP_KERNEL));
	P("ida %d", ida_alloc_range(&ida, 1000, 1001, GFP_KERNEL));
	P("ida %d", ida_alloc_range(&ida, 1000, 1001, GFP_KERNEL));
	P("ida %d", ida_alloc_range(&ida, 2, 1, GFP_KERNEL));
	P("ida %d", ida_simple_get(&ida, 0, 3, GFP_KERNEL));
	ida_free(&ida, 0);
	R(ida_alloc(&ida, GFP_KERNEL));
	R(ida_is_empty(&ida));
	ida_destroy(&ida);
	P("empty %d", ida_is_empty(&ida));
}

static void xa(void)
{
	DEFINE_XARRAY(a);
	DEFINE_XARRAY_ALLOC(alloc);
	unsigned long i;
	void *e;
	u32 id, next = 0;
	int n;

	e = xa_store(&a, 5, xa_mk_value(50), GFP_KERNEL);
	P("store %d %d", e == NULL, xa_err(e));
	e = xa_store(&a, 5, A("str"), GFP_KERNEL);
	R(xa_is_value(e));
	R(xa_to_value(e));
	e = xa_store(&a, 1UL << 40, A("far"), GFP_KERNEL);
	P("load %s %s %d", (char *)xa_load(&a, 5), (char *)xa_load(&a, 1UL << 40),
	  xa_load(&a, 6) == NULL);
	R(xa_insert(&a, 5, A("x"), GFP_KERNEL));
	R(xa_insert(&a, 6, A("y"), GFP_KERNEL));
	e = xa_cmpxchg(&a, 6, xa_load(&a, 6), A("z"), GFP_KERNEL);
	P("cmpxchg %s %s", (char *)e, (char *)xa_load(&a, 6));
	R(xa_reserve(&a, 9, GFP_KERNEL));
	R(xa_load(&a, 9) == NULL);
	R(xa_insert(&a, 9, A("r"), GFP_KERNEL));
	xa_set_mark(&a, 6, XA_MARK_1);
	R(xa_get_mark(&a, 6, XA_MARK_1));
	R(xa_get_mark(&a, 5, XA_MARK_1));
	R(xa_marked(&a, XA_MARK_1));
	xa_for_each (&a, i, e)
		P("each %lu %s", i, (char *)e);
	xa_for_each_range(&a, i, e, 6, 9) P("range %lu %s", i, (char *)e);
	xa_for_each_marked(&a, i, e, XA_MARK_1) P("marked %lu", i);
	i = 6;
	e = xa_find_after(&a, &i, ULONG_MAX, XA_PRESENT);
	P("after %lu %s", i, e ? (char *)e : "none");
	{
		void *got[4];

		n = xa_extract(&a, got, 0, ULONG_MAX, 4, XA_PRESENT);
		P("extract %d %s", n, (char *)got[0]);
	}
	e = xa_erase(&a, 5);
	P("erase %s %d empty %d", (char *)e, xa_erase(&a, 5) == NULL, xa_empty(&a));
	xa_destroy(&a);
	P("empty %d", xa_empty(&a));
	for (n = 0; n < 3; n++)
		P("alloc %d", xa_alloc(&alloc, &id, A("v"), XA_LIMIT(1, 2), GFP_KERNEL)),
			P("id %u", id);
	for (n = 0; n < 6; n++) {
		int r = xa_alloc_cyclic(&alloc, &id, A("v"), XA_LIMIT(10, 13), &next, GFP_KERNEL);

		P("cyclic %d %u next %u", r, r < 0 ? 0 : id, next);
		if (n == 2)
			xa_erase(&alloc, 11);
	}
	xa_destroy(&alloc);
	R(xa_err(xa_store(&a, 0, (void *)ERR_PTR(-ENOMEM), GFP_KERNEL)));
	R(xa_empty(&a));
	xa_destroy(&a);
}

struct item {
	int v;
	struct list_head l;
	struct hlist_node h;
	struct llist_node ll;
	struct rb_node rb;
};

static int by_value(void *priv, const struct list_head *a, const struct list_head *b)
{
	return list_entry(a, struct item, l)->v / 10 > list_entry(b, struct item, l)->v / 10;
}

static void show_list(const char *what, struct list_head *h)
{
	struct item *i;

	pr_info("%s:", what);
	list_for_each_entry (i, h, l)
		pr_cont(" %d", i->v);
	pr_cont("\n");
}

static void lists(void)
{
	static struct item it[10];
	static DEFINE_HASHTABLE(ht, 3);
	LIST_HEAD(a);
	LIST_HEAD(b);
	HLIST_HEAD(hl);
	LLIST_HEAD(ll);
	struct item *p, *q;
	struct hlist_node *t;
	struct llist_node *ln;
	int i;

	for (i = 0; i < 10; i++) {
		it[i].v = (i * 37) % 100;
		list_add_tail(&it[i].l, &a);
		hlist_add_head(&it[i].h, &hl);
		P("llist_add %d", llist_add(&it[i].ll, &ll));
	}
	show_list("tail", &a);
	list_sort(NULL, &a, by_value);
	show_list("sorted", &a);
	list_rotate_left(&a);
	show_list("rotated", &a);
	list_cut_position(&b, &a, a.next->next->next);
	show_list("a", &a);
	show_list("b", &b);
	list_splice_tail_init(&b, &a);
	show_list("spliced", &a);
	R(list_empty(&b));
	R(list_is_singular(&a));
	list_move(a.prev, &a);
	list_swap(a.next, a.prev);
	list_bulk_move_tail(&a, a.next->next, a.next->next->next);
	show_list("moved", &a);
	list_for_each_entry_safe_reverse(p, q, &a, l) if (p->v & 1) list_del_init(&p->l);
	show_list("even", &a);
	p = list_first_entry_or_null(&b, struct item, l);
	P("first or null %d last %d", p == NULL, list_last_entry(&a, struct item, l)->v);
	hlist_for_each_entry_safe (p, t, &hl, h) {
		P("hlist %d", p->v);
		hlist_del_init(&p->h);
	}
	R(hlist_unhashed(&it[0].h));
	R(hlist_empty(&hl));
	for (i = 0; i < 10; i++)
		hash_add(ht, &it[i].h, it[i].v);
	hash_for_each (ht, i, p, h)
		P("bucket %d: %d", i, p->v);
	hash_for_each_possible(ht, p, h, 74) P("possible %d", p->v);
	ln = llist_del_all(&ll);
	ln = llist_reverse_order(ln);
	llist_for_each_entry (p, ln, ll)
		pr_cont("%s%d", p == &it[0] ? KERN_INFO "data: llist " : " ", p->v);
	pr_cont("\n");
	P("llist empty %d", llist_empty(&ll));
}

static bool rb_less(struct rb_node *a, const struct rb_node *b)
{
	return rb_entry(a, struct item, rb)->v < rb_entry(b, struct item, rb)->v;
}

static void trees(void)
{
	static struct item it[20];
	struct rb_root_cached root = RB_ROOT_CACHED;
	struct rb_node *n;
	int i, sum = 0;

	for (i = 0; i < 20; i++) {
		it[i].v = (i * 7) % 20;
		rb_add_cached(&it[i].rb, &root, rb_less);
	}
	R(rb_entry(rb_first_cached(&root), struct item, rb)->v);
	R(rb_entry(rb_last(&root.rb_root), struct item, rb)->v);
	rb_erase_cached(&it[0].rb, &root);
	for (n = rb_first(&root.rb_root), i = 1; n; n = rb_next(n), i++)
		sum += i * rb_entry(n, struct item, rb)->v;
	P("sum %d leftmost %d", sum, rb_entry(rb_first_cached(&root), struct item, rb)->v);
}

static int cmp_int(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static void numbers(void)
{
	int v[50], i, key = 27;
	u32 h = 0;
	u64 r;
	u32 r32;
	int *f;

	for (i = 0; i < 50; i++)
		v[i] = (i * 31) % 53;
	sort(v, 50, sizeof(int), cmp_int, NULL);
	for (i = 0; i < 50; i++)
		h = h * 33 + v[i];
	f = bsearch(&key, v, 50, sizeof(int), cmp_int);
	P("sort %u bsearch %td %d", h, f - v,
	  bsearch(&(int){99}, v, 50, sizeof(int), cmp_int) == NULL);
	R(crc32(~0, "hello", 5));
	R(crc32_be(~0, "hello", 5));
	R(crc_ccitt(0xffff, "hello", 5));
	P("crc32c %x", __crc32c_le(~0, "hello", 5));
	P("combine %x", crc32_le_combine(crc32_le(0, "ab", 2), crc32_le(0, "cde", 3), 3));
	R(jhash("hello", 5, 3));
	R(jhash2((u32[]){1, 2, 3, 4}, 4, 5));
	R(jhash_1word(7, 8));
	R(jhash_3words(1, 2, 3, 4));
	P("hash %x %x %x", hash_32(12345, 10), (u32)hash_64(1234567890123ULL, 20),
	  (u32)hash_long(99, 12));
	P("div %llu %llu %lld", div64_u64(U64_MAX, 7), div_u64_rem(1000000007ULL, 10, &r32),
	  div_s64(-7, 2));
	P("rem %u", r32);
	P("div64 %llu", div64_u64_rem(U64_MAX, 1000003, &r));
	P("rem %llu", r);
	r = 1000000000001ULL;
	r32 = do_div(r, 1000);
	P("do_div %llu %u", r, r32);
	R(mul_u64_u32_shr(1ULL << 40, 3, 4));
	R(mul_u64_u64_div_u64(1ULL << 50, 12345, 777));
	R(mul_u64_u32_div(1ULL << 40, 100, 7));
	R(DIV_ROUND_UP_ULL(10ULL, 3));
	R(DIV_ROUND_CLOSEST(7, 2));
	R(DIV_ROUND_CLOSEST(-7, 2));
	R(round_up(13UL, 8));
	R(rounddown(17UL, 5));
	R(roundup(13, 5));
	R(DIV64_U64_ROUND_CLOSEST(7ULL, 2));
	P("sqrt %lu %u gcd", int_sqrt(1000001), int_sqrt64(1ULL << 61));
	R(ilog2(1000));
	R(order_base_2(1000));
	R(roundup_pow_of_two(1000));
	R(rounddown_pow_of_two(1000));
	R(is_power_of_2(64));
	R(fls(0));
	R(fls(0x8000));
	R(fls64(1ULL << 40));
	R(ffs(8));
	R(__ffs(0x10));
	R(__fls(0x1f));
	P("hweight %u %lu %u", hweight32(0xf0f0), hweight64(0xffffULL << 20), hweight8(0xff));
	P("rol %x %x %llx sign %d %lld", rol32(0x80000001, 4), ror32(1, 1), rol64(1ULL << 63, 1),
	  sign_extend32(0xff, 7), sign_extend64(0x80, 7));
	P("swab %x %x %llx", swab16(0x1234), swab32(0x12345678), swab64(1));
	R(FIELD_PREP(GENMASK(7, 4), 5));
	R(FIELD_GET(GENMASK(7, 4), 0xab));
	R(clamp(15, 0, 10));
	R(clamp_t(int, -1, 0, 10));
	R(min3(3, 1, 2));
	R(max3(3, 1, 2));
	R(abs(-5));
	R(abs(-5L));
	P("overflow %d", check_add_overflow(INT_MAX, 1, &i));
	P("overflow %d", check_mul_overflow(1 << 20, 1 << 20, &i));
	P("overflow %d", check_sub_overflow(0u, 1u, &r32));
	R(array_size(SIZE_MAX, 2));
	R(size_add(SIZE_MAX, 1));
	R(array3_size(2, 3, 4));
	R(upper_32_bits(0x123456789aULL));
	R(lower_32_bits(0x123456789aULL));
	P("mult_frac %d", mult_frac(1000, 3, 7));
}

static void bits(void)
{
	DECLARE_BITMAP(a, 130);
	DECLARE_BITMAP(b, 130);
	unsigned long i;
	cpumask_t m;
	nodemask_t nm = NODE_MASK_NONE;

	bitmap_zero(a, 130);
	bitmap_zero(b, 130);
	set_bit(3, a);
	R(test_and_set_bit(129, a));
	R(test_and_set_bit(129, a));
	R(test_and_clear_bit(3, a));
	change_bit(64, a);
	R(test_and_change_bit(64, a));
	R(bitmap_weight(a, 130));
	bitmap_set(a, 60, 10);
	bitmap_fill(b, 130);
	bitmap_clear(b, 62, 3);
	R(bitmap_and(a, a, b, 130));
	R(bitmap_subset(a, b, 130));
	R(bitmap_intersects(a, b, 130));
	R(bitmap_equal(a, b, 130));
	P("%*pbl / %*pbl", 130, a, 130, b);
	for_each_set_bit (i, a, 130)
		pr_cont("%s%lu", i == 60 ? KERN_INFO "data: set " : " ", i);
	pr_cont("\n");
	R(find_first_zero_bit(b, 130));
	R(find_next_bit(a, 130, 70));
	R(find_last_bit(a, 130));
	R(find_next_zero_bit(b, 130, 65));
	R(bitmap_find_next_zero_area(a, 130, 0, 61, 0));
	R(bitmap_find_next_zero_area(a, 130, 0, 8, 7));
	R(bitmap_find_free_region(a, 130, 3));
	R(bitmap_allocate_region(a, 0, 2));
	bitmap_release_region(a, 0, 3);
	P("shift %*pbl", 130, (bitmap_shift_left(b, a, 5, 130), b));
	P("shift %*pbl", 130, (bitmap_shift_right(b, a, 61, 130), b));
	P("complement %*pbl", 130, (bitmap_complement(b, a, 130), b));
	cpumask_clear(&m);
	cpumask_set_cpu(1, &m);
	P("cpumask %*pbl first %u next %u weight %u", cpumask_pr_args(&m), cpumask_first(&m),
	  min(cpumask_next(1, &m), nr_cpu_ids), cpumask_weight(&m));
	R(cpumask_next(5, &m) >= nr_cpu_ids);
	R(cpumask_empty(&m));
	P("parse %d", cpulist_parse("0-1", &m));
	P("cpus %*pbl online %u possible>=2 %d", cpumask_pr_args(&m), num_online_cpus(),
	  num_possible_cpus() >= 2);
	P("online %*pbl", cpumask_pr_args(cpu_online_mask));
	node_set(1, nm);
	P("nodes %*pbl weight %d first %d online %d", nodemask_pr_args(&nm), nodes_weight(nm),
	  first_node(nm), num_online_nodes());
}

static int __init data_init(void)
{
	fifos();
	ids();
	xa();
	lists();
	trees();
	numbers();
	bits();
	return 0;
}

static void __exit data_exit(void)
{
}

module_init(data_init);
module_exit(data_exit);
MODULE_LICENSE("GPL");
