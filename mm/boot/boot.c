/* SPDX-License-Identifier: MIT */
/*
 * From the declaration to memblock: what x86's setup_arch does with the firmware's map.
 */
#include <linux/bootmem.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/pfn.h>
#include <linux/printk.h>
#include "arch/arch.h"
#include "mm/machine/machine.h"
#include "boot.h"

/*
 * All of the first megabyte stays out of the allocator's hands, as on x86 since Linux 5.13:
 * firmware scribbles there. That is why the DMA zone of Linux's own zoneinfo manages 3840
 * of its 4095 frames.
 */
#define LOW_RESERVE (1UL << 20)

struct boot_state boot_state;

unsigned long max_pfn;
EXPORT_SYMBOL(max_pfn);
unsigned long max_low_pfn;
EXPORT_SYMBOL(max_low_pfn);
unsigned long min_low_pfn;
unsigned long max_mapnr;
EXPORT_SYMBOL(max_mapnr);
void *high_memory;
EXPORT_SYMBOL(high_memory);

/* Whole frames of a range of RAM; false when there is none. */
static bool whole_frames(const struct ferrite_mem_range *r, phys_addr_t *start, phys_addr_t *end)
{
	*start = PFN_PHYS(PFN_UP(r->start));
	*end = PFN_PHYS(PFN_DOWN(r->start + r->len));
	return r->type == FERRITE_MEM_RAM && *start < *end;
}

static void boot_offline(void)
{
	const struct ferrite_decl *d = machine.decl;
	phys_addr_t start, end;

	while (boot_state.online_ranges) {
		const struct ferrite_mem_range *r = &d->range[--boot_state.online_ranges];

		if (whole_frames(r, &start, &end))
			arch_phys_offline(start, end - start);
	}
}

static int boot_online(void)
{
	const struct ferrite_decl *d = machine.decl;
	phys_addr_t start, end;
	int err, i;

	for (i = 0; i < d->nr_ranges; i++) {
		const struct ferrite_mem_range *r = &d->range[i];

		pr_info("BIOS-e820: [mem %#018llx-%#018llx] %s\n", (unsigned long long)r->start,
			(unsigned long long)(r->start + r->len - 1),
			r->type == FERRITE_MEM_RAM ? "usable" : "reserved");
		boot_state.online_ranges = i + 1;
		if (!whole_frames(r, &start, &end))
			continue;
		if (end > arch_direct_size) {
			boot_state.online_ranges = i;
			pr_err("memory up to %#llx was declared, but this host's window ends at "
			       "%#lx\n",
			       end, (unsigned long)arch_direct_size);
			return -ENOMEM;
		}
		err = arch_phys_online(start, end - start);
		if (err) {
			boot_state.online_ranges = i;
			pr_err("the host gives no memory for [mem %#018llx-%#018llx]: error %d\n",
			       start, end - 1, err);
			return err;
		}
		memblock_add_node(start, end - start, r->nid, MEMBLOCK_NONE);
	}
	return 0;
}

int boot_init(void)
{
	int err;

	boot_state = (struct boot_state){0};
	memblock_reset();
	err = boot_online();
	if (err)
		return err;
	memblock_reserve(0, LOW_RESERVE);
	max_pfn = PFN_DOWN(memblock_end_of_DRAM());
	max_low_pfn = max_pfn;
	min_low_pfn = 0;
	max_mapnr = max_pfn;
	high_memory = __va(PFN_PHYS(max_pfn));
	pr_info("last_pfn = %#lx max_arch_pfn = %#lx\n", max_pfn,
		(unsigned long)arch_direct_size >> PAGE_SHIFT);
	return 0;
}

void boot_exit(void)
{
	boot_offline();
	memblock_reset();
	boot_state = (struct boot_state){0};
	max_pfn = max_low_pfn = min_low_pfn = max_mapnr = 0;
	high_memory = NULL;
}
