/* SPDX-License-Identifier: MIT */
/*
 * Tasks that nothing can wake: what Linux's hung task detector finds after two minutes, known at
 * once, since the port tells when every CPU is idle and no timer is set.
 *
 * A sleeper in an interruptible wait waits for a client, and that is no defect of a module while
 * clients can still do something; one in an uninterruptible wait may wait for another client's
 * call, too. So this only says who waits; whether somebody outside can still help is
 * the embedder's question, unless the tasks wait for each other in a circle of locks.
 *
 * Everything here reads only, and takes no lock: it is called while nothing runs.
 */
#include <ferrite/crash.h>
#include <linux/kernel.h>
#include <linux/rculist.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/string.h>

#include "arch/arch.h"
#include "lib/hung_task.h"
#include "lib/defect.h"
#include "lib/step.h"
#include "lib/sync/blocked.h"

#define MAX_TASKS  256
#define MAX_CIRCLE 64
#define NSEC	   1000000000u

struct sleeper {
	struct task_struct *task;
	struct blocked why;
	unsigned int rank; /* who is blamed: the lowest */
};

static bool uninterruptible(struct task_struct *t)
{
	unsigned int state = READ_ONCE(t->__state);

	return (state & TASK_UNINTERRUPTIBLE) && !(state & (TASK_WAKEKILL | TASK_NOLOAD));
}

static unsigned int backtrace(struct task_struct *t, unsigned long *pc, unsigned int max)
{
	return arch_task_backtrace(t, pc, max);
}

static bool in_module(struct task_struct *t)
{
	unsigned long pc[DEFECT_DEPTH * 2];
	unsigned int i, nr = backtrace(t, pc, ARRAY_SIZE(pc));

	for (i = 0; i < nr; i++)
		if (defect_is_module(pc[i]))
			return true;
	return false;
}

/* Does the chain of owners lead back to @t? */
static bool in_circle(struct task_struct *t)
{
	struct task_struct *at = t;
	struct blocked b;

	for (int i = 0; i < MAX_CIRCLE; i++) {
		if (!uninterruptible(at) || !task_blocked_on(at, &b) || !b.owner)
			return false;
		at = b.owner;
		if (at == t)
			return true;
	}
	return false;
}

/* Locks before other waits: who waits for a thread to end is the victim of what holds that up. */
static unsigned int rank_of(const struct sleeper *s, bool circle)
{
	bool lock = s->why.kind != BLOCKED_COMPLETION && s->why.kind != BLOCKED_WAIT_QUEUE &&
		    s->why.kind != BLOCKED_OTHER;

	/* Kernel threads mostly wait for work; the task of a client or of insmod wants to go on. */
	if (!uninterruptible(s->task))
		return 8 + ((s->task->flags & PF_KTHREAD) != 0);
	return (circle ? 0 : 4) + (lock ? 0 : 2) + (in_module(s->task) ? 0 : 1);
}

static void describe(struct ferrite_defect *d, const struct sleeper *s)
{
	const struct task_struct *t = s->task;
	u64 seconds = (arch_time_ns() - t->last_ran_ns) / NSEC;

	defect_linux(d, "INFO: task %s:%d blocked for more than %llu seconds.", t->comm, t->pid,
		     seconds);
	if (s->why.owner_pid)
		defect_note(d, "%s, pid %d, waits for %s %s, held by %s, pid %d", t->comm, t->pid,
			    s->why.what, s->why.name, s->why.owner_comm, s->why.owner_pid);
	else
		defect_note(d, "%s, pid %d, waits for %s%s%s", t->comm, t->pid, s->why.what,
			    s->why.name[0] ? " " : "", s->why.name);
}

bool hung_task_stack(struct ferrite_defect *d, struct task_struct *t)
{
	unsigned long pc[DEFECT_DEPTH * 2];
	unsigned int first = 0, nr = backtrace(t, pc, ARRAY_SIZE(pc));

	/* The scheduler's own frames are the same for all. */
	while (first + DEFECT_DEPTH < nr && !defect_is_module(pc[first + 1]))
		first++;
	defect_stack(d, pc + first, nr - first, t->pid, "in");
	strscpy(d->stack[d->nr_stacks - 1].comm, t->comm, sizeof(d->stack[0].comm));
	return in_module(t);
}

static void sort_by_rank(struct sleeper *v, unsigned int nr)
{
	for (unsigned int i = 1; i < nr; i++)
		for (unsigned int j = i; j && v[j].rank < v[j - 1].rank; j--)
			swap(v[j], v[j - 1]);
}

/* Sleepers worth telling; @all: those in interruptible waits of a module, too. */
static unsigned int collect(struct sleeper *v, bool all, bool *circle)
{
	struct task_struct *t;
	unsigned int nr = 0;

	*circle = false;
	for_each_process(t)
	{
		bool round;

		if (nr == MAX_TASKS || (t->flags & PF_IDLE) || !READ_ONCE(t->__state))
			continue;
		/* The core's own tasks wait for work in every way that there is. */
		if (!(uninterruptible(t) || all) || !in_module(t))
			continue;
		v[nr].task = t;
		task_blocked_on(t, &v[nr].why);
		round = in_circle(t);
		*circle |= round;
		v[nr].rank = rank_of(&v[nr], round);
		nr++;
	}
	return nr;
}

enum ferrite_hung ferrite_hung_tasks(struct ferrite_defect *d, bool all)
{
	static struct sleeper v[MAX_TASKS]; /* one caller at a time: nothing else runs */
	bool circle;
	unsigned int i, nr = collect(v, all, &circle);

	if (!nr && !all)
		return ferrite_hung_tasks(d, true) ? FERRITE_HUNG_SOFT : FERRITE_HUNG_NONE;
	if (!nr)
		return FERRITE_HUNG_NONE;
	sort_by_rank(v, nr);
	if (circle)
		defect_begin(d, DEFECT_HANG, "deadlock: tasks wait for each other's locks");
	else if (nr == 1)
		defect_begin(d, DEFECT_HANG, "a task waits, and nothing is left to wake it");
	else
		defect_begin(d, DEFECT_HANG, "%u tasks wait, and nothing is left to wake them", nr);
	d->step = step_now(); /* the last one: mostly the lock that closed the circle */
	for (i = 0; i < nr && i < DEFECT_STACKS; i++) {
		describe(d, &v[i]);
		hung_task_stack(d, v[i].task);
	}
	return circle ? FERRITE_HUNG_CIRCLE : FERRITE_HUNG;
}
