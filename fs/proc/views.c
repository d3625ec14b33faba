/* SPDX-License-Identifier: MIT */
/*
 * Views: the machine as text, under Linux's names and in Linux 6.1's format.
 *
 *	/proc/meminfo …          this folder, one source a file
 *	/proc/sys/vm/…           sysctl.c
 *	/dev/kmsg                kmsg.c
 *	/sys/devices/system/…    fs/sysnode
 *
 * Every figure is read, when a reader asks, from the counter or structure that the subsystem
 * itself works with; nothing is kept here and nothing is made up. A field whose subsystem does not
 * exist shows that subsystem's counter, which is 0. What a view says is exact at that moment: a
 * recount over all pages and slabs gives the same (mm/stat's audit, mm/slab's audit;
 * tests/mm/recount_test.c).
 *
 * Invariant: a view only reads. It takes the locks that the data needs (named in each file) for
 * one record and never while user memory is touched, because seq_file copies later.
 *
 * Who may read is as on Linux: slabinfo, vmallocinfo and pagetypeinfo are root's, and iomem hides
 * its addresses from others. Whoever started the machine is root in it (docs/clients.md).
 */
#include "views.h"

#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/proc_fs.h>

static const struct proc_view *const views[] = {
	&proc_view_buddyinfo, &proc_view_cpuinfo,      &proc_view_devices,  &proc_view_filesystems,
	&proc_view_iomem,     &proc_view_ioports,      &proc_view_loadavg,  &proc_view_meminfo,
	&proc_view_modules,   &proc_view_pagetypeinfo, &proc_view_slabinfo, &proc_view_stat,
	&proc_view_swaps,     &proc_view_uptime,       &proc_view_version,  &proc_view_vmallocinfo,
	&proc_view_vmstat,    &proc_view_zoneinfo,
};

static struct proc_dir_entry *entries[ARRAY_SIZE(views)];

static struct proc_dir_entry *view_create(const struct proc_view *view)
{
	if (view->show)
		return proc_create_single(view->name, view->mode, NULL, view->show);
	return proc_create_seq(view->name, view->mode, NULL, view->ops);
}

int proc_views_init(void)
{
	int i, err;

	for (i = 0; i < ARRAY_SIZE(views); i++) {
		entries[i] = view_create(views[i]);
		err = -ENOMEM;
		if (!entries[i])
			goto fail;
	}
	err = proc_iomem_init();
	if (err)
		goto fail;
	err = proc_sysctl_init();
	if (err)
		goto fail;
	err = proc_kmsg_init();
	if (!err)
		return 0;
fail:
	proc_views_exit();
	return err;
}

void proc_views_exit(void)
{
	int i;

	proc_kmsg_exit();
	proc_sysctl_exit();
	proc_iomem_exit();
	for (i = ARRAY_SIZE(views) - 1; i >= 0; i--) {
		if (entries[i])
			proc_remove(entries[i]);
		entries[i] = NULL;
	}
}
