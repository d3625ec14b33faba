/* SPDX-License-Identifier: MIT */
/* The parts of mm bookkeeping that struct task_struct contains. */
#ifndef _LINUX_MM_TYPES_TASK_H
#define _LINUX_MM_TYPES_TASK_H

#include <linux/types.h>

enum {
	MM_FILEPAGES,
	MM_ANONPAGES,
	MM_SWAPENTS,
	MM_SHMEMPAGES,
	NR_MM_COUNTERS
};

struct page_frag {
	struct page *page;
	u32 offset;
	u32 size;
};

#define PAGE_FRAG_CACHE_MAX_ORDER 3
#define PAGE_FRAG_CACHE_MAX_SIZE  32768

struct page_frag_cache {
	void *va;
	u16 offset;
	u16 size;
	unsigned int pagecnt_bias;
	bool pfmemalloc;
};

#endif
