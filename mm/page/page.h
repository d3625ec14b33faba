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

/* Which call handed a block out, for people. */
enum page_api {
	PAGE_API_ALLOC,
	PAGE_API_GET_FREE,
	PAGE_API_ZEROED,
	PAGE_API_FOLIO,
	PAGE_API_BULK,
	PAGE_API_EXACT,
	PAGE_API_CONTIG,
};

#define OWNER_API      7  /* mask: enum page_api */
#define OWNER_LIVE     8  /* handed out */
#define OWNER_POISONED 16 /* came back, and is filled with PAGE_POISON */
#define OWNER_GUARD    32 /* free, and its first bytes are filled */
#define OWNER_REPORTED 64 /* named in a report of leaks */
#define OWNER_BUSY     128 /* being handed out, or its guard is being filled */

/*
 * Who has, or last had, a frame: kept when the machine was declared with checks. Handles are those
 * of lib/stackdepot.h; 0: nobody (a page of the boot's).
 */
struct page_owner_record {
	u32 gfp;
	u32 step; /* of the allocation */
	u16 alloc_stack, free_stack;
	u16 alloc_pid, free_pid;
	s8 order; /* -1: not the first page of a block */
	u8 flags;
};

/* NULL when owners are not tracked. */
struct page_owner_record *page_owner_of(unsigned long pfn);
/* The record of the first frame of the live block around @pfn; NULL: none is known. */
struct page_owner_record *page_owner_around(unsigned long pfn, unsigned long *first);
/* The call that has the block, 0: none. @r may be NULL. */
unsigned long page_owner_caller(const struct page_owner_record *r);
const char *page_owner_api(const struct page_owner_record *r);
/* After page_init, before buddy_init. Does nothing on a machine without checks. */
int page_owner_init(void);
void page_owner_exit(void);
void page_owner_set(struct page *page, unsigned int order, unsigned int gfp, unsigned long pc);
/* Not by alloc_pages but by @api. */
void page_owner_came_by(struct page *page, enum page_api api);
/* The block was handed on to @caller, as if he had allocated it. */
void page_owner_charge(struct page *page, unsigned long caller);
/* It comes back by a call from @caller: fill it. */
void page_owner_clear(struct page *page, unsigned int order, unsigned long caller);
/* Is the free frame as it was left? Reports, once, if not. */
bool page_owner_check_free(unsigned long pfn);
/* The same, and the frame is about to be handed out: nobody else touches it from here on. */
bool page_owner_take(unsigned long pfn);
/* Seam: told of each block, with a negative size when it comes back. NULL: nobody counts. */
extern void (*page_owner_count)(unsigned long pc, long bytes);
/* Seam: fills memory that a module gets without __GFP_ZERO. NULL: nobody does. */
extern void (*page_owner_fill)(void *p, size_t n);
/* A block has become single pages. */
void page_owner_split(struct page *page, unsigned int order);

static inline int pageblock_type_at(unsigned long pfn)
{
	return READ_ONCE(page_state.pageblock_type[pfn >> pageblock_order]);
}

#endif
