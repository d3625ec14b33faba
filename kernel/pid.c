/* SPDX-License-Identifier: MIT */
/*
 * Process ids. Kernel tasks count from 2 (kthreadd), in the order of their creation; client
 * tasks have their real program's ids, which may be equal to a kernel task's: look-ups by
 * number find the client first, because only clients are looked up by numbers that came from
 * outside. The list of tasks is short, so it is walked.
 */
#include <linux/export.h>
#include <linux/pid.h>
#include <linux/pid_namespace.h>
#include <linux/nsproxy.h>
#include <linux/rculist.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "kernel/sched_priv.h"

struct pid_namespace init_pid_ns;
EXPORT_SYMBOL_GPL(init_pid_ns);
struct nsproxy init_nsproxy;
struct pid init_struct_pid;
DEFINE_RWLOCK(tasklist_lock);
EXPORT_SYMBOL(tasklist_lock);

static struct kmem_cache *pid_cache;
static pid_t last_pid;

void pid_reset(void)
{
	last_pid = 1;
	refcount_set(&init_struct_pid.count, 1);
	init_struct_pid.nr = 0;
	init_struct_pid.task = &init_task;
	init_task.thread_pid = &init_struct_pid;
	init_nsproxy.pid_ns_for_children = &init_pid_ns;
	rwlock_init(&tasklist_lock);
}

int pid_init(void)
{
	pid_cache = kmem_cache_create("pid", sizeof(struct pid), 0, SLAB_HWCACHE_ALIGN | SLAB_PANIC,
				      NULL);
	return pid_cache ? 0 : -ENOMEM;
}

void pid_exit(void)
{
	kmem_cache_destroy(pid_cache);
	pid_cache = NULL;
}

pid_t pid_next_kernel(void)
{
	return __atomic_add_fetch(&last_pid, 1, __ATOMIC_RELAXED);
}

void pid_renew(void)
{
	current->pid = current->tgid = pid_next_kernel();
	current->thread_pid->nr = current->pid;
}

struct pid *pid_alloc(struct task_struct *tsk, pid_t nr)
{
	struct pid *pid = kmem_cache_alloc(pid_cache, GFP_KERNEL);

	if (!pid)
		return NULL;
	refcount_set(&pid->count, 1);
	pid->nr = nr;
	pid->task = tsk;
	return pid;
}

/* @tsk exits: its pid stays as long as somebody refers to it, but names nobody. */
void pid_detach(struct task_struct *tsk)
{
	struct pid *pid = tsk->thread_pid;
	unsigned long flags;

	write_lock_irqsave(&tasklist_lock, flags);
	if (pid)
		WRITE_ONCE(pid->task, NULL);
	tsk->thread_pid = NULL;
	write_unlock_irqrestore(&tasklist_lock, flags);
	put_pid(pid);
}

void put_pid(struct pid *pid)
{
	if (pid && refcount_dec_and_test(&pid->count))
		kmem_cache_free(pid_cache, pid);
}
EXPORT_SYMBOL_GPL(put_pid);

/* => rcu_read_lock or tasklist_lock held. */
struct task_struct *find_task_by_vpid(pid_t nr)
{
	struct task_struct *p, *kernel = NULL;

	for_each_process(p)
	{
		if (p->pid != nr || p->exit_state)
			continue;
		if (!(READ_ONCE(p->flags) & PF_KTHREAD))
			return p;
		kernel = p;
	}
	return kernel;
}

struct task_struct *find_task_by_pid_ns(pid_t nr, struct pid_namespace *ns)
{
	return find_task_by_vpid(nr);
}

struct task_struct *find_get_task_by_vpid(pid_t nr)
{
	struct task_struct *p;

	rcu_read_lock();
	p = find_task_by_vpid(nr);
	if (p && !refcount_inc_not_zero(&p->usage))
		p = NULL;
	rcu_read_unlock();
	return p;
}

struct pid *find_vpid(int nr)
{
	struct task_struct *p;
	struct pid *pid;

	rcu_read_lock();
	p = find_task_by_vpid(nr);
	pid = p ? READ_ONCE(p->thread_pid) : NULL;
	rcu_read_unlock();
	return pid;
}
EXPORT_SYMBOL_GPL(find_vpid);

struct pid *find_pid_ns(int nr, struct pid_namespace *ns)
{
	return find_vpid(nr);
}
EXPORT_SYMBOL_GPL(find_pid_ns);

struct pid *find_get_pid(int nr)
{
	struct pid *pid;

	read_lock(&tasklist_lock);
	pid = get_pid(find_vpid(nr));
	read_unlock(&tasklist_lock);
	return pid;
}
EXPORT_SYMBOL_GPL(find_get_pid);

struct pid *get_task_pid(struct task_struct *task, enum pid_type type)
{
	struct pid *pid;

	read_lock(&tasklist_lock);
	pid = get_pid(task->thread_pid);
	read_unlock(&tasklist_lock);
	return pid;
}
EXPORT_SYMBOL_GPL(get_task_pid);

struct task_struct *pid_task(struct pid *pid, enum pid_type type)
{
	return pid ? READ_ONCE(pid->task) : NULL;
}
EXPORT_SYMBOL(pid_task);

struct task_struct *get_pid_task(struct pid *pid, enum pid_type type)
{
	struct task_struct *p;

	read_lock(&tasklist_lock);
	p = pid_task(pid, type);
	if (p)
		get_task_struct(p);
	read_unlock(&tasklist_lock);
	return p;
}
EXPORT_SYMBOL_GPL(get_pid_task);

pid_t task_ppid_nr(const struct task_struct *tsk)
{
	const struct task_struct *parent = READ_ONCE(tsk->real_parent);

	return tsk->client_ppid ? tsk->client_ppid : parent ? parent->tgid : 0;
}
EXPORT_SYMBOL_GPL(task_ppid_nr);
