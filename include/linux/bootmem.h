/* SPDX-License-Identifier: MIT */
/*
 * The boot allocator's calls of Linux 3.x, over memblock. They panic when there is no
 * memory, as they did; the _nopanic forms return NULL. Memory is zeroed.
 */
#ifndef _LINUX_BOOTMEM_H
#define _LINUX_BOOTMEM_H

#include <linux/memblock.h>
#include <linux/mmzone.h>

#define BOOTMEM_LOW_LIMIT (16UL << 20) /* __pa(MAX_DMA_ADDRESS) */

extern unsigned long max_low_pfn;
extern unsigned long min_low_pfn;
extern unsigned long max_pfn;

/* @goal: lowest address wished; @limit: highest allowed, 0 for any; nid NUMA_NO_NODE for any. */
void *__alloc_bootmem_node_limit(int nid, unsigned long size, unsigned long align,
				 unsigned long goal, unsigned long limit);
void *__alloc_bootmem_nopanic(unsigned long size, unsigned long align, unsigned long goal);

#define __alloc_bootmem(size, align, goal) \
	__alloc_bootmem_node_limit(NUMA_NO_NODE, size, align, goal, 0)
#define __alloc_bootmem_low(size, align, goal) \
	__alloc_bootmem_node_limit(NUMA_NO_NODE, size, align, goal, ARCH_LOW_ADDRESS_LIMIT)
#define __alloc_bootmem_node(pgdat, size, align, goal) \
	__alloc_bootmem_node_limit((pgdat)->node_id, size, align, goal, 0)

#define alloc_bootmem(x)	   __alloc_bootmem(x, 64, BOOTMEM_LOW_LIMIT)
#define alloc_bootmem_align(x, a)  __alloc_bootmem(x, a, BOOTMEM_LOW_LIMIT)
#define alloc_bootmem_nopanic(x)   __alloc_bootmem_nopanic(x, 64, BOOTMEM_LOW_LIMIT)
#define alloc_bootmem_pages(x)	   __alloc_bootmem(x, PAGE_SIZE, BOOTMEM_LOW_LIMIT)
#define alloc_bootmem_node(p, x)   __alloc_bootmem_node(p, x, 64, BOOTMEM_LOW_LIMIT)
#define alloc_bootmem_pages_node(p, x) __alloc_bootmem_node(p, x, PAGE_SIZE, BOOTMEM_LOW_LIMIT)
#define alloc_bootmem_low(x)	   __alloc_bootmem_low(x, 64, 0)
#define alloc_bootmem_low_pages(x) __alloc_bootmem_low(x, PAGE_SIZE, 0)

/* @addr is physical. Whole pages inside the range become free; before or after the hand-over. */
void free_bootmem(unsigned long addr, unsigned long size);
void free_bootmem_late(unsigned long addr, unsigned long size);
int reserve_bootmem(unsigned long addr, unsigned long size, int flags);

#endif
