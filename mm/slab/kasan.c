/* SPDX-License-Identifier: MIT */
/*
 * What KASAN asks of slabs: which object an address belongs to, with its history. The hooks
 * that poison stand where objects change hands (track.c, pages.c, kmalloc.c).
 */
#include <linux/kernel.h>

#include "lib/stackdepot.h"
#include "mm/kasan/kasan.h"
#include "slab.h"

static void fill_history(struct kasan_object *o, const struct track *t)
{
	if (!t)
		return;
	o->size = t->size;
	o->freed = t->state == TRACK_FREE || t->state == TRACK_NONE;
	o->nr_alloc = stack_depot_get(t->alloc_stack, &o->alloc_pc);
	o->alloc_pid = t->alloc_pid;
	if (!o->freed)
		return;
	o->nr_free = stack_depot_get(t->free_stack, &o->free_pc);
	o->free_pid = t->free_pid;
}

static bool find_in_slab(struct slab *slab, unsigned long addr, struct kasan_object *o)
{
	struct kmem_cache *s = slab->slab_cache;
	unsigned int index = slab_index(s, slab, (void *)addr);
	struct track *t;

	/* A slab's left-over bytes are behind its last object. */
	if (index >= slab->objects)
		index = slab->objects - 1;
	t = track_of(slab, index);
	/* Before an object that nobody has: behind the one before it. */
	if (index && addr < (unsigned long)slab_object(s, slab, index) &&
	    (!t || t->state != TRACK_LIVE))
		t = track_of(slab, --index);
	o->start = (unsigned long)slab_object(s, slab, index);
	o->size = s->object_size;
	o->what = "object";
	o->cache = s->name;
	if (t && t->state != TRACK_NONE)
		fill_history(o, t);
	return true;
}

static bool find_large(struct page *page, struct kasan_object *o)
{
	struct track *t = track_large(page);

	if (!t || !t->alloc_stack || (PageHead(page) && t->state != TRACK_LARGE))
		return false;
	/* Free pages keep the record of the large kmalloc that they were. */
	o->start = (unsigned long)page_address(page);
	o->what = "object";
	o->cache = "kmalloc of whole pages";
	fill_history(o, t);
	o->freed = t->state != TRACK_LARGE;
	return true;
}

static bool find(unsigned long addr, struct kasan_object *o)
{
	unsigned long offset = addr - slab_hot.direct_base;
	struct slab *slab = slab_find((void *)addr);

	if (slab)
		return find_in_slab(slab, addr, o);
	if (offset >= slab_hot.direct_size || !pfn_valid(offset >> PAGE_SHIFT))
		return false;
	return find_large(virt_to_head_page((void *)addr), o);
}

void slab_kasan_init(void)
{
	kasan_add_finder(find);
}

void slab_kasan_resize(const void *object, size_t size)
{
	struct slab *slab = slab_find(object);

	if (!kasan_on() || ZERO_OR_NULL_PTR(object))
		return;
	if (slab)
		kasan_kmalloc(object, size,
			      slab->slab_cache->size - slab->slab_cache->red_left_pad);
	else
		kasan_kmalloc_large(object, size, page_size(virt_to_page(object)));
}
