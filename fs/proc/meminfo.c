/* SPDX-License-Identifier: MIT */
/*
 * /proc/meminfo: where the machine's RAM went, in KiB.
 *
 * The fields are Linux's for the reference configuration, in Linux's order. What the deck's
 * slide 103 shows with High* and Low* exists on 32-bit machines only.
 */
#include "views.h"

#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/string.h>
#include <linux/swap.h>
#include <linux/sysinfo.h>
#include <linux/vmalloc.h>
#include <linux/vmstat.h>
#include "arch/arch.h"

#define HUGE_PAGE_KB 2048UL

/*
 * Of subsystems that keep no counter, because this machine does not have them: huge page
 * pools, compressed swap, user address spaces, poisoned pages.
 */
#define NO_SUBSYSTEM 0UL

/* Names end at column 16, figures at 24; a longer name is followed by one blank. */
static void kb(struct seq_file *m, const char *name, unsigned long value)
{
	int columns = max_t(int, strlen(name) + 1, 16);

	seq_printf(m, "%-*s%*lu kB\n", columns, name, 24 - columns, value);
}

static void pages(struct seq_file *m, const char *name, unsigned long nr)
{
	kb(m, name, nr << (PAGE_SHIFT - 10));
}

static void item(struct seq_file *m, const char *name, enum node_stat_item i)
{
	pages(m, name, global_node_page_state_pages(i));
}

static void totals(struct seq_file *m, const struct sysinfo *si)
{
	long cached =
		global_node_page_state(NR_FILE_PAGES) - total_swapcache_pages() - si->bufferram;

	pages(m, "MemTotal:", si->totalram);
	pages(m, "MemFree:", si->freeram);
	pages(m, "MemAvailable:", si_mem_available());
	pages(m, "Buffers:", si->bufferram);
	pages(m, "Cached:", max(cached, 0L));
	pages(m, "SwapCached:", total_swapcache_pages());
}

static void lists(struct seq_file *m)
{
	unsigned long nr[NR_LRU_LISTS];
	int i;

	for (i = 0; i < NR_LRU_LISTS; i++)
		nr[i] = global_node_page_state(NR_LRU_BASE + i);
	pages(m, "Active:", nr[LRU_ACTIVE_ANON] + nr[LRU_ACTIVE_FILE]);
	pages(m, "Inactive:", nr[LRU_INACTIVE_ANON] + nr[LRU_INACTIVE_FILE]);
	pages(m, "Active(anon):", nr[LRU_ACTIVE_ANON]);
	pages(m, "Inactive(anon):", nr[LRU_INACTIVE_ANON]);
	pages(m, "Active(file):", nr[LRU_ACTIVE_FILE]);
	pages(m, "Inactive(file):", nr[LRU_INACTIVE_FILE]);
	pages(m, "Unevictable:", nr[LRU_UNEVICTABLE]);
	pages(m, "Mlocked:", global_zone_page_state(NR_MLOCK));
}

static void use(struct seq_file *m, const struct sysinfo *si)
{
	unsigned long reclaimable = global_node_page_state_pages(NR_SLAB_RECLAIMABLE_B);
	unsigned long unreclaimable = global_node_page_state_pages(NR_SLAB_UNRECLAIMABLE_B);

	pages(m, "SwapTotal:", si->totalswap);
	pages(m, "SwapFree:", si->freeswap);
	pages(m, "Zswap:", NO_SUBSYSTEM);
	pages(m, "Zswapped:", NO_SUBSYSTEM);
	item(m, "Dirty:", NR_FILE_DIRTY);
	item(m, "Writeback:", NR_WRITEBACK);
	item(m, "AnonPages:", NR_ANON_MAPPED);
	item(m, "Mapped:", NR_FILE_MAPPED);
	pages(m, "Shmem:", si->sharedram);
	pages(m, "KReclaimable:", reclaimable + global_node_page_state(NR_KERNEL_MISC_RECLAIMABLE));
	pages(m, "Slab:", reclaimable + unreclaimable);
	pages(m, "SReclaimable:", reclaimable);
	pages(m, "SUnreclaim:", unreclaimable);
	kb(m, "KernelStack:", global_node_page_state(NR_KERNEL_STACK_KB));
	item(m, "PageTables:", NR_PAGETABLE);
	item(m, "SecPageTables:", NR_SECONDARY_PAGETABLE);
	pages(m, "NFS_Unstable:", NO_SUBSYSTEM);
	pages(m, "Bounce:", global_zone_page_state(NR_BOUNCE));
	item(m, "WritebackTmp:", NR_WRITEBACK_TEMP);
}

/* What may be promised to address spaces, and what the kernel's own windows hold. */
static void windows(struct seq_file *m, const struct sysinfo *si)
{
	unsigned long limit = si->totalram * proc_vm_settings.overcommit_ratio / 100;

	pages(m, "CommitLimit:", limit + si->totalswap);
	pages(m, "Committed_AS:", NO_SUBSYSTEM);
	kb(m, "VmallocTotal:", arch_vmalloc_size >> 10);
	pages(m, "VmallocUsed:", vmalloc_nr_pages());
	kb(m, "VmallocChunk:", 0); /* Linux computes it no longer */
	pages(m, "Percpu:", pcpu_nr_pages());
	pages(m, "HardwareCorrupted:", NO_SUBSYSTEM);
}

static void huge(struct seq_file *m)
{
	item(m, "AnonHugePages:", NR_ANON_THPS);
	item(m, "ShmemHugePages:", NR_SHMEM_THPS);
	item(m, "ShmemPmdMapped:", NR_SHMEM_PMDMAPPED);
	item(m, "FileHugePages:", NR_FILE_THPS);
	item(m, "FilePmdMapped:", NR_FILE_PMDMAPPED);
	seq_printf(m, "HugePages_Total:   %5lu\n", NO_SUBSYSTEM);
	seq_printf(m, "HugePages_Free:    %5lu\n", NO_SUBSYSTEM);
	seq_printf(m, "HugePages_Rsvd:    %5lu\n", NO_SUBSYSTEM);
	seq_printf(m, "HugePages_Surp:    %5lu\n", NO_SUBSYSTEM);
	kb(m, "Hugepagesize:", HUGE_PAGE_KB);
	kb(m, "Hugetlb:", NO_SUBSYSTEM);
}

/* The direct map of the hosted port is made of the host's 4 KiB pages, all RAM in it. */
static void direct_map(struct seq_file *m)
{
	unsigned long present = 0;
	struct pglist_data *pgdat;

	for_each_online_pgdat(pgdat) present += pgdat->node_present_pages;
	pages(m, "DirectMap4k:", present);
	kb(m, "DirectMap2M:", 0);
}

static int meminfo_show(struct seq_file *m, void *v)
{
	struct sysinfo si = {0};

	si_meminfo(&si);
	si_swapinfo(&si);
	totals(m, &si);
	lists(m);
	use(m, &si);
	windows(m, &si);
	huge(m);
	direct_map(m);
	return 0;
}

const struct proc_view proc_view_meminfo = {.name = "meminfo", .show = meminfo_show};
