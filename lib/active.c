/* SPDX-License-Identifier: MIT */
/* Active things by address. See active.h. */
#include "lib/active.h"
#include <linux/kernel.h>
#include <linux/rbtree.h>
#include <linux/sched.h>
#include <linux/string.h>

#include <asm/percpu_section.h>

#include "arch/arch.h"
#include "lib/defect.h"
#include "lib/stackdepot.h"
#include "lib/step.h"

#define NR_ENTRIES 4096

static const struct {
	const char *name;
	const char *linux_name; /* of debugobjects; NULL: Linux does not watch it */
	const char *how;	/* title of the stack */
} types[NR_ACTIVE_TYPES] = {
	[ACTIVE_TIMER] = {"timer", "timer_list", "armed"},
	[ACTIVE_HRTIMER] = {"high-resolution timer", "hrtimer", "armed"},
	[ACTIVE_WORK] = {"work", "work_struct", "queued"},
	[ACTIVE_DELAYED_WORK] = {"delayed work", "work_struct", "queued"},
	[ACTIVE_TASKLET] = {"tasklet", NULL, "scheduled"},
	[ACTIVE_IRQ_WORK] = {"interrupt work", NULL, "queued"},
	[ACTIVE_RCU_HEAD] = {"RCU callback", "rcu_head", "queued"},
	[ACTIVE_RCU_CALL] = {"RCU callback", NULL, "queued"},
	[ACTIVE_KOBJECT] = {"kobject", NULL, "added"},
	[ACTIVE_COMPLETION] = {"completion with a waiter", NULL, "waited for"},
	[ACTIVE_WAIT_ENTRY] = {"wait queue entry", NULL, "queued"},
	[ACTIVE_WAIT_QUEUE] = {"wait queue with a waiter", NULL, "waited for"},
	[ACTIVE_IRQ] = {"interrupt handler", NULL, "requested"},
	[ACTIVE_KTHREAD] = {"kernel thread", NULL, "made"},
	[ACTIVE_WORKQUEUE] = {"work queue", NULL, "made"},
	[ACTIVE_NOTIFIER] = {"notifier", NULL, "registered"},
	[ACTIVE_SHRINKER] = {"shrinker", NULL, "registered"},
	[ACTIVE_MEMPOOL] = {"memory pool", NULL, "made"},
	[ACTIVE_CACHE] = {"slab cache", NULL, "made"},
	[ACTIVE_CDEV] = {"character device", NULL, "added"},
	[ACTIVE_REGION] = {"device numbers", NULL, "registered"},
	[ACTIVE_DEVICE] = {"device", NULL, "added"},
	[ACTIVE_MISC] = {"misc device", NULL, "registered"},
	[ACTIVE_CLASS] = {"class", NULL, "registered"},
	[ACTIVE_DRIVER] = {"driver", NULL, "registered"},
	[ACTIVE_ENTRY] = {"entry", NULL, "made"},
	[ACTIVE_RESOURCE] = {"resource", NULL, "requested"},
};

unsigned int active_count;
void (*active_locks_check)(const void *start, size_t len, unsigned long caller);

static struct {
	struct rb_root root;
	struct active *unused; /* linked by node.rb_right */
	unsigned int nr_ever;  /* entries of the table that were used once */
	unsigned long lost;
	u32 lock;
	bool on;
	void (*cancel[NR_ACTIVE_TYPES])(void *obj);
	bool (*still[NR_ACTIVE_TYPES])(const void *obj);
} state;
static struct active table[NR_ENTRIES];

void active_init(bool on)
{
	state.root = RB_ROOT;
	state.unused = NULL;
	state.nr_ever = 0;
	state.lost = 0;
	state.on = on;
	active_count = 0;
}

#define lock(section)                                                         \
	do {                                                                  \
		percpu_enter(section);                                        \
		while (__atomic_exchange_n(&state.lock, 1, __ATOMIC_ACQUIRE)) \
			arch_cpu_relax();                                     \
	} while (0)
#define unlock(section)                                             \
	do {                                                        \
		__atomic_store_n(&state.lock, 0, __ATOMIC_RELEASE); \
		percpu_leave(section);                              \
	} while (0)

/* ---- the tree; => locked ---- */

/* Order: by address, then by type. */
static int compare(const void *obj, unsigned int type, const struct active *a)
{
	if (obj != a->obj)
		return obj < a->obj ? -1 : 1;
	return (int)type - (int)a->type;
}

/* The entry, or where it belongs. */
static struct active *look_up(const void *obj, unsigned int type, struct rb_node ***where,
			      struct rb_node **parent)
{
	struct rb_node **p = &state.root.rb_node;

	*parent = NULL;
	while (*p) {
		struct active *a = rb_entry(*p, struct active, node);
		int order = compare(obj, type, a);

		if (!order)
			return a;
		*parent = *p;
		p = order < 0 ? &(*p)->rb_left : &(*p)->rb_right;
	}
	*where = p;
	return NULL;
}

static struct active *find(const void *obj, unsigned int type)
{
	struct rb_node **where, *parent;

	return look_up(obj, type, &where, &parent);
}

static struct active *new_entry(void)
{
	struct active *a = state.unused;

	if (a)
		state.unused = (struct active *)a->node.rb_right;
	else if (state.nr_ever < NR_ENTRIES)
		a = &table[state.nr_ever++];
	return a;
}

/* The first entry at or behind (@obj, @type) in order. */
static struct active *first_from(const void *obj, unsigned int type)
{
	struct rb_node *n = state.root.rb_node;
	struct active *best = NULL;

	while (n) {
		struct active *a = rb_entry(n, struct active, node);

		if (compare(obj, type, a) <= 0) {
			best = a;
			n = n->rb_left;
		} else {
			n = n->rb_right;
		}
	}
	return best;
}

static struct active *next_of(struct active *a)
{
	struct rb_node *n = rb_next(&a->node);

	return n ? rb_entry(n, struct active, node) : NULL;
}

/* ---- entering and leaving ---- */

static void enter(const struct active *like)
{
	struct rb_node **where, *parent;
	unsigned long section;
	struct active *a;

	lock(section);
	a = look_up(like->obj, like->type, &where, &parent);
	if (!a) {
		a = new_entry();
		if (a) {
			rb_link_node(&a->node, parent, where);
			rb_insert_color(&a->node, &state.root);
			WRITE_ONCE(active_count, active_count + 1);
		} else {
			state.lost++;
		}
	}
	if (a) {
		struct rb_node node = a->node;

		*a = *like;
		a->node = node;
	}
	unlock(section);
}

void active_add(enum active_type type, const void *obj, size_t size, const void *fn,
		unsigned long caller)
{
	if (state.on && (defect_is_module(caller) || defect_is_module((unsigned long)fn)))
		active_record(type, obj, size, fn, caller);
}

void active_record(enum active_type type, const void *obj, size_t size, const void *fn,
		   unsigned long caller)
{
	struct active a = {.obj = obj, .fn = fn, .size = size, .type = type};

	if (!state.on)
		return;
	a.stack = stack_depot_here(caller);
	a.step = (u32)step_now();
	a.pid = current ? current->pid : 0;
	enter(&a);
}

void active_readd(const struct active *a)
{
	enter(a);
}

void active_del(enum active_type type, const void *obj)
{
	unsigned long section;
	struct active *a;

	if (likely(!READ_ONCE(active_count)))
		return;
	lock(section);
	a = find(obj, type);
	if (a) {
		rb_erase(&a->node, &state.root);
		a->node.rb_right = (struct rb_node *)state.unused;
		state.unused = a;
		WRITE_ONCE(active_count, active_count - 1);
	}
	unlock(section);
}

bool active_find(enum active_type type, const void *obj, struct active *copy)
{
	unsigned long section;
	struct active *a;

	if (!READ_ONCE(active_count))
		return false;
	lock(section);
	a = find(obj, type);
	if (a)
		*copy = *a;
	unlock(section);
	return a;
}

bool active_next(const struct active *after, bool (*match)(const struct active *a, void *arg),
		 void *arg, struct active *copy)
{
	unsigned long section;
	struct active *a;

	lock(section);
	a = after ? first_from(after->obj, after->type + 1U) : first_from(NULL, 0);
	while (a && !match(a, arg))
		a = next_of(a);
	if (a)
		*copy = *a;
	unlock(section);
	return a;
}

const char *active_name(enum active_type type)
{
	return types[type].name;
}

static bool is_type(const struct active *a, void *type)
{
	return a->type == *(enum active_type *)type;
}

void active_del_all(enum active_type type)
{
	struct active a;

	while (READ_ONCE(active_count) && active_next(NULL, is_type, &type, &a))
		active_del(a.type, a.obj);
}

unsigned long active_lost(void)
{
	return state.lost;
}

void active_set_cancel(enum active_type type, void (*cancel)(void *obj))
{
	state.cancel[type] = cancel;
}

void active_set_check(enum active_type type, bool (*still)(const void *obj))
{
	state.still[type] = still;
}

bool active_still(const struct active *a)
{
	if (!state.still[a->type] || state.still[a->type](a->obj))
		return true;
	active_del(a->type, a->obj);
	return false;
}

void active_cancel(const struct active *a)
{
	if (state.cancel[a->type])
		state.cancel[a->type]((void *)a->obj);
	active_del(a->type, a->obj);
}

/* ---- memory that is freed ---- */

struct range {
	const char *start, *end;
};

static bool in_range(const struct active *a, void *arg)
{
	const struct range *r = arg;

	return a->size && (const char *)a->obj < r->end &&
	       (const char *)a->obj + a->size > r->start;
}

/* Things are small: one that begins far below cannot reach into the range. */
#define LARGEST 4096

static bool first_in(const struct range *r, struct active *copy)
{
	unsigned long section;
	struct active *a;

	lock(section);
	a = first_from(r->start - LARGEST, 0);
	while (a && (const char *)a->obj < r->end && !in_range(a, (void *)r))
		a = next_of(a);
	if (a && (const char *)a->obj >= r->end)
		a = NULL;
	if (a)
		*copy = *a;
	unlock(section);
	return a;
}

void active_add_stack(struct ferrite_defect *d, const struct active *a)
{
	defect_recorded(d, a->stack, a->pid, types[a->type].how);
}

/* @verb: what is done to it: "freed", "initialised again"; @odebug: Linux's word for that. */
static noinline void report(const struct active *a, unsigned long caller, const char *verb,
			    const char *odebug)
{
	const char *name = types[a->type].name;
	struct ferrite_defect d;

	if (a->fn)
		defect_begin(&d, DEFECT_LIVE_OBJECT, "%s while active: %s, %ps", verb, name, a->fn);
	else
		defect_begin(&d, DEFECT_LIVE_OBJECT, "%s while active: %s", verb, name);
	if (types[a->type].linux_name)
		defect_linux(&d, "ODEBUG: %s active (active state 0) object type: %s hint: %pS",
			     odebug, types[a->type].linux_name, a->fn);
	defect_here(&d, "%s", verb);
	if (defect_is_module(caller))
		defect_where(&d, caller);
	active_add_stack(&d, a);
	defect_place(&d, a->obj);
	defect_end(&d);
}

bool active_reinit(enum active_type type, const void *obj, unsigned long caller)
{
	struct active a;

	if (likely(!active_find(type, obj, &a)))
		return false;
	report(&a, caller, "initialised again", "init");
	active_cancel(&a);
	return true;
}

void __active_check_free(const void *start, size_t len, unsigned long caller)
{
	struct range r = {start, (const char *)start + len};
	struct active a;

	if (active_locks_check)
		active_locks_check(start, len, caller);
	while (first_in(&r, &a)) {
		if (!active_still(&a))
			continue;
		report(&a, caller, "freed", "free");
		active_cancel(&a);
	}
}
