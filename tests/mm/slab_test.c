/* SPDX-License-Identifier: MIT */
/* Slab caches: the calls, what they do to the counters, merging, the ways of objects. */
#include <kunit/test.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/slub_def.h>
#include <linux/string.h>

#include "mm/slab/slab.h"
#include "mm/slab/slabinfo.h"

static void expect_clean(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, slab_audit(NULL), 0UL);
}

static void kmalloc_classes(struct kunit *test)
{
	static const struct {
		size_t size, slot;
	} want[] = {
		{1, 8},	    {8, 8},	  {9, 16},	{64, 64},      {65, 96},
		{96, 96},   {97, 128},	  {129, 192},	{192, 192},    {193, 256},
		{257, 512}, {4097, 8192}, {8192, 8192}, {8193, 16384}, {131072, 131072},
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(want); i++) {
		void *p = kmalloc(want[i].size, GFP_KERNEL);

		KUNIT_ASSERT_NOT_NULL(test, p);
		KUNIT_EXPECT_EQ(test, ksize(p), want[i].slot);
		KUNIT_EXPECT_EQ(test, (unsigned long)p % 8, 0UL);
		if (!(want[i].slot & (want[i].slot - 1)))
			KUNIT_EXPECT_EQ(test, (unsigned long)p % min(want[i].slot, 4096UL), 0UL);
		memset(p, 0x11, ksize(p));
		kfree(p);
	}
	expect_clean(test);
}

static void kmalloc_constant_sizes(struct kunit *test)
{
	void *p = kmalloc(100, GFP_KERNEL), *q = kzalloc(100, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_ASSERT_NOT_NULL(test, q);
	KUNIT_EXPECT_EQ(test, ksize(p), 128UL);
	KUNIT_EXPECT_PTR_EQ(test, memchr_inv(q, 0, 100), NULL);
	kfree(p);
	kfree(q);
}

static void zero_and_null(struct kunit *test)
{
	KUNIT_EXPECT_PTR_EQ(test, kmalloc(0, GFP_KERNEL), ZERO_SIZE_PTR);
	KUNIT_EXPECT_EQ(test, ksize(ZERO_SIZE_PTR), 0UL);
	KUNIT_EXPECT_EQ(test, ksize(NULL), 0UL);
	kfree(NULL);
	kfree(ZERO_SIZE_PTR);
	KUNIT_EXPECT_PTR_EQ(test, kmalloc_array(1UL << 40, 1UL << 40, GFP_KERNEL), NULL);
	KUNIT_EXPECT_PTR_EQ(test, krealloc(NULL, 0, GFP_KERNEL), ZERO_SIZE_PTR);
}

static void krealloc_keeps_the_content(struct kunit *test)
{
	char *p = kmalloc(24, GFP_KERNEL), *q;
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, p);
	for (i = 0; i < 24; i++)
		p[i] = i;
	q = krealloc(p, 32, GFP_KERNEL);
	KUNIT_EXPECT_PTR_EQ(test, q, p);
	q = krealloc(q, 5000, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, q);
	for (i = 0; i < 24; i++)
		KUNIT_ASSERT_EQ(test, q[i], (char)i);
	q = krealloc(q, 20000, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, q);
	for (i = 0; i < 24; i++)
		KUNIT_ASSERT_EQ(test, q[i], (char)i);
	KUNIT_EXPECT_PTR_EQ(test, krealloc(q, 0, GFP_KERNEL), ZERO_SIZE_PTR);
	expect_clean(test);
}

static void large_goes_to_pages(struct kunit *test)
{
	void *p = kmalloc(40000, GFP_KERNEL);
	struct slab_place place;

	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_EQ(test, ksize(p), 65536UL);
	KUNIT_EXPECT_TRUE(test, PageHead(virt_to_page(p)));
	slab_locate((char *)p + 5000, &place);
	KUNIT_EXPECT_EQ(test, (int)place.state, (int)SLAB_PLACE_LARGE);
	KUNIT_EXPECT_EQ(test, place.offset, 5000U);
	expect_clean(test);
	kfree(p);
	KUNIT_EXPECT_PTR_EQ(test, kmalloc(KMALLOC_MAX_SIZE + 1, GFP_KERNEL | __GFP_NOWARN), NULL);
	expect_clean(test);
}

static unsigned long slabs_of(struct kmem_cache *s)
{
	struct slabinfo i;

	get_slabinfo(s, &i);
	return i.num_slabs;
}

static void a_cache_lives(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("test_lives", 200, 0, SLAB_NOLEAKTRACE, NULL);
	struct slabinfo info;
	void *p[45];
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, s);
	if (slab_state.full) {
		kmem_cache_destroy(s);
		kunit_skip(test, "the machine has red zones");
	}
	KUNIT_EXPECT_EQ(test, kmem_cache_size(s), 200U);
	for (i = 0; i < 45; i++) {
		p[i] = kmem_cache_alloc(s, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, p[i]);
	}
	get_slabinfo(s, &info);
	KUNIT_EXPECT_EQ(test, info.objects_per_slab, 20U);
	KUNIT_EXPECT_EQ(test, info.num_slabs, 3UL);
	KUNIT_EXPECT_EQ(test, info.num_objs, 60UL);
	/* The rest of the CPU's slab counts as active, as on Linux. */
	KUNIT_EXPECT_EQ(test, info.active_objs, 60UL);
	expect_clean(test);
	for (i = 0; i < 45; i++)
		kmem_cache_free(s, p[i]);
	expect_clean(test);
	KUNIT_EXPECT_EQ(test, kmem_cache_shrink(s), 0);
	KUNIT_EXPECT_EQ(test, slabs_of(s), 0UL);
	expect_clean(test);
	kmem_cache_destroy(s);
	expect_clean(test);
}

static void merging_follows_linux(struct kunit *test)
{
	struct kmem_cache *a = kmem_cache_create("test_merge_a", 104, 8, 0, NULL);
	struct kmem_cache *b = kmem_cache_create("test_merge_b", 100, 8, 0, NULL);
	struct kmem_cache *c =
		kmem_cache_create("test_merge_c", 104, 8, SLAB_RECLAIM_ACCOUNT, NULL);
	struct kmem_cache *d = kmem_cache_create("test_merge_d", 104, 8, SLAB_POISON, NULL);
	struct kmem_cache *e = kmem_cache_create_usercopy("test_merge_e", 104, 8, 0, 0, 104, NULL);

	if (slab_state.full) { /* red zones: nothing is merged */
		KUNIT_EXPECT_TRUE(test, a != b);
		a->refcount++;
	} else {
		KUNIT_EXPECT_PTR_EQ(test, a, b);
		KUNIT_EXPECT_EQ(test, kmem_cache_size(b), 104U);
	}
	KUNIT_EXPECT_TRUE(test, a != c && a != d && a != e);
	kmem_cache_destroy(e);
	kmem_cache_destroy(d);
	kmem_cache_destroy(c);
	kmem_cache_destroy(b);
	if (slab_state.full)
		a->refcount--;
	KUNIT_EXPECT_EQ(test, a->refcount, 1);
	kmem_cache_destroy(a);
	expect_clean(test);
}

static unsigned int ctor_calls;

static void ctor(void *object)
{
	ctor_calls++;
	memset(object, 0x77, 48);
}

static void constructors_run_once_an_object(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("test_ctor", 48, 0, 0, ctor);
	struct slabinfo info;
	void *p;

	KUNIT_ASSERT_NOT_NULL(test, s);
	ctor_calls = 0;
	p = kmem_cache_alloc(s, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, p);
	get_slabinfo(s, &info);
	KUNIT_EXPECT_EQ(test, (unsigned long)ctor_calls, info.num_objs);
	KUNIT_EXPECT_PTR_EQ(test, memchr_inv(p, 0x77, 48), NULL);
	kmem_cache_free(s, p);
	p = kmem_cache_alloc(s, GFP_KERNEL);
	KUNIT_EXPECT_PTR_EQ(test, memchr_inv(p, 0x77, 48), NULL);
	KUNIT_EXPECT_EQ(test, (unsigned long)ctor_calls, info.num_objs);
	kmem_cache_free(s, p);
	kmem_cache_destroy(s);
}

static void debug_flags_keep_objects_whole(struct kunit *test)
{
	static const slab_flags_t flags[] = {
		SLAB_RED_ZONE,
		SLAB_POISON,
		SLAB_STORE_USER,
		SLAB_RED_ZONE | SLAB_POISON | SLAB_STORE_USER | SLAB_CONSISTENCY_CHECKS,
	};
	unsigned int i, j;
	void *p[30];

	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		struct kmem_cache *s = kmem_cache_create("test_debug", 60, 0, flags[i], NULL);

		KUNIT_ASSERT_NOT_NULL(test, s);
		for (j = 0; j < 30; j++) {
			p[j] = kmem_cache_zalloc(s, GFP_KERNEL);
			KUNIT_ASSERT_NOT_NULL(test, p[j]);
			memset(p[j], j, 60);
		}
		for (j = 0; j < 30; j++) {
			KUNIT_EXPECT_PTR_EQ(test, memchr_inv(p[j], j, 60), NULL);
			kmem_cache_free(s, p[j]);
		}
		expect_clean(test);
		kmem_cache_destroy(s);
	}
}

static void bulk_is_all_or_nothing(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("test_bulk", 72, 0, SLAB_NOLEAKTRACE, NULL);
	void *p[100];

	KUNIT_ASSERT_NOT_NULL(test, s);
	KUNIT_EXPECT_EQ(test, kmem_cache_alloc_bulk(s, GFP_KERNEL, 100, p), 100);
	expect_clean(test);
	kmem_cache_free_bulk(s, 100, p);
	expect_clean(test);
	kmem_cache_destroy(s);
}

static void nodes_are_obeyed(struct kunit *test)
{
	int nid;

	for_each_online_node (nid) {
		void *p = kmalloc_node(300, GFP_KERNEL | __GFP_THISNODE, nid);
		void *q = kmalloc_node(30000, GFP_KERNEL | __GFP_THISNODE, nid);

		KUNIT_ASSERT_NOT_NULL(test, p);
		KUNIT_ASSERT_NOT_NULL(test, q);
		KUNIT_EXPECT_EQ(test, page_to_nid(virt_to_page(p)), nid);
		KUNIT_EXPECT_EQ(test, page_to_nid(virt_to_page(q)), nid);
		kfree(p);
		kfree(q);
	}
	expect_clean(test);
}

static void an_address_is_located(struct kunit *test)
{
	char *p = kmalloc(100, GFP_KERNEL);
	struct slab_place place;

	KUNIT_ASSERT_NOT_NULL(test, p);
	slab_locate(p + 17, &place);
	KUNIT_EXPECT_EQ(test, (int)place.state, (int)SLAB_PLACE_ALLOCATED);
	KUNIT_EXPECT_PTR_EQ(test, place.object, (void *)p);
	KUNIT_EXPECT_EQ(test, place.offset, 17U);
	KUNIT_EXPECT_STREQ(test, place.cache->name, "kmalloc-128");
	kfree(p);
	slab_locate(p, &place);
	KUNIT_EXPECT_EQ(test, (int)place.state, (int)SLAB_PLACE_FREE);
	slab_locate((void *)8, &place);
	KUNIT_EXPECT_EQ(test, (int)place.state, (int)SLAB_PLACE_NONE);
	KUNIT_EXPECT_PTR_EQ(test, place.page, (struct page *)NULL);
}

static struct kunit_case slab_cases[] = {KUNIT_CASE(kmalloc_classes),
					 KUNIT_CASE(kmalloc_constant_sizes),
					 KUNIT_CASE(zero_and_null),
					 KUNIT_CASE(krealloc_keeps_the_content),
					 KUNIT_CASE(large_goes_to_pages),
					 KUNIT_CASE(a_cache_lives),
					 KUNIT_CASE(merging_follows_linux),
					 KUNIT_CASE(constructors_run_once_an_object),
					 KUNIT_CASE(debug_flags_keep_objects_whole),
					 KUNIT_CASE(bulk_is_all_or_nothing),
					 KUNIT_CASE(nodes_are_obeyed),
					 KUNIT_CASE(an_address_is_located),
					 {}};

static struct kunit_suite slab_suite = {
	.name = "slab",
	.test_cases = slab_cases,
};
kunit_test_suite(slab_suite);
