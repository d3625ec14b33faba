/* SPDX-License-Identifier: MIT */
/* Stacks as return addresses. */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/stacktrace.h>

#include "arch/arch.h"

#define MAX_FRAMES 64

unsigned int stack_trace_save(unsigned long *store, unsigned int size, unsigned int skipnr)
{
	uintptr_t pc[MAX_FRAMES];
	unsigned int got, n = 0;

	/* arch_backtrace's first entry is this function's caller of it: ourselves. */
	skipnr += 1;
	got = arch_backtrace(pc, min_t(unsigned int, MAX_FRAMES, size + skipnr));
	for (unsigned int i = skipnr; i < got && n < size; i++)
		store[n++] = pc[i];
	return n;
}
EXPORT_SYMBOL_GPL(stack_trace_save);

/* Another task's stack is its host thread's business; only the running one's can be walked. */
unsigned int stack_trace_save_tsk(struct task_struct *tsk, unsigned long *store, unsigned int size,
				  unsigned int skipnr)
{
	return tsk == current ? stack_trace_save(store, size, skipnr + 1) : 0;
}
EXPORT_SYMBOL_GPL(stack_trace_save_tsk);

void stack_trace_print(const unsigned long *trace, unsigned int nr_entries, int spaces)
{
	for (unsigned int i = 0; i < nr_entries; i++)
		printk("%*c%pS\n", spaces + 1, ' ', (void *)trace[i]);
}
EXPORT_SYMBOL_GPL(stack_trace_print);

int stack_trace_snprint(char *buf, size_t size, const unsigned long *entries,
			unsigned int nr_entries, int spaces)
{
	int total = 0;

	for (unsigned int i = 0; i < nr_entries; i++) {
		int n = snprintf(buf + min_t(size_t, total, size),
				 total < (int)size ? size - total : 0, "%*c%pS\n", spaces + 1, ' ',
				 (void *)entries[i]);

		total += n;
	}
	return min_t(int, total, size);
}
EXPORT_SYMBOL_GPL(stack_trace_snprint);
