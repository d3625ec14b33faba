/* SPDX-License-Identifier: MIT */
/* Looking at tasks. */
#ifndef LINUX_SCHED_DEBUG_H
#define LINUX_SCHED_DEBUG_H
struct task_struct;
/* Print one task's state and, for the running one, its stack. Any context. */
void sched_show_task(struct task_struct *p);
void show_state(void);
#define __sched
#endif
