/* SPDX-License-Identifier: MIT */
/*
 * The declared machine: what hardware there is, before anything runs.
 *
 * This header is part of the embedding API and is free of kernel types, so that
 * host programs (which include libc) and the freestanding core can both read it.
 */
#ifndef FERRITE_DECL_H
#define FERRITE_DECL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FERRITE_MAX_NODES 64
#define FERRITE_MAX_CPUS 64
#define FERRITE_MAX_RANGES 256

enum ferrite_mem_type {
	FERRITE_MEM_RAM = 1,	  /* usable memory (e820 type 1) */
	FERRITE_MEM_RESERVED = 2, /* firmware keeps it (e820 type 2) */
};

/* One line of the firmware's memory map. Bytes; sorted by start; disjoint. */
struct ferrite_mem_range {
	uint64_t start;
	uint64_t len;
	enum ferrite_mem_type type;
	int nid; /* owning node; -1 for reserved ranges that no node owns */
};

enum ferrite_sched_mode {
	FERRITE_SCHED_BATON,	/* one vCPU runs at a time, chosen by seed (default) */
	FERRITE_SCHED_PARALLEL, /* every vCPU runs on a host thread of its own */
};

enum ferrite_paging {
	FERRITE_PAGING_4LEVEL,
	FERRITE_PAGING_5LEVEL,
	FERRITE_PAGING_PAE,
	FERRITE_PAGING_2LEVEL,
};

struct ferrite_decl {
	int nr_nodes;
	int nr_cpus;
	int cpu_node[FERRITE_MAX_CPUS];				/* node of each CPU */
	uint8_t distance[FERRITE_MAX_NODES][FERRITE_MAX_NODES]; /* 10 on the diagonal */
	int nr_ranges;
	struct ferrite_mem_range range[FERRITE_MAX_RANGES];
	uint64_t movable_bytes[FERRITE_MAX_NODES]; /* given to ZONE_MOVABLE, from the top of the node */
	uint64_t seed;
	enum ferrite_sched_mode sched;
	enum ferrite_paging paging;
	bool checks;  /* object state, poison and owner tracking */
	bool redzone; /* checks=full: also red zones, quarantine and never-written memory */
	bool kasan;   /* modules are instrumented (--asan): shadow memory, and checks=full */
};

/*
 * Read a declaration: "2x128M", "nodes=2,mem=128M,cpus=2,seed=7", or "@FILE"-style
 * text with one key=value a line ('#' starts a comment). Fills @decl with defaults first.
 * Returns 0, or -EINVAL with a sentence in @err that says what was wrong and what would
 * be right. Does not allocate; may be called before any machine exists.
 */
int ferrite_decl_parse(struct ferrite_decl *decl, const char *text, char *err, size_t err_size);

#endif
