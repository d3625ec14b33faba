/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MM_INLINE_H
#define _LINUX_MM_INLINE_H

#include <linux/mm.h>
#include <linux/swap.h>
#include <linux/string.h>

/* Does this page belong to the file lists (rather than to anonymous memory)? */
static inline int page_is_file_lru(struct page *page)
{
	return !PageSwapBacked(page);
}

#endif
