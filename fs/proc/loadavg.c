/* SPDX-License-Identifier: MIT */
/*
 * /proc/loadavg: runnable tasks averaged over 1, 5 and 15 minutes of machine time, tasks that
 * run and that exist, and the pid of the task made last.
 */
#include "views.h"

#include <linux/rculist.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/loadavg.h>
#include <linux/sched/signal.h>

static int loadavg_show(struct seq_file *m, void *v)
{
	struct task_struct *p;
	unsigned long load[3];
	int tasks = 0, last = 0;

	rcu_read_lock();
	for_each_process(p)
	{
		tasks++;
		last = p->pid; /* the list is in the order of creation */
	}
	rcu_read_unlock();
	/* Half of a hundredth is added: the two digits are rounded. */
	get_avenrun(load, FIXED_1 / 200, 0);
	seq_printf(m, "%lu.%02lu %lu.%02lu %lu.%02lu %u/%d %d\n", LOAD_INT(load[0]),
		   LOAD_FRAC(load[0]), LOAD_INT(load[1]), LOAD_FRAC(load[1]), LOAD_INT(load[2]),
		   LOAD_FRAC(load[2]), nr_running_tasks(), tasks, last);
	return 0;
}

const struct proc_view proc_view_loadavg = {.name = "loadavg", .show = loadavg_show};
