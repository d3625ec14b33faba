/* SPDX-License-Identifier: MIT */
/*
 * Read-copy-update: Documentation/RCU/whatisRCU.rst. One flavour: a read-side section switches
 * preemption off (Linux with PREEMPT_COUNT and without PREEMPT_RCU), so it must not sleep, and
 * bh-disabled and irq-disabled code are sections too. Theory and implementation: lib/sync/rcu.c.
 */
#ifndef LINUX_RCUPDATE_H
#define LINUX_RCUPDATE_H

#include <asm/barrier.h>
#include <asm/current.h>
#include <asm/processor.h>
#include <linux/bottom_half.h>
#include <linux/compiler.h>
#include <linux/cpumask.h>
#include <linux/irqflags.h>
#include <linux/lockdep.h>
#include <linux/preempt.h>
#include <linux/stddef.h>
#include <linux/types.h>

#define ULONG_CMP_GE(a, b) (ULONG_MAX / 2 >= (a) - (b))
#define ULONG_CMP_LT(a, b) (ULONG_MAX / 2 < (a) - (b))

/* Run @func(@head) after a grace period, in softirq context. Any context. */
void call_rcu(struct rcu_head *head, rcu_callback_t func);
void call_rcu_hurry(struct rcu_head *head, rcu_callback_t func);
/* Wait for a grace period. Task context, may sleep; a defect inside a read-side section. */
void synchronize_rcu(void);
void synchronize_rcu_expedited(void);
/* Wait until every callback queued so far has run. May sleep. */
void rcu_barrier(void);
/* A cookie of now, and whether a full grace period has passed since it was taken. */
unsigned long get_state_synchronize_rcu(void);
unsigned long start_poll_synchronize_rcu(void);
bool poll_state_synchronize_rcu(unsigned long oldstate);
void cond_synchronize_rcu(unsigned long oldstate);
void rcu_head_init(struct rcu_head *rhp);
static inline void init_rcu_head(struct rcu_head *head)
{
}
static inline void destroy_rcu_head(struct rcu_head *head)
{
}
#define init_rcu_head_on_stack(head) \
	do {                         \
		(void)(head);        \
	} while (0)
#define destroy_rcu_head_on_stack(head) \
	do {                            \
		(void)(head);           \
	} while (0)

/* Nesting depth of the running task's rcu_read_lock. */
void __rcu_read_lock(void);
void __rcu_read_unlock(void);
int rcu_preempt_depth(void);

static __always_inline void rcu_read_lock(void)
{
	__rcu_read_lock();
}
static __always_inline void rcu_read_unlock(void)
{
	__rcu_read_unlock();
}
static inline void rcu_read_lock_bh(void)
{
	local_bh_disable();
}
static inline void rcu_read_unlock_bh(void)
{
	local_bh_enable();
}
static inline void rcu_read_lock_sched(void)
{
	preempt_disable();
}
static inline void rcu_read_unlock_sched(void)
{
	preempt_enable();
}
#define rcu_read_lock_sched_notrace()	rcu_read_lock_sched()
#define rcu_read_unlock_sched_notrace() rcu_read_unlock_sched()

int rcu_read_lock_held(void);
int rcu_read_lock_bh_held(void);
int rcu_read_lock_sched_held(void);
int rcu_read_lock_any_held(void);
#define rcu_is_watching()		 true
#define rcu_lockdep_current_cpu_online() true

/* "WARNING: suspicious RCU usage", once a call site. */
/* The running code ends, as @what, inside a read-side section. */
void rcu_report_left(const char *what);
void rcu_report_suspicious(const char *what, const char *file, int line);
#define RCU_LOCKDEP_WARN(c, s)                                        \
	do {                                                          \
		static bool __rcu_warned;                             \
		if ((c) && !__rcu_warned) {                           \
			__rcu_warned = true;                          \
			rcu_report_suspicious(s, __FILE__, __LINE__); \
		}                                                     \
	} while (0)

#define RCU_INITIALIZER(v)	      ((typeof(*(v)) __force __rcu *)(v))
#define rcu_assign_pointer(p, v)      __atomic_store_n(&(p), RCU_INITIALIZER(v), __ATOMIC_RELEASE)
#define RCU_INIT_POINTER(p, v)	      WRITE_ONCE(p, RCU_INITIALIZER(v))
#define RCU_POINTER_INITIALIZER(p, v) .p = RCU_INITIALIZER(v)
#define rcu_replace_pointer(rcu_ptr, ptr, c)                                   \
	({                                                                     \
		typeof(ptr) __tmp = rcu_dereference_protected((rcu_ptr), (c)); \
		rcu_assign_pointer((rcu_ptr), (ptr));                          \
		__tmp;                                                         \
	})
#define rcu_swap_protected(rcu_ptr, ptr, c) ((ptr) = rcu_replace_pointer((rcu_ptr), (ptr), (c)))
#define unrcu_pointer(p)		    ((typeof(*(p)) __force *)(p))

#define __rcu_load(p)		     ((typeof(*(p)) __force *)__atomic_load_n(&(p), __ATOMIC_ACQUIRE))
#define rcu_access_pointer(p)	     ((typeof(*(p)) __force *)READ_ONCE(p))
#define rcu_dereference_raw(p)	     __rcu_load(p)
#define rcu_dereference_raw_check(p) __rcu_load(p)
#define rcu_dereference_check(p, c)                                           \
	({                                                                    \
		RCU_LOCKDEP_WARN(!((c) || rcu_read_lock_any_held()),          \
				 "suspicious rcu_dereference_check() usage"); \
		__rcu_load(p);                                                \
	})
#define rcu_dereference(p)		  rcu_dereference_check(p, 0)
#define rcu_dereference_bh_check(p, c)	  rcu_dereference_check(p, c)
#define rcu_dereference_sched_check(p, c) rcu_dereference_check(p, c)
#define rcu_dereference_bh(p)		  rcu_dereference_check(p, 0)
#define rcu_dereference_sched(p)	  rcu_dereference_check(p, 0)
#define rcu_dereference_protected(p, c)                                                 \
	({                                                                              \
		RCU_LOCKDEP_WARN(!(c), "suspicious rcu_dereference_protected() usage"); \
		((typeof(*(p)) __force *)(p));                                          \
	})
#define rcu_pointer_handoff(p) (p)

#define __is_kvfree_rcu_offset(offset) ((offset) < 4096)
/* Free @ptr after a grace period. @head NULL: the one-argument form, which may sleep. */
void kvfree_call_rcu(struct rcu_head *head, void *ptr);
#define __kfree_rcu_2(ptr, rhf)                                                       \
	do {                                                                          \
		typeof(ptr) ___p = (ptr);                                             \
		_Static_assert(__is_kvfree_rcu_offset(offsetof(typeof(*(ptr)), rhf)), \
			       "rcu_head too far from the start");                    \
		if (___p)                                                             \
			kvfree_call_rcu(&___p->rhf, (void *)___p);                    \
	} while (0)
#define __kfree_rcu_1(ptr)                                   \
	do {                                                 \
		typeof(ptr) ___p = (ptr);                    \
		if (___p)                                    \
			kvfree_call_rcu(NULL, (void *)___p); \
	} while (0)
#define __kfree_rcu_pick(_1, _2, name, ...) name
#define kvfree_rcu(...) \
	__kfree_rcu_pick(__VA_ARGS__, __kfree_rcu_2, __kfree_rcu_1, unused)(__VA_ARGS__)
#define kfree_rcu(...)		   kvfree_rcu(__VA_ARGS__)
#define kfree_rcu_mightsleep(ptr)  __kfree_rcu_1(ptr)
#define kvfree_rcu_mightsleep(ptr) __kfree_rcu_1(ptr)

#define rcu_sleep_check() \
	do {              \
	} while (0)
#define rcu_softirq_qs() \
	do {             \
	} while (0)
#define rcu_note_context_switch(preempt) \
	do {                             \
	} while (0)
#define cond_resched_tasks_rcu_qs() cond_resched()
#define synchronize_rcu_tasks()	    synchronize_rcu()
#define synchronize_sched()	    synchronize_rcu()
#define synchronize_rcu_bh()	    synchronize_rcu()
#define call_rcu_bh(head, func)	    call_rcu(head, func)
#define smp_mb__after_unlock_lock() smp_mb()

#endif
