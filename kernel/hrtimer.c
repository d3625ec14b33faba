/* SPDX-License-Identifier: MIT */
/*
 * High-resolution timers: one red-black tree per CPU, ordered by absolute expiry in ns of the
 * machine's clock; and cpu->next_event_ns, the earliest moment at which a CPU has to look.
 *
 * A real-time timer is converted to the machine's clock when it is armed (the epoch never
 * changes). Functions of hard timers run in hard interrupt context, those of soft modes in the
 * HRTIMER softirq: they wait in a second tree, which the interrupt only notices.
 *
 * Locks: base->lock, interrupts off; dropped around functions, base->running names the one.
 */
#include <linux/export.h>
#include <linux/hrtimer.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/rbtree.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "lib/active.h"
#include "lib/step.h"
#include "kernel/sched_priv.h"

struct hrtimer_clock_base {
	spinlock_t lock;
	struct timerqueue_head queue[2]; /* 0: hard, 1: soft */
	struct hrtimer *running;
	unsigned int cpu;
};
static struct hrtimer_clock_base hr_bases[NR_CPUS];

/* ---- timer queues ---- */

bool timerqueue_add(struct timerqueue_head *head, struct timerqueue_node *node)
{
	struct rb_node **p = &head->rb_root.rb_root.rb_node, *parent = NULL;
	bool leftmost = true;

	while (*p) {
		parent = *p;
		if (node->expires < rb_entry(parent, struct timerqueue_node, node)->expires) {
			p = &parent->rb_left;
		} else {
			p = &parent->rb_right;
			leftmost = false;
		}
	}
	rb_link_node(&node->node, parent, p);
	rb_insert_color_cached(&node->node, &head->rb_root, leftmost);
	return leftmost;
}
EXPORT_SYMBOL_GPL(timerqueue_add);

bool timerqueue_del(struct timerqueue_head *head, struct timerqueue_node *node)
{
	rb_erase_cached(&node->node, &head->rb_root);
	RB_CLEAR_NODE(&node->node);
	return !RB_EMPTY_ROOT(&head->rb_root.rb_root);
}
EXPORT_SYMBOL_GPL(timerqueue_del);

struct timerqueue_node *timerqueue_iterate_next(struct timerqueue_node *node)
{
	struct rb_node *next = node ? rb_next(&node->node) : NULL;

	return rb_entry_safe(next, struct timerqueue_node, node);
}
EXPORT_SYMBOL_GPL(timerqueue_iterate_next);

/* ---- when a CPU must look ---- */

void hrtimers_reset(void)
{
	memset(hr_bases, 0, sizeof(hr_bases));
	for (int i = 0; i < NR_CPUS; i++) {
		spin_lock_init_ranked(&hr_bases[i].lock, LOCK_RANK_TIMER);
		timerqueue_init_head(&hr_bases[i].queue[0]);
		timerqueue_init_head(&hr_bases[i].queue[1]);
		hr_bases[i].cpu = i;
	}
}

static u64 queue_next(struct timerqueue_head *q)
{
	struct timerqueue_node *n = timerqueue_getnext(q);

	if (!n)
		return U64_MAX;
	return n->expires < 0 ? 0 : n->expires;
}

u64 hrtimer_base_next_ns(unsigned int cpu)
{
	struct hrtimer_clock_base *base = &hr_bases[cpu];
	unsigned long flags;
	u64 next;

	spin_lock_irqsave(&base->lock, flags);
	next = min(queue_next(&base->queue[0]), queue_next(&base->queue[1]));
	spin_unlock_irqrestore(&base->lock, flags);
	return next;
}

/* => runs on @c. */
void cpu_event_recompute(struct cpu *c)
{
	c->next_event_ns = min(timer_base_next_ns(c->id), hrtimer_base_next_ns(c->id));
}

void cpu_event_changed(unsigned int cpu, u64 when_ns)
{
	struct cpu *c = cpu_of(cpu);

	if (!c)
		return; /* armed for a CPU that is not there: it never expires, as on Linux */
	if (c == this_cpu_struct()) {
		if (when_ns < c->next_event_ns) {
			c->next_event_ns = when_ns;
			arch_cpu_poll(); /* a grant that spans the new expiry is too long */
		}
		return;
	}
	cpu_set_pending(c, CPU_PENDING_TIMER);
	arch_cpu_kick(cpu);
}

/* ---- expiry ---- */

static void run_hrtimer(struct hrtimer_clock_base *base, struct hrtimer *timer,
			unsigned long *flags)
{
	enum hrtimer_restart restart;
	struct active a;
	bool known;

	timerqueue_del(&base->queue[timer->is_soft], &timer->node);
	WRITE_ONCE(timer->state, HRTIMER_STATE_INACTIVE);
	WRITE_ONCE(base->running, timer);
	known = active_find(ACTIVE_HRTIMER, timer, &a);
	active_del(ACTIVE_HRTIMER, timer);
	spin_unlock_irqrestore(&base->lock, *flags);
	restart = timer->function(timer);
	spin_lock_irqsave(&base->lock, *flags);
	/* The function may have armed it itself; then its word counts. */
	if (restart == HRTIMER_RESTART && timer->state == HRTIMER_STATE_INACTIVE) {
		timerqueue_add(&base->queue[timer->is_soft], &timer->node);
		WRITE_ONCE(timer->state, HRTIMER_STATE_ENQUEUED);
		if (known)
			active_readd(&a);
	}
	WRITE_ONCE(base->running, NULL);
}

static void run_queue(struct hrtimer_clock_base *base, int soft)
{
	struct timerqueue_node *n;
	unsigned long flags;

	spin_lock_irqsave(&base->lock, flags);
	/* One function at a time per CPU: an interrupt inside a soft one leaves its timers. */
	while (!base->running && (n = timerqueue_getnext(&base->queue[soft]))) {
		struct hrtimer *timer = container_of(n, struct hrtimer, node);

		if (timer->_softexpires > (ktime_t)arch_time_ns())
			break;
		run_hrtimer(base, timer, &flags);
	}
	spin_unlock_irqrestore(&base->lock, flags);
}

void hrtimer_interrupt(unsigned int cpu, u64 now)
{
	struct hrtimer_clock_base *base = &hr_bases[cpu];

	run_queue(base, 0);
	if (queue_next(&base->queue[1]) <= arch_time_ns())
		__raise_softirq_irqoff(HRTIMER_SOFTIRQ);
}

static void hrtimer_run_softirq(struct softirq_action *a)
{
	run_queue(&hr_bases[raw_smp_processor_id()], 1);
	cpu_event_recompute(this_cpu_struct());
}

static void hrtimer_drop(void *timer)
{
	hrtimer_try_to_cancel(timer);
}

void hrtimer_softirq_init(void)
{
	active_set_cancel(ACTIVE_HRTIMER, hrtimer_drop);
	open_softirq(HRTIMER_SOFTIRQ, hrtimer_run_softirq);
}

/* ---- the calls ---- */

static struct hrtimer_clock_base *lock_base(const struct hrtimer *timer, unsigned long *flags)
{
	for (;;) {
		struct hrtimer_clock_base *base = READ_ONCE(timer->base);

		spin_lock_irqsave(&base->lock, *flags);
		if (base == READ_ONCE(timer->base))
			return base;
		spin_unlock_irqrestore(&base->lock, *flags);
	}
}

/* is_rel keeps the clock: 0 monotonic, 1 real. */
void hrtimer_init(struct hrtimer *timer, clockid_t which_clock, enum hrtimer_mode mode)
{
	active_reinit(ACTIVE_HRTIMER, timer, _RET_IP_);
	memset(timer, 0, sizeof(*timer));
	timerqueue_init(&timer->node);
	timer->base = &hr_bases[raw_smp_processor_id()];
	timer->is_soft = !!(mode & HRTIMER_MODE_SOFT);
	timer->is_hard = !timer->is_soft;
	timer->is_rel = which_clock == CLOCK_REALTIME || which_clock == CLOCK_TAI;
}
EXPORT_SYMBOL_GPL(hrtimer_init);

ktime_t hrtimer_cb_get_time(const struct hrtimer *timer)
{
	return ktime_get();
}
EXPORT_SYMBOL_GPL(hrtimer_cb_get_time);

void hrtimer_start_range_ns(struct hrtimer *timer, ktime_t tim, u64 range_ns,
			    const enum hrtimer_mode mode)
{
	struct hrtimer_clock_base *base;
	unsigned int cpu = raw_smp_processor_id();
	unsigned long flags, caller = _RET_IP_;

	step_next(caller);
	if (mode & HRTIMER_MODE_REL)
		tim = ktime_add_safe(ktime_get(), tim);
	else if (timer->is_rel)
		tim -= (ktime_t)arch_epoch_ns();
	base = lock_base(timer, &flags);
	if (timer->state) {
		timerqueue_del(&base->queue[timer->is_soft], &timer->node);
		timer->state = HRTIMER_STATE_INACTIVE;
	}
	if (base->running != timer && base->cpu != cpu) {
		spin_unlock(&base->lock);
		base = &hr_bases[cpu];
		spin_lock(&base->lock);
		WRITE_ONCE(timer->base, base);
	}
	timer->_softexpires = tim;
	timer->node.expires = ktime_add_safe(tim, range_ns);
	timerqueue_add(&base->queue[timer->is_soft], &timer->node);
	WRITE_ONCE(timer->state, HRTIMER_STATE_ENQUEUED);
	active_add(ACTIVE_HRTIMER, timer, sizeof(*timer), timer->function, caller);
	cpu = base->cpu;
	spin_unlock_irqrestore(&base->lock, flags);
	cpu_event_changed(cpu, timer->node.expires < 0 ? 0 : timer->node.expires);
}
EXPORT_SYMBOL_GPL(hrtimer_start_range_ns);

/* => @cpu is offline and runs no timer; this CPU takes its timers over. */
void hrtimers_adopt(unsigned int cpu)
{
	struct timerqueue_node *n;

	for (int soft = 0; soft < 2; soft++)
		while ((n = timerqueue_getnext(&hr_bases[cpu].queue[soft]))) {
			struct hrtimer *t = container_of(n, struct hrtimer, node);
			ktime_t expires = t->_softexpires;

			/* is_rel says that absolute times are real ones. */
			hrtimer_start_range_ns(t, expires + (t->is_rel ? arch_epoch_ns() : 0),
					       n->expires - expires, HRTIMER_MODE_ABS);
		}
}

int hrtimer_try_to_cancel(struct hrtimer *timer)
{
	struct hrtimer_clock_base *base;
	unsigned long flags;
	int ret = -1;

	base = lock_base(timer, &flags);
	if (base->running != timer) {
		ret = timer->state;
		if (ret)
			timerqueue_del(&base->queue[timer->is_soft], &timer->node);
		WRITE_ONCE(timer->state, HRTIMER_STATE_INACTIVE);
		active_del(ACTIVE_HRTIMER, timer);
	}
	spin_unlock_irqrestore(&base->lock, flags);
	return ret;
}
EXPORT_SYMBOL_GPL(hrtimer_try_to_cancel);

int hrtimer_cancel(struct hrtimer *timer)
{
	int ret;

	while ((ret = hrtimer_try_to_cancel(timer)) < 0)
		cpu_relax();
	return ret;
}
EXPORT_SYMBOL_GPL(hrtimer_cancel);

int hrtimer_callback_running(struct hrtimer *timer)
{
	return READ_ONCE(timer->base->running) == timer;
}
EXPORT_SYMBOL_GPL(hrtimer_callback_running);

bool hrtimer_active(const struct hrtimer *timer)
{
	return READ_ONCE(timer->state) || READ_ONCE(timer->base->running) == timer;
}
EXPORT_SYMBOL_GPL(hrtimer_active);

ktime_t __hrtimer_get_remaining(const struct hrtimer *timer, bool adjust)
{
	return timer->node.expires - ktime_get();
}
EXPORT_SYMBOL_GPL(__hrtimer_get_remaining);

u64 hrtimer_forward(struct hrtimer *timer, ktime_t now, ktime_t interval)
{
	ktime_t delta = now - timer->node.expires;
	u64 orun = 1;

	if (delta < 0 || timer->state)
		return 0;
	if (interval < 1)
		interval = 1;
	if (delta >= interval) {
		orun = delta / interval;
		hrtimer_add_expires_ns(timer, interval * orun);
		if (timer->node.expires > now)
			return orun;
		orun++;
	}
	hrtimer_add_expires(timer, interval);
	return orun;
}
EXPORT_SYMBOL_GPL(hrtimer_forward);

u64 hrtimer_forward_now(struct hrtimer *timer, ktime_t interval)
{
	return hrtimer_forward(timer, ktime_get(), interval);
}
EXPORT_SYMBOL_GPL(hrtimer_forward_now);

/* ---- sleeping ---- */

static enum hrtimer_restart hrtimer_wakeup(struct hrtimer *timer)
{
	struct hrtimer_sleeper *t = container_of(timer, struct hrtimer_sleeper, timer);
	struct task_struct *task = READ_ONCE(t->task);

	WRITE_ONCE(t->task, NULL);
	if (task)
		wake_up_process(task);
	return HRTIMER_NORESTART;
}

void hrtimer_init_sleeper(struct hrtimer_sleeper *sl, clockid_t clock_id, enum hrtimer_mode mode)
{
	hrtimer_init(&sl->timer, clock_id, mode);
	sl->timer.function = hrtimer_wakeup;
	sl->task = current;
}
EXPORT_SYMBOL_GPL(hrtimer_init_sleeper);

int schedule_hrtimeout_range(ktime_t *expires, u64 delta, const enum hrtimer_mode mode)
{
	struct hrtimer_sleeper t;

	if (expires && !*expires) {
		__set_current_state(TASK_RUNNING);
		return 0;
	}
	if (!expires) {
		schedule();
		return -EINTR;
	}
	hrtimer_init_sleeper(&t, CLOCK_MONOTONIC, mode);
	hrtimer_start_range_ns(&t.timer, *expires, delta, mode);
	if (READ_ONCE(t.task))
		schedule();
	hrtimer_cancel(&t.timer);
	__set_current_state(TASK_RUNNING);
	return t.task ? -EINTR : 0;
}
EXPORT_SYMBOL_GPL(schedule_hrtimeout_range);

int schedule_hrtimeout(ktime_t *expires, const enum hrtimer_mode mode)
{
	return schedule_hrtimeout_range(expires, 0, mode);
}
EXPORT_SYMBOL_GPL(schedule_hrtimeout);

/* One round of wait_event_hrtimeout: sleep at most @ns in the caller's state; what is left. */
long __schedule_hrtimeout_ns(s64 ns, unsigned int state)
{
	ktime_t end = ktime_get() + ns, rel = ns;

	if (ns <= 0)
		return 0;
	schedule_hrtimeout(&rel, HRTIMER_MODE_REL);
	return max_t(s64, end - ktime_get(), 0);
}
EXPORT_SYMBOL_GPL(__schedule_hrtimeout_ns);
