/* SPDX-License-Identifier: MIT */
/*
 * The hand-over: everything that memblock calls free becomes free pages.
 *
 * Each frame of RAM is afterwards either managed by a zone or PageReserved; the two numbers and
 * the zones' present pages are compared by audit_handover() (mm/buddy/audit.c), so nothing is
 * lost between the two allocators.
 */
#include <linux/bootmem.h>
#include <linux/export.h>
#include <linux/memblock.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/pfn.h>
#include <linux/printk.h>
#include "mm/boot/boot.h"
#include "mm/page/page.h"
#include "buddy.h"

/* [start, end) as the largest naturally aligned blocks, from below. */
static void free_frames(unsigned long start, unsigned long end)
{
	while (start < end) {
		unsigned int order =
			min_t(unsigned long, MAX_ORDER - 1, start ? __ffs(start) : ~0UL);

		while (start + (1UL << order) > end)
			order--;
		buddy_free_boot_block(start, order);
		start += 1UL << order;
	}
}

/* Mark the pages of every reserved range; they never were the allocator's. */
static void reserve_frames(void)
{
	phys_addr_t start, end;
	unsigned long pfn;
	u64 i;

	for_each_reserved_mem_range(i, &start, &end) for (pfn = PFN_DOWN(start); pfn < PFN_UP(end);
							  pfn++) if (pfn_valid(pfn))
		__SetPageReserved(pfn_to_page(pfn));
}

void memblock_free_all(void)
{
	unsigned long total = 0, present = 0;
	struct zone *zone;
	phys_addr_t start, end;
	u64 i;

	reserve_frames();
	for_each_free_mem_range(i, NUMA_NO_NODE, MEMBLOCK_HOTPLUG, &start, &end, NULL)
	{
		unsigned long s = PFN_UP(start), e = PFN_DOWN(end);

		if (s >= e)
			continue;
		free_frames(s, e);
		total += e - s;
	}
	for_each_populated_zone (zone)
		present += zone->present_pages;
	boot_state.handed_over = true;
	boot_state.pages_handed = total;
	boot_state.pages_reserved = present - total;
	totalram_pages_add(total);
	pr_info("Memory: %luK/%luK available (%luK reserved)\n", total << (PAGE_SHIFT - 10),
		present << (PAGE_SHIFT - 10), (present - total) << (PAGE_SHIFT - 10));
}

/* After the hand-over: whole pages go to the buddy allocator at once. */
void memblock_free_late(phys_addr_t base, phys_addr_t size)
{
	unsigned long pfn = PFN_UP(base), end = PFN_DOWN(base + size);

	for (; pfn < end; pfn++) {
		struct page *page = pfn_to_page(pfn);

		if (PageReserved(page))
			free_reserved_page(page);
	}
}

void free_bootmem_late(unsigned long addr, unsigned long size)
{
	memblock_free_late(addr, size);
}
EXPORT_SYMBOL(free_bootmem_late);

void free_bootmem(unsigned long addr, unsigned long size)
{
	if (boot_state.handed_over)
		memblock_free_late(addr, size);
	else
		memblock_phys_free(addr, size);
}
EXPORT_SYMBOL(free_bootmem);
