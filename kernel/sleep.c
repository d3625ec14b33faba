/* SPDX-License-Identifier: MIT */
/* Timed sleeps and delays. */
#include <linux/delay.h>
#include <linux/export.h>
#include <linux/hrtimer.h>
#include <linux/instruction_pointer.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/timer.h>

#include "kernel/sched_priv.h"
#include "lib/step.h"

#define DELAY_STEP_NS 100000u

#define step_of_sleep() step_next(_RET_IP_)

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

	step_of_sleep();
	might_sleep();
	while (timeout)
		timeout = schedule_timeout_uninterruptible(timeout);
}
EXPORT_SYMBOL(msleep);

unsigned long msleep_interruptible(unsigned int msecs)
{
	unsigned long timeout = msecs_to_jiffies(msecs) + 1;

	step_of_sleep();
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

	step_of_sleep();
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
