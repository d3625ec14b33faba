/* SPDX-License-Identifier: MIT */
/*
 * Functions of the core that modules give pointers to: look at what they will touch, then go on
 * to the function itself. The core's own calls do not come here.
 *
 * Each ends in a tail call, so that the function sees the module as its caller.
 */
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "kasan.h"
#include "wrap.h"

#define READS(p, n)  kasan_check(p, n, false, _RET_IP_)
#define WRITES(p, n) kasan_check(p, n, true, _RET_IP_)

/* The same for calls that do nothing when the answer is no. */
#define MAY_READ(p, n)	kasan_allows(p, n, false, KASAN_REFUSED, _RET_IP_)
#define MAY_WRITE(p, n) kasan_allows(p, n, true, KASAN_REFUSED, _RET_IP_)

/* The string at @s with its end, of which at most @max bytes are looked at. */
static __always_inline void reads_string(const char *s, size_t max, unsigned long ip)
{
	unsigned long bad;
	size_t n;

	if (!kasan_on() || !max)
		return;
	/* A pointer that is bad from the start is not to be followed. */
	if (!kasan_check(s, 1, false, ip))
		return;
	n = strnlen(s, max);
	/* A string is read byte by byte: the first bad one is what is told. */
	bad = kasan_first_bad((unsigned long)s, n < max ? n + 1 : max);
	if (bad)
		kasan_report_access(bad, 1, false, ip);
}

#define READS_STRING(s)	    reads_string(s, SIZE_MAX, _RET_IP_)
#define READS_UP_TO(s, max) reads_string(s, max, _RET_IP_)

/* ---- memory ---- */

/* What would leave its object is not done, as on Linux. */
KASAN_ENTRY(void *, memcpy, (void *dst, const void *src, size_t n))
{
	if (!MAY_READ(src, n) || !MAY_WRITE(dst, n))
		return dst;
	return memcpy(dst, src, n);
}

KASAN_ENTRY(void *, memmove, (void *dst, const void *src, size_t n))
{
	if (!MAY_READ(src, n) || !MAY_WRITE(dst, n))
		return dst;
	return memmove(dst, src, n);
}

KASAN_ENTRY(void *, memset, (void *s, int c, size_t n))
{
	if (!MAY_WRITE(s, n))
		return s;
	return memset(s, c, n);
}

KASAN_ENTRY(void *, __asan_memcpy, (void *dst, const void *src, size_t n))
{
	if (!MAY_READ(src, n) || !MAY_WRITE(dst, n))
		return dst;
	return memcpy(dst, src, n);
}

KASAN_ENTRY(void *, __asan_memmove, (void *dst, const void *src, size_t n))
{
	if (!MAY_READ(src, n) || !MAY_WRITE(dst, n))
		return dst;
	return memmove(dst, src, n);
}

KASAN_ENTRY(void *, __asan_memset, (void *s, int c, size_t n))
{
	if (!MAY_WRITE(s, n))
		return s;
	return memset(s, c, n);
}

/* The bytes behind the first difference are read too: Linux's is compiled to do so. */
KASAN_ENTRY(int, memcmp, (const void *a, const void *b, size_t n))
{
	READS(a, n);
	READS(b, n);
	return memcmp(a, b, n);
}

KASAN_ENTRY(int, ferrite_bcmp, (const void *a, const void *b, size_t n))
{
	READS(a, n);
	READS(b, n);
	return bcmp(a, b, n);
}

KASAN_ENTRY(void *, ferrite_memchr, (const void *s, int c, size_t n))
{
	const char *found = memchr(s, c, n);

	READS(s, found ? found - (const char *)s + 1 : n);
	return (void *)found;
}

KASAN_ENTRY(void *, memchr_inv, (const void *s, int c, size_t n))
{
	READS(s, n);
	return memchr_inv(s, c, n);
}

KASAN_ENTRY(void *, memscan, (void *s, int c, size_t n))
{
	READS(s, n);
	return memscan(s, c, n);
}

KASAN_ENTRY(void *, memset16, (u16 * s, u16 v, size_t n))
{
	return MAY_WRITE(s, n * sizeof(*s)) ? memset16(s, v, n) : s;
}

KASAN_ENTRY(void *, memset32, (u32 * s, u32 v, size_t n))
{
	return MAY_WRITE(s, n * sizeof(*s)) ? memset32(s, v, n) : s;
}

KASAN_ENTRY(void *, memset64, (u64 * s, u64 v, size_t n))
{
	return MAY_WRITE(s, n * sizeof(*s)) ? memset64(s, v, n) : s;
}

KASAN_ENTRY(void, memzero_explicit, (void *s, size_t n))
{
	if (MAY_WRITE(s, n))
		memzero_explicit(s, n);
}

KASAN_ENTRY(void *, kmemdup, (const void *src, size_t n, gfp_t gfp))
{
	READS(src, n);
	return kmemdup(src, n, gfp);
}

KASAN_ENTRY(char *, kmemdup_nul, (const char *s, size_t n, gfp_t gfp))
{
	READS(s, n);
	return kmemdup_nul(s, n, gfp);
}

/* ---- strings that are read ---- */

KASAN_ENTRY(size_t, ferrite_strlen, (const char *s))
{
	READS_STRING(s);
	return strlen(s);
}

KASAN_ENTRY(size_t, ferrite_strnlen, (const char *s, size_t max))
{
	READS_UP_TO(s, max);
	return strnlen(s, max);
}

KASAN_ENTRY(int, ferrite_strcmp, (const char *a, const char *b))
{
	READS_STRING(a);
	READS_STRING(b);
	return strcmp(a, b);
}

KASAN_ENTRY(int, ferrite_strncmp, (const char *a, const char *b, size_t n))
{
	READS_UP_TO(a, n);
	READS_UP_TO(b, n);
	return strncmp(a, b, n);
}

KASAN_ENTRY(int, ferrite_strcasecmp, (const char *a, const char *b))
{
	READS_STRING(a);
	READS_STRING(b);
	return strcasecmp(a, b);
}

KASAN_ENTRY(int, ferrite_strncasecmp, (const char *a, const char *b, size_t n))
{
	READS_UP_TO(a, n);
	READS_UP_TO(b, n);
	return strncasecmp(a, b, n);
}

KASAN_ENTRY(char *, ferrite_strchr, (const char *s, int c))
{
	READS_STRING(s);
	return strchr(s, c);
}

KASAN_ENTRY(char *, ferrite_strchrnul, (const char *s, int c))
{
	READS_STRING(s);
	return strchrnul(s, c);
}

KASAN_ENTRY(char *, ferrite_strrchr, (const char *s, int c))
{
	READS_STRING(s);
	return strrchr(s, c);
}

KASAN_ENTRY(char *, ferrite_strstr, (const char *s, const char *needle))
{
	READS_STRING(s);
	READS_STRING(needle);
	return strstr(s, needle);
}

KASAN_ENTRY(size_t, ferrite_strspn, (const char *s, const char *accept))
{
	READS_STRING(s);
	return strspn(s, accept);
}

KASAN_ENTRY(size_t, ferrite_strcspn, (const char *s, const char *reject))
{
	READS_STRING(s);
	return strcspn(s, reject);
}

KASAN_ENTRY(char *, ferrite_strpbrk, (const char *s, const char *accept))
{
	READS_STRING(s);
	return strpbrk(s, accept);
}

KASAN_ENTRY(char *, kstrdup, (const char *s, gfp_t gfp))
{
	if (s)
		READS_STRING(s);
	return kstrdup(s, gfp);
}

KASAN_ENTRY(char *, kstrndup, (const char *s, size_t max, gfp_t gfp))
{
	if (s)
		READS_UP_TO(s, max);
	return kstrndup(s, max, gfp);
}

/* ---- strings that are written ---- */

KASAN_ENTRY(char *, ferrite_strcpy, (char *dst, const char *src))
{
	READS_STRING(src);
	return MAY_WRITE(dst, strlen(src) + 1) ? strcpy(dst, src) : dst;
}

KASAN_ENTRY(char *, ferrite_strncpy, (char *dst, const char *src, size_t n))
{
	READS_UP_TO(src, n);
	return MAY_WRITE(dst, n) ? strncpy(dst, src, n) : dst;
}

KASAN_ENTRY(size_t, ferrite_strlcpy, (char *dst, const char *src, size_t size))
{
	READS_STRING(src);
	WRITES(dst, min(size, strlen(src) + 1));
	return strlcpy(dst, src, size);
}

KASAN_ENTRY(ssize_t, strscpy, (char *dst, const char *src, size_t size))
{
	READS_UP_TO(src, size);
	WRITES(dst, min(size, strnlen(src, size) + 1));
	return strscpy(dst, src, size);
}

KASAN_ENTRY(char *, ferrite_strcat, (char *dst, const char *src))
{
	READS_STRING(dst);
	READS_STRING(src);
	return MAY_WRITE(dst + strlen(dst), strlen(src) + 1) ? strcat(dst, src) : dst;
}

KASAN_ENTRY(char *, ferrite_strncat, (char *dst, const char *src, size_t n))
{
	READS_STRING(dst);
	READS_UP_TO(src, n);
	return MAY_WRITE(dst + strlen(dst), strnlen(src, n) + 1) ? strncat(dst, src, n) : dst;
}
