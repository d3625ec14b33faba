/* SPDX-License-Identifier: MIT */
/*
 * klist: a list that may change under its walkers. A node that is deleted while somebody is at
 * it is marked dead (bit 0 of n_klist), is skipped by walks, and leaves with its last reference.
 */
#include <linux/completion.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/klist.h>
#include <linux/sched.h>
#include <linux/wait.h>

#define DEAD 1UL

static struct klist *list_of(struct klist_node *n)
{
	return (struct klist *)((unsigned long)n->n_klist & ~DEAD);
}

static bool is_dead(struct klist_node *n)
{
	return (unsigned long)n->n_klist & DEAD;
}

void klist_init(struct klist *k, void (*get)(struct klist_node *), void (*put)(struct klist_node *))
{
	INIT_LIST_HEAD(&k->k_list);
	spin_lock_init(&k->k_lock);
	k->get = get;
	k->put = put;
}
EXPORT_SYMBOL_GPL(klist_init);

static void node_init(struct klist *k, struct klist_node *n)
{
	INIT_LIST_HEAD(&n->n_node);
	kref_init(&n->n_ref);
	n->n_klist = k;
	if (k->get)
		k->get(n);
}

static void insert(struct klist_node *n, struct klist *k, struct list_head *prev)
{
	node_init(k, n);
	spin_lock(&k->k_lock);
	list_add(&n->n_node, prev);
	spin_unlock(&k->k_lock);
}

void klist_add_head(struct klist_node *n, struct klist *k)
{
	insert(n, k, &k->k_list);
}
EXPORT_SYMBOL_GPL(klist_add_head);

void klist_add_tail(struct klist_node *n, struct klist *k)
{
	insert(n, k, k->k_list.prev);
}
EXPORT_SYMBOL_GPL(klist_add_tail);

void klist_add_behind(struct klist_node *n, struct klist_node *pos)
{
	insert(n, list_of(pos), &pos->n_node);
}
EXPORT_SYMBOL_GPL(klist_add_behind);

void klist_add_before(struct klist_node *n, struct klist_node *pos)
{
	insert(n, list_of(pos), pos->n_node.prev);
}
EXPORT_SYMBOL_GPL(klist_add_before);

static DECLARE_WAIT_QUEUE_HEAD(removals);

static void node_release(struct kref *kref)
{
	struct klist_node *n = container_of(kref, struct klist_node, n_ref);

	list_del_init(&n->n_node);
	n->n_klist = NULL;
}

/* Drop a reference; @kill: the list's own. */
static void node_put(struct klist_node *n, bool kill)
{
	struct klist *k = list_of(n);
	bool gone;

	spin_lock(&k->k_lock);
	if (kill)
		n->n_klist = (void *)((unsigned long)n->n_klist | DEAD);
	gone = kref_put(&n->n_ref, node_release);
	spin_unlock(&k->k_lock);
	if (!gone)
		return;
	wake_up_all(&removals);
	if (k->put)
		k->put(n);
}

void klist_del(struct klist_node *n)
{
	node_put(n, true);
}
EXPORT_SYMBOL_GPL(klist_del);

void klist_remove(struct klist_node *n)
{
	klist_del(n);
	wait_event(removals, READ_ONCE(n->n_klist) == NULL);
}
EXPORT_SYMBOL_GPL(klist_remove);

int klist_node_attached(struct klist_node *n)
{
	return n->n_klist != NULL;
}
EXPORT_SYMBOL_GPL(klist_node_attached);

void klist_iter_init_node(struct klist *k, struct klist_iter *i, struct klist_node *n)
{
	i->i_klist = k;
	i->i_cur = n && kref_get_unless_zero(&n->n_ref) ? n : NULL;
}
EXPORT_SYMBOL_GPL(klist_iter_init_node);

void klist_iter_init(struct klist *k, struct klist_iter *i)
{
	klist_iter_init_node(k, i, NULL);
}
EXPORT_SYMBOL_GPL(klist_iter_init);

void klist_iter_exit(struct klist_iter *i)
{
	if (i->i_cur)
		node_put(i->i_cur, false);
	i->i_cur = NULL;
}
EXPORT_SYMBOL_GPL(klist_iter_exit);

static struct klist_node *move(struct klist_iter *i, bool backwards)
{
	struct klist *k = i->i_klist;
	struct klist_node *last = i->i_cur, *next = NULL;
	struct list_head *pos;

	spin_lock(&k->k_lock);
	pos = last ? &last->n_node : &k->k_list;
	for (;;) {
		pos = backwards ? pos->prev : pos->next;
		if (pos == &k->k_list)
			break;
		next = list_entry(pos, struct klist_node, n_node);
		if (!is_dead(next)) {
			kref_get(&next->n_ref);
			break;
		}
		next = NULL;
	}
	i->i_cur = next;
	spin_unlock(&k->k_lock);
	if (last)
		node_put(last, false);
	return next;
}

struct klist_node *klist_prev(struct klist_iter *i)
{
	return move(i, true);
}
EXPORT_SYMBOL_GPL(klist_prev);

struct klist_node *klist_next(struct klist_iter *i)
{
	return move(i, false);
}
EXPORT_SYMBOL_GPL(klist_next);
