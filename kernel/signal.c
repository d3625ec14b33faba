/* SPDX-License-Identifier: MIT */
/*
 * Signals: the seam between tasks and what is outside.
 *
 * A client's signals belong to its real process. The launcher tells us that one waits (and
 * whether it is fatal); that sets TIF_SIGPENDING and ends an interruptible sleep, as on Linux.
 * A signal that a module sends to a client goes out through a hook, and comes back as such a
 * notice. A kernel thread gets the signals that it allowed, from modules only.
 */
#include <ferrite/client_task.h>
#include <linux/export.h>
#include <linux/pid.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/signal.h>
#include <linux/spinlock.h>

#include "kernel/sched_priv.h"

static client_signal_fn client_signal_hook;

void client_signal_hook_set(client_signal_fn fn)
{
	client_signal_hook = fn;
}

/* All tasks share one lock; sets are single words, read without it. */
static struct sighand_struct *sighand(void)
{
	return init_task.sighand;
}

void signal_wake_up_state(struct task_struct *t, unsigned int state)
{
	set_tsk_thread_flag(t, TIF_SIGPENDING);
	wake_up_state(t, state | TASK_INTERRUPTIBLE);
}

void recalc_sigpending(void)
{
	if (current->pending.signal.sig[0] & ~current->blocked.sig[0])
		set_tsk_thread_flag(current, TIF_SIGPENDING);
	else
		clear_tsk_thread_flag(current, TIF_SIGPENDING);
}
EXPORT_SYMBOL(recalc_sigpending);

static void post_signal(struct task_struct *t, int sig, bool fatal)
{
	unsigned long flags;
	bool deliver;

	spin_lock_irqsave(&sighand()->siglock, flags);
	__atomic_fetch_or(&t->pending.signal.sig[0], sigmask(sig), __ATOMIC_RELAXED);
	deliver = !sigismember(&t->blocked, sig);
	spin_unlock_irqrestore(&sighand()->siglock, flags);
	if (deliver)
		signal_wake_up(t, fatal);
}

int send_sig_info(int sig, struct kernel_siginfo *info, struct task_struct *p)
{
	if (!valid_signal(sig) || sig < 0)
		return -EINVAL;
	if (!sig)
		return 0;
	if (!(READ_ONCE(p->flags) & PF_KTHREAD)) {
		if (client_signal_hook)
			client_signal_hook(p, sig);
		return 0;
	}
	if (sigismember(&p->allowed, sig))
		post_signal(p, sig, sig == SIGKILL);
	return 0;
}
EXPORT_SYMBOL(send_sig_info);

int send_sig(int sig, struct task_struct *p, int priv)
{
	return send_sig_info(sig, priv ? SEND_SIG_PRIV : SEND_SIG_NOINFO, p);
}
EXPORT_SYMBOL(send_sig);

int force_sig(int sig)
{
	return send_sig(sig, current, 1);
}
EXPORT_SYMBOL(force_sig);

int kill_pid_info(int sig, struct kernel_siginfo *info, struct pid *pid)
{
	struct task_struct *p = get_pid_task(pid, PIDTYPE_PID);
	int err;

	if (!p)
		return -ESRCH;
	err = send_sig_info(sig, info, p);
	put_task_struct(p);
	return err;
}

int kill_pid(struct pid *pid, int sig, int priv)
{
	return kill_pid_info(sig, priv ? SEND_SIG_PRIV : SEND_SIG_NOINFO, pid);
}
EXPORT_SYMBOL(kill_pid);

int kill_pgrp(struct pid *pid, int sig, int priv)
{
	return kill_pid(pid, sig, priv);
}
EXPORT_SYMBOL(kill_pgrp);

void flush_signals(struct task_struct *t)
{
	unsigned long flags;

	spin_lock_irqsave(&sighand()->siglock, flags);
	clear_tsk_thread_flag(t, TIF_SIGPENDING);
	__atomic_store_n(&t->pending.signal.sig[0], 0, __ATOMIC_RELAXED);
	spin_unlock_irqrestore(&sighand()->siglock, flags);
}
EXPORT_SYMBOL(flush_signals);

/* Take the lowest pending signal that is not in @mask; 0: none. */
int dequeue_signal_lock(struct task_struct *tsk, sigset_t *mask, struct kernel_siginfo *info)
{
	unsigned long flags, ready;
	int sig = 0;

	spin_lock_irqsave(&sighand()->siglock, flags);
	ready = tsk->pending.signal.sig[0] & ~mask->sig[0];
	if (ready) {
		sig = __builtin_ctzl(ready) + 1;
		__atomic_fetch_and(&tsk->pending.signal.sig[0], ~sigmask(sig), __ATOMIC_RELAXED);
	}
	spin_unlock_irqrestore(&sighand()->siglock, flags);
	recalc_sigpending();
	return sig;
}

int kernel_dequeue_signal(void)
{
	struct kernel_siginfo info;

	return dequeue_signal_lock(current, &current->blocked, &info);
}
EXPORT_SYMBOL_GPL(kernel_dequeue_signal);

void allow_signal(int sig)
{
	__atomic_fetch_or(&current->allowed.sig[0], sigmask(sig), __ATOMIC_RELAXED);
	__atomic_fetch_and(&current->blocked.sig[0], ~sigmask(sig), __ATOMIC_RELAXED);
}
EXPORT_SYMBOL_GPL(allow_signal);

void allow_kernel_signal(int sig)
{
	allow_signal(sig);
}
EXPORT_SYMBOL_GPL(allow_kernel_signal);

void disallow_signal(int sig)
{
	__atomic_fetch_and(&current->allowed.sig[0], ~sigmask(sig), __ATOMIC_RELAXED);
	__atomic_fetch_and(&current->pending.signal.sig[0], ~sigmask(sig), __ATOMIC_RELAXED);
	recalc_sigpending();
}
EXPORT_SYMBOL_GPL(disallow_signal);

int sigprocmask(int how, sigset_t *set, sigset_t *oldset)
{
	sigset_t *b = &current->blocked;

	if (oldset)
		*oldset = *b;
	if (how == SIG_BLOCK)
		b->sig[0] |= set->sig[0];
	else if (how == SIG_UNBLOCK)
		b->sig[0] &= ~set->sig[0];
	else if (how == SIG_SETMASK)
		*b = *set;
	else
		return -EINVAL;
	recalc_sigpending();
	return 0;
}
EXPORT_SYMBOL(sigprocmask);

/* ---- clients ---- */

void client_task_interrupt(struct task_struct *tsk, bool fatal)
{
	if (fatal)
		__atomic_fetch_or(&tsk->pending.signal.sig[0], sigmask(SIGKILL), __ATOMIC_RELAXED);
	signal_wake_up(tsk, fatal);
}

void client_task_clear_signal(void)
{
	flush_signals(current);
}
