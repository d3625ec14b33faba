/* SPDX-License-Identifier: MIT */
/*
 * mm/node: which nodes, zones and CPUs there are, and how far apart. node.c tells the theory.
 */
#ifndef MM_NODE_NODE_H
#define MM_NODE_NODE_H

#include <linux/cpumask.h>
#include <linux/mmzone.h>

struct node_state {
	struct cpumask cpus[MAX_NUMNODES];
	int cpu_node[NR_CPUS];
	/* How often a node is a second choice already: spreads equal distances (zonelist.c). */
	int load[MAX_NUMNODES];
	int movable_zone; /* the highest zone with memory: what ZONE_MOVABLE is cut from */
};

extern struct node_state node_state_root;

/* After boot_init: nodes, zone spans, masks. Before page_init. */
int node_init(void);
void node_exit(void);

/* zones.c: fill one node's zones from memblock. */
void node_find_movable_zone(void);
void node_init_zones(pg_data_t *pgdat);
/* RAM frames in [start, end) of @nid. */
unsigned long node_present_in(int nid, unsigned long start, unsigned long end);

/* zonelist.c: after the hand-over, when it is known which zones have pages. */
void node_build_zonelists(void);

#endif
