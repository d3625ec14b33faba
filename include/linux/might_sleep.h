/* SPDX-License-Identifier: MIT */
/*
 * might_sleep(): the caller may sleep below. A schedule point; in a context that must not
 * sleep, a defect in Linux's words: "BUG: sleeping function called from invalid context".
 * <linux/kernel.h> includes this.
 */
#ifndef LINUX_MIGHT_SLEEP_H
#define LINUX_MIGHT_SLEEP_H

#define MIGHT_RESCHED_RCU_SHIFT	   8
#define MIGHT_RESCHED_PREEMPT_MASK ((1U << MIGHT_RESCHED_RCU_SHIFT) - 1)

void __might_sleep(const char *file, int line);
void __might_resched(const char *file, int line, unsigned int offsets);
void __cant_sleep(const char *file, int line, int preempt_offset);
void __cant_migrate(const char *file, int line);
/* might_sleep with the schedule point. */
void might_sleep_poll(void);

#define might_sleep()                              \
	do {                                       \
		__might_sleep(__FILE__, __LINE__); \
		might_sleep_poll();                \
	} while (0)
/* As might_sleep(), for an allocation with @gfp that may. */
void __might_alloc(unsigned int gfp, const char *file, int line);
/* User memory is touched below: may sleep, unless page faults are switched off. */
void __might_fault(const char *file, int line);
#define might_fault()	__might_fault(__FILE__, __LINE__)
#define might_resched() might_sleep_poll()
#define cant_sleep()	__cant_sleep(__FILE__, __LINE__, 0)
#define cant_migrate()	__cant_migrate(__FILE__, __LINE__)
#define sched_annotate_sleep() \
	do {                   \
	} while (0)
#define non_block_start() (current->non_block_count++)
#define non_block_end()	  ((void)(current->non_block_count--))
#define might_sleep_if(cond)           \
	do {                           \
		if (cond)              \
			might_sleep(); \
	} while (0)

#endif
