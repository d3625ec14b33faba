/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_STRING_HELPERS_H
#define _LINUX_STRING_HELPERS_H
#include <linux/string.h>
#include <linux/ctype.h>
#include <linux/types.h>
enum string_size_units { STRING_UNITS_10, STRING_UNITS_2 };
int string_get_size(u64 size, u64 blk_size, enum string_size_units units, char *buf, int len);
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
