/* SPDX-License-Identifier: MIT */
/* Reading the log, and its life with the machine. */
#ifndef KERNEL_PRINTK_H
#define KERNEL_PRINTK_H

#include <linux/types.h>

struct log_cursor {
	u64 pos; /* 0 starts at the oldest record */
};

struct log_record {
	u64 seq;
	u64 time_ns;
	int level;
};

/* The record at @cursor, its text into @text; moves on. 0 when there is none. Any context. */
int log_next(struct log_cursor *cursor, struct log_record *record, char *text, size_t size);
/* End every CPU's unfinished line. */
void printk_flush(void);
/* Forget everything: a new machine. */
void printk_reset(void);
/* The state of panic.c: taint, system_state. */
void panic_reset(void);

#endif
