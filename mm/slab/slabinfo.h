/* SPDX-License-Identifier: MIT */
/*
 * Looking at slab caches from outside mm/slab/: the figures of slabinfo, the place of an
 * address, the recount, the leak report.
 */
#ifndef MM_SLAB_SLABINFO_H
#define MM_SLAB_SLABINFO_H

#include <linux/types.h>
#include <linux/slab.h>

/* One line of /proc/slabinfo; the fields are Linux's. */
struct slabinfo {
	unsigned long active_objs;
	unsigned long num_objs;
	unsigned long active_slabs;
	unsigned long num_slabs;
	unsigned long shared_avail;
	unsigned int limit;
	unsigned int batchcount;
	unsigned int shared;
	unsigned int objects_per_slab;
	unsigned int cache_order;
};

/*
 * Walk the caches in slabinfo's order (newest first):
 *	slab_caches_lock();
 *	for (s = slab_caches_first(); s; s = slab_caches_next(s)) …
 *	slab_caches_unlock();
 * May sleep.
 */
void slab_caches_lock(void);
void slab_caches_unlock(void);
struct kmem_cache *slab_caches_first(void);
struct kmem_cache *slab_caches_next(struct kmem_cache *s);
/* The @pos-th cache, or NULL: for seq_file's start. => under slab_caches_lock */
struct kmem_cache *slab_caches_at(long long pos);

/* Figures of a cache. Objects in a CPU's lists count as active, as on Linux. */
void get_slabinfo(struct kmem_cache *s, struct slabinfo *sinfo);

/* ---- where an address lives (mission row D3) ---- */

enum slab_place_state {
	SLAB_PLACE_NONE,      /* not in a slab */
	SLAB_PLACE_FREE,      /* a free object */
	SLAB_PLACE_ALLOCATED, /* a live object */
	SLAB_PLACE_OUTSIDE,   /* in a slab, behind its last object or in its red zones */
	SLAB_PLACE_LARGE,     /* in a kmalloc of more than 8 KiB */
};

struct slab_place {
	struct page *page; /* the page of the address; NULL: no RAM there */
	struct page *head; /* first page of the slab or block */
	struct kmem_cache *cache;
	const char *zone_name;
	int nid;
	unsigned int index;   /* of the object in its slab */
	unsigned int objects; /* in the slab */
	void *object;	      /* start of the object */
	unsigned int offset;  /* of the address in the object */
	unsigned int size;    /* of the object */
	enum slab_place_state state;
	unsigned long caller; /* who allocated (or freed) it, with checks on; else 0 */
	int pid;
};

/* Never fails, never faults: any address will do. Any context. */
void slab_locate(const void *addr, struct slab_place *place);

/* ---- recount and leaks ---- */

struct slab_recount {
	unsigned long caches, slabs, objects, free_objects, pages, large_pages;
	unsigned long errors; /* disagreements; each was printed */
};

/*
 * Walk every page of the machine and every list of every cache, and compare with the counters
 * (nr_slabs, total_objects, inuse, nr_partial, the node counters of slab pages). => quiet
 * machine: no other CPU allocates. Returns the number of disagreements.
 */
unsigned long slab_audit(struct slab_recount *rc);

/*
 * Report each live object whose allocation call @is_ours accepts (NULL: all) as a leak defect,
 * with its caller. Needs checks; returns how many there were. May sleep.
 */
unsigned long slab_report_leaks(bool (*is_ours)(unsigned long caller));
/*
 * Look for damage that no call has met yet: in and around every free object,
 * around every live one. Reports it; returns how many objects. => quiet machine
 */
unsigned long slab_check_objects(void);

/* Life: after the page allocator and the first per-CPU chunk, before everything that kmallocs. */
int slab_init(void);
/* Gives every page back. Objects still live were leaked (slab_report_leaks names them). */
void slab_exit(void);

#endif
