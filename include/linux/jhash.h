/* SPDX-License-Identifier: MIT */
/*
 * Bob Jenkins's lookup3 hash (public domain, http://burtleburtle.net/bob/c/lookup3.c), with
 * Linux's names and start value. Same results on every host of this byte order.
 */
#ifndef _LINUX_JHASH_H
#define _LINUX_JHASH_H

#include <linux/bitops.h>
#include <linux/types.h>
#include <linux/unaligned/packed_struct.h>

#define jhash_size(n) ((u32)1 << (n))
#define jhash_mask(n) (jhash_size(n) - 1)
#define JHASH_INITVAL 0xdeadbeef

#define __jhash_rol(x, k) (((x) << (k)) | ((x) >> (32 - (k))))
#define __jhash_mix(a, b, c)                                                                       \
	do {                                                                                       \
		a -= c, a ^= __jhash_rol(c, 4), c += b;                                            \
		b -= a, b ^= __jhash_rol(a, 6), a += c;                                            \
		c -= b, c ^= __jhash_rol(b, 8), b += a;                                            \
		a -= c, a ^= __jhash_rol(c, 16), c += b;                                           \
		b -= a, b ^= __jhash_rol(a, 19), a += c;                                           \
		c -= b, c ^= __jhash_rol(b, 4), b += a;                                            \
	} while (0)
#define __jhash_final(a, b, c)                                                                     \
	do {                                                                                       \
		c ^= b, c -= __jhash_rol(b, 14);                                                   \
		a ^= c, a -= __jhash_rol(c, 11);                                                   \
		b ^= a, b -= __jhash_rol(a, 25);                                                   \
		c ^= b, c -= __jhash_rol(b, 16);                                                   \
		a ^= c, a -= __jhash_rol(c, 4);                                                    \
		b ^= a, b -= __jhash_rol(a, 14);                                                   \
		c ^= b, c -= __jhash_rol(b, 24);                                                   \
	} while (0)

/* Any bytes. */
static inline u32 jhash(const void *key, u32 length, u32 initval)
{
	const u8 *k = key;
	u32 a, b, c, tail[3] = { 0, 0, 0 };

	a = b = c = JHASH_INITVAL + length + initval;
	for (; length > 12; length -= 12, k += 12) {
		a += __get_unaligned_cpu32(k);
		b += __get_unaligned_cpu32(k + 4);
		c += __get_unaligned_cpu32(k + 8);
		__jhash_mix(a, b, c);
	}
	if (!length)
		return c;
	for (u32 i = 0; i < length; i++)
		tail[i / 4] |= (u32)k[i] << (8 * (i % 4));
	a += tail[0];
	b += tail[1];
	c += tail[2];
	__jhash_final(a, b, c);
	return c;
}
/* @length words of 32 bits. */
static inline u32 jhash2(const u32 *k, u32 length, u32 initval)
{
	u32 a, b, c;

	a = b = c = JHASH_INITVAL + (length << 2) + initval;
	for (; length > 3; length -= 3, k += 3) {
		a += k[0];
		b += k[1];
		c += k[2];
		__jhash_mix(a, b, c);
	}
	if (!length)
		return c;
	a += k[0];
	b += length > 1 ? k[1] : 0;
	c += length > 2 ? k[2] : 0;
	__jhash_final(a, b, c);
	return c;
}
static inline u32 __jhash_nwords(u32 a, u32 b, u32 c, u32 initval)
{
	a += initval;
	b += initval;
	c += initval;
	__jhash_final(a, b, c);
	return c;
}
static inline u32 jhash_3words(u32 a, u32 b, u32 c, u32 initval)
{
	return __jhash_nwords(a, b, c, initval + JHASH_INITVAL + (3 << 2));
}
static inline u32 jhash_2words(u32 a, u32 b, u32 initval)
{
	return __jhash_nwords(a, b, 0, initval + JHASH_INITVAL + (2 << 2));
}
static inline u32 jhash_1word(u32 a, u32 initval)
{
	return __jhash_nwords(a, 0, 0, initval + JHASH_INITVAL + (1 << 2));
}

#endif
