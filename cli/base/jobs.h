/* SPDX-License-Identifier: MIT */
/*
 * Host programs that the launcher runs: the compiler, the linker, make, addr2line.
 *
 * A job's output is collected in memory files, never on the terminal, so that the output of
 * jobs which run at the same time is not mixed and the launcher can read what the tool said.
 */
#ifndef CLI_BASE_JOBS_H
#define CLI_BASE_JOBS_H

#include <sys/types.h>

#include "arena.h"

struct job {
	char **argv;
	const char *dir;	/* working directory, NULL: the launcher's */
	const char *stdin_text; /* NULL: /dev/null */
	/* results */
	pid_t pid;
	int status;	 /* exit status; 128 + signal; -1: could not be started */
	char *out, *err; /* what it wrote, 0-terminated */
	int fd[2];
};

/* Run all of @jobs, at most as many at a time as there are processors. Texts go to @arena. */
void jobs_run(struct arena *arena, struct job *jobs, size_t n);

#endif
