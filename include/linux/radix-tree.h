/* SPDX-License-Identifier: MIT */
/*
 * The radix tree: the older interface to the XArray's structure. Its calls take no lock: the caller
 * serialises writers, readers hold the RCU read lock. Memory comes with the root's gfp mask, or
 * from what radix_tree_preload set aside.
 */
#ifndef _LINUX_RADIX_TREE_H
#define _LINUX_RADIX_TREE_H

#include <linux/gfp.h>
#include <linux/list.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/xarray.h>

#define radix_tree_root xarray
#define radix_tree_node xa_node

#define RADIX_TREE_MAP_SHIFT XA_CHUNK_SHIFT
#define RADIX_TREE_MAP_SIZE (1UL << RADIX_TREE_MAP_SHIFT)
#define RADIX_TREE_MAP_MASK (RADIX_TREE_MAP_SIZE - 1)
#define RADIX_TREE_MAX_TAGS XA_MAX_MARKS
#define RADIX_TREE_TAG_LONGS XA_MARK_LONGS
#define RADIX_TREE_INDEX_BITS (8 * sizeof(unsigned long))
#define RADIX_TREE_MAX_PATH 11
#define ROOT_TAG_SHIFT (__GFP_BITS_SHIFT)
#define ROOT_IS_IDR ((__force gfp_t)4)
#define RADIX_TREE_INIT(name, mask) XARRAY_INIT(name, mask)
#define RADIX_TREE(name, mask) struct radix_tree_root name = RADIX_TREE_INIT(name, mask)
#define INIT_RADIX_TREE(root, mask) xa_init_flags(root, mask)

static inline bool radix_tree_empty(const struct radix_tree_root *root)
{
	return root->xa_head == NULL;
}

/* -EEXIST, -ENOMEM. */
int radix_tree_insert(struct radix_tree_root *root, unsigned long index, void *item);
void *radix_tree_lookup(const struct radix_tree_root *root, unsigned long index);
/* The place of the item; NULL if there is none. */
void __rcu **radix_tree_lookup_slot(const struct radix_tree_root *root, unsigned long index);
void radix_tree_replace_slot(struct radix_tree_root *root, void __rcu **slot, void *entry);
void *radix_tree_delete(struct radix_tree_root *root, unsigned long index);
/* Only if it is @item (NULL: any); returns what was there. */
void *radix_tree_delete_item(struct radix_tree_root *root, unsigned long index, void *item);
void *radix_tree_tag_set(struct radix_tree_root *root, unsigned long index, unsigned int tag);
void *radix_tree_tag_clear(struct radix_tree_root *root, unsigned long index, unsigned int tag);
int radix_tree_tag_get(const struct radix_tree_root *root, unsigned long index, unsigned int tag);
int radix_tree_tagged(const struct radix_tree_root *root, unsigned int tag);
unsigned int radix_tree_gang_lookup(const struct radix_tree_root *root, void **results,
				    unsigned long first_index, unsigned int max_items);
unsigned int radix_tree_gang_lookup_tag(const struct radix_tree_root *root, void **results,
					unsigned long first_index, unsigned int max_items,
					unsigned int tag);

/*
 * Set enough nodes aside on this CPU for one insertion, and stay on it until
 * radix_tree_preload_end(). On -ENOMEM preemption is as before. May sleep as @gfp says.
 */
int radix_tree_preload(gfp_t gfp_mask);
int radix_tree_maybe_preload(gfp_t gfp_mask);
static inline void radix_tree_preload_end(void)
{
	preempt_enable();
}

static inline void *radix_tree_deref_slot(void __rcu **slot)
{
	return rcu_dereference_raw(*slot);
}
static inline void *radix_tree_deref_slot_protected(void __rcu **slot, spinlock_t *treelock)
{
	return rcu_dereference_raw(*slot);
}
static inline int radix_tree_deref_retry(void *arg)
{
	return unlikely(xa_is_retry(arg));
}
static inline int radix_tree_exception(void *arg)
{
	return unlikely((unsigned long)arg & 3);
}

/* A walk over items; @index is the present one. */
struct radix_tree_iter {
	unsigned long index;
	unsigned long next_index;
	unsigned long tags;
	struct radix_tree_node *node;
};
enum {
	RADIX_TREE_ITER_TAG_MASK = 0x0f,
	RADIX_TREE_ITER_TAGGED = 0x10,
	RADIX_TREE_ITER_CONTIG = 0x20,
};
static __always_inline void __rcu **radix_tree_iter_init(struct radix_tree_iter *iter,
							 unsigned long start)
{
	iter->index = 0;
	iter->next_index = start;
	return NULL;
}
/* The slot of the next item at or after iter->next_index; @flags: tag | RADIX_TREE_ITER_TAGGED. */
void __rcu **radix_tree_next_chunk(const struct radix_tree_root *root,
				   struct radix_tree_iter *iter, unsigned int flags);
void __rcu **radix_tree_iter_resume(void __rcu **slot, struct radix_tree_iter *iter);
void radix_tree_iter_replace(struct radix_tree_root *root, const struct radix_tree_iter *iter,
			     void __rcu **slot, void *entry);
void radix_tree_iter_delete(struct radix_tree_root *root, struct radix_tree_iter *iter,
			    void __rcu **slot);
void radix_tree_iter_tag_clear(struct radix_tree_root *root, const struct radix_tree_iter *iter,
			       unsigned int tag);
static inline __must_check void __rcu **radix_tree_iter_retry(struct radix_tree_iter *iter)
{
	iter->next_index = iter->index;
	return NULL;
}
#define radix_tree_for_each_slot(slot, root, iter, start)                                          \
	for (slot = radix_tree_iter_init(iter, start);                                             \
	     (slot = radix_tree_next_chunk(root, iter, 0)) != NULL;)
#define radix_tree_for_each_tagged(slot, root, iter, start, tag)                                   \
	for (slot = radix_tree_iter_init(iter, start);                                             \
	     (slot = radix_tree_next_chunk(root, iter, RADIX_TREE_ITER_TAGGED | (tag))) != NULL;)

#endif
