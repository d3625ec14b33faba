/* SPDX-License-Identifier: MIT */
/*
 * What clients may do to processes: those of clients are theirs, the launcher and the machine
 * are not there for them. Only calls that name a process by number are looked at, so the number
 * cannot change between the look and the call.
 *
 * This keeps a clumsy program from harm (a script's `kill $PPID`, a debugger on the wrong process)
 * and an honest fuzzer inside. It is no wall against a program of the same user that wants out.
 */
#define _GNU_SOURCE 1
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cli/client/host.h"

void client_host_protect(struct client_host *host, pid_t machine)
{
	host->machine = machine;
}

/* Is @pid one of @process's threads? */
static bool is_thread_of(pid_t process, pid_t pid)
{
	char name[64];

	if (process <= 0 || pid <= 0)
		return false;
	snprintf(name, sizeof(name), "/proc/%d/task/%d", process, pid);
	return process == pid || access(name, F_OK) == 0;
}

/* Every process but the caller: on a machine of its own, that would be the clients. */
static void kill_all(struct call *call)
{
	int signo = (int)call->a[1];

	if (signo < 0 || signo > SIGRTMAX) {
		call_return(call, -EINVAL);
		return;
	}
	clients_kill_but(call->host, signo, call_task(call) ? call->task->tgid : 0);
	call_return(call, 0);
}

void sys_process(struct call *call)
{
	pid_t pid = (pid_t)call->a[call->nr == SYS_ptrace];

	if (call->nr == SYS_ptrace && call->a[0] == PTRACE_TRACEME)
		call_continue(call);
	else if (call->nr == SYS_kill && pid == -1)
		kill_all(call);
	else if (is_thread_of(getpid(), pid) || is_thread_of(call->host->machine, pid))
		call_return(call, -EPERM);
	else
		call_continue(call);
}
