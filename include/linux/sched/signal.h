/* SPDX-License-Identifier: MIT */
/*
 * Signals of tasks: kernel/signal.c. A client's signals come from outside (its real process
 * has them; we are told that one waits, and whether it is fatal); a kernel thread's are those
 * that it allowed. Sending to a client goes out to its real process.
 */
#ifndef LINUX_SCHED_SIGNAL_H
#define LINUX_SCHED_SIGNAL_H

#include <linux/cred.h>
#include <linux/refcount.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/signal.h>

struct sighand_struct {
	spinlock_t siglock;
	refcount_t count;
	struct k_sigaction action[_NSIG];
};

struct signal_struct {
	refcount_t sigcnt;
	atomic_t live;
	int nr_threads;
	struct sigpending shared_pending;
	unsigned int flags;
	struct task_struct *leader;
};

static inline int signal_pending(struct task_struct *p)
{
	return unlikely(test_tsk_thread_flag(p, TIF_SIGPENDING));
}
static inline int task_sigpending(struct task_struct *p)
{
	return signal_pending(p);
}
static inline int __fatal_signal_pending(struct task_struct *p)
{
	return unlikely(sigismember(&p->pending.signal, SIGKILL));
}
static inline int fatal_signal_pending(struct task_struct *p)
{
	return signal_pending(p) && __fatal_signal_pending(p);
}
static inline int signal_pending_state(unsigned int state, struct task_struct *p)
{
	if (!(state & (TASK_INTERRUPTIBLE | TASK_WAKEKILL)))
		return 0;
	if (!signal_pending(p))
		return 0;
	return (state & TASK_INTERRUPTIBLE) || __fatal_signal_pending(p);
}
static inline int restart_syscall(void)
{
	set_tsk_thread_flag(current, TIF_SIGPENDING);
	return -ERESTARTNOINTR;
}

/* Send @sig to @p; @priv: from the kernel. 0, or -EINVAL for a bad number. Any context. */
int send_sig(int sig, struct task_struct *p, int priv);
int send_sig_info(int sig, struct kernel_siginfo *info, struct task_struct *p);
int force_sig(int sig);
int kill_pid(struct pid *pid, int sig, int priv);
int kill_pgrp(struct pid *pid, int sig, int priv);
int kill_pid_info(int sig, struct kernel_siginfo *info, struct pid *pid);
void flush_signals(struct task_struct *t);
int dequeue_signal_lock(struct task_struct *tsk, sigset_t *mask, struct kernel_siginfo *info);
int kernel_dequeue_signal(void);
void signal_wake_up_state(struct task_struct *t, unsigned int state);
static inline void signal_wake_up(struct task_struct *t, bool fatal)
{
	signal_wake_up_state(t, fatal ? TASK_WAKEKILL : 0);
}
void recalc_sigpending(void);
static inline int thread_group_empty(struct task_struct *p)
{
	return 1;
}

#endif
