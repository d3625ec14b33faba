/* SPDX-License-Identifier: MIT */
/*
 * How page->flags is divided:
 *
 *   63      58 57   55 54  51 50                      0
 *  | NODE    | ZONE   | ORDER | ...  enum pageflags    |
 *
 * The memory map is a virtual array (pfn_to_page is an addition), so no section number is
 * kept. ORDER is ferrite's: the order of a block handed out without __GFP_COMP, kept in its
 * first page. Linux forgets it; we need it to say that a block is freed with a wrong order. It
 * costs nothing for order 0 (the field is 0) and lies in the word that a free reads anyway.
 */
#ifndef _LINUX_PAGE_FLAGS_LAYOUT_H
#define _LINUX_PAGE_FLAGS_LAYOUT_H

#include <linux/numa.h>

#define ZONES_SHIFT    3
#define SECTIONS_WIDTH 0
#define ZONES_WIDTH    ZONES_SHIFT
#define NODES_WIDTH    NODES_SHIFT

#define NODES_PGOFF   (64 - NODES_WIDTH)
#define ZONES_PGOFF   (NODES_PGOFF - ZONES_WIDTH)
#define NODES_PGSHIFT NODES_PGOFF
#define ZONES_PGSHIFT ZONES_PGOFF
#define NODES_MASK    ((1UL << NODES_WIDTH) - 1)
#define ZONES_MASK    ((1UL << ZONES_WIDTH) - 1)

/* Fields that this configuration does not have: of no width, at the bottom. */
#define SECTIONS_PGSHIFT    0
#define SECTIONS_MASK	    ((1UL << SECTIONS_WIDTH) - 1)
#define LAST_CPUPID_WIDTH   0
#define LAST_CPUPID_PGSHIFT 0
#define LAST_CPUPID_MASK    0
#define KASAN_TAG_WIDTH	    0
#define KASAN_TAG_PGSHIFT   0
#define KASAN_TAG_MASK	    0

#define BLOCK_ORDER_WIDTH   4
#define BLOCK_ORDER_PGSHIFT (ZONES_PGOFF - BLOCK_ORDER_WIDTH)
#define BLOCK_ORDER_MASK    (((1UL << BLOCK_ORDER_WIDTH) - 1) << BLOCK_ORDER_PGSHIFT)

#endif
