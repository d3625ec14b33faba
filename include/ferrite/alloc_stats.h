/* SPDX-License-Identifier: MIT */
/*
 * How much memory a module took: for the verdict line and for tests.
 *
 * With checks on (decl->checks) every allocation of slab objects, large kmallocs and vmalloc
 * areas whose caller is the module's counts, exactly. With checks off the fast paths only count calls, so
 * that allocations of the core after the baseline are included and bytes are whole pages.
 */
#ifndef FERRITE_ALLOC_STATS_H
#define FERRITE_ALLOC_STATS_H

#include <stdbool.h>
#include <stdint.h>

struct alloc_stats {
	uint64_t allocations; /* successful calls since the baseline */
	uint64_t frees;
	uint64_t live;	     /* allocations not freed yet */
	int64_t bytes;	     /* held now */
	int64_t peak_bytes;  /* most that was held at once */
};

/* From now on everything counts from zero. Called when the machine has booted. */
void alloc_stats_baseline(void);
void alloc_stats_read(struct alloc_stats *st);
/* Who counts as a module: @is_module(return address of the call). NULL: everybody. */
void alloc_stats_set_filter(bool (*is_module)(unsigned long caller));

#endif
