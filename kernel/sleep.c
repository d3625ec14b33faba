/* SPDX-License-Identifier: MIT */
/* Timed sleeps, delays, and the checks of code that may sleep. */
#include <linux/delay.h>
#include <linux/export.h>
#include <linux/hrtimer.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/timer.h>

#include "lib/defect.h"
#include "kernel/sched_priv.h"

#define DELAY_STEP_NS 100000u

struct process_timer {
	struct timer_list timer;
	struct task_struct *task;
};

static void process_timeout(struct timer_list *t)
{
	wake_up_process(from_timer((struct process_timer *)NULL, t, timer)->task);
}

long schedule_timeout(long timeout)
{
	struct process_timer timer;
	unsigned long expire;

	if (timeout == MAX_SCHEDULE_TIMEOUT) {
		schedule();
		return timeout;
	}
	if (timeout < 0) {
		pr_err("schedule_timeout: wrong timeout value %lx\n", timeout);
		dump_stack();
		__set_current_state(TASK_RUNNING);
		return 0;
	}
	expire = timeout + jiffies;
	timer.task = current;
	timer_setup_on_stack(&timer.timer, process_timeout, 0);
	mod_timer(&timer.timer, expire);
	schedule();
	del_timer_sync(&timer.timer);
	timeout = expire - jiffies;
	return timeout < 0 ? 0 : timeout;
}
EXPORT_SYMBOL(schedule_timeout);

static long timeout_in_state(long timeout, unsigned int state)
{
	__set_current_state(state);
	return schedule_timeout(timeout);
}

long schedule_timeout_interruptible(long timeout)
{
	return timeout_in_state(timeout, TASK_INTERRUPTIBLE);
}
EXPORT_SYMBOL(schedule_timeout_interruptible);

long schedule_timeout_killable(long timeout)
{
	return timeout_in_state(timeout, TASK_KILLABLE);
}
EXPORT_SYMBOL(schedule_timeout_killable);

long schedule_timeout_uninterruptible(long timeout)
{
	return timeout_in_state(timeout, TASK_UNINTERRUPTIBLE);
}
EXPORT_SYMBOL(schedule_timeout_uninterruptible);

long schedule_timeout_idle(long timeout)
{
	return timeout_in_state(timeout, TASK_IDLE);
}
EXPORT_SYMBOL(schedule_timeout_idle);

long io_schedule_timeout(long timeout)
{
	long left;

	current->in_iowait = 1;
	left = schedule_timeout(timeout);
	current->in_iowait = 0;
	return left;
}
EXPORT_SYMBOL(io_schedule_timeout);

void io_schedule(void)
{
	current->in_iowait = 1;
	schedule();
	current->in_iowait = 0;
}
EXPORT_SYMBOL(io_schedule);

void msleep(unsigned int msecs)
{
	unsigned long timeout = msecs_to_jiffies(msecs) + 1;

	might_sleep();
	while (timeout)
		timeout = schedule_timeout_uninterruptible(timeout);
}
EXPORT_SYMBOL(msleep);

unsigned long msleep_interruptible(unsigned int msecs)
{
	unsigned long timeout = msecs_to_jiffies(msecs) + 1;

	might_sleep();
	while (timeout && !signal_pending(current))
		timeout = schedule_timeout_interruptible(timeout);
	return jiffies_to_msecs(timeout);
}
EXPORT_SYMBOL(msleep_interruptible);

void usleep_range_state(unsigned long min, unsigned long max, unsigned int state)
{
	ktime_t exp = ktime_add_us(ktime_get(), min);
	u64 delta = (u64)(max - min) * NSEC_PER_USEC;

	might_sleep();
	for (;;) {
		__set_current_state(state);
		/* Woken early is not the end of it. */
		if (!schedule_hrtimeout_range(&exp, delta, HRTIMER_MODE_ABS))
			break;
	}
}
EXPORT_SYMBOL(usleep_range_state);

/* Long delays go in steps, so that other vCPUs and this one's interrupts keep up. */
void ndelay(unsigned long nsecs)
{
	while (nsecs) {
		unsigned long step = min_t(unsigned long, nsecs, DELAY_STEP_NS);

		arch_delay_ns(step);
		cpu_poll_slow();
		nsecs -= step;
	}
}
EXPORT_SYMBOL(ndelay);

void udelay(unsigned long usecs)
{
	ndelay(usecs * NSEC_PER_USEC);
}
EXPORT_SYMBOL(udelay);

void mdelay(unsigned long msecs)
{
	ndelay(msecs * NSEC_PER_MSEC);
}
EXPORT_SYMBOL(mdelay);

/* ---- "sleeping function called from invalid context" ---- */

static bool resched_offsets_ok(unsigned int offsets)
{
	unsigned int nested = preempt_count();

	nested += (unsigned int)rcu_preempt_depth() << MIGHT_RESCHED_RCU_SHIFT;
	return nested == offsets;
}

/*
 * One report a place and a second, as on Linux, so that a loop does not fill the log; the
 * verdict needs each place once only.
 */
static bool told_lately(const char *file, int line)
{
	static const char *last_file;
	static int last_line;
	static unsigned long last_jiffy;
	bool same = last_file == file && last_line == line &&
		    time_before(jiffies, last_jiffy + HZ) && time_after_eq(jiffies, last_jiffy);

	last_file = file;
	last_line = line;
	last_jiffy = jiffies;
	return same;
}

void __might_resched(const char *file, int line, unsigned int offsets)
{
	struct task_struct *tsk = current;

	if (likely(resched_offsets_ok(offsets) && !irqs_disabled() && !tsk->non_block_count))
		return;
	/* The boot task initialises with whatever it likes; interrupts use current's count. */
	if (told_lately(file, line))
		return;
	defect_report(DEFECT_ATOMIC_SLEEP,
		      "BUG: sleeping function called from invalid context at %s:%d\n"
		      "in_atomic(): %d, irqs_disabled(): %d, non_block: %d, pid: %d, name: %s\n"
		      "preempt_count: %x, expected: %x\n"
		      "RCU nest depth: %d, expected: %u",
		      file, line, in_atomic(), irqs_disabled(), tsk->non_block_count, tsk->pid,
		      tsk->comm, preempt_count(), offsets & MIGHT_RESCHED_PREEMPT_MASK,
		      rcu_preempt_depth(), offsets >> MIGHT_RESCHED_RCU_SHIFT);
}
EXPORT_SYMBOL(__might_resched);

void __might_sleep(const char *file, int line)
{
	unsigned int state = get_current_state();

	/* A state set before means that the sleep below would end the caller's own wait. */
	if (unlikely(state != TASK_RUNNING && !(current->flags & PF_IDLE) && !in_atomic()) &&
	    !told_lately(file, line))
		defect_report(DEFECT_WARN,
			      "do not call blocking ops when !TASK_RUNNING; state=%x set at %s:%d",
			      state, file, line);
	__might_resched(file, line, 0);
}
EXPORT_SYMBOL(__might_sleep);

void might_sleep_poll(void)
{
	cpu_poll();
}
EXPORT_SYMBOL(might_sleep_poll);

void __might_fault(const char *file, int line)
{
	if (!current->pagefault_disabled)
		__might_sleep(file, line);
	cpu_poll();
}
EXPORT_SYMBOL(__might_fault);

void __cant_sleep(const char *file, int line, int preempt_offset)
{
	if (irqs_disabled() || preempt_count() > preempt_offset)
		return;
	defect_report(DEFECT_WARN, "BUG: assuming atomic context at %s:%d", file, line);
}
EXPORT_SYMBOL_GPL(__cant_sleep);

void __cant_migrate(const char *file, int line)
{
	if (irqs_disabled() || preempt_count() || current->migration_disabled)
		return;
	defect_report(DEFECT_WARN, "BUG: assuming non migratable context at %s:%d", file, line);
}
EXPORT_SYMBOL_GPL(__cant_migrate);
