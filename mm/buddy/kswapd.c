/* SPDX-License-Identifier: MIT */
/*
 * kswapd: one kernel thread a node that frees memory before anybody has to wait for it.
 *
 * Woken when a zone of the node falls below its low mark; works until the node has a zone
 * above the high mark that the request could use, or until nothing more can be freed. After 16
 * fruitless rounds the node counts as hopeless until a page is freed by other means; kswapd
 * is then not woken any more (Linux: kswapd_failures).
 */
#include <linux/err.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/topology.h>
#include <linux/wait.h>
#include "buddy.h"

#define DEF_PRIORITY  12
#define MAX_FRUITLESS 16

/* Has the node, for requests of @order that may use zones up to @highest, enough? */
static bool pgdat_balanced(pg_data_t *pgdat, int order, int highest)
{
	bool any = false;
	int i;

	for (i = 0; i <= highest; i++) {
		struct zone *zone = &pgdat->node_zones[i];

		if (!managed_zone(zone))
			continue;
		any = true;
		if (zone_watermark_ok_safe(zone, order, high_wmark_pages(zone), highest))
			return true;
	}
	/* A node without such a zone has nothing to balance. */
	return !any;
}

/* Boosts have done their work. Returns whether there was one. */
static bool clear_boosts(pg_data_t *pgdat, int highest)
{
	bool boosted = false;
	unsigned long flags;
	int i;

	for (i = 0; i <= highest; i++) {
		struct zone *zone = &pgdat->node_zones[i];

		if (!READ_ONCE(zone->watermark_boost))
			continue;
		boosted = true;
		spin_lock_irqsave(&zone->lock, flags);
		WRITE_ONCE(zone->watermark_boost, 0);
		zone_marks_changed(zone);
		spin_unlock_irqrestore(&zone->lock, flags);
	}
	return boosted;
}

static void balance_pgdat(pg_data_t *pgdat, int order, int highest)
{
	unsigned long freed = 0;
	int priority;

	count_vm_event(PAGEOUTRUN);
	for (priority = DEF_PRIORITY; priority >= 1; priority--) {
		if (pgdat_balanced(pgdat, order, highest))
			break;
		freed += reclaim_ops->balance_node(pgdat, priority);
		if (kthread_should_stop())
			break;
		cond_resched();
	}
	clear_boosts(pgdat, highest);
	if (!freed && !pgdat_balanced(pgdat, order, highest))
		WRITE_ONCE(pgdat->kswapd_failures, pgdat->kswapd_failures + 1);
	else
		WRITE_ONCE(pgdat->kswapd_failures, 0);
}

static bool kswapd_has_work(pg_data_t *pgdat)
{
	return READ_ONCE(pgdat->kswapd_highest_zoneidx) != MAX_NR_ZONES;
}

static int kswapd(void *p)
{
	pg_data_t *pgdat = p;

	WRITE_ONCE(current->flags, current->flags | PF_MEMALLOC | PF_KSWAPD);
	while (!kthread_should_stop()) {
		int order, highest;

		wait_event_interruptible(pgdat->kswapd_wait,
					 kswapd_has_work(pgdat) || kthread_should_stop());
		if (!kswapd_has_work(pgdat))
			continue;
		highest = READ_ONCE(pgdat->kswapd_highest_zoneidx);
		order = READ_ONCE(pgdat->kswapd_order);
		WRITE_ONCE(pgdat->kswapd_highest_zoneidx, MAX_NR_ZONES);
		WRITE_ONCE(pgdat->kswapd_order, 0);
		balance_pgdat(pgdat, order, min(highest, MAX_NR_ZONES - 1));
	}
	return 0;
}

void wakeup_kswapd(struct zone *zone, gfp_t gfp_mask, int order, enum zone_type highest_zoneidx)
{
	pg_data_t *pgdat = zone->zone_pgdat;
	enum zone_type curr = READ_ONCE(pgdat->kswapd_highest_zoneidx);

	if (!pgdat->kswapd || !managed_zone(zone))
		return;
	if (READ_ONCE(pgdat->kswapd_failures) >= MAX_FRUITLESS)
		return;
	if (!READ_ONCE(zone->watermark_boost) && pgdat_balanced(pgdat, order, highest_zoneidx))
		return;
	if (curr == MAX_NR_ZONES || curr < highest_zoneidx)
		WRITE_ONCE(pgdat->kswapd_highest_zoneidx, highest_zoneidx);
	if (READ_ONCE(pgdat->kswapd_order) < order)
		WRITE_ONCE(pgdat->kswapd_order, order);
	wake_up_interruptible(&pgdat->kswapd_wait);
}

void wake_all_kswapds(unsigned int order, gfp_t gfp, const struct alloc_context *ac)
{
	pg_data_t *last = NULL;
	struct zoneref *z;
	struct zone *zone;

	for_each_zone_zonelist_nodemask(zone, z, ac->zonelist, ac->highest_zoneidx, ac->nodemask)
	{
		if (zone->zone_pgdat != last)
			wakeup_kswapd(zone, gfp, order, ac->highest_zoneidx);
		last = zone->zone_pgdat;
	}
}

int kswapd_run_all(void)
{
	int nid;

	for_each_node_state (nid, N_MEMORY) {
		pg_data_t *pgdat = NODE_DATA(nid);
		struct task_struct *t = kthread_run(kswapd, pgdat, "kswapd%d", nid);

		if (IS_ERR(t)) {
			pr_err("Failed to start kswapd on node %d\n", nid);
			return PTR_ERR(t);
		}
		pgdat->kswapd = t;
	}
	return 0;
}

void kswapd_stop_all(void)
{
	int nid;

	for_each_node_state (nid, N_MEMORY) {
		pg_data_t *pgdat = NODE_DATA(nid);
		struct task_struct *t = pgdat->kswapd;

		pgdat->kswapd = NULL;
		if (t)
			kthread_stop(t);
	}
}
