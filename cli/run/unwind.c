/* SPDX-License-Identifier: MIT */
/*
 * The call stack of a stopped thread of the machine, from outside: elfutils unwinds by the call
 * frame information of the files (DWARF), with registers that the thread sent and memory read here.
 * So a crash in the middle of a function's first or last instructions, or in one without a frame,
 * unwinds too.
 */
#include <elfutils/libdwfl.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "unwind.h"

size_t remote_read(pid_t pid, void *to, uint64_t addr, size_t n)
{
	struct iovec local = {to, n}, remote = {(void *)(uintptr_t)addr, n};
	ssize_t got = process_vm_readv(pid, &local, 1, &remote, 1, 0);
	char name[64];
	int fd;

	if (got > 0)
		return (size_t)got;
	/* This way reaches memory that its owner has forbidden to itself. */
	snprintf(name, sizeof(name), "/proc/%d/mem", pid);
	fd = open(name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	got = pread(fd, to, n, (off_t)addr);
	close(fd);
	return got > 0 ? (size_t)got : 0;
}

/* ---- callbacks of libdwfl ---- */

static pid_t next_thread(Dwfl *dwfl, void *arg, void **thread)
{
	struct unwind *u = arg;

	if (*thread)
		return 0;
	*thread = u;
	return u->pid;
}

static bool memory_read(Dwfl *dwfl, Dwarf_Addr addr, Dwarf_Word *result, void *arg)
{
	struct unwind *u = arg;

	return remote_read(u->pid, result, addr, sizeof(*result)) == sizeof(*result);
}

static bool set_registers(Dwfl_Thread *thread, void *arg)
{
	struct unwind *u = arg;
	Dwarf_Word reg[17];

	memcpy(reg, u->reg, sizeof(reg));
	return dwfl_thread_state_registers(thread, 0, 17, reg);
}

static int one_frame(Dwfl_Frame *state, void *arg)
{
	struct unwind *u = arg;
	bool activation;
	Dwarf_Addr pc;

	if (u->nr == UNWIND_MAX || !dwfl_frame_pc(state, &pc, &activation) || !pc)
		return DWARF_CB_ABORT;
	u->pc[u->nr++] = pc;
	return DWARF_CB_OK;
}

static int no_debuginfo(Dwfl_Module *module, void **user, const char *name, Dwarf_Addr base,
			const char *file, const char *link, GElf_Word crc, char **out)
{
	return -1;
}

static const Dwfl_Callbacks dwfl_calls = {
	.find_elf = dwfl_linux_proc_find_elf,
	.find_debuginfo = no_debuginfo,
};

static const Dwfl_Thread_Callbacks thread_calls = {
	.next_thread = next_thread,
	.memory_read = memory_read,
	.set_initial_registers = set_registers,
};

/* ---- */

/* A jump to where no code is: the caller's address is on the stack. */
static void step_over_jump(struct unwind *u)
{
	uint64_t back;

	if (dwfl_addrmodule(u->dwfl, u->reg[16]) ||
	    remote_read(u->pid, &back, u->reg[7], sizeof(back)) != sizeof(back))
		return;
	u->pc[u->nr++] = u->reg[16];
	u->reg[16] = back;
	u->reg[7] += sizeof(back);
	u->jumped = true;
}

/* What the call frame information does not reach: everything here keeps frame pointers. */
static void by_frame_pointers(struct unwind *u)
{
	uint64_t fp = u->reg[6], frame[2];

	while (u->nr < UNWIND_MAX && fp && fp % 8 == 0 &&
	       remote_read(u->pid, frame, fp, sizeof(frame)) == sizeof(frame)) {
		if (!frame[1])
			return;
		u->pc[u->nr++] = frame[1];
		if (frame[0] <= fp)
			return;
		fp = frame[0];
	}
}

void unwind_start(struct unwind *u, pid_t pid, const uint64_t *reg)
{
	memset(u, 0, sizeof(*u));
	u->pid = pid;
	memcpy(u->reg, reg, sizeof(u->reg));
	u->dwfl = dwfl_begin(&dwfl_calls);
	if (!u->dwfl)
		return;
	dwfl_report_begin(u->dwfl);
	dwfl_linux_proc_report(u->dwfl, pid);
	dwfl_report_end(u->dwfl, NULL, NULL);
}

void unwind(struct unwind *u)
{
	unsigned int first;

	if (u->dwfl) {
		step_over_jump(u);
		first = u->nr;
		if (dwfl_attach_state(u->dwfl, NULL, u->pid, &thread_calls, u))
			dwfl_getthread_frames(u->dwfl, u->pid, one_frame, u);
		if (u->nr > first + 1)
			return;
		u->nr = first;
	}
	u->pc[u->nr++] = u->reg[16];
	by_frame_pointers(u);
}

void unwind_end(struct unwind *u)
{
	if (u->dwfl)
		dwfl_end(u->dwfl);
}

/* "name+0x12/0x40", or NULL where no function is known. */
const char *unwind_name(struct unwind *u, uint64_t pc, char *text, size_t size)
{
	Dwfl_Module *module = u->dwfl ? dwfl_addrmodule(u->dwfl, pc) : NULL;
	GElf_Off offset;
	GElf_Sym sym;
	const char *name =
		module ? dwfl_module_addrinfo(module, pc, &offset, &sym, NULL, NULL, NULL) : NULL;

	if (!name)
		return NULL;
	if (strncmp(name, "ferrite_", 8) == 0) /* see __kname() */
		name += 8;
	snprintf(text, size, "%s+0x%llx/0x%llx", name, (unsigned long long)offset,
		 (unsigned long long)sym.st_size);
	return text;
}
