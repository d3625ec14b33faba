/* SPDX-License-Identifier: MIT */
/*
 * Zonelists: in which order a node's requests try the zones of the machine.
 *
 * Nearest node first; within a node the highest zone first, because low memory is what only
 * some can use. A request starts at the first entry that its flags allow. Nodes at equal
 * distance are spread: a node that is another's second choice already counts as a little
 * farther (Linux: find_next_best_node).
 */
#include <linux/export.h>
#include <linux/limits.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/topology.h>
#include "node.h"

struct zoneref *__next_zones_zonelist(struct zoneref *z, enum zone_type highest_zoneidx,
				      nodemask_t *nodes)
{
	while (z->zone && (z->zone_idx > (int)highest_zoneidx ||
			   (nodes && !node_isset(zonelist_node_idx(z), *nodes))))
		z++;
	return z;
}
EXPORT_SYMBOL(__next_zones_zonelist);

/* The nearest node with memory that is not in @used, or NUMA_NO_NODE. */
static int next_best_node(int node, nodemask_t *used)
{
	int n, best = NUMA_NO_NODE, val, min_val = INT_MAX;

	if (!node_isset(node, *used) && node_state(node, N_MEMORY)) {
		node_set(node, *used);
		return node;
	}
	for_each_node_state (n, N_MEMORY) {
		if (node_isset(n, *used))
			continue;
		val = node_distance(node, n);
		/* Prefer the next node to the previous, and one without CPUs of its own. */
		val += n < node;
		if (!cpumask_empty(cpumask_of_node(n)))
			val += PENALTY_FOR_NODE_WITH_CPUS;
		val = val * MAX_NUMNODES + node_state_root.load[n];
		if (val < min_val) {
			min_val = val;
			best = n;
		}
	}
	if (best != NUMA_NO_NODE)
		node_set(best, *used);
	return best;
}

/* Append @nid's zones that have pages, highest first. */
static struct zoneref *add_node(struct zoneref *z, int nid)
{
	int type;

	for (type = MAX_NR_ZONES - 1; type >= 0; type--) {
		struct zone *zone = &NODE_DATA(nid)->node_zones[type];

		if (!managed_zone(zone))
			continue;
		z->zone = zone;
		z->zone_idx = type;
		z++;
	}
	return z;
}

static void build_zonelist(pg_data_t *pgdat)
{
	struct zonelist *all = &pgdat->node_zonelists[ZONELIST_FALLBACK];
	struct zonelist *own = &pgdat->node_zonelists[ZONELIST_NOFALLBACK];
	int local = pgdat->node_id, prev = local, node, type;
	struct zoneref *z = all->_zonerefs;
	nodemask_t used = NODE_MASK_NONE;

	pr_info("Fallback order for Node %d:", local);
	while ((node = next_best_node(local, &used)) != NUMA_NO_NODE) {
		if (node_distance(local, node) != node_distance(local, prev))
			node_state_root.load[node]++;
		prev = node;
		z = add_node(z, node);
		pr_cont(" %d", node);
	}
	pr_cont("\n");
	*z = (struct zoneref){NULL, 0};
	*add_node(own->_zonerefs, local) = (struct zoneref){NULL, 0};
	for (type = 0; type < MAX_NR_ZONES; type++) {
		z = first_zones_zonelist(all, (enum zone_type)type, NULL);
		pgdat->preferred_zone[type] = z->zone && z->zone->node == local ? z->zone : NULL;
	}
}

void node_build_zonelists(void)
{
	int nid;

	for_each_online_node (nid)
		build_zonelist(NODE_DATA(nid));
	pr_info("Built %u zonelists, mobility grouping %s.  Total pages: %lu\n", nr_online_nodes,
		page_group_by_mobility_disabled ? "off" : "on", totalram_pages());
}
