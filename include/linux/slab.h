/* SPDX-License-Identifier: MIT */
/*
 * Memory for objects: slab caches and kmalloc.
 *
 * Interface of Linux 6.1 with the SLUB allocator (Documentation/core-api/memory-allocation.rst,
 * Documentation/mm/slub.rst). Unless a comment says otherwise:
 *   - @gfp says whether the call may sleep (__GFP_DIRECT_RECLAIM); no lock is needed;
 *   - an allocation returns NULL on failure;
 *   - freeing works in any context and accepts what the call's comment names.
 */
#ifndef _LINUX_SLAB_H
#define _LINUX_SLAB_H

#include <linux/gfp.h>
#include <linux/overflow.h>
#include <linux/types.h>
#include <linux/compiler.h>
#include <linux/err.h>
#include <linux/stddef.h>
#include <linux/workqueue.h>
#include <linux/percpu-refcount.h>

struct kmem_cache;
struct page;

/* Flags of kmem_cache_create: Linux's values. Zero: the reference configuration lacks it. */
#define SLAB_CONSISTENCY_CHECKS ((slab_flags_t __force)0x00000100U)
#define SLAB_RED_ZONE		((slab_flags_t __force)0x00000400U) /* guard words around objects */
#define SLAB_POISON		((slab_flags_t __force)0x00000800U) /* pattern in free objects */
#define SLAB_KMALLOC		((slab_flags_t __force)0x00001000U) /* a kmalloc cache */
#define SLAB_HWCACHE_ALIGN	((slab_flags_t __force)0x00002000U) /* align to cache lines */
#define SLAB_CACHE_DMA		((slab_flags_t __force)0x00004000U) /* pages from ZONE_DMA */
#define SLAB_CACHE_DMA32	((slab_flags_t __force)0x00008000U) /* pages from ZONE_DMA32 */
#define SLAB_STORE_USER		((slab_flags_t __force)0x00010000U) /* last owner in the object */
#define SLAB_RECLAIM_ACCOUNT	((slab_flags_t __force)0x00020000U) /* objects can be reclaimed */
#define SLAB_PANIC		((slab_flags_t __force)0x00040000U) /* panic if creation fails */
#define SLAB_TYPESAFE_BY_RCU	((slab_flags_t __force)0x00080000U) /* pages freed after grace */
#define SLAB_MEM_SPREAD		((slab_flags_t __force)0x00100000U)
#define SLAB_TRACE		((slab_flags_t __force)0x00200000U)
#define SLAB_DEBUG_OBJECTS	((slab_flags_t __force)0)
#define SLAB_NOLEAKTRACE	((slab_flags_t __force)0x00800000U) /* not in the leak report */
#define SLAB_FAILSLAB		((slab_flags_t __force)0)
#define SLAB_ACCOUNT		((slab_flags_t __force)0x04000000U) /* charge to the memcg */
#define SLAB_KASAN		((slab_flags_t __force)0)
#define SLAB_NO_USER_FLAGS	((slab_flags_t __force)0x10000000U)
#define SLAB_TEMPORARY		SLAB_RECLAIM_ACCOUNT

/* What kmalloc(0) returns: not NULL, faults when touched, may be freed. */
#define ZERO_SIZE_PTR	    ((void *)16)
#define ZERO_OR_NULL_PTR(x) ((unsigned long)(x) <= (unsigned long)ZERO_SIZE_PTR)

/* Every kmalloc result has at least this alignment; powers of two are aligned to their size. */
#define ARCH_KMALLOC_MINALIGN	   __alignof__(unsigned long long)
#define ARCH_SLAB_MINALIGN	   __alignof__(unsigned long long)
#define __assume_kmalloc_alignment __attribute__((__assume_aligned__(8)))
#define __assume_slab_alignment	   __attribute__((__assume_aligned__(8)))
#define __assume_page_alignment	   __attribute__((__assume_aligned__(4096)))

/* ---- caches ---- */

/*
 * A cache of @size-byte objects at least @align aligned, or NULL. It may be an alias of a
 * cache that exists (same size class, mergeable flags). @ctor runs once for each object when
 * its slab is made, not for each allocation. [@useroffset, +@usersize) may be copied to user
 * space; plain create allows nothing of the object. May sleep.
 */
struct kmem_cache *kmem_cache_create(const char *name, unsigned int size, unsigned int align,
				     slab_flags_t flags, void (*ctor)(void *));
struct kmem_cache *kmem_cache_create_usercopy(const char *name, unsigned int size,
					      unsigned int align, slab_flags_t flags,
					      unsigned int useroffset, unsigned int usersize,
					      void (*ctor)(void *));
/* Drop one user; with the last, the cache. Live objects are reported one by one. May sleep. */
void kmem_cache_destroy(struct kmem_cache *s);
/* Give back empty slabs; 0 if no slab is left with objects. May sleep. */
int kmem_cache_shrink(struct kmem_cache *s);
unsigned int kmem_cache_size(struct kmem_cache *s);
const char *kmem_cache_name(struct kmem_cache *s);

#define KMEM_CACHE(__struct, __flags)                                                       \
	kmem_cache_create(#__struct, sizeof(struct __struct), __alignof__(struct __struct), \
			  (__flags), NULL)
#define KMEM_CACHE_USERCOPY(__struct, __flags, __field)                                      \
	kmem_cache_create_usercopy(                                                          \
		#__struct, sizeof(struct __struct), __alignof__(struct __struct), (__flags), \
		offsetof(struct __struct, __field), sizeof_field(struct __struct, __field), NULL)

bool slab_is_available(void);

void *kmem_cache_alloc(struct kmem_cache *s, gfp_t gfp) __assume_slab_alignment __malloc;
void *kmem_cache_alloc_node(struct kmem_cache *s, gfp_t gfp,
			    int node) __assume_slab_alignment __malloc;
struct list_lru;
void *kmem_cache_alloc_lru(struct kmem_cache *s, struct list_lru *lru,
			   gfp_t gfp) __assume_slab_alignment __malloc;
/* @objp must be a live object of @s (or of a cache that it is merged with). */
void kmem_cache_free(struct kmem_cache *s, void *objp);
/* All @nr or none: returns @nr or 0. Interrupts must be on. */
int kmem_cache_alloc_bulk(struct kmem_cache *s, gfp_t gfp, size_t nr, void **p);
/* @s may be NULL: objects of any cache. */
void kmem_cache_free_bulk(struct kmem_cache *s, size_t nr, void **p);

static inline void *kmem_cache_zalloc(struct kmem_cache *s, gfp_t gfp)
{
	return kmem_cache_alloc(s, gfp | __GFP_ZERO);
}

static __always_inline void kfree_bulk(size_t size, void **p)
{
	kmem_cache_free_bulk(NULL, size, p);
}

/* Is @object a live slab object that kmem_dump_obj can say something about? Says it, at info level.
 */
bool kmem_valid_obj(void *object);
void kmem_dump_obj(void *object);

/* ---- kmalloc ---- */

#define KMALLOC_SHIFT_LOW      3
#define KMALLOC_SHIFT_HIGH     (PAGE_SHIFT + 1)
#define KMALLOC_SHIFT_MAX      (MAX_ORDER + PAGE_SHIFT - 1)
#define KMALLOC_MAX_SIZE       (1UL << KMALLOC_SHIFT_MAX)
#define KMALLOC_MAX_CACHE_SIZE (1UL << KMALLOC_SHIFT_HIGH)
#define KMALLOC_MAX_ORDER      (KMALLOC_SHIFT_MAX - PAGE_SHIFT)
#define KMALLOC_MIN_SIZE       (1 << KMALLOC_SHIFT_LOW)
#define SLAB_OBJ_MIN_SIZE      (KMALLOC_MIN_SIZE < 16 ? KMALLOC_MIN_SIZE : 16)

enum kmalloc_cache_type {
	KMALLOC_NORMAL = 0,
	KMALLOC_CGROUP,	 /* __GFP_ACCOUNT */
	KMALLOC_RECLAIM, /* __GFP_RECLAIMABLE */
	KMALLOC_DMA,	 /* __GFP_DMA */
	NR_KMALLOC_TYPES
};

extern struct kmem_cache *kmalloc_caches[NR_KMALLOC_TYPES][KMALLOC_SHIFT_HIGH + 1];

#define KMALLOC_NOT_NORMAL_BITS (__GFP_RECLAIMABLE | __GFP_DMA | __GFP_ACCOUNT)

static __always_inline enum kmalloc_cache_type kmalloc_type(gfp_t flags)
{
	if (likely((flags & KMALLOC_NOT_NORMAL_BITS) == 0))
		return KMALLOC_NORMAL;
	if (flags & __GFP_DMA)
		return KMALLOC_DMA;
	if (flags & __GFP_RECLAIMABLE)
		return KMALLOC_RECLAIM;
	return KMALLOC_CGROUP;
}

/*
 * Class of a size: 96 bytes has 1, 192 bytes has 2, 2^n bytes has n. For a constant @size the
 * compiler folds it. @size is at most KMALLOC_MAX_CACHE_SIZE and not 0 (which has class 0).
 */
static __always_inline unsigned int __kmalloc_index(size_t size, bool size_is_constant)
{
	if (!size)
		return 0;
	if (size <= KMALLOC_MIN_SIZE)
		return KMALLOC_SHIFT_LOW;
	if (size > 64 && size <= 96)
		return 1;
	if (size > 128 && size <= 192)
		return 2;
	return 64 - __builtin_clzl(size - 1);
}
#define kmalloc_index(s) __kmalloc_index(s, true)

void *__kmalloc(size_t size, gfp_t flags) __assume_kmalloc_alignment __alloc_size(1);
void *__kmalloc_node(size_t size, gfp_t flags, int node) __assume_kmalloc_alignment __alloc_size(1);
void *kmalloc_trace(struct kmem_cache *s, gfp_t flags, size_t size) __assume_kmalloc_alignment
	__alloc_size(3);
void *kmalloc_node_trace(struct kmem_cache *s, gfp_t flags, int node,
			 size_t size) __assume_kmalloc_alignment __alloc_size(4);
void *kmalloc_large(size_t size, gfp_t flags) __assume_page_alignment __alloc_size(1);
void *kmalloc_large_node(size_t size, gfp_t flags, int node) __assume_page_alignment
	__alloc_size(1);
void *__kmalloc_node_track_caller(size_t size, gfp_t flags, int node, unsigned long caller)
	__alloc_size(1);

#define kmalloc_track_caller(size, flags) \
	__kmalloc_node_track_caller(size, flags, NUMA_NO_NODE, _RET_IP_)
#define kmalloc_node_track_caller(size, flags, node) \
	__kmalloc_node_track_caller(size, flags, node, _RET_IP_)

/*
 * @size bytes, physically contiguous. Up to 8 KiB from a slab cache, above from the page
 * allocator; more than KMALLOC_MAX_SIZE fails. Size 0 gives ZERO_SIZE_PTR.
 */
static __always_inline __alloc_size(1) void *kmalloc(size_t size, gfp_t flags)
{
	if (__builtin_constant_p(size) && size) {
		if (size > KMALLOC_MAX_CACHE_SIZE)
			return kmalloc_large(size, flags);
		return kmalloc_trace(kmalloc_caches[kmalloc_type(flags)][kmalloc_index(size)],
				     flags, size);
	}
	return __kmalloc(size, flags);
}

static __always_inline __alloc_size(1) void *kmalloc_node(size_t size, gfp_t flags, int node)
{
	if (__builtin_constant_p(size) && size) {
		if (size > KMALLOC_MAX_CACHE_SIZE)
			return kmalloc_large_node(size, flags, node);
		return kmalloc_node_trace(kmalloc_caches[kmalloc_type(flags)][kmalloc_index(size)],
					  flags, node, size);
	}
	return __kmalloc_node(size, flags, node);
}

/* kmalloc'd memory of any size, NULL or ZERO_SIZE_PTR. */
void kfree(const void *objp);
/* The same, after wiping the memory. */
void kfree_sensitive(const void *objp);
/* Bytes that may be used at @objp: those of its slot, not only those asked for. 0 for NULL. */
size_t ksize(const void *objp);
size_t __ksize(const void *objp);
/* What ksize() of an allocation of @size bytes will be. */
size_t kmalloc_size_roundup(size_t size);

/*
 * Change the size: in place if the slot is large enough, else a copy (and @objp is freed).
 * NULL and 0 as realloc, but 0 gives ZERO_SIZE_PTR. On failure NULL, and @objp is unchanged.
 */
void *__must_check krealloc(const void *objp, size_t new_size, gfp_t flags) __alloc_size(2);

static inline __alloc_size(1, 2) void *kmalloc_array(size_t n, size_t size, gfp_t flags)
{
	size_t bytes;

	if (unlikely(check_mul_overflow(n, size, &bytes)))
		return NULL;
	if (__builtin_constant_p(n) && __builtin_constant_p(size))
		return kmalloc(bytes, flags);
	return __kmalloc(bytes, flags);
}

static inline __alloc_size(2, 3) void *__must_check
	krealloc_array(void *p, size_t new_n, size_t new_size, gfp_t flags)
{
	size_t bytes;

	if (unlikely(check_mul_overflow(new_n, new_size, &bytes)))
		return NULL;
	return krealloc(p, bytes, flags);
}

static inline __alloc_size(1, 2) void *kcalloc(size_t n, size_t size, gfp_t flags)
{
	return kmalloc_array(n, size, flags | __GFP_ZERO);
}

static inline __alloc_size(1, 2) void *kmalloc_array_node(size_t n, size_t size, gfp_t flags,
							  int node)
{
	size_t bytes;

	if (unlikely(check_mul_overflow(n, size, &bytes)))
		return NULL;
	if (__builtin_constant_p(n) && __builtin_constant_p(size))
		return kmalloc_node(bytes, flags, node);
	return __kmalloc_node(bytes, flags, node);
}

static inline __alloc_size(1, 2) void *kcalloc_node(size_t n, size_t size, gfp_t flags, int node)
{
	return kmalloc_array_node(n, size, flags | __GFP_ZERO, node);
}

static inline __alloc_size(1) void *kzalloc(size_t size, gfp_t flags)
{
	return kmalloc(size, flags | __GFP_ZERO);
}

static inline __alloc_size(1) void *kzalloc_node(size_t size, gfp_t flags, int node)
{
	return kmalloc_node(size, flags | __GFP_ZERO, node);
}

/*
 * kmalloc if that works without effort, else vmalloc (then not physically contiguous). @flags
 * must contain GFP_KERNEL for the fallback. Freed by kvfree, which may sleep for vmalloc memory.
 */
void *kvmalloc_node(size_t size, gfp_t flags, int node) __alloc_size(1);
void *kvrealloc(const void *p, size_t oldsize, size_t newsize, gfp_t flags) __alloc_size(3);
void kvfree(const void *addr);
void kvfree_sensitive(const void *addr, size_t len);

static inline __alloc_size(1) void *kvmalloc(size_t size, gfp_t flags)
{
	return kvmalloc_node(size, flags, NUMA_NO_NODE);
}

static inline __alloc_size(1) void *kvzalloc_node(size_t size, gfp_t flags, int node)
{
	return kvmalloc_node(size, flags | __GFP_ZERO, node);
}

static inline __alloc_size(1) void *kvzalloc(size_t size, gfp_t flags)
{
	return kvmalloc(size, flags | __GFP_ZERO);
}

static inline __alloc_size(1, 2) void *kvmalloc_array(size_t n, size_t size, gfp_t flags)
{
	size_t bytes;

	if (unlikely(check_mul_overflow(n, size, &bytes)))
		return NULL;
	return kvmalloc(bytes, flags);
}

static inline __alloc_size(1, 2) void *kvcalloc(size_t n, size_t size, gfp_t flags)
{
	return kvmalloc_array(n, size, flags | __GFP_ZERO);
}

#endif
