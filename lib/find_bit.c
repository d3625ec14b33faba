/* SPDX-License-Identifier: MIT */
/*
 * Searches in bitmaps. All are one loop over words, with the word computed from one or two maps:
 * the first word loses the bits below the start, and a hit past the size means "none". (The last
 * word is not masked: the one comparison at the end does it for the price of nothing.)
 */
#include <linux/bitmap.h>
#include <linux/export.h>
#include <linux/find.h>

#define FIND_FROM(word, size, start)                                                \
	({                                                                          \
		unsigned long __at = (start), __found = (size), i = __at / 64, __w; \
		if (__at < (size)) {                                                \
			__w = (word)&BITMAP_FIRST_WORD_MASK(__at);                  \
			while (!__w && ++i * 64 < (size))                           \
				__w = (word);                                       \
			if (__w && i * 64 + __builtin_ctzl(__w) < (size))           \
				__found = i * 64 + __builtin_ctzl(__w);             \
		}                                                                   \
		__found;                                                            \
	})

unsigned long _find_first_bit(const unsigned long *addr, unsigned long size)
{
	return FIND_FROM(addr[i], size, 0);
}
EXPORT_SYMBOL(_find_first_bit);

unsigned long _find_first_zero_bit(const unsigned long *addr, unsigned long size)
{
	return FIND_FROM(~addr[i], size, 0);
}
EXPORT_SYMBOL(_find_first_zero_bit);

unsigned long _find_first_and_bit(const unsigned long *a, const unsigned long *b,
				  unsigned long size)
{
	return FIND_FROM(a[i] & b[i], size, 0);
}
EXPORT_SYMBOL(_find_first_and_bit);

unsigned long _find_next_bit(const unsigned long *addr, unsigned long size, unsigned long start)
{
	return FIND_FROM(addr[i], size, start);
}
EXPORT_SYMBOL(_find_next_bit);

unsigned long _find_next_zero_bit(const unsigned long *addr, unsigned long size,
				  unsigned long start)
{
	return FIND_FROM(~addr[i], size, start);
}
EXPORT_SYMBOL(_find_next_zero_bit);

unsigned long _find_next_and_bit(const unsigned long *a, const unsigned long *b, unsigned long size,
				 unsigned long start)
{
	return FIND_FROM(a[i] & b[i], size, start);
}
EXPORT_SYMBOL(_find_next_and_bit);

unsigned long _find_next_andnot_bit(const unsigned long *a, const unsigned long *b,
				    unsigned long size, unsigned long start)
{
	return FIND_FROM(a[i] & ~b[i], size, start);
}
EXPORT_SYMBOL(_find_next_andnot_bit);

unsigned long _find_last_bit(const unsigned long *addr, unsigned long size)
{
	unsigned long mask = BITMAP_LAST_WORD_MASK(size);

	for (unsigned long i = (size + 63) / 64; i-- > 0; mask = ~0UL)
		if (addr[i] & mask)
			return i * 64 + 63 - __builtin_clzl(addr[i] & mask);
	return size;
}
EXPORT_SYMBOL(_find_last_bit);

/* Position of the bit of @word that has @n bits below it. => it exists. */
static unsigned int nth_of_word(unsigned long word, unsigned int n)
{
	while (n--)
		word &= word - 1;
	return __builtin_ctzl(word);
}

#define FIND_NTH(word, size, nth)                                         \
	({                                                                \
		unsigned long __n = (nth), __found = (size);              \
		for (unsigned long i = 0; i * 64 < (size); i++) {         \
			unsigned long __w = (word);                       \
			unsigned int __bits;                              \
			if (i == (size) / 64)                             \
				__w &= BITMAP_LAST_WORD_MASK(size);       \
			__bits = hweight_long(__w);                       \
			if (__n < __bits) {                               \
				__found = i * 64 + nth_of_word(__w, __n); \
				break;                                    \
			}                                                 \
			__n -= __bits;                                    \
		}                                                         \
		__found;                                                  \
	})

unsigned long __find_nth_bit(const unsigned long *addr, unsigned long size, unsigned long n)
{
	return FIND_NTH(addr[i], size, n);
}
EXPORT_SYMBOL(__find_nth_bit);

unsigned long __find_nth_and_bit(const unsigned long *a, const unsigned long *b, unsigned long size,
				 unsigned long n)
{
	return FIND_NTH(a[i] & b[i], size, n);
}
EXPORT_SYMBOL(__find_nth_and_bit);

unsigned long __find_nth_andnot_bit(const unsigned long *a, const unsigned long *b,
				    unsigned long size, unsigned long n)
{
	return FIND_NTH(a[i] & ~b[i], size, n);
}
EXPORT_SYMBOL(__find_nth_andnot_bit);

unsigned long find_next_clump8(unsigned long *clump, const unsigned long *addr, unsigned long size,
			       unsigned long offset)
{
	offset = find_next_bit(addr, size, offset);
	if (offset == size)
		return size;
	offset &= ~7UL;
	*clump = bitmap_get_value8(addr, offset);
	return offset;
}
EXPORT_SYMBOL(find_next_clump8);
