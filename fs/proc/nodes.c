/* SPDX-License-Identifier: MIT */
/* Iterators over the machine's nodes, for the views that have one record a node. */
#include "views.h"

#include <linux/mmzone.h>
#include <linux/spinlock.h>

void *proc_nodes_start(struct seq_file *m, loff_t *pos)
{
	struct pglist_data *pgdat;
	loff_t left = *pos;

	for_each_online_pgdat(pgdat)
	{
		if (left-- == 0)
			return pgdat;
	}
	return NULL;
}

void *proc_nodes_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return next_online_pgdat(v);
}

void proc_nodes_stop(struct seq_file *m, void *v)
{
}

void proc_zones_walk(struct seq_file *m, struct pglist_data *pgdat, bool populated,
		     void (*print)(struct seq_file *m, struct pglist_data *pgdat,
				   struct zone *zone))
{
	unsigned long flags;
	struct zone *zone;

	for (zone = pgdat->node_zones; zone < pgdat->node_zones + MAX_NR_ZONES; zone++) {
		if (populated && !populated_zone(zone))
			continue;
		spin_lock_irqsave(&zone->lock, flags);
		print(m, pgdat, zone);
		spin_unlock_irqrestore(&zone->lock, flags);
	}
}
