/* SPDX-License-Identifier: MIT */
/*
 * "BUG: sleeping function called from invalid context": the checks of code that may sleep.
 *
 * A finding names the call of the module that may sleep, and why it must not there: the lock that
 * is held, with the stack that took it; the call that switched preemption or interrupts off; or the
 * interrupt that runs. One report a place of a module; what the core does by itself is told once a
 * second, as on Linux.
 */
#include <linux/export.h>
#include <linux/instruction_pointer.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/string.h>

#include "lib/defect.h"
#include "lib/stackdepot.h"
#include "lib/step.h"
#include "lib/sync/lockdep.h"
#include "kernel/sched_priv.h"

#define PLACES 128
#define FRAMES 24

/* Who is to blame: the module's innermost frame, and the function of the core that it called. */
struct place {
	unsigned long module; /* 0: no module in the stack */
	unsigned long called; /* 0: the module itself said might_sleep() */
};

static noinline void find_place(struct place *p)
{
	uintptr_t pc[FRAMES];
	unsigned int i, nr = arch_backtrace(pc, FRAMES);

	*p = (struct place){0};
	for (i = 1; i < nr && !p->module; i++) /* the first one is in this file */
		if (defect_is_module(pc[i]))
			p->module = pc[i];
		else
			p->called = pc[i];
	if (!p->module)
		p->called = 0;
}

/* Once for each place of a module: what follows from one mistake is no news. */
static unsigned long places[PLACES];
static unsigned int next_place;

void might_sleep_reset(void)
{
	memset(places, 0, sizeof(places));
	next_place = 0;
}

static bool told_of_module(unsigned long pc)
{
	for (unsigned int i = 0; i < PLACES; i++)
		if (__atomic_load_n(&places[i], __ATOMIC_RELAXED) == pc)
			return true;
	__atomic_store_n(&places[__atomic_fetch_add(&next_place, 1, __ATOMIC_RELAXED) % PLACES], pc,
			 __ATOMIC_RELAXED);
	return false;
}

static bool told_lately(const char *file, int line)
{
	static const char *last_file;
	static int last_line;
	static unsigned long last_jiffy;
	unsigned long now = jiffies, last = READ_ONCE(last_jiffy);
	bool same = READ_ONCE(last_file) == file && READ_ONCE(last_line) == line &&
		    time_before(now, last + HZ) && time_after_eq(now, last);

	WRITE_ONCE(last_file, file);
	WRITE_ONCE(last_line, line);
	WRITE_ONCE(last_jiffy, now);
	return same;
}

/* ---- what a report says ---- */

/* "under spinlock dev_lock", "in a timer function" …; the lock, if it is one. */
static struct held_lock *why_atomic(char *text, size_t size)
{
	struct held_lock *h = lockdep_active ? lockdep_atomic_lock() : NULL;
	int n;

	if (in_nmi() || in_hardirq()) {
		strscpy(text, "in a hard interrupt", size);
	} else if (in_serving_softirq()) {
		strscpy(text, "in a softirq (a timer function, tasklet or RCU callback)", size);
	} else if (h) {
		n = scnprintf(text, size, "under ");
		held_name(h, text + n, size - n);
		return h;
	} else if (irqs_disabled()) {
		strscpy(text, "with interrupts switched off", size);
	} else if (current->rcu_read_lock_nesting) {
		strscpy(text, "inside rcu_read_lock()", size);
	} else if (in_softirq()) {
		strscpy(text, "with softirqs switched off", size);
	} else if (preempt_count()) {
		strscpy(text, "with preemption switched off", size);
	} else {
		strscpy(text, "where sleeping is forbidden", size);
	}
	return NULL;
}

static void add_since(struct ferrite_defect *d, struct held_lock *h)
{
	const unsigned long *pc;
	unsigned int nr;

	if (h) {
		defect_held(d, h, current->pid, "atomic since the lock was taken");
		return;
	}
	nr = in_interrupt() && !in_softirq() ? 0 : stack_depot_get(current->atomic_since, &pc);
	if (nr && !in_serving_softirq())
		defect_stack(d, pc, nr, current->pid, "atomic since");
}

/* RCU's read-side sections switch preemption off here; on Linux they count by themselves. */
static int linux_preempt_count(void)
{
	return preempt_count() - current->rcu_read_lock_nesting;
}

static void linux_lines(struct ferrite_defect *d, const char *file, int line, unsigned int offsets,
			const struct held_lock *h)
{
	struct task_struct *tsk = current;

	defect_linux(d, "BUG: sleeping function called from invalid context at %s:%d", file, line);
	defect_linux(d, "in_atomic(): %d, irqs_disabled(): %d, non_block: %d, pid: %d, name: %s",
		     linux_preempt_count() != 0, irqs_disabled(), tsk->non_block_count, tsk->pid,
		     tsk->comm);
	defect_linux(d, "preempt_count: %x, expected: %x", linux_preempt_count(),
		     offsets & MIGHT_RESCHED_PREEMPT_MASK);
	defect_note(d, "RCU nest depth: %d, expected: %u", tsk->rcu_read_lock_nesting,
		    offsets >> MIGHT_RESCHED_RCU_SHIFT);
	if (h)
		defect_note(d, "Preemption disabled at: %pS", (void *)stack_depot_caller(h->stack));
}

static noinline void report(const struct place *p, gfp_t gfp, const char *file, int line,
			    unsigned int offsets)
{
	char why[96], what[64] = "might_sleep()";
	struct held_lock *h = why_atomic(why, sizeof(why));
	struct ferrite_defect d;

	if (p->called)
		scnprintf(what, sizeof(what), "%ps()", (void *)p->called);
	if (gfp)
		defect_begin(&d, DEFECT_ATOMIC_SLEEP, "%pGg allocation %s: use GFP_ATOMIC", &gfp,
			     why);
	else if (p->module)
		defect_begin(&d, DEFECT_ATOMIC_SLEEP, "%s may sleep, but is called %s", what, why);
	else
		defect_begin(&d, DEFECT_ATOMIC_SLEEP, "a sleeping function is called %s", why);
	linux_lines(&d, file, line, offsets, h);
	defect_here(&d, "in");
	defect_where(&d, p->module);
	add_since(&d, h);
	defect_end(&d);
}

/* ---- the checks ---- */

static bool resched_offsets_ok(unsigned int offsets)
{
	unsigned int nested = preempt_count();

	nested += (unsigned int)rcu_preempt_depth() << MIGHT_RESCHED_RCU_SHIFT;
	return nested == offsets;
}

static noinline void wrong_context(gfp_t gfp, const char *file, int line, unsigned int offsets)
{
	struct place p;

	find_place(&p);
	if (p.module ? told_of_module(p.module) : told_lately(file, line))
		return;
	report(&p, gfp, file, line, offsets);
}

static __always_inline void check(gfp_t gfp, const char *file, int line, unsigned int offsets)
{
	/* The boot task initialises with whatever it likes; interrupts use current's count. */
	if (likely(resched_offsets_ok(offsets) && !irqs_disabled() && !current->non_block_count))
		return;
	wrong_context(gfp, file, line, offsets);
}

void __might_resched(const char *file, int line, unsigned int offsets)
{
	check(0, file, line, offsets);
}
EXPORT_SYMBOL(__might_resched);

static noinline void report_not_running(unsigned int state, const char *file, int line)
{
	struct ferrite_defect d;

	if (told_lately(file, line))
		return;
	defect_begin(&d, DEFECT_WARN,
		     "a sleeping function is called between set_current_state() and schedule()");
	defect_linux(&d, "do not call blocking ops when !TASK_RUNNING; state=%x set at %s:%d",
		     state, file, line);
	defect_here(&d, "in");
	defect_end(&d);
}

static __always_inline void might_sleep_gfp(gfp_t gfp, const char *file, int line)
{
	unsigned int state = get_current_state();

	/* A state set before means that the sleep below would end the caller's own wait. */
	if (unlikely(state != TASK_RUNNING && !(current->flags & PF_IDLE) && !in_atomic()))
		report_not_running(state, file, line);
	check(gfp, file, line, 0);
}

void __might_sleep(const char *file, int line)
{
	might_sleep_gfp(0, file, line);
}
EXPORT_SYMBOL(__might_sleep);

void __might_alloc(gfp_t gfp, const char *file, int line)
{
	might_sleep_gfp(gfp, file, line);
	cpu_poll();
}
EXPORT_SYMBOL_GPL(__might_alloc);

void might_sleep_poll(void)
{
	cpu_poll();
}
EXPORT_SYMBOL(might_sleep_poll);

void __might_fault(const char *file, int line)
{
	if (!current->pagefault_disabled)
		__might_sleep(file, line);
	cpu_poll();
}
EXPORT_SYMBOL(__might_fault);

static void assumed(const char *what, const char *file, int line)
{
	struct ferrite_defect d;

	defect_begin(&d, DEFECT_WARN, "the code assumes %s context, and it is not", what);
	defect_linux(&d, "BUG: assuming %s context at %s:%d", what, file, line);
	defect_linux(&d, "in_atomic(): %d, irqs_disabled(): %d, pid: %d, name: %s", in_atomic(),
		     irqs_disabled(), current->pid, current->comm);
	defect_here(&d, "in");
	defect_end(&d);
}

void __cant_sleep(const char *file, int line, int preempt_offset)
{
	if (!irqs_disabled() && preempt_count() <= preempt_offset)
		assumed("atomic", file, line);
}
EXPORT_SYMBOL_GPL(__cant_sleep);

void __cant_migrate(const char *file, int line)
{
	if (!irqs_disabled() && !preempt_count() && !current->migration_disabled)
		assumed("non migratable", file, line);
}
EXPORT_SYMBOL_GPL(__cant_migrate);

/* => schedule() of a task that must not. */
noinline void sched_report_atomic(struct task_struct *prev)
{
	struct held_lock *h;
	struct ferrite_defect d;
	struct place p;
	char why[96];

	find_place(&p);
	if (p.module && told_of_module(p.module))
		return;
	h = why_atomic(why, sizeof(why));
	defect_begin(&d, DEFECT_ATOMIC_SLEEP, "schedule() is called %s", why);
	defect_linux(&d, "BUG: scheduling while atomic: %s/%d/0x%08x", prev->comm, prev->pid,
		     prev->thread_info.preempt_count);
	defect_here(&d, "in");
	defect_where(&d, p.module);
	add_since(&d, h);
	defect_end(&d);
}

/* Module code switched preemption, interrupts or softirqs off: remember where, for the reports. */
void __atomic_noted(void)
{
	if (unlikely(lockdep_active))
		current->atomic_since = stack_depot_here(_RET_IP_);
}
EXPORT_SYMBOL_GPL(__atomic_noted);
