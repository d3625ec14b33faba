/* SPDX-License-Identifier: MIT */
/* How many nodes there can be, and what "no node" is called. */
#ifndef _LINUX_NUMA_H
#define _LINUX_NUMA_H

#include <linux/types.h>

#define NODES_SHIFT   6
#define MAX_NUMNODES  (1 << NODES_SHIFT)
#define NUMA_NO_NODE  (-1)

/* Hot-added memory whose node the firmware does not name goes to node 0. */
static inline int numa_map_to_online_node(int node)
{
	return node == NUMA_NO_NODE ? 0 : node;
}

#endif
