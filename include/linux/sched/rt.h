/* SPDX-License-Identifier: MIT */
#ifndef LINUX_SCHED_RT_H
#define LINUX_SCHED_RT_H
#include <linux/sched.h>
/* Does a task of priority @prio run before every normal one? */
static inline int rt_prio(int prio)
{
	return prio < MAX_RT_PRIO;
}
static inline int rt_task(struct task_struct *p)
{
	return rt_prio(p->prio);
}
#endif
