/* SPDX-License-Identifier: MIT */
#ifndef _ASM_PGTABLE_H
#define _ASM_PGTABLE_H

#include <asm/page.h>
#include <asm/pgtable_types.h>

#define PAGE_PROTECTION_BITS 12

extern struct page *empty_zero_page_page;
/* The page that reads as zeroes. Set up with the memory map. */
#define ZERO_PAGE(vaddr) (empty_zero_page_page)

#endif
