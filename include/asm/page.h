/* SPDX-License-Identifier: MIT */
/*
 * Addresses of the direct map, and the memory map.
 *
 *   kernel virtual  arch_direct_base + pa      every byte of RAM, once
 *   struct page     arch_memmap_base + 64*pfn  one for each frame of a present section
 *
 * Both bases are chosen when the machine is created (arch/arch.h). What is printed is
 * canonical: 0xffff888000000000 + pa and 0xffffea0000000000 + 64*pfn.
 */
#ifndef _ASM_PAGE_H
#define _ASM_PAGE_H

#include <linux/types.h>
#include <linux/string.h>
#include <asm/page_types.h>
#include <asm/pgtable_types.h>

extern uintptr_t arch_direct_base;
extern uintptr_t arch_direct_size;
extern uintptr_t arch_memmap_base;

#define PAGE_OFFSET  ((unsigned long)arch_direct_base)
#define vmemmap	     ((struct page *)arch_memmap_base)
#define VMEMMAP_START ((unsigned long)arch_memmap_base)

#define __pa(x)	       ((unsigned long)(x) - (unsigned long)arch_direct_base)
#define __va(x)	       ((void *)((unsigned long)(x) + (unsigned long)arch_direct_base))
#define __pa_nodebug(x) __pa(x)
#define __pa_symbol(x) __pa(x)

#define __pfn_to_page(pfn)  (vmemmap + (pfn))
#define __page_to_pfn(page) ((unsigned long)((page) - vmemmap))
#define pfn_to_page	    __pfn_to_page
#define page_to_pfn	    __page_to_pfn

#define virt_to_page(kaddr) pfn_to_page(__pa(kaddr) >> PAGE_SHIFT)
#define virt_to_pfn(kaddr)  (__pa(kaddr) >> PAGE_SHIFT)
#define pfn_to_virt(pfn)    __va((unsigned long)(pfn) << PAGE_SHIFT)
#define pfn_to_kaddr(pfn)   pfn_to_virt(pfn)
#define page_to_phys(page)  ((phys_addr_t)page_to_pfn(page) << PAGE_SHIFT)
#define phys_to_page(phys)  pfn_to_page((phys) >> PAGE_SHIFT)
#define page_to_virt(page)  __va(page_to_phys(page))

/* Does @pfn have a struct page? True for the holes inside a present section as well. */
int pfn_valid(unsigned long pfn);

/* Is @kaddr an address of the direct map with a struct page behind it? */
bool __virt_addr_valid(unsigned long kaddr);
#define virt_addr_valid(kaddr) __virt_addr_valid((unsigned long)(kaddr))

static inline void clear_page(void *page)
{
	memset(page, 0, PAGE_SIZE);
}

static inline void copy_page(void *to, const void *from)
{
	memcpy(to, from, PAGE_SIZE);
}

struct page;
struct vm_area_struct;

static inline void clear_user_page(void *page, unsigned long vaddr, struct page *pg)
{
	clear_page(page);
}

static inline void copy_user_page(void *to, void *from, unsigned long vaddr, struct page *pg)
{
	copy_page(to, from);
}

#include <asm-generic/getorder.h>

#endif
