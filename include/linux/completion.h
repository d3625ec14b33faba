/* SPDX-License-Identifier: MIT */
/*
 * Completions: Documentation/scheduler/completion.rst. wait_*: task context, may sleep;
 * complete*: any context. Timeouts are jiffies; the _timeout forms return what was left (at
 * least 1) or 0, the _interruptible and _killable ones also -ERESTARTSYS.
 */
#ifndef LINUX_COMPLETION_H
#define LINUX_COMPLETION_H

#include <linux/swait.h>

struct completion {
	unsigned int done; /* waiters that may pass; UINT_MAX: all, forever. Under wait.lock */
	struct swait_queue_head wait;
};

#define COMPLETION_INITIALIZER(work)                           \
	{                                                      \
		0, __SWAIT_QUEUE_HEAD_INITIALIZER((work).wait) \
	}
#define COMPLETION_INITIALIZER_ONSTACK(work) \
	(*({                                 \
		init_completion(&work);      \
		&work;                       \
	}))
#define COMPLETION_INITIALIZER_ONSTACK_MAP(work, map) COMPLETION_INITIALIZER_ONSTACK(work)
#define DECLARE_COMPLETION(work)		      struct completion work = COMPLETION_INITIALIZER(work)
#define DECLARE_COMPLETION_ONSTACK(work)	      DECLARE_COMPLETION(work)
#define init_completion_map(x, m)		      init_completion(x)

static inline void init_completion(struct completion *x)
{
	x->done = 0;
	raw_spin_lock_init_ranked(&x->wait.lock, 0);
	INIT_LIST_HEAD(&x->wait.task_list);
}
static inline void reinit_completion(struct completion *x)
{
	x->done = 0;
}

void wait_for_completion(struct completion *x);
void wait_for_completion_io(struct completion *x);
int wait_for_completion_interruptible(struct completion *x);
int wait_for_completion_killable(struct completion *x);
int wait_for_completion_state(struct completion *x, unsigned int state);
unsigned long wait_for_completion_timeout(struct completion *x, unsigned long timeout);
unsigned long wait_for_completion_io_timeout(struct completion *x, unsigned long timeout);
long wait_for_completion_interruptible_timeout(struct completion *x, unsigned long timeout);
long wait_for_completion_killable_timeout(struct completion *x, unsigned long timeout);
bool try_wait_for_completion(struct completion *x);
bool completion_done(struct completion *x);
void complete(struct completion *x);
void complete_all(struct completion *x);

#endif
