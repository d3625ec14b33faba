/* SPDX-License-Identifier: MIT */
/* Loads and stores of words at any address, in the CPU's byte order. */
#ifndef _LINUX_UNALIGNED_PACKED_STRUCT_H
#define _LINUX_UNALIGNED_PACKED_STRUCT_H

#include <linux/types.h>

#define __UNALIGNED_ACCESS(bits)                                                                   \
	struct __una_u##bits {                                                                     \
		u##bits x;                                                                         \
	} __attribute__((packed));                                                                 \
	static inline u##bits __get_unaligned_cpu##bits(const void *p)                             \
	{                                                                                          \
		return ((const struct __una_u##bits *)p)->x;                                       \
	}                                                                                          \
	static inline void __put_unaligned_cpu##bits(u##bits val, void *p)                         \
	{                                                                                          \
		((struct __una_u##bits *)p)->x = val;                                              \
	}
__UNALIGNED_ACCESS(16)
__UNALIGNED_ACCESS(32)
__UNALIGNED_ACCESS(64)
#undef __UNALIGNED_ACCESS

#endif
