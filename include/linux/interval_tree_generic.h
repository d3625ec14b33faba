/* SPDX-License-Identifier: MIT */
/* INTERVAL_TREE_DEFINE: a tree of [start, last] intervals that finds those that overlap one. */
#ifndef _LINUX_INTERVAL_TREE_GENERIC_H
#define _LINUX_INTERVAL_TREE_GENERIC_H

#include <linux/rbtree_augmented.h>

/*
 * Sorted by start; ITSUBTREE is the greatest last of a subtree, so a search can tell whether
 * anything in it reaches far enough. The caller serialises.
 */
#define INTERVAL_TREE_DEFINE(ITSTRUCT, ITRB, ITTYPE, ITSUBTREE, ITSTART, ITLAST, ITSTATIC,         \
			     ITPREFIX)                                                             \
	RB_DECLARE_CALLBACKS_MAX(static, ITPREFIX##_augment, ITSTRUCT, ITRB, ITTYPE, ITSUBTREE,    \
				 ITLAST);                                                          \
	ITSTATIC void ITPREFIX##_insert(ITSTRUCT *node, struct rb_root_cached *root)               \
	{                                                                                          \
		struct rb_node **link = &root->rb_root.rb_node, *rb_parent = NULL;                 \
		ITTYPE start = ITSTART(node), last = ITLAST(node);                                 \
		bool leftmost = true;                                                              \
		while (*link) {                                                                    \
			ITSTRUCT *parent;                                                          \
			rb_parent = *link;                                                         \
			parent = rb_entry(rb_parent, ITSTRUCT, ITRB);                              \
			if (parent->ITSUBTREE < last)                                              \
				parent->ITSUBTREE = last;                                          \
			if (start < ITSTART(parent)) {                                             \
				link = &parent->ITRB.rb_left;                                      \
			} else {                                                                   \
				link = &parent->ITRB.rb_right;                                     \
				leftmost = false;                                                  \
			}                                                                          \
		}                                                                                  \
		node->ITSUBTREE = last;                                                            \
		rb_link_node(&node->ITRB, rb_parent, link);                                        \
		rb_insert_augmented_cached(&node->ITRB, root, leftmost, &ITPREFIX##_augment);      \
	}                                                                                          \
	ITSTATIC void ITPREFIX##_remove(ITSTRUCT *node, struct rb_root_cached *root)               \
	{                                                                                          \
		rb_erase_augmented_cached(&node->ITRB, root, &ITPREFIX##_augment);                 \
	}                                                                                          \
	/* The leftmost overlap in @rb's subtree, which reaches @start. */                         \
	static ITSTRUCT *ITPREFIX##_subtree_search(struct rb_node *rb, ITTYPE start, ITTYPE last)  \
	{                                                                                          \
		while (rb) {                                                                       \
			ITSTRUCT *node = rb_entry(rb, ITSTRUCT, ITRB);                             \
			struct rb_node *left = rb->rb_left;                                        \
			if (left && start <= rb_entry(left, ITSTRUCT, ITRB)->ITSUBTREE) {          \
				rb = left;                                                         \
				continue;                                                          \
			}                                                                          \
			if (ITSTART(node) > last)                                                  \
				return NULL;                                                       \
			if (start <= ITLAST(node))                                                 \
				return node;                                                       \
			rb = rb->rb_right;                                                         \
			if (!rb || start > rb_entry(rb, ITSTRUCT, ITRB)->ITSUBTREE)                \
				return NULL;                                                       \
		}                                                                                  \
		return NULL;                                                                       \
	}                                                                                          \
	ITSTATIC ITSTRUCT *ITPREFIX##_iter_first(struct rb_root_cached *root, ITTYPE start,        \
						 ITTYPE last)                                      \
	{                                                                                          \
		struct rb_node *top = root->rb_root.rb_node;                                       \
		if (!top || rb_entry(top, ITSTRUCT, ITRB)->ITSUBTREE < start)                      \
			return NULL;                                                               \
		return ITPREFIX##_subtree_search(top, start, last);                                \
	}                                                                                          \
	ITSTATIC ITSTRUCT *ITPREFIX##_iter_next(ITSTRUCT *node, ITTYPE start, ITTYPE last)         \
	{                                                                                          \
		struct rb_node *rb = &node->ITRB, *right = rb->rb_right, *prev;                    \
		if (right && start <= rb_entry(right, ITSTRUCT, ITRB)->ITSUBTREE) {                \
			ITSTRUCT *found = ITPREFIX##_subtree_search(right, start, last);           \
			if (found)                                                                 \
				return found;                                                      \
		}                                                                                  \
		for (;;) {                                                                         \
			do {                                                                       \
				prev = rb;                                                         \
				rb = rb_parent(rb);                                                \
				if (!rb)                                                           \
					return NULL;                                               \
			} while (prev == rb->rb_right);                                            \
			node = rb_entry(rb, ITSTRUCT, ITRB);                                       \
			if (last < ITSTART(node))                                                  \
				return NULL;                                                       \
			if (start <= ITLAST(node))                                                 \
				return node;                                                       \
			right = rb->rb_right;                                                      \
			if (right && start <= rb_entry(right, ITSTRUCT, ITRB)->ITSUBTREE) {        \
				ITSTRUCT *found = ITPREFIX##_subtree_search(right, start, last);   \
				if (found)                                                         \
					return found;                                              \
			}                                                                          \
		}                                                                                  \
	}

#endif
