/* SPDX-License-Identifier: MIT */
/*
 * The files of /proc that show the machine. One file here is one file there.
 */
#ifndef FS_PROC_VIEWS_H
#define FS_PROC_VIEWS_H

#include <linux/seq_file.h>
#include <linux/types.h>

struct pglist_data;
struct zone;

/*
 * A view: either one show for the whole text, or an iterator with a show for each record.
 * A text is made when a reader is at offset 0, so that `lseek` and read gives new figures.
 */
struct proc_view {
	const char *name; /* under /proc; may hold slashes */
	umode_t mode;	  /* 0: 0444 */
	int (*show)(struct seq_file *m, void *v);
	const struct seq_operations *ops; /* if there is no show */
};

/* Make /proc's files. => after procfs, zones, slab, scheduler, modules. 0, or -ENOMEM. May sleep.
 */
int proc_views_init(void);
void proc_views_exit(void);

extern const struct proc_view proc_view_buddyinfo, proc_view_cpuinfo, proc_view_devices,
	proc_view_filesystems, proc_view_iomem, proc_view_ioports, proc_view_loadavg,
	proc_view_meminfo, proc_view_modules, proc_view_pagetypeinfo, proc_view_slabinfo,
	proc_view_stat, proc_view_swaps, proc_view_uptime, proc_view_version, proc_view_vmallocinfo,
	proc_view_vmstat, proc_view_zoneinfo;

/* ---- nodes.c: iterators whose records are the online nodes ---- */

void *proc_nodes_start(struct seq_file *m, loff_t *pos);
void *proc_nodes_next(struct seq_file *m, void *v, loff_t *pos);
void proc_nodes_stop(struct seq_file *m, void *v);
/* Call @print for the zones of @pgdat with zone->lock held; only those with RAM if @populated. */
void proc_zones_walk(struct seq_file *m, struct pglist_data *pgdat, bool populated,
		     void (*print)(struct seq_file *m, struct pglist_data *pgdat,
				   struct zone *zone));

/* ---- sysctl.c: /proc/sys/vm ---- */

/* The settings that the views compute with. Constant: no writer exists. */
struct proc_vm_settings {
	int overcommit_ratio;	    /* percent of RAM in CommitLimit */
	int dirty_ratio;	    /* percent of dirtyable memory */
	int dirty_background_ratio; /* the same */
};
extern const struct proc_vm_settings proc_vm_settings;

int proc_sysctl_init(void);
void proc_sysctl_exit(void);

/* ---- kmsg.c: /dev/kmsg ---- */

int proc_kmsg_init(void);
void proc_kmsg_exit(void);

/* ---- iomem.c ---- */

/* Enter the declared RAM and the reserved ranges into the tree of physical addresses. */
int proc_iomem_init(void);
void proc_iomem_exit(void);

#endif
