/* SPDX-License-Identifier: MIT */
/* Formatted text into memory; formats as in <linux/printk.h>. Any context, except kasprintf. */
#ifndef _LINUX_SPRINTF_H
#define _LINUX_SPRINTF_H
#include <linux/stdarg.h>
#include <linux/compiler_types.h>
#include <linux/types.h>
__printf(2, 3) int sprintf(char *buf, const char *fmt, ...) __kname(sprintf);
__printf(2, 0) int vsprintf(char *buf, const char *fmt, va_list args) __kname(vsprintf);
/* Return the length that the whole text has, even where it did not fit. */
__printf(3, 4) int snprintf(char *buf, size_t size, const char *fmt, ...) __kname(snprintf);
__printf(3, 0) int vsnprintf(char *buf, size_t size, const char *fmt, va_list args) __kname(vsnprintf);
/* Return the length of what is in the buffer. */
__printf(3, 4) int scnprintf(char *buf, size_t size, const char *fmt, ...);
__printf(3, 0) int vscnprintf(char *buf, size_t size, const char *fmt, va_list args);
/* Allocate; may sleep if @gfp says so; NULL when memory is short. Free with kfree. */
__printf(2, 3) __malloc char *kasprintf(gfp_t gfp, const char *fmt, ...);
__printf(2, 0) __malloc char *kvasprintf(gfp_t gfp, const char *fmt, va_list args);
__printf(2, 0) const char *kvasprintf_const(gfp_t gfp, const char *fmt, va_list args);
/* Return the number of conversions that were made. */
__scanf(2, 3) int sscanf(const char *buf, const char *fmt, ...) __kname(sscanf);
__scanf(2, 0) int vsscanf(const char *buf, const char *fmt, va_list args) __kname(vsscanf);
extern bool no_hash_pointers;
#endif
