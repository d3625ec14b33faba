/* SPDX-License-Identifier: MIT */
/*
 * The seam to whatever can free memory, and what stands behind it today: shrinkers.
 *
 * The page allocator's slow path and kswapd call through reclaim_ops; a test puts a fake there.
 * There is no page cache and no anonymous memory yet, so all that can be reclaimed is what
 * registered shrinkers (caches of modules) give back.
 */
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/shrinker.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/swap.h>
#include "lib/active.h"
#include "lib/step.h"
#include "buddy.h"

#define DEF_PRIORITY 12

/* Registered shrinkers. The list changes, and shrinkers run, under the mutex. */
static LIST_HEAD(shrinker_list);
static DEFINE_MUTEX(shrinker_mutex);

const struct reclaim_ops *reclaim_ops = &shrinker_reclaim_ops;

int prealloc_shrinker(struct shrinker *shrinker, const char *fmt, ...)
{
	unsigned int nodes = shrinker->flags & SHRINKER_NUMA_AWARE ? nr_node_ids : 1;

	shrinker->name = fmt;
	shrinker->nr_deferred = kcalloc(nodes, sizeof(*shrinker->nr_deferred), GFP_KERNEL);
	return shrinker->nr_deferred ? 0 : -ENOMEM;
}
EXPORT_SYMBOL(prealloc_shrinker);

void free_prealloced_shrinker(struct shrinker *shrinker)
{
	kfree(shrinker->nr_deferred);
	shrinker->nr_deferred = NULL;
}
EXPORT_SYMBOL(free_prealloced_shrinker);

static void shrinker_add(struct shrinker *shrinker, unsigned long caller)
{
	step_next(caller);
	mutex_lock(&shrinker_mutex);
	list_add_tail(&shrinker->list, &shrinker_list);
	shrinker->flags |= SHRINKER_REGISTERED;
	mutex_unlock(&shrinker_mutex);
	active_add(ACTIVE_SHRINKER, shrinker, sizeof(*shrinker), shrinker->count_objects, caller);
}

void register_shrinker_prepared(struct shrinker *shrinker)
{
	shrinker_add(shrinker, _RET_IP_);
}
EXPORT_SYMBOL(register_shrinker_prepared);

int register_shrinker(struct shrinker *shrinker, const char *fmt, ...)
{
	int err = prealloc_shrinker(shrinker, fmt);

	if (!err)
		shrinker_add(shrinker, _RET_IP_);
	return err;
}
EXPORT_SYMBOL(register_shrinker);

void unregister_shrinker(struct shrinker *shrinker)
{
	if (!(shrinker->flags & SHRINKER_REGISTERED))
		return;
	active_del(ACTIVE_SHRINKER, shrinker);
	mutex_lock(&shrinker_mutex);
	list_del(&shrinker->list);
	shrinker->flags &= ~SHRINKER_REGISTERED;
	mutex_unlock(&shrinker_mutex);
	kfree(shrinker->nr_deferred);
	shrinker->nr_deferred = NULL;
}
EXPORT_SYMBOL(unregister_shrinker);

void synchronize_shrinkers(void)
{
	mutex_lock(&shrinker_mutex);
	mutex_unlock(&shrinker_mutex);
}
EXPORT_SYMBOL(synchronize_shrinkers);

/*
 * Ask one shrinker for its share: of n freeable objects, n >> priority, weighted by how much it
 * costs to make them again. What could not be done now is deferred to the next time.
 */
static unsigned long shrink_one(struct shrinker *shrinker, struct shrink_control *sc, int priority)
{
	long batch = shrinker->batch ? shrinker->batch : SHRINK_BATCH;
	int nid = shrinker->flags & SHRINKER_NUMA_AWARE ? sc->nid : 0;
	long freeable, deferred, delta, total, scanned = 0;
	unsigned long freed = 0;

	freeable = shrinker->count_objects(shrinker, sc);
	if (freeable == 0 || freeable == (long)SHRINK_EMPTY)
		return 0;
	deferred = atomic_long_xchg(&shrinker->nr_deferred[nid], 0);
	delta = shrinker->seeks ? (freeable >> priority) * 4 / shrinker->seeks : freeable / 2;
	total = min((deferred >> priority) + delta, 2 * freeable);
	while (total >= batch || total >= freeable) {
		unsigned long ret, n = min(batch, total);

		sc->nr_to_scan = sc->nr_scanned = n;
		ret = shrinker->scan_objects(shrinker, sc);
		if (ret == SHRINK_STOP)
			break;
		freed += ret;
		count_vm_events(SLABS_SCANNED, sc->nr_scanned);
		total -= sc->nr_scanned;
		scanned += sc->nr_scanned;
		cond_resched();
		if (total <= 0)
			break;
	}
	atomic_long_add(clamp(deferred + delta - scanned, 0L, 2 * freeable),
			&shrinker->nr_deferred[nid]);
	return freed;
}

unsigned long shrink_slab(gfp_t gfp_mask, int nid, struct mem_cgroup *memcg, int priority)
{
	struct shrinker *shrinker;
	unsigned long freed = 0;

	/* Somebody is at it: his work is ours too. */
	if (!mutex_trylock(&shrinker_mutex))
		return 0;
	list_for_each_entry (shrinker, &shrinker_list, list) {
		struct shrink_control sc = {.gfp_mask = gfp_mask, .nid = nid};

		if (nid && !(shrinker->flags & SHRINKER_NUMA_AWARE) && nid != first_online_node)
			continue;
		freed += shrink_one(shrinker, &sc, priority);
	}
	mutex_unlock(&shrinker_mutex);
	return freed;
}

void drop_slab(void)
{
	unsigned long freed;
	int nid, shift = 0;

	do {
		freed = 0;
		for_each_online_node (nid)
			freed += shrink_slab(GFP_KERNEL, nid, NULL, 0);
	} while (freed >> shift++ > 1);
	count_vm_event(DROP_SLAB);
}

/* ---- the operations ---- */

static unsigned long shrinkers_try_to_free(gfp_t gfp, unsigned int order,
					   const struct alloc_context *ac)
{
	unsigned long freed = 0;
	int priority, nid;

	/* A shrinker may need to write to a file system that waits for this request. */
	for (priority = DEF_PRIORITY; priority >= 0 && freed < SWAP_CLUSTER_MAX; priority--)
		for_each_online_node (nid)
			freed += shrink_slab(gfp, nid, NULL, priority);
	return freed;
}

static unsigned long shrinkers_balance_node(pg_data_t *pgdat, int priority)
{
	return shrink_slab(GFP_KERNEL, pgdat->node_id, NULL, priority);
}

static bool shrinkers_out_of_memory(gfp_t gfp, unsigned int order)
{
	return false;
}

static unsigned long shrinkers_reclaimable(struct zone *zone)
{
	return zone_page_state(zone, NR_ZONE_INACTIVE_FILE) +
	       zone_page_state(zone, NR_ZONE_ACTIVE_FILE);
}

const struct reclaim_ops shrinker_reclaim_ops = {
	.try_to_free = shrinkers_try_to_free,
	.balance_node = shrinkers_balance_node,
	.out_of_memory = shrinkers_out_of_memory,
	.reclaimable = shrinkers_reclaimable,
};

void shrinker_init(void)
{
	INIT_LIST_HEAD(&shrinker_list);
	mutex_init(&shrinker_mutex);
	reclaim_ops = &shrinker_reclaim_ops;
}

/* A shrinker that is still registered belongs to a module that is gone. */
void shrinker_exit(void)
{
	struct shrinker *shrinker;

	list_for_each_entry (shrinker, &shrinker_list, list)
		defect_report(DEFECT_REGISTRATION, "shrinker %s was not unregistered",
			      shrinker->name);
	INIT_LIST_HEAD(&shrinker_list);
}
