/* SPDX-License-Identifier: MIT */
/*
 * The end of a machine that cannot go on.
 *
 * A signal such as SIGSEGV sends one message (what, where, in whose code, as numbers: the
 * launcher finds the source line) and lets the default action kill the process. Nothing is
 * unwound or allocated in the handler; the host's own tools (gdb, core files) see the crash
 * where it happened.
 */
#include <link.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include "machined.h"

#define STACK_SIZE 65536

/* The machine executable, for crashes in the core. */
static char exe_path[512];
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

static bool in_dropped_init(uintptr_t addr, const char **module)
{
	struct loaded *l = load_find(addr);

	for (int i = 0; l && i < 2; i++)
		if (addr >= l->init_start[i] && addr < l->init_end[i]) {
			*module = l->image.name;
			return true;
		}
	return false;
}

/* What an engineer would say first about this address. */
static void explain(char *text, size_t size, int sig, uintptr_t addr)
{
	const char *module;

	if (sig != SIGSEGV && sig != SIGBUS)
		snprintf(text, size, "%s", strsignal(sig));
	else if (in_dropped_init(addr, &module))
		snprintf(text, size, "use of __init memory of module %s after init, at 0x%lx",
			 module, (unsigned long)addr);
	else if (addr < 4096)
		snprintf(text, size, "NULL pointer dereference, address 0x%lx",
			 (unsigned long)addr);
	else
		snprintf(text, size, "bad access to address 0x%lx", (unsigned long)addr);
}

static void on_signal(int sig, siginfo_t *info, void *context)
{
	const ucontext_t *uc = context;
	uintptr_t pc = (uintptr_t)uc->uc_mcontext.gregs[REG_RIP];
	uintptr_t caller = *(const uintptr_t *)uc->uc_mcontext.gregs[REG_RSP];
	struct loaded *l;
	bool in_core;
	char text[1024];
	struct wire_msg m = {.type = WIRE_DEFECT, .arg = {WIRE_CRASH, (uint64_t)sig}};

	/* A call of a bad function pointer: the interesting place is the caller. */
	if (pc == (uintptr_t)info->si_addr && !load_find(pc))
		pc = caller;
	explain(text, sizeof(text), sig, (uintptr_t)info->si_addr);
	l = load_find(pc);
	in_core = pc >= exe_base && pc < exe_end;
	m.arg[2] = l ? pc - l->image.base : in_core ? pc - exe_base : pc;
	m.len = (uint32_t)strlen(text) + 1;
	/* payload: sentence \0 file of the code \0 */
	snprintf(text + m.len, sizeof(text) - m.len, "%s", l ? l->path : in_core ? exe_path : "");
	m.len += (uint32_t)strlen(text + m.len) + 1;
	wire_send_raw(&m, text);
}

void crash_panic(const char *message)
{
	struct wire_msg m = {.type = WIRE_DEFECT, .arg = {WIRE_PANIC}};

	m.len = (uint32_t)strlen(message) + 1;
	wire_send_raw(&m, message);
	_exit(3);
}

void crash_install(void)
{
	static const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP};
	struct sigaction sa = {.sa_flags = SA_SIGINFO | SA_RESETHAND | SA_ONSTACK};
	stack_t stack = {.ss_size = STACK_SIZE}, there;

	dl_iterate_phdr(note_exe, NULL);
	if (readlink("/proc/self/exe", exe_path, sizeof(exe_path) - 1) < 0)
		exe_path[0] = 0;
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
