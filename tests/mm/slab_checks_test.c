/* SPDX-License-Identifier: MIT */
/* Checks: each planted misuse of an object is found, once, and named with its callers. */
#include <kunit/test.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/prandom.h>
#include <linux/slab.h>
#include <linux/slub_def.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "lib/defect.h"
#include "lib/vsprintf.h"
#include "mm/machine/machine.h"
#include "mm/slab/slab.h"
#include "mm/slab/slabinfo.h"

static unsigned int found[NR_DEFECT_KINDS];
static char last[256], last_linux[256];
static unsigned long long last_watch;
static unsigned int last_stacks;

static void note(const struct ferrite_defect *d)
{
	found[d->kind]++;
	strscpy(last, d->head, sizeof(last));
	strscpy(last_linux, d->linux_text, sizeof(last_linux));
	last_watch = d->watch;
	last_stacks = d->nr_stacks;
}

static int checks_init(struct kunit *test)
{
	if (!track_enabled())
		kunit_skip(test, "the machine was declared without checks");
	memset(found, 0, sizeof(found));
	last[0] = '\0';
	defect_set_sink(note);
	WRITE_ONCE(slab_quarantine_all, true);
	return 0;
}

/* The planted defects are no defects of this suite. */
static void checks_exit(struct kunit *test)
{
	WRITE_ONCE(slab_quarantine_all, false);
	slab_check_objects();
	defect_set_sink(NULL);
	defect_reset();
}

#define hide(p)                          \
	({                               \
		typeof(p) __p = (p);     \
		__asm__("" : "+r"(__p)); \
		__p;                     \
	})

static void double_free(struct kunit *test)
{
	void *p = kmalloc(64, GFP_KERNEL);

	kfree(p);
	kfree(hide(p));
	KUNIT_EXPECT_EQ(test, found[DEFECT_DOUBLE_FREE], 1U);
	KUNIT_EXPECT_EQ(test, slab_audit(NULL), 0UL);
}

static void interior_and_foreign_frees(struct kunit *test)
{
	char *p = kmalloc(64, GFP_KERNEL);
	static char not_ours[64];

	kfree(hide(p) + 8);
	KUNIT_EXPECT_EQ(test, found[DEFECT_BAD_FREE], 1U);
	kfree(hide(&not_ours[0]));
	KUNIT_EXPECT_EQ(test, found[DEFECT_BAD_FREE], 2U);
	kfree(p);
	KUNIT_EXPECT_EQ(test, found[DEFECT_DOUBLE_FREE], 0U);
	KUNIT_EXPECT_EQ(test, slab_audit(NULL), 0UL);
}

static void write_after_free(struct kunit *test)
{
	unsigned char *p = kmalloc(256, GFP_KERNEL), *q;
	void *others[64];
	unsigned int i;

	kfree(p);
	hide(p)[3] = 1;
	/* The object comes back within a few allocations. */
	for (i = 0; i < ARRAY_SIZE(others); i++)
		others[i] = kmalloc(256, GFP_KERNEL);
	for (i = 0; i < ARRAY_SIZE(others); i++)
		kfree(others[i]);
	/* Or it waits in the quarantine. */
	KUNIT_EXPECT_EQ(test, slab_check_objects(), track_fills() ? 1UL : 0UL);
	KUNIT_EXPECT_EQ(test, found[DEFECT_USE_AFTER_FREE], 1U);
	q = kmalloc(256, GFP_KERNEL);
	kfree(q);
	hide(q)[0] = 2;
	KUNIT_EXPECT_EQ(test, slab_check_objects(), 1UL);
	KUNIT_EXPECT_EQ(test, found[DEFECT_USE_AFTER_FREE], 2U);
	KUNIT_EXPECT_EQ(test, slab_check_objects(), 0UL);
}

static void overrun_in_the_slot(struct kunit *test)
{
	char *p = kmalloc(50, GFP_KERNEL);

	hide(p)[50] = 0;
	kfree(p);
	KUNIT_EXPECT_EQ(test, found[DEFECT_OVERRUN], 1U);
	p = kmalloc(50, GFP_KERNEL);
	memset(hide(p), 1, ksize(p)); /* allowed after ksize */
	kfree(p);
	KUNIT_EXPECT_EQ(test, found[DEFECT_OVERRUN], 1U);
}

static void red_zones(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("test_red", 40, 0, SLAB_RED_ZONE, NULL);
	char *p;

	KUNIT_ASSERT_NOT_NULL(test, s);
	p = kmem_cache_alloc(s, GFP_KERNEL);
	hide(p)[40] = 1;
	kmem_cache_free(s, p);
	KUNIT_EXPECT_EQ(test, found[DEFECT_OVERRUN], 1U);
	p = kmem_cache_alloc(s, GFP_KERNEL);
	hide(p)[-1] = 1;
	kmem_cache_free(s, p);
	KUNIT_EXPECT_EQ(test, found[DEFECT_OVERRUN], 2U);
	kmem_cache_destroy(s);
}

static void wrong_cache(struct kunit *test)
{
	struct kmem_cache *a = kmem_cache_create("test_wrong_a", 64, 0, SLAB_POISON, NULL);
	struct kmem_cache *b = kmem_cache_create("test_wrong_b", 64, 0, SLAB_POISON, NULL);
	void *p = kmem_cache_alloc(a, GFP_KERNEL);

	kmem_cache_free(b, p); /* reported, and given back to a, as on Linux */
	KUNIT_EXPECT_EQ(test, found[DEFECT_BAD_FREE], 1U);
	KUNIT_EXPECT_EQ(test, found[DEFECT_DOUBLE_FREE], 0U);
	kmem_cache_destroy(a);
	kmem_cache_destroy(b);
}

/* ---- red zones and the quarantine: checks=full ---- */

static void need_full(struct kunit *test)
{
	if (!slab_state.full)
		kunit_skip(test, "the machine has no red zones");
}

static void both_sides_of_a_kmalloc(struct kunit *test)
{
	char *p;

	need_full(test);
	p = kmalloc(64, GFP_KERNEL);
	hide(p)[64] = 1;
	kfree(p);
	KUNIT_EXPECT_EQ(test, found[DEFECT_OVERRUN], 1U);
	KUNIT_EXPECT_STREQ(test, last, "byte 64 of an object of 64 bytes, kmalloc-64, was written");
	KUNIT_EXPECT_TRUE(test, strstr(last_linux, "Right Redzone overwritten") != NULL);
	KUNIT_EXPECT_EQ(test, last_watch, (unsigned long long)canonical_address(p + 64));
	p = kmalloc(64, GFP_KERNEL);
	memset(hide(p) - 2, 1, 2);
	kfree(p);
	KUNIT_EXPECT_EQ(test, found[DEFECT_OVERRUN], 2U);
	KUNIT_EXPECT_STREQ(test, last,
			   "bytes -2 to -1 of an object of 64 bytes, kmalloc-64, were written");
	KUNIT_EXPECT_TRUE(test, strstr(last_linux, "Left Redzone overwritten") != NULL);
}

/* Two neighbours of one slab, the left one first. */
static void neighbours(struct kunit *test, struct kmem_cache *s, char **left, char **right)
{
	*left = kmem_cache_alloc(s, GFP_KERNEL);
	*right = kmem_cache_alloc(s, GFP_KERNEL);
	KUNIT_ASSERT_PTR_EQ(test, *left + s->size, *right);
}

static void who_overran_is_blamed(struct kunit *test)
{
	struct kmem_cache *s;
	char *left, *right;

	need_full(test);
	s = kmem_cache_create("test_row", 72, 0, 0, NULL);
	KUNIT_ASSERT_NOT_NULL(test, s);
	neighbours(test, s, &left, &right);
	memset(hide(left) + 72, 'x', s->size); /* through both zones into the right one */
	kmem_cache_free(s, right);
	KUNIT_EXPECT_EQ(test, found[DEFECT_OVERRUN], 1U);
	KUNIT_EXPECT_TRUE(test, strstr(last, "bytes 72 to ") == last);
	KUNIT_EXPECT_EQ(test, last_watch, (unsigned long long)canonical_address(left + 72));
	kmem_cache_free(s, left);
	KUNIT_EXPECT_EQ(test, found[DEFECT_OVERRUN], 1U);
	KUNIT_EXPECT_EQ(test, found[DEFECT_USE_AFTER_FREE], 0U);
	kmem_cache_destroy(s);
}

static void freed_objects_are_not_reused_at_once(struct kunit *test)
{
	char *p, *q;

	need_full(test);
	p = kmalloc(64, GFP_KERNEL);
	kfree(p);
	q = kmalloc(64, GFP_KERNEL);
	KUNIT_EXPECT_TRUE(test, p != q);
	kfree(hide(p));
	KUNIT_EXPECT_EQ(test, found[DEFECT_DOUBLE_FREE], 1U);
	KUNIT_EXPECT_EQ(test, last_stacks, 3U);
	kfree(q);
	KUNIT_EXPECT_EQ(test, found[DEFECT_DOUBLE_FREE], 1U);
	KUNIT_EXPECT_EQ(test, slab_audit(NULL), 0UL);
}

static void set_77(void *object)
{
	memset(object, 0x77, 40);
}

static void constructed_objects_are_summed(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("test_sum", 40, 0, 0, set_77);
	char *p = kmem_cache_alloc(s, GFP_KERNEL);

	kmem_cache_free(s, p);
	KUNIT_EXPECT_EQ(test, slab_check_objects(), 0UL);
	hide(p)[3] = 0;
	KUNIT_EXPECT_EQ(test, slab_check_objects(), 1UL);
	KUNIT_EXPECT_EQ(test, found[DEFECT_USE_AFTER_FREE], 1U);
	set_77(p);
	kmem_cache_destroy(s);
}

static void never_written_memory(struct kunit *test)
{
	unsigned char *p;
	size_t run;

	need_full(test);
	p = kmalloc(100, GFP_KERNEL);
	KUNIT_EXPECT_EQ(test, track_uninit_find(p, 100, &run), 0UL);
	KUNIT_EXPECT_EQ(test, run, 100UL);
	memset(p, 0, 50);
	KUNIT_EXPECT_EQ(test, track_uninit_find(p, 100, &run), 50UL);
	memset(p, 0, 97);
	KUNIT_EXPECT_EQ(test, track_uninit_find(p, 100, &run), 100UL);
	kfree(p);
	p = kzalloc(100, GFP_KERNEL);
	KUNIT_EXPECT_PTR_EQ(test, memchr_inv(p, 0, 100), NULL);
	kfree(p);
}

static void large_blocks(struct kunit *test)
{
	char *p = kmalloc(20000, GFP_KERNEL);

	hide(p)[20000] = 1;
	kfree(p);
	KUNIT_EXPECT_EQ(test, found[DEFECT_OVERRUN], 1U);
	kfree(hide(p));
	KUNIT_EXPECT_EQ(test, found[DEFECT_DOUBLE_FREE] + found[DEFECT_BAD_FREE], 1U);
	p = kmalloc(20000, GFP_KERNEL);
	kfree(hide(p) + 4096);
	KUNIT_EXPECT_STREQ(test, last, "kfree of byte 4096 of a block of 20000 bytes from kmalloc");
	kfree(p);
}

static void krealloc_moves_the_guard(struct kunit *test)
{
	char *p = kmalloc(100, GFP_KERNEL), *q = krealloc(p, 120, GFP_KERNEL);

	KUNIT_EXPECT_PTR_EQ(test, p, q);
	memset(hide(q), 1, 120);
	q = krealloc(q, 80, GFP_KERNEL);
	KUNIT_EXPECT_EQ(test, found[DEFECT_OVERRUN], 0U);
	hide(q)[80] = 1;
	kfree(q);
	KUNIT_EXPECT_EQ(test, found[DEFECT_OVERRUN], 1U);
	KUNIT_EXPECT_PTR_EQ(test, krealloc(hide(q), 300, GFP_KERNEL), NULL);
	KUNIT_EXPECT_EQ(test, found[DEFECT_USE_AFTER_FREE], 1U);
}

/* Each address that is no object's start, and what is said of it. */
static void what_cannot_be_freed_is_named(struct kunit *test)
{
	void *area = vmalloc(5000);
	unsigned long page = __get_free_page(GFP_KERNEL);
	char stack[16], *p = kmalloc(64, GFP_KERNEL);

	kfree(hide(p) + 8);
	KUNIT_EXPECT_STREQ(test, last, "kfree of byte 8 of an object of 64 bytes, kmalloc-64");
	KUNIT_EXPECT_TRUE(test, strstr(last_linux, "Invalid object pointer 0x") != NULL);
	kfree(hide(area));
	KUNIT_EXPECT_STREQ(test, last, "kfree of a vmalloc area: vfree() frees it");
	kfree((void *)hide(page));
	KUNIT_EXPECT_STREQ(test, last, "kfree of a page: __free_pages() or free_pages() frees it");
	kfree(hide(&stack[0]));
	KUNIT_EXPECT_STREQ(test, last, "kfree of an address on the running task's stack");
	kfree(hide((void *)ERR_PTR(-ENOMEM)));
	KUNIT_EXPECT_STREQ(test, last, "kfree of an error pointer, -12");
	kfree(hide((void *)0xdeadbeef00000000));
	KUNIT_EXPECT_TRUE(test, strstr(last, "where no memory of the machine is") != NULL);
	KUNIT_EXPECT_EQ(test, found[DEFECT_BAD_FREE], 6U);
	vfree(area);
	free_page(page);
	kfree(p);
	KUNIT_EXPECT_EQ(test, found[DEFECT_DOUBLE_FREE], 0U);
}

static void destroyed_caches_are_known(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("test_dead", 56, 0, SLAB_NOLEAKTRACE, NULL);

	kmem_cache_destroy(s);
	KUNIT_EXPECT_PTR_EQ(test, kmem_cache_alloc(hide(s), GFP_KERNEL), NULL);
	KUNIT_EXPECT_STREQ(test, last, "kmem_cache_alloc with test_dead, which was destroyed");
	kmem_cache_destroy(hide(s));
	KUNIT_EXPECT_EQ(test, found[DEFECT_CACHE_BUSY], 2U);
	KUNIT_EXPECT_EQ(test, slab_audit(NULL), 0UL);
}

static void names_are_unique_as_on_linux(struct kunit *test)
{
	struct kmem_cache *a = kmem_cache_create("test_twice", 40, 0, 0, set_77);
	struct kmem_cache *b = kmem_cache_create("test_twice", 40, 0, 0, set_77);

	KUNIT_EXPECT_NOT_NULL(test, a);
	KUNIT_EXPECT_PTR_EQ(test, b, NULL);
	kmem_cache_destroy(a);
	kmem_cache_destroy(b);
}

static void equal_leaks_are_one_finding(struct kunit *test)
{
	void *p[5];
	unsigned int i, before;

	slab_report_leaks(NULL);
	before = found[DEFECT_LEAK];
	for (i = 0; i < 5; i++)
		p[i] = kmalloc(77, GFP_KERNEL);
	KUNIT_EXPECT_EQ(test, slab_report_leaks(NULL), 5UL);
	KUNIT_EXPECT_EQ(test, found[DEFECT_LEAK], before + 1);
	KUNIT_EXPECT_STREQ(test, last, "5 objects of 77 bytes, kmalloc-96");
	for (i = 0; i < 5; i++)
		kfree(p[i]);
}

/*
 * Planted at random, against a model that knows what was planted: each is found once, as its kind,
 * and nothing else is.
 */
static void random_damage(struct kunit *test)
{
	unsigned int overruns = 0, uafs = 0, doubles = 0, i;
	struct rnd_state rnd;

	need_full(test);
	prandom_seed_state(&rnd, machine.decl->seed);
	for (i = 0; i < 400; i++) {
		u32 size = 1 + prandom_u32_state(&rnd) % 600, kind = prandom_u32_state(&rnd) % 6;
		char *p = kmalloc(size, GFP_KERNEL);

		memset(p, i, size);
		if (kind == 0) {
			hide(p)[size + prandom_u32_state(&rnd) % 8] ^= 1;
			overruns++;
		} else if (kind == 1) {
			hide(p)[-1 - (int)(prandom_u32_state(&rnd) % 8)] ^= 1;
			overruns++;
		}
		kfree(p);
		if (kind == 2) {
			hide(p)[prandom_u32_state(&rnd) % size] ^= 1;
			uafs++;
		} else if (kind == 3) {
			kfree(hide(p));
			doubles++;
		}
	}
	slab_check_objects();
	KUNIT_EXPECT_EQ(test, found[DEFECT_OVERRUN], overruns);
	KUNIT_EXPECT_EQ(test, found[DEFECT_USE_AFTER_FREE], uafs);
	KUNIT_EXPECT_EQ(test, found[DEFECT_DOUBLE_FREE], doubles);
	KUNIT_EXPECT_EQ(test, found[DEFECT_BAD_FREE], 0U);
	KUNIT_EXPECT_EQ(test, slab_audit(NULL), 0UL);
}

static bool everybody(unsigned long caller)
{
	return true;
}

static bool nobody(unsigned long caller)
{
	return false;
}

static void leaks_are_named(struct kunit *test)
{
	unsigned int found_before;
	void *p, *q;

	slab_report_leaks(everybody); /* what the machine itself holds */
	found_before = found[DEFECT_LEAK];

	KUNIT_EXPECT_EQ(test, slab_report_leaks(everybody), 0UL); /* told once */
	p = kmalloc(77, GFP_KERNEL);
	q = kmalloc(20000, GFP_KERNEL);
	KUNIT_EXPECT_EQ(test, slab_report_leaks(nobody), 0UL);
	KUNIT_EXPECT_EQ(test, slab_report_leaks(everybody), 2UL);
	KUNIT_EXPECT_LE(test, found_before + 2, found[DEFECT_LEAK]);
	kfree(p);
	kfree(q);
}

static void destroying_a_busy_cache(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("test_busy", 88, 0, SLAB_POISON, NULL);
	void *p;

	KUNIT_ASSERT_NOT_NULL(test, s);
	p = kmem_cache_alloc(s, GFP_KERNEL);
	kmem_cache_destroy(s);
	KUNIT_EXPECT_EQ(test, found[DEFECT_CACHE_BUSY], 1U);
	KUNIT_EXPECT_TRUE(test, strstr(last, "1 object of 88 bytes is left in test_busy") != NULL);
	/* It stays, as on Linux: give the object back and let it go. */
	kmem_cache_free(s, p);
	s->refcount = 1;
	kmem_cache_destroy(s);
	KUNIT_EXPECT_EQ(test, slab_audit(NULL), 0UL);
}

static struct kunit_case checks_cases[] = {KUNIT_CASE(double_free),
					   KUNIT_CASE(interior_and_foreign_frees),
					   KUNIT_CASE(write_after_free),
					   KUNIT_CASE(overrun_in_the_slot),
					   KUNIT_CASE(red_zones),
					   KUNIT_CASE(wrong_cache),
					   KUNIT_CASE(leaks_are_named),
					   KUNIT_CASE(destroying_a_busy_cache),
					   KUNIT_CASE(both_sides_of_a_kmalloc),
					   KUNIT_CASE(who_overran_is_blamed),
					   KUNIT_CASE(freed_objects_are_not_reused_at_once),
					   KUNIT_CASE(constructed_objects_are_summed),
					   KUNIT_CASE(never_written_memory),
					   KUNIT_CASE(large_blocks),
					   KUNIT_CASE(krealloc_moves_the_guard),
					   KUNIT_CASE(what_cannot_be_freed_is_named),
					   KUNIT_CASE(destroyed_caches_are_known),
					   KUNIT_CASE(names_are_unique_as_on_linux),
					   KUNIT_CASE(equal_leaks_are_one_finding),
					   KUNIT_CASE(random_damage),
					   {}};

static struct kunit_suite checks_suite = {
	.name = "slab_checks",
	.init = checks_init,
	.exit = checks_exit,
	.test_cases = checks_cases,
};
kunit_test_suite(checks_suite);
