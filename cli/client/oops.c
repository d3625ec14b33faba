/* SPDX-License-Identifier: MIT */
/*
 * The client whose call brought the machine down, and whether any client can still go on.
 *
 * On Linux the task that oopses dies in the kernel, whatever its process does with signals
 * (make_task_dead): the thread's process sees SIGKILL after a bad access and SIGSEGV after any
 * other exception. Other processes go on.
 */
#include <dirent.h>
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
	host->tty_spoiled = true;
	/* Linux writes no core file for it. */
	prlimit(task->tgid, RLIMIT_CORE, &none, NULL);
	syscall(SYS_tgkill, task->tgid, task->tid, ends_it(task->tid, signo) ? signo : SIGKILL);
}

/* ---- can anybody still do something? ---- */

uint64_t client_host_sent(const struct client_host *host)
{
	return host->sent;
}

static bool waits_in_call(struct client_host *host, pid_t tid)
{
	struct call *call;

	TAILQ_FOREACH(call, &host->calls, link)
	if (call->tid == tid && call->requests && !call->answered)
		return true;
	return false;
}

static bool read_proc(pid_t pid, pid_t tid, const char *what, char *text, size_t size)
{
	char name[64];
	ssize_t n;
	int fd;

	snprintf(name, sizeof(name), "/proc/%d/task/%d/%s", pid, tid, what);
	fd = open(name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	n = read(fd, text, size - 1);
	close(fd);
	text[n > 0 ? n : 0] = '\0';
	return n >= 0;
}

/* A pipe between clients; the launcher's own standard input comes from outside. */
static bool is_inner_pipe(pid_t pid, int fd)
{
	char name[64], link[64], own[64];
	ssize_t n, m = readlink("/proc/self/fd/0", own, sizeof(own));

	snprintf(name, sizeof(name), "/proc/%d/fd/%d", pid, fd);
	n = readlink(name, link, sizeof(link));
	return n > 5 && !strncmp(link, "pipe:", 5) && !(n == m && !memcmp(link, own, (size_t)n));
}

/* Does this thread sleep in a system call that only another process of the clients can end? */
static bool waits_for_others(pid_t pid, pid_t tid)
{
	char text[256];
	unsigned long long a[4];
	int nr;

	if (!read_proc(pid, tid, "syscall", text, sizeof(text)) ||
	    sscanf(text, "%d %llx %llx %llx %llx", &nr, &a[0], &a[1], &a[2], &a[3]) != 5)
		return false;
	switch (nr) {
	case SYS_wait4:
	case SYS_waitid:
	case SYS_pause:
	case SYS_rt_sigsuspend:
		/* An alarm may end it. */
		return !read_proc(pid, pid, "../../timers", text, sizeof(text)) || !text[0];
	case SYS_futex:
		return !a[3];
	case SYS_read:
		return is_inner_pipe(pid, (int)a[0]);
	}
	return false;
}

static bool process_can_run(struct client_host *host, pid_t pid)
{
	char name[64];
	struct dirent *entry;
	bool can = false;
	DIR *dir;

	snprintf(name, sizeof(name), "/proc/%d/task", pid);
	dir = opendir(name);
	while (dir && !can && (entry = readdir(dir))) {
		pid_t tid = atoi(entry->d_name);

		can = tid > 0 && !waits_in_call(host, tid) && !waits_for_others(pid, tid);
	}
	if (dir)
		closedir(dir);
	return can;
}

/* A zombie does nothing more. */
static bool is_dead(pid_t pid)
{
	char text[512], *paren;

	if (!read_proc(pid, pid, "stat", text, sizeof(text)))
		return true;
	paren = strrchr(text, ')');
	return paren && (paren[2] == 'Z' || paren[2] == 'X');
}

static bool tree_can_run(struct client_host *host, pid_t parent, int depth)
{
	char name[64];
	bool can = false;
	FILE *list;
	int pid;

	snprintf(name, sizeof(name), "/proc/%d/task/%d/children", parent, parent);
	list = depth < 64 ? fopen(name, "re") : NULL;
	while (list && !can && fscanf(list, "%d", &pid) == 1) {
		if ((!depth && !task_is_client(host, pid)) || is_dead(pid))
			continue;
		can = process_can_run(host, pid) || tree_can_run(host, pid, depth + 1);
	}
	if (list)
		fclose(list);
	return can;
}

bool client_host_can_run(struct client_host *host)
{
	return tree_can_run(host, getpid(), 0);
}
