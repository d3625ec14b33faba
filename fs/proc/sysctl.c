/* SPDX-License-Identifier: MIT */
/*
 * /proc/sys/vm: the settings of the memory manager that exist here. They can be read, not
 * written: a setting that a write changed would have to be undone for the next reader.
 */
#include "views.h"

#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mmzone.h>
#include <linux/proc_fs.h>

const struct proc_vm_settings proc_vm_settings = {
	.overcommit_ratio = 50,
	.dirty_ratio = 20,
	.dirty_background_ratio = 10,
};

static const int one = 1;

static const struct setting {
	const char *name;
	const int *value;
	int nr; /* values, with a tab between them */
} settings[] = {
	{"dirty_background_ratio", &proc_vm_settings.dirty_background_ratio, 1},
	{"dirty_ratio", &proc_vm_settings.dirty_ratio, 1},
	{"lowmem_reserve_ratio", sysctl_lowmem_reserve_ratio, MAX_NR_ZONES},
	{"min_free_kbytes", &min_free_kbytes, 1},
	{"numa_stat", &one, 1},
	{"overcommit_ratio", &proc_vm_settings.overcommit_ratio, 1},
	{"percpu_pagelist_high_fraction", &percpu_pagelist_high_fraction, 1},
	{"watermark_boost_factor", &watermark_boost_factor, 1},
	{"watermark_scale_factor", &watermark_scale_factor, 1},
};

static struct proc_dir_entry *sys_dir;

static int setting_show(struct seq_file *m, void *v)
{
	const struct setting *s = m->private;
	int i;

	for (i = 0; i < s->nr; i++)
		seq_printf(m, "%s%d", i ? "\t" : "", READ_ONCE(s->value[i]));
	seq_putc(m, '\n');
	return 0;
}

int proc_sysctl_init(void)
{
	struct proc_dir_entry *vm;
	int i;

	sys_dir = proc_mkdir("sys", NULL);
	vm = sys_dir ? proc_mkdir("vm", sys_dir) : NULL;
	if (!vm)
		return -ENOMEM;
	for (i = 0; i < ARRAY_SIZE(settings); i++) {
		if (!proc_create_single_data(settings[i].name, 0444, vm, setting_show,
					     (void *)&settings[i]))
			return -ENOMEM;
	}
	return 0;
}

void proc_sysctl_exit(void)
{
	if (sys_dir)
		proc_remove(sys_dir);
	sys_dir = NULL;
}
