/* SPDX-License-Identifier: MIT */
/*
 * /proc/pagetypeinfo: free blocks by order and migrate type, and page blocks by type.
 *
 * Lists are counted by walking them under zone->lock; a list longer than COUNT_LIMIT is not
 * walked to its end (interrupts are off) and is shown as ">limit", as on Linux.
 */
#include "views.h"

#include <linux/list.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/nodemask.h>

#define COUNT_LIMIT 100000UL

static void free_type_line(struct seq_file *m, struct pglist_data *pgdat, struct zone *zone,
			   int type)
{
	int order;

	seq_printf(m, "Node %4d, zone %8s, type %12s ", pgdat->node_id, zone->name,
		   migratetype_names[type]);
	for (order = 0; order < MAX_ORDER; order++) {
		struct list_head *entry;
		unsigned long count = 0;

		list_for_each (entry, &zone->free_area[order].free_list[type]) {
			if (++count >= COUNT_LIMIT)
				break;
		}
		seq_printf(m, "%s%6lu ", count >= COUNT_LIMIT ? ">" : "", count);
	}
	seq_putc(m, '\n');
}

static void free_types(struct seq_file *m, struct pglist_data *pgdat, struct zone *zone)
{
	int type;

	for (type = 0; type < MIGRATE_TYPES; type++)
		free_type_line(m, pgdat, zone, type);
}

static void block_types(struct seq_file *m, struct pglist_data *pgdat, struct zone *zone)
{
	unsigned long count[MIGRATE_TYPES] = {0};
	unsigned long pfn;
	int type;

	for (pfn = zone->zone_start_pfn; pfn < zone_end_pfn(zone); pfn = pageblock_end_pfn(pfn)) {
		struct page *page = pfn_to_online_page(pfn);

		if (page && page_zone(page) == zone)
			count[get_pageblock_migratetype(page)]++;
	}
	seq_printf(m, "Node %d, zone %8s ", pgdat->node_id, zone->name);
	for (type = 0; type < MIGRATE_TYPES; type++)
		seq_printf(m, "%12lu ", count[type]);
	seq_putc(m, '\n');
}

static int pagetypeinfo_show(struct seq_file *m, void *v)
{
	struct pglist_data *pgdat = v;
	int i;

	if (!node_state(pgdat->node_id, N_MEMORY))
		return 0;
	seq_printf(m, "Page block order: %d\n", pageblock_order);
	seq_printf(m, "Pages per block:  %lu\n\n", pageblock_nr_pages);

	seq_printf(m, "%-43s ", "Free pages count per migrate type at order");
	for (i = 0; i < MAX_ORDER; i++)
		seq_printf(m, "%6d ", i);
	seq_putc(m, '\n');
	proc_zones_walk(m, pgdat, true, free_types);

	seq_printf(m, "\n%-23s", "Number of blocks type ");
	for (i = 0; i < MIGRATE_TYPES; i++)
		seq_printf(m, "%12s ", migratetype_names[i]);
	seq_putc(m, '\n');
	proc_zones_walk(m, pgdat, true, block_types);
	return 0;
}

static const struct seq_operations pagetypeinfo_ops = {
	.start = proc_nodes_start,
	.next = proc_nodes_next,
	.stop = proc_nodes_stop,
	.show = pagetypeinfo_show,
};

const struct proc_view proc_view_pagetypeinfo = {
	.name = "pagetypeinfo",
	.mode = 0400,
	.ops = &pagetypeinfo_ops,
};
