/* SPDX-License-Identifier: MIT */
/* Work that a task does for itself before it goes back to user mode or exits. */
#ifndef LINUX_TASK_WORK_H
#define LINUX_TASK_WORK_H

#include <linux/sched.h>

typedef void (*task_work_func_t)(struct rcu_head *);
static inline void init_task_work(struct rcu_head *twork, task_work_func_t func)
{
	twork->func = func;
}

#endif
