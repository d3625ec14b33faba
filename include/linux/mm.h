/* SPDX-License-Identifier: MIT */
/*
 * Pages: references, compound pages, which zone and node, addresses; and what a driver needs of
 * address spaces. The allocator's own calls are in <linux/gfp.h>.
 */
#ifndef _LINUX_MM_H
#define _LINUX_MM_H

#include <linux/errno.h>
#include <linux/mmdebug.h>
#include <linux/gfp.h>
#include <linux/bug.h>
#include <linux/list.h>
#include <linux/mmzone.h>
#include <linux/rbtree.h>
#include <linux/atomic.h>
#include <linux/mm_types.h>
#include <linux/pfn.h>
#include <linux/shrinker.h>
#include <linux/page_ref.h>
#include <linux/overflow.h>
#include <linux/sched.h>
#include <linux/align.h>
#include <linux/pgtable.h>
#include <linux/vmstat.h>
#include <linux/sysinfo.h>

struct file;
struct inode;
struct seq_file;
struct vm_fault;

extern unsigned long max_mapnr;
extern unsigned long max_pfn;
extern unsigned long max_low_pfn;
extern unsigned long min_low_pfn;
extern void *high_memory;
extern atomic_long_t _totalram_pages;

/* Pages that the buddy allocator manages, free or not. */
static inline unsigned long totalram_pages(void)
{
	return (unsigned long)atomic_long_read(&_totalram_pages);
}

static inline void totalram_pages_add(long count)
{
	atomic_long_add(count, &_totalram_pages);
}

static inline unsigned long nr_free_pages(void)
{
	return global_zone_page_state(NR_FREE_PAGES);
}

#define totalhigh_pages()   0UL
#define nr_free_highpages() 0UL

#define nth_page(page, n)    ((page) + (n))
#define folio_page_idx(f, p) ((p) - &(f)->page)

#define PAGE_ALIGN(addr)      ALIGN(addr, PAGE_SIZE)
#define PAGE_ALIGN_DOWN(addr) ALIGN_DOWN(addr, PAGE_SIZE)
#define PAGE_ALIGNED(addr)    IS_ALIGNED((unsigned long)(addr), PAGE_SIZE)
#define offset_in_page(p)     ((unsigned long)(p) & ~PAGE_MASK)
#define offset_in_thp(p, a)   ((unsigned long)(a) & (thp_size(p) - 1))
#define lru_to_page(head)     (list_entry((head)->prev, struct page, lru))
#define lru_to_folio(head)    list_entry((head)->prev, struct folio, lru)
#define untagged_addr(addr)   (addr)

/* ---- zone and node ---- */

static inline enum zone_type page_zonenum(const struct page *page)
{
	return (READ_ONCE(page->flags) >> ZONES_PGSHIFT) & ZONES_MASK;
}

static inline int page_to_nid(const struct page *page)
{
	return (READ_ONCE(page->flags) >> NODES_PGSHIFT) & NODES_MASK;
}

static inline int folio_nid(const struct folio *folio)
{
	return page_to_nid(&folio->page);
}

static inline pg_data_t *page_pgdat(const struct page *page)
{
	return NODE_DATA(page_to_nid(page));
}

static inline struct zone *page_zone(const struct page *page)
{
	return &NODE_DATA(page_to_nid(page))->node_zones[page_zonenum(page)];
}

static inline struct zone *folio_zone(const struct folio *folio)
{
	return page_zone(&folio->page);
}

static inline int page_zone_id(struct page *page)
{
	return (READ_ONCE(page->flags) >> ZONES_PGSHIFT) & ((1 << (ZONES_WIDTH + NODES_WIDTH)) - 1);
}

static inline bool is_zone_device_page(const struct page *page)
{
	return false;
}

static inline bool is_zone_movable_page(const struct page *page)
{
	return page_zonenum(page) == ZONE_MOVABLE;
}

static inline void set_page_zone(struct page *page, enum zone_type zone)
{
	page->flags &= ~(ZONES_MASK << ZONES_PGSHIFT);
	page->flags |= ((unsigned long)zone & ZONES_MASK) << ZONES_PGSHIFT;
}

static inline void set_page_node(struct page *page, unsigned long node)
{
	page->flags &= ~(NODES_MASK << NODES_PGSHIFT);
	page->flags |= (node & NODES_MASK) << NODES_PGSHIFT;
}

static inline void set_page_links(struct page *page, enum zone_type zone, unsigned long node,
				  unsigned long pfn)
{
	set_page_zone(page, zone);
	set_page_node(page, node);
}

/* ---- addresses ---- */

/* The direct map's address of a page. There is no high memory: never NULL. */
static __always_inline void *lowmem_page_address(const struct page *page)
{
	return page_to_virt(page);
}
#define page_address(page) lowmem_page_address(page)

static inline void *folio_address(const struct folio *folio)
{
	return page_address(&folio->page);
}

static inline unsigned long folio_pfn(struct folio *folio)
{
	return page_to_pfn(&folio->page);
}

static inline struct folio *pfn_folio(unsigned long pfn)
{
	return page_folio(pfn_to_page(pfn));
}

static inline struct page *virt_to_head_page(const void *x)
{
	return compound_head(virt_to_page(x));
}

static inline struct folio *virt_to_folio(const void *x)
{
	return page_folio(virt_to_page(x));
}

/* ---- compound pages ---- */

enum compound_dtor_id {
	NULL_COMPOUND_DTOR,
	COMPOUND_PAGE_DTOR,
	TRANSHUGE_PAGE_DTOR,
	NR_COMPOUND_DTORS,
};

void prep_compound_page(struct page *page, unsigned int order);
/* Free a compound page whose count is 0. */
void free_compound_page(struct page *page);
/* Make a block of order pages into single pages, each with its own count. Not compound pages. */
void split_page(struct page *page, unsigned int order);

static inline void set_compound_page_dtor(struct page *page, enum compound_dtor_id dtor)
{
	page[1].compound_dtor = dtor;
}

static inline unsigned int compound_order(struct page *page)
{
	return PageHead(page) ? page[1].compound_order : 0;
}

static inline unsigned int folio_order(struct folio *folio)
{
	return folio_test_large(folio) ? folio->_folio_order : 0;
}

static inline void set_compound_order(struct page *page, unsigned int order)
{
	page[1].compound_order = order;
	page[1].compound_nr = 1U << order;
}

static inline unsigned long compound_nr(struct page *page)
{
	return PageHead(page) ? page[1].compound_nr : 1;
}

static inline unsigned long page_size(struct page *page)
{
	return PAGE_SIZE << compound_order(page);
}

static inline unsigned int page_shift(struct page *page)
{
	return PAGE_SHIFT + compound_order(page);
}

static inline unsigned int thp_order(struct page *page)
{
	return compound_order(page);
}

static inline unsigned long thp_size(struct page *page)
{
	return PAGE_SIZE << thp_order(page);
}

static inline long folio_nr_pages(struct folio *folio)
{
	return folio_test_large(folio) ? folio->_folio_nr_pages : 1;
}

static inline size_t folio_size(struct folio *folio)
{
	return PAGE_SIZE << folio_order(folio);
}

/* ---- references ---- */

static inline int put_page_testzero(struct page *page)
{
	return page_ref_dec_and_test(page);
}

static inline int folio_put_testzero(struct folio *folio)
{
	return put_page_testzero(&folio->page);
}

/* A reference, unless the page is free. */
static inline bool get_page_unless_zero(struct page *page)
{
	return page_ref_add_unless(page, 1, 0);
}

/* A reference to a page that has none, or one dropped that is not there: a finding; nothing is done. */
void __page_ref_unused(struct page *page, bool get);

static inline void folio_get(struct folio *folio)
{
	if (unlikely(page_ref_count(&folio->page) <= 0))
		__page_ref_unused(&folio->page, true);
	else
		page_ref_inc(&folio->page);
}

static inline void get_page(struct page *page)
{
	folio_get(page_folio(page));
}

static inline __must_check bool try_get_page(struct page *page)
{
	page = compound_head(page);
	if (WARN_ON_ONCE(page_ref_count(page) <= 0))
		return false;
	page_ref_inc(page);
	return true;
}

static inline bool folio_try_get(struct folio *folio)
{
	return get_page_unless_zero(&folio->page);
}

/* The last reference is gone: free. */
void __folio_put(struct folio *folio);
void __put_page(struct page *page);

static inline void folio_put(struct folio *folio)
{
	if (unlikely(page_ref_count(&folio->page) <= 0))
		__page_ref_unused(&folio->page, false);
	else if (folio_put_testzero(folio))
		__folio_put(folio);
}

static inline void folio_put_refs(struct folio *folio, int refs)
{
	if (page_ref_sub_and_test(&folio->page, refs))
		__folio_put(folio);
}

static inline void put_page(struct page *page)
{
	folio_put(page_folio(page));
}

static inline void unpin_user_page(struct page *page)
{
	put_page(page);
}

void put_pages_list(struct list_head *pages);

/* ---- mappings of a page ---- */

static inline void page_mapcount_reset(struct page *page)
{
	atomic_set(&(page)->_mapcount, -1);
}

static inline int page_mapcount(struct page *page)
{
	return page_has_type(page) ? 0 : atomic_read(&page->_mapcount) + 1;
}

static inline bool page_mapped(struct page *page)
{
	return page_mapcount(page) > 0;
}

static inline struct address_space *page_mapping(struct page *page)
{
	struct address_space *mapping = compound_head(page)->mapping;

	return (unsigned long)mapping & PAGE_MAPPING_FLAGS ? NULL : mapping;
}

static inline bool page_is_pfmemalloc(const struct page *page)
{
	return (uintptr_t)page->lru.next & 2;
}

static inline void set_page_pfmemalloc(struct page *page)
{
	page->lru.next = (void *)2UL;
}

static inline void clear_page_pfmemalloc(struct page *page)
{
	page->lru.next = NULL;
}

/* ---- reserved pages ---- */

static inline void mark_page_reserved(struct page *page)
{
	SetPageReserved(page);
}

void adjust_managed_page_count(struct page *page, long count);
void free_reserved_page(struct page *page);
/* [start, end): kernel addresses. @poison: byte to fill with, or -1. Returns pages freed. */
unsigned long free_reserved_area(void *start, void *end, int poison, const char *s);

/* ---- views ---- */

void si_meminfo(struct sysinfo *val);
void si_meminfo_node(struct sysinfo *val, int nid);
/* An estimate of what can be had without swapping, pages. */
long si_mem_available(void);
#define SHOW_MEM_FILTER_NODES 0x0001u
void show_mem(unsigned int flags, nodemask_t *nodemask);
void __show_mem(unsigned int flags, nodemask_t *nodemask, int max_zone_idx);
void show_free_areas(unsigned int flags, nodemask_t *nodemask);
void __printf(3, 4) warn_alloc(gfp_t gfp_mask, nodemask_t *nodemask, const char *fmt, ...);

int __meminit init_per_zone_wmark_min(void);
void setup_per_zone_wmarks(void);
void zone_pcp_update(struct zone *zone, int cpu_online);

/* ---- kernel memory that is not pages: <linux/slab.h>, <linux/vmalloc.h> ---- */

bool is_vmalloc_addr(const void *x);
int is_vmalloc_or_module_addr(const void *x);
struct page *vmalloc_to_page(const void *addr);
unsigned long vmalloc_to_pfn(const void *addr);
void *kvmalloc_node(size_t size, gfp_t flags, int node);
void kvfree(const void *addr);
void kvfree_sensitive(const void *addr, size_t len);
void *kvrealloc(const void *p, size_t oldsize, size_t newsize, gfp_t flags);

/* ---- address spaces ---- */

#define VM_NONE	      0x00000000
#define VM_READ	      0x00000001
#define VM_WRITE      0x00000002
#define VM_EXEC	      0x00000004
#define VM_SHARED     0x00000008
#define VM_MAYREAD    0x00000010
#define VM_MAYWRITE   0x00000020
#define VM_MAYEXEC    0x00000040
#define VM_MAYSHARE   0x00000080
#define VM_GROWSDOWN  0x00000100
#define VM_UFFD_MISSING 0x00000200
#define VM_PFNMAP     0x00000400
#define VM_UFFD_WP    0x00001000
#define VM_LOCKED     0x00002000
#define VM_IO	      0x00004000
#define VM_SEQ_READ   0x00008000
#define VM_RAND_READ  0x00010000
#define VM_DONTCOPY   0x00020000
#define VM_DONTEXPAND 0x00040000
#define VM_LOCKONFAULT 0x00080000
#define VM_ACCOUNT    0x00100000
#define VM_NORESERVE  0x00200000
#define VM_HUGETLB    0x00400000
#define VM_SYNC	      0x00800000
#define VM_WIPEONFORK 0x02000000
#define VM_DONTDUMP   0x04000000
#define VM_SOFTDIRTY  0x08000000
#define VM_MIXEDMAP   0x10000000
#define VM_HUGEPAGE   0x20000000
#define VM_NOHUGEPAGE 0x40000000
#define VM_MERGEABLE  0x80000000
#define VM_STACK      VM_GROWSDOWN
#define VM_RESERVED   (VM_DONTEXPAND | VM_DONTDUMP)
#define VM_SPECIAL    (VM_IO | VM_DONTEXPAND | VM_PFNMAP | VM_MIXEDMAP)

#define FAULT_FLAG_DEFAULT \
	(FAULT_FLAG_ALLOW_RETRY | FAULT_FLAG_KILLABLE | FAULT_FLAG_INTERRUPTIBLE)

struct vm_fault {
	const struct {
		struct vm_area_struct *vma;
		gfp_t gfp_mask;
		pgoff_t pgoff;
		unsigned long address;
		unsigned long real_address;
	};
	enum fault_flag flags;
	pmd_t *pmd;
	pud_t *pud;
	union {
		pte_t orig_pte;
		pmd_t orig_pmd;
	};
	struct page *cow_page;
	struct page *page; /* ->fault returns the page here, with a reference */
	pte_t *pte;
	spinlock_t *ptl;
	pgtable_t prealloc_pte;
};

enum page_entry_size {
	PE_SIZE_PTE = 0,
	PE_SIZE_PMD,
	PE_SIZE_PUD,
};

struct vm_operations_struct {
	void (*open)(struct vm_area_struct *area);
	void (*close)(struct vm_area_struct *area);
	int (*may_split)(struct vm_area_struct *area, unsigned long addr);
	int (*mremap)(struct vm_area_struct *area);
	int (*mprotect)(struct vm_area_struct *vma, unsigned long start, unsigned long end,
			unsigned long newflags);
	vm_fault_t (*fault)(struct vm_fault *vmf);
	vm_fault_t (*huge_fault)(struct vm_fault *vmf, enum page_entry_size pe_size);
	vm_fault_t (*map_pages)(struct vm_fault *vmf, pgoff_t start_pgoff, pgoff_t end_pgoff);
	unsigned long (*pagesize)(struct vm_area_struct *area);
	vm_fault_t (*page_mkwrite)(struct vm_fault *vmf);
	vm_fault_t (*pfn_mkwrite)(struct vm_fault *vmf);
	int (*access)(struct vm_area_struct *vma, unsigned long addr, void *buf, int len, int write);
	const char *(*name)(struct vm_area_struct *vma);
	struct page *(*find_special_page)(struct vm_area_struct *vma, unsigned long addr);
};

static inline unsigned long vma_pages(const struct vm_area_struct *vma)
{
	return (vma->vm_end - vma->vm_start) >> PAGE_SHIFT;
}

#endif
