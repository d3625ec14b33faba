/* SPDX-License-Identifier: MIT */
/*
 * Lists that are read under rcu_read_lock() while one writer (who holds the list's lock)
 * changes them. Removed entries stay readable until a grace period has passed.
 */
#ifndef _LINUX_RCULIST_H
#define _LINUX_RCULIST_H

#include <linux/list.h>
#include <linux/rcupdate.h>

#define list_next_rcu(list) (*((struct list_head **)(&(list)->next)))
#define list_tail_rcu(head) (*((struct list_head **)(&(head)->prev)))
#define hlist_first_rcu(head) (*((struct hlist_node **)(&(head)->first)))
#define hlist_next_rcu(node) (*((struct hlist_node **)(&(node)->next)))
#define hlist_pprev_rcu(node) (*((struct hlist_node **)((node)->pprev)))

static inline void INIT_LIST_HEAD_RCU(struct list_head *list)
{
	WRITE_ONCE(list->next, list);
	WRITE_ONCE(list->prev, list);
}

/* The forward link is published last, with release order: a reader sees a whole entry. */
static inline void __list_add_rcu(struct list_head *new, struct list_head *prev,
				  struct list_head *next)
{
	new->next = next;
	new->prev = prev;
	__atomic_store_n(&prev->next, new, __ATOMIC_RELEASE);
	next->prev = new;
}
static inline void list_add_rcu(struct list_head *new, struct list_head *head)
{
	__list_add_rcu(new, head, head->next);
}
static inline void list_add_tail_rcu(struct list_head *new, struct list_head *head)
{
	__list_add_rcu(new, head->prev, head);
}
/* The entry keeps its forward link, for readers that stand on it. */
static inline void list_del_rcu(struct list_head *entry)
{
	entry->next->prev = entry->prev;
	WRITE_ONCE(entry->prev->next, entry->next);
	entry->prev = LIST_POISON2;
}
static inline void list_bidir_del_rcu(struct list_head *entry)
{
	entry->next->prev = entry->prev;
	WRITE_ONCE(entry->prev->next, entry->next);
}
static inline void list_replace_rcu(struct list_head *old, struct list_head *new)
{
	new->next = old->next;
	new->prev = old->prev;
	__atomic_store_n(&new->prev->next, new, __ATOMIC_RELEASE);
	new->next->prev = new;
	old->prev = LIST_POISON2;
}
/*
 * Move all of @list to @head's front (tail: end). @sync waits for readers of @list, who would
 * otherwise never meet its head again.
 */
static inline void __list_splice_init_rcu(struct list_head *list, struct list_head *prev,
					  struct list_head *next, void (*sync)(void))
{
	struct list_head *first = list->next, *last = list->prev;

	INIT_LIST_HEAD_RCU(list);
	sync();
	last->next = next;
	__atomic_store_n(&prev->next, first, __ATOMIC_RELEASE);
	first->prev = prev;
	next->prev = last;
}
static inline void list_splice_init_rcu(struct list_head *list, struct list_head *head,
					void (*sync)(void))
{
	if (!list_empty(list))
		__list_splice_init_rcu(list, head, head->next, sync);
}
static inline void list_splice_tail_init_rcu(struct list_head *list, struct list_head *head,
					     void (*sync)(void))
{
	if (!list_empty(list))
		__list_splice_init_rcu(list, head->prev, head, sync);
}

#define list_entry_rcu(ptr, type, member) container_of(READ_ONCE(ptr), type, member)
#define list_entry_lockless(ptr, type, member) container_of(READ_ONCE(ptr), type, member)
#define list_first_or_null_rcu(ptr, type, member)                                                  \
	({                                                                                         \
		struct list_head *__head = (ptr), *__next = READ_ONCE(__head->next);               \
		likely(__head != __next) ? list_entry_rcu(__next, type, member) : NULL;            \
	})
#define list_next_or_null_rcu(head, ptr, type, member)                                             \
	({                                                                                         \
		struct list_head *__head = (head), *__ptr = (ptr);                                 \
		struct list_head *__next = READ_ONCE(__ptr->next);                                 \
		likely(__next != __head) ? list_entry_rcu(__next, type, member) : NULL;            \
	})

#define list_for_each_entry_rcu(pos, head, member, cond...)                                        \
	for (pos = list_entry_rcu((head)->next, typeof(*pos), member); &pos->member != (head);     \
	     pos = list_entry_rcu(pos->member.next, typeof(*pos), member))
#define list_for_each_entry_srcu(pos, head, member, cond...)                                       \
	list_for_each_entry_rcu (pos, head, member)
#define list_for_each_entry_lockless(pos, head, member) list_for_each_entry_rcu (pos, head, member)
#define list_for_each_entry_continue_rcu(pos, head, member)                                        \
	for (pos = list_entry_rcu(pos->member.next, typeof(*pos), member); &pos->member != (head); \
	     pos = list_entry_rcu(pos->member.next, typeof(*pos), member))
#define list_for_each_entry_from_rcu(pos, head, member)                                            \
	for (; &(pos)->member != (head);                                                           \
	     pos = list_entry_rcu(pos->member.next, typeof(*(pos)), member))

static inline void hlist_del_rcu(struct hlist_node *n)
{
	struct hlist_node *next = n->next;

	WRITE_ONCE(*n->pprev, next);
	if (next)
		WRITE_ONCE(next->pprev, n->pprev);
	WRITE_ONCE(n->pprev, LIST_POISON2);
}
static inline void hlist_del_init_rcu(struct hlist_node *n)
{
	if (hlist_unhashed(n))
		return;
	hlist_del_rcu(n);
	WRITE_ONCE(n->pprev, NULL);
}
static inline void hlist_replace_rcu(struct hlist_node *old, struct hlist_node *new)
{
	new->next = old->next;
	WRITE_ONCE(new->pprev, old->pprev);
	__atomic_store_n(new->pprev, new, __ATOMIC_RELEASE);
	if (new->next)
		WRITE_ONCE(new->next->pprev, &new->next);
	WRITE_ONCE(old->pprev, LIST_POISON2);
}
/* Put @n where *@link points. */
static inline void __hlist_link_rcu(struct hlist_node *n, struct hlist_node **link)
{
	struct hlist_node *next = *link;

	n->next = next;
	WRITE_ONCE(n->pprev, link);
	__atomic_store_n(link, n, __ATOMIC_RELEASE);
	if (next)
		WRITE_ONCE(next->pprev, &n->next);
}
static inline void hlist_add_head_rcu(struct hlist_node *n, struct hlist_head *h)
{
	__hlist_link_rcu(n, &h->first);
}
static inline void hlist_add_tail_rcu(struct hlist_node *n, struct hlist_head *h)
{
	struct hlist_node **link = &h->first;

	while (*link)
		link = &(*link)->next;
	__hlist_link_rcu(n, link);
}
static inline void hlist_add_before_rcu(struct hlist_node *n, struct hlist_node *next)
{
	__hlist_link_rcu(n, next->pprev);
}
static inline void hlist_add_behind_rcu(struct hlist_node *n, struct hlist_node *prev)
{
	__hlist_link_rcu(n, &prev->next);
}

#define __hlist_for_each_rcu(pos, head)                                                            \
	for (pos = rcu_dereference(hlist_first_rcu(head)); pos;                                    \
	     pos = rcu_dereference(hlist_next_rcu(pos)))
#define hlist_for_each_entry_rcu(pos, head, member, cond...)                                       \
	for (pos = hlist_entry_safe(READ_ONCE((head)->first), typeof(*(pos)), member); pos;        \
	     pos = hlist_entry_safe(READ_ONCE((pos)->member.next), typeof(*(pos)), member))
#define hlist_for_each_entry_srcu(pos, head, member, cond...)                                      \
	hlist_for_each_entry_rcu (pos, head, member)
#define hlist_for_each_entry_rcu_notrace(pos, head, member)                                        \
	hlist_for_each_entry_rcu (pos, head, member)
#define hlist_for_each_entry_rcu_bh(pos, head, member) hlist_for_each_entry_rcu (pos, head, member)
#define hlist_for_each_entry_continue_rcu(pos, member)                                             \
	for (pos = hlist_entry_safe(READ_ONCE((pos)->member.next), typeof(*(pos)), member); pos;   \
	     pos = hlist_entry_safe(READ_ONCE((pos)->member.next), typeof(*(pos)), member))
#define hlist_for_each_entry_from_rcu(pos, member)                                                 \
	for (; pos; pos = hlist_entry_safe(READ_ONCE((pos)->member.next), typeof(*(pos)), member))

#endif
