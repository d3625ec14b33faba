/* SPDX-License-Identifier: MIT */
/*
 * What the files of mm/buddy share. buddy.c tells the theory; the layers, lowest first:
 *
 *   buddy.c      free lists of a zone: split, merge            engine: takes a zone, its lock held
 *   fallback.c   a type's lists are empty: take another type's block
 *   pcp.c        per-CPU lists in front of it                  engine: takes a zone
 *   watermark.c  how much must stay free
 *   alloc.c      the fast path and the walk over zones         façade: Linux's names
 *   slowpath.c   what is done when the walk finds nothing
 *   free.c       checks on pages that come back                façade
 */
#ifndef MM_BUDDY_BUDDY_H
#define MM_BUDDY_BUDDY_H

#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/spinlock.h>
#include <linux/vmstat.h>
#include <asm/percpu_section.h>
#include "lib/defect.h"
#include "mm/kasan/kasan.h"
#include "mm/page/page.h"

/* How far an allocation may go. The low two bits index zone->_watermark. */
#define ALLOC_WMARK_MIN	    WMARK_MIN
#define ALLOC_WMARK_LOW	    WMARK_LOW
#define ALLOC_WMARK_HIGH    WMARK_HIGH
#define ALLOC_NO_WATERMARKS 0x04 /* everything */
#define ALLOC_WMARK_MASK    (ALLOC_NO_WATERMARKS - 1)
#define ALLOC_OOM	    0x08 /* half of min: a task that is being killed */
#define ALLOC_HARDER	    0x10 /* a quarter less than min, and the highatomic blocks */
#define ALLOC_HIGH	    0x20 /* half of min: __GFP_HIGH */
#define ALLOC_CPUSET	    0x40
#define ALLOC_NOFRAGMENT    0x100 /* rather another zone than a block of another type */
#define ALLOC_KSWAPD	    0x800 /* may wake kswapd */

/*
 * What is wrong with a single page, in one word: 0 if it has none of @flags, no mapping, no map
 * count, no owner group and exactly @refs references. All of it is in the page's only line; the
 * two counts stand beside each other and are read as one.
 */
static __always_inline unsigned long page_oddity(const struct page *page, unsigned long flags,
						 unsigned int refs)
{
	u64 counts = __atomic_load_n((const u64 *)&page->_mapcount, __ATOMIC_RELAXED);

	static_assert(offsetof(struct page, _mapcount) % 8 == 0, "read as one word");
	static_assert(offsetof(struct page, _refcount) == offsetof(struct page, _mapcount) + 4,
		      "the counts are neighbours");
	return (page->flags & flags) | (unsigned long)page->mapping | page->memcg_data |
	       (counts ^ ((u64)refs << 32 | 0xffffffffU));
}

/* What stays the same during one request. */
struct alloc_context {
	struct zonelist *zonelist;
	nodemask_t *nodemask;
	struct zoneref *preferred_zoneref;
	int migratetype;
	enum zone_type highest_zoneidx;
	unsigned long caller; /* for the owner record */
};

struct buddy_state {
	bool up;		      /* from the end of buddy_init to the begin of buddy_exit */
	bool checks;		      /* machine.decl->checks: track owners */
	char *percpu_base;	      /* per-CPU page sets of all zones, CPU 0's copy */
	size_t percpu_bytes;	      /* of one CPU */
	unsigned long nr_bad_pages;   /* bad frees and corrupted pages seen */
	unsigned long boot_free;      /* pages that were free when buddy_init had finished */
	unsigned long reserved_freed; /* pages that free_reserved_page added since */
};

extern struct buddy_state buddy_state;

struct buddy_hot {
	u8 *pageblock_type;
	struct page *memmap;
	unsigned long max_pfn;	  /* 0 while there is no allocator */
	unsigned long fast_types; /* blocks of the types below take the fast path; 0 with checks */
	bool checks;
} __attribute__((aligned(64)));

/* Hidden: nobody but the core reads it, so it is addressed directly. */
extern struct buddy_hot buddy_hot __attribute__((visibility("hidden")));

/* By the node and zone in a page's flags: CPU 0's set. */
#define NR_PAGESETS (1 << (NODES_WIDTH + ZONES_WIDTH))
extern struct per_cpu_pages __percpu *hot_pageset[NR_PAGESETS]
	__attribute__((visibility("hidden")));

void buddy_hot_init(void);
void buddy_hot_exit(void);

/* init.c. After page_init and after <asm/percpu.h> addressing works. */
int buddy_init(void);
/* Drains, reports what did not come back (page_census), stops. Everybody else must be gone. */
void buddy_exit(void);
/* kswapd threads. After kthreads work; stopped by kswapd_stop_all() before the scheduler goes. */
int kswapd_run_all(void);
void kswapd_stop_all(void);

/* ---- buddy.c: => zone->lock held, unless said otherwise ---- */

static inline unsigned int buddy_order(struct page *page)
{
	return page_private(page);
}

/* A block of exactly @order from @mt's lists, split from a larger one if need be; or NULL. */
struct page *buddy_take(struct zone *zone, unsigned int order, int mt);
/* The same, with the other types' blocks as a last resort. */
struct page *buddy_alloc(struct zone *zone, unsigned int order, int mt, unsigned int alloc_flags);
/* Put a block back and merge. Does not change NR_FREE_PAGES. */
void buddy_free(struct zone *zone, struct page *page, unsigned long pfn, unsigned int order, int mt,
		bool to_tail);
/* Move a free block to @mt's list, at the tail. */
void buddy_move(struct zone *zone, struct page *page, unsigned int order, int mt);
/* Take a free block off its list. */
void buddy_del(struct zone *zone, struct page *page, unsigned int order);
/* At boot, from memblock: takes the lock itself, makes the block managed. */
void buddy_free_boot_block(unsigned long pfn, unsigned int order);

/* ---- fallback.c: => zone->lock held ---- */

/* Make a block of another type available to @mt. False: there is none of @order or larger. */
bool buddy_fallback(struct zone *zone, unsigned int order, int mt, unsigned int alloc_flags);
/* Move the free pages of @page's pageblock to @mt; returns how many. @movable may be NULL. */
int buddy_move_pageblock(struct zone *zone, struct page *page, int mt, int *movable);
void pageblock_set_type(unsigned long pfn, int mt);

/* highatomic.c: take the lock themselves. */
void reserve_highatomic(struct page *page, struct zone *zone);
/* One block back to @ac's type. False: there was nothing to give back. */
bool unreserve_highatomic(const struct alloc_context *ac, bool force);

/* ---- pcp.c ---- */

static inline bool pcp_allowed_order(unsigned int order)
{
	return order <= PAGE_ALLOC_COSTLY_ORDER || order == pageblock_order;
}

static inline unsigned int order_to_pindex(int migratetype, unsigned int order)
{
	unsigned int base = order > PAGE_ALLOC_COSTLY_ORDER ? PAGE_ALLOC_COSTLY_ORDER + 1 : order;

	return MIGRATE_PCPTYPES * base + migratetype;
}

static inline unsigned int pindex_to_order(unsigned int pindex)
{
	unsigned int order = pindex / MIGRATE_PCPTYPES;

	return order > PAGE_ALLOC_COSTLY_ORDER ? pageblock_order : order;
}

/* The type of the pageblock when the page went onto a per-CPU list. */
static inline void set_pcppage_migratetype(struct page *page, int mt)
{
	page->index = mt;
}

static inline int get_pcppage_migratetype(struct page *page)
{
	return page->index;
}

/* A page from this CPU's list, refilled from the zone when empty; NULL when the zone has none. */
struct page *pcp_alloc(struct zone *zone, unsigned int order, int mt, unsigned int alloc_flags);
/* => the page was checked and its count is 0. */
void pcp_free(struct zone *zone, struct page *page, unsigned long pfn, unsigned int order, int mt);
/* The list of @pindex is longer than it should be. */
void pcp_trim(struct zone *zone, unsigned int pindex, bool all);
/* The running CPU's pages of @zone go back. */
void pcp_drain_local(struct zone *zone);
void pcp_drain_stopped(void);
/* Tune high and batch of a zone (watermarks changed). */
void pcp_update_limits(struct zone *zone);
size_t pcp_percpu_bytes(void);
void pcp_init_zone(struct zone *zone, char *at);

/* ---- watermark.c ---- */

bool watermark_ok(struct zone *z, unsigned int order, unsigned long mark, int highest_zoneidx,
		  unsigned int alloc_flags, long free_pages);
bool watermark_fast(struct zone *z, unsigned int order, unsigned long mark, int highest_zoneidx,
		    unsigned int alloc_flags);
void setup_lowmem_reserve(void);

/* To be called after any of the terms has changed. */
static inline void zone_marks_changed(struct zone *zone)
{
	long low =
		zone->_watermark[WMARK_LOW] + zone->watermark_boost + zone->nr_reserved_highatomic;
	int i;

	for (i = 0; i < MAX_NR_ZONES; i++)
		WRITE_ONCE(zone->fast_mark[i], low + zone->lowmem_reserve[i]);
}

/* ---- alloc.c ---- */

struct page *get_page_from_freelist(gfp_t gfp, unsigned int order, unsigned int alloc_flags,
				    const struct alloc_context *ac);
/* ---- slowpath.c ---- */

struct page *alloc_pages_slowpath(gfp_t gfp, unsigned int order, struct alloc_context *ac);

/* ---- reclaim.c: the seam to whatever can free memory ---- */

struct reclaim_ops {
	/* Free about 32 pages or more for @ac's zones; returns how many pages were freed. */
	unsigned long (*try_to_free)(gfp_t gfp, unsigned int order, const struct alloc_context *ac);
	/* One round over a node at @priority (12 … 1); returns pages freed. */
	unsigned long (*balance_node)(pg_data_t *pgdat, int priority);
	/* Nothing can be reclaimed: kill somebody. True: wait and try again. */
	bool (*out_of_memory)(gfp_t gfp, unsigned int order);
	/* Pages of @zone that reclaim might free, for the decision whether to go on. */
	unsigned long (*reclaimable)(struct zone *zone);
};

extern const struct reclaim_ops *reclaim_ops;
extern const struct reclaim_ops shrinker_reclaim_ops;

void shrinker_init(void);
void shrinker_exit(void);
void wake_all_kswapds(unsigned int order, gfp_t gfp, const struct alloc_context *ac);

/* alloc.c: alloc_pages() in the name of @caller. */
struct page *buddy_alloc_pages(gfp_t gfp, unsigned int order, int nid, unsigned long caller,
			       enum page_api api);

/* ---- free.c, report.c ---- */

/* free_page() in the name of @caller. */
void buddy_free_page(unsigned long addr, unsigned long caller);

/* Is the page as an owner must leave it? Reports it, counts it, and returns false if not. */
bool page_may_be_freed(struct page *page, unsigned int order, unsigned long caller);
/* "BUG: Bad page state in process …", a finding of @kind. The page is left as it is. */
void bad_page_kind(enum defect_kind kind, struct page *page, const char *reason,
		   unsigned long caller);

static inline void bad_page(struct page *page, const char *reason)
{
	bad_page_kind(DEFECT_BAD_PAGE, page, reason, 0);
}

/* gfp as text: "GFP_KERNEL|__GFP_ZERO". Returns @buf. */
const char *gfp_text(gfp_t gfp, char *buf, size_t size);

/* Write the block's order into its first page; 0 costs nothing. */
static inline void set_block_order(struct page *page, unsigned int order)
{
	page->flags |= (unsigned long)order << BLOCK_ORDER_PGSHIFT;
}

static inline unsigned int block_order(const struct page *page)
{
	return (READ_ONCE(page->flags) & BLOCK_ORDER_MASK) >> BLOCK_ORDER_PGSHIFT;
}

#endif
