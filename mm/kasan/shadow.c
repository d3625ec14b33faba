/* SPDX-License-Identifier: MIT */
/*
 * Shadow arithmetic: granules, and the search for the first byte that may not be touched.
 *
 * Bytes of the shadow are written without atomics: a granule belongs to one object, and who
 * owns, allocates or frees the object is the only one to write its bytes. A racing reader sees the
 * old or the new byte, which is what a racing access deserves.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "kasan.h"

void kasan_poison(const void *addr, size_t size, u8 value)
{
	unsigned long start = (unsigned long)addr;

	if (!size || !kasan_has_shadow(start + size - 1))
		return;
	memset(kasan_shadow_of(start), value, DIV_ROUND_UP(size, KASAN_GRANULE_SIZE));
}
EXPORT_SYMBOL_GPL(kasan_poison);

void kasan_unpoison(const void *addr, size_t size)
{
	unsigned long start = (unsigned long)addr;

	if (!size || !kasan_has_shadow(start + size - 1))
		return;
	memset(kasan_shadow_of(start), 0, size / KASAN_GRANULE_SIZE);
	if (size & KASAN_GRANULE_MASK)
		*kasan_shadow_of(start + size) = size & KASAN_GRANULE_MASK;
}

/* Is this byte bad, by the value of its granule? Partial granules are good at their start. */
static bool bad_byte(unsigned long addr, s8 shadow)
{
	return shadow && (s8)(addr & KASAN_GRANULE_MASK) >= shadow;
}

/* The first granule at or behind @g, before @end, that is not wholly good. */
static const u8 *skip_good(const u8 *g, const u8 *end)
{
	while (g < end && ((unsigned long)g & 7) && !*g)
		g++;
	if (g < end && !((unsigned long)g & 7)) {
		while (g + 8 <= end && !*(const u64 *)g)
			g += 8;
		while (g < end && !*g)
			g++;
	}
	return g;
}

unsigned long kasan_first_bad(unsigned long addr, size_t size)
{
	unsigned long last = addr + size - 1, at = addr;
	const u8 *end = kasan_shadow_of(last) + 1, *g = kasan_shadow_of(addr);

	while ((g = skip_good(g, end)) < end) {
		unsigned long granule = ((unsigned long)g - KASAN_SHADOW_OFFSET)
					<< KASAN_SHADOW_SCALE_SHIFT;
		unsigned long stop = min(granule + KASAN_GRANULE_MASK, last);

		for (at = max(at, granule); at <= stop; at++)
			if (bad_byte(at, (s8)*g))
				return at;
		g++;
	}
	return 0;
}
