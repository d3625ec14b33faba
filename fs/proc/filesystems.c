/* SPDX-License-Identifier: MIT */
/*
 * /proc/filesystems: what the machine can show under /proc, /sys and /dev. None of them is on a
 * block device. /proc/mounts is a link to /proc/self/mounts, which is the client's own.
 */
#include "views.h"

#include <linux/kernel.h>

static const char *const names[] = {"sysfs", "proc", "devtmpfs", "debugfs"};

static int filesystems_show(struct seq_file *m, void *v)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		seq_printf(m, "nodev\t%s\n", names[i]);
	return 0;
}

const struct proc_view proc_view_filesystems = {
	.name = "filesystems",
	.show = filesystems_show,
};
