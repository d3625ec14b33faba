/* SPDX-License-Identifier: MIT */
/*
 * The XArray: a tree of nodes of 64 slots, each level using 6 bits of the index, as low as the
 * greatest index in use allows.
 *
 *      xa_head ──> node, shift 6                 index 70 = 1 * 64 + 6
 *                  slots[0]  [1]  ...  [63]
 *                    │        └──> node, shift 0, offset 1
 *                    ▼                 slots[6] = the entry
 *                  node, shift 0
 *
 * Vocabulary. An *entry* is a pointer (00 in the low bits), a value (1 in the lowest bit) or
 * internal (10): a node, XA_ZERO_ENTRY (reserved; readers see NULL), XA_RETRY_ENTRY (a reader
 * stands in a node that left the tree), an error. With one entry at index 0 the head is that
 * entry, without a node. (A pointer that is not a multiple of 4 may look internal: such entries are
 * never the head, and no walk takes what is in a node of shift 0 for a node.) A *mark* of an entry
 * is a bit in its node; a node's bit in its parent is the "or" of its own 64; the array's is in
 * xa_flags. In an array that tracks free indices mark 0 is the opposite: the index (or one below)
 * is free; new nodes start with it set everywhere.
 *
 * Invariants (xa_lock held): count is the number of slots that are not NULL, nr_values of those
 * that are values; no node but one on its way out has count 0; the top node has something besides
 * slots[0], or slots[0] is an entry and shift is not 0; marks as above.
 *
 * Locks: writers hold xa_lock (or what the owner of an IDR or radix tree uses instead). Readers
 * hold the RCU read lock: a node is filled before it is linked (release), and freed a grace period
 * after it was unlinked. Nothing here sleeps except an allocation with the caller's flags after
 * xa_lock was dropped (__xas_nomem in xarray_calls.c).
 *
 * Rejected: entries that span several indices. They need sibling slots in every walk; the page
 * cache, their only user in Linux, stores a folio once an index here. xa_shift != 0 is -EINVAL.
 */
#include "lib/alloc_for.h"
#include "xarray.h"

#include <linux/export.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

_Static_assert(sizeof(struct xa_node) == 576, "as Linux's radix_tree_node");

static struct kmem_cache *node_cache;

/* Nodes that radix_tree_preload and idr_preload set aside, linked by parent. */
struct preload {
	unsigned int nr;
	struct xa_node *nodes;
};
static DEFINE_PER_CPU(struct preload, preload);

/* ---- nodes ---- */

/* The state of a free node, kept from free to allocation: all zero but an empty list. */
static void node_ctor(void *p)
{
	struct xa_node *node = p;

	memset(node, 0, sizeof(*node));
	INIT_LIST_HEAD(&node->private_list);
}

int xarray_init(void)
{
	node_cache = kmem_cache_create("radix_tree_node", sizeof(struct xa_node), 0,
				       SLAB_PANIC | SLAB_RECLAIM_ACCOUNT, node_ctor);
	return node_cache ? 0 : -ENOMEM;
}

void xarray_exit(void)
{
	int cpu;

	for_each_possible_cpu (cpu) {
		struct preload *p = per_cpu_ptr(&preload, cpu);

		while (p->nodes) {
			struct xa_node *node = p->nodes;

			p->nodes = node->parent;
			xa_node_free_now(node);
		}
		p->nr = 0;
	}
	rcu_barrier();
	kmem_cache_destroy(node_cache);
	node_cache = NULL;
}

/* From this CPU's store, for who cannot sleep. */
static struct xa_node *node_preloaded(void)
{
	struct preload *p = get_cpu_ptr(&preload);
	struct xa_node *node = p->nodes;

	if (node) {
		p->nodes = node->parent;
		p->nr--;
		node->parent = NULL;
	}
	put_cpu_ptr(&preload);
	return node;
}

/* The store is the last resort, so that what was preloaded is there when it is needed. */
struct xa_node *xa_node_alloc(gfp_t gfp)
{
	struct xa_node *node = kmem_cache_alloc(node_cache, gfp);

	if (!node && !gfpflags_allow_blocking(gfp) && !in_interrupt())
		node = node_preloaded();
	return node;
}

void xa_node_free_now(struct xa_node *node)
{
	node_ctor(node);
	kmem_cache_free(node_cache, node);
}

static void node_free_rcu(struct rcu_head *head)
{
	xa_node_free_now(container_of(head, struct xa_node, rcu_head));
}

/* => unlinked; readers may stand in it. */
static void node_free(struct xa_node *node)
{
	call_rcu(&node->rcu_head, node_free_rcu);
}

int xa_preload(gfp_t gfp, unsigned int nr)
{
	gfp &= ~__GFP_ACCOUNT;
	preempt_disable();
	while (this_cpu_ptr(&preload)->nr < nr) {
		struct preload *p;
		struct xa_node *node;

		preempt_enable();
		node = kmem_cache_alloc(node_cache, gfp);
		if (!node)
			return -ENOMEM;
		preempt_disable();
		p = this_cpu_ptr(&preload);
		node->parent = p->nodes;
		p->nodes = node;
		p->nr++;
	}
	return 0;
}

static void xas_update(struct xa_state *xas, struct xa_node *node)
{
	if (xas->xa_update)
		xas->xa_update(node);
}

/* A node below the state's place (the top if that is none); the state has the error. */
static struct xa_node *xas_new_node(struct xa_state *xas, unsigned int shift)
{
	struct xa_node *parent = xas->xa_node, *node = xas->xa_alloc;
	gfp_t gfp = GFP_NOWAIT | __GFP_NOWARN;

	if (xas->xa->xa_flags & XA_FLAGS_ACCOUNT)
		gfp |= __GFP_ACCOUNT;
	xas->xa_alloc = NULL;
	if (!node)
		node = xa_node_alloc(gfp);
	if (!node) {
		xas_set_err(xas, -ENOMEM);
		return NULL;
	}
	node->parent = parent;
	node->array = xas->xa;
	node->shift = shift;
	if (parent) {
		node->offset = xas->xa_offset;
		parent->count++;
		xas_update(xas, parent);
	}
	return node;
}

void xas_destroy(struct xa_state *xas)
{
	if (xas->xa_alloc)
		xa_node_free_now(xas->xa_alloc);
	xas->xa_alloc = NULL;
}
EXPORT_SYMBOL_GPL(xas_destroy);

bool xas_nomem(struct xa_state *xas, gfp_t gfp)
{
	ALLOCATES_FOR_CALLER();
	if (xas_error(xas) != -ENOMEM) {
		xas_destroy(xas);
		return false;
	}
	if (xas->xa->xa_flags & XA_FLAGS_ACCOUNT)
		gfp |= __GFP_ACCOUNT;
	xas->xa_alloc = xa_node_alloc(gfp);
	if (!xas->xa_alloc)
		return false;
	xas->xa_node = XAS_RESTART;
	return true;
}
EXPORT_SYMBOL_GPL(xas_nomem);

/* ---- marks ---- */

static unsigned long *marks_of(struct xa_node *node, xa_mark_t mark)
{
	return node->marks[mark];
}

bool xas_get_mark(const struct xa_state *xas, xa_mark_t mark)
{
	if (xas_invalid(xas))
		return false;
	if (!xas->xa_node)
		return xa_marked(xas->xa, mark);
	return test_bit(xas->xa_offset, marks_of(xas->xa_node, mark));
}
EXPORT_SYMBOL_GPL(xas_get_mark);

/* Upward until an ancestor knows already. */
void xas_set_mark(const struct xa_state *xas, xa_mark_t mark)
{
	struct xa_node *node = xas->xa_node;
	unsigned int offset = xas->xa_offset;

	if (xas_invalid(xas))
		return;
	for (; node; offset = node->offset, node = node->parent)
		if (__test_and_set_bit(offset, marks_of(node, mark)))
			return;
	if (!xa_marked(xas->xa, mark))
		xas->xa->xa_flags |= XA_FLAGS_MARK(mark);
}
EXPORT_SYMBOL_GPL(xas_set_mark);

/* Upward until a node has another one with the mark. */
void xas_clear_mark(const struct xa_state *xas, xa_mark_t mark)
{
	struct xa_node *node = xas->xa_node;
	unsigned int offset = xas->xa_offset;

	if (xas_invalid(xas))
		return;
	for (; node; offset = node->offset, node = node->parent) {
		if (!__test_and_clear_bit(offset, marks_of(node, mark)))
			return;
		if (*marks_of(node, mark))
			return;
	}
	if (xa_marked(xas->xa, mark))
		xas->xa->xa_flags &= ~XA_FLAGS_MARK(mark);
}
EXPORT_SYMBOL_GPL(xas_clear_mark);

/* The marks of an index with nothing stored. */
void xas_init_marks(const struct xa_state *xas)
{
	for (xa_mark_t mark = 0; mark <= XA_MARK_MAX; mark++) {
		if (xa_track_free(xas->xa) && mark == XA_FREE_MARK)
			xas_set_mark(xas, mark);
		else
			xas_clear_mark(xas, mark);
	}
}
EXPORT_SYMBOL_GPL(xas_init_marks);

/* ---- walking down ---- */

static void *xas_descend(struct xa_state *xas, struct xa_node *node)
{
	xas->xa_node = node;
	xas->xa_offset = xa_slot_of(node, xas->xa_index);
	return rcu_dereference_raw(node->slots[xas->xa_offset]);
}

void *xas_load(struct xa_state *xas)
{
	void *entry;

	if (xas_error(xas))
		return NULL;
	if (xas_is_node(xas))
		return rcu_dereference_raw(xas->xa_node->slots[xas->xa_offset]);
	entry = rcu_dereference_raw(xas->xa->xa_head);
	if (xas->xa_index > xa_head_max(entry)) {
		xas->xa_node = XAS_BOUNDS;
		return NULL;
	}
	xas->xa_node = NULL;
	while (xa_is_node(entry)) {
		struct xa_node *node = xa_to_node(entry);

		entry = xas_descend(xas, node);
		if (!node->shift)
			break;
	}
	return entry;
}
EXPORT_SYMBOL_GPL(xas_load);

/* A node above the head, which becomes its slot 0. */
static int xas_grow_once(struct xa_state *xas, void *head)
{
	struct xarray *xa = xas->xa;
	unsigned int shift = xa_is_node(head) ? xa_to_node(head)->shift + XA_CHUNK_SHIFT : 0;
	struct xa_node *node;

	xas->xa_node = NULL;
	node = xas_new_node(xas, shift);
	if (!node)
		return -ENOMEM;
	node->count = 1;
	node->nr_values = xa_is_value(head);
	node->slots[0] = head;
	for (xa_mark_t mark = 0; mark <= XA_MARK_MAX; mark++) {
		if (xa_track_free(xa) && mark == XA_FREE_MARK) {
			*marks_of(node, mark) = ~0UL;
			if (!xa_marked(xa, mark)) {
				__clear_bit(0, marks_of(node, mark));
				xa->xa_flags |= XA_FLAGS_MARK(mark);
			}
		} else if (xa_marked(xa, mark)) {
			__set_bit(0, marks_of(node, mark));
		}
	}
	if (xa_is_node(head)) {
		xa_to_node(head)->offset = 0;
		rcu_assign_pointer(xa_to_node(head)->parent, node);
	}
	rcu_assign_pointer(xa->xa_head, xa_mk_node(node));
	xas_update(xas, node);
	return 0;
}

/* How far above slot level the tree must begin; 0: the head itself is the slot. Negative: error. */
static int xas_grow(struct xa_state *xas, bool allow_root)
{
	void *head = xas->xa->xa_head;
	unsigned int shift = 0;

	if (!head) {
		while (xas->xa_index >> shift >= XA_CHUNK_SIZE)
			shift += XA_CHUNK_SHIFT;
		return xas->xa_index || !allow_root ? (int)shift + XA_CHUNK_SHIFT : 0;
	}
	while (xas->xa_index > xa_head_max(head) || (!xa_is_node(head) && !allow_root)) {
		int err = xas_grow_once(xas, head);

		if (err)
			return err;
		head = xas->xa->xa_head;
	}
	return xa_is_node(head) ? xa_to_node(head)->shift + XA_CHUNK_SHIFT : 0;
}

/* Walk to the index, building the way. Returns what is there; the state may have an error. */
static void *xas_create(struct xa_state *xas, bool allow_root)
{
	void __rcu **slot;
	void *entry;
	int shift;

	if (xas->xa_shift) {
		xas_set_err(xas, -EINVAL);
		return NULL;
	}
	if (xas_error(xas))
		return NULL;
	if (xas_is_node(xas) && !xas->xa_node->shift)
		return xas->xa_node->slots[xas->xa_offset];
	shift = xas_grow(xas, allow_root);
	if (shift < 0)
		return NULL;
	xas->xa_node = NULL;
	slot = &xas->xa->xa_head;
	entry = *slot;
	while (shift > 0) {
		struct xa_node *node = xa_to_node(entry);

		shift -= XA_CHUNK_SHIFT;
		if (!entry) {
			node = xas_new_node(xas, shift);
			if (!node)
				return NULL;
			if (xa_track_free(xas->xa)) {
				*marks_of(node, XA_FREE_MARK) = ~0UL;
				if (!node->parent)
					xas->xa->xa_flags |= XA_FLAGS_MARK(XA_FREE_MARK);
			}
			rcu_assign_pointer(*slot, xa_mk_node(node));
		}
		entry = xas_descend(xas, node);
		slot = &node->slots[xas->xa_offset];
	}
	return entry;
}

void xas_create_range(struct xa_state *xas)
{
	xas_create(xas, true);
}
EXPORT_SYMBOL_GPL(xas_create_range);

/* ---- storing ---- */

/* The top node only has slot 0: its child, or entry, becomes the head. */
static void xas_shrink(struct xa_state *xas, struct xa_node *node)
{
	struct xarray *xa = xas->xa;

	while (node->count == 1) {
		void *entry = node->slots[0];

		if (!entry || xa_is_zero(entry) || xa_is_node(entry) != (node->shift != 0))
			return;
		xas->xa_node = XAS_BOUNDS;
		rcu_assign_pointer(xa->xa_head, entry);
		if (xa_track_free(xa) && !test_bit(0, marks_of(node, XA_FREE_MARK)))
			xa->xa_flags &= ~XA_FLAGS_MARK(XA_FREE_MARK);
		node->count = 0;
		node->nr_values = 0;
		if (!xa_is_node(entry))
			rcu_assign_pointer(node->slots[0], XA_RETRY_ENTRY);
		xas_update(xas, node);
		node_free(node);
		if (!xa_is_node(entry))
			return;
		node = xa_to_node(entry);
		node->parent = NULL;
	}
}

/* Take empty nodes out, from the state's node upward. */
static void xas_prune(struct xa_state *xas)
{
	struct xa_node *node = xas->xa_node;

	while (!node->count) {
		struct xa_node *parent = node->parent;

		xas->xa_node = parent;
		xas->xa_offset = node->offset;
		if (!parent) {
			rcu_assign_pointer(xas->xa->xa_head, NULL);
			xas->xa_node = XAS_BOUNDS;
			node_free(node);
			return;
		}
		rcu_assign_pointer(parent->slots[node->offset], NULL);
		parent->count--;
		xas_update(xas, parent);
		node_free(node);
		node = parent;
	}
	if (!node->parent)
		xas_shrink(xas, node);
}

void *xas_store(struct xa_state *xas, void *entry)
{
	struct xa_node *node;
	void *first;

	first = entry ? xas_create(xas, !xa_is_internal(entry)) : xas_load(xas);
	if (xas_invalid(xas) || first == entry)
		return first;
	node = xas->xa_node;
	if (!entry)
		xas_init_marks(xas);
	if (!node) {
		rcu_assign_pointer(xas->xa->xa_head, entry);
		return first;
	}
	rcu_assign_pointer(node->slots[xas->xa_offset], entry);
	node->count += !first - !entry;
	node->nr_values += xa_is_value(entry) - xa_is_value(first);
	xas_update(xas, node);
	if (!entry)
		xas_prune(xas);
	return first;
}
EXPORT_SYMBOL_GPL(xas_store);

void xa_delete_node(struct xa_node *node, xa_update_node_t update)
{
	XA_STATE(xas, node->array, 0);

	xas_set_update(&xas, update);
	xas.xa_node = node->parent;
	xas.xa_offset = node->offset;
	if (node->parent) {
		xas_store(&xas, NULL);
	} else {
		xas_init_marks(&xas);
		rcu_assign_pointer(node->array->xa_head, NULL);
	}
	node->count = 0;
	node->nr_values = 0;
	node_free(node);
}
EXPORT_SYMBOL_GPL(xa_delete_node);

/* Free the nodes below and including @node: no recursion, the way up is parent. */
static void free_subtree(struct xa_node *top)
{
	struct xa_node *node = top;
	unsigned int slot = 0;

	for (;;) {
		struct xa_node *parent;

		for (; slot < XA_CHUNK_SIZE; slot++)
			if (node->shift && xa_is_node(node->slots[slot]))
				break;
		if (slot < XA_CHUNK_SIZE) {
			node = xa_to_node(node->slots[slot]);
			slot = 0;
			continue;
		}
		parent = node->parent;
		slot = node->offset + 1;
		node->count = 0;
		node->nr_values = 0;
		node_free(node);
		if (node == top)
			return;
		node = parent;
	}
}

void xa_destroy(struct xarray *xa)
{
	XA_STATE(xas, xa, 0);
	unsigned long flags;
	void *head;

	xas_lock_irqsave(&xas, flags);
	head = xa->xa_head;
	rcu_assign_pointer(xa->xa_head, NULL);
	xas.xa_node = NULL;
	xas_init_marks(&xas);
	if (xa->xa_flags & XA_FLAGS_ZERO_BUSY)
		xa->xa_flags &= ~XA_FLAGS_MARK(XA_FREE_MARK);
	if (xa_is_node(head))
		free_subtree(xa_to_node(head));
	xas_unlock_irqrestore(&xas, flags);
}
EXPORT_SYMBOL(xa_destroy);
