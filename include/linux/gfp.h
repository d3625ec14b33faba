/* SPDX-License-Identifier: MIT */
/*
 * The page allocator's calls.
 *
 * Context: any, as @gfp allows. With __GFP_DIRECT_RECLAIM (GFP_KERNEL and most others) a
 * call may sleep and must not be made in atomic context; GFP_ATOMIC and GFP_NOWAIT never sleep.
 * Failure is NULL (0 for the calls that return an address), reported in the log unless
 * __GFP_NOWARN. A block of 1 << order pages is physically contiguous and naturally aligned.
 */
#ifndef _LINUX_GFP_H
#define _LINUX_GFP_H

#include <linux/gfp_types.h>
#include <linux/mmzone.h>
#include <linux/topology.h>

struct vm_area_struct;

#define GFP_MOVABLE_MASK  (__GFP_RECLAIMABLE | __GFP_MOVABLE)
#define GFP_MOVABLE_SHIFT 3

/* The type of page block that a request wants. Both mobility bits at once is a caller's bug. */
static inline int gfp_migratetype(const gfp_t gfp_flags)
{
	if (unlikely(page_group_by_mobility_disabled))
		return MIGRATE_UNMOVABLE;
	return (gfp_flags & GFP_MOVABLE_MASK) >> GFP_MOVABLE_SHIFT;
}

static inline bool gfpflags_allow_blocking(const gfp_t gfp_flags)
{
	return !!(gfp_flags & __GFP_DIRECT_RECLAIM);
}

/* Only GFP_KERNEL-like requests without MEMALLOC: the caller is not itself freeing memory. */
static inline bool gfpflags_normal_context(const gfp_t gfp_flags)
{
	return (gfp_flags & (__GFP_DIRECT_RECLAIM | __GFP_MEMALLOC)) == __GFP_DIRECT_RECLAIM;
}

/*
 * The highest zone that a request may use, by the four zone bits; two bits a value. 64-bit: there is
 * no high memory, so __GFP_HIGHMEM alone is NORMAL and together with __GFP_MOVABLE is MOVABLE.
 * Combinations that ask for two zones at once give the lower.
 *
 *   index = DMA 1 | HIGHMEM 2 | DMA32 4 | MOVABLE 8
 */
#define GFP_ZONES_SHIFT 2
#define GFP_ZONE_AT(index, zone) ((unsigned long)(zone) << ((index) * GFP_ZONES_SHIFT))
#define GFP_ZONE_TABLE                                                                    \
	(GFP_ZONE_AT(0, ZONE_NORMAL) | GFP_ZONE_AT(1, ZONE_DMA) | GFP_ZONE_AT(2, ZONE_NORMAL) | \
	 GFP_ZONE_AT(3, ZONE_DMA) | GFP_ZONE_AT(4, ZONE_DMA32) | GFP_ZONE_AT(5, ZONE_DMA) |     \
	 GFP_ZONE_AT(6, ZONE_DMA32) | GFP_ZONE_AT(7, ZONE_DMA) | GFP_ZONE_AT(8, ZONE_NORMAL) |  \
	 GFP_ZONE_AT(9, ZONE_DMA) | GFP_ZONE_AT(10, ZONE_MOVABLE) | GFP_ZONE_AT(11, ZONE_DMA) | \
	 GFP_ZONE_AT(12, ZONE_DMA32) | GFP_ZONE_AT(13, ZONE_DMA) | GFP_ZONE_AT(14, ZONE_DMA32) | \
	 GFP_ZONE_AT(15, ZONE_DMA))

static inline enum zone_type gfp_zone(gfp_t flags)
{
	unsigned int bits = (unsigned int)(flags & GFP_ZONEMASK);

	return (enum zone_type)((GFP_ZONE_TABLE >> (bits * GFP_ZONES_SHIFT)) & 3);
}

static inline int gfp_zonelist(gfp_t flags)
{
	return unlikely(flags & __GFP_THISNODE) ? ZONELIST_NOFALLBACK : ZONELIST_FALLBACK;
}

static inline struct zonelist *node_zonelist(int nid, gfp_t flags)
{
	return NODE_DATA(nid)->node_zonelists + gfp_zonelist(flags);
}

/* The one entry: @preferred_nid must be a node; @nodemask NULL allows all nodes. */
struct page *__alloc_pages(gfp_t gfp, unsigned int order, int preferred_nid, nodemask_t *nodemask);
struct folio *__folio_alloc(gfp_t gfp, unsigned int order, int preferred_nid,
			    nodemask_t *nodemask);

static inline struct page *alloc_pages(gfp_t gfp, unsigned int order)
{
	return __alloc_pages(gfp, order, numa_node_id(), NULL);
}
#define alloc_page(gfp_mask) alloc_pages(gfp_mask, 0)

static inline struct folio *folio_alloc(gfp_t gfp, unsigned int order)
{
	return __folio_alloc(gfp, order, numa_node_id(), NULL);
}

/* @nid must be an online node. */
static inline struct page *__alloc_pages_node(int nid, gfp_t gfp_mask, unsigned int order)
{
	return __alloc_pages(gfp_mask, order, nid, NULL);
}

/* NUMA_NO_NODE means the running CPU's node. */
static inline struct page *alloc_pages_node(int nid, gfp_t gfp_mask, unsigned int order)
{
	if (nid == NUMA_NO_NODE)
		nid = numa_mem_id();
	return __alloc_pages_node(nid, gfp_mask, order);
}

#define vma_alloc_folio(gfp, order, vma, addr, hugepage) folio_alloc(gfp, order)
#define alloc_page_vma(gfp, vma, addr)			 alloc_pages(gfp, 0)

/*
 * Fill the NULL slots of @page_array (or, with @page_list, add to the list) until @nr_pages
 * slots are filled or memory is short. Returns the number of filled slots.
 */
unsigned long __alloc_pages_bulk(gfp_t gfp, int preferred_nid, nodemask_t *nodemask, int nr_pages,
				 struct list_head *page_list, struct page **page_array);

static inline unsigned long alloc_pages_bulk_list(gfp_t gfp, unsigned long nr_pages,
						  struct list_head *list)
{
	return __alloc_pages_bulk(gfp, numa_mem_id(), NULL, nr_pages, list, NULL);
}

static inline unsigned long alloc_pages_bulk_array(gfp_t gfp, unsigned long nr_pages,
						   struct page **page_array)
{
	return __alloc_pages_bulk(gfp, numa_mem_id(), NULL, nr_pages, NULL, page_array);
}

static inline unsigned long alloc_pages_bulk_array_node(gfp_t gfp, int nid, unsigned long nr_pages,
							struct page **page_array)
{
	if (nid == NUMA_NO_NODE)
		nid = numa_mem_id();
	return __alloc_pages_bulk(gfp, nid, NULL, nr_pages, NULL, page_array);
}
#define alloc_pages_bulk_array_mempolicy(gfp, nr, array) alloc_pages_bulk_array(gfp, nr, array)

/* The same, by address. __GFP_HIGHMEM must not be given. */
unsigned long __get_free_pages(gfp_t gfp_mask, unsigned int order);
unsigned long get_zeroed_page(gfp_t gfp_mask);
#define __get_free_page(gfp_mask)	    __get_free_pages((gfp_mask), 0)
#define __get_dma_pages(gfp_mask, order)    __get_free_pages((gfp_mask) | GFP_DMA, (order))
/* The deck's older name. */
#define get_dma_pages(gfp_mask, order)	    __get_dma_pages(gfp_mask, order)

/*
 * @size bytes in whole pages, exactly: what the block of the next order has too much is
 * freed at once. Each page has its own reference count. Free with free_pages_exact.
 */
void *alloc_pages_exact(size_t size, gfp_t gfp_mask);
void free_pages_exact(void *virt, size_t size);
void *alloc_pages_exact_nid(int nid, size_t size, gfp_t gfp_mask);

/* Drop the caller's reference; the last one frees. @order must be what was asked for. */
void __free_pages(struct page *page, unsigned int order);
/* @addr 0 is nothing to free. */
void free_pages(unsigned long addr, unsigned int order);
#define __free_page(page) __free_pages((page), 0)
#define free_page(addr)	  free_pages((addr), 0)

/* Names of Linux 3.x: order-0 frees to the hot or the cold end of the CPU's list. */
void free_hot_cold_page(struct page *page, bool cold);
#define free_hot_page(page)  free_hot_cold_page((page), false)
#define free_cold_page(page) free_hot_cold_page((page), true)
/* Free a page whose count is already 0. */
void free_unref_page(struct page *page, unsigned int order);
/* Free a list of order-0 pages, linked by lru, whose counts are 0. */
void free_unref_page_list(struct list_head *list);

/* A cache that cuts fragments from pages; nc is the caller's, one user at a time. */
struct page_frag_cache;
void __page_frag_cache_drain(struct page *page, unsigned int count);
void *page_frag_alloc_align(struct page_frag_cache *nc, unsigned int fragsz, gfp_t gfp_mask,
			    unsigned int align_mask);
static inline void *page_frag_alloc(struct page_frag_cache *nc, unsigned int fragsz, gfp_t gfp_mask)
{
	return page_frag_alloc_align(nc, fragsz, gfp_mask, ~0u);
}
void page_frag_free(void *addr);

/* Give the per-CPU lists back to the zones (@zone NULL: all). May sleep: it asks other CPUs. */
void drain_all_pages(struct zone *zone);
/* This CPU's only. Any context. */
void drain_local_pages(struct zone *zone);

/* [start, end) made free and handed out, not through the free lists. 0 or -EBUSY. May sleep. */
int alloc_contig_range(unsigned long start, unsigned long end, unsigned int migratetype,
		       gfp_t gfp_mask);
struct page *alloc_contig_pages(unsigned long nr_pages, gfp_t gfp_mask, int nid,
				nodemask_t *nodemask);
void free_contig_range(unsigned long pfn, unsigned long nr_pages);

/* Bits that may be used now: without IO and FS while booting. */
extern gfp_t gfp_allowed_mask;

/* May this request dip into the emergency reserves? */
bool gfp_pfmemalloc_allowed(gfp_t gfp_mask);

static inline bool gfp_has_io_fs(gfp_t gfp)
{
	return (gfp & (__GFP_IO | __GFP_FS)) == (__GFP_IO | __GFP_FS);
}

#endif
