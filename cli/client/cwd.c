/* SPDX-License-Identifier: MIT */
/*
 * Working directories that only the machine has.
 *
 * The kernel must have a real folder to stand in. For a folder of the machine that the host has
 * too (/sys/devices/system/node) that is the host's; for others the launcher makes an empty one
 * whose path tells which folder is meant:
 *
 *	chdir("/sys/class/scull")  →  /tmp/ferrite-cwd-XXXXXX/sys/class/scull
 *
 * The kernel carries it through fork and exec, and path.c takes the front off again wherever it
 * reads /proc/TID/cwd. Calls that no filter sees (mkdir, execve of a relative path) find an empty
 * folder, not whatever the client stood in before.
 *
 * A filter cannot change the argument of a call, and the client's memory is not ours to write
 * paths into. So the thread is stopped for a moment (ptrace) on its way out of the chdir() and made
 * to call fchdir() and close() on a descriptor that it was given:
 *
 *	seize, interrupt ─► add the descriptor ─► answer the call ─► the thread stops before any
 *	signal or instruction ─► fchdir, close ─► registers as before, but with the result ─► detach
 *
 * The rejected alternatives: a marker descriptor (programs close what they do not know), a table by
 * process (a fork is not seen), writing a path over the client's own (it may be too short).
 * A client that is being traced by somebody else gets ENOENT, as for any path that is nowhere.
 */
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/client/host.h"

#define SYSCALL_STOP (SIGTRAP | 0x80)

/* ---- the folders ---- */

bool cwd_strip(const struct client_host *host, char *path)
{
	size_t len = strlen(host->cwd_root);

	if (!len || strncmp(path, host->cwd_root, len) || (path[len] && path[len] != '/'))
		return false;
	memmove(path, path + len, strlen(path + len) + 1);
	if (!*path)
		strcpy(path, "/");
	return true;
}

static bool root_make(struct client_host *host)
{
	const char *tmp = getenv("TMPDIR") && *getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp";
	char name[PATH_MAX];

	if (host->cwd_root[0])
		return true;
	if (snprintf(name, sizeof(name), "%s/ferrite-cwd-XXXXXX", tmp) >= (int)sizeof(name) ||
	    !mkdtemp(name) || !realpath(name, host->cwd_root)) {
		host->cwd_root[0] = '\0';
		return false;
	}
	chmod(host->cwd_root, 0755);
	return true;
}

/* Make the folder that stands for @path, and open it (not O_PATH: that cannot be given away). */
static int folder_open(struct client_host *host, const char *path)
{
	char name[2 * WIRE_PATH_MAX];
	size_t root;

	if (!root_make(host))
		return -1;
	root = strlen(host->cwd_root);
	snprintf(name, sizeof(name), "%s%s", host->cwd_root, path);
	for (char *p = strchr(name + root + 1, '/'); p; p = strchr(p + 1, '/')) {
		*p = '\0';
		mkdir(name, 0755);
		*p = '/';
	}
	mkdir(name, 0755);
	chmod(name, 0755);
	return open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st, (void)flag, (void)ftw;
	return remove(path);
}

void cwd_exit(struct client_host *host)
{
	if (host->cwd_root[0])
		nftw(host->cwd_root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* ---- moving a thread ---- */

/* Wait until @tid has stopped; its wait status, or -1 when it has died (left for the reaper). */
static int stopped(pid_t tid)
{
	siginfo_t info;
	int status;

	memset(&info, 0, sizeof(info));
	if (waitid(P_PID, tid, &info, WSTOPPED | WEXITED | WNOWAIT | __WALL) < 0 ||
	    (info.si_code != CLD_TRAPPED && info.si_code != CLD_STOPPED))
		return -1;
	return waitpid(tid, &status, __WALL) == tid ? status : -1;
}

/* On to the next entry to or exit from a system call. SIGSTOP, which no mask holds, comes later. */
static bool step(pid_t tid, bool *stop)
{
	int status;

	do {
		if (ptrace(PTRACE_SYSCALL, tid, NULL, NULL) < 0)
			return false;
		status = stopped(tid);
		if (status >= 0 && WSTOPSIG(status) == SIGSTOP && !(status >> 16))
			*stop = true;
	} while (status >= 0 && WSTOPSIG(status) != SYSCALL_STOP);
	return status >= 0;
}

/* Make the thread run one system call: it stands just behind a syscall instruction. */
static int64_t run_call(pid_t tid, const struct user_regs_struct *saved, int nr, uint64_t a0,
			bool *stop)
{
	struct user_regs_struct regs = *saved;

	regs.rax = nr;
	regs.orig_rax = -1;
	regs.rdi = a0;
	regs.rsi = CWD_MAGIC;
	regs.rip -= 2;
	if (ptrace(PTRACE_SETREGS, tid, NULL, &regs) < 0 || !step(tid, stop) || !step(tid, stop) ||
	    ptrace(PTRACE_GETREGS, tid, NULL, &regs) < 0)
		return -ESRCH;
	return regs.rax;
}

/* The thread has stopped on its way out of the call. */
static void move(pid_t tid, int fd)
{
	const uint64_t all = ~0ull;
	struct user_regs_struct saved;
	uint64_t mask;
	bool stop = false;

	if (ptrace(PTRACE_SETOPTIONS, tid, NULL, PTRACE_O_TRACESYSGOOD) < 0 ||
	    ptrace(PTRACE_GETREGS, tid, NULL, &saved) < 0 ||
	    ptrace(PTRACE_GETSIGMASK, tid, sizeof(mask), &mask) < 0 ||
	    ptrace(PTRACE_SETSIGMASK, tid, sizeof(all), &all) < 0)
		return;
	saved.rax = run_call(tid, &saved, SYS_fchdir, fd, &stop);
	run_call(tid, &saved, SYS_close, fd, &stop);
	ptrace(PTRACE_SETREGS, tid, NULL, &saved);
	ptrace(PTRACE_SETSIGMASK, tid, sizeof(mask), &mask);
	if (stop)
		kill(tid, SIGSTOP);
}

/* Let the caller stand in the folder behind @dir, which is closed. Answers the call. */
static void cwd_move(struct call *call, int dir)
{
	struct seccomp_notif_addfd add = {.id = call->id, .srcfd = dir, .newfd_flags = O_CLOEXEC};
	pid_t tid = call->tid;
	int fd = -1, err;

	if (dir < 0 || call->answered || ptrace(PTRACE_SEIZE, tid, NULL, NULL) < 0) {
		if (dir >= 0)
			close(dir);
		call_return(call, -ENOENT);
		return;
	}
	ptrace(PTRACE_INTERRUPT, tid, NULL, NULL);
	fd = ioctl(call->client->listener.fd, SECCOMP_IOCTL_NOTIF_ADDFD, &add);
	err = fd < 0 ? -errno : 0;
	close(dir);
	call_return(call, err);
	if (stopped(tid) < 0)
		return;
	if (fd >= 0)
		move(tid, fd);
	ptrace(PTRACE_DETACH, tid, NULL, NULL);
}

/* ---- the calls ---- */

/* Would the kernel itself find @path at the end of the caller's path? */
static bool kernel_finds(const struct call *call, const char *path)
{
	char real[PATH_MAX];

	return call->nr == SYS_chdir && !call->target->in_served &&
	       realpath(call->target->path, real) && !strcmp(real, path);
}

/* @path is a folder of the machine's, without symbolic links. */
static void cwd_enter(struct call *call, const char *path)
{
	int dir;

	if (kernel_finds(call, path)) {
		call_continue(call);
		return;
	}
	dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	cwd_move(call, dir >= 0 ? dir : folder_open(call->host, path));
}

static void chdir_asked(struct call *call, struct request *req, const struct wire_msg *msg,
			const char *payload)
{
	(void)req;
	if (call->target && served_absent(call, msg))
		return;
	if (msg->result < 0 || !msg->len || msg->len >= WIRE_PATH_MAX)
		call_return(call, msg->result < 0 ? msg->result : -ENAMETOOLONG);
	else
		cwd_enter(call, payload);
}

static void chdir_ask(struct call *call)
{
	struct wire_call wire = {.op = WOP_CHDIR};

	request_send(call, NULL, &wire, call->target->path, chdir_asked);
}

void sys_chdir(struct call *call)
{
	struct wire_call wire = {.op = WOP_CHDIR};
	struct file *file;

	if (call->nr == SYS_chdir) {
		served_start(call, AT_FDCWD, call->a[0], false, chdir_ask);
		return;
	}
	file = call_file(call, call->a[0]);
	if (file)
		request_send(call, NULL, &wire, file->path, chdir_asked);
	else
		call_continue(call);
}

void cwd_leave(struct call *call)
{
	cwd_move(call, open(call->target->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

bool cwd_read(struct call *call, char *path)
{
	char name[64];
	ssize_t n;

	if (!call->host->cwd_root[0])
		return false;
	snprintf(name, sizeof(name), "/proc/%d/cwd", call->tid);
	n = readlink(name, path, WIRE_PATH_MAX - 1);
	if (n <= 0)
		return false;
	path[n] = '\0';
	return cwd_strip(call->host, path);
}

void sys_getcwd(struct call *call)
{
	char path[WIRE_PATH_MAX];
	size_t size;

	if (!cwd_read(call, path)) {
		call_continue(call);
		return;
	}
	size = strlen(path) + 1;
	if (size > call->a[1])
		call_return(call, -ERANGE);
	else
		call_return(call, umem_write(call, call->a[0], path, size) < size ? -EFAULT
										  : (int64_t)size);
}
