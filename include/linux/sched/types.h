/* SPDX-License-Identifier: MIT */
/* Scheduling policies and their parameter. */
#ifndef LINUX_SCHED_TYPES_H
#define LINUX_SCHED_TYPES_H

#define SCHED_NORMAL   0
#define SCHED_FIFO     1
#define SCHED_RR       2
#define SCHED_BATCH    3
#define SCHED_IDLE     5
#define SCHED_DEADLINE 6

struct sched_param {
	int sched_priority;
};

#endif
