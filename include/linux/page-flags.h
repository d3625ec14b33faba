/* SPDX-License-Identifier: MIT */
/*
 * Bits of page->flags and of page->page_type, and their accessors PageX, SetPageX,
 * ClearPageX, TestSetPageX (atomic) and __SetPageX, __ClearPageX (not atomic: for a page that
 * no one else can see). The order of the bits is Linux 6.1's.
 */
#ifndef _LINUX_PAGE_FLAGS_H
#define _LINUX_PAGE_FLAGS_H

#include <linux/types.h>
#include <linux/bug.h>
#include <linux/mmdebug.h>
#include <linux/bitops.h>
#include <linux/mm_types.h>

enum pageflags {
	PG_locked,
	PG_referenced,
	PG_uptodate,
	PG_dirty,
	PG_lru,
	PG_active,
	PG_workingset,
	PG_waiters,
	PG_error,
	PG_slab,
	PG_owner_priv_1,
	PG_arch_1,
	PG_reserved,
	PG_private,
	PG_private_2,
	PG_writeback,
	PG_head,
	PG_mappedtodisk,
	PG_reclaim,
	PG_swapbacked,
	PG_unevictable,
	PG_mlocked,
	PG_uncached,
	PG_hwpoison,
	PG_young,
	PG_idle,
	__NR_PAGEFLAGS,

	PG_readahead = PG_reclaim,
	PG_anon_exclusive = PG_mappedtodisk,
	PG_checked = PG_owner_priv_1,
	PG_swapcache = PG_owner_priv_1,
	PG_fscache = PG_private_2,
	PG_pinned = PG_owner_priv_1,
	PG_savepinned = PG_dirty,
	PG_foreign = PG_owner_priv_1,
	PG_slob_free = PG_private,
	PG_double_map = PG_workingset,
	PG_isolated = PG_reclaim,
	PG_reported = PG_uptodate,
};

_Static_assert(__NR_PAGEFLAGS <= BLOCK_ORDER_PGSHIFT, "flags do not reach the fields above");

#define NR_PAGEFLAGS __NR_PAGEFLAGS
#define PAGEFLAGS_MASK ((1UL << __NR_PAGEFLAGS) - 1)

/* The head of the compound page that @page belongs to; @page itself when it belongs to none. */
static inline unsigned long _compound_head(const struct page *page)
{
	unsigned long head = READ_ONCE(page->compound_head);

	return head & 1 ? head - 1 : (unsigned long)page;
}
#define compound_head(page) ((typeof(page))_compound_head(page))

#define page_folio(p)	    ((struct folio *)_compound_head((const struct page *)(p)))
#define folio_page(folio, n) (&(folio)->page + (n))

static __always_inline int PageTail(struct page *page)
{
	return READ_ONCE(page->compound_head) & 1;
}

static __always_inline int PageCompound(struct page *page)
{
	return test_bit(PG_head, &page->flags) || PageTail(page);
}

/* Where the bit of a compound page is kept: in any page, or in the head. */
#define PF_ANY(page)  (page)
#define PF_HEAD(page) compound_head(page)

#define TESTPAGEFLAG(uname, lname, policy)                                             \
	static __always_inline int Page##uname(struct page *page)                      \
	{                                                                              \
		return test_bit(PG_##lname, &policy(page)->flags);                     \
	}                                                                              \
	static __always_inline bool folio_test_##lname(struct folio *folio)            \
	{                                                                              \
		return test_bit(PG_##lname, &folio->flags);                            \
	}
#define SETPAGEFLAG(uname, lname, policy)                                              \
	static __always_inline void SetPage##uname(struct page *page)                  \
	{                                                                              \
		set_bit(PG_##lname, &policy(page)->flags);                             \
	}                                                                              \
	static __always_inline void folio_set_##lname(struct folio *folio)             \
	{                                                                              \
		set_bit(PG_##lname, &folio->flags);                                    \
	}
#define CLEARPAGEFLAG(uname, lname, policy)                                            \
	static __always_inline void ClearPage##uname(struct page *page)                \
	{                                                                              \
		clear_bit(PG_##lname, &policy(page)->flags);                           \
	}                                                                              \
	static __always_inline void folio_clear_##lname(struct folio *folio)           \
	{                                                                              \
		clear_bit(PG_##lname, &folio->flags);                                  \
	}
#define __SETPAGEFLAG(uname, lname, policy)                                            \
	static __always_inline void __SetPage##uname(struct page *page)                \
	{                                                                              \
		policy(page)->flags |= 1UL << PG_##lname;                              \
	}                                                                              \
	static __always_inline void __folio_set_##lname(struct folio *folio)           \
	{                                                                              \
		folio->flags |= 1UL << PG_##lname;                                     \
	}
#define __CLEARPAGEFLAG(uname, lname, policy)                                          \
	static __always_inline void __ClearPage##uname(struct page *page)              \
	{                                                                              \
		policy(page)->flags &= ~(1UL << PG_##lname);                           \
	}                                                                              \
	static __always_inline void __folio_clear_##lname(struct folio *folio)         \
	{                                                                              \
		folio->flags &= ~(1UL << PG_##lname);                                  \
	}
#define TESTSETFLAG(uname, lname, policy)                                              \
	static __always_inline int TestSetPage##uname(struct page *page)               \
	{                                                                              \
		return test_and_set_bit(PG_##lname, &policy(page)->flags);             \
	}                                                                              \
	static __always_inline bool folio_test_set_##lname(struct folio *folio)        \
	{                                                                              \
		return test_and_set_bit(PG_##lname, &folio->flags);                    \
	}
#define TESTCLEARFLAG(uname, lname, policy)                                            \
	static __always_inline int TestClearPage##uname(struct page *page)             \
	{                                                                              \
		return test_and_clear_bit(PG_##lname, &policy(page)->flags);           \
	}                                                                              \
	static __always_inline bool folio_test_clear_##lname(struct folio *folio)      \
	{                                                                              \
		return test_and_clear_bit(PG_##lname, &folio->flags);                  \
	}

#define PAGEFLAG(uname, lname, policy)     \
	TESTPAGEFLAG(uname, lname, policy) \
	SETPAGEFLAG(uname, lname, policy)  \
	CLEARPAGEFLAG(uname, lname, policy)
#define __PAGEFLAG(uname, lname, policy)   \
	TESTPAGEFLAG(uname, lname, policy) \
	__SETPAGEFLAG(uname, lname, policy) \
	__CLEARPAGEFLAG(uname, lname, policy)
#define TESTSCFLAG(uname, lname, policy)  \
	TESTSETFLAG(uname, lname, policy) \
	TESTCLEARFLAG(uname, lname, policy)

__PAGEFLAG(Locked, locked, PF_HEAD)
TESTSETFLAG(Locked, locked, PF_HEAD)
CLEARPAGEFLAG(Locked, locked, PF_HEAD)
PAGEFLAG(Waiters, waiters, PF_HEAD)
PAGEFLAG(Error, error, PF_HEAD)
TESTCLEARFLAG(Error, error, PF_HEAD)
PAGEFLAG(Referenced, referenced, PF_HEAD)
TESTCLEARFLAG(Referenced, referenced, PF_HEAD)
__SETPAGEFLAG(Referenced, referenced, PF_HEAD)
PAGEFLAG(Dirty, dirty, PF_HEAD)
TESTSCFLAG(Dirty, dirty, PF_HEAD)
__CLEARPAGEFLAG(Dirty, dirty, PF_HEAD)
PAGEFLAG(LRU, lru, PF_HEAD)
__CLEARPAGEFLAG(LRU, lru, PF_HEAD)
TESTCLEARFLAG(LRU, lru, PF_HEAD)
PAGEFLAG(Active, active, PF_HEAD)
__CLEARPAGEFLAG(Active, active, PF_HEAD)
TESTCLEARFLAG(Active, active, PF_HEAD)
PAGEFLAG(Workingset, workingset, PF_HEAD)
TESTCLEARFLAG(Workingset, workingset, PF_HEAD)
__PAGEFLAG(Slab, slab, PF_HEAD)
PAGEFLAG(Checked, checked, PF_HEAD)
PAGEFLAG(Arch1, arch_1, PF_ANY)
PAGEFLAG(Reserved, reserved, PF_ANY)
__SETPAGEFLAG(Reserved, reserved, PF_ANY)
__CLEARPAGEFLAG(Reserved, reserved, PF_ANY)
PAGEFLAG(SwapBacked, swapbacked, PF_HEAD)
__SETPAGEFLAG(SwapBacked, swapbacked, PF_HEAD)
__CLEARPAGEFLAG(SwapBacked, swapbacked, PF_HEAD)
PAGEFLAG(Private, private, PF_ANY)
PAGEFLAG(Private2, private_2, PF_ANY)
TESTSCFLAG(Private2, private_2, PF_ANY)
PAGEFLAG(OwnerPriv1, owner_priv_1, PF_ANY)
TESTCLEARFLAG(OwnerPriv1, owner_priv_1, PF_ANY)
PAGEFLAG(Writeback, writeback, PF_HEAD)
TESTSCFLAG(Writeback, writeback, PF_HEAD)
PAGEFLAG(MappedToDisk, mappedtodisk, PF_HEAD)
PAGEFLAG(Reclaim, reclaim, PF_HEAD)
TESTCLEARFLAG(Reclaim, reclaim, PF_HEAD)
PAGEFLAG(Readahead, readahead, PF_HEAD)
PAGEFLAG(SwapCache, swapcache, PF_HEAD)
PAGEFLAG(Unevictable, unevictable, PF_HEAD)
__CLEARPAGEFLAG(Unevictable, unevictable, PF_HEAD)
TESTCLEARFLAG(Unevictable, unevictable, PF_HEAD)
PAGEFLAG(Mlocked, mlocked, PF_HEAD)
__CLEARPAGEFLAG(Mlocked, mlocked, PF_HEAD)
TESTSCFLAG(Mlocked, mlocked, PF_HEAD)
PAGEFLAG(Uncached, uncached, PF_HEAD)
PAGEFLAG(HWPoison, hwpoison, PF_ANY)
TESTSCFLAG(HWPoison, hwpoison, PF_ANY)
PAGEFLAG(Young, young, PF_HEAD)
TESTCLEARFLAG(Young, young, PF_HEAD)
PAGEFLAG(Idle, idle, PF_HEAD)
__PAGEFLAG(Head, head, PF_ANY)
CLEARPAGEFLAG(Head, head, PF_ANY)
__PAGEFLAG(Reported, reported, PF_ANY)

#define __PG_HWPOISON (1UL << PG_hwpoison)

static __always_inline int PageUptodate(struct page *page)
{
	int ret = test_bit(PG_uptodate, &compound_head(page)->flags);

	/* The contents were written before the bit was set: read them after. */
	if (ret)
		smp_rmb();
	return ret;
}

static __always_inline void SetPageUptodate(struct page *page)
{
	smp_wmb();
	set_bit(PG_uptodate, &compound_head(page)->flags);
}

static __always_inline void __SetPageUptodate(struct page *page)
{
	smp_wmb();
	compound_head(page)->flags |= 1UL << PG_uptodate;
}
CLEARPAGEFLAG(Uptodate, uptodate, PF_HEAD)

#define PageHuge(page)	    0
#define PageTransHuge(page) PageHead(page)
#define PageHighMem(page)   0

static inline bool folio_test_large(struct folio *folio)
{
	return folio_test_head(folio);
}

static __always_inline void set_compound_head(struct page *page, struct page *head)
{
	WRITE_ONCE(page->compound_head, (unsigned long)head + 1);
}

static __always_inline void clear_compound_head(struct page *page)
{
	WRITE_ONCE(page->compound_head, 0);
}

#define PAGE_MAPPING_ANON    0x1
#define PAGE_MAPPING_MOVABLE 0x2
#define PAGE_MAPPING_KSM     (PAGE_MAPPING_ANON | PAGE_MAPPING_MOVABLE)
#define PAGE_MAPPING_FLAGS   (PAGE_MAPPING_ANON | PAGE_MAPPING_MOVABLE)

static __always_inline int PageAnon(struct page *page)
{
	return ((unsigned long)compound_head(page)->mapping & PAGE_MAPPING_ANON) != 0;
}

static __always_inline int __PageMovable(struct page *page)
{
	return ((unsigned long)page->mapping & PAGE_MAPPING_FLAGS) == PAGE_MAPPING_MOVABLE;
}

/*
 * page_type shares its word with _mapcount, which is -1 or more for pages that are mapped: a
 * type is a value far below, and a *cleared* bit says that the page has the type.
 */
#define PAGE_TYPE_BASE	      0xf0000000
#define PAGE_MAPCOUNT_RESERVE -128
#define PG_buddy	      0x00000080
#define PG_offline	      0x00000100
#define PG_table	      0x00000200
#define PG_guard	      0x00000400

#define PageType(page, flag) (((page)->page_type & (PAGE_TYPE_BASE | (flag))) == PAGE_TYPE_BASE)

static inline int page_has_type(struct page *page)
{
	return (int)page->page_type < PAGE_MAPCOUNT_RESERVE;
}

#define PAGE_TYPE_OPS(uname, lname)                                     \
	static __always_inline int Page##uname(struct page *page)       \
	{                                                               \
		return PageType(page, PG_##lname);                      \
	}                                                               \
	static __always_inline void __SetPage##uname(struct page *page) \
	{                                                               \
		page->page_type &= ~PG_##lname;                         \
	}                                                               \
	static __always_inline void __ClearPage##uname(struct page *page) \
	{                                                               \
		page->page_type |= PG_##lname;                          \
	}
PAGE_TYPE_OPS(Buddy, buddy)
PAGE_TYPE_OPS(Offline, offline)
PAGE_TYPE_OPS(Table, table)
PAGE_TYPE_OPS(Guard, guard)

/* Bits that a page must not have when it is freed … */
#define PAGE_FLAGS_CHECK_AT_FREE                                                             \
	(1UL << PG_lru | 1UL << PG_locked | 1UL << PG_private | 1UL << PG_private_2 |        \
	 1UL << PG_writeback | 1UL << PG_reserved | 1UL << PG_slab | 1UL << PG_active |      \
	 1UL << PG_unevictable | 1UL << PG_mlocked)
/* … and when it is handed out: hwpoison stays for ever. */
#define PAGE_FLAGS_CHECK_AT_PREP (PAGEFLAGS_MASK & ~__PG_HWPOISON)

#define PAGE_FLAGS_PRIVATE (1UL << PG_private | 1UL << PG_private_2)
static inline int page_has_private(struct page *page)
{
	return !!(page->flags & PAGE_FLAGS_PRIVATE);
}

#endif
