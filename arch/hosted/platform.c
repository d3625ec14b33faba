/* SPDX-License-Identifier: MIT */
/* What the host lends: futexes, clocks, the console, user memory, stacks and code ranges. */
#include <errno.h>
#include <link.h>
#include <linux/futex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "hosted.h"

/* The day Linux 6.1 was released: what a clock shows that must repeat. */
#define BATON_EPOCH_NS	(1670716800ull * 1000000000ull)
#define MAX_TEXT_RANGES 256

struct ferrite_host_ops host_ops;

void ferrite_host_ops_set(const struct ferrite_host_ops *ops)
{
	host_ops = *ops;
}

void host_futex_wait(_Atomic uint32_t *word, uint32_t value, uint64_t timeout_ns)
{
	struct timespec ts = {.tv_sec = (time_t)(timeout_ns / 1000000000u),
			      .tv_nsec = (long)(timeout_ns % 1000000000u)};

	syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, timeout_ns == UINT64_MAX ? NULL : &ts,
		NULL, 0);
}

void host_futex_wake(_Atomic uint32_t *word, int nr)
{
	syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, nr, NULL, NULL, 0);
}

uint64_t host_mono_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

uint64_t arch_epoch_ns(void)
{
	struct timespec ts;

	if (hosted.mode == &baton_mode)
		return BATON_EPOCH_NS;
	clock_gettime(CLOCK_REALTIME, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec - arch_time_ns();
}

void arch_console_write(int level, const char *text, size_t n)
{
	if (host_ops.console)
		host_ops.console(level, text, n);
	else
		fprintf(stderr, "%.*s%s", (int)n, text, n && text[n - 1] == '\n' ? "" : "\n");
}

void arch_panic(const char *message)
{
	if (host_ops.panic)
		host_ops.panic(message);
	fprintf(stderr, "ferrite: panic: %s\n", message);
	abort();
}

size_t arch_user_read(void *dst, uintptr_t uva, size_t n)
{
	void *client = task_user_context(arch_tls.task);

	if (!client || !host_ops.user_read)
		return n;
	return host_ops.user_read(client, dst, uva, n);
}

size_t arch_user_write(uintptr_t uva, const void *src, size_t n)
{
	void *client = task_user_context(arch_tls.task);

	if (!client || !host_ops.user_write)
		return n;
	return host_ops.user_write(client, uva, src, n);
}

/*
 * Frame pointers: the core and modules are built with them. The walk stops at anything else, and
 * at the frame below which nothing is ours: what libc and sanitizers leave in the register
 * would lead into their data, and give equal stacks different ends.
 *
 * The stack of another task is read without any order: it sleeps, or what is read is of no use,
 * but stays within the stack's bounds.
 */
__attribute__((no_sanitize("address"), no_sanitize("thread"))) static unsigned int
walk_frames(const struct host_thread *t, uintptr_t *fp, uintptr_t *pc, unsigned int max)
{
	uintptr_t at = (uintptr_t)fp, room;
	unsigned int n = 0;

	if (!t)
		return 0;
	room = t->stack_hi - t->stack_lo - 2 * sizeof(*fp);
	while (n < max && at - t->stack_lo <= room && !(at % sizeof(*fp))) {
		uintptr_t next = ((uintptr_t *)at)[0], ret = ((uintptr_t *)at)[1];

		if (!ret || at == t->top_frame)
			break;
		pc[n++] = ret;
		if (next <= at)
			break;
		at = next;
	}
	return n;
}

unsigned int arch_backtrace(uintptr_t *pc, unsigned int max)
{
	return walk_frames(host_thread_self(), __builtin_frame_address(0), pc, max);
}

__attribute__((no_sanitize("thread"))) unsigned int
arch_task_backtrace(struct task_struct *task, uintptr_t *pc, unsigned int max)
{
	struct host_thread *t = task_thread(task);

	return t && t->fp ? walk_frames(t, t->fp, pc, max) : 0;
}

static struct {
	uintptr_t start, end;
} text[MAX_TEXT_RANGES];
static _Atomic int nr_text;

int ferrite_text_add(uintptr_t start, size_t len)
{
	int n = atomic_load(&nr_text);

	for (int i = 0; i < n; i++)
		if (!text[i].end) {
			text[i].start = start;
			text[i].end = start + len;
			return 0;
		}
	if (n == MAX_TEXT_RANGES)
		return -ENOSPC;
	text[n].start = start;
	text[n].end = start + len;
	atomic_store(&nr_text, n + 1);
	return 0;
}

void ferrite_text_remove(uintptr_t start)
{
	int n = atomic_load(&nr_text);

	for (int i = 0; i < n; i++)
		if (text[i].end && text[i].start == start)
			text[i].start = text[i].end = 0;
}

struct segment_query {
	uintptr_t addr;
	bool hit;
};

/* The first object is the executable, which the core is linked into. */
static int in_executable(struct dl_phdr_info *info, size_t size, void *data)
{
	struct segment_query *q = data;

	(void)size;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		uintptr_t start = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;

		if (info->dlpi_phdr[i].p_type == PT_LOAD && q->addr >= start &&
		    q->addr - start < info->dlpi_phdr[i].p_memsz)
			q->hit = true;
	}
	return 1;
}

bool arch_is_kernel_text(uintptr_t addr)
{
	struct segment_query q = {.addr = addr};
	int n = atomic_load(&nr_text);

	for (int i = 0; i < n; i++)
		if (addr >= text[i].start && addr < text[i].end)
			return true;
	dl_iterate_phdr(in_executable, &q);
	return q.hit;
}
