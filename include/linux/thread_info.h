/* SPDX-License-Identifier: MIT */
/* Flags of a task that other tasks and interrupts set: TIF_* of <asm/thread_info.h>. */
#ifndef LINUX_THREAD_INFO_H
#define LINUX_THREAD_INFO_H

#include <asm/current.h>
#include <asm/thread_info.h>
#include <linux/types.h>

#define THREAD_SIZE_ORDER 2
#define THREAD_SIZE	  16384
#define THREAD_ALIGN	  THREAD_SIZE

#define current_thread_info() ((struct thread_info *)get_current())
#define task_thread_info(t)   ((struct thread_info *)(t))

static inline bool test_ti_thread_flag(const struct thread_info *ti, int flag)
{
	return (__atomic_load_n(&ti->flags, __ATOMIC_ACQUIRE) >> flag) & 1;
}
static inline void set_ti_thread_flag(struct thread_info *ti, int flag)
{
	__atomic_fetch_or(&ti->flags, 1UL << flag, __ATOMIC_SEQ_CST);
}
static inline void clear_ti_thread_flag(struct thread_info *ti, int flag)
{
	__atomic_fetch_and(&ti->flags, ~(1UL << flag), __ATOMIC_SEQ_CST);
}
static inline bool test_and_clear_ti_thread_flag(struct thread_info *ti, int flag)
{
	return (__atomic_fetch_and(&ti->flags, ~(1UL << flag), __ATOMIC_SEQ_CST) >> flag) & 1;
}

#define set_thread_flag(flag)	set_ti_thread_flag(current_thread_info(), flag)
#define clear_thread_flag(flag) clear_ti_thread_flag(current_thread_info(), flag)
#define test_thread_flag(flag)	test_ti_thread_flag(current_thread_info(), flag)
#define tif_need_resched()	test_thread_flag(TIF_NEED_RESCHED)

#endif
