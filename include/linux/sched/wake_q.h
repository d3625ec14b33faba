/* SPDX-License-Identifier: MIT */
/* Collect tasks under a lock, wake them after it. At most WAKE_Q_MAX a queue. */
#ifndef LINUX_SCHED_WAKE_Q_H
#define LINUX_SCHED_WAKE_Q_H

#include <linux/sched.h>

#define WAKE_Q_MAX 32
struct wake_q_head {
	unsigned int nr;
	struct task_struct *task[WAKE_Q_MAX];
};
#define DEFINE_WAKE_Q(name) struct wake_q_head name = {.nr = 0}
static inline void wake_q_init(struct wake_q_head *head)
{
	head->nr = 0;
}
static inline bool wake_q_empty(struct wake_q_head *head)
{
	return head->nr == 0;
}
void wake_q_add(struct wake_q_head *head, struct task_struct *task);
void wake_up_q(struct wake_q_head *head);

#endif
