/* SPDX-License-Identifier: MIT */
/*
 * ferrite_run: a host thread's way into the kernel. The boot task makes a task for the function
 * and sleeps until it has ended; a boot task that sleeps is CPU 0's idle loop (sched.c).
 */
#include <ferrite/api.h>
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/sched.h>

#include "kernel/sched_priv.h"

struct run {
	int (*fn)(void *);
	void *arg;
	int result;
	struct completion done;
};

static int run_task(void *data)
{
	struct run *run = data;

	run->result = run->fn(run->arg);
	complete(&run->done);
	return 0;
}

static int run_and_wait(const char *name, int (*fn)(void *), void *arg)
{
	struct run run = {.fn = fn, .arg = arg};
	struct task_struct *t;

	init_completion(&run.done);
	t = kthread_create(run_task, &run, "%s", name);
	if (IS_ERR(t))
		return PTR_ERR(t);
	get_task_struct(t);
	wake_up_process(t);
	wait_for_completion(&run.done);
	/* The caller may look at memory next: let the task be gone for good. */
	ferrite_busy_begin();
	while (READ_ONCE(t->__state) != TASK_DEAD || smp_load_acquire(&t->on_cpu))
		schedule_timeout_uninterruptible(1);
	ferrite_busy_end();
	put_task_struct(t);
	return run.result;
}

int ferrite_run_named(const char *name, int (*fn)(void *), void *arg)
{
	int result;

	ferrite_busy_begin();
	result = run_and_wait(name, fn, arg);
	ferrite_busy_end();
	return result;
}

int ferrite_run(int (*fn)(void *), void *arg)
{
	return ferrite_run_named("ferrite", fn, arg);
}

int ferrite_serve(int (*fn)(void *), void *arg)
{
	return run_and_wait("ferrited", fn, arg);
}
