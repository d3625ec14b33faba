/* SPDX-License-Identifier: MIT */
/* Which CPU belongs to which node, and how far nodes are from each other. */
#ifndef _LINUX_TOPOLOGY_H
#define _LINUX_TOPOLOGY_H

#include <linux/cpumask.h>
#include <linux/bitops.h>
#include <linux/mmzone.h>
#include <linux/smp.h>
#include <asm/arch_tls.h>

#define LOCAL_DISTANCE	 10
#define REMOTE_DISTANCE	 20
#define RECLAIM_DISTANCE 30
#define PENALTY_FOR_NODE_WITH_CPUS 1

/* As the declaration says; nodes that do not exist are REMOTE_DISTANCE away. */
int __node_distance(int from, int to);
#define node_distance(a, b) __node_distance(a, b)

/* The node of @cpu, NUMA_NO_NODE when there is no such CPU. */
int cpu_to_node(int cpu);
#define early_cpu_to_node cpu_to_node
/* The CPUs of @node. */
const struct cpumask *cpumask_of_node(int node);

static inline int numa_node_id(void)
{
	return (int)arch_tls.node_id;
}

static inline int numa_mem_id(void)
{
	return numa_node_id();
}

static inline int cpu_to_mem(int cpu)
{
	return cpu_to_node(cpu);
}

#define nr_cpus_node(node) cpumask_weight(cpumask_of_node(node))
#define for_each_node_with_cpus(node) \
	for_each_online_node(node)    \
		if (nr_cpus_node(node))

#define topology_physical_package_id(cpu) cpu_to_node(cpu)
#define topology_die_id(cpu)		  ((void)(cpu), 0)
#define topology_core_id(cpu)		  (cpu)
#define topology_sibling_cpumask(cpu)	  cpumask_of(cpu)
#define topology_core_cpumask(cpu)	  cpumask_of_node(cpu_to_node(cpu))

#endif
