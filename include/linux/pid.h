/* SPDX-License-Identifier: MIT */
/* struct pid: a reference to a process that survives it. kernel/pid.c. */
#ifndef LINUX_PID_H
#define LINUX_PID_H

#include <linux/refcount.h>
#include <linux/types.h>

struct task_struct;
struct pid_namespace;

enum pid_type {
	PIDTYPE_PID,
	PIDTYPE_TGID,
	PIDTYPE_PGID,
	PIDTYPE_SID,
	PIDTYPE_MAX,
};

struct pid {
	refcount_t count;
	pid_t nr;
	struct task_struct *task; /* NULL when it is gone; under tasklist_lock */
};

extern struct pid init_struct_pid;

static inline struct pid *get_pid(struct pid *pid)
{
	if (pid)
		refcount_inc(&pid->count);
	return pid;
}
void put_pid(struct pid *pid);
/* Without a reference: only under RCU. NULL when no task has it. */
struct pid *find_vpid(int nr);
struct pid *find_pid_ns(int nr, struct pid_namespace *ns);
struct pid *find_get_pid(int nr);
struct pid *get_task_pid(struct task_struct *task, enum pid_type type);
struct task_struct *pid_task(struct pid *pid, enum pid_type type);
struct task_struct *get_pid_task(struct pid *pid, enum pid_type type);
static inline pid_t pid_nr(struct pid *pid)
{
	return pid ? pid->nr : 0;
}
static inline pid_t pid_vnr(struct pid *pid)
{
	return pid_nr(pid);
}
static inline pid_t pid_nr_ns(struct pid *pid, struct pid_namespace *ns)
{
	return pid_nr(pid);
}

#endif
