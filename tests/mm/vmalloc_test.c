/* SPDX-License-Identifier: MIT */
/* vmalloc: memory, mappings, address space, recount. */
#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mempool.h>
#include <linux/prandom.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "mm/machine/machine.h"
#include "mm/vmalloc/vmalloc.h"

static void memory_is_there(struct kunit *test)
{
	unsigned long before = vmalloc_nr_pages();
	char *p = vmalloc(10000), *z = vzalloc(5000);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_ASSERT_NOT_NULL(test, z);
	KUNIT_EXPECT_TRUE(test, is_vmalloc_addr(p));
	KUNIT_EXPECT_FALSE(test, is_vmalloc_addr(test));
	KUNIT_EXPECT_EQ(test, vmalloc_nr_pages(), before + 5);
	KUNIT_EXPECT_PTR_EQ(test, memchr_inv(z, 0, 5000), NULL);
	for (i = 0; i < 10000; i++)
		p[i] = i * 7;
	for (i = 0; i < 10000; i += 4096) {
		char *direct = page_address(vmalloc_to_page(p + i));

		KUNIT_EXPECT_EQ(test, direct[0], p[i]);
		direct[1] = 99;
		KUNIT_EXPECT_EQ(test, p[i + 1], (char)99);
	}
	vfree(p);
	vfree(z);
	vfree(NULL);
	KUNIT_EXPECT_EQ(test, vmalloc_nr_pages(), before);
	KUNIT_EXPECT_EQ(test, vmalloc_audit(NULL), 0UL);
}

static void pages_can_be_mapped_twice(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL), *pages[3] = {page, page, page};
	volatile char *p = vmap(pages, 3, VM_MAP, PAGE_KERNEL); /* an alias: no reordering */

	KUNIT_ASSERT_NOT_NULL(test, p);
	p[5] = 42;
	KUNIT_EXPECT_EQ(test, p[PAGE_SIZE + 5], (char)42);
	KUNIT_EXPECT_EQ(test, ((char *)page_address(page))[5], (char)42);
	KUNIT_EXPECT_PTR_EQ(test, vmalloc_to_page((void *)p + PAGE_SIZE), page);
	vunmap((void *)p);
	__free_page(page);
	KUNIT_EXPECT_EQ(test, vmalloc_audit(NULL), 0UL);
}

static void areas_do_not_touch(struct kunit *test)
{
	char *a = vmalloc(PAGE_SIZE), *b = vmalloc(PAGE_SIZE);

	KUNIT_ASSERT_NOT_NULL(test, a);
	KUNIT_ASSERT_NOT_NULL(test, b);
	KUNIT_EXPECT_GE(test, b > a ? b - a : a - b, (long)(2 * PAGE_SIZE)); /* the guard page */
	KUNIT_EXPECT_EQ(test, get_vm_area_size(find_vm_area(a)), PAGE_SIZE);
	vfree(a);
	vfree(b);
}

static void kvmalloc_falls_back(struct kunit *test)
{
	void *small = kvmalloc(100, GFP_KERNEL), *huge = kvzalloc(9UL << 20, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, small);
	KUNIT_ASSERT_NOT_NULL(test, huge);
	KUNIT_EXPECT_FALSE(test, is_vmalloc_addr(small));
	KUNIT_EXPECT_TRUE(test, is_vmalloc_addr(huge));
	kvfree(small);
	kvfree(huge);
}

static void too_much_fails(struct kunit *test)
{
	KUNIT_EXPECT_PTR_EQ(test, __vmalloc(1UL << 40, GFP_KERNEL | __GFP_NOWARN), NULL);
	KUNIT_EXPECT_EQ(test, vmalloc_audit(NULL), 0UL);
}

static void random_calls_match_the_model(struct kunit *test)
{
	static struct {
		unsigned char *p;
		unsigned long size;
	} held[32];
	struct rnd_state rnd;
	unsigned int step, i;

	kunit_info(test, "seed %llu\n", (unsigned long long)machine.decl->seed);
	prandom_seed_state(&rnd, machine.decl->seed);
	for (step = 0; step < 1500; step++) {
		i = prandom_u32_state(&rnd) % ARRAY_SIZE(held);
		if (held[i].p) {
			KUNIT_ASSERT_EQ(test, held[i].p[0], (unsigned char)i);
			KUNIT_ASSERT_EQ(test, held[i].p[held[i].size - 1], (unsigned char)i);
			vfree(held[i].p);
			held[i].p = NULL;
			continue;
		}
		held[i].size = 2 + prandom_u32_state(&rnd) % (step % 50 ? 40000 : 3000000);
		held[i].p = vmalloc(held[i].size);
		KUNIT_ASSERT_NOT_NULL(test, held[i].p);
		held[i].p[0] = held[i].p[held[i].size - 1] = i;
		if (step % 100 == 0)
			KUNIT_ASSERT_EQ(test, vmalloc_audit(NULL), 0UL);
	}
	for (i = 0; i < ARRAY_SIZE(held); i++) {
		vfree(held[i].p);
		held[i].p = NULL;
	}
	KUNIT_EXPECT_EQ(test, vmalloc_audit(NULL), 0UL);
}

static struct kunit_case vmalloc_cases[] = {KUNIT_CASE(memory_is_there),
					    KUNIT_CASE(pages_can_be_mapped_twice),
					    KUNIT_CASE(areas_do_not_touch),
					    KUNIT_CASE(kvmalloc_falls_back),
					    KUNIT_CASE(too_much_fails),
					    KUNIT_CASE(random_calls_match_the_model),
					    {}};

static struct kunit_suite vmalloc_suite = {
	.name = "vmalloc",
	.test_cases = vmalloc_cases,
};
kunit_test_suite(vmalloc_suite);
