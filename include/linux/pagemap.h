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
#include <linux/wait_bit.h>

#define page_cache_get(page)	 get_page(page)
#define page_cache_release(page) put_page(page)

/* May the caller have the page lock? Never sleeps. */
static inline int trylock_page(struct page *page)
{
	return !TestSetPageLocked(page);
}

/* Wait for the page lock. May sleep. */
static inline void lock_page(struct page *page)
{
	might_sleep();
	wait_on_bit_lock(&page->flags, PG_locked, TASK_UNINTERRUPTIBLE);
}

/* 0, or -EINTR when a fatal signal came first. */
static inline int lock_page_killable(struct page *page)
{
	might_sleep();
	return wait_on_bit_lock(&page->flags, PG_locked, TASK_KILLABLE) ? -EINTR : 0;
}

static inline void wait_on_page_locked(struct page *page)
{
	might_sleep();
	wait_on_bit(&page->flags, PG_locked, TASK_UNINTERRUPTIBLE);
}

static inline void unlock_page(struct page *page)
{
	clear_and_wake_up_bit(PG_locked, &page->flags);
}

#endif
