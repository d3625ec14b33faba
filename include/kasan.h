/* SPDX-License-Identifier: MIT */
/*
 * Linux's mm/kasan/kasan.h, for its tests of KASAN, which include it as "kasan.h": how memory is
 * divided and what the tests ask of the runtime. Drivers have no use for it.
 */
#ifndef MM_PUBLIC_KASAN_H
#define MM_PUBLIC_KASAN_H

#include <linux/kasan.h>
#include <linux/kasan-tags.h>
#include <linux/string.h>

#define KASAN_GRANULE_SIZE (1UL << KASAN_SHADOW_SCALE_SHIFT)
#define KASAN_GRANULE_MASK (KASAN_GRANULE_SIZE - 1)

/* The data of a case's resource "kasan_status"; lib/kunit/expect.h. */
struct kunit_kasan_status {
	bool report_found;
	bool sync_fault;
};

/* Generic KASAN looks before each access: no fault, nothing late, and no tags in pointers. */
static inline bool kasan_sync_fault_possible(void)
{
	return true;
}
static inline bool kasan_async_fault_possible(void)
{
	return false;
}
static inline void kasan_force_async_fault(void)
{
}
static inline void kasan_enable_tagging(void)
{
}
static inline void *set_tag(const void *addr, u8 tag)
{
	return (void *)addr;
}
static inline u8 get_tag(const void *addr)
{
	return kasan_get_tag(addr);
}

void __kasan_poison(const void *addr, size_t size, u8 value) __asm__("kasan_poison");
/* Mark [@addr, @addr + @size) with @value; @addr is a granule's start. @init: fill it with 0 first.
 */
static inline void kasan_poison(const void *addr, size_t size, u8 value, bool init)
{
	if (init)
		memset((void *)addr, 0, size);
	__kasan_poison(addr, size, value);
}

#endif
