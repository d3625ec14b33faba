/* SPDX-License-Identifier: MIT */
/*
 * Physical addresses, and accesses to device registers by pointer.
 */
#ifndef _ASM_IO_H
#define _ASM_IO_H

#include <linux/types.h>
#include <linux/compiler.h>
#include <linux/string.h>
#include <asm/page.h>

static inline phys_addr_t virt_to_phys(volatile void *address)
{
	return __pa(address);
}

static inline void *phys_to_virt(phys_addr_t address)
{
	return __va(address);
}

#define virt_to_bus virt_to_phys
#define bus_to_virt phys_to_virt

/* One access of exactly that width, in program order with other device accesses. */
#define FERRITE_IO_ACCESSORS(suffix, type)                                           \
	static inline type read##suffix(const volatile void __iomem *addr)           \
	{                                                                            \
		type v = *(const volatile type __force *)addr;                       \
		barrier();                                                           \
		return v;                                                            \
	}                                                                            \
	static inline void write##suffix(type v, volatile void __iomem *addr)        \
	{                                                                            \
		barrier();                                                           \
		*(volatile type __force *)addr = v;                                  \
	}                                                                            \
	static inline type __raw_read##suffix(const volatile void __iomem *addr)     \
	{                                                                            \
		return *(const volatile type __force *)addr;                         \
	}                                                                            \
	static inline void __raw_write##suffix(type v, volatile void __iomem *addr)  \
	{                                                                            \
		*(volatile type __force *)addr = v;                                  \
	}
FERRITE_IO_ACCESSORS(b, u8)
FERRITE_IO_ACCESSORS(w, u16)
FERRITE_IO_ACCESSORS(l, u32)
FERRITE_IO_ACCESSORS(q, u64)
#undef FERRITE_IO_ACCESSORS

#define readb_relaxed(a)     __raw_readb(a)
#define readw_relaxed(a)     __raw_readw(a)
#define readl_relaxed(a)     __raw_readl(a)
#define readq_relaxed(a)     __raw_readq(a)
#define writeb_relaxed(v, a) __raw_writeb(v, a)
#define writew_relaxed(v, a) __raw_writew(v, a)
#define writel_relaxed(v, a) __raw_writel(v, a)
#define writeq_relaxed(v, a) __raw_writeq(v, a)
#define ioread8(a)	     readb(a)
#define ioread16(a)	     readw(a)
#define ioread32(a)	     readl(a)
#define iowrite8(v, a)	     writeb(v, a)
#define iowrite16(v, a)	     writew(v, a)
#define iowrite32(v, a)	     writel(v, a)

static inline void memset_io(volatile void __iomem *addr, int value, size_t size)
{
	memset((void __force *)addr, value, size);
}

static inline void memcpy_fromio(void *to, const volatile void __iomem *from, size_t n)
{
	memcpy(to, (const void __force *)from, n);
}

static inline void memcpy_toio(volatile void __iomem *to, const void *from, size_t n)
{
	memcpy((void __force *)to, from, n);
}

#endif
