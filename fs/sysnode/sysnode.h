/* SPDX-License-Identifier: MIT */
/* /sys/devices/system: the machine's nodes and CPUs, as numactl, lscpu and libc look for them. */
#ifndef FS_SYSNODE_SYSNODE_H
#define FS_SYSNODE_SYSNODE_H

#include <linux/kobject.h>
#include <linux/sysfs.h>

/* => after sysfs, the driver core, zones and CPUs. 0 or -errno, with nothing left. May sleep. */
int sysnode_init(void);
void sysnode_exit(void);

/* ---- numbered folders: node0 …, cpu0 … (sysnode.c) ---- */

/* A folder that knows which node or CPU it is. */
struct sysnode_dir {
	struct kobject kobj;
	int id;
};

/* One file of such a folder. @print fills the page @buf for folder @id; returns its length. */
struct sysnode_file {
	struct attribute attr;
	ssize_t (*print)(int id, char *buf);
};

#define SYSNODE_FILE(_name, _print)                           \
	static const struct sysnode_file sysnode_##_print = { \
		.attr = {.name = (_name), .mode = 0444},      \
		.print = (_print),                            \
	}

/*
 * Make folder @fmt (one %d: @id) under @parent with the files of @groups; the result is put with
 * kobject_put. ERR_PTR on failure. A folder without number: @id -1, @fmt without %d.
 */
struct sysnode_dir *sysnode_dir_add(struct kobject *parent, int id, const char *fmt,
				    const struct attribute_group *const *groups);
/* Take it out of /sys; NULL and ERR_PTR are allowed. */
void sysnode_dir_remove(struct sysnode_dir *dir);

/* ---- node.c, cpu.c ---- */

int sysnode_nodes_init(struct kobject *system);
void sysnode_nodes_exit(void);
int sysnode_cpus_init(struct kobject *system);
void sysnode_cpus_exit(void);
/* The folder of @cpu, or NULL: nodes link to their CPUs. */
struct kobject *sysnode_cpu_kobj(int cpu);
struct kobject *sysnode_node_kobj(int nid);

#endif
