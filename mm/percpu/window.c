/* SPDX-License-Identifier: MIT */
/*
 * Further chunks: their addresses and their memory.
 *
 * The upper part of the vmalloc window is cut into slots of nr_cpu_ids * PERCPU_STRIDE bytes.
 * A chunk takes a slot; the page at offset o of CPU n's unit is mapped at
 * base + n * PERCPU_STRIDE + o, and comes from CPU n's node. Descriptors are pages, not slab
 * objects: the slab caches' own CPU parts may lie in a chunk, so that chunks must outlive slabs.
 */
#include <linux/kernel.h>
#include <linux/cpumask.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/string.h>
#include <linux/topology.h>
#include "arch/arch.h"
#include "percpu_chunk.h"

static unsigned long slot_bytes(void)
{
	return nr_cpu_ids * PERCPU_STRIDE;
}

static struct page **page_of(struct chunk *c, unsigned int page, unsigned int cpu)
{
	return &c->pages[page * nr_cpu_ids + cpu];
}

static unsigned int descriptor_order(void)
{
	return get_order(struct_size((struct chunk *)NULL, pages, CHUNK_PAGES * nr_cpu_ids));
}

struct chunk *chunk_create(gfp_t gfp)
{
	unsigned int slot = 1;
	struct chunk *c;

	while (slot < percpu.nr_slots && percpu.by_slot[slot])
		slot++;
	if (slot >= percpu.nr_slots)
		return NULL;
	c = (struct chunk *)__get_free_pages(gfp | __GFP_ZERO, descriptor_order());
	if (!c)
		return NULL;
	chunk_reset(c, percpu.window + (slot - 1) * slot_bytes(), slot);
	percpu.by_slot[slot] = c;
	kasan_percpu_free((void *)c->base, PERCPU_STRIDE, nr_cpu_ids, PERCPU_STRIDE);
	return c;
}

/* Take page @page of all units away again, as far as it is there. */
static void unpopulate_page(struct chunk *c, unsigned int page)
{
	unsigned int cpu;

	for (cpu = 0; cpu < nr_cpu_ids; cpu++) {
		struct page **p = page_of(c, page, cpu);

		if (!*p)
			continue;
		arch_kernel_unmap(c->base + cpu * PERCPU_STRIDE + page * PAGE_SIZE, 1);
		__free_page(*p);
		*p = NULL;
	}
}

static int populate_page(struct chunk *c, unsigned int page, gfp_t gfp)
{
	unsigned int cpu;

	for (cpu = 0; cpu < nr_cpu_ids; cpu++) {
		struct page **p = page_of(c, page, cpu);
		uint64_t pfn;

		*p = alloc_pages_node(cpu_to_node(cpu), gfp | __GFP_ZERO | __GFP_HIGHMEM, 0);
		if (!*p)
			goto undo;
		pfn = page_to_pfn(*p);
		if (arch_kernel_map(c->base + cpu * PERCPU_STRIDE + page * PAGE_SIZE, &pfn, 1)) {
			__free_page(*p);
			*p = NULL;
			goto undo;
		}
	}
	return 0;
undo:
	unpopulate_page(c, page);
	return -ENOMEM;
}

int chunk_populate(struct chunk *c, unsigned long offset, size_t size, gfp_t gfp)
{
	unsigned int page = offset >> PAGE_SHIFT, last = (offset + size - 1) >> PAGE_SHIFT;
	unsigned long flags;

	for (; page <= last; page++) {
		if (test_bit(page, c->populated))
			continue;
		if (populate_page(c, page, gfp))
			return -ENOMEM;
		spin_lock_irqsave(&percpu.lock, flags);
		__set_bit(page, c->populated);
		c->nr_populated++;
		percpu.nr_pages++;
		spin_unlock_irqrestore(&percpu.lock, flags);
	}
	return 0;
}

/* => unlinked: no allocation finds it */
void chunk_destroy(struct chunk *c)
{
	unsigned int page;

	for (page = 0; page < CHUNK_PAGES; page++)
		unpopulate_page(c, page);
	percpu.nr_pages -= c->nr_populated;
	percpu.by_slot[c->slot] = NULL;
	free_pages((unsigned long)c, descriptor_order());
}
