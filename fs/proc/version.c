/* SPDX-License-Identifier: MIT */
/* /proc/version: who runs here, who built it and with which compiler; as uname(2) names it. */
#include "views.h"

#include <linux/printk.h>
#include <linux/utsname.h>

static int version_show(struct seq_file *m, void *v)
{
	const struct new_utsname *name = utsname();

	seq_printf(m, linux_proc_banner, name->sysname, name->release, name->version);
	return 0;
}

const struct proc_view proc_view_version = {.name = "version", .show = version_show};
