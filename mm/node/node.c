/* SPDX-License-Identifier: MIT */
/*
 * Nodes: memory and CPUs that are near each other.
 *
 * Concepts. A machine has 1 to 64 nodes; each has a pg_data_t, placed in its own memory (a
 * node without memory borrows its neighbour's). A node's memory is cut into zones by address,
 * because devices can only reach so far:
 *
 *         4K        16M                        4G
 *   node 0 |-- DMA --|--------- DMA32 ----------|-- Normal --|
 *   node 1                             |-DMA32--|-------- Normal --------|  Movable  |
 *
 * A zone knows three sizes: spanned (last frame - first frame), present (frames that are RAM)
 * and managed (frames that the buddy allocator was given).
 *
 * Invariants: managed <= present <= spanned; the present frames of all zones together are
 * the RAM that the firmware reported, in whole frames.
 *
 * Locking: none; all of this is constant from node_init() to node_exit(), except the counters.
 */
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/nodemask.h>
#include <linux/printk.h>
#include <linux/topology.h>
#include <linux/wait.h>
#include "mm/machine/machine.h"
#include "node.h"

struct node_state node_state_root;

struct pglist_data *node_data[MAX_NUMNODES];
EXPORT_SYMBOL(node_data);

const char *const zone_names[MAX_NR_ZONES] = {"DMA", "DMA32", "Normal", "Movable", "Device"};

int __node_distance(int from, int to)
{
	const struct ferrite_decl *d = machine.decl;

	if (from < 0 || to < 0 || !d || from >= d->nr_nodes || to >= d->nr_nodes)
		return from == to ? LOCAL_DISTANCE : REMOTE_DISTANCE;
	return d->distance[from][to];
}
EXPORT_SYMBOL(__node_distance);

int cpu_to_node(int cpu)
{
	if (cpu < 0 || cpu >= NR_CPUS)
		return NUMA_NO_NODE;
	return node_state_root.cpu_node[cpu];
}
EXPORT_SYMBOL(cpu_to_node);

const struct cpumask *cpumask_of_node(int node)
{
	static const struct cpumask none;

	if (node < 0 || node >= MAX_NUMNODES)
		return &none;
	return &node_state_root.cpus[node];
}
EXPORT_SYMBOL(cpumask_of_node);

struct pglist_data *first_online_pgdat(void)
{
	return NODE_DATA(first_online_node);
}
EXPORT_SYMBOL(first_online_pgdat);

struct pglist_data *next_online_pgdat(struct pglist_data *pgdat)
{
	int nid = next_online_node(pgdat->node_id);

	return nid == MAX_NUMNODES ? NULL : NODE_DATA(nid);
}
EXPORT_SYMBOL(next_online_pgdat);

struct zone *next_zone(struct zone *zone)
{
	pg_data_t *pgdat = zone->zone_pgdat;

	if (zone < pgdat->node_zones + MAX_NR_ZONES - 1)
		return zone + 1;
	pgdat = next_online_pgdat(pgdat);
	return pgdat ? pgdat->node_zones : NULL;
}
EXPORT_SYMBOL(next_zone);

static void init_cpus(void)
{
	const struct ferrite_decl *d = machine.decl;
	int cpu;

	for (cpu = 0; cpu < NR_CPUS; cpu++)
		node_state_root.cpu_node[cpu] = NUMA_NO_NODE;
	for (cpu = 0; cpu < d->nr_cpus; cpu++) {
		node_state_root.cpu_node[cpu] = d->cpu_node[cpu];
		cpumask_set_cpu(cpu, &node_state_root.cpus[d->cpu_node[cpu]]);
		node_set_state(d->cpu_node[cpu], N_CPU);
	}
}

/* First and last frame of a node's RAM; both 0 when it has none. */
static void node_span(int nid, unsigned long *start, unsigned long *end)
{
	unsigned long s, e;
	int i;

	*start = *end = 0;
	for_each_mem_pfn_range(i, nid, &s, &e, NULL)
	{
		if (!*end)
			*start = s;
		*end = e;
	}
}

static int init_node(int nid)
{
	pg_data_t *pgdat = memblock_alloc_node(sizeof(*pgdat), SMP_CACHE_BYTES_MEMBLOCK, nid);
	unsigned long end;
	phys_addr_t pa;

	if (!pgdat) {
		pr_err("no memory for node %d's data\n", nid);
		return -ENOMEM;
	}
	pa = __pa(pgdat);
	pr_info("NODE_DATA(%d) allocated [mem %#010llx-%#010llx]\n", nid, pa,
		pa + sizeof(*pgdat) - 1);
	pgdat->node_id = nid;
	node_span(nid, &pgdat->node_start_pfn, &end);
	pgdat->node_spanned_pages = end - pgdat->node_start_pfn;
	init_waitqueue_head(&pgdat->kswapd_wait);
	init_waitqueue_head(&pgdat->pfmemalloc_wait);
	pgdat->kswapd_highest_zoneidx = MAX_NR_ZONES;
	node_data[nid] = pgdat;
	node_set_state(nid, N_POSSIBLE);
	return 0;
}

int node_init(void)
{
	const struct ferrite_decl *d = machine.decl;
	int nid, err;

	nodemask_reset();
	node_state_root = (struct node_state){0};
	nr_node_ids = d->nr_nodes;
	for (nid = 0; nid < d->nr_nodes; nid++) {
		err = init_node(nid);
		if (err)
			return err;
	}
	for (nid = 0; nid < d->nr_nodes; nid++)
		node_set_online(nid);
	init_cpus();
	node_find_movable_zone();
	for (nid = 0; nid < d->nr_nodes; nid++) {
		pg_data_t *pgdat = NODE_DATA(nid);

		node_init_zones(pgdat);
		if (!pgdat->node_present_pages)
			continue;
		node_set_state(nid, N_MEMORY);
		if (pgdat->nr_zones &&
		    pgdat->node_zones[ZONE_MOVABLE].present_pages != pgdat->node_present_pages)
			node_set_state(nid, N_NORMAL_MEMORY);
		pr_info("Initmem setup node %d [mem %#018lx-%#018lx]\n", nid,
			pgdat->node_start_pfn << PAGE_SHIFT,
			(pgdat_end_pfn(pgdat) << PAGE_SHIFT) - 1);
	}
	return 0;
}

void node_exit(void)
{
	int nid;

	for (nid = 0; nid < MAX_NUMNODES; nid++)
		node_data[nid] = NULL;
	nodemask_reset();
	node_state_root = (struct node_state){0};
}
