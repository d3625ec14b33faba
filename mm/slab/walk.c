/* SPDX-License-Identifier: MIT */
/*
 * Looking at slabs from outside: the figures of slabinfo, the place of an address, the leaks.
 */
#include <linux/kernel.h>
#include <linux/export.h>
#include <linux/printk.h>
#include <linux/string.h>
#include "lib/stackdepot.h"
#include "slab.h"
#include "slabinfo.h"

struct slab *slab_next_from(unsigned long pfn)
{
	struct page *page;

	for (; pfn < max_pfn; pfn++) {
		if (!pfn_valid(pfn))
			continue;
		page = pfn_to_page(pfn);
		if (!(page->compound_head & 1) && PageSlab(page))
			return (struct slab *)page;
	}
	return NULL;
}

bool slab_on_freelist(const struct kmem_cache *s, const struct slab *slab, const void *object)
{
	const void *p;

	for (p = slab->freelist; p; p = get_freepointer(s, p))
		if (p == object)
			return true;
	return false;
}

/* ---- slabinfo ---- */

void slab_caches_lock(void)
{
	mutex_lock(&slab_state.mutex);
}

void slab_caches_unlock(void)
{
	mutex_unlock(&slab_state.mutex);
}

struct kmem_cache *slab_caches_first(void)
{
	return list_first_entry_or_null(&slab_state.caches, struct kmem_cache, list);
}

struct kmem_cache *slab_caches_next(struct kmem_cache *s)
{
	return list_is_last(&s->list, &slab_state.caches) ? NULL : list_next_entry(s, list);
}

struct kmem_cache *slab_caches_at(long long pos)
{
	struct kmem_cache *s = slab_caches_first();

	while (s && pos-- > 0)
		s = slab_caches_next(s);
	return s;
}

/* Free objects on a node's partial list. */
static unsigned long count_partial_free(struct kmem_cache_node *n)
{
	unsigned long flags, nr = 0;
	struct slab *slab;

	spin_lock_irqsave(&n->list_lock, flags);
	list_for_each_entry (slab, &n->partial, slab_list) {
		slab_lock(slab);
		nr += slab->objects - slab->inuse;
		slab_unlock(slab);
	}
	spin_unlock_irqrestore(&n->list_lock, flags);
	return nr;
}

void get_slabinfo(struct kmem_cache *s, struct slabinfo *sinfo)
{
	unsigned long nr_slabs = 0, nr_objs = 0, nr_free = 0;
	struct kmem_cache_node *n;
	int nid;

	nr_free = slab_quarantined(s);
	for_each_cache_node (s, nid, n) {
		nr_slabs += __atomic_load_n(&n->nr_slabs, __ATOMIC_RELAXED);
		nr_objs += __atomic_load_n(&n->total_objects, __ATOMIC_RELAXED);
		nr_free += count_partial_free(n);
	}
	memset(sinfo, 0, sizeof(*sinfo));
	sinfo->active_objs = nr_objs - nr_free;
	sinfo->num_objs = nr_objs;
	sinfo->active_slabs = nr_slabs;
	sinfo->num_slabs = nr_slabs;
	sinfo->objects_per_slab = oo_objects(s->oo);
	sinfo->cache_order = oo_order(s->oo);
}

/* ---- where an address lives ---- */

static bool on_some_freelist(struct kmem_cache *s, struct slab *slab, const void *object)
{
	const void *p;
	int cpu;

	if (slab_on_freelist(s, slab, object))
		return true;
	for_each_possible_cpu (cpu) {
		struct kmem_cache_cpu *c = per_cpu_ptr(s->cpu_slab, cpu);

		if (c->slab != slab)
			continue;
		for (p = c->freelist; p; p = get_freepointer(s, p))
			if (p == object)
				return true;
	}
	return false;
}

static void locate_object(struct slab *slab, const void *addr, struct slab_place *place)
{
	struct kmem_cache *s = slab->slab_cache;
	struct track *t;
	bool live;

	place->cache = s;
	place->objects = slab->objects;
	place->index = slab_index(s, slab, addr);
	place->size = s->object_size;
	place->object = slab_object(s, slab, place->index);
	place->offset = (unsigned long)addr - (unsigned long)place->object;
	place->state = SLAB_PLACE_OUTSIDE;
	if (place->index >= slab->objects || addr < place->object)
		return;
	t = track_of(slab, place->index);
	live = t ? READ_ONCE(t->state) == TRACK_LIVE : !on_some_freelist(s, slab, place->object);
	place->state = live ? SLAB_PLACE_ALLOCATED : SLAB_PLACE_FREE;
	if (t) {
		place->caller = stack_depot_caller(live ? READ_ONCE(t->alloc_stack)
							: READ_ONCE(t->free_stack));
		place->pid = live ? READ_ONCE(t->alloc_pid) : READ_ONCE(t->free_pid);
	}
}

void slab_locate(const void *addr, struct slab_place *place)
{
	unsigned long offset = (unsigned long)addr - slab_hot.direct_base;
	struct slab *slab;
	struct track *t;

	memset(place, 0, sizeof(*place));
	place->nid = NUMA_NO_NODE;
	if (offset >= slab_hot.direct_size || !pfn_valid(offset >> PAGE_SHIFT))
		return;
	place->page = virt_to_page(addr);
	place->head = compound_head(place->page);
	place->nid = page_to_nid(place->page);
	place->zone_name = page_zone(place->page)->name;
	slab = slab_find(addr);
	/* What is looked at may be broken: a page that only says that it is a slab's. */
	if (slab && slab_is_descriptor(READ_ONCE(slab->slab_cache))) {
		locate_object(slab, addr, place);
		return;
	}
	t = track_large(place->head);
	if (t && PageHead(place->head) && t->state == TRACK_LARGE) {
		place->state = SLAB_PLACE_LARGE;
		place->object = page_address(place->head);
		place->offset = (unsigned long)addr - (unsigned long)place->object;
		place->size = t->size;
		place->caller = stack_depot_caller(t->alloc_stack);
		place->pid = t->alloc_pid;
	}
}

bool kmem_valid_obj(void *object)
{
	return slab_find(object) != NULL;
}
EXPORT_SYMBOL_GPL(kmem_valid_obj);

void kmem_dump_obj(void *object)
{
	struct slab_place place;

	slab_locate(object, &place);
	if (!place.cache) {
		pr_cont(" non-slab memory.\n");
		return;
	}
	pr_cont(" slab %s start 0x%px", place.cache->name, place.object);
	if (place.cache->offset >= place.cache->inuse)
		pr_cont(" data offset %u", place.cache->offset);
	if (place.offset)
		pr_cont(" pointer offset %u", place.offset);
	pr_cont(" size %u", place.size);
	if (place.caller)
		pr_cont(" allocated at %pS", (void *)place.caller);
	pr_cont("\n");
}
EXPORT_SYMBOL_GPL(kmem_dump_obj);
