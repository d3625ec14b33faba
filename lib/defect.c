/* SPDX-License-Identifier: MIT */
/* The one place where findings are made, counted, logged and passed on. See defect.h. */
#include "lib/defect.h"
#include <linux/export.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/stdarg.h>
#include <linux/string.h>

#include "arch/arch.h"
#include "lib/leaks.h"
#include "lib/stackdepot.h"
#include "lib/step.h"

#define NAMES 256 /* tasks remembered by name */

#define NAME(constant, name) [constant] = name,
static const char *const kind_names[NR_DEFECT_KINDS] = {FERRITE_DEFECT_KINDS(NAME)};
#undef NAME

static unsigned long counts[NR_DEFECT_KINDS];
static defect_sink_t sink;
static void (*describer)(struct ferrite_defect *d, const void *addr);
static bool (*interceptor)(const struct ferrite_defect *d);
static bool (*module_filter)(unsigned long pc);

/* Slot pid % NAMES; a torn entry of two tasks at once costs a name, nothing else. */
static struct {
	int pid;
	char comm[16];
} names[NAMES];

/*
 * Is a finding being described or passed on by this CPU? What looks at broken memory for the
 * report's sake, or the log on its way out, may find something again: that is not told. Interrupts
 * are off meanwhile, so that nothing else reports here.
 */
static bool reporting[NR_CPUS];

static bool enter_report(unsigned long *flags)
{
	local_irq_save(*flags);
	if (!reporting[raw_smp_processor_id()]) {
		reporting[raw_smp_processor_id()] = true;
		return true;
	}
	local_irq_restore(*flags);
	return false;
}

static void leave_report(unsigned long flags)
{
	reporting[raw_smp_processor_id()] = false;
	local_irq_restore(flags);
}

/* ---- making one ---- */

static void append_line(char *text, size_t size, const char *fmt, va_list args)
{
	size_t n = strnlen(text, size - 1);

	if (n && n + 1 < size) {
		text[n++] = '\n';
		text[n] = '\0';
	}
	vscnprintf(text + n, size - n, fmt, args);
	n = strnlen(text, size - 1);
	while (n && text[n - 1] == '\n')
		text[--n] = '\0';
}

void defect_begin(struct ferrite_defect *d, enum defect_kind kind, const char *fmt, ...)
{
	va_list args;

	d->kind = kind;
	d->nr_stacks = 0;
	d->where = 0;
	d->step = d->watch = 0;
	d->head[0] = d->linux_text[0] = d->notes[0] = '\0';
	va_start(args, fmt);
	append_line(d->head, sizeof(d->head), fmt, args);
	va_end(args);
}

void defect_linux(struct ferrite_defect *d, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	append_line(d->linux_text, sizeof(d->linux_text), fmt, args);
	va_end(args);
}

void defect_note(struct ferrite_defect *d, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	append_line(d->notes, sizeof(d->notes), fmt, args);
	va_end(args);
}

void defect_where(struct ferrite_defect *d, unsigned long pc)
{
	d->where = pc;
}

static void add_stack(struct ferrite_defect *d, const unsigned long *pc, unsigned int nr, int pid,
		      const char *fmt, va_list args)
{
	struct defect_stack *s = d->stack + d->nr_stacks;

	if (d->nr_stacks == DEFECT_STACKS)
		return;
	d->nr_stacks++;
	s->pid = pid;
	strscpy(s->comm, defect_task_comm(pid), sizeof(s->comm));
	s->nr = min(nr, (unsigned int)DEFECT_DEPTH);
	memcpy(s->pc, pc, s->nr * sizeof(pc[0]));
	vscnprintf(s->title, sizeof(s->title), fmt, args);
}

void defect_stack(struct ferrite_defect *d, const unsigned long *pc, unsigned int nr, int pid,
		  const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	add_stack(d, pc, nr, pid, fmt, args);
	va_end(args);
}

void defect_recorded(struct ferrite_defect *d, u32 stack, int pid, const char *title)
{
	const unsigned long *pc;
	unsigned int nr = stack_depot_get(stack, &pc);

	if (nr)
		defect_stack(d, pc, nr, pid, "%s", title);
}

/*
 * The running stack without the frames of this file. When it is deep, a module's innermost frame
 * and the function that it called count for more than the detector's own.
 */
static unsigned int running_stack(unsigned long *pc, unsigned int max)
{
	uintptr_t all[DEFECT_DEPTH * 3];
	unsigned int nr = arch_backtrace(all, ARRAY_SIZE(all)), first = min(nr, 2U), i;

	for (i = first; nr - first > max && i < nr; i++)
		if (defect_is_module(all[i])) {
			first = i ? i - 1 : 0;
			break;
		}
	nr = min(nr - first, max);
	memcpy(pc, all + first, nr * sizeof(pc[0]));
	return nr;
}

/*
 * An interrupt works for nobody: the task that it came to has nothing to do with the
 * finding, so the context is told in its place.
 */
static const char *interrupt_context(void)
{
	if (in_nmi())
		return "NMI";
	if (in_hardirq())
		return "interrupt";
	return in_serving_softirq() ? "softirq" : NULL;
}

static noinline void add_running_stack(struct ferrite_defect *d, const char *fmt, va_list args)
{
	unsigned long pc[DEFECT_DEPTH];
	unsigned int nr = running_stack(pc, DEFECT_DEPTH);
	const char *context = interrupt_context();
	struct defect_stack *s = d->stack + d->nr_stacks;
	size_t n;

	if (d->nr_stacks == DEFECT_STACKS)
		return;
	add_stack(d, pc, nr, context ? 0 : current->pid, fmt, args);
	n = strnlen(s->title, sizeof(s->title) - 1);
	if (!context)
		strscpy(s->comm, current->comm, sizeof(s->comm));
	else if (strcmp(s->title, "in") == 0)
		scnprintf(s->title + n, sizeof(s->title) - n, " %s context, CPU %u", context,
			  raw_smp_processor_id());
	else
		scnprintf(s->title + n, sizeof(s->title) - n, " in %s context, CPU %u", context,
			  raw_smp_processor_id());
}

void defect_here(struct ferrite_defect *d, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	add_running_stack(d, fmt, args);
	va_end(args);
}

void defect_place(struct ferrite_defect *d, const void *addr)
{
	unsigned long flags;

	if (d->kind == DEFECT_BAD_FREE)
		leaks_misfreed(addr);
	if (!describer || !enter_report(&flags))
		return;
	describer(d, addr);
	leave_report(flags);
}

/* ---- passing it on ---- */

static void log_lines(const char *text)
{
	while (*text) {
		const char *end = strchrnul(text, '\n');

		printk(KERN_ERR "%.*s\n", (int)(end - text), text);
		text = *end ? end + 1 : end;
	}
}

static void log_stack(const struct defect_stack *s)
{
	unsigned int i;

	if (s->pid)
		printk(KERN_ERR "%s by %s/%d:\n", s->title, s->comm, s->pid);
	else
		printk(KERN_ERR "%s:\n", s->title);
	for (i = 0; i < s->nr; i++)
		printk(KERN_ERR " %pB\n", (void *)s->pc[i]);
}

static void blame(struct ferrite_defect *d)
{
	unsigned int i;

	if (d->where || !d->nr_stacks)
		return;
	for (i = 0; i < d->stack[0].nr && !d->where; i++)
		if (defect_is_module(d->stack[0].pc[i]))
			d->where = d->stack[0].pc[i];
}

static void pass_on(struct ferrite_defect *d)
{
	unsigned int i;

	if (!d->step)
		d->step = step_now();
	__atomic_fetch_add(&counts[d->kind], 1, __ATOMIC_RELAXED);
	if (d->linux_text[0])
		log_lines(d->linux_text);
	else
		printk(KERN_ERR "%s: %s\n", defect_kind_name(d->kind), d->head);
	log_lines(d->notes);
	for (i = 0; i < d->nr_stacks; i++)
		log_stack(d->stack + i);
	if (sink)
		sink(d);
}

void defect_end(struct ferrite_defect *d)
{
	unsigned long flags;

	if (!enter_report(&flags))
		return;
	blame(d);
	if (!interceptor || !interceptor(d))
		pass_on(d);
	leave_report(flags);
}

noinline void defect_report(enum defect_kind kind, const char *fmt, ...)
{
	struct ferrite_defect d;
	char text[sizeof(d.notes)], *rest;
	va_list args;

	va_start(args, fmt);
	vscnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	rest = strchrnul(text, '\n');
	if (*rest)
		*rest++ = '\0';
	defect_begin(&d, kind, "%s", text);
	if (*rest)
		defect_note(&d, "%s", rest);
	defect_here(&d, "in");
	defect_end(&d);
}

/* ---- names ---- */

void defect_task_named(int pid, const char *comm)
{
	unsigned int slot = (unsigned int)pid % NAMES;

	if (!pid)
		return;
	WRITE_ONCE(names[slot].pid, pid);
	strscpy(names[slot].comm, comm, sizeof(names[slot].comm));
}

const char *defect_task_comm(int pid)
{
	unsigned int slot = (unsigned int)pid % NAMES;

	return pid && READ_ONCE(names[slot].pid) == pid ? names[slot].comm : "";
}

const char *defect_kind_name(enum defect_kind kind)
{
	return kind < NR_DEFECT_KINDS ? kind_names[kind] : "unknown";
}

/* ---- state ---- */

bool defect_is_module(unsigned long pc)
{
	bool (*is_module)(unsigned long pc) = READ_ONCE(module_filter);

	return is_module && is_module(pc);
}

void ferrite_defect_modules(bool (*is_module)(unsigned long pc))
{
	WRITE_ONCE(module_filter, is_module);
}

unsigned long defect_count_kind(enum defect_kind kind)
{
	return __atomic_load_n(&counts[kind], __ATOMIC_RELAXED);
}

unsigned long defect_count(void)
{
	unsigned long sum = 0;
	int kind;

	for (kind = 0; kind < NR_DEFECT_KINDS; kind++)
		sum += defect_count_kind(kind);
	return sum;
}

void defect_set_sink(defect_sink_t to)
{
	sink = to;
}

void ferrite_defect_sink(defect_sink_t to)
{
	sink = to;
}

void defect_set_interceptor(bool (*intercept)(const struct ferrite_defect *d))
{
	interceptor = intercept;
}

void defect_set_describer(void (*describe)(struct ferrite_defect *d, const void *addr))
{
	describer = describe;
}

void defect_reset(void)
{
	memset(counts, 0, sizeof(counts));
	memset(names, 0, sizeof(names));
	memset(reporting, 0, sizeof(reporting));
	step_reset();
	leaks_reset();
}
