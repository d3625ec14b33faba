/* SPDX-License-Identifier: MIT */
/* The caller's stack as return addresses. Any context. kernel/stacktrace.c. */
#ifndef LINUX_STACKTRACE_H
#define LINUX_STACKTRACE_H

#include <linux/types.h>

struct task_struct;
/* Store up to @size addresses, leaving out the innermost @skipnr; returns how many. */
unsigned int stack_trace_save(unsigned long *store, unsigned int size, unsigned int skipnr);
unsigned int stack_trace_save_tsk(struct task_struct *tsk, unsigned long *store, unsigned int size,
				  unsigned int skipnr);
void stack_trace_print(const unsigned long *trace, unsigned int nr_entries, int spaces);
int stack_trace_snprint(char *buf, size_t size, const unsigned long *entries,
			unsigned int nr_entries, int spaces);

#endif
