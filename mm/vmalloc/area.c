/* SPDX-License-Identifier: MIT */
/*
 * The address space of the vmalloc window: free, busy and lazy ranges.
 *
 * Free ranges are in a red-black tree by address; each node knows the largest range below it,
 * so that the lowest range that is large enough is found on one way down. A freed range
 * does not become free at once: its addresses rest (on Linux, to flush many TLBs with one
 * broadcast; here they also let a use after vfree fault instead of meeting the next owner),
 * until there are enough of them, or no other addresses are left.
 */
#include <linux/kernel.h>
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/log2.h>
#include <linux/rbtree_augmented.h>
#include <linux/string.h>

#include "arch/arch.h"
#include "mm/percpu/percpu.h"
#include "vmalloc.h"
#include "vmap.h"

static unsigned long range_size(struct vmap_area *va)
{
	return va->va_end - va->va_start;
}

RB_DECLARE_CALLBACKS_MAX(static, free_callbacks, struct vmap_area, rb_node, unsigned long,
			 subtree_max_size, range_size);

/* As many pages may rest: 32 MiB, more on larger machines. Linux's rule. */
static unsigned long lazy_limit(void)
{
	return fls(num_online_cpus()) * (32UL * 1024 * 1024 / PAGE_SIZE);
}

/* ---- the two trees; => vmap_space.lock held ---- */

static void link_range(struct rb_root *root, struct list_head *list, struct vmap_area *va,
		       bool augment)
{
	struct rb_node **link = &root->rb_node, *parent = NULL;
	struct list_head *before = list;
	struct vmap_area *at;

	while (*link) {
		parent = *link;
		at = rb_entry(parent, struct vmap_area, rb_node);
		if (va->va_start < at->va_start) {
			link = &parent->rb_left;
		} else {
			link = &parent->rb_right;
			before = &at->list; /* the last one that we go right of is below us */
		}
	}
	rb_link_node(&va->rb_node, parent, link);
	if (augment) {
		va->subtree_max_size = range_size(va);
		free_callbacks.propagate(parent, NULL);
		rb_insert_augmented(&va->rb_node, root, &free_callbacks);
	} else {
		rb_insert_color(&va->rb_node, root);
	}
	list_add(&va->list, before);
}

static void unlink_busy(struct vmap_area *va)
{
	rb_erase(&va->rb_node, &vmap_space.busy);
	list_del(&va->list);
}

static void unlink_free(struct vmap_area *va)
{
	rb_erase_augmented(&va->rb_node, &vmap_space.free, &free_callbacks);
	list_del(&va->list);
}

static void resized_free(struct vmap_area *va)
{
	free_callbacks.propagate(&va->rb_node, NULL);
}

/* Make [va) free, and one with its free neighbours. Consumes @va. */
static void give_range(struct vmap_area *va)
{
	struct vmap_area *prev, *next;

	link_range(&vmap_space.free, &vmap_space.free_list, va, true);
	if (!list_is_first(&va->list, &vmap_space.free_list)) {
		prev = list_prev_entry(va, list);
		if (prev->va_end == va->va_start) {
			unlink_free(va);
			prev->va_end = va->va_end;
			resized_free(prev);
			kmem_cache_free(vmap_space.area_cache, va);
			va = prev;
		}
	}
	if (!list_is_last(&va->list, &vmap_space.free_list)) {
		next = list_next_entry(va, list);
		if (va->va_end == next->va_start) {
			unlink_free(next);
			va->va_end = next->va_end;
			resized_free(va);
			kmem_cache_free(vmap_space.area_cache, next);
		}
	}
}

static unsigned long subtree_max(struct rb_node *node)
{
	return node ? rb_entry(node, struct vmap_area, rb_node)->subtree_max_size : 0;
}

/* Where @size bytes at @align, at or behind @start, would lie in a free range; 0: they do not fit.
 */
static unsigned long fit(struct vmap_area *va, unsigned long size, unsigned long align,
			 unsigned long start)
{
	unsigned long at = ALIGN(max(va->va_start, start), align);

	return at >= va->va_start && at < va->va_end && va->va_end - at >= size ? at : 0;
}

/*
 * The lowest free range that holds them. A subtree is entered only if its largest range is
 * large enough whatever the alignment; a range that is large enough only when aligned
 * luckily is met by the walk along the list that follows.
 */
static struct vmap_area *lowest_fit(unsigned long size, unsigned long align, unsigned long start)
{
	struct rb_node *node = vmap_space.free.rb_node;
	struct vmap_area *va, *best = NULL;

	while (node) {
		va = rb_entry(node, struct vmap_area, rb_node);
		if (va->va_start >= start && subtree_max(node->rb_left) >= size) {
			node = node->rb_left;
			continue;
		}
		if (fit(va, size, align, start)) {
			best = va;
			break;
		}
		if (subtree_max(node->rb_right) < size)
			break;
		node = node->rb_right;
	}
	if (best)
		return best;
	/* Rare: an alignment or a start in the way. Look at all of them, in order. */
	list_for_each_entry (va, &vmap_space.free_list, list)
		if (fit(va, size, align, start))
			return va;
	return NULL;
}

/*
 * Cut [at, at + size) out of a free range, which may leave a part on each side. @spare
 * describes the second part if there is one; returns whether it was used.
 */
static bool cut(struct vmap_area *va, unsigned long at, unsigned long size, struct vmap_area *spare)
{
	unsigned long end = va->va_end;

	if (at == va->va_start && at + size == end) {
		unlink_free(va);
		kmem_cache_free(vmap_space.area_cache, va);
		return false;
	}
	if (at == va->va_start) {
		va->va_start = at + size;
		resized_free(va);
		return false;
	}
	va->va_end = at;
	resized_free(va);
	if (at + size == end)
		return false;
	spare->va_start = at + size;
	spare->va_end = end;
	link_range(&vmap_space.free, &vmap_space.free_list, spare, true);
	return true;
}

static bool try_take(struct vmap_area *va, unsigned long size, unsigned long align,
		     unsigned long start, unsigned long end, struct vmap_area **spare)
{
	struct vmap_area *from;
	unsigned long at = 0;

	spin_lock(&vmap_space.lock);
	from = lowest_fit(size, align, start);
	if (from)
		at = fit(from, size, align, start);
	if (at && at + size <= end) {
		if (cut(from, at, size, *spare))
			*spare = NULL;
		va->va_start = at;
		va->va_end = at + size;
		va->vm = NULL;
		link_range(&vmap_space.busy, &vmap_space.busy_list, va, false);
	} else {
		at = 0;
	}
	spin_unlock(&vmap_space.lock);
	return at;
}

struct vmap_area *vmap_take(unsigned long size, unsigned long align, unsigned long start,
			    unsigned long end, gfp_t gfp, int node)
{
	struct vmap_area *va, *spare;
	bool ok = false;

	start = max(start, vmap_space.start);
	end = min(end, vmap_space.end);
	gfp &= VMAP_GFP;
	va = kmem_cache_alloc_node(vmap_space.area_cache, gfp, node);
	spare = kmem_cache_alloc_node(vmap_space.area_cache, gfp, node);
	if (va && spare) {
		ok = try_take(va, size, align, start, end, &spare);
		if (!ok) {
			vmap_purge();
			ok = try_take(va, size, align, start, end, &spare);
		}
	}
	if (spare)
		kmem_cache_free(vmap_space.area_cache, spare);
	if (ok)
		return va;
	if (!va)
		return ERR_PTR(-ENOMEM);
	kmem_cache_free(vmap_space.area_cache, va);
	return ERR_PTR(spare ? -EBUSY : -ENOMEM);
}

struct vmap_area *vmap_find(unsigned long addr)
{
	struct rb_node *node = vmap_space.busy.rb_node;

	while (node) {
		struct vmap_area *va = rb_entry(node, struct vmap_area, rb_node);

		if (addr < va->va_start)
			node = node->rb_left;
		else if (addr >= va->va_end)
			node = node->rb_right;
		else
			return va;
	}
	return NULL;
}

void vmap_retire(struct vmap_area *va)
{
	bool many;

	spin_lock(&vmap_space.lock);
	unlink_busy(va);
	list_add_tail(&va->list, &vmap_space.lazy);
	vmap_space.lazy_pages += range_size(va) >> PAGE_SHIFT;
	many = vmap_space.lazy_pages > lazy_limit();
	spin_unlock(&vmap_space.lock);
	if (many)
		vmap_purge();
}

void vmap_purge(void)
{
	struct vmap_area *va, *next;

	spin_lock(&vmap_space.lock);
	list_for_each_entry_safe (va, next, &vmap_space.lazy, list) {
		list_del(&va->list);
		vmap_space.lazy_pages -= range_size(va) >> PAGE_SHIFT;
		give_range(va);
	}
	spin_unlock(&vmap_space.lock);
}

int vmap_space_init(void)
{
	struct vmap_area *all;

	memset(&vmap_space, 0, sizeof(vmap_space));
	spin_lock_init_ranked(&vmap_space.lock, LOCK_RANK_VMALLOC);
	vmap_space.busy = RB_ROOT;
	vmap_space.free = RB_ROOT;
	INIT_LIST_HEAD(&vmap_space.busy_list);
	INIT_LIST_HEAD(&vmap_space.free_list);
	INIT_LIST_HEAD(&vmap_space.lazy);
	vmap_space.area_cache = KMEM_CACHE(vmap_area, SLAB_PANIC);
	all = kmem_cache_alloc(vmap_space.area_cache, GFP_KERNEL);
	if (!all)
		return -ENOMEM;
	all->va_start = vmap_space.start = arch_vmalloc_base;
	all->va_end = vmap_space.end = percpu_window_start();
	link_range(&vmap_space.free, &vmap_space.free_list, all, true);
	return 0;
}

/* => no busy range is left */
void vmap_space_exit(void)
{
	struct vmap_area *va, *next;

	vmap_purge();
	list_for_each_entry_safe (va, next, &vmap_space.free_list, list)
		kmem_cache_free(vmap_space.area_cache, va);
	kmem_cache_destroy(vmap_space.area_cache);
	memset(&vmap_space, 0, sizeof(vmap_space));
}
