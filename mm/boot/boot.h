/* SPDX-License-Identifier: MIT */
/*
 * mm/boot: memory before there are pages.
 *
 * Order of a machine's birth, physical memory's part (init/main.c calls these):
 *
 *   boot_init()       declaration -> memblock; RAM goes online       needs arch_machine_init
 *   node_init()       node_data[], zones' spans, node masks
 *   page_init()       sections, memory map, pages' links
 *   buddy_init()      zonelists, watermarks, per-CPU page sets, then memblock_free_all():
 *                     from here on alloc_pages() works
 *   kswapd_run_all()  kernel threads exist
 *
 * and in the reverse order buddy_exit (reports pages that did not come back), page_exit,
 * node_exit, boot_exit. A failing init says why in the log and returns -errno; the exits of the
 * stages before it must still be called.
 */
#ifndef MM_BOOT_BOOT_H
#define MM_BOOT_BOOT_H

#include <linux/types.h>

struct boot_state {
	bool handed_over;	      /* memblock_free_all() ran */
	unsigned long pages_handed;   /* by it, to the buddy allocator */
	unsigned long pages_reserved; /* RAM pages that it kept back */
	unsigned long online_ranges;  /* how many ranges of the declaration are backed */
};

extern struct boot_state boot_state;

int boot_init(void);
void boot_exit(void);

/* Both lists empty, as before any machine. */
void memblock_reset(void);

#endif
