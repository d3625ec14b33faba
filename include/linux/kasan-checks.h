/* SPDX-License-Identifier: MIT */
/*
 * Checks by hand of memory that is touched by means which the compiler does not see. False, after
 * a report, if some of the bytes may not be touched. Any context.
 */
#ifndef _LINUX_KASAN_CHECKS_H
#define _LINUX_KASAN_CHECKS_H

#include <linux/types.h>

/* Always there; true on a machine without shadow memory. */
bool __kasan_check_read(const volatile void *p, unsigned int size);
bool __kasan_check_write(const volatile void *p, unsigned int size);

#ifdef __SANITIZE_ADDRESS__
#define kasan_check_read  __kasan_check_read
#define kasan_check_write __kasan_check_write
#else
static inline bool kasan_check_read(const volatile void *p, unsigned int size)
{
	return true;
}
static inline bool kasan_check_write(const volatile void *p, unsigned int size)
{
	return true;
}
#endif

#endif
