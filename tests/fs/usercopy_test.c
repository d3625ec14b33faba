/* SPDX-License-Identifier: MIT */
/* Usercopy: a copy that leaves its object is refused and named; one that does not, is not. */
#include "util.h"

#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#include "fs/usercopy.h"
#include "lib/defect.h"
#include "mm/slab/track.h"

static unsigned int seen;
static enum defect_kind kind;
static char head[256], linux_text[256];

static void note(const struct ferrite_defect *d)
{
	seen++;
	kind = d->kind;
	strscpy(head, d->head, sizeof(head));
	strscpy(linux_text, d->linux_text, sizeof(linux_text));
}

static int usercopy_test_init(struct kunit *test)
{
	if (!track_enabled())
		kunit_skip(test, "the machine was declared without checks");
	seen = 0;
	head[0] = linux_text[0] = '\0';
	defect_set_sink(note);
	return 0;
}

static void usercopy_test_exit(struct kunit *test)
{
	defect_set_sink(NULL);
	defect_reset();
}

/* One finding of @k since the last; Linux's line has @text (NULL: Linux has no line). */
static void expect_refused(struct kunit *test, bool ok, enum defect_kind k, const char *text)
{
	KUNIT_EXPECT_FALSE(test, ok);
	KUNIT_EXPECT_EQ(test, seen, 1U);
	KUNIT_EXPECT_EQ(test, (int)kind, (int)k);
	if (text)
		KUNIT_EXPECT_TRUE_MSG(test, strstr(linux_text, text) != NULL, "got: %s\n%s", head,
				      linux_text);
	else
		KUNIT_EXPECT_STREQ(test, linux_text, "");
	seen = 0;
}

static void kmalloc_blocks(struct kunit *test)
{
	char *p = kmalloc(50, GFP_KERNEL), *q = kmalloc(50, GFP_KERNEL);

	KUNIT_EXPECT_TRUE(test, usercopy_ok(p, 50, true));
	KUNIT_EXPECT_TRUE(test, usercopy_ok(p + 49, 1, false));
	KUNIT_EXPECT_TRUE(test, usercopy_ok(p + 50, 0, true));
	KUNIT_EXPECT_EQ(test, seen, 0U);
	expect_refused(test, usercopy_ok(p, 51, true), DEFECT_USERCOPY, NULL);
	expect_refused(test, usercopy_ok(p, 65, true), DEFECT_USERCOPY,
		       "usercopy: Kernel memory exposure attempt detected from SLUB object "
		       "'kmalloc-64' (offset 0, size 65)!");
	expect_refused(test, usercopy_ok(p + 40, 30, false), DEFECT_USERCOPY,
		       "usercopy: Kernel memory overwrite attempt detected to SLUB object "
		       "'kmalloc-64' (offset 40, size 30)!");
	ksize(q);
	KUNIT_EXPECT_TRUE(test, usercopy_ok(q, 64, true));
	kfree(q);
	kfree(p);
	expect_refused(test, usercopy_ok(p, 8, true), DEFECT_USE_AFTER_FREE, NULL);
}

static void own_caches(struct kunit *test)
{
	struct kmem_cache *region =
		kmem_cache_create_usercopy("uc_region", 128, 0, 0, 32, 64, NULL);
	struct kmem_cache *none = kmem_cache_create("uc_none", 136, 0, 0, NULL);
	char *a = kmem_cache_alloc(region, GFP_KERNEL), *b = kmem_cache_alloc(none, GFP_KERNEL);

	KUNIT_EXPECT_TRUE(test, usercopy_ok(a + 32, 64, true));
	KUNIT_EXPECT_EQ(test, seen, 0U);
	expect_refused(test, usercopy_ok(a + 31, 4, true), DEFECT_USERCOPY, "'uc_region'");
	expect_refused(test, usercopy_ok(a + 90, 7, true), DEFECT_USERCOPY, "(offset 90, size 7)!");
	expect_refused(test, usercopy_ok(b, 1, true), DEFECT_USERCOPY, "'uc_none'");
	kmem_cache_free(region, a);
	kmem_cache_free(none, b);
	kmem_cache_destroy(region);
	kmem_cache_destroy(none);
}

static void large_blocks_and_pages(struct kunit *test)
{
	char *large = kmalloc(20000, GFP_KERNEL),
	     *exact = alloc_pages_exact(3 * PAGE_SIZE, GFP_KERNEL);
	struct page *compound = alloc_pages(GFP_KERNEL | __GFP_COMP, 1);
	char *c = page_address(compound);

	KUNIT_EXPECT_TRUE(test, usercopy_ok(large, 20000, true));
	KUNIT_EXPECT_TRUE(test, usercopy_ok(c + 100, 2 * PAGE_SIZE - 100, true));
	KUNIT_EXPECT_TRUE(test, usercopy_ok(exact + 5, 3 * PAGE_SIZE - 5, false));
	KUNIT_EXPECT_EQ(test, seen, 0U);
	expect_refused(test, usercopy_ok(large + 1, 20000, true), DEFECT_USERCOPY, NULL);
	expect_refused(test, usercopy_ok(large, 40000, true), DEFECT_USERCOPY,
		       "exposure attempt detected from page alloc (offset 0, size 40000)!");
	expect_refused(test, usercopy_ok(c + 1, 2 * PAGE_SIZE, false), DEFECT_USERCOPY,
		       "overwrite attempt detected to page alloc (offset 1, size 8192)!");
	kfree(large);
	free_pages_exact(exact, 3 * PAGE_SIZE);
	__free_pages(compound, 1);
}

static void vmalloc_areas(struct kunit *test)
{
	char *p = vmalloc(5000);

	KUNIT_EXPECT_TRUE(test, usercopy_ok(p + 10, 2 * PAGE_SIZE - 10, true));
	KUNIT_EXPECT_EQ(test, seen, 0U);
	expect_refused(test, usercopy_ok(p, 2 * PAGE_SIZE + 1, true), DEFECT_USERCOPY,
		       "from vmalloc (offset 0, size 8193)!");
	vfree(p);
	expect_refused(test, usercopy_ok(p, 8, true), DEFECT_USERCOPY, "from vmalloc 'no area'");
}

static noinline bool copies_in_frame(struct kunit *test, unsigned long extra)
{
	char local[64];

	memset(local, 1, sizeof(local));
	asm volatile("" : : "r"(local) : "memory");
	return usercopy_ok(local, sizeof(local) + extra, false);
}

static void stack_frames(struct kunit *test)
{
	int outer[4] = {1};

	asm volatile("" : : "r"(outer) : "memory");
	KUNIT_EXPECT_TRUE(test, usercopy_ok(outer, sizeof(outer), true));
	KUNIT_EXPECT_TRUE(test, copies_in_frame(test, 0));
	KUNIT_EXPECT_EQ(test, seen, 0U);
	expect_refused(test, copies_in_frame(test, 4000), DEFECT_USERCOPY, "to process stack");
}

static void addresses(struct kunit *test)
{
	expect_refused(test, usercopy_ok(NULL, 5, true), DEFECT_USERCOPY,
		       "from null address (offset 0, size 5)!");
	expect_refused(test, usercopy_ok(ZERO_SIZE_PTR, 5, true), DEFECT_USERCOPY, "null address");
	expect_refused(test, usercopy_ok((void *)-8L, 100, true), DEFECT_USERCOPY,
		       "wrapped address");
}

/* A refused copy moves nothing and clears nothing. */
static void refused_copies_do_nothing(struct kunit *test)
{
	char *p = kmalloc(32, GFP_KERNEL), user[64];
	void *old = fs_user_is_kernel_begin();

	memset(p, 'k', 32);
	memset(user, 'u', sizeof(user));
	KUNIT_EXPECT_EQ(test, copy_from_user(p, (void __user *)user, 64), 64UL);
	KUNIT_EXPECT_PTR_EQ(test, memchr_inv(p, 'k', 32), NULL);
	KUNIT_EXPECT_EQ(test, copy_to_user((void __user *)user, p, 64), 64UL);
	KUNIT_EXPECT_PTR_EQ(test, memchr_inv(user, 'u', 64), NULL);
	KUNIT_EXPECT_EQ(test, strncpy_from_user(p, (void __user *)user, 33), -(long)EFAULT);
	KUNIT_EXPECT_EQ(test, seen, 3U);
	fs_user_is_kernel_end(old);
	kfree(p);
}

static void unwritten_bytes(struct kunit *test)
{
	u64 buf[4];
	u32 half = TRACK_UNINIT_WORD >> 32;

	if (!track_fills())
		kunit_skip(test, "the machine was declared without checks=full");
	memset(buf, 0, sizeof(buf));
	usercopy_infoleak(buf, sizeof(buf));
	KUNIT_EXPECT_EQ(test, seen, 0U);
	track_fill_uninit((u8 *)buf + 9, 7);
	track_fill_uninit(&buf[3], 8);
	usercopy_infoleak(buf, sizeof(buf));
	expect_refused(test, false, DEFECT_INFOLEAK, "Bytes 9-15 of 32 are uninitialized");
	usercopy_infoleak((u8 *)buf + 12, 8);
	expect_refused(test, false, DEFECT_INFOLEAK, "Bytes 0-3 of 8 are uninitialized");
	usercopy_infoleak_value(&half, 4);
	expect_refused(test, false, DEFECT_INFOLEAK, "kernel-infoleak in put_user");
	usercopy_infoleak_value(&half, 2);
	KUNIT_EXPECT_EQ(test, seen, 0U);
}

static struct kunit_case usercopy_cases[] = {
	KUNIT_CASE(kmalloc_blocks),
	KUNIT_CASE(own_caches),
	KUNIT_CASE(large_blocks_and_pages),
	KUNIT_CASE(vmalloc_areas),
	KUNIT_CASE(stack_frames),
	KUNIT_CASE(addresses),
	KUNIT_CASE(refused_copies_do_nothing),
	KUNIT_CASE(unwritten_bytes),
	{},
};

static struct kunit_suite usercopy_suite = {
	.name = "fs_usercopy",
	.init = usercopy_test_init,
	.exit = usercopy_test_exit,
	.test_cases = usercopy_cases,
};
kunit_test_suite(usercopy_suite);
