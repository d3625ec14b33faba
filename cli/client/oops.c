/* SPDX-License-Identifier: MIT */
/*
 * The client whose call brought the machine down, and whether any client can still go on.
 *
 * On Linux the task that oopses dies in the kernel, whatever its process does with signals
 * (make_task_dead): the thread's process sees SIGKILL after a bad access and SIGSEGV after any
 * other exception. Other processes go on.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cli/client/host.h"

static struct call *call_of(struct client_host *host, uint64_t cookie)
{
	struct request *req;

	TAILQ_FOREACH(req, &host->requests, link)
	if (req->cookie == cookie && call_alive(req->call))
		return req->call;
	return NULL;
}

/* The mapping of a process that holds @addr: "[stack]", a file's name, "memory"; NULL: none. */
static const char *mapping(pid_t tid, uint64_t addr, char *text, size_t size)
{
	char name[64], line[4352];
	uint64_t start, end;
	const char *found = NULL;
	FILE *maps;

	snprintf(name, sizeof(name), "/proc/%d/maps", tid);
	maps = fopen(name, "re");
	while (maps && !found && fgets(line, sizeof(line), maps)) {
		int at = 0;

		if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %*s %*s %*s %*s %n", &start, &end, &at) <
			    2 ||
		    addr < start || addr >= end)
			continue;
		line[strcspn(line, "\n")] = '\0';
		snprintf(text, size, "%s", at && line[at] ? line + at : "anonymous memory");
		found = text;
	}
	if (maps)
		fclose(maps);
	return found;
}

bool client_host_address(struct client_host *host, uint64_t cookie, uint64_t addr,
			 struct client_address *out)
{
	struct call *call = call_of(host, cookie);

	memset(out, 0, sizeof(*out));
	if (!call)
		return false;
	out->tid = call->tid;
	out->mapping = mapping(call->tid, addr, out->text, sizeof(out->text));
	for (int i = 1; i < 6; i++)
		if (addr >= call->a[i] && addr - call->a[i] < 65536 && call->a[i] >= 65536)
			out->argument = i + 1;
	return true;
}

/* Would @signo end this process at once? */
static bool ends_it(pid_t tid, int signo)
{
	char name[64], line[256];
	uint64_t mask;
	bool held = false;
	FILE *f;

	snprintf(name, sizeof(name), "/proc/%d/status", tid);
	f = fopen(name, "re");
	if (!f)
		return false;
	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "SigBlk: %" SCNx64, &mask) == 1 ||
		    sscanf(line, "SigIgn: %" SCNx64, &mask) == 1 ||
		    sscanf(line, "SigCgt: %" SCNx64, &mask) == 1)
			held = held || mask >> (signo - 1) & 1;
	fclose(f);
	return !held;
}

void client_host_oops(struct client_host *host, uint64_t cookie, int signo)
{
	struct call *call = call_of(host, cookie);
	struct task *task = call ? call_task(call) : NULL;
	struct rlimit none = {0, 0};

	if (!task || !task_read(task))
		return;
	/* Linux writes no core file for it. */
	prlimit(task->tgid, RLIMIT_CORE, &none, NULL);
	syscall(SYS_tgkill, task->tgid, task->tid, ends_it(task->tid, signo) ? signo : SIGKILL);
}
