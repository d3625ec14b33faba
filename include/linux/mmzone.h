/* SPDX-License-Identifier: MIT */
/*
 * Nodes, zones and what a zone keeps: free lists, per-CPU lists, watermarks, counters.
 *
 *   pg_data_t (a node)
 *     node_zones[DMA, DMA32, Normal, Movable, Device]
 *       free_area[order].free_list[migratetype]     zone->lock
 *       per_cpu_pageset                             owned by its CPU: percpu_enter/leave
 *     node_zonelists[0]  zones of all nodes, nearest node first, highest zone first
 *     node_zonelists[1]  zones of this node only (__GFP_THISNODE)
 */
#ifndef _LINUX_MMZONE_H
#define _LINUX_MMZONE_H

#include <linux/spinlock.h>
#include <linux/list.h>
#include <linux/wait.h>
#include <linux/cache.h>
#include <linux/threads.h>
#include <linux/numa.h>
#include <linux/init.h>
#include <linux/nodemask.h>
#include <linux/page-flags-layout.h>
#include <linux/atomic.h>
#include <linux/mm_types.h>
#include <linux/page-flags.h>
#include <linux/bits.h>
#include <asm/page.h>

#define MAX_ORDER	   11 /* orders 0 … 10 */
#define MAX_ORDER_NR_PAGES (1 << (MAX_ORDER - 1))

/* Above this order an allocation is costly: it gives up sooner and is not cached per CPU. */
#define PAGE_ALLOC_COSTLY_ORDER 3

enum migratetype {
	MIGRATE_UNMOVABLE,
	MIGRATE_MOVABLE,
	MIGRATE_RECLAIMABLE,
	MIGRATE_PCPTYPES, /* the number of types on the per-CPU lists */
	MIGRATE_HIGHATOMIC = MIGRATE_PCPTYPES,
	MIGRATE_ISOLATE, /* cannot be allocated from */
	MIGRATE_TYPES
};

/* As /proc/pagetypeinfo prints them. */
extern const char *const migratetype_names[MIGRATE_TYPES];

#define is_migrate_cma(migratetype)	   false
#define is_migrate_isolate(migratetype)	   ((migratetype) == MIGRATE_ISOLATE)
#define is_migrate_isolate_page(page)	   (get_pageblock_migratetype(page) == MIGRATE_ISOLATE)
#define is_migrate_movable(mt)		   ((mt) == MIGRATE_MOVABLE)
#define migratetype_is_mergeable(mt)	   ((mt) < MIGRATE_PCPTYPES)

#define for_each_migratetype_order(order, type)         \
	for (order = 0; order < MAX_ORDER; order++)     \
		for (type = 0; type < MIGRATE_TYPES; type++)

/* The unit that has one migrate type: a huge page. */
#define pageblock_order	   9
#define pageblock_nr_pages (1UL << pageblock_order)
#define pageblock_align(pfn)	 (((pfn) + pageblock_nr_pages - 1) & ~(pageblock_nr_pages - 1))
#define pageblock_start_pfn(pfn) ((pfn) & ~(pageblock_nr_pages - 1))
#define pageblock_end_pfn(pfn)	 pageblock_align((pfn) + 1)

int get_pfnblock_migratetype(const struct page *page, unsigned long pfn);
#define get_pageblock_migratetype(page) get_pfnblock_migratetype(page, page_to_pfn(page))
void set_pageblock_migratetype(struct page *page, int migratetype);

extern int page_group_by_mobility_disabled;

struct free_area {
	struct list_head free_list[MIGRATE_TYPES];
	unsigned long nr_free;
};

static inline bool free_area_empty(struct free_area *area, int migratetype)
{
	return list_empty(&area->free_list[migratetype]);
}

static inline struct page *get_page_from_free_area(struct free_area *area, int migratetype)
{
	return list_first_entry_or_null(&area->free_list[migratetype], struct page, lru);
}

enum numa_stat_item {
	NUMA_HIT,	  /* allocated where intended */
	NUMA_MISS,	  /* allocated here though another node was intended */
	NUMA_FOREIGN,	  /* intended here, allocated elsewhere */
	NUMA_INTERLEAVE_HIT,
	NUMA_LOCAL,	  /* by a CPU of this node */
	NUMA_OTHER,	  /* by a CPU of another node */
	NR_VM_NUMA_EVENT_ITEMS
};

enum zone_stat_item {
	NR_FREE_PAGES,
	NR_ZONE_LRU_BASE,
	NR_ZONE_INACTIVE_ANON = NR_ZONE_LRU_BASE,
	NR_ZONE_ACTIVE_ANON,
	NR_ZONE_INACTIVE_FILE,
	NR_ZONE_ACTIVE_FILE,
	NR_ZONE_UNEVICTABLE,
	NR_ZONE_WRITE_PENDING,
	NR_MLOCK,
	NR_BOUNCE,
	NR_ZSPAGES,
	NR_FREE_CMA_PAGES,
	NR_VM_ZONE_STAT_ITEMS
};

enum node_stat_item {
	NR_LRU_BASE,
	NR_INACTIVE_ANON = NR_LRU_BASE,
	NR_ACTIVE_ANON,
	NR_INACTIVE_FILE,
	NR_ACTIVE_FILE,
	NR_UNEVICTABLE,
	NR_SLAB_RECLAIMABLE_B, /* changed in bytes, kept in pages */
	NR_SLAB_UNRECLAIMABLE_B,
	NR_ISOLATED_ANON,
	NR_ISOLATED_FILE,
	WORKINGSET_NODES,
	WORKINGSET_REFAULT_BASE,
	WORKINGSET_REFAULT_ANON = WORKINGSET_REFAULT_BASE,
	WORKINGSET_REFAULT_FILE,
	WORKINGSET_ACTIVATE_BASE,
	WORKINGSET_ACTIVATE_ANON = WORKINGSET_ACTIVATE_BASE,
	WORKINGSET_ACTIVATE_FILE,
	WORKINGSET_RESTORE_BASE,
	WORKINGSET_RESTORE_ANON = WORKINGSET_RESTORE_BASE,
	WORKINGSET_RESTORE_FILE,
	WORKINGSET_NODERECLAIM,
	NR_ANON_MAPPED,
	NR_FILE_MAPPED,
	NR_FILE_PAGES,
	NR_FILE_DIRTY,
	NR_WRITEBACK,
	NR_WRITEBACK_TEMP,
	NR_SHMEM,
	NR_SHMEM_THPS,
	NR_SHMEM_PMDMAPPED,
	NR_FILE_THPS,
	NR_FILE_PMDMAPPED,
	NR_ANON_THPS,
	NR_VMSCAN_WRITE,
	NR_VMSCAN_IMMEDIATE,
	NR_DIRTIED,
	NR_WRITTEN,
	NR_THROTTLED_WRITTEN,
	NR_KERNEL_MISC_RECLAIMABLE,
	NR_FOLL_PIN_ACQUIRED,
	NR_FOLL_PIN_RELEASED,
	NR_KERNEL_STACK_KB, /* KiB */
	NR_PAGETABLE,
	NR_SECONDARY_PAGETABLE,
	NR_SWAPCACHE,
	PGPROMOTE_SUCCESS,
	PGPROMOTE_CANDIDATE,
	NR_VM_NODE_STAT_ITEMS
};

/* Items whose changes are given in bytes; they are kept and shown in pages. */
static __always_inline bool vmstat_item_in_bytes(int idx)
{
	return idx == NR_SLAB_RECLAIMABLE_B || idx == NR_SLAB_UNRECLAIMABLE_B;
}

#define LRU_BASE   0
#define LRU_ACTIVE 1
#define LRU_FILE   2
enum lru_list {
	LRU_INACTIVE_ANON = LRU_BASE,
	LRU_ACTIVE_ANON = LRU_BASE + LRU_ACTIVE,
	LRU_INACTIVE_FILE = LRU_BASE + LRU_FILE,
	LRU_ACTIVE_FILE = LRU_BASE + LRU_FILE + LRU_ACTIVE,
	LRU_UNEVICTABLE,
	NR_LRU_LISTS
};

enum zone_watermarks {
	WMARK_MIN,
	WMARK_LOW,
	WMARK_HIGH,
	WMARK_PROMO,
	NR_WMARK
};

/* Orders 0 … 3 of three types, and the movable huge page. */
#define NR_PCP_THP   1
#define NR_PCP_LISTS (MIGRATE_PCPTYPES * (PAGE_ALLOC_COSTLY_ORDER + 1 + NR_PCP_THP))

#define min_wmark_pages(z)  ((z)->_watermark[WMARK_MIN] + READ_ONCE((z)->watermark_boost))
#define low_wmark_pages(z)  ((z)->_watermark[WMARK_LOW] + READ_ONCE((z)->watermark_boost))
#define high_wmark_pages(z) ((z)->_watermark[WMARK_HIGH] + READ_ONCE((z)->watermark_boost))
#define wmark_pages(z, i)   ((z)->_watermark[i] + READ_ONCE((z)->watermark_boost))

/* A CPU's cache of free pages of one zone. Touched by that CPU only, inside percpu_enter. */
struct per_cpu_pages {
	int count;	    /* pages on all lists */
	int high;	    /* above this, free some to the zone */
	int batch;	    /* pages moved at once */
	short free_factor;  /* grows with runs of frees: batch << free_factor are freed */
	short expire;
	/*
	 * Single pages that took the fast path. Each of the first is also a PGALLOC, a NUMA_HIT
	 * and a NUMA_LOCAL, each of the second a PGFREE: the readers of those add them.
	 */
	unsigned long fast_allocs;
	unsigned long fast_frees;
	struct list_head lists[NR_PCP_LISTS];
} ____cacheline_aligned_in_smp;

struct per_cpu_zonestat {
	unsigned long vm_numa_event[NR_VM_NUMA_EVENT_ITEMS];
	s8 stat_threshold; /* shown by zoneinfo: vmstat.h */
};

enum zone_type {
	ZONE_DMA,    /* below 16 MiB */
	ZONE_DMA32,  /* below 4 GiB */
	ZONE_NORMAL,
	ZONE_MOVABLE, /* movable pages only */
	ZONE_DEVICE,
	__MAX_NR_ZONES
};
#define MAX_NR_ZONES __MAX_NR_ZONES

struct pglist_data;

struct zone {
	/* Read by every allocation, written rarely. */
	unsigned long _watermark[NR_WMARK];
	unsigned long watermark_boost;
	unsigned long nr_reserved_highatomic; /* pages, zone->lock */
	long lowmem_reserve[MAX_NR_ZONES];    /* pages kept from requests that could use [i] */
	/* The sum of all that: with so many free pages or less, no page without a closer look. */
	long fast_mark[MAX_NR_ZONES];
	int node;
	int type; /* enum zone_type */
	struct pglist_data *zone_pgdat;
	struct per_cpu_pages __percpu *per_cpu_pageset;
	struct per_cpu_zonestat __percpu *per_cpu_zonestats;
	int pageset_high; /* copied to every CPU's set */
	int pageset_batch;
	unsigned long zone_start_pfn;
	atomic_long_t managed_pages;   /* given to the buddy allocator */
	unsigned long spanned_pages;   /* from first to last frame, holes included */
	unsigned long present_pages;   /* RAM */
	const char *name;
	unsigned long nr_isolate_pageblock;
	int initialized;

	/* Written by every refill and drain. */
	struct free_area free_area[MAX_ORDER] ____cacheline_aligned_in_smp;
	unsigned long flags; /* enum zone_flags, atomic bits */
	spinlock_t lock;

	atomic_long_t vm_stat[NR_VM_ZONE_STAT_ITEMS] ____cacheline_aligned_in_smp;
} ____cacheline_aligned_in_smp;

enum zone_flags {
	ZONE_BOOSTED_WATERMARK, /* kswapd is to look at the boost */
	ZONE_RECLAIM_ACTIVE,
};

enum pgdat_flags {
	PGDAT_DIRTY,
	PGDAT_WRITEBACK,
	PGDAT_RECLAIM_LOCKED,
};

#define MAX_ZONES_PER_ZONELIST (MAX_NUMNODES * MAX_NR_ZONES)

struct zoneref {
	struct zone *zone;
	int zone_idx;
};

struct zonelist {
	struct zoneref _zonerefs[MAX_ZONES_PER_ZONELIST + 1]; /* ends with zone == NULL */
};

enum {
	ZONELIST_FALLBACK,
	ZONELIST_NOFALLBACK,
	MAX_ZONELISTS
};

struct lruvec {
	struct list_head lists[NR_LRU_LISTS];
	spinlock_t lru_lock;
};

typedef struct pglist_data {
	struct zone node_zones[MAX_NR_ZONES];
	/*
	 * preferred_zone[i]: first zone of the fallback list for requests that may use zone
	 * type i and below, if it is this node's; what almost every allocation takes its page
	 * from. Else NULL.
	 */
	struct zone *preferred_zone[MAX_NR_ZONES];
	struct zonelist node_zonelists[MAX_ZONELISTS];
	int nr_zones; /* populated zone types + 1 */
	unsigned long node_start_pfn;
	unsigned long node_present_pages;
	unsigned long node_spanned_pages;
	int node_id;
	wait_queue_head_t kswapd_wait;
	wait_queue_head_t pfmemalloc_wait;
	struct task_struct *kswapd;
	int kswapd_order;
	enum zone_type kswapd_highest_zoneidx;
	int kswapd_failures;
	unsigned long totalreserve_pages; /* not for page cache */
	unsigned long min_unmapped_pages;
	unsigned long min_slab_pages;
	struct lruvec __lruvec;
	unsigned long flags;
	atomic_long_t vm_stat[NR_VM_NODE_STAT_ITEMS] ____cacheline_aligned_in_smp;
} pg_data_t;

#define node_present_pages(nid) (NODE_DATA(nid)->node_present_pages)
#define node_spanned_pages(nid) (NODE_DATA(nid)->node_spanned_pages)
#define node_start_pfn(nid)	(NODE_DATA(nid)->node_start_pfn)
#define node_end_pfn(nid)	pgdat_end_pfn(NODE_DATA(nid))

static inline unsigned long pgdat_end_pfn(pg_data_t *pgdat)
{
	return pgdat->node_start_pfn + pgdat->node_spanned_pages;
}

extern struct pglist_data *node_data[MAX_NUMNODES];
#define NODE_DATA(nid) (node_data[nid])

static inline unsigned long zone_managed_pages(struct zone *zone)
{
	return (unsigned long)atomic_long_read(&zone->managed_pages);
}

static inline unsigned long zone_cma_pages(struct zone *zone)
{
	return 0;
}

static inline unsigned long zone_end_pfn(const struct zone *zone)
{
	return zone->zone_start_pfn + zone->spanned_pages;
}

static inline bool zone_spans_pfn(const struct zone *zone, unsigned long pfn)
{
	return zone->zone_start_pfn <= pfn && pfn < zone_end_pfn(zone);
}

static inline bool zone_is_initialized(struct zone *zone)
{
	return zone->initialized;
}

static inline bool zone_is_empty(struct zone *zone)
{
	return zone->spanned_pages == 0;
}

static inline bool managed_zone(struct zone *zone)
{
	return zone_managed_pages(zone);
}

static inline bool populated_zone(struct zone *zone)
{
	return zone->present_pages;
}

static inline int zone_to_nid(struct zone *zone)
{
	return zone->node;
}

static inline bool zone_is_zone_device(struct zone *zone)
{
	return false;
}

#define zone_idx(zone)	   ((zone)->type)
#define is_highmem_idx(i)  ((void)(i), 0)
#define is_highmem(zone)   ((void)(zone), 0)

/* The nodes with memory or CPUs, in the order of their numbers. */
struct pglist_data *first_online_pgdat(void);
struct pglist_data *next_online_pgdat(struct pglist_data *pgdat);
struct zone *next_zone(struct zone *zone);

#define for_each_online_pgdat(pgdat) \
	for (pgdat = first_online_pgdat(); pgdat; pgdat = next_online_pgdat(pgdat))
#define for_each_zone(zone) \
	for (zone = (first_online_pgdat())->node_zones; zone; zone = next_zone(zone))
#define for_each_populated_zone(zone)                                             \
	for (zone = (first_online_pgdat())->node_zones; zone; zone = next_zone(zone)) \
		if (!populated_zone(zone))                                        \
			; /* next */                                              \
		else

static inline struct zone *zonelist_zone(struct zoneref *zoneref)
{
	return zoneref->zone;
}

static inline int zonelist_zone_idx(struct zoneref *zoneref)
{
	return zoneref->zone_idx;
}

static inline int zonelist_node_idx(struct zoneref *zoneref)
{
	return zone_to_nid(zoneref->zone);
}

/* The first entry at or after @z whose type is at most @highest_zoneidx and node in @nodes. */
struct zoneref *__next_zones_zonelist(struct zoneref *z, enum zone_type highest_zoneidx,
				      nodemask_t *nodes);

static __always_inline struct zoneref *next_zones_zonelist(struct zoneref *z,
							   enum zone_type highest_zoneidx,
							   nodemask_t *nodes)
{
	if (!nodes && zonelist_zone_idx(z) <= (int)highest_zoneidx)
		return z;
	return __next_zones_zonelist(z, highest_zoneidx, nodes);
}

static inline struct zoneref *first_zones_zonelist(struct zonelist *zonelist,
						   enum zone_type highest_zoneidx,
						   nodemask_t *nodes)
{
	return next_zones_zonelist(zonelist->_zonerefs, highest_zoneidx, nodes);
}

#define for_each_zone_zonelist_nodemask(zone, z, zlist, highidx, nodemask)                \
	for (z = first_zones_zonelist(zlist, highidx, nodemask), zone = zonelist_zone(z); \
	     zone; z = next_zones_zonelist(++z, highidx, nodemask), zone = zonelist_zone(z))
#define for_next_zone_zonelist_nodemask(zone, z, highidx, nodemask) \
	for (zone = z->zone; zone;                                  \
	     z = next_zones_zonelist(++z, highidx, nodemask), zone = zonelist_zone(z))
#define for_each_zone_zonelist(zone, z, zlist, highidx) \
	for_each_zone_zonelist_nodemask(zone, z, zlist, highidx, NULL)

/*
 * Sections: the memory map exists in units of 128 MiB, whole, if any frame in it is RAM.
 */
#define SECTION_SIZE_BITS 27
#define MAX_PHYSMEM_BITS  46
#define PFN_SECTION_SHIFT (SECTION_SIZE_BITS - PAGE_SHIFT)
#define PAGES_PER_SECTION (1UL << PFN_SECTION_SHIFT)
#define PAGE_SECTION_MASK (~(PAGES_PER_SECTION - 1))
#define SECTION_ALIGN_UP(pfn)	(((pfn) + PAGES_PER_SECTION - 1) & PAGE_SECTION_MASK)
#define SECTION_ALIGN_DOWN(pfn) ((pfn) & PAGE_SECTION_MASK)

static inline unsigned long pfn_to_section_nr(unsigned long pfn)
{
	return pfn >> PFN_SECTION_SHIFT;
}

static inline unsigned long section_nr_to_pfn(unsigned long sec)
{
	return sec << PFN_SECTION_SHIFT;
}

bool present_section_nr(unsigned long nr);
#define pfn_present(pfn)      present_section_nr(pfn_to_section_nr(pfn))
#define pfn_in_present_section pfn_present
#define early_pfn_to_nid(pfn) page_to_nid(pfn_to_page(pfn))
/* The page of @pfn if it is RAM that the machine has online, else NULL. */
struct page *pfn_to_online_page(unsigned long pfn);

/* Watermarks. @mark pages must stay free after an allocation of @order; page counts. */
bool zone_watermark_ok(struct zone *z, unsigned int order, unsigned long mark, int highest_zoneidx,
		       unsigned int alloc_flags);
bool zone_watermark_ok_safe(struct zone *z, unsigned int order, unsigned long mark,
			    int highest_zoneidx);
void wakeup_kswapd(struct zone *zone, gfp_t gfp_mask, int order, enum zone_type highest_zoneidx);

extern int min_free_kbytes;
extern int user_min_free_kbytes;
extern int watermark_boost_factor;
extern int watermark_scale_factor;
extern int sysctl_lowmem_reserve_ratio[MAX_NR_ZONES];
extern int percpu_pagelist_high_fraction;
extern const char *const zone_names[MAX_NR_ZONES];

#endif
