/* SPDX-License-Identifier: MIT */
/*
 * The state of each object, kept outside the objects: see track.c.
 */
#ifndef MM_SLAB_TRACK_H
#define MM_SLAB_TRACK_H

#include <linux/types.h>

struct kmem_cache;
struct slab;
struct page;

/* What SLAB_STORE_USER keeps inside an object: last allocation and last free. */
struct slab_user {
	unsigned long addr; /* caller */
	u32 handle;
	int cpu;
	int pid;
	unsigned long when; /* jiffies */
};

enum track_state {
	TRACK_NONE, /* never allocated */
	TRACK_LIVE,
	TRACK_FREE,
	TRACK_LARGE,	   /* first page of a live large kmalloc */
	TRACK_LARGE_FREED, /* of one that was freed; whose page it is now is another
			      question */
};

#define TRACK_COUNTED  1 /* in alloc_stats */
#define TRACK_REPORTED 2 /* named in a report already */
#define TRACK_POISONED 4 /* free, and filled with the pattern */
#define TRACK_SUMMED   8 /* free, and its sum is kept */

struct track {
	u32 alloc_stack; /* of lib/stackdepot.h; 0: unknown */
	u32 free_stack;
	u32 alloc_pid;
	u32 free_pid;
	u32 size;	/* bytes asked for; of a freed object with a constructor: its sum */
	u32 alloc_step; /* of lib/step.h, the low half */
	u32 free_step;
	u8 state;
	u8 flags;
	u16 next; /* on a free list: 1 + index of the next object, 0: the last */
};
_Static_assert(sizeof(struct track) == 32, "two records a cache line");

/* Prepare the side memory, if the machine was declared with checks. */
void track_init(void);
void track_exit(void);
bool track_enabled(void);

/* The record of object @index of @slab; NULL without checks. */
struct track *track_of(const struct slab *slab, unsigned int index);

void track_new_slab(struct kmem_cache *s, struct slab *slab);
void track_drop_slab(struct kmem_cache *s, struct slab *slab);

/* Links of free lists, for caches with __SLAB_SIDE. @object is an object's
 * start. */
void *track_next_free(const struct kmem_cache *s, const void *object);
void track_set_next_free(const struct kmem_cache *s, void *object, void *next);

/*
 * @object is about to be handed out: is it untouched since it was freed? Then
 * make it live, and guard what is behind @size bytes. @fill: give it the
 * pattern of never-written memory.
 */
void track_alloc(struct kmem_cache *s, struct slab *slab, void *object, size_t size, bool fill,
		 unsigned long caller);
/* @object is about to be freed. False, after a report, if that must not happen. */
bool track_free(struct kmem_cache *s, struct slab *slab, void *object, unsigned long caller);
/* The owner of a live object has now @size bytes of it; what is behind them is
 * guarded. */
void track_resize(const void *object, size_t size);
/* How many bytes the owner asked for; 0: no live object begins there. Without
 * checks: @slot. */
size_t track_size(const void *object, size_t slot);

/* The live object or large block at @object was handed on to @caller, as if he had allocated it. */
void track_charge(const void *object, unsigned long caller);

void track_large_alloc(struct page *page, size_t size, bool fill, unsigned long caller);
void track_large_free(struct page *page, unsigned long caller);
struct track *track_large(const struct page *page);

/* ---- pattern.c: what surrounds live objects and fills free ones ---- */

/* Object @index is free or live from now on. */
void pattern_free(struct kmem_cache *s, struct slab *slab, unsigned int index, struct track *t);
void pattern_live(struct kmem_cache *s, struct slab *slab, unsigned int index, struct track *t);
/*
 * Is what should be around it, if it is @live, and in it, if not, still there?
 * False after a report; then it is there again. Caches without __SLAB_SIDE:
 * true.
 */
bool pattern_check(struct kmem_cache *s, struct slab *slab, unsigned int index, bool live);
/* The same for the bytes behind a large kmalloc. */
void pattern_large(struct page *page, struct track *t);
bool pattern_check_large(struct page *page, struct track *t);

/* ---- for reports ---- */

struct ferrite_defect;

void track_stack_alloc(struct ferrite_defect *d, const struct track *t);
void track_stack_free(struct ferrite_defect *d, const struct track *t);
/* "kmalloc-64" and the like, for "an object of 50 bytes, …". */
const char *track_cache_name(const struct kmem_cache *s);

/*
 * ---- memory that nobody has written yet (checks=full) ----
 *
 * What a module gets without __GFP_ZERO is filled with TRACK_UNINIT_WORD at each multiple of
 * 8: eight bytes in an order that no program has, so that a run of four of them, in their place
 * by address modulo 8, is memory that was never written. A copy of such memory keeps the pattern, which
 * is why it does not depend on the address. As a pointer it is not canonical.
 */
#define TRACK_UNINIT_WORD 0x96e14b785ac31da7ULL
#define TRACK_UNINIT_RUN  4

/* Does this machine fill what modules get? */
bool track_fills(void);
/* Fill @n bytes, any alignment. */
void track_fill_uninit(void *p, size_t n);
/*
 * Offset of the first byte of [@p, @p + @n) that begins a run of at least TRACK_UNINIT_RUN never-written
 * bytes; @n: there is none. *@run is its length. Reads the memory, nothing else; any context.
 */
size_t track_uninit_find(const void *p, size_t n, size_t *run);

/* Count @bytes for the verdict. True if @caller is a module: then the free must say so. */
bool alloc_stats_add(size_t bytes, unsigned long caller);
void alloc_stats_sub(size_t bytes);
/* Are modules told from the machine? */
bool alloc_stats_is_filtered(void);

#endif
