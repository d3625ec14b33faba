/* SPDX-License-Identifier: MIT */
/*
 * The kernel address sanitizer, as modules see it (Documentation/dev-tools/kasan.rst). Modules are
 * instrumented by `ferrite run --asan`; then CONFIG_KASAN and CONFIG_KASAN_GENERIC are defined.
 * What pools call is the core's own business (mm/kasan/kasan.h); the calls below that poison
 * memory are for modules with an allocator of their own.
 */
#ifndef _LINUX_KASAN_H
#define _LINUX_KASAN_H

#include <asm/kasan.h>
#include <linux/bug.h>
#include <linux/kasan-checks.h>
#include <linux/kasan-enabled.h>
#include <linux/kasan-tags.h>
#include <linux/kernel.h>
#include <linux/types.h>

struct kmem_cache;
struct page;
struct slab;
struct task_struct;

/* Where memory is, as 8 bytes a shadow byte. */
static inline void *kasan_mem_to_shadow(const void *addr)
{
	return (void *)(((unsigned long)addr >> KASAN_SHADOW_SCALE_SHIFT) + KASAN_SHADOW_OFFSET);
}

/* Pointers carry no tags. */
static inline void *kasan_reset_tag(const void *addr)
{
	return (void *)addr;
}

static inline u8 kasan_get_tag(const void *addr)
{
	return KASAN_TAG_KERNEL;
}

#ifdef CONFIG_KASAN

/* Between the two, bad accesses of this task are done and not reported. They nest. */
void kasan_disable_current(void);
void kasan_enable_current(void);

/* Report every bad access, not only the first at each place. Returns what was set before. */
bool kasan_save_enable_multi_shot(void);
void kasan_restore_multi_shot(bool enabled);

/* [addr, addr + size) may be touched; @addr starts a granule of 8 bytes. */
void kasan_module_unpoison(const void *addr, size_t size);
/* Nobody may touch the granules of [addr, addr + size): @value as in a report's table. */
void kasan_module_poison(const void *addr, size_t size, u8 value);
/* May the byte be touched? Reports if not. */
bool __kasan_check_byte(const void *addr, unsigned long ip);

static inline void kasan_unpoison_range(const void *addr, size_t size)
{
	kasan_module_unpoison(addr, size);
}

/* An object of a pool of the module's own is given back to it (poison), or taken (unpoison). */
static inline void kasan_poison_object_data(struct kmem_cache *cache, void *object, size_t size)
{
	kasan_module_poison(object, size, 0xfc);
}
static inline void kasan_unpoison_object_data(struct kmem_cache *cache, void *object, size_t size)
{
	kasan_module_unpoison(object, size);
}

static inline bool kasan_check_byte(const void *addr)
{
	return __kasan_check_byte(addr, (unsigned long)__builtin_return_address(0));
}

#else

static inline void kasan_enable_current(void)
{
}
static inline void kasan_disable_current(void)
{
}
static inline bool kasan_save_enable_multi_shot(void)
{
	return false;
}
static inline void kasan_restore_multi_shot(bool enabled)
{
}
static inline void kasan_unpoison_range(const void *addr, size_t size)
{
}
static inline bool kasan_check_byte(const void *addr)
{
	return true;
}

#endif

#endif
