/* SPDX-License-Identifier: MIT */
/* Why a task sleeps: blocked.h. */
#include <linux/completion.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/semaphore.h>
#include <linux/string.h>
#include <linux/wait.h>

#include "arch/arch.h"
#include "lib/defect.h"
#include "lib/sync/blocked.h"
#include "lib/sync/lockdep.h"

#define FRAMES 24

static const char *const kind_names[NR_BLOCKED_KINDS] = {
	[BLOCKED_NOT] = "nothing",
	[BLOCKED_MUTEX] = "mutex",
	[BLOCKED_RWSEM_READ] = "rwsem (read)",
	[BLOCKED_RWSEM_WRITE] = "rwsem (write)",
	[BLOCKED_SEMAPHORE] = "semaphore",
	[BLOCKED_COMPLETION] = "completion",
	[BLOCKED_WAIT_QUEUE] = "wait queue",
	[BLOCKED_OTHER] = "a wake-up",
};

noinline unsigned long blocked_module_frame(void)
{
	uintptr_t pc[FRAMES];
	unsigned int i, nr = arch_backtrace(pc, FRAMES);

	for (i = 0; i < nr; i++)
		if (defect_is_module(pc[i]))
			return pc[i];
	return 0;
}

static struct task_struct *owner_of(enum blocked_kind kind, const void *on)
{
	const struct rw_semaphore *sem = on;
	const struct mutex *lock = on;

	if (kind == BLOCKED_MUTEX)
		return (struct task_struct *)(atomic_long_read(&lock->owner) & ~1L);
	if (kind == BLOCKED_RWSEM_READ || kind == BLOCKED_RWSEM_WRITE)
		return atomic_long_read(&sem->count) < 0
			       ? (struct task_struct *)atomic_long_read(&sem->owner)
			       : NULL;
	return NULL;
}

bool task_blocked_on(struct task_struct *task, struct blocked *out)
{
	memset(out, 0, sizeof(*out));
	if (READ_ONCE(task->__state) == TASK_RUNNING)
		return false;
	out->kind = READ_ONCE(task->blocked_kind);
	if (out->kind == BLOCKED_NOT)
		out->kind = BLOCKED_OTHER;
	else
		out->on = READ_ONCE(task->blocked_what);
	out->what = kind_names[out->kind];
	out->where = out->on ? READ_ONCE(task->blocked_at) : 0;
	if (!out->on)
		return true;
	lock_name(out->on, out->name, sizeof(out->name));
	out->owner = owner_of(out->kind, out->on);
	if (out->owner) {
		out->owner_pid = out->owner->pid;
		strscpy(out->owner_comm, out->owner->comm, sizeof(out->owner_comm));
	}
	return true;
}
