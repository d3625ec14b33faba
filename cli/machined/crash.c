/* SPDX-License-Identifier: MIT */
/*
 * The end of a machine that cannot go on.
 *
 * A signal such as SIGSEGV sends one message of plain numbers: who, where, which registers. Then
 * the handler tries to explain the address with what the core knows, which may hang or fault
 * again, leaves that in memory, and waits: the launcher unwinds this thread from outside, prints
 * the report, and kills the process. Nothing is unwound or allocated here. A debugger sees the
 * signal first, where it happened.
 *
 *	fault ──► on_signal: wire_crash ──────► launcher
 *	             │ explain (bounded by the launcher's patience)
 *	             ▼
 *	          crash_more.done = 1 ◄──────── polled; memory and stack are read from outside
 *	             │ wait
 *	             ▼  SIGKILL ◄───────────── the launcher is done
 *
 * SIGXCPU is the launcher's question where a thread is that does not end (crash_watchdog).
 */
#include <link.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include <ferrite/api.h>
#include <ferrite/crash.h>

#include "machined.h"

#define STACK_SIZE 65536
#define PATIENCE_S 10 /* how long a launcher may read; it ends us long before */
#define NO_TRAP	   255

static struct wire_crash_more crash_more;
static volatile sig_atomic_t dying;
static const char *panic_text;

static const char *verb(bool write, bool exec, const char *read)
{
	return exec ? "jump to" : write ? "write to" : read;
}

static const struct ferrite_symbol *symbol_of(const struct loaded *l, uintptr_t addr)
{
	return symbols_find(l->image.symbols, l->image.nr_symbols, addr);
}

/* An address in a module's image: what is there, and why it may not be touched. */
static bool explain_image(struct ferrite_defect *d, uintptr_t addr, bool write, bool exec)
{
	const struct loaded *l = load_find(addr);
	const struct ferrite_symbol *s = l ? symbol_of(l, addr) : NULL;
	const char *name = s ? s->name : "something", *module = l ? l->image.name : NULL;
	const char *verb = exec ? "call of" : write ? "write to" : "read of";

	if (!l)
		return false;
	d->kind = DEFECT_CRASH;
	for (int i = 0; i < 2; i++)
		if (addr >= l->init_start[i] && addr < l->init_end[i]) {
			d->kind = DEFECT_UNLOADED;
			snprintf(d->head, sizeof(d->head),
				 "%s %s, __init %s of module %s, after init", verb, name,
				 i ? "data" : "memory", module);
			return true;
		}
	if (l->gone) {
		d->kind = DEFECT_UNLOADED;
		snprintf(d->head, sizeof(d->head), "%s %s of module %s after it was unloaded", verb,
			 name, module);
	} else if (write) {
		snprintf(d->head, sizeof(d->head), "write to read-only memory, %s of module %s",
			 name, module);
	} else {
		snprintf(d->head, sizeof(d->head), "%s %s of module %s", verb, name, module);
	}
	return true;
}

static uintptr_t exe_base, exe_end;

static int note_exe(struct dl_phdr_info *info, size_t size, void *unused)
{
	exe_base = info->dlpi_addr;
	for (int i = 0; i < info->dlpi_phnum; i++)
		if (info->dlpi_phdr[i].p_type == PT_LOAD)
			exe_end =
				exe_base + info->dlpi_phdr[i].p_vaddr + info->dlpi_phdr[i].p_memsz;
	return 1; /* the first one is the executable */
}

static bool explain_core(struct ferrite_defect *d, uintptr_t addr, bool write)
{
	const struct ferrite_symbol *s;

	if (addr < exe_base || addr >= exe_end)
		return false;
	s = load_host_ops.core_symbol(addr);
	d->kind = DEFECT_CRASH;
	snprintf(d->head, sizeof(d->head), "%s %s of the core%s%s",
		 write ? "write to" : "access to", write ? "read-only memory" : "memory",
		 s ? ", " : "", s ? s->name : "");
	return true;
}

static bool explain_stack(struct ferrite_defect *d, const struct wire_crash *c)
{
	if (!ferrite_stack_in_zone(c->address))
		return false;
	d->kind = DEFECT_STACK;
	snprintf(d->head, sizeof(d->head), "the kernel stack is used up");
	return true;
}

static void find_out(const struct wire_crash *c)
{
	struct ferrite_defect *d = &crash_more.what;
	bool write = c->error & 2, exec = c->error & 16;

	crash_more.address = ferrite_canonical(c->address);
	for (int i = 0; i < WIRE_NR_REGS; i++)
		crash_more.reg[i] = i == WIRE_REG_FLAGS ? c->reg[i] : ferrite_canonical(c->reg[i]);
	if (c->trap == 14) {
		crash_more.by_image = explain_stack(d, c) ||
				      explain_image(d, c->address, write, exec) ||
				      explain_core(d, c->address, write);
		if (!crash_more.by_image)
			ferrite_crash_explain(d, c->address, verb(write, exec, "read of"));
	} else if (c->address) {
		ferrite_crash_explain(d, c->address, "access to");
	}
	__atomic_store_n(&crash_more.done, 1, __ATOMIC_RELEASE);
}

/* The processor does not say which address it refuses: the register that holds such a one. */
static uint64_t non_canonical(const uint64_t *reg)
{
	for (int i = 0; i < WIRE_REG_IP; i++) {
		int64_t value = (int64_t)reg[i];

		if (value >> 47 != 0 && value >> 47 != -1)
			return reg[i];
	}
	return 0;
}

static void fill(struct wire_crash *c, int sig, const siginfo_t *info, const ucontext_t *uc)
{
	static const int order[WIRE_NR_REGS] = {
		REG_RAX, REG_RDX, REG_RCX, REG_RBX, REG_RSI, REG_RDI, REG_RBP, REG_RSP, REG_R8,
		REG_R9,	 REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15, REG_RIP, REG_EFL};
	const greg_t *g = uc->uc_mcontext.gregs;
	struct ferrite_context now;
	uintptr_t lo = 0, hi = 0;

	memset(c, 0, sizeof(*c));
	c->sig = sig;
	c->code = info->si_code;
	c->tid = (int)syscall(SYS_gettid);
	/* A signal that somebody sent says nothing about the last trap. */
	c->trap = info->si_code > 0 ? (uint64_t)g[REG_TRAPNO] : NO_TRAP;
	c->error = (uint64_t)g[REG_ERR];
	for (int i = 0; i < WIRE_NR_REGS; i++)
		c->reg[i] = (uint64_t)g[order[i]];
	c->address = c->trap == 14   ? (uint64_t)g[REG_CR2]
		     : c->trap == 13 ? non_canonical(c->reg)
				     : 0;
	ferrite_context(&now);
	c->pid = now.pid;
	c->cpu = now.cpu;
	c->preempt_count = now.preempt_count;
	memcpy(c->comm, now.comm, sizeof(c->comm));
	c->client = now.client;
	c->step = now.step;
	c->ns = now.ns;
	if (ferrite_stack_bounds(&lo, &hi)) {
		c->stack_lo = lo;
		c->stack_hi = hi;
	}
	c->more = (uintptr_t)&crash_more;
	if (panic_text)
		snprintf(c->panic, sizeof(c->panic), "%s", panic_text);
}

static void wait_for_the_end(void)
{
	for (int i = 0; i < PATIENCE_S * 10; i++)
		usleep(100000);
	_exit(3);
}

/* Is it a module that does this, itself or by memcpy() and its kin? */
static bool by_module(const ucontext_t *uc)
{
	uintptr_t pc = (uintptr_t)uc->uc_mcontext.gregs[REG_RIP];
	uintptr_t sp = (uintptr_t)uc->uc_mcontext.gregs[REG_RSP];

	if (load_find(pc))
		return true;
	return (pc < exe_base || pc >= exe_end) && !ferrite_stack_in_zone(sp) &&
	       load_find(*(const uintptr_t *)sp);
}

/*
 * Two kinds of memory are closed to modules only. The core may look into an unloaded module: its
 * lists end there, when the module left something on them, and that is what the audits are about
 * to say. And it may use more stack than Linux has.
 */
static bool core_may(const siginfo_t *info, const ucontext_t *uc)
{
	uintptr_t pc = (uintptr_t)uc->uc_mcontext.gregs[REG_RIP], addr = (uintptr_t)info->si_addr;
	const struct loaded *l;

	if (uc->uc_mcontext.gregs[REG_TRAPNO] != 14 || pc == addr || by_module(uc))
		return false;
	if (ferrite_stack_open(addr))
		return true;
	l = load_find(addr);
	return l && l->gone &&
	       mprotect((void *)(addr & ~4095ul), 4096, PROT_READ | PROT_WRITE) == 0;
}

static void on_signal(int sig, siginfo_t *info, void *context)
{
	struct wire_msg m = {.type = WIRE_DEFECT, .arg = {WIRE_CRASH}};
	static struct wire_crash c;

	if (sig == SIGSEGV && core_may(info, context))
		return;
	/* A fault of find_out(), or of another CPU while this one dies: the first one counts. */
	if (__atomic_exchange_n(&dying, 1, __ATOMIC_SEQ_CST))
		wait_for_the_end();
	fill(&c, sig, info, context);
	m.len = sizeof(c);
	wire_send_raw(&m, &c);
	ferrite_crash_begin();
	find_out(&c);
	wait_for_the_end();
}

void crash_panic(const char *message)
{
	panic_text = message;
	__builtin_trap();
}

/* ---- a machine in which nothing moves, or too much ---- */

static void tell_sleepers(bool all, bool asked)
{
	struct wire_msg m = {.type = WIRE_DEFECT, .arg = {WIRE_STALL, 0, asked}};
	static struct ferrite_defect d;

	m.arg[3] = gate_received();
	/* What is on its way to a vCPU may wake them. */
	if (!asked && ferrite_events_waiting())
		return;
	m.arg[1] = (uint64_t)ferrite_hung_tasks(&d, all);
	if (m.arg[1] == FERRITE_HUNG_NONE)
		d.kind = NR_DEFECT_KINDS;
	wire_send(&m, &d, sizeof(d));
}

void crash_stall(void)
{
	tell_sleepers(false, false);
}

static void sleepers_asked_for(void *unused)
{
	tell_sleepers(true, true);
}

void crash_where(void)
{
	/* A thread that holds a CPU for a moment only is none that does not end. */
	for (int i = 0, tid; i < 20; i++) {
		tid = ferrite_running_thread();
		if (tid && syscall(SYS_tgkill, getpid(), tid, SIGXCPU) == 0)
			return;
		usleep(1000);
	}
	ferrite_post(sleepers_asked_for, NULL);
}

static const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS, SIGXCPU};

void crash_install(void)
{
	struct sigaction sa = {.sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK};
	stack_t stack = {.ss_size = STACK_SIZE}, there;

	dl_iterate_phdr(note_exe, NULL);
	ferrite_stack_guard();
	stack.ss_sp =
		mmap(NULL, STACK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	/* A sanitizer has set one of its own, which it wants back. */
	if (stack.ss_sp != MAP_FAILED && sigaltstack(NULL, &there) == 0 &&
	    (there.ss_flags & SS_DISABLE))
		sigaltstack(&stack, NULL);
	sa.sa_sigaction = on_signal;
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		sigaction(signals[i], &sa, NULL);
}
