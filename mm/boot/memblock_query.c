/* SPDX-License-Identifier: MIT */
/* Questions to memblock's lists, and the iteration behind the for_each_ macros. */
#include <linux/export.h>
#include <linux/limits.h>
#include <linux/memblock.h>
#include <linux/minmax.h>
#include <linux/pfn.h>
#include <linux/printk.h>
#include "boot.h"

phys_addr_t memblock_phys_mem_size(void)
{
	return memblock.memory.total_size;
}

phys_addr_t memblock_reserved_size(void)
{
	return memblock.reserved.total_size;
}

phys_addr_t memblock_start_of_DRAM(void)
{
	return memblock.memory.regions[0].base;
}

phys_addr_t memblock_end_of_DRAM(void)
{
	struct memblock_region *last = &memblock.memory.regions[memblock.memory.cnt - 1];

	return last->base + last->size;
}

/* The region that contains @addr, or NULL. */
static struct memblock_region *type_search(struct memblock_type *type, phys_addr_t addr)
{
	unsigned long low = 0, high = type->cnt;

	while (low < high) {
		unsigned long mid = (low + high) / 2;
		struct memblock_region *r = &type->regions[mid];

		if (addr < r->base)
			high = mid;
		else if (addr - r->base >= r->size)
			low = mid + 1;
		else
			return r;
	}
	return NULL;
}

bool memblock_is_reserved(phys_addr_t addr)
{
	return type_search(&memblock.reserved, addr);
}

bool memblock_is_memory(phys_addr_t addr)
{
	return type_search(&memblock.memory, addr);
}

bool memblock_is_map_memory(phys_addr_t addr)
{
	struct memblock_region *r = type_search(&memblock.memory, addr);

	return r && !memblock_is_nomap(r);
}

bool memblock_is_region_memory(phys_addr_t base, phys_addr_t size)
{
	struct memblock_region *r = type_search(&memblock.memory, base);

	return r && r->size - (base - r->base) >= size;
}

bool memblock_overlaps_region(struct memblock_type *type, phys_addr_t base, phys_addr_t size)
{
	unsigned long i;

	for (i = 0; i < type->cnt; i++) {
		struct memblock_region *r = &type->regions[i];

		if (base < r->base + r->size && r->base < base + size)
			return true;
	}
	return false;
}

bool memblock_is_region_reserved(phys_addr_t base, phys_addr_t size)
{
	return memblock_overlaps_region(&memblock.reserved, base, size);
}

int memblock_search_pfn_nid(unsigned long pfn, unsigned long *start_pfn, unsigned long *end_pfn)
{
	struct memblock_region *r = type_search(&memblock.memory, PFN_PHYS(pfn));

	if (!r)
		return NUMA_NO_NODE;
	*start_pfn = PFN_DOWN(r->base);
	*end_pfn = PFN_DOWN(r->base + r->size);
	return r->nid;
}

static void type_dump(struct memblock_type *type)
{
	unsigned long i;

	pr_info(" %s.cnt  = 0x%lx\n", type->name, type->cnt);
	for (i = 0; i < type->cnt; i++) {
		struct memblock_region *r = &type->regions[i];
		phys_addr_t last = r->base + r->size - 1;

		if (r->nid >= 0 && r->nid < MAX_NUMNODES)
			pr_info(" %s[%#lx]\t[%#018llx-%#018llx], %#llx bytes on node %d flags: "
				"%#x\n",
				type->name, i, r->base, last, r->size, r->nid, r->flags);
		else
			pr_info(" %s[%#lx]\t[%#018llx-%#018llx], %#llx bytes flags: %#x\n",
				type->name, i, r->base, last, r->size, r->flags);
	}
}

void memblock_dump_all(void)
{
	pr_info("MEMBLOCK configuration:\n");
	pr_info(" memory size = %#llx reserved size = %#llx\n", memblock.memory.total_size,
		memblock.reserved.total_size);
	type_dump(&memblock.memory);
	type_dump(&memblock.reserved);
}

void memblock_set_bottom_up(bool enable)
{
	memblock.bottom_up = enable;
}

bool memblock_bottom_up(void)
{
	return memblock.bottom_up;
}

void memblock_set_current_limit(phys_addr_t limit)
{
	memblock.current_limit = limit;
}

phys_addr_t memblock_get_current_limit(void)
{
	return memblock.current_limit;
}

/* Is this region of memory left out by an iteration for @nid and @flags? */
static bool region_skipped(const struct memblock_type *type, const struct memblock_region *r,
			   int nid, enum memblock_flags flags)
{
	if (type != &memblock.memory)
		return false;
	if (nid != NUMA_NO_NODE && nid != MAX_NUMNODES && nid != r->nid)
		return true;
	if ((r->flags & MEMBLOCK_HOTPLUG) && !(flags & MEMBLOCK_HOTPLUG))
		return true;
	if ((flags & MEMBLOCK_MIRROR) && !(r->flags & MEMBLOCK_MIRROR))
		return true;
	if ((r->flags & MEMBLOCK_NOMAP) && !(flags & MEMBLOCK_NOMAP))
		return true;
	return (r->flags & MEMBLOCK_DRIVER_MANAGED) && !(flags & MEMBLOCK_DRIVER_MANAGED);
}

/* Gap @i of a list: between regions i-1 and i; gap cnt reaches to the end of addresses. */
static void gap_of(const struct memblock_type *type, unsigned long i, phys_addr_t *start,
		   phys_addr_t *end)
{
	*start = i ? type->regions[i - 1].base + type->regions[i - 1].size : 0;
	*end = i < type->cnt ? type->regions[i].base : ULLONG_MAX;
}

struct mem_range {
	phys_addr_t *start, *end;
	int *nid;
};

static void range_out(struct mem_range out, phys_addr_t start, phys_addr_t end, int nid)
{
	if (out.start)
		*out.start = start;
	if (out.end)
		*out.end = end;
	if (out.nid)
		*out.nid = nid;
}

void __next_mem_range(u64 *idx, int nid, enum memblock_flags flags, struct memblock_type *type_a,
		      struct memblock_type *type_b, phys_addr_t *out_start, phys_addr_t *out_end,
		      int *out_nid)
{
	u32 a = *idx, b = *idx >> 32;
	struct mem_range out = {out_start, out_end, out_nid};

	for (; a < type_a->cnt; a++) {
		struct memblock_region *m = &type_a->regions[a];
		phys_addr_t end = m->base + m->size;

		if (!m->size || region_skipped(type_a, m, nid, flags))
			continue;
		if (!type_b) {
			range_out(out, m->base, end, m->nid);
			*idx = (u64)b << 32 | (a + 1);
			return;
		}
		for (; b < type_b->cnt + 1; b++) {
			phys_addr_t gstart, gend;

			gap_of(type_b, b, &gstart, &gend);
			if (gstart >= end)
				break;
			if (m->base >= gend)
				continue;
			range_out(out, max(m->base, gstart), min(end, gend), m->nid);
			/* Whichever ends first is done with. */
			if (end <= gend)
				a++;
			else
				b++;
			*idx = (u64)b << 32 | a;
			return;
		}
	}
	*idx = ULLONG_MAX;
}

void __next_mem_range_rev(u64 *idx, int nid, enum memblock_flags flags,
			  struct memblock_type *type_a, struct memblock_type *type_b,
			  phys_addr_t *out_start, phys_addr_t *out_end, int *out_nid)
{
	s64 a = (u32)*idx, b = *idx >> 32;
	struct mem_range out = {out_start, out_end, out_nid};

	if (*idx == (u64)ULLONG_MAX) {
		a = (s64)type_a->cnt - 1;
		b = type_b ? type_b->cnt : 0;
	}
	for (; a >= 0 && a != 0xffffffff; a--) {
		struct memblock_region *m = &type_a->regions[a];
		phys_addr_t end = m->base + m->size;

		if (!m->size || region_skipped(type_a, m, nid, flags))
			continue;
		if (!type_b) {
			range_out(out, m->base, end, m->nid);
			*idx = (u64)b << 32 | (u32)(a - 1);
			return;
		}
		for (; b >= 0; b--) {
			phys_addr_t gstart, gend;

			gap_of(type_b, b, &gstart, &gend);
			if (gend <= m->base)
				break;
			if (end <= gstart)
				continue;
			range_out(out, max(m->base, gstart), min(end, gend), m->nid);
			/* Whichever begins last is done with. */
			if (m->base >= gstart)
				a--;
			else
				b--;
			*idx = (u64)(u32)b << 32 | (u32)a;
			return;
		}
	}
	*idx = ULLONG_MAX;
}

void __next_mem_pfn_range(int *idx, int nid, unsigned long *out_start_pfn,
			  unsigned long *out_end_pfn, int *out_nid)
{
	struct memblock_type *type = &memblock.memory;

	while (++*idx < (int)type->cnt) {
		struct memblock_region *r = &type->regions[*idx];

		if (PFN_UP(r->base) >= PFN_DOWN(r->base + r->size))
			continue;
		if (nid == MAX_NUMNODES || nid == NUMA_NO_NODE || nid == r->nid)
			break;
	}
	if (*idx >= (int)type->cnt) {
		*idx = -1;
		return;
	}
	if (out_start_pfn)
		*out_start_pfn = PFN_UP(type->regions[*idx].base);
	if (out_end_pfn)
		*out_end_pfn = PFN_DOWN(type->regions[*idx].base + type->regions[*idx].size);
	if (out_nid)
		*out_nid = type->regions[*idx].nid;
}
