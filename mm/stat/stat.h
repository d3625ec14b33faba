/* SPDX-License-Identifier: MIT */
/*
 * mm/stat: counters as the views read them, and the recount that proves them.
 */
#ifndef MM_STAT_STAT_H
#define MM_STAT_STAT_H

#include <linux/mmzone.h>
#include <linux/types.h>

/* Forget all events. When a machine is created and when it is gone. */
void vm_events_reset(void);

/* One counter that does not agree with what a walk over the pages found. */
struct audit_mismatch {
	char what[96];
	long counter;
	long recount;
};

/*
 * Walk all pages, free lists and per-CPU lists, and compare with every counter that depends on
 * them. Fills at most @max entries; returns how many disagreements there are.
 * => nobody allocates or frees meanwhile (other CPUs are idle); takes each zone's lock.
 */
int audit_pages(struct audit_mismatch *out, int max);
/* audit_pages, each disagreement reported as a defect. Returns their number. */
int audit_report(void);

/* How the frames of a zone are used, by a walk. present is the sum of the next five. */
struct page_census {
	unsigned long present;
	unsigned long reserved; /* never given to the allocator */
	unsigned long free;	/* in free blocks */
	unsigned long pcp;	/* on per-CPU lists */
	unsigned long used;	/* handed out */
	unsigned long lost;	/* none of these: has no reference and is on no list */
	unsigned long slab;	/* of the used: in slabs */
};
void zone_census(struct zone *zone, struct page_census *c);

/*
 * Report every block whose allocating call @is_ours accepts (NULL: all) and that is still in
 * use; slab pages are left to the slab allocator's report. Needs checks, else it reports
 * nothing. Returns the number of blocks.
 */
unsigned long page_report_leaks(bool (*is_ours)(unsigned long caller));
/* Report each free page that was written to. Needs checks. Returns how many there were. */
unsigned long page_check_free(void);
/* At the end of a machine: no page may be in use. Returns how many are. */
unsigned long page_census(void);
/* Pages handed out now: managed - free - on per-CPU lists. */
unsigned long pages_in_use(void);

#endif
