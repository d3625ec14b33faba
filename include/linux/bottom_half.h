/* SPDX-License-Identifier: MIT */
/* local_bh_disable: no softirq runs on this CPU until the matching enable. Nests. */
#ifndef LINUX_BOTTOM_HALF_H
#define LINUX_BOTTOM_HALF_H

#include <linux/preempt.h>

#define local_bh_disable()                                 \
	do {                                               \
		preempt_count_add(SOFTIRQ_DISABLE_OFFSET); \
		note_atomic();                             \
	} while (0)

/* A schedule point when the count becomes 0; softirqs raised meanwhile run here. */
void local_bh_enable(void);
void _local_bh_enable(void);
#define local_bh_blocked() false

#endif
