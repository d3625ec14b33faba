/* SPDX-License-Identifier: MIT */
/*
 * struct machine: the root of all state. One machine at a time in a process.
 *
 * One member a subsystem, each defined in that subsystem's own folder, in a small *_state.h;
 * only that folder looks inside its member. State that belongs to a node is in struct
 * pglist_data, state of a CPU in struct cpu or in per-CPU data. Created by init/main.c in the
 * order of its table, destroyed in the reverse order; at the end every counter must be zero.
 */
#ifndef MM_MACHINE_MACHINE_H
#define MM_MACHINE_MACHINE_H

#include <ferrite/decl.h>

struct machine {
	const struct ferrite_decl *decl; /* what was declared; constant */
	int nr_nodes;			 /* nodes with memory or CPUs */
	int nr_cpus;
};

extern struct machine machine;

#endif
