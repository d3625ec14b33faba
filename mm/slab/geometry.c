/* SPDX-License-Identifier: MIT */
/*
 * The geometry of a slab: how large an object's slot is, how many pages make a slab.
 *
 * These numbers are visible (slabinfo's objsize, objperslab, pagesperslab) and are Linux's for
 * every size, alignment, flag and number of CPUs. A slot, from left to right:
 *
 *	| red_left_pad | object_size … | right red word | free pointer | alloc, free track | pad |
 *	                ^object         ^inuse (without the red word: object_size rounded up)
 *
 * Only a cache with debug flags has red zones and tracks. The free pointer is inside the object
 * (in its middle: a small overrun of the neighbour does not reach it) unless the object's bytes
 * must survive while it is free: a constructor, RCU readers, a poison pattern.
 */
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/cpumask.h>
#include "slab.h"

#define CACHE_LINE 64U

unsigned int slab_calculate_alignment(slab_flags_t flags, unsigned int align, unsigned int size)
{
	if (flags & SLAB_HWCACHE_ALIGN) {
		unsigned int line = CACHE_LINE;

		/* Small objects share a line: the smallest fraction of it that holds one. */
		while (size <= line / 2)
			line /= 2;
		align = max(align, line);
	}
	align = max_t(unsigned int, align, ARCH_SLAB_MINALIGN);
	return ALIGN(align, (unsigned int)sizeof(void *));
}

static unsigned int objects_in(unsigned int order, unsigned int size)
{
	return ((unsigned int)PAGE_SIZE << order) / size;
}

static struct kmem_cache_order_objects oo_make(unsigned int order, unsigned int size)
{
	return (struct kmem_cache_order_objects){(order << OO_SHIFT) + objects_in(order, size)};
}

/* The lowest order ≤ @max_order that wastes at most 1/@fraction; @max_order + 1 if none does. */
static unsigned int order_with_waste(unsigned int size, unsigned int min_objects,
				     unsigned int max_order, unsigned int fraction)
{
	unsigned int order;

	if (objects_in(0, size) > MAX_OBJS_PER_SLAB)
		return get_order((unsigned long)size * MAX_OBJS_PER_SLAB) - 1;

	for (order = get_order((unsigned long)min_objects * size); order <= max_order; order++) {
		unsigned int bytes = (unsigned int)PAGE_SIZE << order;

		if (bytes % size <= bytes / fraction)
			break;
	}
	return order;
}

/*
 * Order of a cache's slabs. Many CPUs want many objects a slab (fewer trips to the node's
 * list), so that the wish grows with the logarithm of their number; then accept more waste, up to a
 * quarter, then fewer objects. -1: no order can hold one object.
 */
int slab_calculate_order(unsigned int size, unsigned int nr_cpus)
{
	unsigned int min_objects = 4 * (fls(nr_cpus) + 1);
	unsigned int fraction, order;

	min_objects = min(min_objects, objects_in(SLAB_MAX_ORDER, size));
	for (; min_objects > 1; min_objects--) {
		for (fraction = 16; fraction >= 4; fraction /= 2) {
			order = order_with_waste(size, min_objects, SLAB_MAX_ORDER, fraction);
			if (order <= SLAB_MAX_ORDER)
				return order;
		}
	}
	order = order_with_waste(size, 1, SLAB_MAX_ORDER, 1);
	if (order <= SLAB_MAX_ORDER)
		return order;
	order = order_with_waste(size, 1, MAX_ORDER, 1);
	return order < MAX_ORDER ? (int)order : -1;
}

/*
 * How many free objects a CPU keeps beyond its current slab, by size; large objects hold
 * more memory each. In slabs, assuming that they are half free.
 */
static void set_cpu_partial(struct kmem_cache *s)
{
	if (kmem_cache_debug(s))
		s->cpu_partial = 0;
	else if (s->size >= PAGE_SIZE)
		s->cpu_partial = 6;
	else if (s->size >= 1024)
		s->cpu_partial = 24;
	else if (s->size >= 256)
		s->cpu_partial = 52;
	else
		s->cpu_partial = 120;
	s->cpu_partial_slabs = DIV_ROUND_UP(s->cpu_partial * 2, oo_objects(s->oo));
}

static bool free_pointer_is_outside(const struct kmem_cache *s)
{
	return (s->flags & (SLAB_TYPESAFE_BY_RCU | SLAB_POISON)) || s->ctor ||
	       ((s->flags & SLAB_RED_ZONE) && s->object_size < sizeof(void *)) ||
	       ((s->flags & SLAB_KMALLOC) && (s->flags & SLAB_STORE_USER));
}

static void slot_layout(struct kmem_cache *s)
{
	unsigned int size = ALIGN(s->object_size, (unsigned int)sizeof(void *));

	/* An object that fills its words has no room for the right red zone. */
	if ((s->flags & SLAB_RED_ZONE) && size == s->object_size)
		size += sizeof(void *);
	s->inuse = size;
	if (free_pointer_is_outside(s)) {
		s->offset = size;
		size += sizeof(void *);
	} else {
		s->offset = ALIGN_DOWN(s->object_size / 2, (unsigned int)sizeof(void *));
	}
	if (s->flags & SLAB_STORE_USER) {
		size += 2 * sizeof(struct slab_user);
		if (s->flags & SLAB_KMALLOC)
			size += sizeof(unsigned int);
	}
	s->red_left_pad = 0;
	if (s->flags & SLAB_RED_ZONE) {
		size += sizeof(void *);
		s->red_left_pad = ALIGN((unsigned int)sizeof(void *), s->align);
		size += s->red_left_pad;
	}
	s->size = ALIGN(size, s->align);
	s->reciprocal = slab_reciprocal(s->size);
}

bool slab_calculate_sizes(struct kmem_cache *s)
{
	int order;

	/* Nobody may write to a free object that has a constructor or RCU readers. */
	if ((s->flags & SLAB_POISON) && !(s->flags & SLAB_TYPESAFE_BY_RCU) && !s->ctor)
		s->flags |= __OBJECT_POISON;
	else
		s->flags &= ~__OBJECT_POISON;

	slot_layout(s);
	order = slab_calculate_order(s->size, nr_cpu_ids);
	if (order < 0)
		return false;

	s->allocflags = order ? __GFP_COMP : 0;
	if (s->flags & SLAB_CACHE_DMA)
		s->allocflags |= GFP_DMA;
	if (s->flags & SLAB_CACHE_DMA32)
		s->allocflags |= GFP_DMA32;
	if (s->flags & SLAB_RECLAIM_ACCOUNT)
		s->allocflags |= __GFP_RECLAIMABLE;
	s->oo = oo_make(order, s->size);
	s->min = oo_make(get_order(s->size), s->size);
	if (!oo_objects(s->oo))
		return false;
	s->min_partial = clamp_t(unsigned long, ilog2(s->size) / 2, MIN_PARTIAL, MAX_PARTIAL);
	set_cpu_partial(s);
	s->remote_node_defrag_ratio = 1000;
	return true;
}
