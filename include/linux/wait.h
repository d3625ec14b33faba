/* SPDX-License-Identifier: MIT */
/*
 * Wait queues. wait_event*: task context, may sleep; the condition is evaluated at least once,
 * and again after each wake-up. wake_up*: any context. Interruptible forms return
 * -ERESTARTSYS when a signal came first; timeout forms return what was left of the time (at
 * least 1) when the condition became true, 0 when it did not.
 */
#ifndef LINUX_WAIT_H
#define LINUX_WAIT_H

#include <asm/current.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/stddef.h>

struct task_struct;
struct wait_queue_entry;

typedef int (*wait_queue_func_t)(struct wait_queue_entry *wq_entry, unsigned int mode, int flags,
				 void *key);

#define WQ_FLAG_EXCLUSIVE 0x01
#define WQ_FLAG_WOKEN	  0x02
#define WQ_FLAG_BOOKMARK  0x04
#define WQ_FLAG_CUSTOM	  0x08
#define WQ_FLAG_DONE	  0x10
#define WQ_FLAG_PRIORITY  0x20

struct wait_queue_entry {
	unsigned int flags;
	void *private; /* the task, for the default functions */
	wait_queue_func_t func;
	struct list_head entry;
};
typedef struct wait_queue_entry wait_queue_entry_t;

struct wait_queue_head {
	spinlock_t lock;
	struct list_head head; /* non-exclusive entries first */
};
typedef struct wait_queue_head wait_queue_head_t;

#define __WAITQUEUE_INITIALIZER(name, tsk)                                             \
	{                                                                              \
		.private = tsk, .func = default_wake_function, .entry = { NULL, NULL } \
	}
#define DECLARE_WAITQUEUE(name, tsk) \
	struct wait_queue_entry name = __WAITQUEUE_INITIALIZER(name, tsk)
#define __WAIT_QUEUE_HEAD_INITIALIZER(name)                                                   \
	{                                                                                     \
		.lock = __SPIN_LOCK_INITIALIZER(name.lock), .head = LIST_HEAD_INIT(name.head) \
	}
#define DECLARE_WAIT_QUEUE_HEAD(name) \
	struct wait_queue_head name = __WAIT_QUEUE_HEAD_INITIALIZER(name)
#define DECLARE_WAIT_QUEUE_HEAD_ONSTACK(name) DECLARE_WAIT_QUEUE_HEAD(name)
#define DEFINE_WAIT_FUNC(name, function)               \
	struct wait_queue_entry name = {               \
		.private = current,                    \
		.func = function,                      \
		.entry = LIST_HEAD_INIT((name).entry), \
	}
#define DEFINE_WAIT(name) DEFINE_WAIT_FUNC(name, autoremove_wake_function)

void __init_waitqueue_head(struct wait_queue_head *wq_head, const char *name,
			   struct lock_class_key *key);
#define init_waitqueue_head(wq_head)                                \
	do {                                                        \
		static struct lock_class_key __key;                 \
		__init_waitqueue_head((wq_head), #wq_head, &__key); \
	} while (0)

static inline void init_waitqueue_entry(struct wait_queue_entry *wq_entry, struct task_struct *p);
static inline void init_waitqueue_func_entry(struct wait_queue_entry *wq_entry,
					     wait_queue_func_t func)
{
	wq_entry->flags = 0;
	wq_entry->private = NULL;
	wq_entry->func = func;
}
void init_wait_entry(struct wait_queue_entry *wq_entry, int flags);
#define init_wait(wait)                                  \
	do {                                             \
		(wait)->private = current;               \
		(wait)->func = autoremove_wake_function; \
		INIT_LIST_HEAD(&(wait)->entry);          \
		(wait)->flags = 0;                       \
	} while (0)

static inline int waitqueue_active(struct wait_queue_head *wq_head)
{
	return !list_empty(&wq_head->head);
}
static inline bool wq_has_single_sleeper(struct wait_queue_head *wq_head)
{
	return list_is_singular(&wq_head->head);
}
static inline bool wq_has_sleeper(struct wait_queue_head *wq_head)
{
	smp_mb();
	return waitqueue_active(wq_head);
}

void add_wait_queue(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry);
void add_wait_queue_exclusive(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry);
void add_wait_queue_priority(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry);
void remove_wait_queue(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry);

static inline void __add_wait_queue(struct wait_queue_head *h, struct wait_queue_entry *e)
{
	list_add(&e->entry, &h->head);
}
static inline void __add_wait_queue_exclusive(struct wait_queue_head *h, struct wait_queue_entry *e)
{
	e->flags |= WQ_FLAG_EXCLUSIVE;
	__add_wait_queue(h, e);
}
static inline void __add_wait_queue_entry_tail(struct wait_queue_head *h,
					       struct wait_queue_entry *e)
{
	list_add_tail(&e->entry, &h->head);
}
static inline void __add_wait_queue_entry_tail_exclusive(struct wait_queue_head *h,
							 struct wait_queue_entry *e)
{
	e->flags |= WQ_FLAG_EXCLUSIVE;
	__add_wait_queue_entry_tail(h, e);
}
static inline void __remove_wait_queue(struct wait_queue_head *h, struct wait_queue_entry *e)
{
	list_del(&e->entry);
}

/* Wake every non-exclusive and up to @nr exclusive (0: all) waiters whose state is in @mode. */
int __wake_up(struct wait_queue_head *wq_head, unsigned int mode, int nr, void *key);
void __wake_up_locked(struct wait_queue_head *wq_head, unsigned int mode, int nr);
void __wake_up_locked_key(struct wait_queue_head *wq_head, unsigned int mode, void *key);
void __wake_up_sync_key(struct wait_queue_head *wq_head, unsigned int mode, void *key);
void __wake_up_sync(struct wait_queue_head *wq_head, unsigned int mode);
void __wake_up_pollfree(struct wait_queue_head *wq_head);

#define wake_up(x)			  ((void)__wake_up(x, TASK_NORMAL, 1, NULL))
#define wake_up_nr(x, nr)		  ((void)__wake_up(x, TASK_NORMAL, nr, NULL))
#define wake_up_all(x)			  ((void)__wake_up(x, TASK_NORMAL, 0, NULL))
#define wake_up_locked(x)		  __wake_up_locked((x), TASK_NORMAL, 1)
#define wake_up_all_locked(x)		  __wake_up_locked((x), TASK_NORMAL, 0)
#define wake_up_sync(x)			  __wake_up_sync(x, TASK_NORMAL)
#define wake_up_interruptible(x)	  ((void)__wake_up(x, TASK_INTERRUPTIBLE, 1, NULL))
#define wake_up_interruptible_nr(x, nr)	  ((void)__wake_up(x, TASK_INTERRUPTIBLE, nr, NULL))
#define wake_up_interruptible_all(x)	  ((void)__wake_up(x, TASK_INTERRUPTIBLE, 0, NULL))
#define wake_up_interruptible_sync(x)	  __wake_up_sync((x), TASK_INTERRUPTIBLE)
#define poll_to_key(m)			  ((void *)(uintptr_t)(__force unsigned int)(m))
#define key_to_poll(m)			  ((__force __poll_t)(uintptr_t)(void *)(m))
#define wake_up_poll(x, m)		  ((void)__wake_up(x, TASK_NORMAL, 1, poll_to_key(m)))
#define wake_up_poll_on_current_cpu(x, m) wake_up_poll(x, m)
#define wake_up_locked_poll(x, m)	  __wake_up_locked_key((x), TASK_NORMAL, poll_to_key(m))
#define wake_up_interruptible_poll(x, m)  ((void)__wake_up(x, TASK_INTERRUPTIBLE, 1, poll_to_key(m)))
#define wake_up_interruptible_sync_poll(x, m) \
	__wake_up_sync_key((x), TASK_INTERRUPTIBLE, poll_to_key(m))
#define wake_up_pollfree(x) __wake_up_pollfree(x)

void prepare_to_wait(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry, int state);
bool prepare_to_wait_exclusive(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry,
			       int state);
long prepare_to_wait_event(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry,
			   int state);
void finish_wait(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry);
long wait_woken(struct wait_queue_entry *wq_entry, unsigned int mode, long timeout);
int woken_wake_function(struct wait_queue_entry *e, unsigned int mode, int sync, void *key);
int autoremove_wake_function(struct wait_queue_entry *e, unsigned int mode, int sync, void *key);
int default_wake_function(struct wait_queue_entry *e, unsigned int mode, int flags, void *key);

static inline void init_waitqueue_entry(struct wait_queue_entry *wq_entry, struct task_struct *p)
{
	wq_entry->flags = 0;
	wq_entry->private = p;
	wq_entry->func = default_wake_function;
}

#define ___wait_is_interruptible(state) \
	(!__builtin_constant_p(state) || ((state) & (TASK_INTERRUPTIBLE | TASK_WAKEKILL)))

/* The one loop that all forms share: @cmd sleeps; @exclusive is WQ_FLAG_EXCLUSIVE or 0. */
#define ___wait_event(wq_head, condition, state, exclusive, ret, cmd)                     \
	({                                                                                \
		__label__ __wait_out;                                                     \
		struct wait_queue_entry __wq_entry;                                       \
		long __ret = ret; /* explicit shadow */                                   \
		init_wait_entry(&__wq_entry, exclusive);                                  \
		for (;;) {                                                                \
			long __int = prepare_to_wait_event(&wq_head, &__wq_entry, state); \
			if (condition)                                                    \
				break;                                                    \
			if (___wait_is_interruptible(state) && __int) {                   \
				__ret = __int;                                            \
				goto __wait_out;                                          \
			}                                                                 \
			cmd;                                                              \
		}                                                                         \
		finish_wait(&wq_head, &__wq_entry);                                       \
__wait_out:                                                                               \
		__ret;                                                                    \
	})

/* After a timeout the condition counts once more, and then 0 becomes 1. */
#define ___wait_cond_timeout(condition)    \
	({                                 \
		bool __cond = (condition); \
		if (__cond && !__ret)      \
			__ret = 1;         \
		__cond || !__ret;          \
	})

#define __wait_event_state(wq, condition, state, excl)                                     \
	({                                                                                 \
		long __wret = 0;                                                           \
		might_sleep();                                                             \
		if (!(condition))                                                          \
			__wret = ___wait_event(wq, condition, state, excl, 0, schedule()); \
		__wret;                                                                    \
	})
#define __wait_event_state_timeout(wq, condition, state, excl, timeout)                         \
	({                                                                                      \
		long __ret = timeout;                                                           \
		might_sleep();                                                                  \
		if (!___wait_cond_timeout(condition))                                           \
			__ret = ___wait_event(wq, ___wait_cond_timeout(condition), state, excl, \
					      timeout, __ret = schedule_timeout(__ret));        \
		__ret;                                                                          \
	})

/* An int that the caller may ignore without a warning. */
#define __wait_result(x)            \
	({                          \
		int __wait_r = (x); \
		__wait_r;           \
	})

#define wait_event(wq, condition)    ((void)__wait_event_state(wq, condition, TASK_UNINTERRUPTIBLE, 0))
#define io_wait_event(wq, condition) wait_event(wq, condition)
#define wait_event_exclusive_cmd(wq, condition, cmd1, cmd2)                                   \
	((void)___wait_event(wq, condition, TASK_UNINTERRUPTIBLE, WQ_FLAG_EXCLUSIVE, 0, cmd1; \
			     schedule(); cmd2))
#define wait_event_cmd(wq, condition, cmd1, cmd2) \
	((void)___wait_event(wq, condition, TASK_UNINTERRUPTIBLE, 0, 0, cmd1; schedule(); cmd2))
#define wait_event_timeout(wq, condition, timeout) \
	__wait_event_state_timeout(wq, condition, TASK_UNINTERRUPTIBLE, 0, timeout)
#define wait_event_interruptible(wq, condition) \
	__wait_result(__wait_event_state(wq, condition, TASK_INTERRUPTIBLE, 0))
#define wait_event_interruptible_timeout(wq, condition, timeout) \
	__wait_event_state_timeout(wq, condition, TASK_INTERRUPTIBLE, 0, timeout)
#define wait_event_interruptible_exclusive(wq, condition) \
	__wait_result(__wait_event_state(wq, condition, TASK_INTERRUPTIBLE, WQ_FLAG_EXCLUSIVE))
#define wait_event_killable(wq, condition) \
	__wait_result(__wait_event_state(wq, condition, TASK_KILLABLE, 0))
#define wait_event_killable_exclusive(wq, condition) \
	__wait_result(__wait_event_state(wq, condition, TASK_KILLABLE, WQ_FLAG_EXCLUSIVE))
#define wait_event_state(wq, condition, state) \
	__wait_result(__wait_event_state(wq, condition, state, 0))
#define wait_event_killable_timeout(wq, condition, timeout) \
	__wait_event_state_timeout(wq, condition, TASK_KILLABLE, 0, timeout)
#define wait_event_idle(wq, condition) ((void)__wait_event_state(wq, condition, TASK_IDLE, 0))
#define wait_event_idle_exclusive(wq, condition) \
	((void)__wait_event_state(wq, condition, TASK_IDLE, WQ_FLAG_EXCLUSIVE))
#define wait_event_idle_timeout(wq, condition, timeout) \
	__wait_event_state_timeout(wq, condition, TASK_IDLE, 0, timeout)
#define wait_event_idle_exclusive_timeout(wq, condition, timeout) \
	__wait_event_state_timeout(wq, condition, TASK_IDLE, WQ_FLAG_EXCLUSIVE, timeout)
#define wait_event_freezable(wq, condition) wait_event_interruptible(wq, condition)
#define wait_event_freezable_timeout(wq, condition, timeout) \
	wait_event_interruptible_timeout(wq, condition, timeout)
#define wait_event_freezable_exclusive(wq, condition) \
	wait_event_interruptible_exclusive(wq, condition)

/* hrtimer form: 0 when the condition became true, -ETIME, or -ERESTARTSYS. @timeout: ktime_t. */
long __schedule_hrtimeout_ns(s64 ns, unsigned int state);
#define __wait_event_hrtimeout(wq, condition, timeout, state)                               \
	({                                                                                  \
		int __hret = 0;                                                             \
		s64 __hleft = (timeout);                                                    \
		might_sleep();                                                              \
		if (!(condition))                                                           \
			__hret = ___wait_event(                                             \
				wq, condition, state, 0, 0,                                 \
				if ((__hleft = __schedule_hrtimeout_ns(__hleft, 0)) <= 0) { \
					__ret = (condition) ? 0 : -62 /* ETIME */;          \
					break;                                              \
				});                                                         \
		__hret;                                                                     \
	})
#define wait_event_hrtimeout(wq, condition, timeout) \
	__wait_event_hrtimeout(wq, condition, timeout, TASK_UNINTERRUPTIBLE)
#define wait_event_interruptible_hrtimeout(wq, condition, timeout) \
	((long)__wait_event_hrtimeout(wq, condition, timeout, TASK_INTERRUPTIBLE))

/* Forms that are called with a lock of the caller's held, dropped around the sleep. */
#define wait_event_lock_irq_cmd(wq, condition, lock, cmd)                              \
	do {                                                                           \
		if (!(condition))                                                      \
			(void)___wait_event(wq, condition, TASK_UNINTERRUPTIBLE, 0, 0, \
					    spin_unlock_irq(&lock);                    \
					    cmd; schedule(); spin_lock_irq(&lock));    \
	} while (0)
#define wait_event_lock_irq(wq, condition, lock) wait_event_lock_irq_cmd(wq, condition, lock, )
#define __wait_event_interruptible_lock_irq(wq, condition, lock, cmd)                   \
	({                                                                              \
		int __wret = 0;                                                         \
		if (!(condition))                                                       \
			__wret = ___wait_event(wq, condition, TASK_INTERRUPTIBLE, 0, 0, \
					       spin_unlock_irq(&lock);                  \
					       cmd; schedule(); spin_lock_irq(&lock));  \
		__wret;                                                                 \
	})
#define wait_event_interruptible_lock_irq_cmd(wq, condition, lock, cmd) \
	__wait_event_interruptible_lock_irq(wq, condition, lock, cmd)
#define wait_event_interruptible_lock_irq(wq, condition, lock) \
	__wait_event_interruptible_lock_irq(wq, condition, lock, )
#define wait_event_interruptible_lock_irq_timeout(wq, condition, lock, timeout)             \
	({                                                                                  \
		long __ret = timeout;                                                       \
		if (!___wait_cond_timeout(condition))                                       \
			__ret = ___wait_event(                                              \
				wq, ___wait_cond_timeout(condition), TASK_INTERRUPTIBLE, 0, \
				timeout, spin_unlock_irq(&lock);                            \
				__ret = schedule_timeout(__ret); spin_lock_irq(&lock));     \
		__ret;                                                                      \
	})

/* The *_locked forms: the caller holds wq.lock. @irq: with interrupts off. */
int do_wait_intr(struct wait_queue_head *wq, struct wait_queue_entry *wait);
int do_wait_intr_irq(struct wait_queue_head *wq, struct wait_queue_entry *wait);
#define __wait_event_interruptible_locked(wq, condition, exclusive, fn) \
	({                                                              \
		int __ret = 0;                                          \
		if (!(condition)) {                                     \
			DEFINE_WAIT(__wait);                            \
			if (exclusive)                                  \
				__wait.flags |= WQ_FLAG_EXCLUSIVE;      \
			do {                                            \
				__ret = fn(&(wq), &__wait);             \
				if (__ret)                              \
					break;                          \
			} while (!(condition));                         \
			__remove_wait_queue(&(wq), &__wait);            \
			__set_current_state(TASK_RUNNING);              \
		}                                                       \
		__ret;                                                  \
	})
#define wait_event_interruptible_locked(wq, condition) \
	__wait_event_interruptible_locked(wq, condition, 0, do_wait_intr)
#define wait_event_interruptible_locked_irq(wq, condition) \
	__wait_event_interruptible_locked(wq, condition, 0, do_wait_intr_irq)
#define wait_event_interruptible_exclusive_locked(wq, condition) \
	__wait_event_interruptible_locked(wq, condition, 1, do_wait_intr)
#define wait_event_interruptible_exclusive_locked_irq(wq, condition) \
	__wait_event_interruptible_locked(wq, condition, 1, do_wait_intr_irq)

typedef int (*task_call_f)(struct task_struct *p, void *arg);

/* The macros above expand to scheduler calls and TASK_ states. */
#include <linux/sched.h>

#endif
