/* SPDX-License-Identifier: MIT */
/* What the files of the XArray, the radix tree and the IDR share. Theory: xarray.c. */
#ifndef LIB_XARRAY_H
#define LIB_XARRAY_H

#include <linux/radix-tree.h>
#include <linux/xarray.h>

/*
 * Once slab caches and RCU work: the cache "radix_tree_node". -ENOMEM. xarray_exit gives back
 * all that is not in an array; every array must have been emptied. It waits for RCU.
 */
int xarray_init(void);
void xarray_exit(void);

static inline struct xa_node *xa_to_node(const void *entry)
{
	return (struct xa_node *)((unsigned long)entry - 2);
}
static inline bool xa_is_node(const void *entry)
{
	return xa_is_internal(entry) && (unsigned long)entry > 4096;
}
static inline void *xa_mk_node(const struct xa_node *node)
{
	return (void *)((unsigned long)node | 2);
}
static inline bool xa_track_free(const struct xarray *xa)
{
	return xa->xa_flags & XA_FLAGS_TRACK_FREE;
}
/* The greatest index that the array @head can hold without growing. */
static inline unsigned long xa_head_max(const void *head)
{
	unsigned int bits = xa_is_node(head) ? xa_to_node(head)->shift + XA_CHUNK_SHIFT : 0;

	return bits >= BITS_PER_LONG ? ~0UL : (1UL << bits) - 1;
}
static inline unsigned int xa_slot_of(const struct xa_node *node, unsigned long index)
{
	return (index >> node->shift) & XA_CHUNK_MASK;
}

/* Move to the lowest index in [index, max] whose free mark is set. Tracking arrays, locked. */
bool xas_find_free(struct xa_state *xas, unsigned long max);
/* Get a node from the slab or from what was preloaded on this CPU; NULL. */
struct xa_node *xa_node_alloc(gfp_t gfp);
void xa_node_free_now(struct xa_node *node);
/* Have @nr nodes set aside on this CPU. Returns with preemption off if 0, else -ENOMEM. */
int xa_preload(gfp_t gfp, unsigned int nr);

#endif
