/* SPDX-License-Identifier: MIT */
/*
 * Starting a client.
 *
 * The child shares the launcher's descriptor table (CLONE_FILES) until its execve, so the
 * listener that seccomp() gives it is at once a descriptor of the launcher too. It could not be
 * sent: sendmsg is one of the filtered calls, and nobody would answer. The child changes no other
 * descriptor before execve, which gives it a table of its own and closes the launcher's (all are
 * close-on-exec). Redirections would change the shared table: with them the child unshares it
 * first. The launcher sleeps until execve is through (CLONE_VFORK, but with memory of its own),
 * so the child must make no filtered call before.
 */
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/client/host.h"

#ifndef SECCOMP_IOCTL_NOTIF_SET_FLAGS
#define SECCOMP_IOCTL_NOTIF_SET_FLAGS	   SECCOMP_IOW(4, __u64)
#define SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP (1UL << 0)
#endif

/* What the child tells, in memory that both see. */
struct handshake {
	int listener; /* or -errno */
	int exec_error;
};

static bool child_redirect(const struct client_start *start)
{
	const int fds[3] = {start->in, start->out, start->err};

	if (start->in < 0 && start->out < 0 && start->err < 0)
		return true;
	/* A range with no descriptor in it: only the unsharing is wanted. */
	if (syscall(SYS_close_range, ~0u, ~0u, CLOSE_RANGE_UNSHARE) < 0)
		return false;
	for (int i = 0; i < 3; i++)
		if (fds[i] >= 0 && fds[i] != i && dup2(fds[i], i) < 0)
			return false;
	return true;
}

static void child_main(struct handshake *shake, const struct client_start *start,
		       const struct client_host *host)
{
	if (host->pinned)
		sched_setaffinity(0, sizeof(host->cpus), &host->cpus);
	/* Without a launcher nobody answers: the client must not go on half. */
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	shake->listener = -EPERM;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
		shake->listener = filter_install();
	if (shake->listener < 0)
		_exit(127);
	setrlimit(RLIMIT_NOFILE, &host->old_limit);
	signal(SIGPIPE, host->old_sigpipe);
	sigprocmask(SIG_SETMASK, &host->old_mask, NULL);
	if (child_redirect(start)) {
		if (start->envp)
			execvpe(start->argv[0], start->argv, start->envp);
		else
			execvp(start->argv[0], start->argv);
	}
	shake->exec_error = errno;
	_exit(127);
}

static void explain(struct client_host *host, int err)
{
	if (err == -EBUSY)
		host_note(host, "cannot attach a client: a seccomp listener already watches this "
				"process (ferrite inside ferrite, or a container that has one)");
	else if (err == -EINVAL || err == -ENOSYS)
		host_note(host,
			  "cannot attach a client: the kernel lacks seccomp user notification "
			  "with WAIT_KILLABLE_RECV (Linux 5.19 or later is needed)");
	else
		host_note(host, "cannot attach a client: seccomp: %s", strerror(-err));
}

static int client_attach(struct client_host *host, struct client *client, int listener, pid_t pid)
{
	/* An optimisation of Linux 6.6 and later: the waker hands over its CPU. */
	ioctl(listener, SECCOMP_IOCTL_NOTIF_SET_FLAGS, SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP);
	client->pid = pid;
	client->index = host->next_index;
	client->listener.fd = listener;
	client->listener.ready = listener_readable;
	TAILQ_INSERT_TAIL(&host->clients, client, link);
	host->linger_since = 0;
	host->quiet_since = 0;
	host->linger_step = 0;
	return source_add(host, &client->listener, EPOLLIN);
}

int client_host_start(struct client_host *host, const struct client_start *start)
{
	struct handshake *shake = mmap(NULL, sizeof(*shake), PROT_READ | PROT_WRITE,
				       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct client *client = calloc(1, sizeof(*client));
	struct handshake said;
	pid_t pid;
	int err;

	if (shake == MAP_FAILED || !client) {
		free(client);
		return -ENOMEM;
	}
	host->armed = true;
	pid = syscall(SYS_clone, CLONE_FILES | CLONE_VFORK | SIGCHLD, NULL, NULL, NULL, 0);
	err = errno;
	if (pid == 0)
		child_main(shake, start, host);
	said = *shake;
	munmap(shake, sizeof(*shake));
	if (pid > 0 && said.listener >= 0 && !said.exec_error) {
		client_attach(host, client, said.listener, pid);
		return host->next_index++;
	}
	host->next_index++;
	free(client);
	if (pid < 0)
		return -err;
	waitpid(pid, NULL, 0);
	if (said.listener < 0) {
		explain(host, said.listener);
		return said.listener == -EINVAL ? -ENOSYS : said.listener;
	}
	close(said.listener);
	host_note(host, "cannot start %s: %s", start->argv[0], strerror(said.exec_error));
	return -said.exec_error;
}
