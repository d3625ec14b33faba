/* SPDX-License-Identifier: MIT */
/*
 * Lists that are changed under a lock and walked under rcu_read_lock. Adding publishes the new
 * element with a release store; deleting keeps the element's own next pointer, so that a
 * reader that stands on it finds its way.
 */
#ifndef LINUX_RCULIST_H
#define LINUX_RCULIST_H

#include <linux/list.h>
#include <linux/rcupdate.h>

#define list_next_rcu(list) (*((struct list_head __rcu **)(&(list)->next)))
#define list_tail_rcu(head) (*((struct list_head __rcu **)(&(head)->prev)))

static inline void INIT_LIST_HEAD_RCU(struct list_head *list)
{
	WRITE_ONCE(list->next, list);
	WRITE_ONCE(list->prev, list);
}
static inline void __list_add_rcu(struct list_head *entry, struct list_head *prev,
				  struct list_head *next)
{
	entry->next = next;
	entry->prev = prev;
	__atomic_store_n(&prev->next, entry, __ATOMIC_RELEASE);
	next->prev = entry;
}
static inline void list_add_rcu(struct list_head *entry, struct list_head *head)
{
	__list_add_rcu(entry, head, head->next);
}
static inline void list_add_tail_rcu(struct list_head *entry, struct list_head *head)
{
	__list_add_rcu(entry, head->prev, head);
}
static inline void list_del_rcu(struct list_head *entry)
{
	entry->next->prev = entry->prev;
	WRITE_ONCE(entry->prev->next, entry->next);
	entry->prev = LIST_POISON2;
}
static inline void list_replace_rcu(struct list_head *old, struct list_head *entry)
{
	entry->next = old->next;
	entry->prev = old->prev;
	__atomic_store_n(&entry->prev->next, entry, __ATOMIC_RELEASE);
	entry->next->prev = entry;
	old->prev = LIST_POISON2;
}
static inline void __list_splice_init_rcu(struct list_head *list, struct list_head *prev,
					  struct list_head *next, void (*sync)(void))
{
	struct list_head *first = list->next;
	struct list_head *last = list->prev;

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

#define list_entry_rcu(ptr, type, member)      container_of(__rcu_load(ptr), type, member)
#define list_entry_lockless(ptr, type, member) list_entry_rcu(ptr, type, member)
#define list_first_or_null_rcu(ptr, type, member)                                    \
	({                                                                           \
		struct list_head *__ptr = (ptr);                                     \
		struct list_head *__next = __rcu_load(__ptr->next);                  \
		likely(__ptr != __next) ? container_of(__next, type, member) : NULL; \
	})
#define list_next_or_null_rcu(head, ptr, type, member)                                \
	({                                                                            \
		struct list_head *__head = (head);                                    \
		struct list_head *__next = __rcu_load((ptr)->next);                   \
		likely(__next != __head) ? container_of(__next, type, member) : NULL; \
	})
#define list_for_each_rcu(pos, head) \
	for (pos = rcu_dereference((head)->next); pos != (head); pos = rcu_dereference(pos->next))
/* An optional fourth argument says which lock protects the walk, where no read lock does. */
#define list_for_each_entry_rcu(pos, head, member, cond...)                                    \
	for (pos = list_entry_rcu((head)->next, typeof(*pos), member); &pos->member != (head); \
	     pos = list_entry_rcu(pos->member.next, typeof(*pos), member))
#define list_for_each_entry_srcu(pos, head, member, cond) \
	list_for_each_entry_rcu (pos, head, member)
#define list_for_each_entry_lockless(pos, head, member) list_for_each_entry_rcu (pos, head, member)
#define list_for_each_entry_continue_rcu(pos, head, member)                                        \
	for (pos = list_entry_rcu(pos->member.next, typeof(*pos), member); &pos->member != (head); \
	     pos = list_entry_rcu(pos->member.next, typeof(*pos), member))
#define list_for_each_entry_from_rcu(pos, head, member) \
	for (; &(pos)->member != (head);                \
	     pos = list_entry_rcu(pos->member.next, typeof(*(pos)), member))

#define hlist_first_rcu(head) (*((struct hlist_node __rcu **)(&(head)->first)))
#define hlist_next_rcu(node)  (*((struct hlist_node __rcu **)(&(node)->next)))
#define hlist_pprev_rcu(node) (*((struct hlist_node __rcu **)((node)->pprev)))

static inline void hlist_del_rcu(struct hlist_node *n)
{
	__hlist_del(n);
	WRITE_ONCE(n->pprev, LIST_POISON2);
}
static inline void hlist_del_init_rcu(struct hlist_node *n)
{
	if (n->pprev) {
		__hlist_del(n);
		WRITE_ONCE(n->pprev, NULL);
	}
}
static inline void hlist_replace_rcu(struct hlist_node *old, struct hlist_node *entry)
{
	struct hlist_node *next = old->next;

	entry->next = next;
	WRITE_ONCE(entry->pprev, old->pprev);
	__atomic_store_n(entry->pprev, entry, __ATOMIC_RELEASE);
	if (next)
		WRITE_ONCE(next->pprev, &entry->next);
	WRITE_ONCE(old->pprev, LIST_POISON2);
}
static inline void hlist_add_head_rcu(struct hlist_node *n, struct hlist_head *h)
{
	struct hlist_node *first = h->first;

	n->next = first;
	WRITE_ONCE(n->pprev, &h->first);
	__atomic_store_n(&h->first, n, __ATOMIC_RELEASE);
	if (first)
		WRITE_ONCE(first->pprev, &n->next);
}
static inline void hlist_add_before_rcu(struct hlist_node *n, struct hlist_node *next)
{
	WRITE_ONCE(n->pprev, next->pprev);
	n->next = next;
	__atomic_store_n(n->pprev, n, __ATOMIC_RELEASE);
	WRITE_ONCE(next->pprev, &n->next);
}
static inline void hlist_add_behind_rcu(struct hlist_node *n, struct hlist_node *prev)
{
	n->next = prev->next;
	WRITE_ONCE(n->pprev, &prev->next);
	__atomic_store_n(&prev->next, n, __ATOMIC_RELEASE);
	if (n->next)
		WRITE_ONCE(n->next->pprev, &n->next);
}
static inline void hlist_add_tail_rcu(struct hlist_node *n, struct hlist_head *h)
{
	struct hlist_node *i, *last = NULL;

	for (i = h->first; i; i = i->next)
		last = i;
	if (last)
		hlist_add_behind_rcu(n, last);
	else
		hlist_add_head_rcu(n, h);
}

#define __hlist_entry_rcu(ptr, type, member)                 \
	({                                                   \
		struct hlist_node *__n = (ptr);              \
		__n ? hlist_entry(__n, type, member) : NULL; \
	})
#define __hlist_for_each_rcu(pos, head) \
	for (pos = __rcu_load((head)->first); pos; pos = __rcu_load(pos->next))
#define hlist_for_each_entry_rcu(pos, head, member, cond...)                                  \
	for (pos = __hlist_entry_rcu(__rcu_load((head)->first), typeof(*(pos)), member); pos; \
	     pos = __hlist_entry_rcu(__rcu_load((pos)->member.next), typeof(*(pos)), member))
#define hlist_for_each_entry_rcu_notrace(pos, head, member) \
	hlist_for_each_entry_rcu(pos, head, member)
#define hlist_for_each_entry_rcu_bh(pos, head, member) hlist_for_each_entry_rcu(pos, head, member)
#define hlist_for_each_entry_srcu(pos, head, member, cond) \
	hlist_for_each_entry_rcu(pos, head, member)
#define hlist_for_each_entry_continue_rcu(pos, member)                                             \
	for (pos = __hlist_entry_rcu(__rcu_load((pos)->member.next), typeof(*(pos)), member); pos; \
	     pos = __hlist_entry_rcu(__rcu_load((pos)->member.next), typeof(*(pos)), member))
#define hlist_for_each_entry_from_rcu(pos, member) \
	for (; pos; pos = __hlist_entry_rcu(__rcu_load((pos)->member.next), typeof(*(pos)), member))

#endif
