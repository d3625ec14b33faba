/* SPDX-License-Identifier: MIT */
/*
 * Counting instructions without a performance counter: the processor's trap flag makes each
 * instruction raise SIGTRAP, and the handler counts. Two runs of different length are
 * subtracted, so that everything around the loop cancels out. Exact and repeatable, in any
 * virtual machine, at about a microsecond an instruction. An instruction with a repeat prefix traps
 * once a round and is counted once, as the processor's own counter does.
 */
#include <signal.h>
#include <string.h>
#include <ucontext.h>

#include "pairs.h"

static volatile unsigned long traps;
static greg_t last_pc;

static void on_trap(int sig, siginfo_t *info, void *context)
{
	greg_t pc = ((const ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];

	(void)sig;
	(void)info;
	traps += pc != last_pc;
	last_pc = pc;
}

static unsigned long count(loop_fn loop, unsigned long pairs)
{
	traps = 0;
	/* The red zone of the caller's frame must survive pushf. */
	__asm__ volatile("lea -128(%%rsp), %%rsp\n\tpushfq\n\torq $0x100, (%%rsp)\n\tpopfq\n\t"
			 "lea 128(%%rsp), %%rsp"
			 :
			 :
			 : "memory", "cc");
	loop(pairs);
	__asm__ volatile("lea -128(%%rsp), %%rsp\n\tpushfq\n\tandq $~0x100, (%%rsp)\n\tpopfq\n\t"
			 "lea 128(%%rsp), %%rsp"
			 :
			 :
			 : "memory", "cc");
	return traps;
}

double count_instructions(loop_fn loop)
{
	struct sigaction act, old;
	unsigned long a, b;

	memset(&act, 0, sizeof(act));
	act.sa_sigaction = on_trap;
	act.sa_flags = SA_SIGINFO;
	if (sigaction(SIGTRAP, &act, &old))
		return 0;
	loop(1000); /* whatever is done once is done now */
	a = count(loop, 10);
	b = count(loop, 210);
	sigaction(SIGTRAP, &old, NULL);
	return (double)(b - a) / 200;
}
