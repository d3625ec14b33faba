/* SPDX-License-Identifier: MIT */
/* Calls of <linux/kasan.h> for modules with an allocator of their own. */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/sched.h>

#include "kasan.h"

void kasan_disable_current(void);
void kasan_disable_current(void)
{
	current->kasan_depth++;
}
EXPORT_SYMBOL(kasan_disable_current);

void kasan_enable_current(void);
void kasan_enable_current(void)
{
	current->kasan_depth--;
}
EXPORT_SYMBOL(kasan_enable_current);

void kasan_module_unpoison(const void *addr, size_t size);
void kasan_module_unpoison(const void *addr, size_t size)
{
	if (kasan_on())
		kasan_unpoison(addr, size);
}
EXPORT_SYMBOL(kasan_module_unpoison);

void kasan_module_poison(const void *addr, size_t size, u8 value);
void kasan_module_poison(const void *addr, size_t size, u8 value)
{
	if (kasan_on())
		kasan_poison(addr, size, value);
}
EXPORT_SYMBOL(kasan_module_poison);

bool __kasan_check_byte(const void *addr, unsigned long ip);
bool __kasan_check_byte(const void *addr, unsigned long ip)
{
	return kasan_allows(addr, 1, false, KASAN_REFUSED, ip);
}
EXPORT_SYMBOL(__kasan_check_byte);
