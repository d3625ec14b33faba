/* SPDX-License-Identifier: MIT */
/* One waiter, woken without a lock. */
#ifndef LINUX_RCUWAIT_H
#define LINUX_RCUWAIT_H

#include <linux/rcupdate.h>
#include <linux/sched/signal.h>

struct rcuwait {
	struct task_struct __rcu *task;
};
#define __RCUWAIT_INITIALIZER(name) \
	{                           \
		.task = NULL,       \
	}
static inline void rcuwait_init(struct rcuwait *w)
{
	w->task = NULL;
}
int rcuwait_wake_up(struct rcuwait *w);

#define rcuwait_wait_event(w, condition, state)                     \
	({                                                          \
		int __rret = 0;                                     \
		rcu_assign_pointer((w)->task, current);             \
		for (;;) {                                          \
			set_current_state(state);                   \
			if (condition)                              \
				break;                              \
			if (signal_pending_state(state, current)) { \
				__rret = -EINTR;                    \
				break;                              \
			}                                           \
			schedule();                                 \
		}                                                   \
		rcu_assign_pointer((w)->task, NULL);                \
		__set_current_state(TASK_RUNNING);                  \
		__rret;                                             \
	})

#endif
