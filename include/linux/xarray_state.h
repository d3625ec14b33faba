/* SPDX-License-Identifier: MIT */
/*
 * The XArray's own walk, for those who hold xa_lock or the RCU read lock: a struct xa_state
 * stands at one index of one array, keeps errors, and moves. Documentation/core-api/xarray.rst,
 * "Advanced API".
 */
#ifndef _LINUX_XARRAY_STATE_H
#define _LINUX_XARRAY_STATE_H

#include <linux/xarray.h> /* which includes this at its end */

#define XA_CHUNK_SHIFT 6
#define XA_CHUNK_SIZE (1UL << XA_CHUNK_SHIFT)
#define XA_CHUNK_MASK (XA_CHUNK_SIZE - 1)
#define XA_MAX_MARKS 3
#define XA_MARK_LONGS 1

/* One node: 64 slots for 6 bits of the index. Fields but the slots: xa_lock. */
struct xa_node {
	unsigned char shift;	 /* bits of the index below this node's 6 */
	unsigned char offset;	 /* slot in the parent */
	unsigned char count;	 /* slots in use */
	unsigned char nr_values; /* of which values */
	struct xa_node __rcu *parent;
	struct xarray *array;
	union {
		struct list_head private_list;
		struct rcu_head rcu_head;
	};
	void __rcu *slots[XA_CHUNK_SIZE];
	union {
		unsigned long tags[XA_MAX_MARKS][XA_MARK_LONGS];
		unsigned long marks[XA_MAX_MARKS][XA_MARK_LONGS];
	};
};

typedef void (*xa_update_node_t)(struct xa_node *node);

/* Where xa_node points besides a node: NULL the head entry, or one of these. */
#define XA_ERROR(errno) ((struct xa_node *)(((unsigned long)(errno) << 2) | 2UL))
#define XAS_BOUNDS ((struct xa_node *)1UL)
#define XAS_RESTART ((struct xa_node *)3UL)

struct xa_state {
	struct xarray *xa;
	unsigned long xa_index;
	unsigned char xa_shift;
	unsigned char xa_sibs;
	unsigned char xa_offset;
	unsigned char xa_pad;
	struct xa_node *xa_node;
	struct xa_node *xa_alloc; /* from xas_nomem, for the next store */
	xa_update_node_t xa_update;
	struct list_lru *xa_lru;
};

#define __XA_STATE(array, index, shift, sibs)                                                      \
	{                                                                                          \
		.xa = array, .xa_index = index, .xa_shift = shift, .xa_sibs = sibs,                \
		.xa_offset = 0, .xa_pad = 0, .xa_node = XAS_RESTART, .xa_alloc = NULL,             \
		.xa_update = NULL, .xa_lru = NULL,                                                 \
	}
#define XA_STATE(name, array, index) struct xa_state name = __XA_STATE(array, index, 0, 0)
#define XA_STATE_ORDER(name, array, index, order)                                                  \
	struct xa_state name = __XA_STATE(array, ((index) >> (order)) << (order), (order), 0)

#define xas_marked(xas, mark) xa_marked((xas)->xa, (mark))
#define xas_trylock(xas) xa_trylock((xas)->xa)
#define xas_lock(xas) xa_lock((xas)->xa)
#define xas_unlock(xas) xa_unlock((xas)->xa)
#define xas_lock_bh(xas) xa_lock_bh((xas)->xa)
#define xas_unlock_bh(xas) xa_unlock_bh((xas)->xa)
#define xas_lock_irq(xas) xa_lock_irq((xas)->xa)
#define xas_unlock_irq(xas) xa_unlock_irq((xas)->xa)
#define xas_lock_irqsave(xas, flags) xa_lock_irqsave((xas)->xa, flags)
#define xas_unlock_irqrestore(xas, flags) xa_unlock_irqrestore((xas)->xa, flags)

static inline int xas_error(const struct xa_state *xas)
{
	return xa_err(xas->xa_node);
}
static inline void xas_set_err(struct xa_state *xas, long err)
{
	xas->xa_node = XA_ERROR(err);
}
static inline bool xas_invalid(const struct xa_state *xas)
{
	return (unsigned long)xas->xa_node & 3;
}
static inline bool xas_valid(const struct xa_state *xas)
{
	return !xas_invalid(xas);
}
static inline bool xas_is_node(const struct xa_state *xas)
{
	return xas_valid(xas) && xas->xa_node;
}
static inline bool xas_not_node(struct xa_node *node)
{
	return ((unsigned long)node & 3) || !node;
}
static inline bool xas_frozen(struct xa_node *node)
{
	return (unsigned long)node & 2;
}
static inline bool xas_top(struct xa_node *node)
{
	return node <= XAS_RESTART;
}
static inline void xas_reset(struct xa_state *xas)
{
	xas->xa_node = XAS_RESTART;
}
/* Start again if a reader met a special entry. */
static inline bool xas_retry(struct xa_state *xas, const void *entry)
{
	if (xa_is_zero(entry))
		return true;
	if (!xa_is_retry(entry))
		return false;
	xas_reset(xas);
	return true;
}
static inline void xas_set(struct xa_state *xas, unsigned long index)
{
	xas->xa_index = index;
	xas->xa_node = XAS_RESTART;
}
static inline void xas_set_order(struct xa_state *xas, unsigned long index, unsigned int order)
{
	xas->xa_index = index;
	xas->xa_shift = order;
	xas->xa_sibs = 0;
	xas->xa_node = XAS_RESTART;
}
static inline void xas_set_update(struct xa_state *xas, xa_update_node_t update)
{
	xas->xa_update = update;
}
static inline void xas_set_lru(struct xa_state *xas, struct list_lru *lru)
{
	xas->xa_lru = lru;
}

/* The entry at the state's index; walks there. */
void *xas_load(struct xa_state *xas);
/* Put @entry there; returns the old one. Errors are in the state: xas_error. xa_lock held. */
void *xas_store(struct xa_state *xas, void *entry);
/* The first entry at or after the index and <= @max; the state moves there. NULL: none. */
void *xas_find(struct xa_state *xas, unsigned long max);
void *xas_find_marked(struct xa_state *xas, unsigned long max, xa_mark_t mark);
/* The next one in [index, max] that is not NULL and overlaps: for insertion. */
void *xas_find_conflict(struct xa_state *xas);
void *__xas_next(struct xa_state *xas);
void *__xas_prev(struct xa_state *xas);
bool xas_get_mark(const struct xa_state *xas, xa_mark_t mark);
void xas_set_mark(const struct xa_state *xas, xa_mark_t mark);
void xas_clear_mark(const struct xa_state *xas, xa_mark_t mark);
void xas_init_marks(const struct xa_state *xas);
/* After -ENOMEM with the lock dropped: get memory and say whether to try again. */
bool xas_nomem(struct xa_state *xas, gfp_t gfp);
void xas_destroy(struct xa_state *xas);
/* Leave the walk, so that the lock may be dropped; the next xas_find goes on after the entry. */
void xas_pause(struct xa_state *xas);
void xas_create_range(struct xa_state *xas);
/* One index an entry: always 0. */
static inline int xas_get_order(struct xa_state *xas)
{
	return 0;
}

/* The structure itself, for code that keeps private data in nodes; under RCU or (_locked) xa_lock. */
static inline void *xa_head(const struct xarray *xa)
{
	return rcu_dereference_raw(xa->xa_head);
}
static inline void *xa_head_locked(const struct xarray *xa)
{
	return xa->xa_head;
}
static inline void *xa_entry(const struct xarray *xa, const struct xa_node *node,
			     unsigned int offset)
{
	return rcu_dereference_raw(node->slots[offset]);
}
static inline void *xa_entry_locked(const struct xarray *xa, const struct xa_node *node,
				    unsigned int offset)
{
	return node->slots[offset];
}
static inline struct xa_node *xa_parent(const struct xarray *xa, const struct xa_node *node)
{
	return rcu_dereference_raw(node->parent);
}
static inline struct xa_node *xa_parent_locked(const struct xarray *xa,
					       const struct xa_node *node)
{
	return node->parent;
}
/* Take @node, whose slots the caller has emptied, out of the tree. xa_lock held. */
void xa_delete_node(struct xa_node *node, xa_update_node_t update);

/* xas_load again after the entry may have changed, without a walk where that is possible. */
static inline void *xas_reload(struct xa_state *xas)
{
	struct xa_node *node = xas->xa_node;

	if (node)
		return xas_is_node(xas) ? rcu_dereference_raw(node->slots[xas->xa_offset]) :
					  xas_load(xas);
	return rcu_dereference_raw(xas->xa->xa_head);
}
/* One index further or back, NULL entries included; the first call loads the index itself. */
static inline void *xas_next(struct xa_state *xas)
{
	return __xas_next(xas);
}
static inline void *xas_prev(struct xa_state *xas)
{
	return __xas_prev(xas);
}
static inline void *xas_next_entry(struct xa_state *xas, unsigned long max)
{
	return xas_find(xas, max);
}
static inline void *xas_next_marked(struct xa_state *xas, unsigned long max, xa_mark_t mark)
{
	return xas_find_marked(xas, max, mark);
}

enum {
	XA_CHECK_SCHED = 4096,
};
#define xas_for_each(xas, entry, max)                                                              \
	for (entry = xas_find(xas, max); entry; entry = xas_next_entry(xas, max))
#define xas_for_each_marked(xas, entry, max, mark)                                                 \
	for (entry = xas_find_marked(xas, max, mark); entry;                                       \
	     entry = xas_next_marked(xas, max, mark))
#define xas_for_each_conflict(xas, entry) while ((entry = xas_find_conflict(xas)))

#endif
