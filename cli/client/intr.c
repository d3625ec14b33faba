/* SPDX-License-Identifier: MIT */
/*
 * Signals that reach a client while it waits in a call.
 *
 * The waiting thread sleeps in seccomp and, once the launcher has taken its notification, only a
 * fatal signal wakes it (WAIT_KILLABLE_RECV). So that a handled signal interrupts a read as Linux
 * would, the launcher looks at the thread's pending signals while its call is under way:
 *
 *   deliverable signal seen → INTERRUPT to the machine → the driver's wait ends with
 *   -ERESTARTSYS, or with a count of what was already done, or goes on (an uninterruptible wait)
 *
 * A restart result goes back to the kernel as it is (-512): on its way to user space the thread
 * finds the signal, and the kernel itself restarts the call, or makes it EINTR, as SA_RESTART, stop
 * signals and handlers demand. Tried on 6.18. But when no signal waits in the
 * thread, the kernel would show 512 to the program: then the request is sent again instead.
 *
 * For a signal sent to the process (ShdPnd), the kernel wakes one thread of its choice: the
 * leader if it can take the signal. A lone candidate is surely chosen. Among several the choice
 * is invisible; a signal that stays pending through several looks has chosen a thread that waits
 * here, and a thread which is not surely the one gets EINTR instead of -512.
 */
#define _GNU_SOURCE 1
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/client/host.h"

#define MS   1000000ull
#define LATE 3 /* looks after which a shared signal counts as stuck */

/* Does another thread of this process leave one of @signals unblocked? */
static bool others_could_take(struct task *task, uint64_t signals)
{
	char name[300];
	struct dirent *entry;
	bool found = false;
	DIR *dir;

	snprintf(name, sizeof(name), "/proc/%d/task", task->tgid);
	dir = opendir(name);
	while (dir && !found && (entry = readdir(dir))) {
		struct task other = {0};

		if (entry->d_name[0] == '.' || atoi(entry->d_name) == task->tid)
			continue;
		snprintf(name, sizeof(name), "/proc/%d/task/%s/status", task->tgid, entry->d_name);
		other.status_fd = open(name, O_RDONLY | O_CLOEXEC);
		if (other.status_fd < 0)
			continue;
		found = task_read(&other) && signals & ~other.sig_blocked;
		close(other.status_fd);
	}
	if (dir)
		closedir(dir);
	return found;
}

/* Is a signal waiting that this call must make room for? Sets call->sure. */
static bool signal_waits(struct call *call)
{
	struct task *task = call_task(call);
	uint64_t shared;

	if (!task || !task_read(task))
		return false;
	if (task->sig_thread & ~task->sig_blocked) {
		call->sure = true;
		return true;
	}
	shared = task->sig_shared & ~task->sig_blocked;
	if (!shared) {
		call->late = 0;
		return false;
	}
	/* The leader is the kernel's first choice. */
	call->sure = task->tid == task->tgid || !others_could_take(task, shared);
	return call->sure || ++call->late > LATE;
}

static void call_check(struct call *call)
{
	if (!call_alive(call)) {
		/* Killed. What the machine still does for it is of no use to anybody. */
		call->answered = true;
		requests_interrupt(call, true);
		call_put(call);
		return;
	}
	if (!call->interrupted && signal_waits(call)) {
		call->interrupted = true;
		requests_interrupt(call, false);
	}
}

/* 1, 2, 4, 8 and then 16 ms apart: most calls never get here. */
static uint64_t interval(unsigned int checks)
{
	return (checks < 4 ? 1u << checks : 16) * MS;
}

int calls_check_signals(struct client_host *host)
{
	struct call *call, *next;
	uint64_t now = now_ns(), due = UINT64_MAX;

	for (call = TAILQ_FIRST(&host->calls); call; call = next) {
		uint64_t at = call->check_ns;

		next = TAILQ_NEXT(call, link);
		if (call->answered || !call->requests)
			continue;
		if (now >= call->check_ns) {
			at = call->check_ns = now + interval(call->checks++);
			call_check(call);
		}
		if (at < due)
			due = at;
	}
	if (due == UINT64_MAX)
		return -1;
	return due <= now ? 0 : (due - now + MS - 1) / MS;
}

static bool is_restart(int64_t result)
{
	return result == -K_ERESTARTSYS || result == -K_ERESTARTNOINTR ||
	       result == -K_ERESTARTNOHAND || result == -K_ERESTART_RESTARTBLOCK;
}

/* True when the reply was "run me again" and has been dealt with; the request lives on if so. */
bool request_restarts(struct request *req, int64_t result)
{
	struct call *call = req->call;

	if (!is_restart(result))
		return false;
	if (call->answered)
		return false;
	call->interrupted = false;
	call->late = LATE;
	if (signal_waits(call)) {
		/* There is no restart block in the kernel for a call that it never ran. */
		if (!call->sure || result == -K_ERESTART_RESTARTBLOCK)
			result = -EINTR;
		call_return(call, result);
		return false;
	}
	call->late = 0;
	request_again(req);
	return true;
}
