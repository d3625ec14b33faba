/* SPDX-License-Identifier: MIT */
/*
 * Interrupt lines without hardware: request_irq attaches handlers, generic_handle_irq raises a
 * line from software. Handlers run in hard interrupt context; a threaded handler in a kernel
 * thread named irq/N-name.
 */
#include <linux/completion.h>
#include <linux/export.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/rculist.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "lib/active.h"
#include "lib/step.h"
#include "kernel/left.h"
#include "kernel/sched_priv.h"

#define NR_LINES 256

struct irq_action {
	struct list_head node;
	irq_handler_t handler, thread_fn;
	unsigned long flags;
	void *dev;
	unsigned int irq;
	struct task_struct *thread;
	int woken;
	const char *name;
};
struct irq_line {
	spinlock_t lock;
	struct list_head actions; /* under lock */
	int disabled;
	unsigned int in_progress;
	bool pending;
};
static struct irq_line lines[NR_LINES];

void irq_reset(void)
{
	for (int i = 0; i < NR_LINES; i++) {
		lines[i] = (struct irq_line){0};
		spin_lock_init(&lines[i].lock);
		INIT_LIST_HEAD(&lines[i].actions);
	}
}

static int irq_thread(void *data)
{
	struct irq_action *a = data;

	while (!kthread_should_stop()) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (!__atomic_exchange_n(&a->woken, 0, __ATOMIC_SEQ_CST)) {
			schedule();
			continue;
		}
		__set_current_state(TASK_RUNNING);
		a->thread_fn(a->irq, a->dev);
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static irqreturn_t wake_thread_only(int irq, void *dev)
{
	return IRQ_WAKE_THREAD;
}

static int action_attach(struct irq_action *a)
{
	struct irq_line *line = &lines[a->irq];
	struct irq_action *first;
	unsigned long flags;
	int err = 0;

	spin_lock_irqsave(&line->lock, flags);
	first = list_first_entry_or_null(&line->actions, struct irq_action, node);
	if (first && !(first->flags & a->flags & IRQF_SHARED))
		err = -EBUSY;
	else
		list_add_tail(&a->node, &line->actions);
	if (!err && a->flags & IRQF_NO_AUTOEN)
		line->disabled++;
	spin_unlock_irqrestore(&line->lock, flags);
	return err;
}

int request_threaded_irq(unsigned int irq, irq_handler_t handler, irq_handler_t thread_fn,
			 unsigned long irqflags, const char *name, void *dev)
{
	struct irq_action *a;
	int err;

	step_next(_RET_IP_);
	if (irq >= NR_LINES || (!handler && !thread_fn) || (irqflags & IRQF_SHARED && !dev))
		return irq == IRQ_NOTCONNECTED ? -ENOTCONN : -EINVAL;
	a = kzalloc(sizeof(*a), GFP_KERNEL);
	if (!a)
		return -ENOMEM;
	*a = (struct irq_action){.handler = handler ? handler : wake_thread_only,
				 .thread_fn = thread_fn,
				 .flags = irqflags,
				 .dev = dev,
				 .irq = irq,
				 .name = name};
	if (thread_fn) {
		a->thread = kthread_create(irq_thread, a, "irq/%u-%s", irq, name);
		if (IS_ERR(a->thread)) {
			err = PTR_ERR(a->thread);
			kfree(a);
			return err;
		}
		wake_up_process(a->thread);
	}
	err = action_attach(a);
	if (!err)
		active_add(ACTIVE_IRQ, a, sizeof(*a), handler ? handler : thread_fn, _RET_IP_);
	if (err) {
		if (a->thread)
			kthread_stop(a->thread);
		kfree(a);
	}
	return err;
}
EXPORT_SYMBOL(request_threaded_irq);

static struct irq_action *action_detach(struct irq_line *line, void *dev)
{
	struct irq_action *a, *found = NULL;
	unsigned long flags;

	spin_lock_irqsave(&line->lock, flags);
	list_for_each_entry (a, &line->actions, node)
		if (a->dev == dev) {
			found = a;
			list_del_rcu(&a->node);
			break;
		}
	spin_unlock_irqrestore(&line->lock, flags);
	return found;
}

const void *free_irq(unsigned int irq, void *dev)
{
	struct irq_action *a;
	const char *name;

	if (irq >= NR_LINES)
		return NULL;
	a = action_detach(&lines[irq], dev);
	active_del(ACTIVE_IRQ, a);
	if (!a) {
		WARN(1, "Trying to free already-free IRQ %u\n", irq);
		return NULL;
	}
	synchronize_irq(irq);
	if (a->thread)
		kthread_stop(a->thread);
	name = a->name;
	kfree(a);
	return name;
}
EXPORT_SYMBOL(free_irq);

void irq_drop(void *action)
{
	struct irq_action *a = action;

	free_irq(a->irq, a->dev);
}

bool synchronize_hardirq(unsigned int irq)
{
	while (irq < NR_LINES && READ_ONCE(lines[irq].in_progress))
		cpu_relax();
	return true;
}
EXPORT_SYMBOL(synchronize_hardirq);

void synchronize_irq(unsigned int irq)
{
	synchronize_hardirq(irq);
}
EXPORT_SYMBOL(synchronize_irq);

/* => hard interrupt context */
static void run_actions(struct irq_line *line)
{
	struct irq_action *a;

	spin_lock(&line->lock);
	if (line->disabled) {
		line->pending = true;
		spin_unlock(&line->lock);
		return;
	}
	line->in_progress++;
	spin_unlock(&line->lock);
	/* Detached actions live until in_progress is 0, so the walk needs no lock. */
	list_for_each_entry_rcu (a, &line->actions, node) {
		if (a->handler(a->irq, a->dev) != IRQ_WAKE_THREAD || !a->thread)
			continue;
		__atomic_store_n(&a->woken, 1, __ATOMIC_SEQ_CST);
		wake_up_process(a->thread);
	}
	spin_lock(&line->lock);
	line->in_progress--;
	spin_unlock(&line->lock);
}

int generic_handle_irq(unsigned int irq)
{
	unsigned long flags;

	if (irq >= NR_LINES)
		return -EINVAL;
	local_irq_save(flags);
	irq_enter();
	run_actions(&lines[irq]);
	irq_exit();
	local_irq_restore(flags);
	return 0;
}
EXPORT_SYMBOL_GPL(generic_handle_irq);

void disable_irq_nosync(unsigned int irq)
{
	unsigned long flags;

	if (irq >= NR_LINES)
		return;
	spin_lock_irqsave(&lines[irq].lock, flags);
	lines[irq].disabled++;
	spin_unlock_irqrestore(&lines[irq].lock, flags);
}
EXPORT_SYMBOL(disable_irq_nosync);

void disable_irq(unsigned int irq)
{
	disable_irq_nosync(irq);
	synchronize_irq(irq);
}
EXPORT_SYMBOL(disable_irq);

void enable_irq(unsigned int irq)
{
	unsigned long flags;
	bool again = false;

	if (irq >= NR_LINES)
		return;
	spin_lock_irqsave(&lines[irq].lock, flags);
	if (WARN(!lines[irq].disabled, "Unbalanced enable for IRQ %u\n", irq))
		lines[irq].disabled = 1;
	if (--lines[irq].disabled == 0) {
		again = lines[irq].pending;
		lines[irq].pending = false;
	}
	spin_unlock_irqrestore(&lines[irq].lock, flags);
	if (again)
		generic_handle_irq(irq);
}
EXPORT_SYMBOL(enable_irq);
