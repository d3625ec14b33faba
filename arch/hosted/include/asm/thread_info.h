/* SPDX-License-Identifier: MIT */
/*
 * The first bytes of every task_struct: what the fast paths and the port need without knowing
 * the rest. Free of kernel types, because arch/hosted's own files (which include libc) read it.
 */
#ifndef ASM_THREAD_INFO_H
#define ASM_THREAD_INFO_H

struct thread_info {
	unsigned long flags; /* TIF_* bits, changed atomically: other CPUs set them */
	int preempt_count;   /* <linux/preempt.h>; the task itself only */
	int irqs_off;	     /* 1: this CPU takes no interrupt; the task itself only */
	void *arch;	     /* the port's context of this task */
};

#define TIF_NOTIFY_RESUME  1
#define TIF_SIGPENDING	   2
#define TIF_NEED_RESCHED   3
#define TIF_NOTIFY_SIGNAL  4
#define TIF_MEMDIE	   20
#define TIF_POLLING_NRFLAG 21

#endif
