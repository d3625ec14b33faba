/* SPDX-License-Identifier: MIT */
/*
 * A pool over memory of the caller: chunks, each with a bitmap of units of 1 << min_alloc_order
 * bytes. The list of chunks only grows until the pool is destroyed and is read under RCU. Linux
 * sets bits with compare and exchange so that NMIs may allocate; here pool->lock guards the maps.
 */
#include <linux/bitmap.h>
#include <linux/export.h>
#include <linux/genalloc.h>
#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/vmalloc.h>

#include "lib/alloc_for.h"

struct gen_pool_chunk {
	struct list_head next_chunk;
	size_t avail; /* bytes; pool->lock */
	phys_addr_t phys_addr;
	void *owner;
	unsigned long start_addr;
	unsigned long end_addr; /* last byte */
	unsigned long bits[];
};

static size_t chunk_size(const struct gen_pool_chunk *chunk)
{
	return chunk->end_addr - chunk->start_addr + 1;
}

struct gen_pool *gen_pool_create(int min_alloc_order, int nid)
{
	ALLOCATES_FOR_CALLER();
	struct gen_pool *pool = kmalloc_node(sizeof(*pool), GFP_KERNEL, nid);

	if (!pool)
		return NULL;
	spin_lock_init(&pool->lock);
	INIT_LIST_HEAD(&pool->chunks);
	pool->min_alloc_order = min_alloc_order;
	pool->algo = gen_pool_first_fit;
	pool->data = NULL;
	pool->name = NULL;
	return pool;
}
EXPORT_SYMBOL(gen_pool_create);

int gen_pool_add_owner(struct gen_pool *pool, unsigned long virt, phys_addr_t phys, size_t size,
		       int nid, void *owner)
{
	unsigned long nbits = size >> pool->min_alloc_order, flags;
	struct gen_pool_chunk *chunk;

	chunk = vzalloc_node(sizeof(*chunk) + BITS_TO_LONGS(nbits) * sizeof(long), nid);
	if (!chunk)
		return -ENOMEM;
	chunk->phys_addr = phys;
	chunk->start_addr = virt;
	chunk->end_addr = virt + size - 1;
	chunk->owner = owner;
	chunk->avail = size;
	spin_lock_irqsave(&pool->lock, flags);
	list_add_rcu(&chunk->next_chunk, &pool->chunks);
	spin_unlock_irqrestore(&pool->lock, flags);
	return 0;
}
EXPORT_SYMBOL(gen_pool_add_owner);

void gen_pool_destroy(struct gen_pool *pool)
{
	struct gen_pool_chunk *chunk, *n;

	list_for_each_entry_safe (chunk, n, &pool->chunks, next_chunk) {
		list_del(&chunk->next_chunk);
		BUG_ON(chunk->avail != chunk_size(chunk));
		vfree(chunk);
	}
	kfree_const(pool->name);
	kfree(pool);
}
EXPORT_SYMBOL(gen_pool_destroy);

unsigned long gen_pool_alloc_algo_owner(struct gen_pool *pool, size_t size, genpool_algo_t algo,
					void *data, void **owner)
{
	int order = pool->min_alloc_order;
	unsigned int nbits = (size + (1UL << order) - 1) >> order;
	struct gen_pool_chunk *chunk;
	unsigned long addr = 0, flags;

	if (owner)
		*owner = NULL;
	if (size == 0)
		return 0;
	spin_lock_irqsave(&pool->lock, flags);
	list_for_each_entry (chunk, &pool->chunks, next_chunk) {
		unsigned long end = chunk_size(chunk) >> order, bit;

		if (size > chunk->avail)
			continue;
		bit = algo(chunk->bits, end, 0, nbits, data, pool, chunk->start_addr);
		if (bit >= end)
			continue;
		bitmap_set(chunk->bits, bit, nbits);
		chunk->avail -= (size_t)nbits << order;
		addr = chunk->start_addr + (bit << order);
		if (owner)
			*owner = chunk->owner;
		break;
	}
	spin_unlock_irqrestore(&pool->lock, flags);
	return addr;
}
EXPORT_SYMBOL(gen_pool_alloc_algo_owner);

/* The chunk of [addr, addr + size); NULL. */
static struct gen_pool_chunk *chunk_of(struct gen_pool *pool, unsigned long addr, size_t size)
{
	struct gen_pool_chunk *chunk;

	list_for_each_entry_rcu (chunk, &pool->chunks, next_chunk)
		if (addr >= chunk->start_addr && addr + size - 1 <= chunk->end_addr)
			return chunk;
	return NULL;
}

void gen_pool_free_owner(struct gen_pool *pool, unsigned long addr, size_t size, void **owner)
{
	int order = pool->min_alloc_order;
	unsigned int nbits = (size + (1UL << order) - 1) >> order;
	struct gen_pool_chunk *chunk;
	unsigned long start, flags;

	if (owner)
		*owner = NULL;
	spin_lock_irqsave(&pool->lock, flags);
	chunk = chunk_of(pool, addr, size);
	BUG_ON(!chunk);
	start = (addr - chunk->start_addr) >> order;
	BUG_ON(find_next_zero_bit(chunk->bits, start + nbits, start) < start + nbits);
	bitmap_clear(chunk->bits, start, nbits);
	chunk->avail += (size_t)nbits << order;
	if (owner)
		*owner = chunk->owner;
	spin_unlock_irqrestore(&pool->lock, flags);
}
EXPORT_SYMBOL(gen_pool_free_owner);

phys_addr_t gen_pool_virt_to_phys(struct gen_pool *pool, unsigned long addr)
{
	struct gen_pool_chunk *chunk;
	phys_addr_t paddr = -1;

	rcu_read_lock();
	chunk = chunk_of(pool, addr, 1);
	if (chunk)
		paddr = chunk->phys_addr + (addr - chunk->start_addr);
	rcu_read_unlock();
	return paddr;
}
EXPORT_SYMBOL(gen_pool_virt_to_phys);

void *gen_pool_dma_alloc(struct gen_pool *pool, size_t size, dma_addr_t *dma)
{
	unsigned long addr = pool ? gen_pool_alloc(pool, size) : 0;

	if (addr && dma)
		*dma = gen_pool_virt_to_phys(pool, addr);
	return (void *)addr;
}
EXPORT_SYMBOL(gen_pool_dma_alloc);

void *gen_pool_dma_zalloc(struct gen_pool *pool, size_t size, dma_addr_t *dma)
{
	void *addr = gen_pool_dma_alloc(pool, size, dma);

	if (addr)
		memset(addr, 0, size);
	return addr;
}
EXPORT_SYMBOL(gen_pool_dma_zalloc);

bool gen_pool_has_addr(struct gen_pool *pool, unsigned long start, size_t size)
{
	bool found;

	rcu_read_lock();
	found = chunk_of(pool, start, size) != NULL;
	rcu_read_unlock();
	return found;
}
EXPORT_SYMBOL(gen_pool_has_addr);

size_t gen_pool_avail(struct gen_pool *pool)
{
	struct gen_pool_chunk *chunk;
	size_t avail = 0;

	rcu_read_lock();
	list_for_each_entry_rcu (chunk, &pool->chunks, next_chunk)
		avail += READ_ONCE(chunk->avail);
	rcu_read_unlock();
	return avail;
}
EXPORT_SYMBOL_GPL(gen_pool_avail);

size_t gen_pool_size(struct gen_pool *pool)
{
	struct gen_pool_chunk *chunk;
	size_t size = 0;

	rcu_read_lock();
	list_for_each_entry_rcu (chunk, &pool->chunks, next_chunk)
		size += chunk_size(chunk);
	rcu_read_unlock();
	return size;
}
EXPORT_SYMBOL_GPL(gen_pool_size);

void gen_pool_set_algo(struct gen_pool *pool, genpool_algo_t algo, void *data)
{
	unsigned long flags;

	spin_lock_irqsave(&pool->lock, flags);
	pool->algo = algo ? algo : gen_pool_first_fit;
	pool->data = data;
	spin_unlock_irqrestore(&pool->lock, flags);
}
EXPORT_SYMBOL(gen_pool_set_algo);

/* ---- where in a chunk ---- */

unsigned long gen_pool_first_fit(unsigned long *map, unsigned long size, unsigned long start,
				 unsigned int nr, void *data, struct gen_pool *pool,
				 unsigned long start_addr)
{
	return bitmap_find_next_zero_area(map, size, start, nr, 0);
}
EXPORT_SYMBOL(gen_pool_first_fit);

unsigned long gen_pool_first_fit_align(unsigned long *map, unsigned long size, unsigned long start,
				       unsigned int nr, void *data, struct gen_pool *pool,
				       unsigned long start_addr)
{
	const struct genpool_data_align *align = data;
	int order = pool->min_alloc_order;
	unsigned long mask = ((align->align + (1UL << order) - 1) >> order) - 1;

	return bitmap_find_next_zero_area_off(map, size, start, nr, mask,
					      (start_addr & (align->align - 1)) >> order);
}
EXPORT_SYMBOL(gen_pool_first_fit_align);

unsigned long gen_pool_fixed_alloc(unsigned long *map, unsigned long size, unsigned long start,
				   unsigned int nr, void *data, struct gen_pool *pool,
				   unsigned long start_addr)
{
	const struct genpool_data_fixed *fixed = data;
	int order = pool->min_alloc_order;
	unsigned long at = fixed->offset >> order;

	if (WARN_ON(fixed->offset & ((1UL << order) - 1)))
		return size;
	return bitmap_find_next_zero_area(map, size, at, nr, 0) == at ? at : size;
}
EXPORT_SYMBOL(gen_pool_fixed_alloc);

unsigned long gen_pool_first_fit_order_align(unsigned long *map, unsigned long size,
					     unsigned long start, unsigned int nr, void *data,
					     struct gen_pool *pool, unsigned long start_addr)
{
	return bitmap_find_next_zero_area(map, size, start, nr, roundup_pow_of_two(nr) - 1);
}
EXPORT_SYMBOL(gen_pool_first_fit_order_align);

unsigned long gen_pool_best_fit(unsigned long *map, unsigned long size, unsigned long start,
				unsigned int nr, void *data, struct gen_pool *pool,
				unsigned long start_addr)
{
	unsigned long best = size, best_len = size + 1;
	unsigned long at = bitmap_find_next_zero_area(map, size, start, nr, 0);

	while (at < size) {
		unsigned long end = find_next_bit(map, size, at + nr);

		if (end - at < best_len) {
			best_len = end - at;
			best = at;
		}
		if (best_len == nr)
			break;
		at = bitmap_find_next_zero_area(map, size, end + 1, nr, 0);
	}
	return best;
}
EXPORT_SYMBOL(gen_pool_best_fit);
