/* SPDX-License-Identifier: MIT */
/*
 * Conversions between the CPU's byte order (little endian) and a named one: cpu_to_X and
 * X_to_cpu, of a value, of what a pointer points to (p), in place (s).
 */
#ifndef _LINUX_BYTEORDER_GENERIC_H
#define _LINUX_BYTEORDER_GENERIC_H

#include <linux/swab.h>
#include <linux/types.h>

#define __LITTLE_ENDIAN 1234
#define __LITTLE_ENDIAN_BITFIELD
#define CONFIG_CPU_LITTLE_ENDIAN 1

#define cpu_to_le16(x) ((__force __le16)(__u16)(x))
#define cpu_to_le32(x) ((__force __le32)(__u32)(x))
#define cpu_to_le64(x) ((__force __le64)(__u64)(x))
#define le16_to_cpu(x) ((__force __u16)(__le16)(x))
#define le32_to_cpu(x) ((__force __u32)(__le32)(x))
#define le64_to_cpu(x) ((__force __u64)(__le64)(x))
#define cpu_to_be16(x) ((__force __be16)__swab16(x))
#define cpu_to_be32(x) ((__force __be32)__swab32(x))
#define cpu_to_be64(x) ((__force __be64)__swab64(x))
#define be16_to_cpu(x) __swab16((__force __u16)(__be16)(x))
#define be32_to_cpu(x) __swab32((__force __u32)(__be32)(x))
#define be64_to_cpu(x) __swab64((__force __u64)(__be64)(x))

#define __BYTEORDER_FORMS(name, bits)                                                              \
	static inline __##name##bits cpu_to_##name##bits##p(const __u##bits *p)                    \
	{                                                                                          \
		return cpu_to_##name##bits(*p);                                                    \
	}                                                                                          \
	static inline __u##bits name##bits##_to_cpup(const __##name##bits *p)                      \
	{                                                                                          \
		return name##bits##_to_cpu(*p);                                                    \
	}                                                                                          \
	static inline void cpu_to_##name##bits##s(__u##bits *p)                                    \
	{                                                                                          \
		*p = (__force __u##bits)cpu_to_##name##bits(*p);                                   \
	}                                                                                          \
	static inline void name##bits##_to_cpus(__u##bits *p)                                      \
	{                                                                                          \
		*p = name##bits##_to_cpu((__force __##name##bits)*p);                              \
	}                                                                                          \
	static inline void name##bits##_add_cpu(__##name##bits *var, u##bits val)                  \
	{                                                                                          \
		*var = cpu_to_##name##bits(name##bits##_to_cpu(*var) + val);                       \
	}
__BYTEORDER_FORMS(le, 16)
__BYTEORDER_FORMS(le, 32)
__BYTEORDER_FORMS(le, 64)
__BYTEORDER_FORMS(be, 16)
__BYTEORDER_FORMS(be, 32)
__BYTEORDER_FORMS(be, 64)
#undef __BYTEORDER_FORMS

#define __cpu_to_le16 cpu_to_le16
#define __cpu_to_le32 cpu_to_le32
#define __cpu_to_le64 cpu_to_le64
#define __le16_to_cpu le16_to_cpu
#define __le32_to_cpu le32_to_cpu
#define __le64_to_cpu le64_to_cpu
#define __cpu_to_be16 cpu_to_be16
#define __cpu_to_be32 cpu_to_be32
#define __cpu_to_be64 cpu_to_be64
#define __be16_to_cpu be16_to_cpu
#define __be32_to_cpu be32_to_cpu
#define __be64_to_cpu be64_to_cpu
#define __constant_cpu_to_le16 cpu_to_le16
#define __constant_cpu_to_le32 cpu_to_le32
#define __constant_cpu_to_le64 cpu_to_le64
#define __constant_cpu_to_be16 cpu_to_be16
#define __constant_cpu_to_be32 cpu_to_be32
#define __constant_cpu_to_be64 cpu_to_be64
#define htons(x) cpu_to_be16(x)
#define htonl(x) cpu_to_be32(x)
#define ntohs(x) be16_to_cpu(x)
#define ntohl(x) be32_to_cpu(x)

static inline void le32_to_cpu_array(u32 *buf, unsigned int words)
{
}
static inline void cpu_to_le32_array(u32 *buf, unsigned int words)
{
}
static inline void cpu_to_be32_array(__be32 *dst, const u32 *src, size_t len)
{
	while (len--)
		*dst++ = cpu_to_be32(*src++);
}
static inline void be32_to_cpu_array(u32 *dst, const __be32 *src, size_t len)
{
	while (len--)
		*dst++ = be32_to_cpu(*src++);
}

#endif
