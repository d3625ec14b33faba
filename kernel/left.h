/* SPDX-License-Identifier: MIT */
/* What a module left active: see kernel/left.c. */
#ifndef KERNEL_LEFT_H
#define KERNEL_LEFT_H

#include <linux/types.h>

struct module;
struct task_struct;

/* Report and stop what of @mod is still active; how many there were. In a task, may sleep. */
unsigned int left_audit(struct module *mod);
/* The exit function of a module is about to be called. */
void left_exit_begins(void);
/* Watch modules go. After the modules' own init. */
int left_init(void);
void left_exit(void);

/* kthread.c: as kthread_stop() without waiting. */
void kthread_ask_stop(struct task_struct *k);
/* irq.c: take a handler away, by what ACTIVE_IRQ names. May sleep. */
void irq_drop(void *action);

#endif
