/* SPDX-License-Identifier: MIT */
/* Whole pages by byte size, and fragments of pages. */
#include <linux/export.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include "buddy.h"

/* Keep the first pages of a block, free the others. @page 0: there is no block. */
static void *make_exact(struct page *page, unsigned int order, size_t size)
{
	unsigned long keep = PAGE_ALIGN(size) >> PAGE_SHIFT, i;

	if (!page)
		return NULL;
	split_page(page, order);
	for (i = keep; i < 1UL << order; i++)
		__free_page(page + i);
	return page_address(page);
}

void *alloc_pages_exact(size_t size, gfp_t gfp_mask)
{
	unsigned int order = get_order(size);

	if (WARN_ON_ONCE(gfp_mask & (__GFP_COMP | __GFP_HIGHMEM)))
		gfp_mask &= ~(__GFP_COMP | __GFP_HIGHMEM);
	return make_exact(
		buddy_alloc_pages(gfp_mask, order, numa_node_id(), _RET_IP_, PAGE_API_EXACT), order,
		size);
}
EXPORT_SYMBOL(alloc_pages_exact);

void *alloc_pages_exact_nid(int nid, size_t size, gfp_t gfp_mask)
{
	unsigned int order = get_order(size);

	if (WARN_ON_ONCE(gfp_mask & (__GFP_COMP | __GFP_HIGHMEM)))
		gfp_mask &= ~(__GFP_COMP | __GFP_HIGHMEM);
	return make_exact(buddy_alloc_pages(gfp_mask, order,
					    nid == NUMA_NO_NODE ? numa_mem_id() : nid, _RET_IP_,
					    PAGE_API_EXACT),
			  order, size);
}
EXPORT_SYMBOL(alloc_pages_exact_nid);

void free_pages_exact(void *virt, size_t size)
{
	unsigned long addr = (unsigned long)virt, end = addr + PAGE_ALIGN(size);

	for (; addr < end; addr += PAGE_SIZE)
		buddy_free_page(addr, _RET_IP_);
}
EXPORT_SYMBOL(free_pages_exact);

/*
 * Fragments. The cache holds one block and hands it out from the end; each fragment holds a
 * reference. So that handing out is not an atomic operation each time, the cache takes many
 * references at once and counts down its own share.
 */
#define FRAG_REFS (PAGE_FRAG_CACHE_MAX_SIZE + 1)

static struct page *frag_refill(struct page_frag_cache *nc, gfp_t gfp)
{
	struct page *page =
		alloc_pages(gfp | __GFP_COMP | __GFP_NOWARN | __GFP_NORETRY | __GFP_NOMEMALLOC,
			    PAGE_FRAG_CACHE_MAX_ORDER);

	nc->size = PAGE_FRAG_CACHE_MAX_SIZE;
	if (!page) {
		page = alloc_page(gfp);
		nc->size = PAGE_SIZE;
	}
	nc->va = page ? page_address(page) : NULL;
	return page;
}

void __page_frag_cache_drain(struct page *page, unsigned int count)
{
	if (page_ref_sub_and_test(page, count))
		__folio_put(page_folio(page));
}
EXPORT_SYMBOL(__page_frag_cache_drain);

void *page_frag_alloc_align(struct page_frag_cache *nc, unsigned int fragsz, gfp_t gfp_mask,
			    unsigned int align_mask)
{
	struct page *page;
	int offset;

	if (!nc->va) {
		page = frag_refill(nc, gfp_mask);
		if (!page)
			return NULL;
		page_ref_add(page, FRAG_REFS - 1);
		nc->pagecnt_bias = FRAG_REFS;
		nc->pfmemalloc = page_is_pfmemalloc(page);
		nc->offset = nc->size == PAGE_SIZE ? PAGE_SIZE : nc->size;
	}
	offset = (int)nc->offset - (int)fragsz;
	if (offset < 0) {
		page = virt_to_page(nc->va);
		if (!page_ref_sub_and_test(page, nc->pagecnt_bias)) {
			/* Fragments are still out: they free the block. */
			nc->va = NULL;
			if (fragsz > PAGE_SIZE)
				return NULL;
			return page_frag_alloc_align(nc, fragsz, gfp_mask, align_mask);
		}
		/* All fragments came back: use the block again. */
		set_page_count(page, FRAG_REFS);
		nc->pagecnt_bias = FRAG_REFS;
		offset = (int)nc->size - (int)fragsz;
		if (offset < 0)
			return NULL;
	}
	nc->pagecnt_bias--;
	offset &= align_mask;
	nc->offset = offset;
	return nc->va + offset;
}
EXPORT_SYMBOL(page_frag_alloc_align);

void page_frag_free(void *addr)
{
	struct page *page = virt_to_head_page(addr);

	if (put_page_testzero(page))
		__folio_put(page_folio(page));
}
EXPORT_SYMBOL(page_frag_free);
