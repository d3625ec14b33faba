/* SPDX-License-Identifier: MIT */
/* What the files of the pairs benchmark share. */
#ifndef BENCH_PAIRS_H
#define BENCH_PAIRS_H

#include <stdbool.h>

enum work { WORK_64, WORK_1K, WORK_PAGE, NR_WORKS };

/* One measured allocator. */
enum peer { OURS_OFF, OURS_ON, OURS_FULL, GLIBC, JEMALLOC, MIMALLOC, FLOOR, NR_PEERS };

#define ROUNDS	7	 /* how often all allocators take their turn */
#define SAMPLES 5	 /* measurements in one turn */
#define PAIRS	200000UL /* pairs in one measurement */

typedef void (*loop_fn)(unsigned long pairs);

/* ns a pair, and instructions a pair (0: cannot be counted here). */
struct sample {
	double ns[NR_WORKS][SAMPLES];
	double instructions[NR_WORKS];
};

/* count.c: exactly how many instructions @loop executes for one pair. */
double count_instructions(loop_fn loop);
/* pairs.c */
void measure(const loop_fn loop[NR_WORKS], struct sample *s, bool count);

/* pairs_core.c */
void bench_core_64(unsigned long pairs);
void bench_core_1k(unsigned long pairs);
void bench_core_page(unsigned long pairs);

#endif
