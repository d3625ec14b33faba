/* SPDX-License-Identifier: MIT */
/* Checks: each planted misuse of an object is found, once, and named with its callers. */
#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/slub_def.h>
#include <linux/string.h>

#include "lib/defect.h"
#include "mm/slab/slab.h"
#include "mm/slab/slabinfo.h"

static unsigned int found[NR_DEFECT_KINDS];
static char last[512];

static void note(const struct ferrite_defect *d)
{
	found[d->kind]++;
	strscpy(last, d->head, sizeof(last));
}

static int checks_init(struct kunit *test)
{
	if (!track_enabled())
		kunit_skip(test, "the machine was declared without checks");
	memset(found, 0, sizeof(found));
	last[0] = '\0';
	defect_set_sink(note);
	slab_quarantine_all = true;
	return 0;
}

/* The planted defects are no defects of this suite. */
static void checks_exit(struct kunit *test)
{
	slab_quarantine_all = false;
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
					   {}};

static struct kunit_suite checks_suite = {
	.name = "slab_checks",
	.init = checks_init,
	.exit = checks_exit,
	.test_cases = checks_cases,
};
kunit_test_suite(checks_suite);
