/* SPDX-License-Identifier: MIT */
/* Bits in the opposite order. */
#ifndef _LINUX_BITREV_H
#define _LINUX_BITREV_H

#include <linux/swab.h>
#include <linux/types.h>

static inline u8 __bitrev8(u8 b)
{
	b = (b >> 4) | (b << 4);
	b = ((b & 0xcc) >> 2) | ((b & 0x33) << 2);
	return ((b & 0xaa) >> 1) | ((b & 0x55) << 1);
}
static inline u32 __bitrev32(u32 x)
{
	x = ((x & 0xf0f0f0f0) >> 4) | ((x & 0x0f0f0f0f) << 4);
	x = ((x & 0xcccccccc) >> 2) | ((x & 0x33333333) << 2);
	x = ((x & 0xaaaaaaaa) >> 1) | ((x & 0x55555555) << 1);
	return __builtin_bswap32(x);
}
#define bitrev8(x) __bitrev8(x)
#define bitrev16(x) ((u16)(__bitrev32(x) >> 16))
#define bitrev32(x) __bitrev32(x)

#endif
