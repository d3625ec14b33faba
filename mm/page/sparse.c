/* SPDX-License-Identifier: MIT */
/*
 * The memory map: a struct page for every frame of RAM.
 *
 * Concepts. The map is one virtual array, vmemmap[pfn], so that pfn_to_page() is an addition.
 * Physical addresses have holes, and a hole must cost nothing: the array exists only for
 * *present* sections of 128 MiB, those that contain some RAM. 2 MiB of the map describe one
 * section; they are taken from the section's own node at boot and shown in the array's window.
 *
 *   pfn      0        32768      65536               1M
 *            | section 0 | section 1 | (hole: absent) | section 32 |
 *   vmemmap  [##########][##########] . . . . . . .   [##########]
 *
 * Frames inside a present section that are not RAM have a struct page too, PageReserved with a
 * count of 1, so that a walk over a section needs no care.
 *
 * Invariant: page_to_pfn(pfn_to_page(pfn)) == pfn and pfn_valid(pfn) for every frame of RAM.
 *
 * Beside it one byte for each pageblock (2 MiB) holds its migrate type; written under the
 * zone's lock, read by anybody. Linux packs four bits into a bitmap a section; a flat byte
 * array costs 512 KiB for a terabyte and is one load on the free path.
 *
 * Locking: constant after page_init().
 */
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include "arch/arch.h"
#include "page.h"

#define SECTION_MAP_BYTES (PAGES_PER_SECTION * sizeof(struct page))

struct page_state page_state;
struct page *empty_zero_page_page;
EXPORT_SYMBOL(empty_zero_page_page);

bool present_section_nr(unsigned long nr)
{
	return nr < page_state.nr_sections && page_state.section_present[nr];
}
EXPORT_SYMBOL(present_section_nr);

int pfn_valid(unsigned long pfn)
{
	return present_section_nr(pfn_to_section_nr(pfn));
}
EXPORT_SYMBOL(pfn_valid);

bool __virt_addr_valid(unsigned long kaddr)
{
	unsigned long offset = kaddr - arch_direct_base;

	return offset < arch_direct_size && pfn_valid(offset >> PAGE_SHIFT);
}
EXPORT_SYMBOL(__virt_addr_valid);

struct page *pfn_to_online_page(unsigned long pfn)
{
	return pfn_valid(pfn) ? pfn_to_page(pfn) : NULL;
}
EXPORT_SYMBOL(pfn_to_online_page);

/* Take and show the map of one section. */
static int section_populate(unsigned long nr, int nid)
{
	unsigned long va = (unsigned long)pfn_to_page(section_nr_to_pfn(nr));
	phys_addr_t pa = memblock_phys_alloc_try_nid(SECTION_MAP_BYTES, PMD_SIZE, nid);
	int err;

	/* A small node may have no room that is so well aligned. */
	if (!pa)
		pa = memblock_phys_alloc_try_nid(SECTION_MAP_BYTES, PAGE_SIZE, nid);
	if (!pa) {
		pr_err("no %lu KiB in one piece for the memory map of section %lu on node %d\n",
		       SECTION_MAP_BYTES >> 10, nr, nid);
		return -ENOMEM;
	}
	err = arch_kernel_map_range(va, pa, SECTION_MAP_BYTES);
	if (err) {
		pr_err("the memory map of section %lu cannot be mapped: error %d\n", nr, err);
		return err;
	}
	page_state.section_present[nr] = 1;
	page_state.memmap_pages += SECTION_MAP_BYTES >> PAGE_SHIFT;
	return 0;
}

static int populate_sections(void)
{
	unsigned long start, end, nr;
	int i, nid, err;

	for_each_mem_pfn_range(i, NUMA_NO_NODE, &start, &end, &nid)
	{
		for (nr = pfn_to_section_nr(start); nr <= pfn_to_section_nr(end - 1); nr++) {
			if (page_state.section_present[nr])
				continue;
			err = section_populate(nr, nid);
			if (err)
				return err;
			/* Taking memory changed memblock.reserved only: the iteration is safe. */
		}
	}
	return 0;
}

int page_init(void)
{
	unsigned long nr;
	int err;

	page_state = (struct page_state){0};
	page_state.nr_sections = pfn_to_section_nr(max_pfn + PAGES_PER_SECTION - 1);
	page_state.section_present = memblock_alloc(page_state.nr_sections, 64);
	page_state.nr_pageblocks = section_nr_to_pfn(page_state.nr_sections) >> pageblock_order;
	page_state.pageblock_type = memblock_alloc_raw(page_state.nr_pageblocks, 64);
	if (!page_state.section_present || !page_state.pageblock_type) {
		pr_err("no memory for the table of sections\n");
		return -ENOMEM;
	}
	/* Everything starts movable; what is not, moves its block when it is allocated. */
	memset(page_state.pageblock_type, MIGRATE_MOVABLE, page_state.nr_pageblocks);
	err = populate_sections();
	if (err)
		return err;
	for (nr = 0; nr < page_state.nr_sections; nr++)
		if (page_state.section_present[nr])
			page_init_section(nr);
	empty_zero_page_page = virt_to_page(memblock_alloc(PAGE_SIZE, PAGE_SIZE));
	return 0;
}

void page_exit(void)
{
	unsigned long nr;

	for (nr = 0; nr < page_state.nr_sections; nr++)
		if (present_section_nr(nr))
			arch_kernel_unmap((unsigned long)pfn_to_page(section_nr_to_pfn(nr)),
					  SECTION_MAP_BYTES >> PAGE_SHIFT);
	page_state = (struct page_state){0};
	empty_zero_page_page = NULL;
}
