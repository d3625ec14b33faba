/* SPDX-License-Identifier: MIT */
/*
 * Where an address lives: for findings, and for whoever asks.
 *
 *	direct map ─┬ slab object, red zone, large kmalloc      (mm/slab)
 *	            ├ block of pages, free page                 (mm/buddy, mm/page)
 *	            └ reserved page, hole
 *	window ─────┬ vmalloc area, its guard page, a freed area (mm/vmalloc)
 *	            └ per-CPU object of a further chunk         (mm/percpu)
 *	memory map, per-CPU variables, module and core images, the running task's stack
 */
#ifndef MM_PLACE_PLACE_H
#define MM_PLACE_PLACE_H

#include <linux/types.h>

#include "mm/percpu/percpu.h"
#include "mm/slab/slabinfo.h"
#include "mm/vmalloc/vmalloc.h"

enum place_kind {
	PLACE_UNKNOWN, /* no memory of the machine; a user address, a wild pointer */
	PLACE_NULL,    /* the first page: a NULL pointer and an offset */
	PLACE_SLAB,    /* slab says more */
	PLACE_PAGES,   /* of a block that is handed out */
	PLACE_FREE_PAGE,
	PLACE_RESERVED,
	PLACE_HOLE,    /* in the direct map, without RAM */
	PLACE_VMALLOC, /* vmalloc says more; start 0: no area is there */
	PLACE_PERCPU,  /* percpu says more */
	PLACE_MEMMAP,  /* a struct page */
	PLACE_MODULE,  /* code or data of a loaded module */
	PLACE_CORE,    /* code or data of the machine's own */
	PLACE_STACK,   /* of the running task */
};

struct place {
	enum place_kind kind;
	unsigned long addr;
	/* What the address is part of: its first byte, its size (0: not known), the offset. */
	unsigned long start, size, offset;
	struct page *page; /* of the address, in the direct map; NULL: none */
	struct slab_place slab;
	struct vmalloc_place vmalloc;
	struct percpu_place percpu;
};

/* What @addr is. Never faults; any context in which a spinlock may be taken. Returns its kind. */
enum place_kind place_of(const void *addr, struct place *place);
/* "slab object", "vmalloc area" … */
const char *place_kind_name(enum place_kind kind);

/* Let findings be told where an address lives (defect_place). */
int place_describer_init(void);
void place_describer_exit(void);

/* Seam to the modules above: the name of the one whose image holds @addr, or NULL. */
extern const char *(*place_module)(unsigned long addr);

#endif
