/* SPDX-License-Identifier: MIT */
/* Strings and memory. Any context but for the calls that take gfp or user memory. */
#ifndef _LINUX_STRING_H
#define _LINUX_STRING_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <linux/stddef.h>
#include <linux/errno.h>
#include <linux/stdarg.h>

void *memcpy(void *dst, const void *src, size_t n);
void *memmove(void *dst, const void *src, size_t n);
void *memset(void *s, int c, size_t n);
int memcmp(const void *a, const void *b, size_t n);
int bcmp(const void *a, const void *b, size_t n) __kname(bcmp);
void *memchr(const void *s, int c, size_t n) __kname(memchr);
void *memchr_inv(const void *s, int c, size_t n);
void *memscan(void *s, int c, size_t n);
void *memset16(u16 *s, u16 v, size_t n);
void *memset32(u32 *s, u32 v, size_t n);
void *memset64(u64 *s, u64 v, size_t n);
static inline void *memset_l(unsigned long *p, unsigned long v, size_t n)
{
	return memset64((u64 *)p, v, n);
}
static inline void *memset_p(void **p, void *v, size_t n)
{
	return memset64((u64 *)p, (u64)v, n);
}
void memzero_explicit(void *s, size_t count);
#define memcpy_flushcache(dst, src, n) memcpy(dst, src, n)

size_t strlen(const char *s) __kname(strlen);
size_t strnlen(const char *s, size_t max) __kname(strnlen);
char *strcpy(char *dst, const char *src) __kname(strcpy);
char *strncpy(char *dst, const char *src, size_t n) __kname(strncpy);
size_t strlcpy(char *dst, const char *src, size_t size) __kname(strlcpy);
ssize_t strscpy(char *dst, const char *src, size_t size);
ssize_t strscpy_pad(char *dst, const char *src, size_t size);
char *stpcpy(char *dst, const char *src) __kname(stpcpy);
char *strcat(char *dst, const char *src) __kname(strcat);
char *strncat(char *dst, const char *src, size_t n) __kname(strncat);
size_t strlcat(char *dst, const char *src, size_t size) __kname(strlcat);
int strcmp(const char *a, const char *b) __kname(strcmp);
int strncmp(const char *a, const char *b, size_t n) __kname(strncmp);
int strcasecmp(const char *a, const char *b) __kname(strcasecmp);
int strncasecmp(const char *a, const char *b, size_t n) __kname(strncasecmp);
#define strnicmp strncasecmp
char *strchr(const char *s, int c) __kname(strchr);
char *strchrnul(const char *s, int c) __kname(strchrnul);
char *strnchrnul(const char *s, size_t n, int c);
char *strnchr(const char *s, size_t n, int c);
char *strrchr(const char *s, int c) __kname(strrchr);
char *strstr(const char *s, const char *needle) __kname(strstr);
char *strnstr(const char *s, const char *needle, size_t n);
size_t strspn(const char *s, const char *accept) __kname(strspn);
size_t strcspn(const char *s, const char *reject) __kname(strcspn);
char *strpbrk(const char *s, const char *accept) __kname(strpbrk);
char *strsep(char **s, const char *delim) __kname(strsep);
char *skip_spaces(const char *s);
char *strim(char *s);
static inline __must_check char *strstrip(char *s)
{
	return strim(s);
}
char *strreplace(char *s, char old, char new);
bool sysfs_streq(const char *a, const char *b);
int match_string(const char *const *array, size_t n, const char *string);
int __sysfs_match_string(const char *const *array, size_t n, const char *s);
#define sysfs_match_string(a, s) __sysfs_match_string(a, ARRAY_SIZE(a), s)
void argv_free(char **argv);
char **argv_split(gfp_t gfp, const char *str, int *argcp);

static inline bool strstarts(const char *str, const char *prefix)
{
	return strncmp(str, prefix, strlen(prefix)) == 0;
}

/* Length of @prefix if @str begins with it, else 0. */
static inline size_t str_has_prefix(const char *str, const char *prefix)
{
	size_t len = strlen(prefix);

	return strncmp(str, prefix, len) == 0 ? len : 0;
}

static inline const char *kbasename(const char *path)
{
	const char *tail = strrchr(path, '/');

	return tail ? tail + 1 : path;
}

/* Copies in new memory; freed with kfree (kfree_const). NULL when memory is short. */
char *kstrdup(const char *s, gfp_t gfp) __malloc;
const char *kstrdup_const(const char *s, gfp_t gfp);
char *kstrndup(const char *s, size_t len, gfp_t gfp);
void *kmemdup(const void *src, size_t len, gfp_t gfp);
char *kmemdup_nul(const char *s, size_t len, gfp_t gfp);
char *kstrdup_quotable(const char *src, gfp_t gfp);
void kfree_const(const void *x);
/* From user memory: an ERR_PTR, -EFAULT or -ENOMEM, on failure. May sleep. */
char *strndup_user(const char __user *s, long n);
void *memdup_user(const void __user *src, size_t len);
void *vmemdup_user(const void __user *src, size_t len);
void *memdup_user_nul(const void __user *src, size_t len);

/* The pointers of two NULL-terminated arrays in a new one (kfree), NULL without memory. */
void **__memcat_p(void **a, void **b);
#define memcat_p(a, b)                                                                             \
	({                                                                                         \
		BUILD_BUG_ON_MSG(!__same_type(*(a), *(b)), "type mismatch in memcat_p()");          \
		(typeof(*a) *)__memcat_p((void **)(a), (void **)(b));                              \
	})

ssize_t memory_read_from_buffer(void *to, size_t count, loff_t *ppos, const void *from,
				size_t available);

static inline void memcpy_and_pad(void *dst, size_t dst_len, const void *src, size_t count, int pad)
{
	size_t n = count < dst_len ? count : dst_len;

	memcpy(dst, src, n);
	memset(dst + n, pad, dst_len - n);
}

#define memset_after(obj, v, member)                                                               \
	memset((u8 *)(obj) + offsetofend(typeof(*(obj)), member), v,                               \
	       sizeof(*(obj)) - offsetofend(typeof(*(obj)), member))
#define memset_startat(obj, v, member)                                                             \
	memset((u8 *)(obj) + offsetof(typeof(*(obj)), member), v,                                  \
	       sizeof(*(obj)) - offsetof(typeof(*(obj)), member))
/* Copy the characters of @src, without its 0, into an array that is not a string. */
#define strtomem(dest, src) memcpy(dest, src, strnlen(src, sizeof(dest)))
#define strtomem_pad(dest, src, pad)                                                               \
	memcpy_and_pad(dest, sizeof(dest), src, strnlen(src, sizeof(dest)), pad)
#define unsafe_memcpy(dst, src, bytes, why) memcpy(dst, src, bytes)

/* The length of a string that the compiler knows; SIZE_MAX of any other. */
#define __compiletime_strlen(p)                                                                    \
	({                                                                                         \
		const char *__known = (const char *)(p);                                           \
		__builtin_constant_p(__builtin_strlen(__known)) ? __builtin_strlen(__known)        \
								: SIZE_MAX;                        \
	})

#endif
