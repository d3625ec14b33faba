/* SPDX-License-Identifier: MIT */
/* Iterators over segments, and copies from and to user memory that is not there. */
#include "util.h"

#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/uio.h>

static void copies_across_segments(struct kunit *test)
{
	char a[3], b[1], c[8];
	struct kvec vec[4] = {{a, 3}, {NULL, 0}, {b, 1}, {c, 8}};
	struct iov_iter it, back;
	char out[16] = "";

	iov_iter_kvec(&it, ITER_DEST, vec, 4, 12);
	KUNIT_EXPECT_EQ(test, copy_to_iter("0123456789abcdef", 6, &it), 6);
	KUNIT_EXPECT_EQ(test, iov_iter_count(&it), 6);
	iov_iter_revert(&it, 3);
	KUNIT_EXPECT_EQ(test, iov_iter_count(&it), 9);
	KUNIT_EXPECT_EQ(test, copy_to_iter("xyzXYZ", 3, &it), 3);
	KUNIT_EXPECT_EQ(test, iov_iter_zero(100, &it), 6);
	iov_iter_kvec(&back, ITER_SOURCE, vec, 4, 12);
	KUNIT_EXPECT_EQ(test, copy_from_iter(out, 16, &back), 12);
	KUNIT_EXPECT_MEMEQ(test, out, "012xyz\0\0\0\0\0\0", 12);
	KUNIT_EXPECT_FALSE(test, copy_from_iter_full(out, 1, &back));
	iov_iter_revert(&back, 12);
	KUNIT_EXPECT_EQ(test, back.iov_offset, 0);
	KUNIT_EXPECT_PTR_EQ(test, back.kvec, &vec[0]);
	iov_iter_advance(&back, 4);
	KUNIT_EXPECT_EQ(test, iov_iter_single_seg_count(&back), 8);
	iov_iter_truncate(&back, 2);
	KUNIT_EXPECT_EQ(test, iov_iter_single_seg_count(&back), 2);
}

static void discard(struct kunit *test)
{
	struct iov_iter it;

	iov_iter_discard(&it, ITER_DEST, 10);
	KUNIT_EXPECT_EQ(test, copy_to_iter("abc", 3, &it), 3);
	KUNIT_EXPECT_EQ(test, iov_iter_count(&it), 7);
}

static void no_user_memory(struct kunit *test)
{
	char buf[8] = "unclear";
	void __user *u = (void __user *)4096;
	struct iov_iter it;
	u32 v = 5;

	KUNIT_EXPECT_EQ(test, copy_from_user(buf, u, 4), 4);
	KUNIT_EXPECT_MEMEQ(test, buf, "\0\0\0\0ear", 8); /* the tail is zeroed */
	KUNIT_EXPECT_EQ(test, copy_to_user(u, buf, 4), 4);
	KUNIT_EXPECT_EQ(test, copy_to_user(u, buf, 0), 0);
	KUNIT_EXPECT_EQ(test, get_user(v, (u32 __user *)u), -EFAULT);
	KUNIT_EXPECT_EQ(test, v, 0);
	KUNIT_EXPECT_EQ(test, put_user(v, (u32 __user *)u), -EFAULT);
	KUNIT_EXPECT_EQ(test, strncpy_from_user(buf, u, 8), -EFAULT);
	KUNIT_EXPECT_EQ(test, strnlen_user(u, 8), 0);
	KUNIT_EXPECT_EQ(test, clear_user(u, 3), 3);
	KUNIT_EXPECT_FALSE(test, access_ok((void __user *)-4096L, 1));
	KUNIT_EXPECT_TRUE(test, access_ok(u, 1));
	iov_iter_ubuf(&it, ITER_DEST, u, 100);
	KUNIT_EXPECT_EQ(test, copy_to_iter("abc", 3, &it), 0);
	KUNIT_EXPECT_EQ(test, iov_iter_count(&it), 100);
	KUNIT_EXPECT_PTR_EQ(test, memdup_user(u, 4), ERR_PTR(-EFAULT));
}

static void user_strings(struct kunit *test)
{
	void *old = fs_user_is_kernel_begin();
	char *text = kunit_kzalloc(test, 400, GFP_KERNEL), buf[400];
	u64 v = 0;
	u8 byte = 0;

	memset(text, 'x', 300);
	KUNIT_EXPECT_EQ(test, strncpy_from_user(buf, text, 400), 300);
	KUNIT_EXPECT_EQ(test, strncpy_from_user(buf, text, 300), 300);
	KUNIT_EXPECT_EQ(test, strncpy_from_user(buf, text, 10), 10);
	KUNIT_EXPECT_EQ(test, strnlen_user(text, 400), 301);
	KUNIT_EXPECT_GT(test, strnlen_user(text, 300), 300);
	KUNIT_EXPECT_EQ(test, put_user(0x1122334455667788ULL, (u64 *)text), 0);
	KUNIT_EXPECT_EQ(test, get_user(v, (u64 *)text), 0);
	KUNIT_EXPECT_EQ(test, v, 0x1122334455667788ULL);
	KUNIT_EXPECT_EQ(test, get_user(byte, (u8 *)text), 0);
	KUNIT_EXPECT_EQ(test, byte, 0x88);
	KUNIT_EXPECT_EQ(test, check_zeroed_user(text + 300, 100), 1);
	KUNIT_EXPECT_EQ(test, check_zeroed_user(text + 299, 100), 0);
	KUNIT_EXPECT_EQ(test, copy_struct_from_user(buf, 8, text + 290, 20), -E2BIG);
	KUNIT_EXPECT_EQ(test, copy_struct_from_user(buf, 20, text + 290, 8), 0);
	KUNIT_EXPECT_EQ(test, buf[8], 0);
	fs_user_is_kernel_end(old);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(copies_across_segments),
	KUNIT_CASE(discard),
	KUNIT_CASE(no_user_memory),
	KUNIT_CASE(user_strings),
	{},
};

static struct kunit_suite iov_suite = {.name = "fs_iov", .test_cases = cases};
kunit_test_suite(iov_suite);
