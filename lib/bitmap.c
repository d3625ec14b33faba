/* SPDX-License-Identifier: MIT */
/*
 * Sets of bits: comparing, combining, shifting, areas and regions. What Linux calls by the name
 * with two underscores; <linux/bitmap.h> does one-word sets in line. Text: lib/bitmap_text.c.
 *
 * A map of n bits is (n + 63) / 64 words; the last word's spare bits may hold anything, so what
 * counts or compares masks them, and what copies or combines need not.
 */
#include <linux/bitmap.h>
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/slab.h>

#define WORDS(nbits) (((nbits) + 63) / 64)

/* The bits of word @i that belong to a map of @nbits. */
static inline unsigned long word_mask(unsigned int i, unsigned int nbits)
{
	return i == (nbits - 1) / 64 ? BITMAP_LAST_WORD_MASK(nbits) : ~0UL;
}

bool __bitmap_equal(const unsigned long *a, const unsigned long *b, unsigned int nbits)
{
	for (unsigned int i = 0; i < WORDS(nbits); i++)
		if ((a[i] ^ b[i]) & word_mask(i, nbits))
			return false;
	return true;
}
EXPORT_SYMBOL(__bitmap_equal);

bool __bitmap_or_equal(const unsigned long *a, const unsigned long *b, const unsigned long *c,
		       unsigned int nbits)
{
	for (unsigned int i = 0; i < WORDS(nbits); i++)
		if (((a[i] | b[i]) ^ c[i]) & word_mask(i, nbits))
			return false;
	return true;
}
EXPORT_SYMBOL(__bitmap_or_equal);

void __bitmap_complement(unsigned long *dst, const unsigned long *src, unsigned int nbits)
{
	for (unsigned int i = 0; i < WORDS(nbits); i++)
		dst[i] = ~src[i];
}
EXPORT_SYMBOL(__bitmap_complement);

/* Word @i of the map shifted down by whole words and bits; 0 above the map. */
void __bitmap_shift_right(unsigned long *dst, const unsigned long *src, unsigned int shift,
			  unsigned int nbits)
{
	unsigned int off = shift / 64, rem = shift % 64, words = WORDS(nbits);

	for (unsigned int i = 0; i < words; i++) {
		unsigned int from = i + off;
		unsigned long low = 0, high = 0;

		if (from < words)
			low = src[from] & word_mask(from, nbits);
		if (rem && from + 1 < words)
			high = (src[from + 1] & word_mask(from + 1, nbits)) << (64 - rem);
		dst[i] = (low >> rem) | high;
	}
}
EXPORT_SYMBOL(__bitmap_shift_right);

void __bitmap_shift_left(unsigned long *dst, const unsigned long *src, unsigned int shift,
			 unsigned int nbits)
{
	unsigned int off = shift / 64, rem = shift % 64;

	for (int i = (int)WORDS(nbits) - 1; i >= 0; i--) {
		int from = i - (int)off;
		unsigned long high = from >= 0 ? src[from] << rem : 0;
		unsigned long low = rem && from >= 1 ? src[from - 1] >> (64 - rem) : 0;

		dst[i] = high | low;
	}
}
EXPORT_SYMBOL(__bitmap_shift_left);

/* What moves down from above @nbits are the bits that stand there, up to the end of the word. */
void bitmap_cut(unsigned long *dst, const unsigned long *src, unsigned int first, unsigned int cut,
		unsigned int nbits)
{
	unsigned int end = WORDS(nbits) * BITS_PER_LONG;

	memmove(dst, src, bitmap_size(nbits));
	for (unsigned int i = first; i < end; i++) {
		if (i + cut < end && test_bit(i + cut, dst))
			__set_bit(i, dst);
		else
			__clear_bit(i, dst);
	}
}
EXPORT_SYMBOL(bitmap_cut);

bool __bitmap_and(unsigned long *dst, const unsigned long *a, const unsigned long *b,
		  unsigned int nbits)
{
	unsigned long any = 0;

	for (unsigned int i = 0; i < WORDS(nbits); i++)
		any |= (dst[i] = a[i] & b[i] & word_mask(i, nbits));
	return any != 0;
}
EXPORT_SYMBOL(__bitmap_and);

void __bitmap_or(unsigned long *dst, const unsigned long *a, const unsigned long *b,
		 unsigned int nbits)
{
	for (unsigned int i = 0; i < WORDS(nbits); i++)
		dst[i] = a[i] | b[i];
}
EXPORT_SYMBOL(__bitmap_or);

void __bitmap_xor(unsigned long *dst, const unsigned long *a, const unsigned long *b,
		  unsigned int nbits)
{
	for (unsigned int i = 0; i < WORDS(nbits); i++)
		dst[i] = a[i] ^ b[i];
}
EXPORT_SYMBOL(__bitmap_xor);

bool __bitmap_andnot(unsigned long *dst, const unsigned long *a, const unsigned long *b,
		     unsigned int nbits)
{
	unsigned long any = 0;

	for (unsigned int i = 0; i < WORDS(nbits); i++)
		any |= (dst[i] = a[i] & ~b[i] & word_mask(i, nbits));
	return any != 0;
}
EXPORT_SYMBOL(__bitmap_andnot);

void __bitmap_replace(unsigned long *dst, const unsigned long *old, const unsigned long *new,
		      const unsigned long *mask, unsigned int nbits)
{
	for (unsigned int i = 0; i < WORDS(nbits); i++)
		dst[i] = (old[i] & ~mask[i]) | (new[i] & mask[i]);
}
EXPORT_SYMBOL(__bitmap_replace);

bool __bitmap_intersects(const unsigned long *a, const unsigned long *b, unsigned int nbits)
{
	return _find_first_and_bit(a, b, nbits) < nbits;
}
EXPORT_SYMBOL(__bitmap_intersects);

bool __bitmap_subset(const unsigned long *a, const unsigned long *b, unsigned int nbits)
{
	return _find_next_andnot_bit(a, b, nbits, 0) >= nbits;
}
EXPORT_SYMBOL(__bitmap_subset);

unsigned int __bitmap_weight(const unsigned long *bitmap, unsigned int nbits)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < WORDS(nbits); i++)
		n += hweight_long(bitmap[i] & word_mask(i, nbits));
	return n;
}
EXPORT_SYMBOL(__bitmap_weight);

unsigned int __bitmap_weight_and(const unsigned long *a, const unsigned long *b, unsigned int nbits)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < WORDS(nbits); i++)
		n += hweight_long(a[i] & b[i] & word_mask(i, nbits));
	return n;
}
EXPORT_SYMBOL(__bitmap_weight_and);

/* The bits of [start, end) that are in the word of @start. => start < end */
static unsigned long run_in_word(unsigned int start, unsigned int end)
{
	unsigned long mask = BITMAP_FIRST_WORD_MASK(start);

	if (end / 64 == start / 64)
		mask &= ~BITMAP_FIRST_WORD_MASK(end);
	return mask;
}

void __bitmap_set(unsigned long *map, unsigned int start, int len)
{
	unsigned int end = start + len;

	for (; len > 0 && start < end; start = (start | 63) + 1)
		map[start / 64] |= run_in_word(start, end);
}
EXPORT_SYMBOL(__bitmap_set);

void __bitmap_clear(unsigned long *map, unsigned int start, int len)
{
	unsigned int end = start + len;

	for (; len > 0 && start < end; start = (start | 63) + 1)
		map[start / 64] &= ~run_in_word(start, end);
}
EXPORT_SYMBOL(__bitmap_clear);

unsigned long bitmap_find_next_zero_area_off(unsigned long *map, unsigned long size,
					     unsigned long start, unsigned int nr,
					     unsigned long align_mask, unsigned long align_offset)
{
	for (;;) {
		unsigned long index = find_next_zero_bit(map, size, start), end, used;

		index = ((index + align_offset + align_mask) & ~align_mask) - align_offset;
		end = index + nr;
		if (end > size)
			return end;
		used = find_next_bit(map, end, index);
		if (used >= end)
			return index;
		start = used + 1;
	}
}
EXPORT_SYMBOL(bitmap_find_next_zero_area_off);

int bitmap_allocate_region(unsigned long *bitmap, unsigned int pos, int order)
{
	unsigned int n = 1U << order;

	if (find_next_bit(bitmap, pos + n, pos) < pos + n)
		return -EBUSY;
	__bitmap_set(bitmap, pos, n);
	return 0;
}
EXPORT_SYMBOL(bitmap_allocate_region);

int bitmap_find_free_region(unsigned long *bitmap, unsigned int bits, int order)
{
	unsigned int n = 1U << order;

	for (unsigned int pos = 0; pos + n <= bits; pos += n)
		if (bitmap_allocate_region(bitmap, pos, order) == 0)
			return pos;
	return -ENOMEM;
}
EXPORT_SYMBOL(bitmap_find_free_region);

void bitmap_release_region(unsigned long *bitmap, unsigned int pos, int order)
{
	__bitmap_clear(bitmap, pos, 1U << order);
}
EXPORT_SYMBOL(bitmap_release_region);

/* How many set bits are below the set bit @pos; -1 if it is not set. */
static int ordinal_of(const unsigned long *map, unsigned int pos, unsigned int nbits)
{
	if (pos >= nbits || !test_bit(pos, map))
		return -1;
	return __bitmap_weight(map, pos);
}

int bitmap_bitremap(int oldbit, const unsigned long *old, const unsigned long *new, int bits)
{
	int w = bitmap_weight(new, bits), n = ordinal_of(old, oldbit, bits);

	return n < 0 || w == 0 ? oldbit : (int)find_nth_bit(new, bits, n % w);
}
EXPORT_SYMBOL(bitmap_bitremap);

void bitmap_remap(unsigned long *dst, const unsigned long *src, const unsigned long *old,
		  const unsigned long *new, unsigned int nbits)
{
	unsigned int bit;

	if (dst == src)
		return; /* in place is not possible */
	bitmap_zero(dst, nbits);
	for_each_set_bit (bit, src, nbits)
		__set_bit(bitmap_bitremap(bit, old, new, nbits), dst);
}
EXPORT_SYMBOL(bitmap_remap);

void bitmap_onto(unsigned long *dst, const unsigned long *orig, const unsigned long *relmap,
		 unsigned int bits)
{
	unsigned int n, m = 0;

	if (dst == orig)
		return;
	bitmap_zero(dst, bits);
	for_each_set_bit (n, relmap, bits) {
		if (test_bit(m, orig))
			__set_bit(n, dst);
		m++;
	}
}
EXPORT_SYMBOL(bitmap_onto);

void bitmap_fold(unsigned long *dst, const unsigned long *orig, unsigned int sz, unsigned int nbits)
{
	unsigned int bit;

	if (dst == orig)
		return;
	bitmap_zero(dst, nbits);
	for_each_set_bit (bit, orig, nbits)
		__set_bit(bit % sz, dst);
}
EXPORT_SYMBOL(bitmap_fold);

unsigned long *bitmap_alloc(unsigned int nbits, gfp_t flags)
{
	return kmalloc_array(WORDS(nbits), sizeof(unsigned long), flags);
}
EXPORT_SYMBOL(bitmap_alloc);

unsigned long *bitmap_zalloc(unsigned int nbits, gfp_t flags)
{
	return bitmap_alloc(nbits, flags | __GFP_ZERO);
}
EXPORT_SYMBOL(bitmap_zalloc);

unsigned long *bitmap_alloc_node(unsigned int nbits, gfp_t flags, int node)
{
	return kmalloc_array_node(WORDS(nbits), sizeof(unsigned long), flags, node);
}
EXPORT_SYMBOL(bitmap_alloc_node);

unsigned long *bitmap_zalloc_node(unsigned int nbits, gfp_t flags, int node)
{
	return bitmap_alloc_node(nbits, flags | __GFP_ZERO, node);
}
EXPORT_SYMBOL(bitmap_zalloc_node);

void bitmap_free(const unsigned long *bitmap)
{
	kfree(bitmap);
}
EXPORT_SYMBOL(bitmap_free);

void bitmap_from_arr32(unsigned long *bitmap, const u32 *buf, unsigned int nbits)
{
	for (unsigned int i = 0; i < (nbits + 31) / 32; i += 2) {
		bitmap[i / 2] = buf[i];
		if (i + 1 < (nbits + 31) / 32)
			bitmap[i / 2] |= (u64)buf[i + 1] << 32;
	}
	if (nbits % 64)
		bitmap[nbits / 64] &= BITMAP_LAST_WORD_MASK(nbits);
}
EXPORT_SYMBOL(bitmap_from_arr32);

void bitmap_to_arr32(u32 *buf, const unsigned long *bitmap, unsigned int nbits)
{
	unsigned int n = (nbits + 31) / 32;

	for (unsigned int i = 0; i < n; i++)
		buf[i] = (u32)(bitmap[i / 2] >> (i % 2 * 32));
	if (nbits % 32)
		buf[n - 1] &= (u32)(~0U >> (32 - nbits % 32));
}
EXPORT_SYMBOL(bitmap_to_arr32);

void bitmap_from_arr64(unsigned long *bitmap, const u64 *buf, unsigned int nbits)
{
	bitmap_copy_clear_tail(bitmap, (const unsigned long *)buf, nbits);
}
EXPORT_SYMBOL(bitmap_from_arr64);

void bitmap_to_arr64(u64 *buf, const unsigned long *bitmap, unsigned int nbits)
{
	bitmap_copy_clear_tail((unsigned long *)buf, bitmap, nbits);
}
EXPORT_SYMBOL(bitmap_to_arr64);
