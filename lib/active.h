/* SPDX-License-Identifier: MIT */
/*
 * Active things: what the machine will come back to by itself, so that its memory and its code
 * must stay: pending timers and works, registered devices and notifiers, threads, queues …
 *
 * The calls that arm or register something for a module enter it here, with the stack of the call;
 * those that disarm it take it out. Two questions are then answered:
 *
 *	freed	does memory that is being freed contain an active thing? (Linux: ODEBUG)
 *	left	what of a module is still active when its exit function has returned?
 *
 *	        rb-tree by address        ┌ timer_list 0x…40, armed by demo_open, runs demo_tick
 *	kfree(0x…00, 128) ── overlaps? ───┤
 *	        unload of demo ── whose? ─┴ class "demo", made by demo_init
 *
 * Only what a module asked for is entered (its code calls, or its function will be called), and
 * only on machines with checks. Entries come from a fixed table: nothing is allocated. When it is
 * full, further things are not watched (and active_lost() says how many).
 *
 * Locking: one leaf lock, held for the walk down the tree, without a schedule point. Any context.
 */
#ifndef LIB_ACTIVE_H
#define LIB_ACTIVE_H

#include <linux/compiler.h>
#include <linux/rbtree_types.h>
#include <linux/types.h>

enum active_type {
	ACTIVE_TIMER,
	ACTIVE_HRTIMER,
	ACTIVE_WORK,
	ACTIVE_DELAYED_WORK,
	ACTIVE_TASKLET,
	ACTIVE_IRQ_WORK,
	ACTIVE_RCU_HEAD,
	ACTIVE_RCU_CALL, /* a function given to call_rcu() since the last rcu_barrier() */
	ACTIVE_KOBJECT,
	ACTIVE_COMPLETION, /* somebody waits for it */
	ACTIVE_WAIT_ENTRY, /* on a wait queue, by add_wait_queue() */
	ACTIVE_WAIT_QUEUE, /* somebody sleeps there */
	ACTIVE_IRQ,
	ACTIVE_KTHREAD,
	ACTIVE_WORKQUEUE,
	ACTIVE_NOTIFIER,
	ACTIVE_SHRINKER,
	ACTIVE_MEMPOOL,
	ACTIVE_CACHE,
	ACTIVE_CDEV,
	ACTIVE_REGION, /* device numbers */
	ACTIVE_DEVICE,
	ACTIVE_MISC,
	ACTIVE_CLASS,
	ACTIVE_DRIVER,
	ACTIVE_ENTRY, /* of proc, sysfs, debugfs */
	ACTIVE_RESOURCE,
	NR_ACTIVE_TYPES,
};

struct active {
	struct rb_node node;
	const void *obj;
	const void *fn; /* what will be called; NULL: nothing in particular */
	u32 size;
	u32 stack;
	u32 step;
	int pid;
	u8 type;
	u8 reported;
};

/* Begin and end of a machine. @on: the machine has checks. */
void active_init(bool on);

/*
 * @obj of @size bytes becomes active by a call from @caller. Again for an active one: the newer
 * call is remembered. Nothing when neither @caller nor @fn is module code.
 */
void active_add(enum active_type type, const void *obj, size_t size, const void *fn,
		unsigned long caller);
/* The same for what is known to be a module's, whoever calls in its name. */
void active_record(enum active_type type, const void *obj, size_t size, const void *fn,
		   unsigned long caller);
/* The same again, as @a says it was. */
void active_readd(const struct active *a);
/* It is no longer. Nothing when it never was. */
void active_del(enum active_type type, const void *obj);
/* A copy of the entry. False: it is not active (as far as is known). */
bool active_find(enum active_type type, const void *obj, struct active *copy);
/*
 * A copy of the first entry at or after (@after, type) for which @match says yes, in order of
 * address; for walks which change the table. @after NULL: from the start.
 */
bool active_next(const struct active *after, bool (*match)(const struct active *a, void *arg),
		 void *arg, struct active *copy);
/* "timer", "work" … */
const char *active_name(enum active_type type);
unsigned long active_lost(void);
/* Take out all entries of a type. */
void active_del_all(enum active_type type);

/* @obj is being initialised by @caller though it is active: report and stop it. True if it was. */
bool active_reinit(enum active_type type, const void *obj, unsigned long caller);

/*
 * How a thing of @type is stopped when its memory or its code goes: the seam by which the report
 * can be followed by going on. Any context, must not sleep.
 */
void active_set_cancel(enum active_type type, void (*cancel)(void *obj));
/*
 * Some things become idle without a call that could say so. @still looks at one that is about to be
 * reported, while its memory is whole: false, and it is taken out in silence.
 */
void active_set_check(enum active_type type, bool (*still)(const void *obj));
/* Is it, as far as that look can tell? If not, it is taken out. */
bool active_still(const struct active *a);
/* Add the stack of the call by which it became active, titled by what that did. */
struct ferrite_defect;
void active_add_stack(struct ferrite_defect *d, const struct active *a);
void active_cancel(const struct active *a);

/* Asked of each piece of memory that is freed: the seam for held locks. NULL: nobody asks. */
extern void (*active_locks_check)(const void *start, size_t len, unsigned long caller);

extern unsigned int active_count;
void __active_check_free(const void *start, size_t len, unsigned long caller);

/*
 * [@start, @start + @len) is about to be freed by @caller: report and stop every active thing in
 * it. Before anything is written there. Any context.
 */
static __always_inline void active_check_free(const void *start, size_t len, unsigned long caller)
{
	if (unlikely(READ_ONCE(active_count) || active_locks_check))
		__active_check_free(start, len, caller);
}

#endif
