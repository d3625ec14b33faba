/* SPDX-License-Identifier: MIT */
/*
 * Mappings of pages for the kernel. On a 64-bit machine every page is in the direct map, so
 * mapping is address arithmetic; kmap_atomic still forbids page faults and preemption,
 * as it does on Linux, so that a module's mistake shows here too.
 */
#ifndef _LINUX_HIGHMEM_H
#define _LINUX_HIGHMEM_H

#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/bug.h>
#include <linux/mm.h>
#include <linux/uaccess.h>
#include <linux/preempt.h>
#include <linux/string.h>

/* May sleep on a machine with high memory: not in atomic context. */
static inline void *kmap(struct page *page)
{
	might_sleep();
	return page_address(page);
}

static inline void kunmap(struct page *page)
{
}

static inline struct page *kmap_to_page(void *addr)
{
	return virt_to_page(addr);
}

static inline void *kmap_local_page(struct page *page)
{
	return page_address(page);
}

static inline void *kmap_local_folio(struct folio *folio, size_t offset)
{
	return page_address(&folio->page) + offset;
}

static inline void *kmap_local_page_prot(struct page *page, pgprot_t prot)
{
	return kmap_local_page(page);
}

static inline void *kmap_local_pfn(unsigned long pfn)
{
	return kmap_local_page(pfn_to_page(pfn));
}

#define kunmap_local(addr) ((void)(addr))

static inline void *kmap_atomic(struct page *page)
{
	preempt_disable();
	pagefault_disable();
	return page_address(page);
}

static inline void *kmap_atomic_prot(struct page *page, pgprot_t prot)
{
	return kmap_atomic(page);
}

static inline void *kmap_atomic_pfn(unsigned long pfn)
{
	return kmap_atomic(pfn_to_page(pfn));
}

static inline void __kunmap_atomic(const void *addr)
{
	pagefault_enable();
	preempt_enable();
}
#define kunmap_atomic(addr) __kunmap_atomic(addr)

static inline bool is_kmap_addr(const void *x)
{
	return false;
}

#define kmap_flush_unused() do { } while (0)

static inline void clear_highpage(struct page *page)
{
	clear_page(page_address(page));
}

static inline void clear_user_highpage(struct page *page, unsigned long vaddr)
{
	clear_page(page_address(page));
}

static inline void copy_highpage(struct page *to, struct page *from)
{
	copy_page(page_address(to), page_address(from));
}

static inline void memcpy_page(struct page *dst_page, size_t dst_off, struct page *src_page,
			       size_t src_off, size_t len)
{
	memcpy(page_address(dst_page) + dst_off, page_address(src_page) + src_off, len);
}

static inline void memset_page(struct page *page, size_t offset, int val, size_t len)
{
	memset(page_address(page) + offset, val, len);
}

static inline void memcpy_from_page(char *to, struct page *page, size_t offset, size_t len)
{
	memcpy(to, page_address(page) + offset, len);
}

static inline void memcpy_to_page(struct page *page, size_t offset, const char *from, size_t len)
{
	memcpy(page_address(page) + offset, from, len);
}

static inline void memzero_page(struct page *page, size_t offset, size_t len)
{
	memset(page_address(page) + offset, 0, len);
}

static inline void zero_user_segments(struct page *page, unsigned start1, unsigned end1,
				      unsigned start2, unsigned end2)
{
	char *kaddr = page_address(page);

	if (end1 > start1)
		memset(kaddr + start1, 0, end1 - start1);
	if (end2 > start2)
		memset(kaddr + start2, 0, end2 - start2);
}

static inline void zero_user_segment(struct page *page, unsigned start, unsigned end)
{
	zero_user_segments(page, start, end, 0, 0);
}

static inline void zero_user(struct page *page, unsigned start, unsigned size)
{
	zero_user_segments(page, start, start + size, 0, 0);
}

#endif
