/* SPDX-License-Identifier: MIT */
/*
 * Memory pools: at least min_nr elements can always be had, sooner or later.
 *
 * Behaviour as Linux's Documentation/core-api/mm-api.rst ("Memory pools") and mm/mempool.c.
 */
#ifndef _LINUX_MEMPOOL_H
#define _LINUX_MEMPOOL_H

#include <linux/wait.h>
#include <linux/compiler.h>
#include <linux/spinlock.h>
#include <linux/slab.h>

struct kmem_cache;

typedef void *(mempool_alloc_t)(gfp_t gfp_mask, void *pool_data);
typedef void(mempool_free_t)(void *element, void *pool_data);

typedef struct mempool_s {
	spinlock_t lock; /* curr_nr and elements */
	int min_nr;	 /* size of the reserve */
	int curr_nr;	 /* elements in the reserve now */
	void **elements;
	void *pool_data;
	mempool_alloc_t *alloc;
	mempool_free_t *free;
	wait_queue_head_t wait; /* tasks that wait for an element */
} mempool_t;

static inline bool mempool_initialized(mempool_t *pool)
{
	return pool->elements != NULL;
}

/* Set up a pool in the caller's memory, filled. 0 or -ENOMEM. May sleep. */
int mempool_init_node(mempool_t *pool, int min_nr, mempool_alloc_t *alloc_fn,
		      mempool_free_t *free_fn, void *pool_data, gfp_t gfp_mask, int node_id);
int mempool_init(mempool_t *pool, int min_nr, mempool_alloc_t *alloc_fn, mempool_free_t *free_fn,
		 void *pool_data);
/* Free the reserve; the memory of @pool stays the caller's. Zeroed memory is allowed. */
void mempool_exit(mempool_t *pool);

/* A pool with its own memory, or NULL. May sleep. */
mempool_t *mempool_create(int min_nr, mempool_alloc_t *alloc_fn, mempool_free_t *free_fn,
			  void *pool_data);
mempool_t *mempool_create_node(int min_nr, mempool_alloc_t *alloc_fn, mempool_free_t *free_fn,
			       void *pool_data, gfp_t gfp_mask, int nid);
/* All elements must have come back. NULL is allowed. */
void mempool_destroy(mempool_t *pool);
/* Change the reserve's size. 0 or -ENOMEM (the pool keeps its old size). May sleep. */
int mempool_resize(mempool_t *pool, int new_min_nr);
/*
 * An element: from the back end, else from the reserve, else (if @gfp_mask may sleep) by
 * waiting until one comes back. So NULL only without __GFP_DIRECT_RECLAIM. __GFP_ZERO is a bug.
 */
void *mempool_alloc(mempool_t *pool, gfp_t gfp_mask) __attribute__((malloc));
/* Give back: the reserve is filled first. NULL is allowed. Any context. */
void mempool_free(void *element, mempool_t *pool);

/* Back ends: a slab cache, kmalloc of a size, page blocks of an order (in pool_data). */
void *mempool_alloc_slab(gfp_t gfp_mask, void *pool_data);
void mempool_free_slab(void *element, void *pool_data);
void *mempool_kmalloc(gfp_t gfp_mask, void *pool_data);
void mempool_kfree(void *element, void *pool_data);
void *mempool_alloc_pages(gfp_t gfp_mask, void *pool_data);
void mempool_free_pages(void *element, void *pool_data);

static inline int mempool_init_slab_pool(mempool_t *pool, int min_nr, struct kmem_cache *kc)
{
	return mempool_init(pool, min_nr, mempool_alloc_slab, mempool_free_slab, (void *)kc);
}

static inline mempool_t *mempool_create_slab_pool(int min_nr, struct kmem_cache *kc)
{
	return mempool_create(min_nr, mempool_alloc_slab, mempool_free_slab, (void *)kc);
}

static inline int mempool_init_kmalloc_pool(mempool_t *pool, int min_nr, size_t size)
{
	return mempool_init(pool, min_nr, mempool_kmalloc, mempool_kfree, (void *)size);
}

static inline mempool_t *mempool_create_kmalloc_pool(int min_nr, size_t size)
{
	return mempool_create(min_nr, mempool_kmalloc, mempool_kfree, (void *)size);
}

static inline int mempool_init_page_pool(mempool_t *pool, int min_nr, int order)
{
	return mempool_init(pool, min_nr, mempool_alloc_pages, mempool_free_pages,
			    (void *)(long)order);
}

static inline mempool_t *mempool_create_page_pool(int min_nr, int order)
{
	return mempool_create(min_nr, mempool_alloc_pages, mempool_free_pages, (void *)(long)order);
}

#endif
