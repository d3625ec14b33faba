/* SPDX-License-Identifier: MIT */
/* The size of a page, and masks made of it. */
#ifndef _ASM_PAGE_TYPES_H
#define _ASM_PAGE_TYPES_H

#include <linux/const.h>
#include <linux/types.h>

#define PAGE_SHIFT 12
#define PAGE_SIZE  (_AC(1, UL) << PAGE_SHIFT)
#define PAGE_MASK  (~(PAGE_SIZE - 1))

#define PMD_SHIFT 21
#define PMD_SIZE  (_AC(1, UL) << PMD_SHIFT)
#define PMD_MASK  (~(PMD_SIZE - 1))
#define PUD_SHIFT 30
#define PUD_SIZE  (_AC(1, UL) << PUD_SHIFT)
#define PUD_MASK  (~(PUD_SIZE - 1))

#define HPAGE_SHIFT	   PMD_SHIFT
#define HPAGE_SIZE	   (_AC(1, UL) << HPAGE_SHIFT)
#define HPAGE_MASK	   (~(HPAGE_SIZE - 1))
#define HUGETLB_PAGE_ORDER (HPAGE_SHIFT - PAGE_SHIFT)

#define __PHYSICAL_MASK_SHIFT 52
#define __PHYSICAL_MASK	      ((phys_addr_t)((1ULL << __PHYSICAL_MASK_SHIFT) - 1))

/*
 * A page of a module's image: data that may be passed to virt_to_page lies in the direct map;
 * what lies outside it (a module's static data, a task's stack) has no struct page.
 */

#endif
