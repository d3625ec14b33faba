/* SPDX-License-Identifier: MIT */
/*
 * Who calls: threads of clients, as /proc/TID/status describes them.
 *
 * The status file of a thread stays open for as long as the thread lives. Reading it again
 * costs one system call, and an open status file names its thread even when the id has been
 * given to another: a dead thread's reads fail with ESRCH. It is read afresh for each call,
 * because a process may have changed its name, its ids or its umask meanwhile.
 */
#define _GNU_SOURCE 1
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cli/client/host.h"

/* The text after "\nNAME:" and its blanks, or NULL. */
static const char *status_field(const char *text, const char *name)
{
	size_t len = strlen(name);

	for (const char *p = text; p; p = strchr(p, '\n')) {
		if (*p == '\n')
			p++;
		if (!strncmp(p, name, len) && p[len] == ':')
			return p + len + 1 + strspn(p + len + 1, " \t");
	}
	return NULL;
}

static uint64_t status_number(const char *text, const char *name, int base)
{
	const char *field = status_field(text, name);

	return field ? strtoull(field, NULL, base) : 0;
}

static uint32_t second_number(const char *field)
{
	char *end;

	if (!field)
		return 0;
	strtoul(field, &end, 10);
	return strtoul(end, NULL, 10);
}

static void status_name(const char *text, char *comm, size_t size)
{
	const char *field = status_field(text, "Name");
	size_t n = 0;

	/* Blanks belong to the name, and backslashes are doubled. */
	for (field = field ? field : "\n"; *field && *field != '\n' && n + 1 < size; field++) {
		if (field[0] == '\\' && field[1] == '\\')
			field++;
		comm[n++] = *field;
	}
	memset(comm + n, 0, size - n);
}

bool task_read(struct task *task)
{
	char text[4096];
	ssize_t n = pread(task->status_fd, text, sizeof(text) - 1, 0);

	if (n <= 0)
		return false;
	text[n] = '\0';
	status_name(text, task->comm, sizeof(task->comm));
	task->tgid = status_number(text, "Tgid", 10);
	task->ppid = status_number(text, "PPid", 10);
	task->umask = status_number(text, "Umask", 8);
	task->uid = status_number(text, "Uid", 10);
	task->euid = second_number(status_field(text, "Uid"));
	task->gid = status_number(text, "Gid", 10);
	task->egid = second_number(status_field(text, "Gid"));
	task->sig_thread = status_number(text, "SigPnd", 16);
	task->sig_shared = status_number(text, "ShdPnd", 16);
	task->sig_blocked = status_number(text, "SigBlk", 16);
	return true;
}

void task_free(struct client_host *host, struct task *task)
{
	struct wire_msg msg = {.type = WIRE_TASK_EXIT, .arg = {task->tid}};

	if (task->told)
		machine_send(host, &msg, NULL);
	LIST_REMOVE(task, link);
	source_close(host, &task->pidfd);
	close(task->status_fd);
	free(task);
}

static void task_exited(struct client_host *host, struct source *source, uint32_t events)
{
	struct task *task = (struct task *)source, *other, *next;
	pid_t tgid = task->tgid;

	(void)events;
	source_close(host, &task->pidfd);
	for (other = LIST_FIRST(&host->tasks); other; other = next) {
		next = LIST_NEXT(other, link);
		if (other->tgid == tgid && !other->calls)
			task_free(host, other);
	}
	listings_forget(host, tgid, NULL);
}

/* Threads have no descriptor that tells their end on older kernels: look now and then. */
void tasks_sweep(struct client_host *host)
{
	struct task *task, *next;

	for (task = LIST_FIRST(&host->tasks); task; task = next) {
		next = LIST_NEXT(task, link);
		if (task->pidfd.fd < 0 && !task->calls && !task_read(task))
			task_free(host, task);
	}
	host->swept_ns = now_ns();
}

static struct task *task_new(struct client_host *host, pid_t tid)
{
	struct task *task = calloc(1, sizeof(*task));
	char name[64];

	if (!task)
		return NULL;
	snprintf(name, sizeof(name), "/proc/%d/status", tid);
	task->tid = tid;
	task->pidfd.fd = -1;
	task->pidfd.ready = task_exited;
	task->status_fd = open(name, O_RDONLY | O_CLOEXEC);
	if (task->status_fd < 0 || !task_read(task)) {
		if (task->status_fd >= 0)
			close(task->status_fd);
		free(task);
		return NULL;
	}
	if (task->tid == task->tgid) {
		task->pidfd.fd = syscall(SYS_pidfd_open, tid, 0);
		if (task->pidfd.fd >= 0)
			source_add(host, &task->pidfd, EPOLLIN);
	}
	LIST_INSERT_HEAD(&host->tasks, task, link);
	return task;
}

struct task *task_get(struct client_host *host, pid_t tid)
{
	struct task *task;

	LIST_FOREACH(task, &host->tasks, link)
	{
		if (task->tid != tid)
			continue;
		if (task_read(task))
			return task;
		/* Dead, and its id belongs to somebody new. */
		if (!task->calls)
			task_free(host, task);
		else
			task->tid = -1;
		break;
	}
	return task_new(host, tid);
}

struct task *call_task(struct call *call)
{
	if (!call->task) {
		call->task = task_get(call->host, call->tid);
		if (call->task)
			call->task->calls++;
	}
	return call->task;
}

static pid_t parent_of(pid_t pid)
{
	char name[64], text[1024], *paren;
	int fd, ppid = 0;
	ssize_t n;

	snprintf(name, sizeof(name), "/proc/%d/stat", pid);
	fd = open(name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (n <= 0)
		return 0;
	text[n] = '\0';
	paren = strrchr(text, ')');
	return paren && sscanf(paren + 1, " %*c %d", &ppid) == 1 ? ppid : 0;
}

/* How many seccomp filters a process is under; -1 if it does not say. */
static int filters_of(pid_t pid)
{
	char name[64], text[4096];
	const char *field;
	ssize_t n;
	int fd;

	snprintf(name, sizeof(name), "/proc/%d/status", pid);
	fd = open(name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (n <= 0)
		return -1;
	text[n] = '\0';
	field = status_field(text, "Seccomp_filters");
	return field ? atoi(field) : -1;
}

/* A descendant of this process that is under more filters than it is: so the machine is not one. */
bool task_is_client(struct client_host *host, pid_t pid)
{
	pid_t self = getpid(), ancestor = pid;

	(void)host;
	for (int depth = 0; ancestor > 1 && ancestor != self && depth < 64; depth++)
		ancestor = parent_of(ancestor);
	return pid != self && ancestor == self && filters_of(pid) > filters_of(self);
}
