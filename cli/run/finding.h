/* SPDX-License-Identifier: MIT */
/*
 * Findings as the launcher keeps them: what the machine sent as numbers (struct ferrite_defect),
 * with functions, files and lines put to the addresses.
 *
 *   WIRE_FOUND ──finding.c──► names and lines; equal ones become one with a count
 *              ──suppress.c─► is it one that the user knows?
 *              ──show.c────► standard error: at once, leaks at the end of the run
 *              ──json.c────► --json
 *
 * Nothing in the machine's words is trusted: a module may have written over them.
 */
#ifndef CLI_RUN_FINDING_H
#define CLI_RUN_FINDING_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/base/arena.h"
#include "cli/base/symbolize.h"
#include "include/ferrite/defect.h"

struct run;
struct suppression;

#define FINDING_FRAMES 64 /* of one stack, inlined functions counted */

struct finding_stack {
	const char *title; /* "allocated", "freed", "in" … */
	const char *comm;  /* of the task; "" unknown */
	int pid;	   /* 0: unknown */
	const char *call;  /* the client's command line; NULL: not a client, or not known */
	struct symbol_frame *frames;
	unsigned int nr;
};

struct finding {
	struct finding *next;	 /* in the order found */
	struct finding *chained; /* same hash */
	enum defect_kind kind;
	const char *kind_name;
	const char *head;	/* as found, for one */
	const char *linux_text; /* "" or lines */
	const char *notes;	/* "" or lines */
	struct symbol_frame where;
	struct finding_stack stack[DEFECT_STACKS];
	unsigned int nr_stacks;
	uint64_t where_pc, step, watch;
	unsigned long count;
	struct suppression *suppressed; /* by which; NULL: it counts */
	bool shown;
	bool later; /* to be shown at the end of the run, with its count */
};

struct findings {
	struct finding *first, **tail;
	struct finding *hash[256];
	unsigned long nr;	     /* distinct, not suppressed */
	unsigned long nr_suppressed; /* distinct */
	unsigned long nr_shown;
	unsigned long nr_bugs;	  /* the machine ended by itself: BUG or panic */
	unsigned long nr_dropped; /* came after there were too many to keep; they count in nr too */
	struct suppression *suppressions;
};

/* ---- finding.c ---- */

/* What the machine, or the launcher itself, has found. All of @d is checked before it is used. */
void finding_add(struct run *run, const struct ferrite_defect *d);
/* The same with Linux's text of any length in place of d->linux_text; NULL: that one. */
void finding_add_long(struct run *run, const struct ferrite_defect *d, const char *linux_text);
/* A finding without stacks. @notes: "" or lines. */
void finding_add_text(struct run *run, enum defect_kind kind, const char *head, const char *notes);
/* The head with the count in it: "3 objects of 64 bytes, kmalloc-64". */
const char *finding_head(struct arena *arena, const struct finding *f);
const char *finding_kind_name(enum defect_kind kind);
/* The command that stops in gdb just before it. */
const char *finding_reproduce(struct run *run, const struct finding *f);

/* ---- show.c ---- */

void finding_show(struct run *run, struct finding *f);
/* At the end of the run: what has not been shown yet, and how often the others came. */
void findings_show_rest(struct run *run);

/* ---- suppress.c ---- */

/* Read the files of --suppressions: 0, or STATUS_USAGE after a sentence. */
int suppressions_read(struct run *run);
/* The suppression that describes @f, or NULL. */
struct suppression *suppression_find(struct run *run, const struct finding *f);
/* A description of @f, ready for a file. */
void suppression_print(struct run *run, const struct finding *f);
/* Which ones were used, and how often, for --verbose. */
void suppressions_show_use(const struct run *run);

#endif
