/* SPDX-License-Identifier: MIT */
/*
 * Kernel threads, and kthreadd (pid 2), which makes threads for those who cannot wait: work
 * queues ask for workers from any context. Everybody else makes threads directly.
 */
#include <linux/completion.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/spinlock.h>

#include "lib/active.h"
#include "lib/step.h"
#include "kernel/left.h"
#include "kernel/sched_priv.h"

#define KTHREAD_SHOULD_STOP 0
#define KTHREAD_SHOULD_PARK 1
#define KTHREAD_IS_PARKED   2

static DEFINE_SPINLOCK(kthread_lock); /* kthread_info.exited and .parked */
static struct task_struct *kthreadd_task;
static int kthreadd_asked;

static bool kthread_test(struct task_struct *k, int bit)
{
	return (__atomic_load_n(&k->kthread.flags, __ATOMIC_ACQUIRE) >> bit) & 1;
}

static void kthread_set(struct task_struct *k, int bit)
{
	__atomic_fetch_or(&k->kthread.flags, 1UL << bit, __ATOMIC_SEQ_CST);
}

static void kthread_clear(struct task_struct *k, int bit)
{
	__atomic_fetch_and(&k->kthread.flags, ~(1UL << bit), __ATOMIC_SEQ_CST);
}

/* Body of every kernel thread. */
static int kthread_main(void *arg)
{
	struct task_struct *self = current;

	self->kthread.started = true;
	if (kthread_test(self, KTHREAD_SHOULD_STOP))
		return -EINTR;
	if (kthread_test(self, KTHREAD_SHOULD_PARK))
		kthread_parkme();
	return self->kthread.fn(self->kthread.data);
}

static struct task_struct *kthread_create_named(int (*fn)(void *), void *data, int node,
						const char *comm)
{
	struct task_struct *k = task_create(kthread_main, NULL, comm, PF_KTHREAD, node);

	if (!k)
		return ERR_PTR(-ENOMEM);
	k->kthread.fn = fn;
	k->kthread.data = data;
	if (kthreadd_task)
		k->real_parent = k->parent = kthreadd_task;
	return k;
}

struct task_struct *kthread_create_on_node(int (*threadfn)(void *data), void *data, int node,
					   const char namefmt[], ...)
{
	char comm[TASK_COMM_LEN];
	struct task_struct *k;
	va_list args;

	might_sleep();
	va_start(args, namefmt);
	vsnprintf(comm, sizeof(comm), namefmt, args);
	va_end(args);
	step_next(_RET_IP_);
	k = kthread_create_named(threadfn, data, node, comm);
	if (!IS_ERR(k))
		active_add(ACTIVE_KTHREAD, k, 0, threadfn, _RET_IP_);
	return k;
}
EXPORT_SYMBOL(kthread_create_on_node);

struct task_struct *kthread_create_on_cpu(int (*threadfn)(void *data), void *data, unsigned int cpu,
					  const char *namefmt)
{
	struct task_struct *k;

	k = kthread_create_on_node(threadfn, data, NUMA_NO_NODE, namefmt, cpu);
	if (!IS_ERR(k))
		kthread_bind(k, cpu);
	return k;
}
EXPORT_SYMBOL(kthread_create_on_cpu);

void kthread_bind_mask(struct task_struct *k, const struct cpumask *mask)
{
	set_cpus_allowed_ptr(k, mask);
	k->flags |= PF_NO_SETAFFINITY;
}

void kthread_bind(struct task_struct *k, unsigned int cpu)
{
	kthread_bind_mask(k, cpumask_of(cpu));
}
EXPORT_SYMBOL(kthread_bind);

bool kthread_should_stop(void)
{
	cpu_poll();
	return kthread_test(current, KTHREAD_SHOULD_STOP);
}
EXPORT_SYMBOL(kthread_should_stop);

bool __kthread_should_park(struct task_struct *k)
{
	return kthread_test(k, KTHREAD_SHOULD_PARK);
}
EXPORT_SYMBOL_GPL(__kthread_should_park);

bool kthread_should_park(void)
{
	return __kthread_should_park(current);
}
EXPORT_SYMBOL_GPL(kthread_should_park);

bool kthread_freezable_should_stop(bool *was_frozen)
{
	if (was_frozen)
		*was_frozen = false;
	return kthread_should_stop();
}
EXPORT_SYMBOL_GPL(kthread_freezable_should_stop);

void *kthread_func(struct task_struct *k)
{
	return k->kthread.fn;
}
EXPORT_SYMBOL_GPL(kthread_func);

void *kthread_data(struct task_struct *k)
{
	return k->kthread.data;
}
EXPORT_SYMBOL_GPL(kthread_data);

void *kthread_probe_data(struct task_struct *k)
{
	return k->kthread.data;
}

/* Called by do_exit: tell who waits in kthread_stop or kthread_park. */
void kthread_note_exit(struct task_struct *tsk, long code)
{
	struct completion *exited, *parked;
	unsigned long flags;

	active_del(ACTIVE_KTHREAD, tsk);
	tsk->kthread.result = code;
	spin_lock_irqsave(&kthread_lock, flags);
	exited = tsk->kthread.exited;
	parked = tsk->kthread.parked;
	tsk->kthread.exited = tsk->kthread.parked = NULL;
	tsk->exit_state = EXIT_DEAD;
	/* The completions are on the waiters' stacks: complete under the lock they take. */
	if (exited)
		complete(exited);
	if (parked)
		complete(parked);
	spin_unlock_irqrestore(&kthread_lock, flags);
}

int kthread_stop(struct task_struct *k)
{
	DECLARE_COMPLETION_ONSTACK(done);
	unsigned long flags;
	bool wait;
	int ret;

	might_sleep();
	get_task_struct(k);
	spin_lock_irqsave(&kthread_lock, flags);
	wait = !k->exit_state;
	if (wait)
		k->kthread.exited = &done;
	spin_unlock_irqrestore(&kthread_lock, flags);
	kthread_set(k, KTHREAD_SHOULD_STOP);
	kthread_unpark(k);
	wake_up_process(k);
	if (wait) {
		wait_for_completion(&done);
		/* complete() may still be inside its lock */
		spin_lock_irqsave(&kthread_lock, flags);
		spin_unlock_irqrestore(&kthread_lock, flags);
	}
	ret = k->kthread.result;
	put_task_struct(k);
	return ret;
}
EXPORT_SYMBOL(kthread_stop);

void kthread_parkme(void)
{
	struct task_struct *self = current;
	struct completion *parked;
	unsigned long flags;

	for (;;) {
		set_current_state(TASK_PARKED);
		if (!kthread_test(self, KTHREAD_SHOULD_PARK))
			break;
		kthread_set(self, KTHREAD_IS_PARKED);
		spin_lock_irqsave(&kthread_lock, flags);
		parked = self->kthread.parked;
		self->kthread.parked = NULL;
		if (parked)
			complete(parked);
		spin_unlock_irqrestore(&kthread_lock, flags);
		schedule();
	}
	kthread_clear(self, KTHREAD_IS_PARKED);
	__set_current_state(TASK_RUNNING);
}
EXPORT_SYMBOL_GPL(kthread_parkme);

int kthread_park(struct task_struct *k)
{
	DECLARE_COMPLETION_ONSTACK(done);
	unsigned long flags;

	if (READ_ONCE(k->flags) & PF_EXITING)
		return -ENOSYS;
	if (kthread_test(k, KTHREAD_SHOULD_PARK))
		return -EBUSY;
	spin_lock_irqsave(&kthread_lock, flags);
	k->kthread.parked = &done;
	spin_unlock_irqrestore(&kthread_lock, flags);
	kthread_set(k, KTHREAD_SHOULD_PARK);
	if (k == current)
		return 0;
	wake_up_process(k);
	wait_for_completion(&done);
	spin_lock_irqsave(&kthread_lock, flags);
	spin_unlock_irqrestore(&kthread_lock, flags);
	return 0;
}
EXPORT_SYMBOL_GPL(kthread_park);

void kthread_unpark(struct task_struct *k)
{
	if (!kthread_test(k, KTHREAD_SHOULD_PARK))
		return;
	kthread_clear(k, KTHREAD_SHOULD_PARK);
	wake_up_state(k, TASK_PARKED);
}
EXPORT_SYMBOL_GPL(kthread_unpark);

void __noreturn kthread_exit(long result)
{
	do_exit(result);
}
EXPORT_SYMBOL(kthread_exit);

void __noreturn kthread_complete_and_exit(struct completion *comp, long code)
{
	if (comp)
		complete(comp);
	do_exit(code);
}
EXPORT_SYMBOL(kthread_complete_and_exit);

void kthread_ask_stop(struct task_struct *k)
{
	kthread_set(k, KTHREAD_SHOULD_STOP);
	kthread_unpark(k);
	wake_up_process(k);
}

/* ---- kthreadd ---- */

void kthreadd_kick(void)
{
	__atomic_store_n(&kthreadd_asked, 1, __ATOMIC_SEQ_CST);
	if (kthreadd_task)
		wake_up_process(kthreadd_task);
}

static int kthreadd(void *unused)
{
	while (!kthread_should_stop()) {
		set_current_state(TASK_IDLE);
		if (!__atomic_exchange_n(&kthreadd_asked, 0, __ATOMIC_SEQ_CST) &&
		    !kthread_should_stop())
			schedule();
		__set_current_state(TASK_RUNNING);
		if (!kthread_should_stop())
			workqueue_spawn();
	}
	return 0;
}

int kthread_init(void)
{
	struct task_struct *k = kthread_create_named(kthreadd, NULL, NUMA_NO_NODE, "kthreadd");

	if (IS_ERR(k))
		return PTR_ERR(k);
	kthreadd_asked = 0;
	kthreadd_task = k;
	wake_up_process(k);
	return 0;
}

void kthread_exit_all(void)
{
	struct task_struct *k = kthreadd_task;

	if (!k)
		return;
	kthreadd_task = NULL;
	kthread_stop(k);
}
