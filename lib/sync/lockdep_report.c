/* SPDX-License-Identifier: MIT */
/*
 * What the lock checker and the locks themselves report. Each finding has the code that is blamed
 * first (where the circle closes, where the lock is taken again …), then how it came to that.
 */
#include <linux/kernel.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "lib/stackdepot.h"
#include "lib/sync/lockdep.h"

static const char *const irq_names[NR_LOCK_IRQS] = {"hard interrupt", "softirq"};
static const char *const irq_linux[NR_LOCK_IRQS] = {"HARDIRQ", "SOFTIRQ"};

void defect_held(struct ferrite_defect *d, const struct held_lock *h, int pid, const char *title)
{
	defect_recorded(d, h->stack, pid, title);
}

/* Linux's four letters: hard interrupt write, read, softirq write, read. */
static void usage_letters(unsigned int class, char *text)
{
	unsigned int usage = lock_classes[class].usage;

	for (unsigned int irq = 0; irq < NR_LOCK_IRQS; irq++)
		for (unsigned int read = 0; read < 2; read++) {
			bool in = usage >> irq * USE_BITS & (USE_IN << read);
			bool on = usage >> irq * USE_BITS & (USE_ON << read);

			*text++ = in ? on ? '?' : '-' : on ? '+' : '.';
		}
	*text = '\0';
}

/* "ffff888001234540 (&dev->lock){+.+.}" */
static void linux_lock(struct ferrite_defect *d, const struct held_lock *h)
{
	char usage[8];

	usage_letters(h->class, usage);
	defect_linux(d, "%px (%s){%s}", h->lock, lock_classes[h->class].name, usage);
}

static const char *class_name(unsigned int class)
{
	return lock_classes[class].name;
}

/* ---- circles ---- */

static void circle_head(struct ferrite_defect *d, const struct held_lock *prev,
			const struct held_lock *next, const struct lock_trouble *t)
{
	char names[200];
	int n;

	if (t->nr_path == 1 && next->kind == LK_FUNCTION) {
		defect_begin(d, DEFECT_LOCK, "the end of %s is waited for under %s, which it takes",
			     class_name(next->class), class_name(prev->class));
		return;
	}
	if (t->nr_path == 1 && prev->kind == LK_FUNCTION) {
		defect_begin(d, DEFECT_LOCK, "%s takes %s, under which its end is waited for",
			     class_name(prev->class), class_name(next->class));
		return;
	}
	if (t->nr_path == 1) {
		defect_begin(d, DEFECT_LOCK, "locks %s and %s are taken in both orders",
			     class_name(prev->class), class_name(next->class));
		return;
	}
	n = scnprintf(names, sizeof(names), "%s", class_name(next->class));
	for (unsigned int i = 0; i < t->nr_path; i++)
		n += scnprintf(names + n, sizeof(names) - n, " -> %s", class_name(t->path[i].to));
	scnprintf(names + n, sizeof(names) - n, " -> %s", class_name(next->class));
	defect_begin(d, DEFECT_LOCK, "locks are taken in a circle: %s", names);
}

static void note_edge(struct ferrite_defect *d, const struct lock_edge *e)
{
	defect_note(d, "%s was taken under %s by %s/%d, at %pS", class_name(e->to),
		    class_name(e->from), defect_task_comm(e->pid), e->pid,
		    (void *)stack_depot_caller(e->stack_to));
}

static noinline void report_circle(const struct held_lock *prev, const struct held_lock *next,
				   const struct lock_trouble *t)
{
	const struct lock_edge *e = &t->path[0];
	struct ferrite_defect d;
	char title[64];

	circle_head(&d, prev, next, t);
	d.step = next->step;
	defect_linux(&d, "WARNING: possible circular locking dependency detected");
	defect_linux(&d, "%s/%d is trying to acquire lock:", current->comm, current->pid);
	linux_lock(&d, next);
	defect_linux(&d, "but task is already holding lock:");
	linux_lock(&d, prev);
	scnprintf(title, sizeof(title), "%s taken under %s", class_name(next->class),
		  class_name(prev->class));
	defect_held(&d, next, current->pid, title);
	scnprintf(title, sizeof(title), "other order: %s taken under %s", class_name(e->to),
		  class_name(e->from));
	defect_recorded(&d, e->stack_to, e->pid, title);
	scnprintf(title, sizeof(title), "%s taken", class_name(prev->class));
	defect_held(&d, prev, current->pid, title);
	for (unsigned int i = 0; i < t->nr_path; i++)
		note_edge(&d, &t->path[i]);
	defect_end(&d);
}

/* ---- interrupts ---- */

/* The first use of @class of one of @bits. */
static const struct lock_use *use_by(unsigned int class, enum lock_irq irq, unsigned int bits)
{
	unsigned int found = lock_classes[class].usage >> irq * USE_BITS & bits;

	return found ? &lock_classes[class].use[irq * USE_BITS + __builtin_ctz(found)] : NULL;
}

static void add_use(struct ferrite_defect *d, unsigned int class, enum lock_irq irq, bool in)
{
	const struct lock_use *use =
		use_by(class, irq, in ? USE_IN | USE_IN_READ : USE_ON | USE_ON_READ);
	char title[64];

	if (!use)
		return;
	if (in)
		scnprintf(title, sizeof(title), "%s taken in a %s", class_name(class),
			  irq_names[irq]);
	else
		scnprintf(title, sizeof(title), "%s held with %ss enabled", class_name(class),
			  irq_names[irq]);
	defect_recorded(d, use->stack, use->pid, title);
}

static char usage_side(unsigned int class, enum lock_irq irq, unsigned int write_bit)
{
	return lock_classes[class].usage >> irq * USE_BITS & write_bit ? 'W' : 'R';
}

/*
 * One lock, taken in an interrupt and held with it enabled: the interrupt may spin for what it
 * interrupted. Blamed is the side that leaves the interrupt on, because that is where it is mended.
 */
static noinline void report_irq_state(const struct held_lock *next, const struct lock_trouble *t)
{
	unsigned int class = next->class;
	enum lock_irq irq = t->irq;
	bool in_now = next->ctx > 0;
	const struct lock_use *on = use_by(class, irq, USE_ON | USE_ON_READ);
	char in_w = usage_side(class, irq, USE_IN), on_w = usage_side(class, irq, USE_ON);
	struct ferrite_defect d;

	defect_begin(&d, DEFECT_LOCK, "lock %s is taken in a %s, and elsewhere with %ss enabled",
		     class_name(class), irq_names[irq], irq_names[irq]);
	d.step = on->step;
	defect_linux(&d, "WARNING: inconsistent lock state");
	if (in_now)
		defect_linux(&d, "inconsistent {%s-ON-%c} -> {IN-%s-%c} usage.", irq_linux[irq],
			     on_w, irq_linux[irq], in_w);
	else
		defect_linux(&d, "inconsistent {IN-%s-%c} -> {%s-ON-%c} usage.", irq_linux[irq],
			     in_w, irq_linux[irq], on_w);
	defect_linux(&d, "%s/%d takes:", current->comm, current->pid);
	linux_lock(&d, next);
	add_use(&d, class, irq, false);
	add_use(&d, class, irq, true);
	defect_note(&d, "use %s where it is taken outside",
		    irq == LOCK_SOFTIRQ ? "spin_lock_bh()" : "spin_lock_irqsave()");
	defect_end(&d);
}

static noinline void report_irq_order(const struct held_lock *prev, const struct held_lock *next,
				      const struct lock_trouble *t)
{
	const struct lock_use *on = use_by(t->unsafe, t->irq, USE_ON | USE_ON_READ);
	struct ferrite_defect d;
	char title[64];

	defect_begin(&d, DEFECT_LOCK,
		     "lock %s, which is taken with %ss enabled, is needed under %s, which is taken "
		     "in a %s",
		     class_name(t->unsafe), irq_names[t->irq], class_name(t->safe),
		     irq_names[t->irq]);
	d.step = next->step;
	if (t->inversion) {
		defect_linux(&d, "WARNING: possible irq lock inversion dependency detected");
		defect_linux(&d, "%s/%d just changed the state of lock:", current->comm,
			     current->pid);
		linux_lock(&d, next);
	} else {
		defect_linux(&d, "WARNING: %s-safe -> %s-unsafe lock order detected",
			     irq_linux[t->irq], irq_linux[t->irq]);
		defect_linux(&d, "%s/%d is trying to acquire:", current->comm, current->pid);
		linux_lock(&d, next);
	}
	scnprintf(title, sizeof(title), "%s taken", class_name(next->class));
	defect_held(&d, next, current->pid, title);
	if (prev) {
		scnprintf(title, sizeof(title), "%s taken", class_name(prev->class));
		defect_held(&d, prev, current->pid, title);
	}
	if (t->unsafe != next->class || !prev)
		add_use(&d, t->unsafe, t->irq, false);
	add_use(&d, t->safe, t->irq, true);
	if (on)
		defect_note(&d, "%s is taken with %ss enabled at %pS", class_name(t->unsafe),
			    irq_names[t->irq], (void *)stack_depot_caller(on->stack));
	defect_end(&d);
}

void lockdep_report_trouble(const struct held_lock *prev, const struct held_lock *next,
			    const struct lock_trouble *t)
{
	if (t->what == TROUBLE_CIRCLE)
		report_circle(prev, next, t);
	else if (t->what == TROUBLE_IRQ_STATE)
		report_irq_state(next, t);
	else
		report_irq_order(prev, next, t);
}

/* ---- recursion ---- */

/* One report a pair of places, or of classes: a loop over a list of locks finds the same again. */
static u64 told[64];
static unsigned int next_told;

void lockdep_report_reset(void)
{
	memset(told, 0, sizeof(told));
	next_told = 0;
}

static bool told_before(u32 a, u32 b)
{
	u64 pair = (u64)a << 32 | b;

	for (unsigned int i = 0; i < ARRAY_SIZE(told); i++)
		if (__atomic_load_n(&told[i], __ATOMIC_RELAXED) == pair)
			return true;
	__atomic_store_n(
		&told[__atomic_fetch_add(&next_told, 1, __ATOMIC_RELAXED) % ARRAY_SIZE(told)], pair,
		__ATOMIC_RELAXED);
	return false;
}

noinline void lockdep_report_recursion(const struct held_lock *prev, const struct held_lock *next)
{
	struct ferrite_defect d;
	char name[64], title[96];

	if (prev->lock == next->lock ? told_before(prev->stack, next->stack)
				     : told_before(prev->class, next->class))
		return;
	held_name(next, name, sizeof(name));
	if (prev->lock == next->lock)
		defect_begin(&d, DEFECT_LOCK, "%s is taken again by its holder: a deadlock", name);
	else
		defect_begin(
			&d, DEFECT_LOCK,
			"two locks of one kind are taken together: %s, in no order that is known",
			name);
	d.step = next->step;
	defect_linux(&d, "WARNING: possible recursive locking detected");
	defect_linux(&d, "%s/%d is trying to acquire lock:", current->comm, current->pid);
	linux_lock(&d, next);
	defect_linux(&d, "but task is already holding lock:");
	linux_lock(&d, prev);
	scnprintf(title, sizeof(title), "%s taken again", name);
	defect_held(&d, next, current->pid, prev->lock == next->lock ? title : "second one taken");
	scnprintf(title, sizeof(title), "%s taken", name);
	defect_held(&d, prev, current->pid, prev->lock == next->lock ? title : "first one taken");
	if (prev->lock != next->lock)
		defect_note(&d, "mutex_lock_nested() and its like say that there is an order");
	defect_end(&d);
}

/* ---- left locked ---- */

noinline void lockdep_report_left(const struct held_lock *h, const char *what, bool to_user,
				  const void *fn)
{
	struct ferrite_defect d;
	char name[64], title[80];

	held_name(h, name, sizeof(name));
	if (h->kind == LK_RCU)
		defect_begin(&d, DEFECT_LOCK, "rcu_read_lock() without rcu_read_unlock(): %s ends",
			     what);
	else
		defect_begin(&d, DEFECT_LOCK, "%s is left locked: %s ends", name, what);
	d.step = h->step;
	if (to_user) {
		defect_linux(&d, "WARNING: lock held when returning to user space!");
		defect_linux(&d, "%s/%d is leaving the kernel with locks still held!",
			     current->comm, current->pid);
	} else {
		defect_linux(&d, "WARNING: %s/%d still has locks held!", current->comm,
			     current->pid);
	}
	if (h->class)
		linux_lock(&d, h);
	if (fn)
		defect_note(&d, "function: %pS", fn);
	scnprintf(title, sizeof(title), "%s taken", name);
	defect_held(&d, h, current->pid, title);
	defect_end(&d);
}

static void lock_with_kind(const void *lock, enum lock_kind kind, char *text, size_t size)
{
	int n = scnprintf(text, size, "%s ", lock_kind_name(kind));

	lock_name(lock, text + n, size - n);
}

noinline void lockdep_report_freed(const struct held_lock *h, struct task_struct *holder,
				   const void *lock, enum lock_kind kind, const void *start,
				   size_t len, unsigned long caller)
{
	struct ferrite_defect d;
	char name[64];

	if (h)
		held_name(h, name, sizeof(name));
	else
		lock_with_kind(lock, kind, name, sizeof(name));
	defect_begin(&d, DEFECT_LIVE_OBJECT, "%s is locked in memory that is freed", name);
	if (holder == current) {
		defect_linux(&d, "WARNING: held lock freed!");
		defect_linux(&d, "%s/%d is freeing memory %px-%px, with a lock still held there!",
			     current->comm, current->pid, start, start + len - 1);
	}
	defect_here(&d, "freed");
	defect_where(&d, defect_is_module(caller) ? caller : 0);
	if (h)
		defect_held(&d, h, holder->pid, "locked");
	defect_place(&d, lock);
	defect_end(&d);
}

noinline void lockdep_report_unload(const struct held_lock *h, struct task_struct *holder,
				    const void *lock, enum lock_kind kind, const char *module)
{
	struct ferrite_defect d;
	char name[64];

	lock_with_kind(lock, kind, name, sizeof(name));
	defect_begin(&d, DEFECT_LOCK, "%s of module %s is still locked when the module goes", name,
		     module);
	if (h) {
		d.step = h->step;
		defect_held(&d, h, holder->pid, "locked");
	}
	defect_end(&d);
}

/* ---- what the locks see by themselves ---- */

static const char *const misuse_heads[] = {
	[LOCK_UNINITIALISED] = "%s is used without having been initialised",
	[LOCK_NOT_HELD] = "%s is unlocked but not locked",
	[LOCK_WRONG_OWNER] = "%s is unlocked by another than its holder",
	[LOCK_SELF_DEADLOCK] = "%s is taken again by its holder: a deadlock",
	[LOCK_DESTROYED_HELD] = "%s is destroyed while it is locked",
	[LOCK_WRONG_CONTEXT] = "%s is used in interrupt context",
};

static void misuse_linux(struct ferrite_defect *d, enum lock_misuse misuse, const char *name,
			 enum lock_kind kind)
{
	const char *comm = current->comm;
	int pid = current->pid;

	switch (misuse) {
	case LOCK_UNINITIALISED:
		if (kind == LK_SPIN || kind == LK_RWLOCK)
			defect_linux(d, "BUG: %s bad magic on CPU#%u, %s/%d", lock_kind_name(kind),
				     raw_smp_processor_id(), comm, pid);
		defect_linux(d, "INFO: trying to register non-static key.");
		break;
	case LOCK_NOT_HELD:
	case LOCK_WRONG_OWNER:
		defect_linux(d, "WARNING: bad unlock balance detected!");
		defect_linux(d, "%s/%d is trying to release lock (%s)", comm, pid, name);
		if (kind == LK_SPIN)
			defect_linux(d, "BUG: spinlock %s on CPU#%u, %s/%d",
				     misuse == LOCK_NOT_HELD ? "already unlocked" : "wrong owner",
				     raw_smp_processor_id(), comm, pid);
		break;
	case LOCK_SELF_DEADLOCK:
		defect_linux(d, "WARNING: possible recursive locking detected");
		if (kind == LK_SPIN)
			defect_linux(d, "BUG: spinlock recursion on CPU#%u, %s/%d",
				     raw_smp_processor_id(), comm, pid);
		break;
	case LOCK_DESTROYED_HELD:
		defect_linux(d, "DEBUG_LOCKS_WARN_ON(mutex_is_locked(lock))");
		break;
	case LOCK_WRONG_CONTEXT:
		defect_linux(d, "DEBUG_LOCKS_WARN_ON(in_interrupt())");
		break;
	}
}

noinline void lock_misuse(enum lock_misuse misuse, const void *lock, enum lock_kind kind,
			  struct task_struct *other, unsigned long caller)
{
	struct task_struct *holder = NULL;
	struct held_lock *h = lockdep_active ? lockdep_holder(lock, &holder) : NULL;
	struct ferrite_defect d;
	char name[64];

	lock_with_kind(lock, kind, name, sizeof(name));
	defect_begin(&d, DEFECT_LOCK, misuse_heads[misuse], name);
	misuse_linux(&d, misuse, name, kind);
	defect_here(&d, "in");
	if (defect_is_module(caller))
		defect_where(&d, caller);
	if (h)
		defect_held(&d, h, holder->pid, "locked");
	if (other)
		defect_note(&d, "holder: %s, pid %d", other->comm, other->pid);
	defect_place(&d, lock);
	defect_end(&d);
}
