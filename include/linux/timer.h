/* SPDX-License-Identifier: MIT */
/*
 * Timers in jiffies: run once, in softirq context, on the CPU that armed them, never early,
 * late by at most the wheel's granularity. Theory: kernel/timer.c.
 */
#ifndef LINUX_TIMER_H
#define LINUX_TIMER_H

#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/list.h>
#include <linux/lockdep_types.h>
#include <linux/stddef.h>

struct timer_list {
	struct hlist_node entry;
	unsigned long expires;
	void (*function)(struct timer_list *);
	u32 flags; /* CPU in bits 0-17, TIMER_* above; changed under the base's lock */
};

#define TIMER_CPUMASK	 0x0003FFFF
#define TIMER_MIGRATING	 0x00040000
#define TIMER_BASEMASK	 (TIMER_CPUMASK | TIMER_MIGRATING)
#define TIMER_DEFERRABLE 0x00080000
#define TIMER_PINNED	 0x00100000
#define TIMER_IRQSAFE	 0x00200000
#define TIMER_INIT_FLAGS (TIMER_DEFERRABLE | TIMER_PINNED | TIMER_IRQSAFE)
#define TIMER_ARRAYSHIFT 22
#define TIMER_ARRAYMASK	 0xFFC00000

#define __TIMER_INITIALIZER(_function, _flags)              \
	{                                                   \
		.function = (_function), .flags = (_flags), \
	}
#define DEFINE_TIMER(_name, _function) struct timer_list _name = __TIMER_INITIALIZER(_function, 0)

void init_timer_key(struct timer_list *timer, void (*func)(struct timer_list *), unsigned int flags,
		    const char *name, struct lock_class_key *key);
#define timer_setup(timer, callback, flags) \
	init_timer_key((timer), (callback), (flags), #timer, NULL)
#define timer_setup_on_stack(timer, callback, flags) timer_setup(timer, callback, flags)
static inline void destroy_timer_on_stack(struct timer_list *timer)
{
}
#define from_timer(var, callback_timer, timer_fieldname) \
	container_of(callback_timer, typeof(*var), timer_fieldname)

static inline int timer_pending(const struct timer_list *timer)
{
	return READ_ONCE(timer->entry.pprev) != NULL;
}

/* Arm @timer for ->expires. => not pending. */
void add_timer(struct timer_list *timer);
void add_timer_on(struct timer_list *timer, int cpu);
/* Arm or re-arm. 1 when it was pending. Any context. */
int mod_timer(struct timer_list *timer, unsigned long expires);
int mod_timer_pending(struct timer_list *timer, unsigned long expires);
/* Only shortens or lengthens a pending one; arms it in any case. */
int timer_reduce(struct timer_list *timer, unsigned long expires);
/* 1 when it was pending. Its function may still be running on return. Any context. */
int del_timer(struct timer_list *timer);
/* -1 when its function runs now, else as del_timer. */
int try_to_del_timer_sync(struct timer_list *timer);
/* As del_timer, and the function does not run on return. Not from an interrupt, not from it. */
int del_timer_sync(struct timer_list *timer);
#define timer_delete(t)		     del_timer(t)
#define timer_delete_sync(t)	     del_timer_sync(t)
#define del_singleshot_timer_sync(t) del_timer_sync(t)
#define NEXT_TIMER_MAX_DELTA	     ((1UL << 30) - 1)

#endif
