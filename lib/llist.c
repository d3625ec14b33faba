/* SPDX-License-Identifier: MIT */
#include <linux/export.h>
#include <linux/llist.h>

/*
 * => one consumer at a time: a second one could take @first away, and with a reuse of it the
 * exchange would succeed with a stale next. Producers are welcome meanwhile.
 */
struct llist_node *llist_del_first(struct llist_head *head)
{
	struct llist_node *first = __atomic_load_n(&head->first, __ATOMIC_ACQUIRE);

	while (first && !__atomic_compare_exchange_n(&head->first, &first, READ_ONCE(first->next),
						     true, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
		;
	return first;
}
EXPORT_SYMBOL_GPL(llist_del_first);

struct llist_node *llist_reverse_order(struct llist_node *head)
{
	struct llist_node *reversed = NULL;

	while (head) {
		struct llist_node *next = head->next;

		head->next = reversed;
		reversed = head;
		head = next;
	}
	return reversed;
}
EXPORT_SYMBOL_GPL(llist_reverse_order);
