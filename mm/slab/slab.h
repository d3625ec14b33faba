/* SPDX-License-Identifier: MIT */
/*
 * What the files of mm/slab/ share. slab.c tells the theory.
 */
#ifndef MM_SLAB_SLAB_H
#define MM_SLAB_SLAB_H

#include <linux/mm.h>
#include <linux/slub_def.h>
#include <linux/rcupdate.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/vmstat.h>
#include "arch/arch.h"
#include "mm/kasan/kasan.h"
#include "track.h"

struct ferrite_defect;

/*
 * The first struct page of a slab, seen as a slab. @freelist and @counters change under
 * slab_lock; @slab_list belongs to the node's list_lock, @next to the CPU that holds the slab.
 */
struct slab {
	unsigned long __page_flags;
	struct kmem_cache *slab_cache; /* constant while it is a slab, and even: not a tail page */
	union {
		struct list_head slab_list;
		struct {
			struct slab *next; /* on a CPU's partial list */
			int slabs;	   /* this one and those behind it */
		};
		struct rcu_head rcu_head;
	};
	void *freelist; /* free objects that no CPU has taken */
	union {
		unsigned long counters;
		struct {
			unsigned short inuse;  /* objects not on @freelist */
			unsigned short frozen; /* 1: belongs to a CPU, is on no node list */
			unsigned int objects;  /* constant, read without the lock: a word of its own */
		};
	};
	unsigned int __page_type;
	atomic_t __page_refcount;
	unsigned long memcg_data;
};

#define SLAB_MATCHES(slab_field, page_field)                                \
	_Static_assert(__builtin_offsetof(struct slab, slab_field) ==       \
			       __builtin_offsetof(struct page, page_field), \
		       "struct slab lies over struct page")
SLAB_MATCHES(__page_flags, flags);
SLAB_MATCHES(slab_list, slab_list);
SLAB_MATCHES(slab_cache, slab_cache);
SLAB_MATCHES(freelist, freelist);
SLAB_MATCHES(counters, counters);
SLAB_MATCHES(__page_refcount, _refcount);
SLAB_MATCHES(memcg_data, memcg_data);
_Static_assert(sizeof(struct slab) == sizeof(struct page), "struct slab lies over struct page");

/*
 * Private flags of a cache: an own pattern fills its free objects; every call
 * is checked; its free list and its patterns are those of the checks (track.c),
 * not of the creator's debug flags.
 */
#define __OBJECT_POISON ((slab_flags_t __force)0x80000000U)
#define __SLAB_CHECKED	((slab_flags_t __force)0x40000000U)
#define __SLAB_SIDE	((slab_flags_t __force)0x20000000U)

/* A cache with in-object metadata. */
#define SLAB_DEBUG_FLAGS \
	(SLAB_CONSISTENCY_CHECKS | SLAB_RED_ZONE | SLAB_POISON | SLAB_STORE_USER | SLAB_TRACE)
/* Calls on such a cache leave the fast path. */
#define SLAB_SLOW_FLAGS (SLAB_DEBUG_FLAGS | __SLAB_CHECKED)

/* Never merged, and must be equal to merge: the rules of Linux's slab_common. */
#define SLAB_NEVER_MERGE                                                                     \
	(SLAB_RED_ZONE | SLAB_POISON | SLAB_STORE_USER | SLAB_TRACE | SLAB_TYPESAFE_BY_RCU | \
	 SLAB_NOLEAKTRACE | SLAB_FAILSLAB | SLAB_KASAN)
#define SLAB_MERGE_SAME (SLAB_RECLAIM_ACCOUNT | SLAB_CACHE_DMA | SLAB_CACHE_DMA32 | SLAB_ACCOUNT)

/* What a caller may ask for. */
#define SLAB_CREATE_FLAGS                                                                         \
	(SLAB_HWCACHE_ALIGN | SLAB_CACHE_DMA | SLAB_CACHE_DMA32 | SLAB_PANIC |                    \
	 SLAB_TYPESAFE_BY_RCU | SLAB_DEBUG_OBJECTS | SLAB_RED_ZONE | SLAB_POISON |                \
	 SLAB_STORE_USER | SLAB_TRACE | SLAB_CONSISTENCY_CHECKS | SLAB_MEM_SPREAD |               \
	 SLAB_NOLEAKTRACE | SLAB_RECLAIM_ACCOUNT | SLAB_TEMPORARY | SLAB_ACCOUNT | SLAB_KMALLOC | \
	 SLAB_NO_USER_FLAGS)

/* Bounds of kmem_cache.min_partial and of the promotion at shrinking: Linux's numbers. */
#define MIN_PARTIAL	   5
#define MAX_PARTIAL	   10
#define SHRINK_PROMOTE_MAX 32
/* The highest order that is chosen for speed; larger only for objects that need it. */
#define SLAB_MAX_ORDER	  3
#define MAX_OBJS_PER_SLAB 32767

/* Patterns, as <linux/poison.h> documents them. */
#define SLAB_RED_INACTIVE 0xbb
#define SLAB_RED_ACTIVE	  0xcc
#define SLAB_POISON_INUSE 0x5a
#define SLAB_POISON_FREE  0x6b
#define SLAB_POISON_END	  0xa5

/* What slabs may pass on of a caller's gfp to the page allocator, and what is a caller's bug. */
#define SLAB_GFP_PASS                                                                            \
	(__GFP_RECLAIM | __GFP_HIGH | __GFP_IO | __GFP_FS | __GFP_NOWARN | __GFP_RETRY_MAYFAIL | \
	 __GFP_NOFAIL | __GFP_NORETRY | __GFP_MEMALLOC | __GFP_NOMEMALLOC | __GFP_ATOMIC |       \
	 __GFP_HARDWALL | __GFP_THISNODE)
#define SLAB_GFP_BUG (__GFP_DMA32 | __GFP_HIGHMEM | ~__GFP_BITS_MASK)

enum slab_boot_state {
	SLAB_DOWN,    /* no cache */
	SLAB_PARTIAL, /* kmem_cache_node's cache works */
	SLAB_UP,      /* kmalloc works */
};

struct slab_state {
	enum slab_boot_state boot;
	struct mutex mutex;	 /* caches, and every cache's refcount and name */
	struct list_head caches; /* newest first: the order of slabinfo */
	struct kmem_cache *kmem_cache;
	struct kmem_cache *kmem_cache_node;
	struct kmem_cache boot_cache, boot_node_cache, scratch;
	long slab_pages; /* pages in slabs and large kmallocs now; atomic */
	long slab_pages_peak;
	unsigned long nr_large; /* live large kmallocs; atomic */
	slab_flags_t full;	/* what every cache gets besides, with checks=full */
};

extern struct slab_state slab_state;

/* Base, size and memory map of the direct map, beside each other for kfree. */
struct slab_hot {
	unsigned long direct_base;
	unsigned long direct_size;
	unsigned long memmap;
};

extern struct slab_hot slab_hot;

/* ---- small helpers ---- */

static inline unsigned int oo_order(struct kmem_cache_order_objects oo)
{
	return oo.x >> OO_SHIFT;
}

static inline unsigned int oo_objects(struct kmem_cache_order_objects oo)
{
	return oo.x & OO_MASK;
}

static inline struct page *slab_page(const struct slab *slab)
{
	return (struct page *)slab;
}

static inline unsigned int slab_order(const struct slab *slab)
{
	return compound_order(slab_page(slab));
}

static inline int slab_nid(const struct slab *slab)
{
	return page_to_nid(slab_page(slab));
}

static inline void *slab_address(const struct slab *slab)
{
	return page_address(slab_page(slab));
}

/*
 * The link of a free list: inside the free object, where it costs nothing; or,
 * with checks, in the object's record, where a write after free does not reach
 * it.
 */
static inline void *freepointer_in(const struct kmem_cache *s, const void *object)
{
	return *(void **)((char *)object + s->offset);
}

static inline void set_freepointer_in(const struct kmem_cache *s, void *object, void *next)
{
	*(void **)((char *)object + s->offset) = next;
}

static inline void *get_freepointer(const struct kmem_cache *s, const void *object)
{
	return s->flags & __SLAB_SIDE ? track_next_free(s, object) : freepointer_in(s, object);
}

static inline void set_freepointer(const struct kmem_cache *s, void *object, void *next)
{
	if (s->flags & __SLAB_SIDE)
		track_set_next_free(s, object, next);
	else
		set_freepointer_in(s, object, next);
}

/* Object @i of a slab; objects start behind their left red zone. */
static inline void *slab_object(const struct kmem_cache *s, const struct slab *slab, unsigned int i)
{
	return (char *)slab_address(slab) + s->red_left_pad + (unsigned long)i * s->size;
}

/*
 * n / size is n * reciprocal >> 44 for every n in a slab: the error, n * (at
 * most size) / 2^44 in units of 1 / size, is below one as n and size are below
 * 2^22 each.
 */
#define SLAB_RECIPROCAL_SHIFT 44

static inline unsigned long slab_reciprocal(unsigned int size)
{
	return (1UL << SLAB_RECIPROCAL_SHIFT) / size + 1;
}

/* Which slot @addr lies in, as if the slab began with slot 0. */
static inline unsigned int slab_index(const struct kmem_cache *s, const struct slab *slab,
				      const void *addr)
{
	unsigned long offset = (unsigned long)addr - (unsigned long)slab_address(slab);

	return offset * s->reciprocal >> SLAB_RECIPROCAL_SHIFT;
}

static inline bool kmem_cache_debug(const struct kmem_cache *s)
{
	return s->flags & SLAB_DEBUG_FLAGS;
}

/* Are the debug flags its creator's own wish, so that the metadata is in and
 * around objects? */
static inline bool slab_has_metadata(const struct kmem_cache *s)
{
	return (s->flags & SLAB_DEBUG_FLAGS) && !(s->flags & __SLAB_SIDE);
}

static inline bool cache_has_cpu_partial(const struct kmem_cache *s)
{
	return s->cpu_partial_slabs != 0;
}

static inline struct kmem_cache_node *cache_node(const struct kmem_cache *s, int node)
{
	return s->node[node];
}

#define for_each_cache_node(s, nid, n)                     \
	for ((nid) = 0; (nid) < (int)nr_node_ids; (nid)++) \
		if (((n) = (s)->node[nid]))

/*
 * The leaf lock of slabs: guards freelist and counters of one slab, held for a few
 * instructions without a schedule point. => interrupts are off.
 */
static inline void slab_lock(struct slab *slab)
{
	while (__atomic_fetch_or(&slab->__page_flags, 1UL << PG_locked, __ATOMIC_ACQUIRE) &
	       (1UL << PG_locked))
		arch_cpu_relax();
}

static inline void slab_unlock(struct slab *slab)
{
	__atomic_fetch_and(&slab->__page_flags, ~(1UL << PG_locked), __ATOMIC_RELEASE);
}

/* ---- geometry.c ---- */

/* Alignment of a cache's objects for its creator's wish. */
unsigned int slab_calculate_alignment(slab_flags_t flags, unsigned int align, unsigned int size);
/* Order of the slabs of objects of @size on a machine of @nr_cpus; -1: too large. */
int slab_calculate_order(unsigned int size, unsigned int nr_cpus);
/* Fill size, offset, inuse, oo, min, … from object_size, align, flags, ctor. False: too large. */
bool slab_calculate_sizes(struct kmem_cache *s);

/* ---- slow.c: slabs between CPUs, nodes and pages ---- */

void *slab_alloc_slow(struct kmem_cache *s, gfp_t gfp, int node);
/* @cnt objects, linked from @head to @tail, of one slab. */
void slab_free_slow(struct kmem_cache *s, struct slab *slab, void *head, void *tail, int cnt);
/* What CPU @cpu holds goes back to nodes and pages. => that CPU itself, or nobody runs there. */
void slab_flush_cpu(struct kmem_cache *s, int cpu);

/* What the running CPU holds goes back. */
void slab_flush_here(struct kmem_cache *s);

/* ---- partial.c: lists of a node ---- */

void slab_node_init(struct kmem_cache_node *n);
void slab_add_partial(struct kmem_cache_node *n, struct slab *slab, bool tail);
void slab_remove_partial(struct kmem_cache_node *n, struct slab *slab);
/* Flush all CPUs, free empty slabs, sort the rest by fullness. 0: no slab is left with objects. */
int slab_shrink_cache(struct kmem_cache *s);
void slab_flush_all(struct kmem_cache *s);

/* ---- pages.c: slabs from and to the page allocator ---- */

struct slab *slab_new(struct kmem_cache *s, gfp_t gfp, int node);
void slab_discard(struct kmem_cache *s, struct slab *slab);
void slab_release_pages(struct kmem_cache *s, struct slab *slab);
gfp_t slab_fix_gfp(gfp_t gfp);
void slab_account_pages(struct page *page, unsigned int order, slab_flags_t flags, int sign);

/* ---- cache.c ---- */

int slab_cache_open(struct kmem_cache *s, slab_flags_t flags);
struct kmem_cache *slab_create_kmalloc_cache(const char *name, unsigned int size,
					     slab_flags_t flags);

/* ---- slab.c ---- */

/* The slab that @addr lies in, or NULL. Believes nothing: any address will do. */
struct slab *slab_find(const void *addr);
/* kfree on behalf of @caller. */
void slab_kfree_for(const void *objp, unsigned long caller);

/* ---- kmalloc.c ---- */

/* 0 or -ENOMEM. */
int slab_kmalloc_init(void);
void slab_kmalloc_exit(void);
void *slab_kmalloc_large(size_t size, gfp_t flags, int node, unsigned long caller);
/* kmem_cache_free of something that is not in a slab of @s. */
void slab_free_foreign(struct kmem_cache *s, struct slab *slab, void *object, unsigned long caller);
void *slab_krealloc(const void *p, size_t size, gfp_t flags, unsigned long caller);
void kfree_not_slab(const void *object, unsigned long caller);

/* ---- kasan.c: what KASAN asks of slabs ---- */

void slab_kasan_init(void);
/* From now on @size bytes of this live object, or large kmalloc, are its owner's. */
void slab_kasan_resize(const void *object, size_t size);

/* ---- validate.c ---- */

long validate_slab_cache(struct kmem_cache *s);

/* ---- walk.c: looking at all slabs ---- */

/* Is @object on the slab's own free list (not a CPU's)? => quiet slab */
bool slab_on_freelist(const struct kmem_cache *s, const struct slab *slab, const void *object);
/* The first slab at or behind @pfn, or NULL. */
struct slab *slab_next_from(unsigned long pfn);

#define for_each_slab(slab)                      \
	for ((slab) = slab_next_from(0); (slab); \
	     (slab) = slab_next_from(page_to_pfn(slab_page(slab)) + (1UL << slab_order(slab))))

/* ---- quarantine.c: freed objects of modules wait before they are used again
 * ---- */

/*
 * Keep @object, which was just freed, from being used again for a while. False:
 * the quarantine does not take it, and it is to be freed now. Others may leave
 * for it.
 */
bool slab_quarantine(struct kmem_cache *s, struct slab *slab, void *object);
/* What is of @s (NULL: of any cache) leaves. False: there was nothing. Any
 * context. */
bool slab_quarantine_drain(struct kmem_cache *s);
/* Objects of @s that wait. */
unsigned long slab_quarantined(const struct kmem_cache *s);
void slab_quarantine_exit(void);
/* Also what the machine itself frees: for tests. */
extern bool slab_quarantine_all;

/* ---- badfree.c ---- */

/* Report an address given to a free call, @call, that is no live object's
 * start. */
void slab_bad_free(const void *addr, const char *call, unsigned long caller);
/* An object of another cache than @s was given to kmem_cache_free(). */
void slab_wrong_cache(struct kmem_cache *s, struct slab *slab, void *object, unsigned long caller);

/* ---- dead.c: descriptors of destroyed caches ---- */

/* @caller made @s. */
void slab_cache_made(struct kmem_cache *s, unsigned long caller);
void slab_cache_stack(struct ferrite_defect *d, const struct kmem_cache *s);
/* Is @s the start of a live object of the cache of caches, or of one that was? Any value. */
bool slab_is_descriptor(const struct kmem_cache *s);
/*
 * May @s be used for @call? False, after a report, if not: it is gone, or never
 * was a cache. Of a cache that was destroyed while it had objects: reported,
 * and true, as it still works.
 */
bool slab_cache_alive(struct kmem_cache *s, const char *call, unsigned long caller);
/* The cache @s is gone, its descriptor is about to be freed. Afterwards its
 * name is its own. */
void slab_cache_bury(struct kmem_cache *s, unsigned long caller);

/* ---- debug.c: metadata inside objects ---- */

void slab_debug_init_object(struct kmem_cache *s, void *object, bool active);
/* Report, and repair, what was overwritten. */
void slab_debug_check(struct kmem_cache *s, struct slab *slab, void *object, bool active);
void slab_debug_set_user(struct kmem_cache *s, void *object, bool alloc, unsigned long caller);
void slab_debug_print_user(struct kmem_cache *s, void *object);

#endif
