/* SPDX-License-Identifier: MIT */
/*
 * vmalloc as the rest of the core sees it: life, /proc/vmallocinfo's data, recount, leaks.
 */
#ifndef MM_VMALLOC_VMALLOC_H
#define MM_VMALLOC_VMALLOC_H

#include <linux/types.h>
#include <linux/numa.h>

/* After slab and percpu_init_late. 0 or -ENOMEM. */
int vmalloc_init(void);
/* Before slab_exit: what modules left is unmapped and freed, and the descriptors are. */
void vmalloc_exit(void);

/* One line of /proc/vmallocinfo. */
struct vmalloc_info {
	unsigned long start, end; /* addresses; the end is behind the guard page */
	unsigned long size;
	unsigned long flags;  /* VM_* */
	unsigned long caller; /* 0: unknown */
	phys_addr_t phys_addr;
	unsigned int nr_pages;
	bool pages_vmalloced; /* the page array is itself in vmalloc memory ("vpages") */
	bool unpurged;	      /* freed; its addresses are not used again yet */
	unsigned int node_pages[MAX_NUMNODES];
};

/* The @pos-th area by address, then the unpurged ones. False: no such. May sleep. */
bool vmalloc_info_at(unsigned long pos, struct vmalloc_info *info);

/* Who made an area, and who freed it, on a machine with checks. */
struct vmalloc_record {
	unsigned long addr;	     /* 0: unused */
	const char *what;	     /* "vmalloc", "vmap" … */
	u32 size;		     /* bytes asked for */
	u32 alloc_stack, free_stack; /* of lib/stackdepot.h */
	u32 step;		     /* of the allocation */
	u32 free_step;
	int alloc_pid, free_pid;
};

/* What an address of the window belongs to. */
struct vmalloc_place {
	unsigned long start; /* of the area; 0: no area is there */
	unsigned long size;  /* without the guard page */
	unsigned long flags; /* VM_* */
	unsigned long caller;
	bool guard; /* the address is in the guard page */
	bool freed; /* an area began at this page and was freed */
	struct vmalloc_record record;
};

/* False: @addr is not in the window. Takes a spinlock. */
bool vmalloc_locate(const void *addr, struct vmalloc_place *place);

/* The record of a freed area that @addr was in, the one freed last. Takes a spinlock. */
bool vmalloc_freed_at(const void *addr, struct vmalloc_record *record);

struct vmalloc_recount {
	unsigned long areas, pages, free_ranges, lazy_ranges;
	unsigned long errors;
};

/* Do busy, free and lazy ranges tile the window, and do the counters agree? => quiet machine */
unsigned long vmalloc_audit(struct vmalloc_recount *rc);
/* Report each area whose caller @is_ours accepts (NULL: all) as a leak. */
unsigned long vmalloc_report_leaks(bool (*is_ours)(unsigned long caller));

#endif
