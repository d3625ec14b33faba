/* SPDX-License-Identifier: MIT */
/*
 * What of a module is still active when its exit function has returned: timers, works, threads …
 *
 * On Linux each of these runs code that is no longer there, sooner or later. Here it is reported
 * with the call that armed it, and then stopped, so that the machine lives on and one forgotten
 * call is one finding. What is named in files and devices is fs/audit.c's; both ask lib/active.h.
 *
 * An active thing is a module's when its function, its memory or the call that made it lies in the
 * module's image. The order of types matters: who queues things goes before what is queued.
 */
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/shrinker.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/workqueue.h>

#include <ferrite/alloc_stats.h>

#include "lib/active.h"
#include "lib/defect.h"
#include "lib/stackdepot.h"
#include "lib/step.h"
#include "kernel/left.h"
#include "kernel/module_state.h"
#include "kernel/sched_priv.h"
#include "kernel/workqueue_priv.h"
#include "mm/leak/leak.h"
#include "mm/place/place.h"

/* How long a thread that was told to stop may take, in jiffies. */
#define STOP_JIFFIES HZ

/* The last step before the exit function of the module that goes was called. */
static u32 exit_step;

struct search {
	const struct module *mod;
	int type;
};

static bool in_image(const struct module *mod, const void *addr)
{
	return (unsigned long)addr - mod->image->base < mod->image->size;
}

/* Does the call that made it come from @mod? The innermost module frame says. */
static bool made_by(const struct module *mod, u32 stack)
{
	const unsigned long *pc;
	unsigned int nr = stack_depot_get(stack, &pc), i;

	for (i = 0; i < nr; i++)
		if (defect_is_module(pc[i]))
			return in_image(mod, (void *)pc[i]);
	return false;
}

static bool is_of(const struct active *a, void *arg)
{
	const struct search *s = arg;

	if (a->type != s->type)
		return false;
	/* What was queued before and has run is no danger. */
	if (a->type == ACTIVE_RCU_CALL && a->step <= exit_step)
		return false;
	return in_image(s->mod, a->fn) || in_image(s->mod, a->obj) || made_by(s->mod, a->stack);
}

/* ---- words ---- */

static void head(struct ferrite_defect *d, const struct active *a)
{
	const struct task_struct *task = a->obj;

	switch (a->type) {
	case ACTIVE_KTHREAD:
		defect_begin(d, DEFECT_REGISTRATION, "kernel thread %s, %ps", task->comm, a->fn);
		break;
	case ACTIVE_WORKQUEUE:
		defect_begin(d, DEFECT_REGISTRATION, "work queue %s",
			     ((const struct workqueue_struct *)a->obj)->name);
		break;
	case ACTIVE_CACHE:
		defect_begin(d, DEFECT_REGISTRATION, "slab cache %s",
			     kmem_cache_name((struct kmem_cache *)a->obj));
		break;
	case ACTIVE_RCU_HEAD:
	case ACTIVE_RCU_CALL:
		defect_begin(d, DEFECT_UNLOADED,
			     "RCU callback %ps may run when the module is gone: no rcu_barrier()",
			     a->fn);
		break;
	default:
		if (a->fn)
			defect_begin(d, DEFECT_REGISTRATION, "%s, %ps", active_name(a->type),
				     a->fn);
		else
			defect_begin(d, DEFECT_REGISTRATION, "%s", active_name(a->type));
	}
}

static noinline void report(const struct active *a)
{
	struct ferrite_defect d;

	head(&d, a);
	active_add_stack(&d, a);
	d.step = a->step;
	if (a->type != ACTIVE_CACHE && a->type != ACTIVE_KTHREAD)
		defect_place(&d, a->obj);
	defect_end(&d);
}

/* ---- stopping ---- */

/* A thread that was told does not stop: the machine cannot be destroyed any more. */
static bool threads_stay;

static void stop_thread(struct task_struct *k)
{
	unsigned long end = jiffies + STOP_JIFFIES;
	struct active a;

	kthread_ask_stop(k);
	while (active_find(ACTIVE_KTHREAD, k, &a) && time_before(jiffies, end))
		schedule_timeout_uninterruptible(1);
	if (active_find(ACTIVE_KTHREAD, k, &a))
		WRITE_ONCE(threads_stay, true);
}

bool ferrite_threads_stay(void)
{
	return READ_ONCE(threads_stay);
}

/* => in a task; whatever can sleep may */
static void stop(const struct active *a)
{
	void *obj = (void *)a->obj;

	switch (a->type) {
	case ACTIVE_KTHREAD:
		stop_thread(obj);
		break;
	case ACTIVE_WORKQUEUE:
		destroy_workqueue(obj);
		break;
	case ACTIVE_SHRINKER:
		unregister_shrinker(obj);
		break;
	case ACTIVE_IRQ:
		irq_drop(obj);
		break;
	case ACTIVE_RCU_HEAD:
	case ACTIVE_RCU_CALL:
		rcu_barrier();
		break;
	default:
		active_cancel(a);
	}
	active_del(a->type, a->obj);
}

static unsigned int audit_type(struct module *mod, int type)
{
	struct search s = {mod, type};
	struct active a;
	unsigned int n = 0;

	while (active_next(NULL, is_of, &s, &a)) {
		if (!active_still(&a))
			continue;
		report(&a);
		stop(&a);
		n++;
	}
	return n;
}

/* A function of @mod runs on a kworker: wait for its end. */
struct running {
	const struct module *mod;
	struct work_struct *work;
	work_func_t func;
};

static void note_running(struct work_struct *work, work_func_t func, void *arg)
{
	struct running *r = arg;

	if (in_image(r->mod, func)) {
		r->work = work;
		r->func = func;
	}
}

static bool find_running(struct running *r)
{
	r->work = NULL;
	spin_lock_irq(&wq_lock);
	wq_for_each_running(note_running, r);
	spin_unlock_irq(&wq_lock);
	return r->work;
}

static unsigned int audit_running(struct module *mod)
{
	unsigned long end = jiffies + STOP_JIFFIES;
	struct running r = {.mod = mod};
	struct ferrite_defect d;

	if (!find_running(&r))
		return 0;
	defect_begin(&d, DEFECT_REGISTRATION, "work still running, %ps", r.func);
	defect_where(&d, (unsigned long)r.func + 1);
	defect_end(&d);
	while (find_running(&r) && time_before(jiffies, end))
		schedule_timeout_uninterruptible(1);
	return 1;
}

void left_exit_begins(void)
{
	exit_step = (u32)step_now();
}

unsigned int left_audit(struct module *mod)
{
	static const u8 order[] = {
		ACTIVE_TIMER,	 ACTIVE_HRTIMER,   ACTIVE_IRQ,	      ACTIVE_TASKLET,
		ACTIVE_IRQ_WORK, ACTIVE_NOTIFIER,  ACTIVE_KTHREAD,    ACTIVE_DELAYED_WORK,
		ACTIVE_WORK,	 ACTIVE_WORKQUEUE, ACTIVE_RCU_CALL,   ACTIVE_RCU_HEAD,
		ACTIVE_SHRINKER, ACTIVE_MEMPOOL,   ACTIVE_WAIT_ENTRY,
	};
	unsigned int n = 0, i;

	for (i = 0; i < ARRAY_SIZE(order); i++) {
		n += audit_type(mod, order[i]);
		if (order[i] == ACTIVE_WORK)
			n += audit_running(mod);
	}
	return n + audit_type(mod, ACTIVE_CACHE);
}

/* ---- what still points to its memory ---- */

struct variables {
	const struct module *mod;
	size_t at;
};

static bool between(unsigned long addr, const char *start, const char *end)
{
	return addr >= (unsigned long)start && addr < (unsigned long)end;
}

/* The next variable of the module. Init memory is gone, code holds no addresses. */
static bool next_variable(struct leak_root *root, void *arg)
{
	struct variables *v = arg;
	const struct module_image *image = v->mod->image;
	const struct ferrite_module_parts *p = image->parts;

	while (v->at < image->nr_symbols) {
		const struct ferrite_symbol *s = &image->symbols[v->at++];

		if (!s->size || s->addr + s->size > image->base + image->size ||
		    between(s->addr, p->text_start, p->text_end) ||
		    between(s->addr, p->init_text_start, p->init_text_end) ||
		    between(s->addr, p->init_data_start, p->init_data_end))
			continue;
		*root = (struct leak_root){s->name, s->addr, s->size};
		return true;
	}
	return false;
}

/* Only when there is something that may be lost. */
static void scan_for_leaks(const struct module *mod)
{
	struct variables v = {.mod = mod};
	struct alloc_stats st;

	alloc_stats_read(&st);
	if (st.live > 0)
		leak_scan(mod->name, next_variable, &v);
}

static int on_module(struct notifier_block *nb, unsigned long state, void *mod)
{
	if (state != MODULE_STATE_GOING)
		return NOTIFY_OK;
	left_audit(mod);
	if (active_lost())
		pr_warn("%s: %lu timers, works and the like were more than can be watched\n",
			module_name(mod), active_lost());
	scan_for_leaks(mod);
	return NOTIFY_OK;
}

/* After what others clean up at that moment, before what is named in files (fs/audit.c). */
static struct notifier_block on_module_nb = {
	.notifier_call = on_module,
	.priority = INT_MIN + 1,
};

static const char *module_at(unsigned long addr)
{
	struct module *mod = __module_address(addr);

	return mod ? mod->name : NULL;
}

int left_init(void)
{
	threads_stay = false;
	place_module = module_at;
	return register_module_notifier(&on_module_nb);
}

void left_exit(void)
{
	place_module = NULL;
	unregister_module_notifier(&on_module_nb);
}
