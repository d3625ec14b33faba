/* SPDX-License-Identifier: MIT */
/*
 * The report of what was never given back: equal leaks are one finding.
 *
 *	leaks_begin(head);
 *	for each object left: leaks_add(&leak);
 *	nr = leaks_report();
 *
 * Equal are leaks of the same kind and size from the same call stack. Each is asked for what still
 * points to it (leak_reach, mm/leak answers), so that the finding says whether the module forgot an
 * object that it knew or lost it altogether. Runs in a task, on a quiet machine.
 */
#ifndef LIB_LEAKS_H
#define LIB_LEAKS_H

#include <linux/types.h>

#include "lib/defect.h"

struct leak {
	const void *addr;
	const char *what; /* a literal: "vmalloc", "__get_free_pages" … */
	size_t size;	  /* bytes */
	u32 stack;	  /* of the allocation: lib/stackdepot.h */
	u32 step;
	int pid;
};

enum reach {
	REACH_UNKNOWN,
	REACH_NONE,	/* nothing points to it */
	REACH_INDIRECT, /* only another leaked object does */
	REACH_ROOT,	/* something that lives does; @from says what */
	REACH_IGNORED,	/* the module said that it is no leak */
};

/* Writes the head of a finding about @nr leaks like @first with defect_begin(). */
typedef void (*leak_head_t)(struct ferrite_defect *d, const struct leak *first, unsigned long nr);

/* The seam to mm/leak; NULL: nobody knows. */
extern enum reach (*leak_reach)(const void *addr, char *from, size_t size);

void leaks_begin(leak_head_t head);
/*
 * A free that was refused was given @addr: what is left there is a consequence of that call, which
 * is reported already, and no leak of its own. Any context.
 */
void leaks_misfreed(const void *addr);
/* How many leaks were not told because such a call explains them. */
unsigned int leaks_explained(void);
void leaks_reset(void);
void leaks_add(const struct leak *leak);
/* Report them. Returns the number of leaks, not of findings. */
unsigned long leaks_report(void);

#endif
