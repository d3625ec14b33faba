/* SPDX-License-Identifier: MIT */
/*
 * Life of a task: made by task_create(), first run by wake_up_new_task(), ended by do_exit().
 *
 * The task's own reference is dropped by whoever runs after its last switch
 * (finish_task_switch); its memory goes after a grace period, so that walkers of the task list
 * under RCU never see it vanish. Kernel tasks keep no zombie: nobody waits for them by pid.
 */
#include <ferrite/api.h>
#include <linux/cred.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/rculist.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/sched/task_stack.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/topology.h>

#include "lib/defect.h"
#include "lib/sync/leave.h"
#include "kernel/sched_priv.h"

struct task_struct init_task;
EXPORT_SYMBOL(init_task);
static struct sighand_struct init_sighand;
static struct signal_struct init_signals;
static struct kmem_cache *task_cache;
static atomic_t nr_tasks; /* tasks whose memory is still there, init_task aside */
static atomic64_t nr_created;

/* What every task starts with. */
static void task_common(struct task_struct *t)
{
	refcount_set(&t->usage, 1);
	t->cpus_mask = *cpu_possible_mask;
	t->cpus_ptr = &t->cpus_mask;
	t->nr_cpus_allowed = cpumask_weight(&t->cpus_mask);
	t->prio = t->normal_prio = t->static_prio = DEFAULT_PRIO;
	t->mems_allowed = NODE_MASK_ALL;
	t->group_leader = t;
	t->exit_signal = -1;
	t->sighand = &init_sighand;
	t->signal = &init_signals;
	INIT_LIST_HEAD(&t->run_node);
	INIT_LIST_HEAD(&t->tasks);
	INIT_LIST_HEAD(&t->children);
	INIT_LIST_HEAD(&t->sibling);
	INIT_LIST_HEAD(&t->pending.list);
}

/* The boot task: pid 0, CPU 0's idle task. Before anything else exists. */
void init_task_prepare(void)
{
	memset(&init_task, 0, sizeof(init_task));
	task_common(&init_task);
	init_task.flags = PF_KTHREAD | PF_IDLE;
	init_task.real_parent = init_task.parent = &init_task;
	init_task.real_cred = init_task.cred = &init_cred;
	init_task.policy = SCHED_NORMAL;
	strscpy(init_task.comm, "swapper/0", sizeof(init_task.comm));
	spin_lock_init(&init_sighand.siglock);
	atomic_set(&nr_tasks, 0);
	atomic64_set(&nr_created, 0);
}

int fork_init(void)
{
	task_cache = kmem_cache_create("task_struct", sizeof(struct task_struct), 64,
				       SLAB_PANIC | SLAB_ACCOUNT, NULL);
	return task_cache ? 0 : -ENOMEM;
}

void fork_exit(void)
{
	kmem_cache_destroy(task_cache);
	task_cache = NULL;
}

unsigned long tasks_alive(void)
{
	return atomic_read(&nr_tasks);
}

u64 nr_processes_created(void)
{
	return atomic64_read(&nr_created);
}

static void free_task_rcu(struct rcu_head *head)
{
	struct task_struct *tsk = container_of(head, struct task_struct, rcu);

	kmem_cache_free(task_cache, tsk);
	atomic_dec(&nr_tasks);
}

void __put_task_struct(struct task_struct *tsk)
{
	arch_task_free(tsk);
	if (tsk->thread_pid)
		pid_detach(tsk);
	put_cred(tsk->real_cred);
	put_cred(tsk->cred);
	call_rcu(&tsk->rcu, free_task_rcu);
}
EXPORT_SYMBOL_GPL(__put_task_struct);

static struct task_struct *task_alloc(int node)
{
	struct task_struct *t;

	t = kmem_cache_alloc_node(task_cache, GFP_KERNEL | __GFP_ZERO, node);
	if (!t)
		return NULL;
	task_common(t);
	atomic_inc(&nr_tasks);
	return t;
}

static void task_unalloc(struct task_struct *t)
{
	kmem_cache_free(task_cache, t);
	atomic_dec(&nr_tasks);
}

/* Publish @t: from here on views and signals find it. */
static void task_link(struct task_struct *t, struct task_struct *parent)
{
	unsigned long flags;

	write_lock_irqsave(&tasklist_lock, flags);
	t->real_parent = t->parent = parent;
	list_add_tail_rcu(&t->tasks, &init_task.tasks);
	list_add_tail(&t->sibling, &parent->children);
	write_unlock_irqrestore(&tasklist_lock, flags);
}

static void task_unlink(struct task_struct *t)
{
	struct task_struct *child, *n;
	unsigned long flags;

	write_lock_irqsave(&tasklist_lock, flags);
	list_for_each_entry_safe (child, n, &t->children, sibling) {
		child->real_parent = child->parent = &init_task;
		list_move_tail(&child->sibling, &init_task.children);
	}
	list_del_rcu(&t->tasks);
	list_del_init(&t->sibling);
	write_unlock_irqrestore(&tasklist_lock, flags);
}

struct task_struct *task_create_pid(int (*fn)(void *), void *arg, const char *comm,
				    unsigned int flags, int node, pid_t pid)
{
	struct task_struct *t = task_alloc(node);

	if (!t)
		return NULL;
	t->flags = flags;
	t->entry = fn;
	t->entry_arg = arg;
	t->__state = TASK_NEW;
	t->cpu = raw_smp_processor_id();
	t->start_time = t->start_boottime = arch_time_ns();
	__set_task_comm(t, comm, false);
	t->real_cred = get_cred(&init_cred);
	t->cred = get_cred(&init_cred);
	t->pid = t->tgid = pid;
	defect_task_named(pid, t->comm);
	t->thread_pid = pid_alloc(t, t->pid);
	if (!t->thread_pid)
		goto fail;
	if (arch_task_create(t))
		goto fail_pid;
	atomic64_inc(&nr_created);
	task_link(t, &init_task);
	return t;
fail_pid:
	put_pid(t->thread_pid);
fail:
	put_cred(t->cred);
	put_cred(t->real_cred);
	task_unalloc(t);
	return NULL;
}

struct task_struct *task_create(int (*fn)(void *), void *arg, const char *comm, unsigned int flags,
				int node)
{
	return task_create_pid(fn, arg, comm, flags, node, pid_next_kernel());
}

void task_discard(struct task_struct *tsk)
{
	task_unlink(tsk);
	put_task_struct(tsk);
}

/* An idle task of a secondary CPU: outside the list of tasks, with pid 0. */
struct task_struct *idle_task_create(unsigned int cpu)
{
	struct task_struct *t = task_alloc(cpu_to_node(cpu));

	if (!t)
		return NULL;
	t->flags = PF_KTHREAD | PF_IDLE | PF_NO_SETAFFINITY;
	t->real_parent = t->parent = &init_task;
	t->real_cred = t->cred = &init_cred;
	snprintf(t->comm, sizeof(t->comm), "swapper/%u", cpu);
	return t;
}

void idle_task_free(struct task_struct *idle)
{
	arch_task_free(idle);
	task_unalloc(idle);
}

/* Upcall: the first code of a new context. */
void task_entry(struct task_struct *task)
{
	if (task->flags & PF_IDLE) {
		cpu_idle_loop();
		return;
	}
	finish_task_switch();
	cpu_poll();
	do_exit(task->entry(task->entry_arg));
}

void __noreturn do_exit(long code)
{
	static const struct code_mark nothing; /* what a task may take to its grave */
	struct task_struct *tsk = current;

	code_leave(&nothing, LEAVE_TASK, tsk->kthread.fn);
	lockdep_task_exit(tsk);
	WRITE_ONCE(tsk->flags, tsk->flags | PF_EXITING);
	tsk->exit_code = code;
	__set_current_state(TASK_RUNNING);
	if (tsk->flags & PF_KTHREAD)
		kthread_note_exit(tsk, code); /* and the state, under the lock of who waits */
	else
		tsk->exit_state = EXIT_DEAD;
	pid_detach(tsk);
	task_unlink(tsk);
	sched_task_dead();
}
EXPORT_SYMBOL_GPL(do_exit);

void __noreturn make_task_dead(int signr)
{
	do_exit(signr);
}

char *__get_task_comm(char *to, size_t len, struct task_struct *tsk)
{
	strscpy_pad(to, tsk->comm, len);
	return to;
}
EXPORT_SYMBOL_GPL(__get_task_comm);

void __set_task_comm(struct task_struct *tsk, const char *from, bool exec)
{
	strscpy_pad(tsk->comm, from, sizeof(tsk->comm));
	defect_task_named(tsk->pid, tsk->comm);
}
EXPORT_SYMBOL_GPL(__set_task_comm);

int object_is_on_stack(const void *obj)
{
	uintptr_t here = (uintptr_t)__builtin_frame_address(0), at = (uintptr_t)obj;

	return at >= here && at - here < THREAD_SIZE * 16;
}
EXPORT_SYMBOL_GPL(object_is_on_stack);

/* ---- init and exit of everything about tasks ---- */

int sched_init(void)
{
	int err = pid_init();

	init_task.sighand = &init_sighand;
	if (!err)
		err = cred_init();
	if (!err)
		err = fork_init();
	if (!err)
		err = kthread_init();
	return err;
}

/* => every other task was told to end. Waits for them, and for RCU to free them. */
void sched_exit(void)
{
	ferrite_busy_begin(); /* so that these waits cost no real time */
	kthread_exit_all();
	while (tasks_alive()) {
		rcu_barrier();
		if (tasks_alive())
			schedule_timeout_uninterruptible(1);
	}
	rcu_barrier();
	ferrite_busy_end();
	fork_exit();
	pid_exit();
	cred_exit();
}
