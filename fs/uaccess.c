/* SPDX-License-Identifier: MIT */
/*
 * Copies between kernel and user memory.
 *
 * Before a copy, usercopy.c looks at the kernel's side of it. What that refuses is not copied, and
 * not cleared either: the caller sees all of it uncopied, as for a bad user address.
 *
 * Every access goes through arch_user_read or arch_user_write, which split at pages and say
 * how much was not copied; nothing here knows where user memory is. Each copy is a schedule
 * point. A task that stands for no client has no user memory: all its accesses fail, as they
 * do in a Linux kernel thread.
 *
 * fs_user_is_kernel() lets the core's own code read files into kernel buffers (tests, views):
 * between begin and end, the current task's "user" addresses are kernel addresses.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/might_sleep.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "arch/arch.h"
#include "fs.h"
#include "lib/step.h"
#include "user.h"
#include "usercopy.h"

/* The client of a task whose user memory is the kernel's. */
static char kernel_is_user;

void *fs_user_is_kernel_begin(void)
{
	void *old = current->client;

	current->client = &kernel_is_user;
	return old;
}

void fs_user_is_kernel_end(void *old)
{
	current->client = old;
}

static unsigned long user_read(void *to, const void __user *from, unsigned long n)
{
	if (current->client == &kernel_is_user) {
		memcpy(to, (const void __force *)from, n);
		return 0;
	}
	return current->client ? arch_user_read(to, (uintptr_t)from, n) : n;
}

static unsigned long user_write(void __user *to, const void *from, unsigned long n)
{
	if (current->client == &kernel_is_user) {
		memcpy((void __force *)to, from, n);
		return 0;
	}
	return current->client ? arch_user_write((uintptr_t)to, from, n) : n;
}

/* ---- blocks ---- */

unsigned long raw_copy_from_user(void *to, const void __user *from, unsigned long n)
{
	return n ? user_read(to, from, n) : 0;
}
EXPORT_SYMBOL(raw_copy_from_user);

unsigned long raw_copy_to_user(void __user *to, const void *from, unsigned long n)
{
	return n ? user_write(to, from, n) : 0;
}
EXPORT_SYMBOL(raw_copy_to_user);

static unsigned long copy_in(void *to, const void __user *from, unsigned long n)
{
	return usercopy_ok(to, n, false) ? raw_copy_from_user(to, from, n) : n;
}

static unsigned long copy_out(void __user *to, const void *from, unsigned long n)
{
	if (!usercopy_ok(from, n, true))
		return n;
	usercopy_infoleak(from, n);
	return raw_copy_to_user(to, from, n);
}

unsigned long __copy_from_user(void *to, const void __user *from, unsigned long n)
{
	step_next(_RET_IP_);
	might_fault();
	return copy_in(to, from, n);
}
EXPORT_SYMBOL(__copy_from_user);

unsigned long __copy_to_user(void __user *to, const void *from, unsigned long n)
{
	step_next(_RET_IP_);
	might_fault();
	return copy_out(to, from, n);
}
EXPORT_SYMBOL(__copy_to_user);

unsigned long copy_from_user(void *to, const void __user *from, unsigned long n)
{
	unsigned long left = n;

	step_next(_RET_IP_);
	might_fault();
	if (!usercopy_ok(to, n, false))
		return n;
	if (access_ok(from, n))
		left = raw_copy_from_user(to, from, n);
	if (unlikely(left))
		memset(to + (n - left), 0, left);
	return left;
}
EXPORT_SYMBOL(copy_from_user);

unsigned long copy_to_user(void __user *to, const void *from, unsigned long n)
{
	step_next(_RET_IP_);
	might_fault();
	if (!access_ok(to, n))
		return n;
	return copy_out(to, from, n);
}
EXPORT_SYMBOL(copy_to_user);

/*
 * The inatomic forms: Linux copies what is present and fails on the first page that would
 * have to be faulted in. The client's memory is always reachable, so the copy is made.
 */
unsigned long __copy_from_user_inatomic(void *to, const void __user *from, unsigned long n)
{
	step_next(_RET_IP_);
	return copy_in(to, from, n);
}
EXPORT_SYMBOL(__copy_from_user_inatomic);

unsigned long __copy_to_user_inatomic(void __user *to, const void *from, unsigned long n)
{
	step_next(_RET_IP_);
	return copy_out(to, from, n);
}
EXPORT_SYMBOL(__copy_to_user_inatomic);

unsigned long copy_in_user(void __user *to, const void __user *from, unsigned long n)
{
	char chunk[256];

	while (n) {
		unsigned long step = min_t(unsigned long, n, sizeof(chunk));
		unsigned long left = copy_from_user(chunk, from, step);

		left += copy_to_user(to, chunk, step - left);
		n -= step - left;
		if (left)
			return n;
		to += step;
		from += step;
	}
	return 0;
}
EXPORT_SYMBOL(copy_in_user);

static const char zeroes[512];

unsigned long __clear_user(void __user *to, unsigned long n)
{
	might_fault();
	while (n) {
		unsigned long step = min_t(unsigned long, n, sizeof(zeroes));
		unsigned long left = user_write(to, zeroes, step);

		n -= step - left;
		if (left)
			break;
		to += step;
	}
	return n;
}
EXPORT_SYMBOL(__clear_user);

unsigned long clear_user(void __user *to, unsigned long n)
{
	return access_ok(to, n) ? __clear_user(to, n) : n;
}
EXPORT_SYMBOL(clear_user);

/* ---- single values ---- */

int ferrite_get_user(void *kval, const void __user *ptr, unsigned int size)
{
	step_next(_RET_IP_);
	might_fault();
	if (access_ok(ptr, size) && user_read(kval, ptr, size) == 0)
		return 0;
	memset(kval, 0, size);
	return -EFAULT;
}
EXPORT_SYMBOL(ferrite_get_user);

/* A store that crosses into the next page writes both parts or nothing, as the instruction does. */
static bool put_across(void __user *ptr, const void *kval, unsigned int size)
{
	unsigned int head = PAGE_SIZE - offset_in_page(ptr), tail = size - head;
	u8 old[8];

	if (user_read(old, ptr + head, tail) || user_write(ptr + head, kval + head, tail))
		return false;
	if (!user_write(ptr, kval, head))
		return true;
	user_write(ptr + head, old, tail);
	return false;
}

int ferrite_put_user(const void *kval, void __user *ptr, unsigned int size)
{
	step_next(_RET_IP_);
	might_fault();
	if (!access_ok(ptr, size))
		return -EFAULT;
	usercopy_infoleak_value(kval, size);
	if (offset_in_page(ptr) + size > PAGE_SIZE)
		return put_across(ptr, kval, size) ? 0 : -EFAULT;
	return user_write(ptr, kval, size) ? -EFAULT : 0;
}
EXPORT_SYMBOL(ferrite_put_user);

/* ---- strings ---- */

/*
 * Bring in at most @max bytes from @src, up to a page's end, so that a string that ends on
 * the last mapped page is read whole.
 */
static long user_chunk(char *buf, const char __user *src, long max)
{
	unsigned long addr = (unsigned long)src;
	long room = PAGE_SIZE - (addr & (PAGE_SIZE - 1));

	max = min(max, room);
	if (!access_ok(src, max))
		return 0;
	return max - raw_copy_from_user(buf, src, max);
}

long strncpy_from_user(char *dst, const char __user *src, long count)
{
	long done = 0;

	step_next(_RET_IP_);
	might_fault();
	if (count > 0 && !usercopy_ok(dst, count, false))
		return -EFAULT;
	while (done < count) {
		long got = user_chunk(dst + done, src + done, min(count - done, 256L));
		char *nul;

		if (got <= 0)
			return -EFAULT;
		nul = memchr(dst + done, 0, got);
		if (nul)
			return nul - dst;
		done += got;
	}
	return done;
}
EXPORT_SYMBOL(strncpy_from_user);

long strnlen_user(const char __user *s, long n)
{
	char chunk[128];
	long done = 0;

	might_fault();
	while (done < n) {
		long got = user_chunk(chunk, s + done, min_t(long, n - done, sizeof(chunk)));
		char *nul;

		if (got <= 0)
			return 0;
		nul = memchr(chunk, 0, got);
		if (nul)
			return done + (nul - chunk) + 1;
		done += got;
	}
	return n + 1;
}
EXPORT_SYMBOL(strnlen_user);

/* ---- structs ---- */

int check_zeroed_user(const void __user *from, size_t size)
{
	char chunk[128];

	while (size) {
		size_t n = min(size, sizeof(chunk));

		if (copy_from_user(chunk, from, n))
			return -EFAULT;
		if (memchr_inv(chunk, 0, n))
			return 0;
		from += n;
		size -= n;
	}
	return 1;
}
EXPORT_SYMBOL(check_zeroed_user);

int copy_struct_from_user(void *dst, size_t ksize, const void __user *src, size_t usize)
{
	size_t size = min(ksize, usize);
	int zero;

	if (usize < ksize) {
		memset(dst + usize, 0, ksize - usize);
	} else if (usize > ksize) {
		zero = check_zeroed_user(src + ksize, usize - ksize);
		if (zero <= 0)
			return zero ?: -E2BIG;
	}
	return copy_from_user(dst, src, size) ? -EFAULT : 0;
}
EXPORT_SYMBOL(copy_struct_from_user);

/* ---- probing ---- */

size_t fault_in_readable(const char __user *uaddr, size_t size)
{
	char c;

	for (size_t done = 0; done < size;) {
		if (copy_from_user(&c, uaddr + done, 1))
			return size - done;
		done += PAGE_SIZE - offset_in_page(uaddr + done);
	}
	return 0;
}
EXPORT_SYMBOL(fault_in_readable);

size_t fault_in_writeable(char __user *uaddr, size_t size)
{
	char c;

	for (size_t done = 0; done < size;) {
		if (copy_from_user(&c, uaddr + done, 1) || copy_to_user(uaddr + done, &c, 1))
			return size - done;
		done += PAGE_SIZE - offset_in_page(uaddr + done);
	}
	return 0;
}
EXPORT_SYMBOL(fault_in_writeable);

/* Kernel memory that ferrite knows: what lies below a page is a NULL dereference. */
bool copy_from_kernel_nofault_allowed(const void *unsafe_src, size_t size)
{
	return (unsigned long)unsafe_src >= PAGE_SIZE;
}

long copy_from_kernel_nofault(void *dst, const void *src, size_t size)
{
	if (!copy_from_kernel_nofault_allowed(src, size))
		return -ERANGE;
	memcpy(dst, src, size);
	return 0;
}
EXPORT_SYMBOL(copy_from_kernel_nofault);

long copy_to_kernel_nofault(void *dst, const void *src, size_t size)
{
	if (!copy_from_kernel_nofault_allowed(dst, size))
		return -EFAULT;
	memcpy(dst, src, size);
	return 0;
}
EXPORT_SYMBOL(copy_to_kernel_nofault);

long strncpy_from_kernel_nofault(char *dst, const void *unsafe_addr, long count)
{
	const char *src = unsafe_addr;
	long n = 0;

	if (count <= 0)
		return 0;
	if (!copy_from_kernel_nofault_allowed(src, count))
		return -ERANGE;
	do {
		dst[n] = src[n];
	} while (dst[n++] && n < count);
	dst[n - 1] = '\0';
	return n;
}
EXPORT_SYMBOL(strncpy_from_kernel_nofault);

long copy_from_user_nofault(void *dst, const void __user *src, size_t size)
{
	return access_ok(src, size) && !copy_in(dst, src, size) ? 0 : -EFAULT;
}
EXPORT_SYMBOL(copy_from_user_nofault);

long copy_to_user_nofault(void __user *dst, const void *src, size_t size)
{
	return access_ok(dst, size) && !copy_out(dst, src, size) ? 0 : -EFAULT;
}
EXPORT_SYMBOL(copy_to_user_nofault);

long strncpy_from_user_nofault(char *dst, const void __user *unsafe_addr, long count)
{
	long n;

	if (count <= 0)
		return 0;
	n = strncpy_from_user(dst, unsafe_addr, count);
	if (n < 0)
		return n;
	if (n < count)
		return n + 1;
	dst[count - 1] = '\0';
	return count;
}
EXPORT_SYMBOL(strncpy_from_user_nofault);
