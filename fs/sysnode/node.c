/* SPDX-License-Identifier: MIT */
/* /sys/devices/system/node: masks of nodes, and each node's memory, traffic and distances. */
#include "sysnode.h"

#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/nodemask.h>
#include <linux/sysinfo.h>
#include <linux/topology.h>
#include <linux/vmstat.h>

static struct sysnode_dir *node_root;
static struct sysnode_dir *node_dirs[MAX_NUMNODES];

struct kobject *sysnode_node_kobj(int nid)
{
	return node_dirs[nid] ? &node_dirs[nid]->kobj : NULL;
}

/* ---- system/node ---- */

static ssize_t print_state(char *buf, enum node_states state)
{
	return sysfs_emit(buf, "%*pbl\n", nodemask_pr_args(&node_states[state]));
}

static ssize_t online(int id, char *buf)
{
	return print_state(buf, N_ONLINE);
}

static ssize_t possible(int id, char *buf)
{
	return print_state(buf, N_POSSIBLE);
}

static ssize_t has_cpu(int id, char *buf)
{
	return print_state(buf, N_CPU);
}

static ssize_t has_memory(int id, char *buf)
{
	return print_state(buf, N_MEMORY);
}

static ssize_t has_normal_memory(int id, char *buf)
{
	return print_state(buf, N_NORMAL_MEMORY);
}

SYSNODE_FILE("online", online);
SYSNODE_FILE("possible", possible);
SYSNODE_FILE("has_cpu", has_cpu);
SYSNODE_FILE("has_memory", has_memory);
SYSNODE_FILE("has_normal_memory", has_normal_memory);

static const struct attribute *root_attrs[] = {
	&sysnode_online.attr,	  &sysnode_possible.attr,	   &sysnode_has_cpu.attr,
	&sysnode_has_memory.attr, &sysnode_has_normal_memory.attr, NULL,
};

static const struct attribute_group root_group = {.attrs = (struct attribute **)root_attrs};
static const struct attribute_group *const root_groups[] = {&root_group, NULL};

/* ---- nodeN/meminfo ---- */

/* A line of meminfo: where the figure is. */
struct line {
	char *buf;
	int at, nid;
};

static void kb(struct line *l, const char *name, unsigned long value)
{
	l->at += sysfs_emit_at(l->buf, l->at, "Node %d %-16s%8lu kB\n", l->nid, name, value);
}

static void pages(struct line *l, const char *name, unsigned long nr)
{
	kb(l, name, nr << (PAGE_SHIFT - 10));
}

static void item(struct line *l, const char *name, enum node_stat_item i)
{
	pages(l, name, node_page_state_pages(NODE_DATA(l->nid), i));
}

/* Pools of huge pages do not exist: none anywhere. */
static void pool(struct line *l, const char *name)
{
	l->at += sysfs_emit_at(l->buf, l->at, "Node %d %s %5u\n", l->nid, name, 0);
}

static void meminfo_lists(struct line *l)
{
	pg_data_t *pgdat = NODE_DATA(l->nid);
	unsigned long nr[NR_LRU_LISTS];
	int i;

	for (i = 0; i < NR_LRU_LISTS; i++)
		nr[i] = node_page_state(pgdat, NR_LRU_BASE + i);
	pages(l, "Active:", nr[LRU_ACTIVE_ANON] + nr[LRU_ACTIVE_FILE]);
	pages(l, "Inactive:", nr[LRU_INACTIVE_ANON] + nr[LRU_INACTIVE_FILE]);
	pages(l, "Active(anon):", nr[LRU_ACTIVE_ANON]);
	pages(l, "Inactive(anon):", nr[LRU_INACTIVE_ANON]);
	pages(l, "Active(file):", nr[LRU_ACTIVE_FILE]);
	pages(l, "Inactive(file):", nr[LRU_INACTIVE_FILE]);
	pages(l, "Unevictable:", nr[LRU_UNEVICTABLE]);
	pages(l, "Mlocked:", sum_zone_node_page_state(l->nid, NR_MLOCK));
}

static void meminfo_use(struct line *l)
{
	pg_data_t *pgdat = NODE_DATA(l->nid);
	unsigned long reclaimable = node_page_state_pages(pgdat, NR_SLAB_RECLAIMABLE_B);
	unsigned long unreclaimable = node_page_state_pages(pgdat, NR_SLAB_UNRECLAIMABLE_B);

	item(l, "Dirty:", NR_FILE_DIRTY);
	item(l, "Writeback:", NR_WRITEBACK);
	item(l, "FilePages:", NR_FILE_PAGES);
	item(l, "Mapped:", NR_FILE_MAPPED);
	item(l, "AnonPages:", NR_ANON_MAPPED);
	item(l, "Shmem:", NR_SHMEM);
	kb(l, "KernelStack:", node_page_state(pgdat, NR_KERNEL_STACK_KB));
	item(l, "PageTables:", NR_PAGETABLE);
	item(l, "SecPageTables:", NR_SECONDARY_PAGETABLE);
	pages(l, "NFS_Unstable:", 0); /* nothing has counted it since Linux 5.8 */
	pages(l, "Bounce:", sum_zone_node_page_state(l->nid, NR_BOUNCE));
	item(l, "WritebackTmp:", NR_WRITEBACK_TEMP);
	pages(l, "KReclaimable:", reclaimable + node_page_state(pgdat, NR_KERNEL_MISC_RECLAIMABLE));
	pages(l, "Slab:", reclaimable + unreclaimable);
	pages(l, "SReclaimable:", reclaimable);
	pages(l, "SUnreclaim:", unreclaimable);
	item(l, "AnonHugePages:", NR_ANON_THPS);
	item(l, "ShmemHugePages:", NR_SHMEM_THPS);
	item(l, "ShmemPmdMapped:", NR_SHMEM_PMDMAPPED);
	item(l, "FileHugePages:", NR_FILE_THPS);
	item(l, "FilePmdMapped:", NR_FILE_PMDMAPPED);
}

static ssize_t meminfo(int nid, char *buf)
{
	struct line l = {.buf = buf, .nid = nid};
	struct sysinfo si = {0};

	si_meminfo_node(&si, nid);
	pages(&l, "MemTotal:", si.totalram);
	pages(&l, "MemFree:", si.freeram);
	pages(&l, "MemUsed:", si.totalram - si.freeram);
	item(&l, "SwapCached:", NR_SWAPCACHE);
	meminfo_lists(&l);
	meminfo_use(&l);
	pool(&l, "HugePages_Total:");
	pool(&l, "HugePages_Free: ");
	pool(&l, "HugePages_Surp: ");
	return l.at;
}

/* ---- nodeN/… ---- */

static ssize_t numastat(int nid, char *buf)
{
	static const char *const name[NR_VM_NUMA_EVENT_ITEMS] = {
		"numa_hit",	  "numa_miss",	"numa_foreign",
		"interleave_hit", "local_node", "other_node",
	};
	int i, at = 0;

	for (i = 0; i < NR_VM_NUMA_EVENT_ITEMS; i++)
		at += sysfs_emit_at(buf, at, "%s %lu\n", name[i],
				    sum_zone_numa_event_state(nid, i));
	return at;
}

static ssize_t vmstat(int nid, char *buf)
{
	int i, at = 0;

	for (i = 0; i < NR_VM_ZONE_STAT_ITEMS; i++)
		at += sysfs_emit_at(buf, at, "%s %lu\n", zone_stat_name(i),
				    sum_zone_node_page_state(nid, i));
	for (i = 0; i < NR_VM_NUMA_EVENT_ITEMS; i++)
		at += sysfs_emit_at(buf, at, "%s %lu\n", numa_stat_name(i),
				    sum_zone_numa_event_state(nid, i));
	for (i = 0; i < NR_VM_NODE_STAT_ITEMS; i++)
		at += sysfs_emit_at(buf, at, "%s %lu\n", node_stat_name(i),
				    node_page_state_pages(NODE_DATA(nid), i));
	return at;
}

static ssize_t distance(int nid, char *buf)
{
	int other, at = 0;

	for_each_online_node (other)
		at += sysfs_emit_at(buf, at, "%s%d", at ? " " : "", node_distance(nid, other));
	return at + sysfs_emit_at(buf, at, "\n");
}

static ssize_t cpulist(int nid, char *buf)
{
	return sysfs_emit(buf, "%*pbl\n", cpumask_pr_args(cpumask_of_node(nid)));
}

static ssize_t cpumap(int nid, char *buf)
{
	return sysfs_emit(buf, "%*pb\n", cpumask_pr_args(cpumask_of_node(nid)));
}

SYSNODE_FILE("meminfo", meminfo);
SYSNODE_FILE("numastat", numastat);
SYSNODE_FILE("vmstat", vmstat);
SYSNODE_FILE("distance", distance);
SYSNODE_FILE("cpulist", cpulist);
SYSNODE_FILE("cpumap", cpumap);

static const struct attribute *node_attrs[] = {
	&sysnode_meminfo.attr,
	&sysnode_numastat.attr,
	&sysnode_vmstat.attr,
	&sysnode_distance.attr,
	&sysnode_cpulist.attr,
	&sysnode_cpumap.attr,
	NULL,
};

static const struct attribute_group node_group = {.attrs = (struct attribute **)node_attrs};
static const struct attribute_group *const node_groups[] = {&node_group, NULL};

/* cpuN in the node's folder, nodeN in the CPU's. */
static int link_cpus(int nid)
{
	struct kobject *node = &node_dirs[nid]->kobj;
	int cpu, err;

	for_each_cpu (cpu, cpumask_of_node(nid)) {
		struct kobject *kobj = sysnode_cpu_kobj(cpu);

		err = sysfs_create_link(node, kobj, kobject_name(kobj));
		if (!err)
			err = sysfs_create_link(kobj, node, kobject_name(node));
		if (err)
			return err;
	}
	return 0;
}

int sysnode_nodes_init(struct kobject *system)
{
	int nid, err;

	node_root = sysnode_dir_add(system, -1, "node", root_groups);
	if (IS_ERR(node_root))
		return PTR_ERR(node_root);
	for_each_online_node (nid) {
		node_dirs[nid] = sysnode_dir_add(&node_root->kobj, nid, "node%d", node_groups);
		if (IS_ERR(node_dirs[nid]))
			return PTR_ERR(node_dirs[nid]);
		err = link_cpus(nid);
		if (err)
			return err;
	}
	return 0;
}

static void unlink_cpus(int nid)
{
	struct kobject *node = &node_dirs[nid]->kobj;
	int cpu;

	for_each_cpu (cpu, cpumask_of_node(nid)) {
		struct kobject *kobj = sysnode_cpu_kobj(cpu);

		sysfs_remove_link(node, kobject_name(kobj));
		sysfs_remove_link(kobj, kobject_name(node));
	}
}

void sysnode_nodes_exit(void)
{
	int nid;

	for (nid = 0; nid < MAX_NUMNODES; nid++) {
		if (IS_ERR_OR_NULL(node_dirs[nid])) {
			node_dirs[nid] = NULL;
			continue;
		}
		unlink_cpus(nid);
		sysnode_dir_remove(node_dirs[nid]);
		node_dirs[nid] = NULL;
	}
	sysnode_dir_remove(node_root);
	node_root = NULL;
}
