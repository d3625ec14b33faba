/* SPDX-License-Identifier: MIT */
/* Words at any address, in a named byte order. */
#ifndef _ASM_UNALIGNED_H
#define _ASM_UNALIGNED_H

#include <asm/byteorder.h>
#include <linux/types.h>
#include <linux/unaligned/packed_struct.h>

#define get_unaligned(ptr)                                                                         \
	({                                                                                         \
		const struct {                                                                     \
			typeof(*(ptr)) x;                                                          \
		} __attribute__((packed)) *__ua = (const typeof(__ua))(ptr);                       \
		__ua->x;                                                                           \
	})
#define put_unaligned(val, ptr)                                                                    \
	do {                                                                                       \
		struct {                                                                           \
			typeof(*(ptr)) x;                                                          \
		} __attribute__((packed)) *__ua = (typeof(__ua))(ptr);                             \
		__ua->x = (val);                                                                   \
	} while (0)

#define __UNALIGNED_ORDER(bits)                                                                    \
	static inline u##bits get_unaligned_le##bits(const void *p)                                \
	{                                                                                          \
		return le##bits##_to_cpu((__le##bits)__get_unaligned_cpu##bits(p));                \
	}                                                                                          \
	static inline u##bits get_unaligned_be##bits(const void *p)                                \
	{                                                                                          \
		return be##bits##_to_cpu((__be##bits)__get_unaligned_cpu##bits(p));                \
	}                                                                                          \
	static inline void put_unaligned_le##bits(u##bits val, void *p)                            \
	{                                                                                          \
		__put_unaligned_cpu##bits((u##bits)cpu_to_le##bits(val), p);                       \
	}                                                                                          \
	static inline void put_unaligned_be##bits(u##bits val, void *p)                            \
	{                                                                                          \
		__put_unaligned_cpu##bits((u##bits)cpu_to_be##bits(val), p);                       \
	}
__UNALIGNED_ORDER(16)
__UNALIGNED_ORDER(32)
__UNALIGNED_ORDER(64)
#undef __UNALIGNED_ORDER

static inline u32 get_unaligned_be24(const void *p)
{
	const u8 *b = p;

	return (u32)b[0] << 16 | (u32)b[1] << 8 | b[2];
}
static inline u32 get_unaligned_le24(const void *p)
{
	const u8 *b = p;

	return (u32)b[2] << 16 | (u32)b[1] << 8 | b[0];
}
static inline void put_unaligned_be24(u32 val, void *p)
{
	u8 *b = p;

	b[0] = val >> 16;
	b[1] = val >> 8;
	b[2] = val;
}
static inline void put_unaligned_le24(u32 val, void *p)
{
	u8 *b = p;

	b[0] = val;
	b[1] = val >> 8;
	b[2] = val >> 16;
}

#endif
