/* SPDX-License-Identifier: MIT */
/*
 * Searches in the XArray: the next entry, the next one with a mark, the next free index.
 *
 * One loop does all: at a node, look for the next slot that qualifies; go down to it; where a
 * node has none, the search goes on behind that node, from the top. That costs one descent a node
 * of 64 slots, and needs no assumption about nodes that leave the tree while a reader walks.
 */
#include "xarray.h"

#include <linux/export.h>

/* The first index of the next slot of width 1 << @shift; 0: there is none. */
static unsigned long next_slot_index(unsigned long index, unsigned int shift)
{
	return shift >= BITS_PER_LONG ? 0 : ((index >> shift) + 1) << shift;
}

/* The next slot at or after @offset that qualifies; 64: none. */
static unsigned int scan(struct xa_node *node, unsigned int offset, xa_mark_t filter)
{
	if (filter != XA_PRESENT)
		return find_next_bit(node->marks[filter], XA_CHUNK_SIZE, offset);
	while (offset < XA_CHUNK_SIZE && !rcu_dereference_raw(node->slots[offset]))
		offset++;
	return offset;
}

static void *out_of_range(struct xa_state *xas, unsigned long index)
{
	xas->xa_node = index ? XAS_RESTART : XAS_BOUNDS;
	if (index)
		xas->xa_index = index;
	return NULL;
}

/* Past the last entry: the state stands at the first index that the array has no room for. */
static void *out_of_array(struct xa_state *xas, unsigned long max)
{
	if (max != ~0UL)
		xas->xa_index = max + 1 > xas->xa_index ? max + 1 : xas->xa_index;
	xas->xa_node = XAS_BOUNDS;
	return NULL;
}

static void *find_at_head(struct xa_state *xas, void *head, xa_mark_t filter)
{
	if (!head || xas->xa_index || (filter != XA_PRESENT && !xa_marked(xas->xa, filter)))
		return out_of_array(xas, head ? 0 : ~0UL);
	xas->xa_node = NULL;
	xas->xa_offset = 0;
	return head;
}

/*
 * From xas->xa_index on. Returns the entry, with the state there; NULL if there is none up to @max.
 */
static void *find_from(struct xa_state *xas, unsigned long max, xa_mark_t filter)
{
	for (;;) {
		void *entry = rcu_dereference_raw(xas->xa->xa_head);
		unsigned int slot = 0, width;

		if (!xa_is_node(entry))
			return find_at_head(xas, entry, filter);
		if (xas->xa_index > xa_head_max(entry))
			return out_of_array(xas, xa_head_max(entry));
		do {
			struct xa_node *node = xa_to_node(entry);
			unsigned int from = xa_slot_of(node, xas->xa_index);

			width = node->shift;
			slot = scan(node, from, filter);
			if (slot != from && slot < XA_CHUNK_SIZE)
				xas->xa_index = (((xas->xa_index >> width) - from + slot) << width);
			entry = slot < XA_CHUNK_SIZE ? rcu_dereference_raw(node->slots[slot])
						     : NULL;
			if (!entry) { /* none here, or it has just gone: go on behind */
				width += slot < XA_CHUNK_SIZE ? 0 : XA_CHUNK_SHIFT;
				xas->xa_index = next_slot_index(xas->xa_index, width);
				if (!xas->xa_index)
					return out_of_range(xas, 0);
			}
			xas->xa_node = node;
			xas->xa_offset = slot;
			if (xas->xa_index > max)
				return out_of_range(xas, xas->xa_index);
		} while (width && xa_is_node(entry));
		if (entry)
			return entry;
	}
}

/* Where the next call of a search begins. False: there is nothing more. */
static bool step(struct xa_state *xas)
{
	if (xas_error(xas) || xas->xa_node == XAS_BOUNDS)
		return false;
	if (xas->xa_node == XAS_RESTART)
		return true;
	if (++xas->xa_index)
		return true;
	xas->xa_node = XAS_BOUNDS;
	return false;
}

void *xas_find(struct xa_state *xas, unsigned long max)
{
	if (!step(xas) || xas->xa_index > max)
		return NULL;
	return find_from(xas, max, XA_PRESENT);
}
EXPORT_SYMBOL_GPL(xas_find);

void *xas_find_marked(struct xa_state *xas, unsigned long max, xa_mark_t mark)
{
	if (!step(xas) || xas->xa_index > max)
		return NULL;
	return find_from(xas, max, mark);
}
EXPORT_SYMBOL_GPL(xas_find_marked);

void *xas_find_conflict(struct xa_state *xas)
{
	return xas_error(xas) || xas_valid(xas) ? NULL : xas_load(xas);
}
EXPORT_SYMBOL_GPL(xas_find_conflict);

void xas_pause(struct xa_state *xas)
{
	if (xas_invalid(xas))
		return;
	xas->xa_node = ++xas->xa_index ? XAS_RESTART : XAS_BOUNDS;
}
EXPORT_SYMBOL_GPL(xas_pause);

/* By one, NULL or not. The first move after xas_set stays where it is. */
static void *move_by(struct xa_state *xas, unsigned long distance)
{
	if (xas_error(xas))
		return NULL;
	if (!xas_frozen(xas->xa_node))
		xas->xa_index += distance;
	xas->xa_node = XAS_RESTART;
	return xas_load(xas);
}

void *__xas_next(struct xa_state *xas)
{
	return move_by(xas, 1);
}
EXPORT_SYMBOL_GPL(__xas_next);

void *__xas_prev(struct xa_state *xas)
{
	return move_by(xas, -1UL);
}
EXPORT_SYMBOL_GPL(__xas_prev);

/*
 * The free mark says where to go; what the tree does not cover yet is free. A head that is an
 * entry covers index 0 only; it may be free still (an IDA whose first entry is not full).
 */
bool xas_find_free(struct xa_state *xas, unsigned long max)
{
	unsigned long index = xas->xa_index;
	void *head = xas->xa->xa_head, *entry = head;

	if (head && !xa_is_node(head) && !xa_marked(xas->xa, XA_FREE_MARK) && index == 0)
		index = 1;
	if (index > xa_head_max(head))
		entry = NULL;
	while (index <= max && xa_is_node(entry)) {
		struct xa_node *node = xa_to_node(entry);
		unsigned int from = xa_slot_of(node, index), slot, width = node->shift;

		slot = scan(node, from, XA_FREE_MARK);
		if (slot == XA_CHUNK_SIZE) {
			index = next_slot_index(index, width + XA_CHUNK_SHIFT);
			if (!index)
				return false;
			entry = index > xa_head_max(head) ? NULL : head;
			continue;
		}
		if (slot != from)
			index = ((index >> width) - from + slot) << width;
		entry = width ? node->slots[slot] : NULL;
	}
	xas_set(xas, index);
	return index <= max;
}
