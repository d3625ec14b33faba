/* SPDX-License-Identifier: MIT */
/*
 * Access to the current task's user memory. Only a client's task has some; in any other task
 * every access fails. All calls here but the *_nofault and kernel forms may sleep and are a
 * schedule point; calling one in atomic context is a defect.
 */
#ifndef _LINUX_UACCESS_H
#define _LINUX_UACCESS_H

#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/sched.h>
#include <linux/types.h>
#include <asm/uaccess.h>

/* Bytes NOT copied (0: all). copy_from_user clears the rest of @to. */
unsigned long copy_from_user(void *to, const void __user *from, unsigned long n);
unsigned long copy_to_user(void __user *to, const void *from, unsigned long n);
/* Without the zeroed tail and the address check. */
unsigned long __copy_from_user(void *to, const void __user *from, unsigned long n);
unsigned long __copy_to_user(void __user *to, const void *from, unsigned long n);
/* In atomic context: fail (return @n) instead of waiting. */
unsigned long __copy_from_user_inatomic(void *to, const void __user *from, unsigned long n);
unsigned long __copy_to_user_inatomic(void __user *to, const void *from, unsigned long n);
unsigned long raw_copy_from_user(void *to, const void __user *from, unsigned long n);
unsigned long raw_copy_to_user(void __user *to, const void *from, unsigned long n);
unsigned long copy_in_user(void __user *to, const void __user *from, unsigned long n);

/* Bytes NOT cleared. */
unsigned long clear_user(void __user *to, unsigned long n);
unsigned long __clear_user(void __user *to, unsigned long n);

/*
 * Length without NUL, or @count when none is within @count (nothing is terminated then),
 * or -EFAULT.
 */
long strncpy_from_user(char *dst, const char __user *src, long count);
/* Length with NUL; more than @n when none is within @n; 0 on a fault. */
long strnlen_user(const char __user *s, long n);

/* Copy a versioned struct: 0, -E2BIG (unknown tail is not zero), -EFAULT. */
int copy_struct_from_user(void *dst, size_t ksize, const void __user *src, size_t usize);
/* 1: all zero, 0: not, -EFAULT. */
int check_zeroed_user(const void __user *from, size_t size);

size_t fault_in_writeable(char __user *uaddr, size_t size);
size_t fault_in_readable(const char __user *uaddr, size_t size);

/* Kernel memory that may not be there. 0 or -ERANGE / -EFAULT. */
long copy_from_kernel_nofault(void *dst, const void *src, size_t size);
long copy_to_kernel_nofault(void *dst, const void *src, size_t size);
long strncpy_from_kernel_nofault(char *dst, const void *unsafe_addr, long count);
long copy_from_user_nofault(void *dst, const void __user *src, size_t size);
long copy_to_user_nofault(void __user *dst, const void *src, size_t size);
long strncpy_from_user_nofault(char *dst, const void __user *unsafe_addr, long count);
bool copy_from_kernel_nofault_allowed(const void *unsafe_src, size_t size);

#define get_kernel_nofault(val, ptr)                                     \
	({                                                               \
		const typeof(val) *__gk_ptr = (ptr);                     \
		copy_from_kernel_nofault(&(val), __gk_ptr, sizeof(val)); \
	})

/* memdup_user and friends are in <linux/string.h>. */

/* Fault handling of the current task may be switched off; nests. */
static inline void pagefault_disable(void)
{
	current->pagefault_disabled++;
	barrier();
}

static inline void pagefault_enable(void)
{
	barrier();
	current->pagefault_disabled--;
}

static inline bool pagefault_disabled(void)
{
	return current->pagefault_disabled != 0;
}

#define faulthandler_disabled() (pagefault_disabled() || in_atomic())

#define user_access_begin(a, b) access_ok(a, b)
#define user_access_end() \
	do {              \
	} while (0)
#define user_read_access_begin	user_access_begin
#define user_read_access_end	user_access_end
#define user_write_access_begin user_access_begin
#define user_write_access_end	user_access_end
#define unsafe_get_user(x, p, e)      \
	do {                          \
		if (__get_user(x, p)) \
			goto e;       \
	} while (0)
#define unsafe_put_user(x, p, e)      \
	do {                          \
		if (__put_user(x, p)) \
			goto e;       \
	} while (0)

#endif
