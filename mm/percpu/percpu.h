/* SPDX-License-Identifier: MIT */
/*
 * Per-CPU memory as the rest of the core sees it: life, recount, leaks.
 */
#ifndef MM_PERCPU_PERCPU_H
#define MM_PERCPU_PERCPU_H

#include <linux/percpu.h>
#include <linux/types.h>

/*
 * The first chunk: copy CPU 0's image of the static variables to the other CPUs. Needs no
 * allocator; after it, allocations are served from the first chunk. Called before anything that
 * has per-CPU state runs on another CPU, and before the page allocator's per-CPU lists.
 * => the static variables still have their initial values. 0, or -E2BIG: the image is larger
 * than PERCPU_STRIDE.
 */
int percpu_init(void);
/* From now on further chunks can be made. => the page allocator works */
int percpu_init_late(void);
/* Give the further chunks' pages back. => before the page allocator ends, after all users */
void percpu_exit_late(void);
/* The static variables get their initial values again, for the next machine. */
void percpu_exit(void);

/*
 * Remember who allocates: @table has PERCPU_OWNER_WORDS words, zeroed, one for each grain of
 * each chunk. NULL: no longer. => nothing is allocated meanwhile
 */
#define PERCPU_OWNER_WORDS (256UL * (PERCPU_STRIDE >> PCPU_MIN_ALLOC_SHIFT))
void percpu_track_owners(unsigned long *table);

/* Where the window of chunks begins; vmalloc ends there. */
unsigned long percpu_window_start(void);

struct percpu_recount {
	unsigned long chunks, allocations, bytes, pages;
	unsigned long errors;
};

/* Compare maps and counters. Returns the number of disagreements. => quiet machine */
unsigned long percpu_audit(struct percpu_recount *rc);
/* Report each live allocation whose caller @is_ours accepts (NULL: all). Needs checks. */
unsigned long percpu_report_leaks(bool (*is_ours)(unsigned long caller));

#endif
