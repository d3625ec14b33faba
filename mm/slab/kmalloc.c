/* SPDX-License-Identifier: MIT */
/*
 * kmalloc: caches by size class, whole pages above 8 KiB, and what is built on them.
 *
 * Classes are the powers of two from 8 bytes to 8 KiB, and 96 and 192 bytes, for each kind of
 * memory: plain, charged (cg), reclaimable (rcl), DMA. A larger request is a compound block of
 * pages without any descriptor but its struct page: kfree knows it by not being a slab.
 */
#include <linux/kernel.h>
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/string.h>
#include <linux/sched/mm.h>
#include "lib/step.h"
#include "slab.h"

struct kmem_cache *kmalloc_caches[NR_KMALLOC_TYPES][KMALLOC_SHIFT_HIGH + 1];
EXPORT_SYMBOL(kmalloc_caches);

/* By class: 0 is nobody's; 1 and 2 are the two odd ones; n is 2^n. */
static const struct {
	unsigned int size;
	const char *name[NR_KMALLOC_TYPES];
} kmalloc_class[KMALLOC_SHIFT_HIGH + 1] = {
#define KMALLOC_CLASS(bytes, text)                                                \
	{                                                                         \
		bytes,                                                            \
		{                                                                 \
			"kmalloc-" text, "kmalloc-cg-" text, "kmalloc-rcl-" text, \
				"dma-kmalloc-" text                               \
		}                                                                 \
	}
	[1] = KMALLOC_CLASS(96, "96"),	  [2] = KMALLOC_CLASS(192, "192"),
	[3] = KMALLOC_CLASS(8, "8"),	  [4] = KMALLOC_CLASS(16, "16"),
	[5] = KMALLOC_CLASS(32, "32"),	  [6] = KMALLOC_CLASS(64, "64"),
	[7] = KMALLOC_CLASS(128, "128"),  [8] = KMALLOC_CLASS(256, "256"),
	[9] = KMALLOC_CLASS(512, "512"),  [10] = KMALLOC_CLASS(1024, "1k"),
	[11] = KMALLOC_CLASS(2048, "2k"), [12] = KMALLOC_CLASS(4096, "4k"),
	[13] = KMALLOC_CLASS(8192, "8k"),
};

/* The odd classes stand behind the power of two below them: Linux's order in slabinfo. */
static const unsigned char creation_order[] = {3, 4, 5, 6, 1, 7, 2, 8, 9, 10, 11, 12, 13};

static const slab_flags_t type_flags[NR_KMALLOC_TYPES] = {
	[KMALLOC_NORMAL] = 0,
	[KMALLOC_CGROUP] = SLAB_ACCOUNT,
	[KMALLOC_RECLAIM] = SLAB_RECLAIM_ACCOUNT,
	[KMALLOC_DMA] = SLAB_CACHE_DMA,
};

int slab_kmalloc_init(void)
{
	unsigned int type, i, class;

	for (type = 0; type < NR_KMALLOC_TYPES; type++) {
		for (i = 0; i < sizeof(creation_order); i++) {
			class = creation_order[i];
			kmalloc_caches[type][class] = slab_create_kmalloc_cache(
				kmalloc_class[class].name[type], kmalloc_class[class].size,
				type_flags[type]);
			if (!kmalloc_caches[type][class])
				return -ENOMEM;
		}
	}
	return 0;
}

void slab_kmalloc_exit(void)
{
	memset(kmalloc_caches, 0, sizeof(kmalloc_caches));
}

/* ---- more than 8 KiB ---- */

void *slab_kmalloc_large(size_t size, gfp_t flags, int node, unsigned long caller)
{
	unsigned int order = get_order(size);
	struct page *page;

	if (unlikely(flags & SLAB_GFP_BUG))
		flags = slab_fix_gfp(flags);
	step_next(caller);
	page = alloc_pages_node(node, flags | __GFP_COMP, order);
	if (!page)
		return NULL;
	slab_account_pages(page, order, 0, 1);
	__atomic_fetch_add(&slab_state.nr_large, 1, __ATOMIC_RELAXED);
	track_large_alloc(page, size, !(flags & __GFP_ZERO), caller);
	kasan_kmalloc_large(page_address(page), size, PAGE_SIZE << order);
	return page_address(page);
}

void *kmalloc_large(size_t size, gfp_t flags)
{
	return slab_kmalloc_large(size, flags, NUMA_NO_NODE, _RET_IP_);
}
EXPORT_SYMBOL(kmalloc_large);

void *kmalloc_large_node(size_t size, gfp_t flags, int node)
{
	return slab_kmalloc_large(size, flags, node, _RET_IP_);
}
EXPORT_SYMBOL(kmalloc_large_node);

static bool is_large(const void *object, struct page *page)
{
	struct track *t;

	if (!PageHead(page) || page_address(page) != object)
		return false;
	t = track_large(page);
	return !t || t->state == TRACK_LARGE;
}

/*
 * kfree of what is in no slab. NULL and ZERO_SIZE_PTR are nothing; the start of a compound block
 * is a large kmalloc; the rest is a bug of the caller, and is reported and left alone.
 */
void kfree_not_slab(const void *object, unsigned long caller)
{
	unsigned long offset = (unsigned long)object - slab_hot.direct_base;
	unsigned int order;
	struct page *page;

	if (ZERO_OR_NULL_PTR(object))
		return;
	step_next(caller);
	if (offset >= slab_hot.direct_size || !pfn_valid(offset >> PAGE_SHIFT) ||
	    !is_large(object, virt_to_page(object))) {
		slab_bad_free(object, "kfree", caller);
		return;
	}
	page = virt_to_page(object);
	order = compound_order(page);
	track_large_free(page, caller);
	__atomic_fetch_sub(&slab_state.nr_large, 1, __ATOMIC_RELAXED);
	slab_account_pages(page, order, 0, -1);
	__free_pages(page, order);
}

/* ---- sizes ---- */

size_t __ksize(const void *object)
{
	struct slab *slab;
	struct kmem_cache *s;

	if (unlikely(object == ZERO_SIZE_PTR))
		return 0;
	slab = slab_find(object);
	if (!slab) {
		unsigned long offset = (unsigned long)object - slab_hot.direct_base;

		if (offset >= slab_hot.direct_size || !pfn_valid(offset >> PAGE_SHIFT))
			return 0;
		return page_size(virt_to_head_page(object));
	}
	s = slab->slab_cache;
	/* What lies behind the object belongs to red zones, RCU readers or the free pointer. */
	if (s->flags & (SLAB_RED_ZONE | SLAB_POISON))
		return s->object_size;
	if (s->flags & (SLAB_TYPESAFE_BY_RCU | SLAB_STORE_USER))
		return s->inuse;
	return s->size;
}

/* Bytes of a live object's slot; all of it is its owner's from now on. */
size_t ksize(const void *objp)
{
	size_t size;

	if (ZERO_OR_NULL_PTR(objp) || !kasan_check(objp, 1, false, _RET_IP_))
		return 0;
	size = __ksize(objp);
	track_resize(objp, size);
	return size;
}
EXPORT_SYMBOL(ksize);

size_t kmalloc_size_roundup(size_t size)
{
	if (!size)
		return 0;
	if (size > KMALLOC_MAX_CACHE_SIZE)
		return size > KMALLOC_MAX_SIZE ? size : PAGE_SIZE << get_order(size);
	return kmalloc_caches[KMALLOC_NORMAL][__kmalloc_index(size, false)]->object_size;
}
EXPORT_SYMBOL(kmalloc_size_roundup);

/* In place, if the slot is large enough: what is behind the new size is guarded
 * again. */
void *slab_krealloc(const void *p, size_t new_size, gfp_t flags, unsigned long caller)
{
	size_t slot = ZERO_OR_NULL_PTR(p) ? 0 : __ksize(p), old = slot;
	void *to;

	if (!ZERO_OR_NULL_PTR(p) && !kasan_check(p, 1, false, caller))
		return NULL;
	if (!ZERO_OR_NULL_PTR(p) && track_enabled()) {
		step_next(caller);
		old = track_size(p, slot);
		if (!old) {
			slab_bad_free(p, "krealloc", caller);
			return NULL;
		}
	}
	if (slot >= new_size) {
		track_resize(p, new_size);
		if (new_size > old && (flags & __GFP_ZERO))
			memset((char *)p + old, 0, new_size - old);
		else if (new_size > old && slab_state.full)
			track_fill_uninit((char *)p + old, new_size - old);
		return (void *)p;
	}
	to = __kmalloc_node_track_caller(new_size, flags, NUMA_NO_NODE, caller);
	if (to && slot) {
		memcpy(to, p, old);
		slab_kfree_for(p, caller);
	}
	return to;
}

void *krealloc(const void *p, size_t new_size, gfp_t flags)
{
	if (unlikely(!new_size)) {
		slab_kfree_for(p, _RET_IP_);
		return ZERO_SIZE_PTR;
	}
	return slab_krealloc(p, new_size, flags, _RET_IP_);
}
EXPORT_SYMBOL(krealloc);

void kfree_sensitive(const void *p)
{
	size_t size = ZERO_OR_NULL_PTR(p) ? 0 : track_size(p, __ksize(p));
	volatile unsigned char *byte = (volatile unsigned char *)p;

	/* volatile: the compiler must not see that nobody reads the zeroes. */
	while (size--)
		*byte++ = 0;
	slab_kfree_for(p, _RET_IP_);
}
EXPORT_SYMBOL(kfree_sensitive);

/*
 * kmem_cache_free of something that is not in a slab of @s. As on Linux the object goes back to
 * the cache that it is from; what is in no slab is left alone.
 */
void slab_free_foreign(struct kmem_cache *s, struct slab *slab, void *object, unsigned long caller)
{
	step_next(caller);
	if (!slab_cache_alive(s, "kmem_cache_free", caller))
		return;
	if (!slab) {
		slab_bad_free(object, "kmem_cache_free", caller);
		return;
	}
	slab_wrong_cache(s, slab, object, caller);
	slab_kfree_for(object, caller);
}
