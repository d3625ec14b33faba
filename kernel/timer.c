/* SPDX-License-Identifier: MIT */
/*
 * Timers in jiffies: a hierarchical wheel per CPU that never cascades.
 *
 *   level 0: 64 buckets of 1 jiffy    [ | | |x| ... ]     up to      63 jiffies
 *   level 1: 64 buckets of 8          [ | |x| | ... ]     up to     503
 *   level 2: 64 buckets of 64                             up to    4031
 *   ...                                                   level 8: 64 buckets of 8^8
 *
 * A timer goes to the level that its distance from the base's clock fits into, into the bucket
 * at which its expiry, rounded up to that level's grain, comes round; it stays there. So far
 * timers fire up to one grain (an eighth of their distance) late, never early: Linux's own
 * trade since 4.8, with its constants, for timers that mostly are cancelled before they fire.
 * The base's clock runs over buckets lazily: a bit map names the non-empty ones, and the next
 * expiry is looked up before the CPU goes idle.
 *
 * Locks: base->lock, interrupts off. A function runs without it, in softirq context;
 * base->running names it for del_timer_sync.
 */
#include <linux/bitmap.h>
#include <linux/export.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/timer.h>

#include "lib/active.h"
#include "lib/defect.h"
#include "lib/sync/leave.h"
#include "lib/sync/lockdep.h"
#include "lib/step.h"
#include "kernel/sched_priv.h"

#define LVL_CLK_SHIFT 3
#define LVL_BITS      6
#define LVL_SIZE      (1u << LVL_BITS)
#define LVL_DEPTH     9
#define LVL_SHIFT(n)  ((n)*LVL_CLK_SHIFT)
#define LVL_GRAN(n)   (1UL << LVL_SHIFT(n))
/* First distance that level @n holds. */
#define LVL_START(n)	     ((LVL_SIZE - 1UL) << (((n)-1) * LVL_CLK_SHIFT))
#define WHEEL_TIMEOUT_CUTOFF LVL_START(LVL_DEPTH)
#define WHEEL_TIMEOUT_MAX    (WHEEL_TIMEOUT_CUTOFF - LVL_GRAN(LVL_DEPTH - 1))

struct timer_base {
	spinlock_t lock;
	unsigned long clk; /* next jiffy whose buckets are due */
	struct timer_list *running;
	u64 occupied[LVL_DEPTH]; /* bit b: bucket b of the level is not empty */
	unsigned int nr;
	struct hlist_head bucket[LVL_DEPTH][LVL_SIZE];
};
static struct timer_base bases[NR_CPUS];

void timers_reset(void)
{
	memset(bases, 0, sizeof(bases));
	jiffies_reset();
	for (int i = 0; i < NR_CPUS; i++) {
		spin_lock_init_ranked(&bases[i].lock, LOCK_RANK_TIMER);
		bases[i].clk = INITIAL_JIFFIES;
	}
}

/* ---- the wheel: pure arithmetic on a base ---- */

static int level_of(unsigned long delta)
{
	int lvl = 0;

	while (lvl < LVL_DEPTH - 1 && delta >= LVL_START(lvl + 1))
		lvl++;
	return lvl;
}

/* File @timer; returns the jiffy at which its bucket is due. => base->lock held. */
static unsigned long wheel_add(struct timer_base *base, struct timer_list *timer)
{
	unsigned long expires = timer->expires, delta = expires - base->clk, due;
	unsigned int idx;
	int lvl;

	if ((long)delta < 0) {
		delta = 0;
		expires = base->clk;
	} else if (delta > WHEEL_TIMEOUT_CUTOFF) {
		delta = WHEEL_TIMEOUT_MAX;
		expires = base->clk + WHEEL_TIMEOUT_MAX;
	}
	lvl = level_of(delta);
	due = (expires + LVL_GRAN(lvl) - 1) >> LVL_SHIFT(lvl);
	idx = due & (LVL_SIZE - 1);
	timer->flags = (timer->flags & ~TIMER_ARRAYMASK) |
		       ((u32)(lvl * LVL_SIZE + idx) << TIMER_ARRAYSHIFT);
	hlist_add_head(&timer->entry, &base->bucket[lvl][idx]);
	base->occupied[lvl] |= 1ull << idx;
	WRITE_ONCE(base->nr, base->nr + 1);
	return due << LVL_SHIFT(lvl);
}

static void wheel_del(struct timer_base *base, struct timer_list *timer)
{
	unsigned int at = timer->flags >> TIMER_ARRAYSHIFT;
	int lvl = at / LVL_SIZE, idx = at % LVL_SIZE;

	active_del(ACTIVE_TIMER, timer);
	__hlist_del(&timer->entry);
	WRITE_ONCE(timer->entry.pprev, NULL);
	timer->entry.next = LIST_POISON2;
	if (hlist_empty(&base->bucket[lvl][idx]))
		base->occupied[lvl] &= ~(1ull << idx);
	WRITE_ONCE(base->nr, base->nr - 1);
}

/* The jiffy at which level @lvl's next bucket is due, counted from the base's clock. */
static bool level_next(struct timer_base *base, int lvl, unsigned long *when)
{
	unsigned long start = (base->clk + LVL_GRAN(lvl) - 1) >> LVL_SHIFT(lvl);
	unsigned int at = start & (LVL_SIZE - 1);
	u64 map = base->occupied[lvl];

	if (!map)
		return false;
	map = at ? map >> at | map << (LVL_SIZE - at) : map;
	*when = (start + __builtin_ctzll(map)) << LVL_SHIFT(lvl);
	return true;
}

static bool wheel_next(struct timer_base *base, unsigned long *when)
{
	unsigned long w;
	bool any = false;

	for (int lvl = 0; lvl < LVL_DEPTH; lvl++) {
		if (!level_next(base, lvl, &w))
			continue;
		if (!any || time_before(w, *when))
			*when = w;
		any = true;
	}
	return any;
}

/* ---- when this CPU must look again ---- */

static u64 jiffy_to_ns(unsigned long j)
{
	return (u64)(j - INITIAL_JIFFIES) * TICK_NSEC;
}

u64 timer_base_next_ns(unsigned int cpu)
{
	struct timer_base *base = &bases[cpu];
	unsigned long when, flags;
	bool any;

	if (!READ_ONCE(base->nr))
		return U64_MAX;
	spin_lock_irqsave(&base->lock, flags);
	any = wheel_next(base, &when);
	spin_unlock_irqrestore(&base->lock, flags);
	return any ? jiffy_to_ns(when) : U64_MAX;
}

bool timer_base_due(unsigned int cpu)
{
	return timer_base_next_ns(cpu) <= arch_time_ns();
}

/* ---- expiry ---- */

static void call_timer(struct timer_base *base, struct timer_list *timer)
{
	void (*fn)(struct timer_list *) = timer->function;
	struct code_mark mark;

	base->running = timer;
	wheel_del(base, timer);
	spin_unlock_irq(&base->lock);
	lockdep_function_enter(fn);
	code_enter(&mark);
	fn(timer);
	code_leave(&mark, LEAVE_TIMER, fn);
	lockdep_function_leave(fn);
	spin_lock_irq(&base->lock);
	WRITE_ONCE(base->running, NULL);
}

/* Everything due at base->clk, which is a multiple of the levels' grains that are looked at. */
static void expire_clk(struct timer_base *base)
{
	unsigned long clk = base->clk;

	base->clk++;
	for (int lvl = 0; lvl < LVL_DEPTH; lvl++) {
		struct hlist_head *head = &base->bucket[lvl][(clk >> LVL_SHIFT(lvl)) % LVL_SIZE];
		struct hlist_head due;

		if (clk & (LVL_GRAN(lvl) - 1))
			break;
		/* A function may add to this very bucket, 64 rounds on: take the list first. */
		hlist_move_list(head, &due);
		while (!hlist_empty(&due)) {
			struct hlist_node *n = due.first;

			while (n->next)
				n = n->next; /* oldest first */
			call_timer(base, hlist_entry(n, struct timer_list, entry));
		}
		if (hlist_empty(head))
			base->occupied[lvl] &= ~(1ull << ((clk >> LVL_SHIFT(lvl)) % LVL_SIZE));
	}
}

static void run_timers(struct softirq_action *a)
{
	struct timer_base *base = &bases[raw_smp_processor_id()];
	unsigned long when;

	jiffies_update(arch_time_ns());
	spin_lock_irq(&base->lock);
	while (wheel_next(base, &when) && time_before_eq(when, jiffies)) {
		base->clk = when;
		expire_clk(base);
	}
	if (time_before(base->clk, jiffies))
		base->clk = jiffies;
	spin_unlock_irq(&base->lock);
	cpu_event_recompute(this_cpu_struct());
}

/* => @cpu is offline and runs no timer; this CPU takes its timers over. */
void timers_adopt(unsigned int cpu)
{
	unsigned int self = raw_smp_processor_id();
	struct timer_base *from = &bases[cpu];

	for (int lvl = 0; lvl < LVL_DEPTH; lvl++)
		for (unsigned int i = 0; i < LVL_SIZE; i++)
			while (!hlist_empty(&from->bucket[lvl][i])) {
				struct timer_list *t = hlist_entry(from->bucket[lvl][i].first,
								   struct timer_list, entry);

				mod_timer(t, t->expires);
				WARN_ON((t->flags & TIMER_CPUMASK) != self);
			}
}

/* Its memory or its function goes: whatever it takes, in any context. */
static void timer_drop(void *timer)
{
	del_timer(timer);
}

void timer_softirq_init(void)
{
	active_set_cancel(ACTIVE_TIMER, timer_drop);
	open_softirq(TIMER_SOFTIRQ, run_timers);
}

/* ---- the calls ---- */

static void no_function(struct timer_list *timer)
{
}

/* It was never set up: what it would have called is not known. */
static noinline void uninitialised(struct timer_list *timer, unsigned long caller)
{
	struct ferrite_defect d;

	defect_begin(&d, DEFECT_BUG, "timer used that was never initialised");
	defect_here(&d, "in");
	defect_where(&d, caller);
	defect_place(&d, timer);
	defect_end(&d);
	timer->function = no_function;
}

void init_timer_key(struct timer_list *timer, void (*func)(struct timer_list *), unsigned int flags,
		    const char *name, struct lock_class_key *key)
{
	active_reinit(ACTIVE_TIMER, timer, _RET_IP_);
	timer->entry.pprev = NULL;
	timer->function = func ? func : no_function;
	timer->flags = (flags & TIMER_INIT_FLAGS) | raw_smp_processor_id();
}
EXPORT_SYMBOL(init_timer_key);

/* The base that @timer is on, locked: it may move between the look and the lock. */
static struct timer_base *lock_timer_base(struct timer_list *timer, unsigned long *flags)
{
	for (;;) {
		u32 tf = READ_ONCE(timer->flags);
		struct timer_base *base = &bases[tf & TIMER_CPUMASK];

		spin_lock_irqsave(&base->lock, *flags);
		if (((READ_ONCE(timer->flags) ^ tf) & TIMER_CPUMASK) == 0)
			return base;
		spin_unlock_irqrestore(&base->lock, *flags);
	}
}

#define MOD_PENDING_ONLY 1
#define MOD_REDUCE	 2
#define MOD_ON_CPU	 4

/* Bring the clock up, but over no bucket that is due, so that distances count from now. */
static void forward_base(struct timer_base *base)
{
	unsigned long when;

	if (base->running || time_after_eq(base->clk, jiffies))
		return;
	if (!wheel_next(base, &when) || time_after(when, jiffies))
		base->clk = jiffies;
	else
		base->clk = when;
}

static int mod_timer_common(struct timer_list *timer, unsigned long expires, int how, int cpu,
			    unsigned long caller)
{
	struct timer_base *base;
	unsigned long flags, due;
	int pending;

	step_next(caller);
	if (unlikely(!timer->function))
		uninitialised(timer, caller);
	base = lock_timer_base(timer, &flags);
	pending = timer_pending(timer);
	if ((!pending && how & MOD_PENDING_ONLY) ||
	    (pending && how & MOD_REDUCE && time_before_eq(timer->expires, expires))) {
		spin_unlock_irqrestore(&base->lock, flags);
		return pending;
	}
	if (pending)
		wheel_del(base, timer);
	/* It moves to this CPU, unless its function runs on the old one right now. */
	if (base != &bases[cpu] && base->running != timer) {
		spin_unlock(&base->lock);
		base = &bases[cpu];
		spin_lock(&base->lock);
		WRITE_ONCE(timer->flags, (timer->flags & ~TIMER_BASEMASK) | cpu);
	}
	jiffies_update(arch_time_ns());
	forward_base(base);
	timer->expires = expires;
	due = wheel_add(base, timer);
	active_add(ACTIVE_TIMER, timer, sizeof(*timer), timer->function, caller);
	cpu = base - bases;
	spin_unlock_irqrestore(&base->lock, flags);
	cpu_event_changed(cpu, jiffy_to_ns(due));
	return pending;
}

int mod_timer(struct timer_list *timer, unsigned long expires)
{
	return mod_timer_common(timer, expires, 0, raw_smp_processor_id(), _RET_IP_);
}
EXPORT_SYMBOL(mod_timer);

int mod_timer_pending(struct timer_list *timer, unsigned long expires)
{
	return mod_timer_common(timer, expires, MOD_PENDING_ONLY, raw_smp_processor_id(), _RET_IP_);
}
EXPORT_SYMBOL(mod_timer_pending);

int timer_reduce(struct timer_list *timer, unsigned long expires)
{
	return mod_timer_common(timer, expires, MOD_REDUCE, raw_smp_processor_id(), _RET_IP_);
}
EXPORT_SYMBOL(timer_reduce);

void add_timer(struct timer_list *timer)
{
	if (timer_pending(timer)) {
		defect_report(DEFECT_BUG, "add_timer of a pending timer (%ps)", timer->function);
		return;
	}
	mod_timer_common(timer, timer->expires, 0, raw_smp_processor_id(), _RET_IP_);
}
EXPORT_SYMBOL(add_timer);

void add_timer_on(struct timer_list *timer, int cpu)
{
	if (timer_pending(timer)) {
		defect_report(DEFECT_BUG, "add_timer_on of a pending timer (%ps)", timer->function);
		return;
	}
	mod_timer_common(timer, timer->expires, MOD_ON_CPU, cpu, _RET_IP_);
}
EXPORT_SYMBOL_GPL(add_timer_on);

int try_to_del_timer_sync(struct timer_list *timer)
{
	struct timer_base *base;
	unsigned long flags;
	int ret = -1;

	base = lock_timer_base(timer, &flags);
	if (base->running != timer) {
		ret = timer_pending(timer);
		if (ret)
			wheel_del(base, timer);
	}
	spin_unlock_irqrestore(&base->lock, flags);
	return ret;
}
EXPORT_SYMBOL(try_to_del_timer_sync);

int del_timer(struct timer_list *timer)
{
	struct timer_base *base;
	unsigned long flags;
	int ret = 0;

	if (!timer_pending(timer))
		return 0;
	base = lock_timer_base(timer, &flags);
	if (timer_pending(timer)) {
		wheel_del(base, timer);
		ret = 1;
	}
	spin_unlock_irqrestore(&base->lock, flags);
	return ret;
}
EXPORT_SYMBOL(del_timer);

int del_timer_sync(struct timer_list *timer)
{
	int ret;

	if (in_hardirq() && !(timer->flags & TIMER_IRQSAFE))
		defect_report(DEFECT_LOCK, "del_timer_sync in hard interrupt context (%ps)",
			      timer->function);
	lockdep_function_wait(timer->function, _RET_IP_);
	while ((ret = try_to_del_timer_sync(timer)) < 0)
		cpu_relax();
	return ret;
}
EXPORT_SYMBOL(del_timer_sync);
