/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_STRING_HELPERS_H
#define _LINUX_STRING_HELPERS_H
#include <linux/bits.h>
#include <linux/string.h>
#include <linux/ctype.h>
#include <linux/types.h>
enum string_size_units { STRING_UNITS_10, STRING_UNITS_2 };
int string_get_size(u64 size, u64 blk_size, enum string_size_units units, char *buf, int len);
#define UNESCAPE_SPACE BIT(0)
#define UNESCAPE_OCTAL BIT(1)
#define UNESCAPE_HEX BIT(2)
#define UNESCAPE_SPECIAL BIT(3)
#define UNESCAPE_ANY (UNESCAPE_SPACE | UNESCAPE_OCTAL | UNESCAPE_HEX | UNESCAPE_SPECIAL)
#define UNESCAPE_ALL_MASK GENMASK(3, 0)
/* Undo backslash sequences, into @dst of @size bytes (0: no limit). Returns the new length. */
int string_unescape(char *src, char *dst, size_t size, unsigned int flags);
static inline int string_unescape_inplace(char *buf, unsigned int flags)
{
	return string_unescape(buf, buf, 0, flags);
}
static inline int string_unescape_any(char *src, char *dst, size_t size)
{
	return string_unescape(src, dst, size, UNESCAPE_ANY);
}
static inline int string_unescape_any_inplace(char *buf)
{
	return string_unescape(buf, buf, 0, UNESCAPE_ANY);
}

#define ESCAPE_SPACE BIT(0)   /* \f \n \r \t \v */
#define ESCAPE_SPECIAL BIT(1) /* \" \\ \a \e */
#define ESCAPE_NULL BIT(2)    /* \0 */
#define ESCAPE_OCTAL BIT(3)
#define ESCAPE_ANY (ESCAPE_SPACE | ESCAPE_OCTAL | ESCAPE_SPECIAL | ESCAPE_NULL)
#define ESCAPE_NP BIT(4) /* printable characters stay */
#define ESCAPE_ANY_NP (ESCAPE_ANY | ESCAPE_NP)
#define ESCAPE_HEX BIT(5)
#define ESCAPE_NA BIT(6)     /* ASCII stays */
#define ESCAPE_NAP BIT(7)    /* printable ASCII stays */
#define ESCAPE_APPEND BIT(8) /* characters of @only are escaped whatever else holds */
#define ESCAPE_ALL_MASK GENMASK(8, 0)
/* Write @src with escapes to @dst; returns the length that the whole needs. Any context. */
int string_escape_mem(const char *src, size_t isz, char *dst, size_t osz, unsigned int flags,
		      const char *only);
static inline int string_escape_mem_any_np(const char *src, size_t isz, char *dst, size_t osz,
					   const char *only)
{
	return string_escape_mem(src, isz, dst, osz, ESCAPE_ANY_NP, only);
}
static inline int string_escape_str(const char *src, char *dst, size_t sz, unsigned int flags,
				    const char *only)
{
	return string_escape_mem(src, strlen(src), dst, sz, flags, only);
}
static inline int string_escape_str_any_np(const char *src, char *dst, size_t sz, const char *only)
{
	return string_escape_str(src, dst, sz, ESCAPE_ANY_NP, only);
}

static inline const char *str_yes_no(bool v)
{
	return v ? "yes" : "no";
}
static inline const char *str_on_off(bool v)
{
	return v ? "on" : "off";
}
static inline const char *str_enable_disable(bool v)
{
	return v ? "enable" : "disable";
}
static inline const char *str_enabled_disabled(bool v)
{
	return v ? "enabled" : "disabled";
}
static inline const char *str_read_write(bool v)
{
	return v ? "read" : "write";
}
static inline const char *str_true_false(bool v)
{
	return v ? "true" : "false";
}
static inline const char *str_high_low(bool v)
{
	return v ? "high" : "low";
}
static inline void string_upper(char *dst, const char *src)
{
	do
		*dst++ = toupper(*src);
	while (*src++);
}
static inline void string_lower(char *dst, const char *src)
{
	do
		*dst++ = tolower(*src);
	while (*src++);
}
#endif
