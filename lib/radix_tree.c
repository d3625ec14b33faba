/* SPDX-License-Identifier: MIT */
/*
 * The radix tree's calls, over the XArray's walk. Unlike the XArray's they take no lock, and a
 * root's flags are the gfp mask of its nodes.
 */
#include "lib/alloc_for.h"
#include "xarray.h"

#include <linux/export.h>
#include <linux/radix-tree.h>

/* Growing to the full height and going down it, less the node that both share. */
#define PRELOAD_NODES (2 * RADIX_TREE_MAX_PATH - 1)

static gfp_t root_gfp(const struct radix_tree_root *root)
{
	return root->xa_flags & (__GFP_BITS_MASK & ~GFP_ZONEMASK);
}

static struct xarray *writable(const struct radix_tree_root *root)
{
	return (struct xarray *)root;
}

int radix_tree_preload(gfp_t gfp)
{
	WARN_ON_ONCE(!gfpflags_allow_blocking(gfp));
	return xa_preload(gfp, PRELOAD_NODES);
}
EXPORT_SYMBOL(radix_tree_preload);

int radix_tree_maybe_preload(gfp_t gfp)
{
	if (gfpflags_allow_blocking(gfp))
		return xa_preload(gfp, PRELOAD_NODES);
	preempt_disable();
	return 0;
}
EXPORT_SYMBOL(radix_tree_maybe_preload);

int radix_tree_insert(struct radix_tree_root *root, unsigned long index, void *item)
{
	ALLOCATES_FOR_CALLER();
	XA_STATE(xas, root, index);

	do {
		if (xas_load(&xas))
			xas_set_err(&xas, -EEXIST);
		else
			xas_store(&xas, item);
	} while (xas_nomem(&xas, root_gfp(root)));
	return xas_error(&xas);
}
EXPORT_SYMBOL(radix_tree_insert);

static void __rcu **slot_at(struct xa_state *xas)
{
	return xas->xa_node ? &xas->xa_node->slots[xas->xa_offset] : &xas->xa->xa_head;
}

void *radix_tree_lookup(const struct radix_tree_root *root, unsigned long index)
{
	XA_STATE(xas, writable(root), index);
	void *entry;

	do {
		entry = xas_load(&xas);
		if (xa_is_zero(entry))
			return NULL;
	} while (xas_retry(&xas, entry));
	return entry;
}
EXPORT_SYMBOL(radix_tree_lookup);

void __rcu **radix_tree_lookup_slot(const struct radix_tree_root *root, unsigned long index)
{
	XA_STATE(xas, writable(root), index);

	return xas_load(&xas) ? slot_at(&xas) : NULL;
}
EXPORT_SYMBOL(radix_tree_lookup_slot);

void radix_tree_replace_slot(struct radix_tree_root *root, void __rcu **slot, void *entry)
{
	WARN_ON_ONCE(!entry || !*slot); /* counts of nodes would be wrong */
	rcu_assign_pointer(*slot, entry);
}
EXPORT_SYMBOL(radix_tree_replace_slot);

void *radix_tree_delete_item(struct radix_tree_root *root, unsigned long index, void *item)
{
	XA_STATE(xas, root, index);
	void *entry = xas_load(&xas);

	if (!entry || (item && entry != item))
		return NULL;
	xas_store(&xas, NULL);
	return entry;
}
EXPORT_SYMBOL(radix_tree_delete_item);

void *radix_tree_delete(struct radix_tree_root *root, unsigned long index)
{
	return radix_tree_delete_item(root, index, NULL);
}
EXPORT_SYMBOL(radix_tree_delete);

void *radix_tree_tag_set(struct radix_tree_root *root, unsigned long index, unsigned int tag)
{
	XA_STATE(xas, root, index);
	void *entry = xas_load(&xas);

	if (entry)
		xas_set_mark(&xas, tag);
	return entry;
}
EXPORT_SYMBOL(radix_tree_tag_set);

void *radix_tree_tag_clear(struct radix_tree_root *root, unsigned long index, unsigned int tag)
{
	XA_STATE(xas, root, index);
	void *entry = xas_load(&xas);

	if (entry)
		xas_clear_mark(&xas, tag);
	return entry;
}
EXPORT_SYMBOL(radix_tree_tag_clear);

int radix_tree_tag_get(const struct radix_tree_root *root, unsigned long index, unsigned int tag)
{
	XA_STATE(xas, writable(root), index);

	return xas_load(&xas) && xas_get_mark(&xas, tag);
}
EXPORT_SYMBOL(radix_tree_tag_get);

int radix_tree_tagged(const struct radix_tree_root *root, unsigned int tag)
{
	return xa_marked(root, tag);
}
EXPORT_SYMBOL(radix_tree_tagged);

unsigned int radix_tree_gang_lookup(const struct radix_tree_root *root, void **results,
				    unsigned long first_index, unsigned int max_items)
{
	return xa_extract(writable(root), results, first_index, ULONG_MAX, max_items, XA_PRESENT);
}
EXPORT_SYMBOL(radix_tree_gang_lookup);

unsigned int radix_tree_gang_lookup_tag(const struct radix_tree_root *root, void **results,
					unsigned long first_index, unsigned int max_items,
					unsigned int tag)
{
	return xa_extract(writable(root), results, first_index, ULONG_MAX, max_items, tag);
}
EXPORT_SYMBOL(radix_tree_gang_lookup_tag);

void __rcu **radix_tree_next_chunk(const struct radix_tree_root *root, struct radix_tree_iter *iter,
				   unsigned int flags)
{
	XA_STATE(xas, writable(root), iter->next_index);
	void *entry;

	if (iter->index == ULONG_MAX && iter->next_index == 0)
		return NULL;
	entry = flags & RADIX_TREE_ITER_TAGGED
			? xas_find_marked(&xas, ULONG_MAX, flags & RADIX_TREE_ITER_TAG_MASK)
			: xas_find(&xas, ULONG_MAX);
	if (!entry)
		return NULL;
	iter->index = xas.xa_index;
	iter->next_index = xas.xa_index + 1;
	iter->node = xas.xa_node;
	iter->tags = 1;
	return slot_at(&xas);
}
EXPORT_SYMBOL(radix_tree_next_chunk);

void __rcu **radix_tree_iter_resume(void __rcu **slot, struct radix_tree_iter *iter)
{
	iter->next_index = iter->index + 1;
	return NULL;
}
EXPORT_SYMBOL(radix_tree_iter_resume);

void radix_tree_iter_replace(struct radix_tree_root *root, const struct radix_tree_iter *iter,
			     void __rcu **slot, void *entry)
{
	radix_tree_replace_slot(root, slot, entry);
}

void radix_tree_iter_delete(struct radix_tree_root *root, struct radix_tree_iter *iter,
			    void __rcu **slot)
{
	radix_tree_delete(root, iter->index);
}
EXPORT_SYMBOL(radix_tree_iter_delete);

void radix_tree_iter_tag_clear(struct radix_tree_root *root, const struct radix_tree_iter *iter,
			       unsigned int tag)
{
	radix_tree_tag_clear(root, iter->index, tag);
}
