/* SPDX-License-Identifier: MIT */
/* Private to cli/run: memory and call stacks of the machine process. */
#ifndef CLI_RUN_UNWIND_H
#define CLI_RUN_UNWIND_H

#include <elfutils/libdwfl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define UNWIND_MAX 128

struct unwind {
	pid_t pid;
	uint64_t reg[17]; /* as wire_crash.reg */
	Dwfl *dwfl;
	uint64_t pc[UNWIND_MAX]; /* [0] is where it stopped, the others are return addresses */
	unsigned int nr;
	bool jumped; /* pc[0] is no code: where a wild jump went to */
};

/* Bytes read from @pid's memory; fewer than @n at its end. */
size_t remote_read(pid_t pid, void *to, uint64_t addr, size_t n);

/* The files of process @pid. The process must not go on meanwhile. */
void unwind_start(struct unwind *u, pid_t pid, const uint64_t *reg);
/* Fill in pc and nr. Finds at least the place itself. */
void unwind(struct unwind *u);
const char *unwind_name(struct unwind *u, uint64_t pc, char *text, size_t size);
void unwind_end(struct unwind *u);

#endif
