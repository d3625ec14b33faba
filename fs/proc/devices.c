/* SPDX-License-Identifier: MIT */
/* /proc/devices: major numbers and the names that registered them. No block layer exists. */
#include "views.h"

#include <linux/fs.h>
#include <linux/kdev_t.h>

static int devices_show(struct seq_file *m, void *v)
{
	int major;

	seq_puts(m, "Character devices:\n");
	for (major = 0; major < CHRDEV_MAJOR_MAX; major++)
		chrdev_show(m, major);
	seq_puts(m, "\nBlock devices:\n");
	return 0;
}

const struct proc_view proc_view_devices = {.name = "devices", .show = devices_show};
