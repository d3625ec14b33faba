/* SPDX-License-Identifier: MIT */
/* /sys/devices/system/cpu: masks of CPUs, and each CPU's place in the machine. */
#include "sysnode.h"

#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/threads.h>
#include <linux/topology.h>

static struct sysnode_dir *cpu_root;
static struct sysnode_dir *cpu_dirs[NR_CPUS];

struct kobject *sysnode_cpu_kobj(int cpu)
{
	return cpu_dirs[cpu] ? &cpu_dirs[cpu]->kobj : NULL;
}

static ssize_t print_list(char *buf, const struct cpumask *mask)
{
	return sysfs_emit(buf, "%*pbl\n", cpumask_pr_args(mask));
}

static ssize_t print_mask(char *buf, const struct cpumask *mask)
{
	return sysfs_emit(buf, "%*pb\n", cpumask_pr_args(mask));
}

/* ---- system/cpu ---- */

static ssize_t online(int id, char *buf)
{
	return print_list(buf, cpu_online_mask);
}

static ssize_t possible(int id, char *buf)
{
	return print_list(buf, cpu_possible_mask);
}

static ssize_t present(int id, char *buf)
{
	return print_list(buf, cpu_present_mask);
}

static ssize_t offline(int id, char *buf)
{
	struct cpumask off;

	cpumask_andnot(&off, cpu_possible_mask, cpu_online_mask);
	return print_list(buf, &off);
}

static ssize_t kernel_max(int id, char *buf)
{
	return sysfs_emit(buf, "%d\n", NR_CPUS - 1);
}

SYSNODE_FILE("online", online);
SYSNODE_FILE("possible", possible);
SYSNODE_FILE("present", present);
SYSNODE_FILE("offline", offline);
SYSNODE_FILE("kernel_max", kernel_max);

static const struct attribute *root_attrs[] = {
	&sysnode_online.attr,  &sysnode_possible.attr,	 &sysnode_present.attr,
	&sysnode_offline.attr, &sysnode_kernel_max.attr, NULL,
};

static const struct attribute_group root_group = {.attrs = (struct attribute **)root_attrs};
static const struct attribute_group *const root_groups[] = {&root_group, NULL};

/* ---- system/cpu/cpuN ---- */

static ssize_t cpu_online_file(int cpu, char *buf)
{
	return sysfs_emit(buf, "%d\n", cpu_online(cpu));
}

static ssize_t core_id(int cpu, char *buf)
{
	return sysfs_emit(buf, "%d\n", topology_core_id(cpu));
}

static ssize_t package_id(int cpu, char *buf)
{
	return sysfs_emit(buf, "%d\n", topology_physical_package_id(cpu));
}

static ssize_t die_id(int cpu, char *buf)
{
	return sysfs_emit(buf, "%d\n", topology_die_id(cpu));
}

/* A core has one thread; a package is a node. */
static ssize_t thread_mask(int cpu, char *buf)
{
	return print_mask(buf, topology_sibling_cpumask(cpu));
}

static ssize_t thread_list(int cpu, char *buf)
{
	return print_list(buf, topology_sibling_cpumask(cpu));
}

static ssize_t package_mask(int cpu, char *buf)
{
	return print_mask(buf, topology_core_cpumask(cpu));
}

static ssize_t package_list(int cpu, char *buf)
{
	return print_list(buf, topology_core_cpumask(cpu));
}

SYSNODE_FILE("online", cpu_online_file);
SYSNODE_FILE("core_id", core_id);
SYSNODE_FILE("physical_package_id", package_id);
SYSNODE_FILE("die_id", die_id);
SYSNODE_FILE("thread_siblings", thread_mask);
SYSNODE_FILE("thread_siblings_list", thread_list);
SYSNODE_FILE("core_siblings", package_mask);
SYSNODE_FILE("core_siblings_list", package_list);

/* The same masks under the names that they have had since Linux 5.3. */
static const struct sysnode_file core_cpus = {
	.attr = {.name = "core_cpus", .mode = 0444},
	.print = thread_mask,
};
static const struct sysnode_file core_cpus_list = {
	.attr = {.name = "core_cpus_list", .mode = 0444},
	.print = thread_list,
};
static const struct sysnode_file package_cpus = {
	.attr = {.name = "package_cpus", .mode = 0444},
	.print = package_mask,
};
static const struct sysnode_file package_cpus_list = {
	.attr = {.name = "package_cpus_list", .mode = 0444},
	.print = package_list,
};

static const struct attribute *cpu_attrs[] = {&sysnode_cpu_online_file.attr, NULL};
static const struct attribute *topology_attrs[] = {
	&sysnode_core_id.attr,	    &sysnode_package_id.attr,  &sysnode_die_id.attr,
	&sysnode_thread_mask.attr,  &sysnode_thread_list.attr, &sysnode_package_mask.attr,
	&sysnode_package_list.attr, &core_cpus.attr,	       &core_cpus_list.attr,
	&package_cpus.attr,	    &package_cpus_list.attr,   NULL,
};

static const struct attribute_group cpu_group = {.attrs = (struct attribute **)cpu_attrs};
static const struct attribute_group topology_group = {
	.name = "topology",
	.attrs = (struct attribute **)topology_attrs,
};
static const struct attribute_group *const cpu_groups[] = {&cpu_group, &topology_group, NULL};

int sysnode_cpus_init(struct kobject *system)
{
	int cpu;

	cpu_root = sysnode_dir_add(system, -1, "cpu", root_groups);
	if (IS_ERR(cpu_root))
		return PTR_ERR(cpu_root);
	for_each_possible_cpu (cpu) {
		cpu_dirs[cpu] = sysnode_dir_add(&cpu_root->kobj, cpu, "cpu%d", cpu_groups);
		if (IS_ERR(cpu_dirs[cpu]))
			return PTR_ERR(cpu_dirs[cpu]);
	}
	return 0;
}

void sysnode_cpus_exit(void)
{
	int cpu;

	for (cpu = 0; cpu < NR_CPUS; cpu++) {
		sysnode_dir_remove(cpu_dirs[cpu]);
		cpu_dirs[cpu] = NULL;
	}
	sysnode_dir_remove(cpu_root);
	cpu_root = NULL;
}
