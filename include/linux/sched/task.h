/* SPDX-License-Identifier: MIT */
/* Life of a task: references, creation, exit. kernel/fork.c. */
#ifndef LINUX_SCHED_TASK_H
#define LINUX_SCHED_TASK_H

#include <linux/sched.h>

extern rwlock_t tasklist_lock;

/* Free @tsk and its context. => last reference gone; not the task itself. */
void __put_task_struct(struct task_struct *tsk);

static inline struct task_struct *get_task_struct(struct task_struct *t)
{
	refcount_inc(&t->usage);
	return t;
}
static inline void put_task_struct(struct task_struct *t)
{
	if (refcount_dec_and_test(&t->usage))
		__put_task_struct(t);
}
static inline void put_task_struct_many(struct task_struct *t, int nr)
{
	if (refcount_sub_and_test(nr, &t->usage))
		__put_task_struct(t);
}

/* End the calling task. @code: its exit code. */
void __noreturn do_exit(long code);
void __noreturn make_task_dead(int signr);

/*
 * Make a task that will run @fn(@arg) when it is first woken (wake_up_new_task). Not yet on
 * any list of children; state TASK_NEW. NULL without memory. May sleep.
 */
struct task_struct *task_create(int (*fn)(void *), void *arg, const char *comm, unsigned int flags,
				int node);
/* Free a task that was never woken. */
void task_discard(struct task_struct *tsk);

static inline void task_lock(struct task_struct *p)
{
}
static inline void task_unlock(struct task_struct *p)
{
}

#endif
