/* SPDX-License-Identifier: MIT */
/*
 * What the files of mm/vmalloc/ share. vmalloc.c tells the theory.
 */
#ifndef MM_VMALLOC_VMAP_H
#define MM_VMALLOC_VMAP_H

#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

/* Private vm_struct flags. */
#define VM_COUNTED	0x40000000 /* in alloc_stats */
#define VM_OWN_PAGES	0x20000000 /* vm->pages was allocated here and has no count */

struct vmap_state {
	spinlock_t lock;	/* all that follows */
	struct rb_root busy;	/* by address */
	struct list_head busy_list;
	struct rb_root free;	/* by address; each node knows its subtree's largest range */
	struct list_head free_list;
	struct list_head lazy;	/* freed ranges whose addresses rest, oldest first */
	unsigned long lazy_pages;
	unsigned long nr_pages;	/* pages that vmalloc holds */
	unsigned long start, end;
	struct kmem_cache *area_cache;
};

extern struct vmap_state vmap;

/* area.c */
int vmap_space_init(void);
void vmap_space_exit(void);
/* A busy range of @size bytes inside [start, end), or an error pointer. May sleep. */
struct vmap_area *vmap_take(unsigned long size, unsigned long align, unsigned long start,
			    unsigned long end, gfp_t gfp, int node);
/* The busy range that contains @addr, or NULL. => vmap.lock held */
struct vmap_area *vmap_find(unsigned long addr);
/* No longer busy; its addresses rest in the lazy list. The range must be unmapped. */
void vmap_retire(struct vmap_area *va);
/* All lazy ranges become free. */
void vmap_purge(void);

#endif
