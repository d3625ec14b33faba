/* SPDX-License-Identifier: MIT */
/* Who traces this process. */
#ifndef CLI_BASE_TRACER_H
#define CLI_BASE_TRACER_H

/* The pid of the debugger (or strace …) that traces this process; 0: none. */
int tracer_pid(void);

#endif
