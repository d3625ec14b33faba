/* SPDX-License-Identifier: MIT */
/*
 * WARN, BUG, panic and stack dumps, in the words that people know from Linux. A warning is a
 * finding and the machine goes on; a BUG or a panic ends it, and is a finding of its host.
 */
#include "arch/arch.h"
#include "lib/defect.h"
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/utsname.h>

#define TRACE_DEPTH 24

int panic_timeout;
EXPORT_SYMBOL(panic_timeout);
int panic_on_warn;
int oops_in_progress;
EXPORT_SYMBOL(oops_in_progress);
enum system_states system_state;
EXPORT_SYMBOL(system_state);
static unsigned long taint_mask;

void add_taint(unsigned int flag, enum lockdep_ok ok)
{
	taint_mask |= BIT(flag);
}
EXPORT_SYMBOL(add_taint);

int test_taint(unsigned int flag)
{
	return !!(taint_mask & BIT(flag));
}
EXPORT_SYMBOL(test_taint);

unsigned long get_taint(void)
{
	return taint_mask;
}

const char *print_tainted(void)
{
	return taint_mask ? "Tainted" : "Not tainted";
}

static void dump_header(const char *level)
{
	printk("%sCPU: %d PID: %d Comm: %.16s %s %s\n", level, raw_smp_processor_id(), current->pid,
	       current->comm, print_tainted(), init_utsname()->release);
}

/* @skip innermost frames are the reporter's own. */
static void dump_trace(const char *level, unsigned int skip)
{
	uintptr_t pc[TRACE_DEPTH];
	unsigned int i, n = arch_backtrace(pc, TRACE_DEPTH);

	printk("%sCall Trace:\n%s <TASK>\n", level, level);
	for (i = skip; i < n; i++)
		if (arch_is_kernel_text(pc[i]))
			printk("%s %pB\n", level, (void *)pc[i]);
	printk("%s </TASK>\n", level);
}

void dump_stack_lvl(const char *log_lvl)
{
	dump_header(log_lvl);
	dump_trace(log_lvl, 1);
}
EXPORT_SYMBOL(dump_stack_lvl);

void dump_stack(void)
{
	dump_stack_lvl(KERN_DEFAULT);
}
EXPORT_SYMBOL(dump_stack);

/*
 * Linux's two lines: the author's words, and the place with the function. The report
 * blames the innermost line of a module, which need not be here: the core warns, too.
 */
static noinline void report_warning(const char *file, int line, const char *func, void *caller,
				    const char *text)
{
	struct ferrite_defect d;

	if (text[0])
		defect_begin(&d, DEFECT_WARN, "%s", text);
	else
		defect_begin(&d, DEFECT_WARN, "WARN in %s()", func);
	if (text[0])
		defect_linux(&d, "%s", text);
	defect_linux(&d, "WARNING: CPU: %d PID: %d at %s:%d %pS", raw_smp_processor_id(),
		     current->pid, file, line, caller);
	defect_here(&d, "in");
	defect_end(&d);
}

void __ferrite_warn(const char *file, int line, const char *func, const char *fmt, ...)
{
	char text[512];
	va_list args;
	int n = 0;

	printk(KERN_WARNING "------------[ cut here ]------------\n");
	text[0] = '\0';
	if (fmt) {
		va_start(args, fmt);
		n = vscnprintf(text, sizeof(text), fmt, args);
		va_end(args);
	}
	while (n && text[n - 1] == '\n')
		text[--n] = '\0';
	add_taint(TAINT_WARN, LOCKDEP_STILL_OK);
	report_warning(file, line, func, __builtin_return_address(0), text);
	dump_header(KERN_WARNING);
	printk(KERN_WARNING "---[ end trace 0000000000000000 ]---\n");
	if (panic_on_warn)
		panic("panic_on_warn set ...\n");
}
EXPORT_SYMBOL(__ferrite_warn);

/* The host reports the end: it can still read this stack when nothing here can run any more. */
void __ferrite_bug(const char *file, int line, const char *func)
{
	char text[256];

	scnprintf(text, sizeof(text), "kernel BUG at %s:%d!", file, line);
	arch_panic(text);
}
EXPORT_SYMBOL(__ferrite_bug);

void panic(const char *fmt, ...)
{
	char text[512];
	va_list args;
	int n;

	va_start(args, fmt);
	n = vscnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	while (n && text[n - 1] == '\n')
		text[--n] = '\0';
	arch_panic(text);
}
EXPORT_SYMBOL(panic);

void panic_reset(void)
{
	taint_mask = 0;
	panic_on_warn = 0;
	oops_in_progress = 0;
	system_state = SYSTEM_BOOTING;
}
