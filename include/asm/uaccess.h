/* SPDX-License-Identifier: MIT */
/* The user's address range and single-value access. Include <linux/uaccess.h>. */
#ifndef _ASM_UACCESS_H
#define _ASM_UACCESS_H

#include <linux/compiler.h>
#include <linux/types.h>

/* x86-64, four levels: user addresses end one page below the non-canonical hole. */
#define TASK_SIZE_MAX	 ((1UL << 47) - 4096)
#define FERRITE_USER_TOP TASK_SIZE_MAX

static inline bool __access_ok(const void __user *ptr, unsigned long size)
{
	unsigned long addr = (unsigned long)ptr;

	return size <= FERRITE_USER_TOP && addr <= FERRITE_USER_TOP - size;
}

/* Could [@addr, @addr + @size) be user memory? Says nothing about whether it is mapped. */
#define access_ok(addr, size) likely(__access_ok((const void __user *)(addr), (size)))

/* 0 or -EFAULT; @size is 1, 2, 4 or 8. On a fault *@kval is zeroed. Checks the range. */
int ferrite_get_user(void *kval, const void __user *ptr, unsigned int size);
int ferrite_put_user(const void *kval, void __user *ptr, unsigned int size);

#define __user_size_check(ptr)                                                              \
	_Static_assert(sizeof(*(ptr)) == 1 || sizeof(*(ptr)) == 2 || sizeof(*(ptr)) == 4 || \
			       sizeof(*(ptr)) == 8,                                         \
		       "get_user and put_user move 1, 2, 4 or 8 bytes")

/* The integer that holds *ptr, so that x may have another type, as in Linux. */
#define __inttype(x)                                                     \
	__typeof__(__builtin_choose_expr(                                \
		sizeof(x) == 1, (unsigned char)0,                        \
		__builtin_choose_expr(sizeof(x) == 2, (unsigned short)0, \
				      __builtin_choose_expr(sizeof(x) == 4, 0U, 0UL))))

#define get_user(x, ptr)                                                             \
	({                                                                           \
		__typeof__(ptr) __gu_ptr = (ptr);                                    \
		__inttype(*__gu_ptr) __gu_val = 0;                                   \
		int __gu_err;                                                        \
		__user_size_check(__gu_ptr);                                         \
		__gu_err = ferrite_get_user(&__gu_val, __gu_ptr, sizeof(*__gu_ptr)); \
		(x) = (__force __typeof__(*__gu_ptr))__gu_val;                       \
		__gu_err;                                                            \
	})

#define put_user(x, ptr)                                                                 \
	({                                                                               \
		__typeof__(ptr) __pu_ptr = (ptr);                                        \
		__typeof__(*(ptr)) __pu_val = (x);                                       \
		__user_size_check(__pu_ptr);                                             \
		ferrite_put_user(&__pu_val, (void __user *)__pu_ptr, sizeof(*__pu_ptr)); \
	})

#define __get_user(x, ptr) get_user(x, ptr)
#define __put_user(x, ptr) put_user(x, ptr)

#endif
