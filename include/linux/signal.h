/* SPDX-License-Identifier: MIT */
/* Signal sets, and the signals of kernel threads. kernel/signal.c. */
#ifndef LINUX_SIGNAL_H
#define LINUX_SIGNAL_H

#include <linux/signal_types.h>
#include <linux/types.h>

struct task_struct;
struct pid;

static inline void sigemptyset(sigset_t *set)
{
	set->sig[0] = 0;
}
static inline void sigfillset(sigset_t *set)
{
	set->sig[0] = ~0UL;
}
static inline void sigaddset(sigset_t *set, int sig)
{
	set->sig[0] |= 1UL << (sig - 1);
}
static inline void sigdelset(sigset_t *set, int sig)
{
	set->sig[0] &= ~(1UL << (sig - 1));
}
static inline int sigismember(const sigset_t *set, int sig)
{
	return (__atomic_load_n(&set->sig[0], __ATOMIC_RELAXED) >> (sig - 1)) & 1;
}
static inline int sigisemptyset(const sigset_t *set)
{
	return set->sig[0] == 0;
}
static inline void siginitset(sigset_t *set, unsigned long mask)
{
	set->sig[0] = mask;
}
static inline void siginitsetinv(sigset_t *set, unsigned long mask)
{
	set->sig[0] = ~mask;
}
static inline void sigorsets(sigset_t *r, const sigset_t *a, const sigset_t *b)
{
	r->sig[0] = a->sig[0] | b->sig[0];
}
static inline void sigandsets(sigset_t *r, const sigset_t *a, const sigset_t *b)
{
	r->sig[0] = a->sig[0] & b->sig[0];
}
#define sigmask(sig) (1UL << ((sig)-1))
static inline int valid_signal(unsigned long sig)
{
	return sig <= _NSIG;
}
static inline void clear_siginfo(kernel_siginfo_t *info)
{
	*info = (kernel_siginfo_t){0};
}

/* A kernel thread that wants to see @sig says so first. Task context. */
void allow_signal(int sig);
void disallow_signal(int sig);
void allow_kernel_signal(int sig);
#define SIG_BLOCK   0
#define SIG_UNBLOCK 1
#define SIG_SETMASK 2
int sigprocmask(int how, sigset_t *set, sigset_t *oldset);

#endif
