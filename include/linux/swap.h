/* SPDX-License-Identifier: MIT */
/* Totals that /proc/meminfo shows and calls on lists of pages; there is no swap device. */
#ifndef _LINUX_SWAP_H
#define _LINUX_SWAP_H

#include <linux/mmzone.h>
#include <linux/list.h>
#include <linux/sched.h>
#include <linux/atomic.h>
#include <linux/page-flags.h>
#include <linux/mm.h>

#define SWAP_CLUSTER_MAX 32UL

/* Pages that could be allocated without swapping or hurting, for page cache and user memory. */
unsigned long nr_free_buffer_pages(void);
extern unsigned long totalreserve_pages;

static inline long get_nr_swap_pages(void)
{
	return 0;
}

static inline unsigned long total_swapcache_pages(void)
{
	return 0;
}

#define total_swap_pages 0L

static inline void si_swapinfo(struct sysinfo *si)
{
	si->totalswap = 0;
	si->freeswap = 0;
}

static inline void lru_add_drain(void)
{
}

static inline void mark_page_accessed(struct page *page)
{
	SetPageReferenced(page);
}

void release_pages(struct page **pages, int nr);

#endif
