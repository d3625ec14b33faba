/* SPDX-License-Identifier: MIT */
/* Finding and reserving memory at boot: memblock_alloc* and the older alloc_bootmem*. */
#include <linux/bootmem.h>
#include <linux/export.h>
#include <linux/memblock.h>
#include <linux/minmax.h>
#include <linux/printk.h>
#include <linux/string.h>
#include "arch/arch.h"
#include "boot.h"

static phys_addr_t align_up(phys_addr_t x, phys_addr_t align)
{
	return (x + align - 1) & ~(align - 1);
}

/* The lowest fitting address in [start, end). */
static phys_addr_t find_bottom_up(phys_addr_t start, phys_addr_t end, phys_addr_t size,
				  phys_addr_t align, int nid, enum memblock_flags flags)
{
	phys_addr_t s, e, at;
	u64 i;

	for_each_free_mem_range(i, nid, flags, &s, &e, NULL)
	{
		s = clamp(s, start, end);
		e = clamp(e, start, end);
		at = align_up(s, align);
		if (at >= s && at < e && e - at >= size)
			return at;
	}
	return 0;
}

/* The highest fitting address in [start, end). */
static phys_addr_t find_top_down(phys_addr_t start, phys_addr_t end, phys_addr_t size,
				 phys_addr_t align, int nid, enum memblock_flags flags)
{
	phys_addr_t s, e, at;
	u64 i;

	for_each_free_mem_range_reverse(i, nid, flags, &s, &e, NULL)
	{
		s = clamp(s, start, end);
		e = clamp(e, start, end);
		if (e < size)
			continue;
		at = (e - size) & ~(align - 1);
		if (at >= s && e > s)
			return at;
	}
	return 0;
}

phys_addr_t memblock_find_in_range_node(phys_addr_t size, phys_addr_t align, phys_addr_t start,
					phys_addr_t end, int nid, enum memblock_flags flags)
{
	if (end == MEMBLOCK_ALLOC_ACCESSIBLE || end == MEMBLOCK_ALLOC_NOLEAKTRACE)
		end = memblock.current_limit;
	/* The first page is never handed out: its address means "none". */
	start = max_t(phys_addr_t, start, PAGE_SIZE);
	end = max(start, end);
	if (memblock_bottom_up())
		return find_bottom_up(start, end, size, align, nid, flags);
	return find_top_down(start, end, size, align, nid, flags);
}

phys_addr_t memblock_alloc_range_nid(phys_addr_t size, phys_addr_t align, phys_addr_t start,
				     phys_addr_t end, int nid, bool exact_nid)
{
	phys_addr_t found;

	if (nid == MAX_NUMNODES)
		nid = NUMA_NO_NODE;
	if (!align)
		align = 64;
	found = memblock_find_in_range_node(size, align, start, end, nid, MEMBLOCK_NONE);
	if (!found && nid != NUMA_NO_NODE && !exact_nid)
		found = memblock_find_in_range_node(size, align, start, end, NUMA_NO_NODE,
						    MEMBLOCK_NONE);
	if (!found || memblock_reserve(found, size))
		return 0;
	return found;
}

phys_addr_t memblock_phys_alloc_range(phys_addr_t size, phys_addr_t align, phys_addr_t start,
				      phys_addr_t end)
{
	return memblock_alloc_range_nid(size, align, start, end, NUMA_NO_NODE, false);
}

phys_addr_t memblock_phys_alloc_try_nid(phys_addr_t size, phys_addr_t align, int nid)
{
	return memblock_alloc_range_nid(size, align, 0, MEMBLOCK_ALLOC_ACCESSIBLE, nid, false);
}

/* @min_addr is a wish, @max_addr a limit. */
static void *alloc_internal(phys_addr_t size, phys_addr_t align, phys_addr_t min_addr,
			    phys_addr_t max_addr, int nid, bool exact_nid)
{
	phys_addr_t found;

	if (max_addr > memblock.current_limit)
		max_addr = memblock.current_limit;
	found = memblock_alloc_range_nid(size, align, min_addr, max_addr, nid, exact_nid);
	if (!found && min_addr)
		found = memblock_alloc_range_nid(size, align, 0, max_addr, nid, exact_nid);
	return found ? __va(found) : NULL;
}

void *memblock_alloc_exact_nid_raw(phys_addr_t size, phys_addr_t align, phys_addr_t min_addr,
				   phys_addr_t max_addr, int nid)
{
	return alloc_internal(size, align, min_addr, max_addr, nid, true);
}

void *memblock_alloc_try_nid_raw(phys_addr_t size, phys_addr_t align, phys_addr_t min_addr,
				 phys_addr_t max_addr, int nid)
{
	return alloc_internal(size, align, min_addr, max_addr, nid, false);
}

void *memblock_alloc_try_nid(phys_addr_t size, phys_addr_t align, phys_addr_t min_addr,
			     phys_addr_t max_addr, int nid)
{
	void *p = alloc_internal(size, align, min_addr, max_addr, nid, false);

	if (p)
		memset(p, 0, size);
	return p;
}

void *__alloc_bootmem_nopanic(unsigned long size, unsigned long align, unsigned long goal)
{
	return memblock_alloc_try_nid(size, align, goal, MEMBLOCK_ALLOC_ACCESSIBLE, NUMA_NO_NODE);
}
EXPORT_SYMBOL(__alloc_bootmem_nopanic);

void *__alloc_bootmem_node_limit(int nid, unsigned long size, unsigned long align,
				 unsigned long goal, unsigned long limit)
{
	void *p = memblock_alloc_try_nid(size, align, goal, limit, nid);

	if (!p) {
		pr_alert("bootmem alloc of %lu bytes failed!\n", size);
		arch_panic("Out of memory");
	}
	return p;
}
EXPORT_SYMBOL(__alloc_bootmem_node_limit);

int reserve_bootmem(unsigned long addr, unsigned long size, int flags)
{
	return memblock_reserve(addr, size);
}
EXPORT_SYMBOL(reserve_bootmem);
