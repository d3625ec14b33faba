/* SPDX-License-Identifier: MIT */
/*
 * What the files of mm/vmalloc/ share. vmalloc.c tells the theory.
 */
#ifndef MM_VMALLOC_VMAP_H
#define MM_VMALLOC_VMAP_H

#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include "mm/kasan/kasan.h"

/* Private vm_struct flags. */
#define VM_COUNTED   0x40000000 /* in alloc_stats */
#define VM_OWN_PAGES 0x20000000 /* vm->pages was allocated here and has no count */

/* What descriptors inherit of a caller's flags: how hard to try, not where. */
#define VMAP_GFP                                                                                 \
	(__GFP_RECLAIM | __GFP_HIGH | __GFP_IO | __GFP_FS | __GFP_NOWARN | __GFP_RETRY_MAYFAIL | \
	 __GFP_NOFAIL | __GFP_NORETRY | __GFP_MEMALLOC | __GFP_NOMEMALLOC | __GFP_ATOMIC)

struct vmap_state {
	spinlock_t lock;     /* all that follows */
	struct rb_root busy; /* by address */
	struct list_head busy_list;
	struct rb_root free; /* by address; each node knows its subtree's largest range */
	struct list_head free_list;
	struct list_head lazy; /* freed ranges whose addresses rest, oldest first */
	unsigned long lazy_pages;
	unsigned long nr_pages; /* pages that vmalloc holds */
	unsigned long start, end;
	struct kmem_cache *area_cache;
};

extern struct vmap_state vmap_space;

/* kasan.c: name areas in KASAN's reports. */
void vmap_kasan_init(void);

/* area.c */
int vmap_space_init(void);
void vmap_space_exit(void);
/* A busy range of @size bytes inside [start, end), or an error pointer. May sleep. */
struct vmap_area *vmap_take(unsigned long size, unsigned long align, unsigned long start,
			    unsigned long end, gfp_t gfp, int node);
/* The busy range that contains @addr, or NULL. => vmap_space.lock held */
struct vmap_area *vmap_find(unsigned long addr);
/* No longer busy; its addresses rest in the lazy list. The range must be unmapped. */
void vmap_retire(struct vmap_area *va);
/* All lazy ranges become free. */
void vmap_purge(void);

/* record.c */
void vmap_records_reset(void);
void vmap_record_alloc(const void *addr, size_t size, unsigned long caller, u64 step,
		       const char *what);
void vmap_record_free(const void *addr, unsigned long caller);
/* @addr is not the start of an area. @api: what was called. */
void vmap_bad_free(const void *addr, const char *api, unsigned long caller);
/* The area is there, but @said is not what frees it: @right is. */
void vmap_wrong_free(const void *addr, const char *said, const char *right, unsigned long caller);

#endif
