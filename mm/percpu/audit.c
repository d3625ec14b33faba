/* SPDX-License-Identifier: MIT */
/*
 * The recount of per-CPU memory, and the walk over it.
 */
#include <linux/kernel.h>
#include <linux/cpumask.h>
#include <linux/printk.h>
#include <linux/string.h>
#include "lib/defect.h"
#include "percpu.h"
#include "percpu_chunk.h"

/* The next object at or behind @offset: its offset, or -1. */
long chunk_next_object(const struct chunk *c, unsigned long offset)
{
	unsigned long grain = offset >> PCPU_MIN_ALLOC_SHIFT;

	for (;;) {
		grain = find_next_bit(c->used, CHUNK_GRAINS, grain);
		if (grain >= CHUNK_GRAINS)
			return -1;
		if (test_bit(grain, c->bound))
			return grain << PCPU_MIN_ALLOC_SHIFT;
		grain++;
	}
}

/* The objects of a chunk. */
#define for_each_object(c, at)                                                           \
	for ((at) = chunk_next_object(c, object_floor(c)); (at) >= 0 && !is_tail(c, at); \
	     (at) = chunk_next_object(c, (at) + chunk_object_size(c, at)))

/* The first chunk begins with the static variables, which are no objects. */
static unsigned long object_floor(const struct chunk *c)
{
	return c->slot ? 0 : ALIGN(percpu.static_bytes, PCPU_MIN_ALLOC_SIZE);
}

/* ... and may end with a part that cannot be allocated. */
static bool is_tail(const struct chunk *c, unsigned long at)
{
	return !c->slot &&
	       at >= ALIGN(percpu.static_bytes, PCPU_MIN_ALLOC_SIZE) + PERCPU_DYNAMIC_RESERVE;
}

static unsigned long audit_chunk(struct chunk *c, struct percpu_recount *rc)
{
	unsigned long nr = 0, used, errors = 0;
	long at;

	for_each_object (c, at) {
		nr++;
		rc->bytes += chunk_object_size(c, at);
	}
	used = bitmap_weight(c->used, CHUNK_GRAINS);
	if (used + c->free_grains != CHUNK_GRAINS) {
		pr_err("percpu audit: chunk %u counts %u free grains, found %lu\n", c->slot,
		       c->free_grains, CHUNK_GRAINS - used);
		errors++;
	}
	if (nr != c->nr_allocs) {
		pr_err("percpu audit: chunk %u counts %u objects, found %lu\n", c->slot,
		       c->nr_allocs, nr);
		errors++;
	}
	rc->chunks++;
	rc->allocations += nr;
	return errors;
}

unsigned long percpu_audit(struct percpu_recount *rc)
{
	struct percpu_recount count;
	struct chunk *c;

	memset(&count, 0, sizeof(count));
	list_for_each_entry (c, &percpu.chunks, list) {
		count.errors += audit_chunk(c, &count);
		if (c->slot)
			count.pages += c->nr_populated * nr_cpu_ids;
	}
	if (rc)
		*rc = count;
	return count.errors;
}

void percpu_for_each(void (*fn)(unsigned long base, size_t size, struct percpu_owner *owner,
				void *arg),
		     void *arg)
{
	struct percpu_owner *owner;
	struct chunk *c;
	long at;

	list_for_each_entry (c, &percpu.chunks, list) {
		for_each_object (c, at) {
			owner = chunk_owner(c, at);
			if (owner && owner->size)
				fn(c->base + at, owner->size, owner, arg);
		}
	}
}
