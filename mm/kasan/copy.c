/* SPDX-License-Identifier: MIT */
/*
 * Like string.c: formatted text, and the kernel's side of copies from and to user memory.
 *
 * A copy that would leave its object is not done: nothing was copied, the caller hears. (Linux
 * goes on after the report; here the checks of the copy itself would tell the same thing again.)
 */
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/stdarg.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "kasan.h"
#include "wrap.h"

#define READS(p, n)  kasan_allows(p, n, false, KASAN_REFUSED_COPY, _RET_IP_)
#define WRITES(p, n) kasan_allows(p, n, true, KASAN_REFUSED_COPY, _RET_IP_)

/* ---- user memory ---- */

KASAN_ENTRY(unsigned long, copy_from_user, (void *to, const void __user *from, unsigned long n))
{
	return WRITES(to, n) ? copy_from_user(to, from, n) : n;
}

KASAN_ENTRY(unsigned long, copy_to_user, (void __user *to, const void *from, unsigned long n))
{
	return READS(from, n) ? copy_to_user(to, from, n) : n;
}

KASAN_ENTRY(unsigned long, __copy_from_user, (void *to, const void __user *from, unsigned long n))
{
	return WRITES(to, n) ? __copy_from_user(to, from, n) : n;
}

KASAN_ENTRY(unsigned long, __copy_to_user, (void __user *to, const void *from, unsigned long n))
{
	return READS(from, n) ? __copy_to_user(to, from, n) : n;
}

KASAN_ENTRY(unsigned long, __copy_from_user_inatomic,
	    (void *to, const void __user *from, unsigned long n))
{
	return WRITES(to, n) ? __copy_from_user_inatomic(to, from, n) : n;
}

KASAN_ENTRY(unsigned long, __copy_to_user_inatomic,
	    (void __user *to, const void *from, unsigned long n))
{
	return READS(from, n) ? __copy_to_user_inatomic(to, from, n) : n;
}

KASAN_ENTRY(long, strncpy_from_user, (char *dst, const char __user *src, long count))
{
	if (count > 0 && !WRITES(dst, count))
		return -EFAULT;
	return strncpy_from_user(dst, src, count);
}

/* How many of @count bytes from *@pos on are within @available. */
static size_t within(loff_t pos, size_t count, size_t available)
{
	return pos < 0 || pos >= available ? 0 : min_t(size_t, count, available - pos);
}

KASAN_ENTRY(ssize_t, simple_read_from_buffer,
	    (void __user *to, size_t count, loff_t *ppos, const void *from, size_t available))
{
	if (!READS((const char *)from + *ppos, within(*ppos, count, available)))
		return -EFAULT;
	return simple_read_from_buffer(to, count, ppos, from, available);
}

KASAN_ENTRY(ssize_t, simple_write_to_buffer,
	    (void *to, size_t available, loff_t *ppos, const void __user *from, size_t count))
{
	if (!WRITES((char *)to + *ppos, within(*ppos, count, available)))
		return -EFAULT;
	return simple_write_to_buffer(to, available, ppos, from, count);
}

/* ---- formatted text ---- */

/* May the text that these make, with its end, be written? */
static bool writes_text(char *buf, size_t size, const char *fmt, va_list args, unsigned long ip)
{
	va_list again;
	int n;

	if (!kasan_on() || !size)
		return true;
	va_copy(again, args);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	return kasan_allows(buf, min_t(size_t, size, n + 1), true, KASAN_REFUSED, ip);
}

KASAN_ENTRY(int, ferrite_vsnprintf, (char *buf, size_t size, const char *fmt, va_list args))
{
	return vsnprintf(buf, writes_text(buf, size, fmt, args, _RET_IP_) ? size : 0, fmt, args);
}

KASAN_ENTRY(int, vscnprintf, (char *buf, size_t size, const char *fmt, va_list args))
{
	return vscnprintf(buf, writes_text(buf, size, fmt, args, _RET_IP_) ? size : 0, fmt, args);
}

KASAN_ENTRY(int, ferrite_vsprintf, (char *buf, const char *fmt, va_list args))
{
	return vsnprintf(buf, writes_text(buf, INT_MAX, fmt, args, _RET_IP_) ? INT_MAX : 0, fmt,
			 args);
}

KASAN_ENTRY(int, ferrite_snprintf, (char *buf, size_t size, const char *fmt, ...))
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(buf, writes_text(buf, size, fmt, args, _RET_IP_) ? size : 0, fmt, args);
	va_end(args);
	return n;
}

KASAN_ENTRY(int, scnprintf, (char *buf, size_t size, const char *fmt, ...))
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vscnprintf(buf, writes_text(buf, size, fmt, args, _RET_IP_) ? size : 0, fmt, args);
	va_end(args);
	return n;
}

KASAN_ENTRY(int, ferrite_sprintf, (char *buf, const char *fmt, ...))
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(buf, writes_text(buf, INT_MAX, fmt, args, _RET_IP_) ? INT_MAX : 0, fmt, args);
	va_end(args);
	return n;
}
