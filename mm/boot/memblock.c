/* SPDX-License-Identifier: MIT */
/*
 * memblock: who owns which physical address before there are pages.
 *
 * Concepts. Two lists of regions [base, base+size), sorted, disjoint: `memory` is what the
 * firmware said is RAM (with the node it belongs to), `reserved` is what somebody uses.
 * Free is memory minus reserved. To allocate is to find a free range and add it to
 * `reserved`.
 *
 *   memory    |-------- node 0 --------|      |------- node 1 -------|
 *   reserved  |##|        |###|     |##|              |#|         |##|
 *   free         |--------|   |-----|         |-------| |---------|
 *
 * Invariants. Regions are sorted by base, not empty, do not overlap; two neighbours that touch
 * have different nodes or flags. total_size is the sum of the sizes.
 *
 * Locking: none. One task runs until the buddy allocator takes over (mm/buddy/handover.c).
 *
 * Failure: only when the array of regions is full and no room for a larger one is found
 * (-ENOMEM); nothing has changed then.
 *
 * Rejected: a bitmap of all frames (Linux's bootmem until 3.x): it needs its own memory before
 * there is an allocator, a megabyte for each 32 GiB, and cannot say whose a range is.
 */
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/limits.h>
#include <linux/memblock.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include "boot.h"

static struct memblock_region memory_init_regions[INIT_MEMBLOCK_REGIONS];
static struct memblock_region reserved_init_regions[INIT_MEMBLOCK_REGIONS];

struct memblock memblock;
EXPORT_SYMBOL(memblock);

static void type_init(struct memblock_type *type, struct memblock_region *regions, char *name)
{
	*type = (struct memblock_type){
		.cnt = 1, /* one empty region */
		.max = INIT_MEMBLOCK_REGIONS,
		.regions = regions,
		.name = name,
	};
	memset(regions, 0, INIT_MEMBLOCK_REGIONS * sizeof(*regions));
	regions[0].nid = MAX_NUMNODES;
}

void memblock_reset(void)
{
	memblock.bottom_up = false;
	memblock.current_limit = MEMBLOCK_ALLOC_ANYWHERE;
	type_init(&memblock.memory, memory_init_regions, "memory");
	type_init(&memblock.reserved, reserved_init_regions, "reserved");
}

static phys_addr_t region_end(const struct memblock_region *r)
{
	return r->base + r->size;
}

/* A size that would pass the end of the address space is cut there. */
static phys_addr_t cap_size(phys_addr_t base, phys_addr_t size)
{
	return min(size, (phys_addr_t)ULLONG_MAX - base);
}

static void region_insert(struct memblock_type *type, unsigned long at, phys_addr_t base,
			  phys_addr_t size, int nid, enum memblock_flags flags)
{
	struct memblock_region *r = &type->regions[at];

	memmove(r + 1, r, (type->cnt - at) * sizeof(*r));
	*r = (struct memblock_region){base, size, flags, nid};
	type->cnt++;
	type->total_size += size;
}

static void region_delete(struct memblock_type *type, unsigned long at)
{
	struct memblock_region *r = &type->regions[at];

	type->total_size -= r->size;
	memmove(r, r + 1, (type->cnt - at - 1) * sizeof(*r));
	if (--type->cnt == 0) {
		type->cnt = 1;
		type->regions[0] = (struct memblock_region){.nid = MAX_NUMNODES};
	}
}

static bool type_empty(const struct memblock_type *type)
{
	return type->cnt == 1 && !type->regions[0].size;
}

/*
 * Make room for @more regions. The new array is memory like any other; the old one, unless it is
 * the static one, is given back. @avoid is the range that is just being added.
 */
static int type_grow(struct memblock_type *type, unsigned long more, phys_addr_t avoid,
		     phys_addr_t avoid_size)
{
	struct memblock_region *old = type->regions, *new;
	unsigned long max = type->max;
	phys_addr_t addr, old_bytes = type->max * sizeof(*old);

	if (type->cnt + more <= type->max)
		return 0;
	while (max < type->cnt + more)
		max *= 2;
	/* Not in the range itself, which is not reserved yet: above it, else below it. */
	addr = memblock_find_in_range_node(max * sizeof(*new), 64, avoid + avoid_size,
					   MEMBLOCK_ALLOC_ACCESSIBLE, NUMA_NO_NODE, MEMBLOCK_NONE);
	if (!addr)
		addr = memblock_find_in_range_node(max * sizeof(*new), 64, 0, avoid, NUMA_NO_NODE,
						   MEMBLOCK_NONE);
	if (!addr)
		return -ENOMEM;
	new = __va(addr);
	memcpy(new, old, type->cnt * sizeof(*old));
	type->regions = new;
	type->max = max;
	memblock_reserve(addr, max * sizeof(*new));
	if (old != memory_init_regions && old != reserved_init_regions)
		memblock_phys_free(__pa(old), old_bytes);
	return 0;
}

static void type_merge(struct memblock_type *type)
{
	unsigned long i = 0;

	while (i + 1 < type->cnt) {
		struct memblock_region *a = &type->regions[i], *b = a + 1;

		if (region_end(a) != b->base || a->nid != b->nid || a->flags != b->flags) {
			i++;
			continue;
		}
		a->size += b->size;
		memmove(b, b + 1, (type->cnt - i - 2) * sizeof(*b));
		type->cnt--;
	}
}

/* Add those parts of the range that are not in the list yet. */
static int type_add_range(struct memblock_type *type, phys_addr_t base, phys_addr_t size, int nid,
			  enum memblock_flags flags)
{
	phys_addr_t end = base + cap_size(base, size);
	unsigned long i, pieces = 1;

	if (base == end)
		return 0;
	if (type_empty(type)) {
		type->regions[0] = (struct memblock_region){base, end - base, flags, nid};
		type->total_size = end - base;
		return 0;
	}
	/* At most one new region before each overlapping one, and one behind them. */
	for (i = 0; i < type->cnt; i++)
		pieces += region_end(&type->regions[i]) > base && type->regions[i].base < end;
	if (type_grow(type, pieces, base, end - base))
		return -ENOMEM;
	for (i = 0; i < type->cnt && base < end; i++) {
		struct memblock_region *r = &type->regions[i];
		phys_addr_t rbase = r->base, rend = region_end(r);

		if (rbase >= end)
			break;
		if (rend <= base)
			continue;
		if (rbase > base)
			region_insert(type, i++, base, rbase - base, nid, flags);
		base = min(rend, end);
	}
	if (base < end)
		region_insert(type, i, base, end - base, nid, flags);
	type_merge(type);
	return 0;
}

/*
 * Cut regions at @base and @base+@size, so that [*first, *last) lie inside exactly.
 */
static int type_isolate(struct memblock_type *type, phys_addr_t base, phys_addr_t size,
			unsigned long *first, unsigned long *last)
{
	phys_addr_t end = base + cap_size(base, size);
	unsigned long i;

	*first = *last = 0;
	if (base == end)
		return 0;
	if (type_grow(type, 2, base, end - base))
		return -ENOMEM;
	for (i = 0; i < type->cnt; i++) {
		struct memblock_region *r = &type->regions[i];
		phys_addr_t rbase = r->base, rend = region_end(r);

		if (rbase >= end)
			break;
		if (rend <= base)
			continue;
		if (rbase < base) { /* cut off what is before; look at the rest next */
			r->base = base;
			r->size = rend - base;
			type->total_size -= base - rbase;
			region_insert(type, i, rbase, base - rbase, r->nid, r->flags);
		} else if (rend > end) { /* cut off what is behind; look at the front again */
			r->base = end;
			r->size = rend - end;
			type->total_size -= end - rbase;
			region_insert(type, i--, rbase, end - rbase, r->nid, r->flags);
		} else {
			if (!*last)
				*first = i;
			*last = i + 1;
		}
	}
	return 0;
}

static int type_remove_range(struct memblock_type *type, phys_addr_t base, phys_addr_t size)
{
	unsigned long first, last;

	if (type_isolate(type, base, size, &first, &last))
		return -ENOMEM;
	while (last-- > first)
		region_delete(type, last);
	return 0;
}

int memblock_add_node(phys_addr_t base, phys_addr_t size, int nid, enum memblock_flags flags)
{
	return type_add_range(&memblock.memory, base, size, nid, flags);
}

int memblock_add(phys_addr_t base, phys_addr_t size)
{
	return type_add_range(&memblock.memory, base, size, MAX_NUMNODES, MEMBLOCK_NONE);
}

int memblock_remove(phys_addr_t base, phys_addr_t size)
{
	return type_remove_range(&memblock.memory, base, size);
}

int memblock_reserve(phys_addr_t base, phys_addr_t size)
{
	return type_add_range(&memblock.reserved, base, size, MAX_NUMNODES, MEMBLOCK_NONE);
}

int memblock_phys_free(phys_addr_t base, phys_addr_t size)
{
	return type_remove_range(&memblock.reserved, base, size);
}

void memblock_free(void *ptr, size_t size)
{
	if (ptr)
		memblock_phys_free(__pa(ptr), size);
}

int memblock_set_node(phys_addr_t base, phys_addr_t size, struct memblock_type *type, int nid)
{
	unsigned long first, last;

	if (type_isolate(type, base, size, &first, &last))
		return -ENOMEM;
	for (; first < last; first++)
		type->regions[first].nid = nid;
	type_merge(type);
	return 0;
}

static int change_flag(phys_addr_t base, phys_addr_t size, bool set, enum memblock_flags flag)
{
	struct memblock_type *type = &memblock.memory;
	unsigned long first, last;

	if (type_isolate(type, base, size, &first, &last))
		return -ENOMEM;
	for (; first < last; first++) {
		if (set)
			type->regions[first].flags |= flag;
		else
			type->regions[first].flags &= ~flag;
	}
	type_merge(type);
	return 0;
}

int memblock_mark_hotplug(phys_addr_t base, phys_addr_t size)
{
	return change_flag(base, size, true, MEMBLOCK_HOTPLUG);
}

int memblock_clear_hotplug(phys_addr_t base, phys_addr_t size)
{
	return change_flag(base, size, false, MEMBLOCK_HOTPLUG);
}

int memblock_mark_mirror(phys_addr_t base, phys_addr_t size)
{
	return change_flag(base, size, true, MEMBLOCK_MIRROR);
}

int memblock_mark_nomap(phys_addr_t base, phys_addr_t size)
{
	return change_flag(base, size, true, MEMBLOCK_NOMAP);
}

int memblock_clear_nomap(phys_addr_t base, phys_addr_t size)
{
	return change_flag(base, size, false, MEMBLOCK_NOMAP);
}

void memblock_trim_memory(phys_addr_t align)
{
	struct memblock_type *type = &memblock.memory;
	unsigned long i = 0;

	while (i < type->cnt && type->regions[i].size) {
		struct memblock_region *r = &type->regions[i];
		phys_addr_t start = (r->base + align - 1) & ~(align - 1);
		phys_addr_t end = region_end(r) & ~(align - 1);

		if (start >= end) {
			region_delete(type, i);
			continue;
		}
		type->total_size -= r->size - (end - start);
		r->base = start;
		r->size = end - start;
		i++;
	}
}

void memblock_cap_memory_range(phys_addr_t base, phys_addr_t size)
{
	phys_addr_t end = base + cap_size(base, size);

	type_remove_range(&memblock.memory, 0, base);
	type_remove_range(&memblock.memory, end, ULLONG_MAX - end);
	type_remove_range(&memblock.reserved, 0, base);
	type_remove_range(&memblock.reserved, end, ULLONG_MAX - end);
}

void memblock_enforce_memory_limit(phys_addr_t limit)
{
	struct memblock_region *r;

	for_each_mem_region(r)
	{
		if (limit <= r->size) {
			memblock_cap_memory_range(0, r->base + limit);
			return;
		}
		limit -= r->size;
	}
}
