/* SPDX-License-Identifier: MIT */
/*
 * A node's list of partial slabs, and shrinking.
 *
 * Allocation takes from the head; slabs that objects are freed into join at the tail, so that
 * they get time to become empty. A CPU's current slab that nobody else touched goes to the head.
 */
#include <linux/kernel.h>
#include <linux/smp.h>
#include <linux/export.h>
#include "slab.h"

void slab_node_init(struct kmem_cache_node *n)
{
	spin_lock_init_ranked(&n->list_lock, LOCK_RANK_SLAB_NODE);
	n->nr_partial = 0;
	INIT_LIST_HEAD(&n->partial);
	n->nr_slabs = 0;
	n->total_objects = 0;
	n->seen_objects = 0;
	n->seen_slabs = n->seen_partial = 0;
}

/* => list_lock held */
void slab_add_partial(struct kmem_cache_node *n, struct slab *slab, bool tail)
{
	__atomic_store_n(&n->nr_partial, n->nr_partial + 1, __ATOMIC_RELAXED);
	if (tail)
		list_add_tail(&slab->slab_list, &n->partial);
	else
		list_add(&slab->slab_list, &n->partial);
}

/* => list_lock held */
void slab_remove_partial(struct kmem_cache_node *n, struct slab *slab)
{
	list_del(&slab->slab_list);
	__atomic_store_n(&n->nr_partial, n->nr_partial - 1, __ATOMIC_RELAXED);
}

static bool cpu_has_slab(int cpu, void *cache)
{
	struct kmem_cache *s = cache;
	struct kmem_cache_cpu *c = per_cpu_ptr(s->cpu_slab, cpu);

	return __atomic_load_n(&c->slab, __ATOMIC_RELAXED) ||
	       __atomic_load_n(&c->partial, __ATOMIC_RELAXED);
}

static void flush_this_cpu(void *cache)
{
	slab_flush_cpu(cache, smp_processor_id());
}

/* => may sleep; interrupts on */
void slab_flush_all(struct kmem_cache *s)
{
	int cpu;

	on_each_cpu_cond(cpu_has_slab, flush_this_cpu, s, true);
	/* CPUs that were stopped at teardown run nothing any more. */
	for_each_possible_cpu (cpu)
		if (!cpu_online(cpu))
			slab_flush_cpu(s, cpu);
}

/*
 * Empty slabs leave; the others are sorted so that the fullest are taken first and the emptiest
 * can run empty. Slabs with more than SHRINK_PROMOTE_MAX free objects keep their order.
 */
static bool shrink_node(struct kmem_cache *s, struct kmem_cache_node *n)
{
	struct list_head promote[SHRINK_PROMOTE_MAX], discard;
	struct slab *slab, *next;
	unsigned long flags;
	unsigned int i, nr_free;

	INIT_LIST_HEAD(&discard);
	for (i = 0; i < SHRINK_PROMOTE_MAX; i++)
		INIT_LIST_HEAD(&promote[i]);

	spin_lock_irqsave(&n->list_lock, flags);
	list_for_each_entry_safe (slab, next, &n->partial, slab_list) {
		slab_lock(slab);
		nr_free = slab->objects - slab->inuse;
		slab_unlock(slab);
		if (nr_free == slab->objects) {
			slab_remove_partial(n, slab);
			list_add(&slab->slab_list, &discard);
		} else if (nr_free <= SHRINK_PROMOTE_MAX) {
			list_move(&slab->slab_list, promote + nr_free - 1);
		}
	}
	for (i = SHRINK_PROMOTE_MAX; i-- > 0;)
		list_splice(promote + i, &n->partial);
	spin_unlock_irqrestore(&n->list_lock, flags);

	list_for_each_entry_safe (slab, next, &discard, slab_list)
		slab_discard(s, slab);
	return __atomic_load_n(&n->nr_slabs, __ATOMIC_RELAXED) != 0;
}

int slab_shrink_cache(struct kmem_cache *s)
{
	struct kmem_cache_node *n;
	bool left = false;
	int nid;

	slab_quarantine_drain(s);
	slab_flush_all(s);
	for_each_cache_node (s, nid, n)
		left |= shrink_node(s, n);
	return left;
}

int kmem_cache_shrink(struct kmem_cache *s)
{
	return slab_shrink_cache(s);
}
EXPORT_SYMBOL(kmem_cache_shrink);
