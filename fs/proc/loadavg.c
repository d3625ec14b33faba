/* SPDX-License-Identifier: MIT */
/*
 * /proc/loadavg: runnable tasks averaged over 1, 5 and 15 minutes of machine time, tasks that
 * run and that exist, and the pid that was given out last.
 */
#include "views.h"

#include <linux/pid.h>
#include <linux/sched.h>
#include <linux/sched/loadavg.h>

static int loadavg_show(struct seq_file *m, void *v)
{
	unsigned long load[3];

	/* Half of a hundredth is added: the two digits are rounded. */
	get_avenrun(load, FIXED_1 / 200, 0);
	seq_printf(m, "%lu.%02lu %lu.%02lu %lu.%02lu %u/%d %d\n", LOAD_INT(load[0]),
		   LOAD_FRAC(load[0]), LOAD_INT(load[1]), LOAD_FRAC(load[1]), LOAD_INT(load[2]),
		   LOAD_FRAC(load[2]), nr_running_tasks(), nr_threads, last_pid());
	return 0;
}

const struct proc_view proc_view_loadavg = {.name = "loadavg", .show = loadavg_show};
