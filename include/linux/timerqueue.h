/* SPDX-License-Identifier: MIT */
/* Nodes ordered by expiry: a red-black tree with its leftmost node cached. */
#ifndef LINUX_TIMERQUEUE_H
#define LINUX_TIMERQUEUE_H

#include <linux/ktime.h>
#include <linux/rbtree.h>

struct timerqueue_node {
	struct rb_node node;
	ktime_t expires;
};
struct timerqueue_head {
	struct rb_root_cached rb_root;
};

/* true when @node is now the first. */
bool timerqueue_add(struct timerqueue_head *head, struct timerqueue_node *node);
/* true when something is left. */
bool timerqueue_del(struct timerqueue_head *head, struct timerqueue_node *node);
struct timerqueue_node *timerqueue_iterate_next(struct timerqueue_node *node);
static inline struct timerqueue_node *timerqueue_getnext(struct timerqueue_head *head)
{
	struct rb_node *leftmost = rb_first_cached(&head->rb_root);

	return rb_entry_safe(leftmost, struct timerqueue_node, node);
}
static inline void timerqueue_init(struct timerqueue_node *node)
{
	RB_CLEAR_NODE(&node->node);
}
static inline void timerqueue_init_head(struct timerqueue_head *head)
{
	head->rb_root = RB_ROOT_CACHED;
}

#endif
