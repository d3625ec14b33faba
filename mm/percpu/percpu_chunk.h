/* SPDX-License-Identifier: MIT */
/*
 * One chunk of per-CPU memory: percpu.c tells the theory.
 */
#ifndef MM_PERCPU_PERCPU_CHUNK_H
#define MM_PERCPU_PERCPU_CHUNK_H

#include <linux/bitmap.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/spinlock.h>

#include "percpu.h"

#define CHUNK_GRAINS (PERCPU_STRIDE >> PCPU_MIN_ALLOC_SHIFT)
#define CHUNK_PAGES  (PERCPU_STRIDE >> PAGE_SHIFT)
#define MAX_CHUNKS   (PERCPU_OWNERS / CHUNK_GRAINS)

struct chunk {
	struct list_head list; /* percpu.chunks */
	unsigned long base;    /* address of CPU 0's unit */
	unsigned int slot;     /* 0: the first chunk; else its place in the window */
	unsigned int free_grains;
	unsigned int hint; /* no free grain below */
	unsigned int nr_allocs;
	unsigned int nr_populated; /* pages of a unit that have memory */
	DECLARE_BITMAP(used, CHUNK_GRAINS);
	DECLARE_BITMAP(bound, CHUNK_GRAINS + 1); /* first grain of an object, or behind one */
	DECLARE_BITMAP(populated, CHUNK_PAGES);
	struct page *pages[]; /* [page of the unit][CPU] */
};

#include "mm/kasan/kasan.h"

struct percpu_state {
	spinlock_t lock;	 /* maps and lists of chunks; leaf but for the page allocator */
	struct mutex grow;	 /* making chunks and populating; outside lock */
	struct list_head chunks; /* the first chunk first */
	struct chunk *by_slot[MAX_CHUNKS];
	unsigned int nr_slots;
	unsigned long window;	/* first byte of the window; 0: no window yet */
	unsigned long nr_pages; /* populated pages a unit, all chunks */
	unsigned long static_bytes;
	struct percpu_owner *owners; /* [slot][grain]; NULL: no checks */
};

extern struct percpu_state percpu;

/* Where it is remembered who has the object at @offset; NULL: nowhere. */
struct percpu_owner *chunk_owner(const struct chunk *c, unsigned long offset);

/* chunk.c; => percpu.lock held */
/* Offset in bytes of a free place, marked used; -1: none (populated_only: none in populated pages).
 */
long chunk_take(struct chunk *c, size_t size, size_t align, bool populated_only);
/* Returns the bytes that were freed; 0: no object starts at @offset. */
size_t chunk_give(struct chunk *c, unsigned long offset);
size_t chunk_object_size(const struct chunk *c, unsigned long offset);
void chunk_reset(struct chunk *c, unsigned long base, unsigned int slot);

/* percpu.c: the chunk that an address of CPU 0's unit belongs to, or NULL. */
struct chunk *chunk_of(const void *ptr);
/* audit.c: the object at or behind @offset: its offset, or -1. */
long chunk_next_object(const struct chunk *c, unsigned long offset);

/* report.c: @ptr is not the start of a live object. */
void percpu_bad_free(const void *ptr, unsigned long caller);

/* window.c; => percpu.grow held */
struct chunk *chunk_create(gfp_t gfp);
void chunk_destroy(struct chunk *c);
/* Give [offset, offset+size) memory on all CPUs. 0 or -ENOMEM. */
int chunk_populate(struct chunk *c, unsigned long offset, size_t size, gfp_t gfp);

#endif
