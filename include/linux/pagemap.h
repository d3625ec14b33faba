/* SPDX-License-Identifier: MIT */
/* Locks and names of the page cache that do not need a cache. */
#ifndef _LINUX_PAGEMAP_H
#define _LINUX_PAGEMAP_H

#include <linux/mm.h>
#include <linux/fs.h>
#include <linux/list.h>
#include <linux/highmem.h>
#include <linux/gfp.h>
#include <linux/uaccess.h>

#define page_cache_get(page)	 get_page(page)
#define page_cache_release(page) put_page(page)

/* May the caller have the page lock? Never sleeps. */
static inline int trylock_page(struct page *page)
{
	return !TestSetPageLocked(page);
}

static inline void unlock_page(struct page *page)
{
	ClearPageLocked(page);
}

#endif
