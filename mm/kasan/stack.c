/* SPDX-License-Identifier: MIT */
/*
 * Variables of functions. The compiler lays red zones around those whose address is taken and
 * writes their shadow itself, long runs by the calls below; dynamic arrays are announced.
 */
#include <linux/kernel.h>
#include <linux/string.h>

#include "kasan.h"
#include "wrap.h"

#define ALLOCA_REDZONE 32UL

/* [addr, addr + size) was made, with a red zone of at least ALLOCA_REDZONE on each side. */
KASAN_ENTRY(void, __asan_alloca_poison, (unsigned long addr, size_t size))
{
	unsigned long behind = addr + round_up(size, KASAN_GRANULE_SIZE);
	unsigned long end = addr + round_up(size, ALLOCA_REDZONE) + ALLOCA_REDZONE;

	kasan_unpoison((void *)addr, size);
	kasan_poison((void *)(addr - ALLOCA_REDZONE), ALLOCA_REDZONE, KASAN_ALLOCA_LEFT);
	kasan_poison((void *)behind, end - behind, KASAN_ALLOCA_RIGHT);
}

/* The stack pointer goes back from @top to @bottom: what was below is no dynamic array any more. */
KASAN_ENTRY(void, __asan_allocas_unpoison, (unsigned long top, unsigned long bottom))
{
	if (top && top < bottom)
		kasan_unpoison((void *)top, bottom - top);
}

/* The block of a variable is left, or entered. */
KASAN_ENTRY(void, __asan_poison_stack_memory, (unsigned long addr, size_t size))
{
	kasan_poison((void *)addr, round_up(size, KASAN_GRANULE_SIZE), KASAN_STACK_SCOPE);
}

KASAN_ENTRY(void, __asan_unpoison_stack_memory, (unsigned long addr, size_t size))
{
	kasan_unpoison((void *)addr, size);
}

/* @shadow is an address of the shadow itself. */
#define SET_SHADOW(byte)                                                         \
	KASAN_ENTRY(void, __asan_set_shadow_##byte, (void *shadow, size_t size)) \
	{                                                                        \
		memset(shadow, 0x##byte, size);                                  \
	}

SET_SHADOW(00)
SET_SHADOW(01)
SET_SHADOW(02)
SET_SHADOW(03)
SET_SHADOW(04)
SET_SHADOW(05)
SET_SHADOW(06)
SET_SHADOW(07)
SET_SHADOW(f1)
SET_SHADOW(f2)
SET_SHADOW(f3)
SET_SHADOW(f5)
SET_SHADOW(f8)
