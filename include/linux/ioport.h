/* SPDX-License-Identifier: MIT */
/*
 * The resource trees: which range of I/O ports and of physical addresses belongs to whom.
 * /proc/ioports and /proc/iomem print them.
 */
#ifndef _LINUX_IOPORT_H
#define _LINUX_IOPORT_H

#include <linux/bits.h>
#include <linux/compiler.h>
#include <linux/minmax.h>
#include <linux/types.h>

struct device;

struct resource {
	resource_size_t start; /* first and last address, both inside */
	resource_size_t end;
	const char *name;
	unsigned long flags;
	unsigned long desc;
	struct resource *parent, *sibling, *child;
};

#define IORESOURCE_BITS			 0x000000ff
#define IORESOURCE_TYPE_BITS		 0x00001f00
#define IORESOURCE_IO			 0x00000100
#define IORESOURCE_MEM			 0x00000200
#define IORESOURCE_REG			 0x00000300
#define IORESOURCE_IRQ			 0x00000400
#define IORESOURCE_DMA			 0x00000800
#define IORESOURCE_BUS			 0x00001000
#define IORESOURCE_PREFETCH		 0x00002000
#define IORESOURCE_READONLY		 0x00004000
#define IORESOURCE_CACHEABLE		 0x00008000
#define IORESOURCE_RANGELENGTH		 0x00010000
#define IORESOURCE_SHADOWABLE		 0x00020000
#define IORESOURCE_SIZEALIGN		 0x00040000
#define IORESOURCE_STARTALIGN		 0x00080000
#define IORESOURCE_MEM_64		 0x00100000
#define IORESOURCE_WINDOW		 0x00200000
#define IORESOURCE_MUXED		 0x00400000
#define IORESOURCE_EXT_TYPE_BITS	 0x01000000
#define IORESOURCE_SYSRAM		 0x01000000
#define IORESOURCE_SYSRAM_DRIVER_MANAGED 0x02000000
#define IORESOURCE_SYSRAM_MERGEABLE	 0x04000000
#define IORESOURCE_EXCLUSIVE		 0x08000000
#define IORESOURCE_DISABLED		 0x10000000
#define IORESOURCE_UNSET		 0x20000000
#define IORESOURCE_AUTO			 0x40000000
#define IORESOURCE_BUSY			 0x80000000UL
#define IORESOURCE_SYSTEM_RAM		 (IORESOURCE_MEM | IORESOURCE_SYSRAM)

#define IORESOURCE_IRQ_HIGHEDGE	 (1 << 0)
#define IORESOURCE_IRQ_LOWEDGE	 (1 << 1)
#define IORESOURCE_IRQ_HIGHLEVEL (1 << 2)
#define IORESOURCE_IRQ_LOWLEVEL	 (1 << 3)
#define IORESOURCE_IRQ_SHAREABLE (1 << 4)
#define IORESOURCE_IRQ_OPTIONAL	 (1 << 5)

enum {
	IORES_DESC_NONE = 0,
	IORES_DESC_CRASH_KERNEL = 1,
	IORES_DESC_ACPI_TABLES = 2,
	IORES_DESC_ACPI_NV_STORAGE = 3,
	IORES_DESC_PERSISTENT_MEMORY = 4,
	IORES_DESC_PERSISTENT_MEMORY_LEGACY = 5,
	IORES_DESC_DEVICE_PRIVATE_MEMORY = 6,
	IORES_DESC_RESERVED = 7,
	IORES_DESC_SOFT_RESERVED = 8,
	IORES_DESC_CXL = 9,
};

#define DEFINE_RES_NAMED(_start, _size, _name, _flags)                           \
	{                                                                        \
		.start = (_start), .end = (_start) + (_size)-1, .name = (_name), \
		.flags = (_flags), .desc = IORES_DESC_NONE,                      \
	}
#define DEFINE_RES_IO_NAMED(_start, _size, _name) \
	DEFINE_RES_NAMED((_start), (_size), (_name), IORESOURCE_IO)
#define DEFINE_RES_IO(_start, _size) DEFINE_RES_IO_NAMED((_start), (_size), NULL)
#define DEFINE_RES_MEM_NAMED(_start, _size, _name) \
	DEFINE_RES_NAMED((_start), (_size), (_name), IORESOURCE_MEM)
#define DEFINE_RES_MEM(_start, _size)	  DEFINE_RES_MEM_NAMED((_start), (_size), NULL)
#define DEFINE_RES_IRQ_NAMED(_irq, _name) DEFINE_RES_NAMED((_irq), 1, (_name), IORESOURCE_IRQ)
#define DEFINE_RES_IRQ(_irq)		  DEFINE_RES_IRQ_NAMED((_irq), NULL)
#define DEFINE_RES_DMA_NAMED(_dma, _name) DEFINE_RES_NAMED((_dma), 1, (_name), IORESOURCE_DMA)
#define DEFINE_RES_DMA(_dma)		  DEFINE_RES_DMA_NAMED((_dma), NULL)

extern struct resource ioport_resource; /* 0 … 0xffff */
extern struct resource iomem_resource;	/* 0 … the highest physical address */

/* Insert under @root. 0 or -EBUSY (request_resource); NULL or the conflict (…_conflict). */
int request_resource(struct resource *root, struct resource *new);
struct resource *request_resource_conflict(struct resource *root, struct resource *new);
/* As request_resource, but goes down into, or takes in, resources that fit. */
int insert_resource(struct resource *parent, struct resource *new);
struct resource *insert_resource_conflict(struct resource *parent, struct resource *new);
/* 0, or -EINVAL when it is not in the tree. */
int release_resource(struct resource *old);
int remove_resource(struct resource *old);
/* Find room for @size bytes, aligned to @align, inside [@min, @max] under @root. 0 or -EBUSY. */
int allocate_resource(struct resource *root, struct resource *new, resource_size_t size,
		      resource_size_t min, resource_size_t max, resource_size_t align,
		      resource_size_t (*alignf)(void *, const struct resource *, resource_size_t,
						resource_size_t),
		      void *alignf_data);
int adjust_resource(struct resource *res, resource_size_t start, resource_size_t size);

/* Allocate a busy region; NULL when any part of it is busy. May sleep. */
struct resource *__request_region(struct resource *parent, resource_size_t start, resource_size_t n,
				  const char *name, int flags);
void __release_region(struct resource *parent, resource_size_t start, resource_size_t n);
struct resource *__devm_request_region(struct device *dev, struct resource *parent,
				       resource_size_t start, resource_size_t n, const char *name);
void __devm_release_region(struct device *dev, struct resource *parent, resource_size_t start,
			   resource_size_t n);
int devm_request_resource(struct device *dev, struct resource *root, struct resource *new);
void devm_release_resource(struct device *dev, struct resource *new);

#define request_region(start, n, name) __request_region(&ioport_resource, (start), (n), (name), 0)
#define request_muxed_region(start, n, name) \
	__request_region(&ioport_resource, (start), (n), (name), IORESOURCE_MUXED)
#define request_mem_region(start, n, name) \
	__request_region(&iomem_resource, (start), (n), (name), 0)
#define request_mem_region_exclusive(start, n, name) \
	__request_region(&iomem_resource, (start), (n), (name), IORESOURCE_EXCLUSIVE)
#define release_region(start, n)     __release_region(&ioport_resource, (start), (n))
#define release_mem_region(start, n) __release_region(&iomem_resource, (start), (n))
#define rename_region(region, newname)      \
	do {                                \
		(region)->name = (newname); \
	} while (0)
#define devm_request_region(dev, start, n, name) \
	__devm_request_region(dev, &ioport_resource, (start), (n), (name))
#define devm_request_mem_region(dev, start, n, name) \
	__devm_request_region(dev, &iomem_resource, (start), (n), (name))
#define devm_release_region(dev, start, n) \
	__devm_release_region(dev, &ioport_resource, (start), (n))
#define devm_release_mem_region(dev, start, n) \
	__devm_release_region(dev, &iomem_resource, (start), (n))

static inline resource_size_t resource_size(const struct resource *res)
{
	return res->end - res->start + 1;
}

static inline unsigned long resource_type(const struct resource *res)
{
	return res->flags & IORESOURCE_TYPE_BITS;
}

static inline unsigned long resource_ext_type(const struct resource *res)
{
	return res->flags & IORESOURCE_EXT_TYPE_BITS;
}

static inline bool resource_contains(const struct resource *r1, const struct resource *r2)
{
	if (resource_type(r1) != resource_type(r2))
		return false;
	return r1->start <= r2->start && r1->end >= r2->end;
}

static inline bool resource_overlaps(const struct resource *r1, const struct resource *r2)
{
	return r1->start <= r2->end && r1->end >= r2->start;
}

#endif
