/* SPDX-License-Identifier: MIT */
/* /proc/buddyinfo: how many free blocks of each order a zone has. Under zone->lock. */
#include "views.h"

#include <linux/mmzone.h>

static void buddyinfo_zone(struct seq_file *m, struct pglist_data *pgdat, struct zone *zone)
{
	int order;

	seq_printf(m, "Node %d, zone %8s ", pgdat->node_id, zone->name);
	for (order = 0; order < MAX_ORDER; order++)
		seq_printf(m, "%6lu ", zone->free_area[order].nr_free);
	seq_putc(m, '\n');
}

static int buddyinfo_show(struct seq_file *m, void *v)
{
	proc_zones_walk(m, v, true, buddyinfo_zone);
	return 0;
}

static const struct seq_operations buddyinfo_ops = {
	.start = proc_nodes_start,
	.next = proc_nodes_next,
	.stop = proc_nodes_stop,
	.show = buddyinfo_show,
};

const struct proc_view proc_view_buddyinfo = {.name = "buddyinfo", .ops = &buddyinfo_ops};
