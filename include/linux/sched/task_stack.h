/* SPDX-License-Identifier: MIT */
/* Stacks of tasks. On the hosted port a stack is the host thread's. */
#ifndef LINUX_SCHED_TASK_STACK_H
#define LINUX_SCHED_TASK_STACK_H

#include <linux/sched.h>

static inline void *task_stack_page(const struct task_struct *task)
{
	return task->stack;
}
/* Is @obj on the running task's stack? */
int object_is_on_stack(const void *obj);

#endif
