/* SPDX-License-Identifier: MIT */
/*
 * The lock checker: learns in which order modules take their locks, and reports what could
 * deadlock even when this run did not. What Linux calls lockdep
 * (Documentation/locking/lockdep-design.rst).
 *
 * Vocabulary
 *   class	locks that are initialised at one place and obey one rule: the key of a
 *		*_init() call, the address of a static lock, times a subclass (*_nested)
 *   held	the locks that a task has taken, innermost last, interrupts' on top
 *   edge	a -> b: somebody took a lock of class b while holding one of class a
 *   usage	of a class: taken in an interrupt ('in'), held with that interrupt enabled ('on')
 *
 *	task:	held [ a ][ b ]──take c──► edges a->c?, b->c?	 known: nothing to do
 *							     │ new
 *	graph:	 a ──► b ──► d				     ▼
 *		 ▲	     │		is a or b reachable from c? a circle: report
 *		 └─── c ◄────┘
 *
 * Rules
 *   - A circle of edges is a deadlock when no edge into a class by a recursive reader is
 *     followed by an edge out of it by a reader.
 *   - A class that is taken in an interrupt must not be held with that interrupt enabled, and no
 *     class that is may be reached from it.
 *   - A lock that is only tried never waits: no edge leads to it, but edges leave it.
 *   - Nothing is learned across an interrupt: what it takes does not wait for what it interrupted,
 *     except by the rule of usage.
 *
 * Whose locks. Only calls from module code are followed: the core's own locks have static ranks
 * (rank.c), and an edge between the two worlds is never learned. A lock that the core took on
 * behalf of a module (refcount_dec_and_lock) is not among the held ones; its release by the module
 * is then judged by the lock itself. So a gap in what is seen costs a report, never makes a wrong
 * one.
 *
 * No room in the locks: spinlock_t has Linux's four bytes. The class of a lock is found by its
 * address in a side table (lockdep_class.c), which *_init() fills and every free of memory
 * clears.
 *
 * After a report the run goes on: an edge that closes a circle is kept but never followed; a
 * lock that its holder takes again is entered a second time as *fake*, so that both releases
 * balance; a lock that is still held where nothing may be is released by force.
 *
 * Locking: a task's held locks are its own. Classes and edges are only ever added, under one core
 * lock without a schedule point in it; readers that find what they look for take no lock.
 * Rejected: Linux's cache of whole chains: with tens of classes an edge is as quickly found.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/lockdep.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/srcu.h>
#include <linux/string.h>

#include "kernel/sched_priv.h"
#include "lib/active.h"
#include "lib/stackdepot.h"
#include "lib/step.h"
#include "lib/sync/lockdep.h"

#define STACKS 512 /* tasks that hold locks of modules at the same time */

bool lockdep_active;

static struct lock_stack stacks[STACKS];
static u32 nr_stacks;	/* ever used, under stacks_lock */
static u32 free_stacks; /* index + 1 of the first free one */
static u32 stacks_lock;

void lockdep_reset(bool on)
{
	memset(stacks, 0, nr_stacks * sizeof(stacks[0]));
	nr_stacks = free_stacks = 0;
	stacks_lock = 0;
	lockdep_class_reset();
	lockdep_graph_reset();
	lockdep_report_reset();
	WRITE_ONCE(lockdep_active, on);
	active_locks_check = on ? lockdep_memory_freed : NULL;
}

/* ---- held locks ---- */

static noinline struct lock_stack *stack_make(struct task_struct *tsk)
{
	struct lock_stack *ls = NULL;

	core_lock(&stacks_lock);
	if (free_stacks) {
		ls = &stacks[free_stacks - 1];
		free_stacks = ls->next_free;
	} else if (nr_stacks < STACKS) {
		ls = &stacks[nr_stacks++];
	}
	core_unlock(&stacks_lock);
	if (ls) {
		ls->depth = ls->busy = 0;
		WRITE_ONCE(ls->task, tsk);
	}
	WRITE_ONCE(tsk->lock_stack, ls);
	return ls;
}

void lockdep_task_exit(struct task_struct *tsk)
{
	struct lock_stack *ls = tsk->lock_stack;

	if (!ls)
		return;
	WRITE_ONCE(tsk->lock_stack, NULL);
	WRITE_ONCE(ls->task, NULL);
	core_lock(&stacks_lock);
	ls->next_free = free_stacks;
	free_stacks = ls - stacks + 1;
	core_unlock(&stacks_lock);
}

static unsigned int context(void)
{
	if (preempt_count() & (HARDIRQ_MASK | NMI_MASK))
		return 2;
	return in_serving_softirq() ? 1 : 0;
}

static struct held_lock *find(struct lock_stack *ls, const void *lock)
{
	for (int i = ls->depth - 1; i >= 0; i--)
		if (ls->held[i].lock == lock)
			return &ls->held[i];
	return NULL;
}

struct held_lock *lockdep_held(const void *lock)
{
	struct lock_stack *ls = current->lock_stack;

	return ls ? find(ls, lock) : NULL;
}

/* A look into other tasks' stacks, for reports: what it finds may be a moment old. */
struct held_lock *lockdep_holder(const void *lock, struct task_struct **task)
{
	for (u32 i = 0; i < READ_ONCE(nr_stacks); i++) {
		struct held_lock *h = stacks[i].task ? find(&stacks[i], lock) : NULL;

		if (h) {
			*task = stacks[i].task;
			return h;
		}
	}
	return NULL;
}

void lockdep_disown(const void *lock)
{
	struct task_struct *holder;
	struct held_lock *h = lockdep_active ? lockdep_holder(lock, &holder) : NULL;

	if (h)
		WRITE_ONCE(h->fake, true);
}

struct held_lock *lockdep_atomic_lock(void)
{
	struct lock_stack *ls = current->lock_stack;

	for (int i = ls ? ls->depth - 1 : -1; i >= 0; i--) {
		struct held_lock *h = &ls->held[i];

		if (h->kind == LK_SPIN || h->kind == LK_RWLOCK || h->kind == LK_RCU)
			return h;
	}
	return NULL;
}

/* ---- checks of a lock that is about to be taken ---- */

static bool excludes(const struct held_lock *a, const struct held_lock *b)
{
	return !(a->how & (LOCK_HOW_READ | LOCK_HOW_RECURSIVE)) ||
	       !(b->how & (LOCK_HOW_READ | LOCK_HOW_RECURSIVE));
}

static bool lock_waits(const struct held_lock *h)
{
	return h->kind != LK_RCU && h->kind != LK_SRCU;
}

/*
 * Taken again by its own holder. True: it could never be had. @told: the interrupt's use of the
 * class has been reported, which says the same.
 */
static bool self_deadlock(struct lock_stack *ls, struct held_lock *h, bool told)
{
	struct held_lock *prev = NULL;

	for (int i = ls->depth - 2; i >= 0 && !prev; i--)
		if (ls->held[i].lock == h->lock)
			prev = &ls->held[i];
	if (!prev || (h->how & LOCK_HOW_TRY) || !lock_waits(h) || h->kind == LK_MAP)
		return false;
	if (!excludes(prev, h))
		return false;
	if (!told)
		lockdep_report_recursion(prev, h);
	return true;
}

/* Another lock of a class that is held. One report for a place of either. */
static void check_recursion(struct lock_stack *ls, struct held_lock *h)
{
	struct held_lock *prev = NULL;

	for (int i = ls->depth - 2; i >= 0; i--) {
		struct held_lock *p = &ls->held[i];

		if (h->how & LOCK_HOW_NEST && p->lock == h->nest)
			return;
		if (p->class != h->class || p->ctx != h->ctx)
			continue;
		if ((h->how & LOCK_HOW_RECURSIVE) &&
		    (p->how & (LOCK_HOW_READ | LOCK_HOW_RECURSIVE)))
			continue;
		prev = p;
	}
	if (prev)
		lockdep_report_recursion(prev, h);
}

static bool check_usage(struct held_lock *h)
{
	static const unsigned int in_ctx[] = {NR_LOCK_IRQS, LOCK_SOFTIRQ, LOCK_HARDIRQ};
	bool read = h->how & (LOCK_HOW_READ | LOCK_HOW_RECURSIVE);
	struct lock_trouble t;
	bool told = false;

	for (unsigned int irq = 0; irq < NR_LOCK_IRQS; irq++) {
		unsigned int bit = 0;

		if (in_ctx[h->ctx] == irq && !(h->how & LOCK_HOW_TRY))
			bit = read ? USE_IN_READ : USE_IN;
		else if (irq == LOCK_HARDIRQ ? h->hard_on : !h->ctx && h->soft_on)
			bit = read ? USE_ON_READ : USE_ON;
		if (!bit || READ_ONCE(lock_classes[h->class].usage) & bit << irq * USE_BITS)
			continue;
		lockdep_learn_use(h, irq, bit, &t);
		if (t.what != TROUBLE_NONE) {
			lockdep_report_trouble(NULL, h, &t);
			told = true;
		}
	}
	return told;
}

static void check_order(struct lock_stack *ls, struct held_lock *h)
{
	struct lock_trouble t;

	for (int i = ls->depth - 2; i >= 0; i--) {
		struct held_lock *prev = &ls->held[i];

		if (prev->ctx != h->ctx)
			return;
		if (prev->class && prev->class != h->class) {
			lockdep_learn_edge(prev, h, &t);
			if (t.what != TROUBLE_NONE)
				lockdep_report_trouble(prev, h, &t);
			/* What is further out has its edge to prev already. */
			if (!(prev->how & LOCK_HOW_TRY))
				return;
		}
	}
}

static bool check_taken(struct lock_stack *ls, struct held_lock *h)
{
	bool told = false;

	if (h->class && lock_waits(h))
		told = check_usage(h);
	if (self_deadlock(ls, h, told || (h->ctx && lock_classes[h->class].told)))
		return true;
	if (h->class && lock_waits(h) && !(h->how & LOCK_HOW_TRY)) {
		check_recursion(ls, h);
		check_order(ls, h);
	}
	return false;
}

bool __lockdep_take(const void *lock, enum lock_kind kind, unsigned int how, unsigned int subclass,
		    const void *nest, unsigned long caller)
{
	struct task_struct *tsk = current;
	struct lock_stack *ls = tsk->lock_stack;
	struct held_lock *h;
	u32 step;

	if (!defect_is_module(caller))
		return false;
	step = (u32)step_next(caller);
	if (!ls)
		ls = stack_make(tsk);
	if (!ls || ls->busy || ls->depth >= LOCKDEP_DEPTH)
		return false;
	h = &ls->held[ls->depth++];
	h->lock = lock;
	h->nest = nest;
	h->step = step;
	h->kind = kind;
	h->how = how | (nest ? LOCK_HOW_NEST : 0);
	h->ctx = context();
	h->fake = false;
	h->pins = 0;
	h->hard_on = !irqs_disabled() && h->ctx < 2;
	h->soft_on = h->hard_on && !in_softirq();
	h->stack = stack_depot_here(caller);
	h->class = lockdep_class_of(lock, kind, subclass);
	ls->busy++;
	h->fake = check_taken(ls, h);
	ls->busy--;
	return h->fake;
}

static void remove(struct lock_stack *ls, struct held_lock *h)
{
	for (int i = h - ls->held; i < ls->depth - 1; i++)
		ls->held[i] = ls->held[i + 1];
	ls->depth--;
}

bool __lockdep_drop(const void *lock, unsigned long caller)
{
	struct lock_stack *ls = current->lock_stack;
	struct held_lock *h;
	bool fake;

	if (!ls || (!ls->depth && !defect_is_module(caller)))
		return false;
	if (!ls->busy && defect_is_module(caller))
		step_next(caller);
	h = find(ls, lock);
	if (!h)
		return lockdep_was_forced(lock);
	fake = READ_ONCE(h->fake);
	WARN(h->pins, "releasing a pinned lock\n");
	remove(ls, h);
	return fake;
}

void lockdep_untake(const void *lock)
{
	struct lock_stack *ls = current->lock_stack;
	struct held_lock *h = ls && lockdep_active ? find(ls, lock) : NULL;

	if (h)
		remove(ls, h);
}

void lockdep_downgrade(const void *lock)
{
	struct held_lock *h = lockdep_active ? lockdep_held(lock) : NULL;

	if (h)
		h->how |= LOCK_HOW_READ;
}

void __lockdep_irqs_on(void)
{
	struct lock_stack *ls = current->lock_stack;
	bool soft = !in_softirq();

	if (!ls || ls->busy || context() || irqs_disabled())
		return;
	for (int i = 0; i < ls->depth; i++) {
		struct held_lock *h = &ls->held[i];

		if (h->hard_on && (h->soft_on || !soft))
			continue;
		h->hard_on = true;
		h->soft_on |= soft;
		if (!h->class || !lock_waits(h))
			continue;
		ls->busy++;
		check_usage(h);
		ls->busy--;
	}
}

void lockdep_pause(int add)
{
	struct lock_stack *ls = current->lock_stack ?: stack_make(current);

	if (ls)
		ls->busy += add;
}

/* ---- where nothing may be held ---- */

int lockdep_enter(void)
{
	struct lock_stack *ls = current->lock_stack;

	return ls ? ls->depth : 0;
}

/* Let go of a lock that its holder forgot, by the call that it forgot. */
static void release_by_force(struct held_lock h)
{
	bool read = h.how & (LOCK_HOW_READ | LOCK_HOW_RECURSIVE);

	if (h.fake)
		return;
	if (h.kind == LK_MUTEX)
		mutex_unlock((struct mutex *)h.lock);
	else if (h.kind == LK_RWSEM && read)
		up_read((struct rw_semaphore *)h.lock);
	else if (h.kind == LK_RWSEM)
		up_write((struct rw_semaphore *)h.lock);
	else if (h.kind == LK_SPIN)
		_raw_spin_unlock((raw_spinlock_t *)h.lock);
	else if (h.kind == LK_RWLOCK && read)
		_raw_read_unlock((rwlock_t *)h.lock);
	else if (h.kind == LK_RWLOCK)
		_raw_write_unlock((rwlock_t *)h.lock);
	else if (h.kind == LK_RCU)
		__rcu_read_unlock();
	lockdep_mark_forced(h.lock);
}

void lockdep_leave(int depth, const char *what, bool to_user, const void *fn)
{
	struct lock_stack *ls = current->lock_stack;

	while (ls && ls->depth > depth) {
		struct held_lock h = ls->held[ls->depth - 1];

		if (!h.fake) {
			ls->busy++;
			lockdep_report_left(&h, what, to_user, fn);
			ls->busy--;
		}
		ls->depth--;
		release_by_force(h);
	}
}
