/* SPDX-License-Identifier: MIT */
/* The freezer: the machine never suspends, so nothing is ever frozen. */
#ifndef LINUX_FREEZER_H
#define LINUX_FREEZER_H

#include <linux/sched.h>
#include <linux/wait.h>

static inline bool frozen(struct task_struct *p)
{
	return false;
}
static inline bool freezing(struct task_struct *p)
{
	return false;
}
static inline bool try_to_freeze(void)
{
	might_sleep();
	return false;
}
static inline bool set_freezable(void)
{
	might_sleep();
	WRITE_ONCE(current->flags, current->flags & ~PF_NOFREEZE);
	return false;
}
#define freezer_do_not_count() \
	do {                   \
	} while (0)
#define freezer_count() \
	do {            \
	} while (0)
#define freezable_schedule()			    schedule()
#define freezable_schedule_timeout(t)		    schedule_timeout(t)
#define freezable_schedule_timeout_interruptible(t) schedule_timeout_interruptible(t)

#endif
