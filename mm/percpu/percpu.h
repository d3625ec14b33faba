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

/* Who allocated, and last freed, the object that begins at a grain. */
struct percpu_owner {
	u32 alloc_stack; /* of lib/stackdepot.h; 0: none */
	u32 free_stack;
	int alloc_pid, free_pid;
	u32 step; /* of the allocation */
	u32 size; /* bytes asked for; 0: not allocated */
};

/*
 * Remember who allocates: @table has PERCPU_OWNERS entries, zeroed, one for each grain of
 * each chunk. NULL: no longer. => nothing is allocated meanwhile
 */
#define PERCPU_OWNERS (256UL * (PERCPU_STRIDE >> PCPU_MIN_ALLOC_SHIFT))
void percpu_track_owners(struct percpu_owner *table);

/* What a per-CPU address belongs to. */
struct percpu_place {
	unsigned int chunk; /* 0: the first one, in the machine's image */
	unsigned int cpu;   /* whose copy */
	unsigned long base; /* address of CPU 0's copy of the object */
	unsigned long offset;
	unsigned long size;   /* of the object, in whole grains; 0: a hole of the chunk */
	bool is_static;	      /* a variable that was linked in */
	unsigned long object; /* offset of the object in its chunk */
	struct percpu_owner owner;
};

/* False: @addr is no address of per-CPU memory. Any context. */
bool percpu_locate(const void *addr, struct percpu_place *place);
/*
 * Each live allocation of @is_ours in order: calls @fn with CPU 0's copy. Holds no lock: quiet
 * machine.
 */
void percpu_for_each(void (*fn)(unsigned long base, size_t size, struct percpu_owner *owner,
				void *arg),
		     void *arg);

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
