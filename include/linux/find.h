/* SPDX-License-Identifier: MIT */
/*
 * Searching bitmaps: arrays of unsigned long, bit n in word n / 64 at n % 64. All calls look at
 * the first @size bits, return @size (or more than it: never less) when nothing is found, need
 * no lock of their own, never sleep. A bitmap of one word, known at compile time, is searched in line.
 */
#ifndef __LINUX_FIND_H_
#define __LINUX_FIND_H_

#include <linux/bitops.h>
#include <linux/compiler.h>
#include <linux/types.h>

/* One word is enough, and the compiler knows. */
#define small_const_nbits(nbits) (__builtin_constant_p(nbits) && (nbits) <= 64 && (nbits) > 0)
/* Bits from @start on in its word; bits below @nbits in the last word of a bitmap of @nbits. */
#define BITMAP_FIRST_WORD_MASK(start) (~0UL << ((start) & 63))
#define BITMAP_LAST_WORD_MASK(nbits) (~0UL >> (-(nbits) & 63))

unsigned long _find_first_bit(const unsigned long *addr, unsigned long size);
unsigned long _find_first_zero_bit(const unsigned long *addr, unsigned long size);
unsigned long _find_first_and_bit(const unsigned long *a, const unsigned long *b, unsigned long size);
unsigned long _find_next_bit(const unsigned long *addr, unsigned long size, unsigned long start);
unsigned long _find_next_zero_bit(const unsigned long *addr, unsigned long size,
				  unsigned long start);
unsigned long _find_next_and_bit(const unsigned long *a, const unsigned long *b, unsigned long size,
				 unsigned long start);
unsigned long _find_next_andnot_bit(const unsigned long *a, const unsigned long *b,
				    unsigned long size, unsigned long start);
unsigned long _find_last_bit(const unsigned long *addr, unsigned long size);
unsigned long __find_nth_bit(const unsigned long *addr, unsigned long size, unsigned long n);
unsigned long __find_nth_and_bit(const unsigned long *a, const unsigned long *b, unsigned long size,
				 unsigned long n);
unsigned long __find_nth_andnot_bit(const unsigned long *a, const unsigned long *b,
				    unsigned long size, unsigned long n);
/* The next byte with a bit set, at or after bit @offset, goes to *@clump; returns its first bit. */
unsigned long find_next_clump8(unsigned long *clump, const unsigned long *addr, unsigned long size,
			       unsigned long offset);

/* The lowest bit of one word's value, or @size. */
static __always_inline unsigned long __find_in_word(unsigned long word, unsigned long size)
{
	return word ? (unsigned long)__builtin_ctzl(word) : size;
}

static __always_inline unsigned long __find_window(unsigned long size, unsigned long start)
{
	return start >= size ? 0 : BITMAP_FIRST_WORD_MASK(start) & BITMAP_LAST_WORD_MASK(size);
}

static __always_inline unsigned long find_first_bit(const unsigned long *addr, unsigned long size)
{
	if (small_const_nbits(size))
		return __find_in_word(*addr & BITMAP_LAST_WORD_MASK(size), size);
	return _find_first_bit(addr, size);
}

static __always_inline unsigned long find_first_zero_bit(const unsigned long *addr,
							 unsigned long size)
{
	if (small_const_nbits(size))
		return __find_in_word(~*addr & BITMAP_LAST_WORD_MASK(size), size);
	return _find_first_zero_bit(addr, size);
}

static __always_inline unsigned long find_first_and_bit(const unsigned long *a,
							const unsigned long *b, unsigned long size)
{
	if (small_const_nbits(size))
		return __find_in_word(*a & *b & BITMAP_LAST_WORD_MASK(size), size);
	return _find_first_and_bit(a, b, size);
}

static __always_inline unsigned long find_next_bit(const unsigned long *addr, unsigned long size,
						   unsigned long start)
{
	if (small_const_nbits(size))
		return __find_in_word(*addr & __find_window(size, start), size);
	return _find_next_bit(addr, size, start);
}

static __always_inline unsigned long find_next_zero_bit(const unsigned long *addr,
							unsigned long size, unsigned long start)
{
	if (small_const_nbits(size))
		return __find_in_word(~*addr & __find_window(size, start), size);
	return _find_next_zero_bit(addr, size, start);
}

static __always_inline unsigned long find_next_and_bit(const unsigned long *a,
						       const unsigned long *b, unsigned long size,
						       unsigned long start)
{
	if (small_const_nbits(size))
		return __find_in_word(*a & *b & __find_window(size, start), size);
	return _find_next_and_bit(a, b, size, start);
}

static __always_inline unsigned long find_next_andnot_bit(const unsigned long *a,
							  const unsigned long *b,
							  unsigned long size, unsigned long start)
{
	if (small_const_nbits(size))
		return __find_in_word(*a & ~*b & __find_window(size, start), size);
	return _find_next_andnot_bit(a, b, size, start);
}

static __always_inline unsigned long find_last_bit(const unsigned long *addr, unsigned long size)
{
	return _find_last_bit(addr, size);
}

/* The bit that has @n set bits below it. */
static inline unsigned long find_nth_bit(const unsigned long *addr, unsigned long size,
					 unsigned long n)
{
	return n >= size ? size : __find_nth_bit(addr, size, n);
}

static inline unsigned long find_nth_and_bit(const unsigned long *a, const unsigned long *b,
					     unsigned long size, unsigned long n)
{
	return n >= size ? size : __find_nth_and_bit(a, b, size, n);
}

static inline unsigned long find_nth_andnot_bit(const unsigned long *a, const unsigned long *b,
						unsigned long size, unsigned long n)
{
	return n >= size ? size : __find_nth_andnot_bit(a, b, size, n);
}

/* The next set bit from @start on, then from 0 to @start. */
static inline unsigned long find_next_bit_wrap(const unsigned long *addr, unsigned long size,
					       unsigned long start)
{
	unsigned long bit = find_next_bit(addr, size, start);

	if (bit < size)
		return bit;
	bit = _find_first_bit(addr, start < size ? start : size);
	return bit < start ? bit : size;
}

static inline unsigned long find_next_and_bit_wrap(const unsigned long *a, const unsigned long *b,
						   unsigned long size, unsigned long start)
{
	unsigned long bit = find_next_and_bit(a, b, size, start);

	if (bit < size)
		return bit;
	bit = _find_first_and_bit(a, b, start < size ? start : size);
	return bit < start ? bit : size;
}

/* Step of for_each_set_bit_wrap: @n has gone past @size once it has wrapped. */
static inline unsigned long __for_each_wrap(const unsigned long *addr, unsigned long size,
					    unsigned long start, unsigned long n)
{
	unsigned long bit;

	if (n > start) {
		bit = find_next_bit(addr, size, n);
		if (bit < size)
			return bit;
		n = 0;
	}
	bit = find_next_bit(addr, start, n);
	return bit < start ? bit : size;
}

#define find_first_clump8(clump, bits, size) find_next_clump8((clump), (bits), (size), 0)

#define for_each_set_bit(bit, addr, size)                                                          \
	for ((bit) = 0; (bit) = find_next_bit((addr), (size), (bit)), (bit) < (size); (bit)++)
#define for_each_set_bit_from(bit, addr, size)                                                     \
	for (; (bit) = find_next_bit((addr), (size), (bit)), (bit) < (size); (bit)++)
#define for_each_clear_bit(bit, addr, size)                                                        \
	for ((bit) = 0; (bit) = find_next_zero_bit((addr), (size), (bit)), (bit) < (size); (bit)++)
#define for_each_clear_bit_from(bit, addr, size)                                                   \
	for (; (bit) = find_next_zero_bit((addr), (size), (bit)), (bit) < (size); (bit)++)
#define for_each_and_bit(bit, a, b, size)                                                          \
	for ((bit) = 0; (bit) = find_next_and_bit((a), (b), (size), (bit)), (bit) < (size); (bit)++)
#define for_each_andnot_bit(bit, a, b, size)                                                       \
	for ((bit) = 0; (bit) = find_next_andnot_bit((a), (b), (size), (bit)), (bit) < (size);     \
	     (bit)++)
#define for_each_set_bitrange(b, e, addr, size)                                                    \
	for ((b) = 0; (b) = find_next_bit((addr), (size), (b)),                                    \
	    (e) = find_next_zero_bit((addr), (size), (b) + 1), (b) < (size);                       \
	     (b) = (e) + 1)
#define for_each_set_bitrange_from(b, e, addr, size)                                               \
	for (; (b) = find_next_bit((addr), (size), (b)),                                           \
	       (e) = find_next_zero_bit((addr), (size), (b) + 1), (b) < (size);                    \
	     (b) = (e) + 1)
#define for_each_clear_bitrange(b, e, addr, size)                                                  \
	for ((b) = 0; (b) = find_next_zero_bit((addr), (size), (b)),                               \
	    (e) = find_next_bit((addr), (size), (b) + 1), (b) < (size);                            \
	     (b) = (e) + 1)
#define for_each_clear_bitrange_from(b, e, addr, size)                                             \
	for (; (b) = find_next_zero_bit((addr), (size), (b)),                                      \
	       (e) = find_next_bit((addr), (size), (b) + 1), (b) < (size);                         \
	     (b) = (e) + 1)
#define for_each_set_bit_wrap(bit, addr, size, start)                                              \
	for ((bit) = find_next_bit_wrap((addr), (size), (start)); (bit) < (size);                  \
	     (bit) = __for_each_wrap((addr), (size), (start), (bit) + 1))
#define for_each_set_clump8(start, clump, bits, size)                                              \
	for ((start) = find_first_clump8(&(clump), (bits), (size)); (start) < (size);              \
	     (start) = find_next_clump8(&(clump), (bits), (size), (start) + 8))

#endif
