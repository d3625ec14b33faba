/* SPDX-License-Identifier: MIT */
/*
 * Frees of what is no live object: what the address is, and what would free it.
 *
 * Only the machine's own tables are asked about the address. It is never
 * followed: it may be anything.
 */
#include <linux/kernel.h>
#include <linux/err.h>
#include <linux/module.h>
#include <linux/sched/task_stack.h>
#include <linux/vmalloc.h>
#include "lib/defect.h"
#include "mm/percpu/percpu.h"
#include "slab.h"

/* An address in a slab. */
static void in_slab(struct ferrite_defect *d, struct slab *slab, const void *addr, const char *call)
{
	struct kmem_cache *s = slab->slab_cache;
	unsigned int index = slab_index(s, slab, addr);
	const char *cache = track_cache_name(s), *freed = "";
	struct track *t = NULL;
	long at;

	if (index < slab->objects) {
		t = track_of(slab, index);
		freed = t && t->state != TRACK_LIVE ? " freed" : "n";
	}
	at = (long)((unsigned long)addr - (unsigned long)slab_object(s, slab, index));
	if (!t || at >= (long)s->object_size || at < 0)
		defect_begin(d, DEFECT_BAD_FREE, "%s of an address between the objects of %s", call,
			     cache);
	else if (t->state == TRACK_NONE)
		defect_begin(d, DEFECT_BAD_FREE, "%s of an object that nobody had yet, %s", call,
			     cache);
	else if (t->state == TRACK_FREE && !at)
		defect_begin(d, DEFECT_USE_AFTER_FREE, "%s of a freed object of %u bytes, %s", call,
			     s->ctor ? s->object_size : t->size, cache);
	else
		defect_begin(d, DEFECT_BAD_FREE, "%s of byte %ld of a%s object of %u bytes, %s",
			     call, at, freed, s->ctor ? s->object_size : t->size, cache);
	defect_linux(d, "BUG %s (%s): Invalid object pointer 0x%px", cache, print_tainted(), addr);
	defect_here(d, "in");
	if (t && t->state == TRACK_FREE)
		track_stack_free(d, t);
	if (t && t->state != TRACK_NONE)
		track_stack_alloc(d, t);
}

/* An address in RAM that is no slab's. */
static void in_pages(struct ferrite_defect *d, const void *addr, const char *call)
{
	struct page *page = virt_to_page(addr), *head = compound_head(page);
	struct track *t = track_large(head);
	unsigned long at = (unsigned long)addr - (unsigned long)page_address(head);

	if (t && t->state == TRACK_LARGE && PageHead(head)) {
		defect_begin(d, DEFECT_BAD_FREE,
			     "%s of byte %lu of a block of %u bytes from kmalloc", call, at,
			     t->size);
	} else if (t && t->state == TRACK_LARGE_FREED && !at && !page_count(head)) {
		defect_begin(d, DEFECT_DOUBLE_FREE,
			     "a block of %u bytes from kmalloc is free already", t->size);
	} else {
		t = NULL;
		if (PageReserved(page))
			defect_begin(d, DEFECT_BAD_FREE, "%s of memory of the machine itself",
				     call);
		else if (!page_count(head))
			defect_begin(d, DEFECT_BAD_FREE, "%s of an address in a free page", call);
		else
			defect_begin(d, DEFECT_BAD_FREE,
				     "%s of a page: __free_pages() or free_pages() frees it", call);
	}
	defect_here(d, "in");
	if (t && t->state == TRACK_LARGE_FREED)
		track_stack_free(d, t);
	if (t)
		track_stack_alloc(d, t);
}

/* The filling of freed objects, or what is not far from it: a member's address. */
static bool is_poison(const void *addr)
{
	return (unsigned long)addr - 0x6b6b6b6b6b6b6b6bUL + PAGE_SIZE < 2 * PAGE_SIZE;
}

/* An address outside of RAM. */
static void in_nothing(struct ferrite_defect *d, const void *addr, const char *call)
{
	struct percpu_place place;
	struct module *mod;

	rcu_read_lock();
	mod = __module_address((unsigned long)addr);
	if (!addr)
		defect_begin(d, DEFECT_BAD_FREE, "%s of NULL", call);
	else if (IS_ERR(addr))
		defect_begin(d, DEFECT_BAD_FREE, "%s of an error pointer, %ld", call,
			     PTR_ERR(addr));
	else if (mod)
		defect_begin(d, DEFECT_BAD_FREE, "%s of static data of module %s", call, mod->name);
	else if (percpu_locate(addr, &place))
		defect_begin(d, DEFECT_BAD_FREE, "%s of per-CPU memory: free_percpu() frees it",
			     call);
	else if (is_vmalloc_addr(addr))
		defect_begin(d, DEFECT_BAD_FREE, "%s of a vmalloc area: vfree() frees it", call);
	else if (object_is_on_stack(addr))
		defect_begin(d, DEFECT_BAD_FREE, "%s of an address on the running task's stack",
			     call);
	else if (is_poison(addr))
		defect_begin(d, DEFECT_USE_AFTER_FREE,
			     "%s of 0x%px: a pointer that was read from a freed object", call,
			     addr);
	else if ((unsigned long)addr < PAGE_SIZE)
		defect_begin(d, DEFECT_BAD_FREE, "%s of NULL and %lu bytes", call,
			     (unsigned long)addr);
	else
		defect_begin(d, DEFECT_BAD_FREE, "%s of 0x%px, where no memory of the machine is",
			     call, addr);
	rcu_read_unlock();
	defect_here(d, "in");
}

noinline void slab_bad_free(const void *addr, const char *call, unsigned long caller)
{
	unsigned long offset = (unsigned long)addr - slab_hot.direct_base;
	struct slab *slab = slab_find(addr);
	struct ferrite_defect d;

	if (kasan_free_expected(addr, false, caller))
		return;
	if (slab)
		in_slab(&d, slab, addr, call);
	else if (offset < slab_hot.direct_size && pfn_valid(offset >> PAGE_SHIFT))
		in_pages(&d, addr, call);
	else
		in_nothing(&d, addr, call);
	if (!slab && !strcmp(call, "kmem_cache_free"))
		defect_linux(&d, "virt_to_cache: Object is not a Slab page!");
	kasan_free_lines(&d, addr, false, caller);
	if (defect_is_module(caller))
		defect_where(&d, caller);
	defect_place(&d, addr);
	defect_end(&d);
}

noinline void slab_wrong_cache(struct kmem_cache *s, struct slab *slab, void *object,
			       unsigned long caller)
{
	struct kmem_cache *of = slab->slab_cache;
	unsigned int index = slab_index(of, slab, object);
	struct track *t = index < slab->objects ? track_of(slab, index) : NULL;
	struct ferrite_defect d;

	defect_begin(&d, DEFECT_BAD_FREE, "kmem_cache_free to %s of an object of %s",
		     track_cache_name(s), track_cache_name(of));
	defect_linux(&d, "cache_from_obj: Wrong slab cache. %s but object is from %s",
		     track_cache_name(s), track_cache_name(of));
	defect_here(&d, "in");
	if (t && t->state != TRACK_NONE)
		track_stack_alloc(&d, t);
	if (defect_is_module(caller))
		defect_where(&d, caller);
	defect_place(&d, object);
	defect_end(&d);
}
