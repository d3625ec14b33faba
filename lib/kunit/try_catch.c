/* SPDX-License-Identifier: MIT */
/*
 * A function in a thread of its own: how a case can end anywhere, and how one that does not end
 * is left behind.
 *
 *   kunit_try_catch_run()             thread
 *     wait for the thread, ◄────────── returned, or threw: RUNNING → OVER, complete, exit
 *     at most kunit_timeout seconds
 *     RUNNING → LEFT; returns          much later or never: the attempt is LEFT: free it, exit
 *
 * The struct that both share is from the heap, and belongs to whoever changes its state last,
 * because a thread that was left may still end, long after the runner's stack is gone. Rejected:
 * kthread_stop() of such a thread, which would wait for it for ever, too.
 */
#include <kunit/test.h>
#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "lib/hung_task.h"
#include "kunit_priv.h"
#include "lib/defect.h"

#define TIMEOUT_DEFAULT 300 /* seconds; Linux's */

unsigned int kunit_timeout = TIMEOUT_DEFAULT;

static bool left_behind;

bool ferrite_tests_left_behind(void)
{
	return left_behind;
}

void kunit_forget_left(void)
{
	left_behind = false;
}

enum { RUNNING, OVER, LEFT };

struct attempt {
	atomic_t state;
	atomic_t ran; /* the thread has begun */
	struct completion done;
	struct kunit_try_catch *try_catch; /* while RUNNING */
};

static void __noreturn end_thread(struct attempt *attempt)
{
	current->kunit_test = NULL;
	if (atomic_cmpxchg(&attempt->state, RUNNING, OVER) == RUNNING)
		kthread_complete_and_exit(&attempt->done, 0);
	kfree(attempt);
	kthread_complete_and_exit(NULL, 0);
}

void __noreturn kunit_try_catch_throw(struct kunit_try_catch *try_catch)
{
	struct attempt *attempt = kthread_data(current);

	if (atomic_read(&attempt->state) == RUNNING)
		WRITE_ONCE(try_catch->try_result, -EFAULT);
	end_thread(attempt);
}
EXPORT_SYMBOL(kunit_try_catch_throw);

static int try_thread(void *data)
{
	struct attempt *attempt = data;
	struct kunit_try_catch *try_catch = attempt->try_catch;

	try_catch->try_result = 0;
	atomic_set_release(&attempt->ran, 1);
	try_catch->try(try_catch->context);
	end_thread(attempt);
}

/* Wait for the thread: has it ended? Then the attempt is ours again. */
static bool wait_for_end(struct attempt *attempt, unsigned long timeout)
{
	if (wait_for_completion_timeout(&attempt->done, timeout))
		return true;
	atomic_read_acquire(&attempt->ran); /* the thread wrote its result before */
	if (atomic_cmpxchg(&attempt->state, RUNNING, LEFT) == RUNNING)
		return false;
	wait_for_completion(&attempt->done);
	return true;
}

/*
 * A defect of the module whose code it is; where, if it is not running at this moment (in parallel
 * mode it may).
 */
static noinline void tell_left(struct kunit *test, struct task_struct *task)
{
	struct ferrite_defect d;

	left_behind = true;
	kunit_err(test, "try timed out");
	defect_begin(&d, DEFECT_HANG, "%s did not end within %u s of the machine's time",
		     test->name, kunit_timeout);
	if (READ_ONCE(task->on_cpu) ? kunit_held : hung_task_stack(&d, task))
		defect_end(&d);
}

static void run_attempt(struct kunit_try_catch *try_catch)
{
	struct attempt *attempt = kzalloc(sizeof(*attempt), GFP_KERNEL);
	/* Taken before the thread runs, since what it runs may set another one for itself. */
	unsigned long timeout = (unsigned long)kunit_timeout * HZ;
	struct task_struct *task;

	try_catch->try_result = -ENOMEM;
	if (!attempt)
		return;
	attempt->try_catch = try_catch;
	init_completion(&attempt->done);
	try_catch->try_completion = &attempt->done;
	try_catch->try_result = -EINTR; /* until the thread runs */
	task = kthread_create(try_thread, attempt, "kunit_try_catch_thread");
	if (IS_ERR(task)) {
		try_catch->try_result = PTR_ERR(task);
		kfree(attempt);
		return;
	}
	get_task_struct(task);
	wake_up_process(task);
	if (wait_for_end(attempt, timeout)) {
		kfree(attempt);
	} else {
		tell_left(try_catch->test, task);
		try_catch->try_result = -ETIMEDOUT;
	}
	put_task_struct(task);
}

void kunit_try_catch_run(struct kunit_try_catch *try_catch, void *context)
{
	try_catch->context = context;
	run_attempt(try_catch);
	if (!try_catch->try_result)
		return;
	if (try_catch->try_result == -EFAULT)
		try_catch->try_result = 0; /* it threw: that is a way to end */
	else if (try_catch->try_result == -EINTR)
		kunit_err(try_catch->test, "the thread did not run");
	else if (try_catch->try_result != -ETIMEDOUT)
		kunit_err(try_catch->test, "Unknown error: %d", try_catch->try_result);
	try_catch->catch (context);
}
EXPORT_SYMBOL(kunit_try_catch_run);
