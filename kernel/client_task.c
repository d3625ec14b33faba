/* SPDX-License-Identifier: MIT */
/* Tasks that stand for client threads: identity, and the embedder's handle of their memory. */
#include <ferrite/client_task.h>
#include <linux/cred.h>
#include <linux/export.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/string.h>

#include "kernel/sched_priv.h"

static void set_identity(struct task_struct *t, const struct client_attr *attr)
{
	t->tgid = attr->tgid;
	t->client_ppid = attr->ppid;
	__set_task_comm(t, attr->comm, false);
}

struct task_struct *client_task_create(const struct client_attr *attr, void *client,
				       int (*fn)(void *), void *arg)
{
	struct task_struct *t = task_create_pid(fn, arg, attr->comm, 0, NUMA_NO_NODE, attr->tid);

	if (!t)
		return NULL;
	t->client = client;
	set_identity(t, attr);
	if (task_set_ids(t, attr->uid, attr->euid, attr->gid, attr->egid)) {
		task_discard(t);
		return NULL;
	}
	return get_task_struct(t);
}

int client_task_update(const struct client_attr *attr)
{
	set_identity(current, attr);
	return task_set_ids(current, attr->uid, attr->euid, attr->gid, attr->egid);
}

void task_set_client(void *client)
{
	WRITE_ONCE(current->client, client);
}

/* Upcall of arch_user_read and arch_user_write. */
void *task_user_context(struct task_struct *task)
{
	return READ_ONCE(task->client);
}
