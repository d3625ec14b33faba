/* SPDX-License-Identifier: MIT */
/*
 * The map of a chunk: which grains are used, where objects begin.
 *
 * Two bit maps, as in Linux: "used" has a bit for each grain that belongs to an object; "bound" has
 * one for the first grain of each object and the grain behind its last. The size of an object
 * is found from them, so that freeing needs the address alone.
 */
#include <linux/kernel.h>
#include <linux/string.h>
#include "percpu_chunk.h"

void chunk_reset(struct chunk *c, unsigned long base, unsigned int slot)
{
	c->base = base;
	c->slot = slot;
	c->free_grains = CHUNK_GRAINS;
	c->hint = 0;
	c->nr_allocs = 0;
	c->nr_populated = 0;
	bitmap_zero(c->used, CHUNK_GRAINS);
	bitmap_zero(c->bound, CHUNK_GRAINS + 1);
	bitmap_zero(c->populated, CHUNK_PAGES);
	__set_bit(CHUNK_GRAINS, c->bound);
}

static bool is_populated(const struct chunk *c, unsigned long grain, unsigned long nr)
{
	unsigned long page = grain << PCPU_MIN_ALLOC_SHIFT >> PAGE_SHIFT;
	unsigned long last = ((grain + nr) << PCPU_MIN_ALLOC_SHIFT) - 1;

	for (; page <= last >> PAGE_SHIFT; page++)
		if (!test_bit(page, c->populated))
			return false;
	return true;
}

static void mark(struct chunk *c, unsigned long grain, unsigned long nr)
{
	bitmap_set(c->used, grain, nr);
	__set_bit(grain, c->bound);
	bitmap_clear(c->bound, grain + 1, nr - 1);
	__set_bit(grain + nr, c->bound);
	c->free_grains -= nr;
	c->nr_allocs++;
	if (grain == c->hint)
		c->hint = grain + nr;
}

long chunk_take(struct chunk *c, size_t size, size_t align, bool populated_only)
{
	unsigned long nr = DIV_ROUND_UP(size, PCPU_MIN_ALLOC_SIZE);
	unsigned long mask =
		align >> PCPU_MIN_ALLOC_SHIFT ? (align >> PCPU_MIN_ALLOC_SHIFT) - 1 : 0;
	unsigned long skew = (c->base >> PCPU_MIN_ALLOC_SHIFT) & mask;
	unsigned long grain = c->hint;

	if (nr > c->free_grains)
		return -1;
	for (;; grain++) {
		grain = bitmap_find_next_zero_area_off(c->used, CHUNK_GRAINS, grain, nr, mask,
						       skew);
		if (grain + nr > CHUNK_GRAINS)
			return -1;
		if (!populated_only || is_populated(c, grain, nr))
			break;
	}
	mark(c, grain, nr);
	return grain << PCPU_MIN_ALLOC_SHIFT;
}

size_t chunk_object_size(const struct chunk *c, unsigned long offset)
{
	unsigned long grain = offset >> PCPU_MIN_ALLOC_SHIFT;

	if (offset % PCPU_MIN_ALLOC_SIZE || grain >= CHUNK_GRAINS || !test_bit(grain, c->used) ||
	    !test_bit(grain, c->bound))
		return 0;
	return (find_next_bit(c->bound, CHUNK_GRAINS + 1, grain + 1) - grain)
	       << PCPU_MIN_ALLOC_SHIFT;
}

size_t chunk_give(struct chunk *c, unsigned long offset)
{
	size_t size = chunk_object_size(c, offset);
	unsigned long grain = offset >> PCPU_MIN_ALLOC_SHIFT, nr = size >> PCPU_MIN_ALLOC_SHIFT;

	if (!size)
		return 0;
	/* The bounds stay where a neighbour needs them; a bound between free grains says nothing.
	 */
	bitmap_clear(c->used, grain, nr);
	c->free_grains += nr;
	c->nr_allocs--;
	c->hint = min_t(unsigned int, c->hint, grain);
	return size;
}
