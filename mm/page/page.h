/* SPDX-License-Identifier: MIT */
/*
 * mm/page: the memory map. sparse.c tells the theory.
 */
#ifndef MM_PAGE_PAGE_H
#define MM_PAGE_PAGE_H

#include <linux/mm.h>

struct page_state {
	unsigned long nr_sections; /* up to the last frame; present or not */
	u8 *section_present;	   /* one byte a section */
	u8 *pageblock_type;	   /* migrate type of each pageblock, by pfn >> pageblock_order */
	unsigned long nr_pageblocks;
	unsigned long memmap_pages;	  /* frames that hold the memory map */
	struct page_owner_record **owner; /* by section; NULL: not tracked */
};

extern struct page_state page_state;

/* After node_init. The memory map of every section with RAM exists afterwards. */
int page_init(void);
void page_exit(void);

/* page_init.c */
void page_init_section(unsigned long section);

/*
 * Who allocated a block: kept by its first frame, when the machine was declared with checks.
 * pc 0: nobody (free, or a page of the boot's).
 */
struct page_owner_record {
	unsigned long pc; /* return address into the caller of the allocator */
	unsigned int gfp;
	short order;   /* -1: not the first page of a block */
	short pid_tag; /* low bits of the allocating task's pid */
};

/* NULL when owners are not tracked. */
struct page_owner_record *page_owner_of(unsigned long pfn);
/* After page_init, before buddy_init. Does nothing on a machine without checks. */
int page_owner_init(void);
void page_owner_exit(void);
void page_owner_set(struct page *page, unsigned int order, unsigned int gfp, unsigned long pc);
void page_owner_clear(struct page *page, unsigned int order);
/* Seam: told of each block, with a negative size when it comes back. NULL: nobody counts. */
extern void (*page_owner_count)(unsigned long pc, long bytes);
/* A block has become single pages. */
void page_owner_split(struct page *page, unsigned int order);


static inline int pageblock_type_at(unsigned long pfn)
{
	return READ_ONCE(page_state.pageblock_type[pfn >> pageblock_order]);
}

#endif
