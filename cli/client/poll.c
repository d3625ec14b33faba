/* SPDX-License-Identifier: MIT */
/*
 * poll, select, epoll and SIGIO on served files.
 *
 * The kernel does the waiting: it can wait for served files, the program's pipes and its
 * sockets at once, and it knows about masks and time-outs. For that, the socket pair of a
 * file is put into the state that the file has:
 *
 *   readable       a byte is queued towards the client          file->bytes > 0
 *   not readable   none is: the client's end has been drained   file->bytes == 0
 *   not writable   the client's end has sent all that fits      file->full
 *   writable       the launcher has read all that               !file->full
 *   urgent         an out-of-band byte is queued (EPOLLPRI)     file->urgent
 *
 * What makes a state better (readable, writable) is done from the launcher's end, at any
 * moment; the machine tells changes (WIRE_POLL). What makes it worse needs the client's end,
 * borrowed with pidfd_getfd(), and is done when a client enters poll or its kin: every served file
 * of its process is asked about (WOP_POLL) and its socket corrected; then the call goes on
 * in the kernel. A file that nobody polls may be stale, and nobody sees it.
 *
 * A socket cannot be made to show EPOLLERR, EPOLLHUP or EPOLLPRI alone and for a while. poll()
 * and ppoll() that would return at once because of them are answered here in full; others see
 * them as readable.
 *
 * With pipes (see file.c) the number of queued packets is the state, and the launcher may
 * take packets out again by opening the pipe a second time.
 *
 * SIGIO: owner, signal and O_ASYNC were set on the socket by the kernel (io.c lets F_SETFL
 * through), so a byte from the launcher raises it.
 */
#define _GNU_SOURCE 1
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cli/client/host.h"

#define READABLE   (EPOLLIN | EPOLLRDNORM | EPOLLPRI | EPOLLHUP | EPOLLERR | EPOLLRDHUP)
#define WRITABLE   (EPOLLOUT | EPOLLWRNORM | EPOLLERR)
#define MANY_FDS   256 /* longer poll arrays are left to the kernel */
#define MANY_BYTES 64  /* queued for SIGIO and edges; more than that are dropped */

static void drain(int fd)
{
	char buf[4096];

	while (recv(fd, buf, sizeof(buf), MSG_DONTWAIT) > 0)
		;
}

static void fill(int fd)
{
	static const char buf[1024];

	while (send(fd, buf, sizeof(buf), MSG_DONTWAIT | MSG_NOSIGNAL) > 0)
		;
}

/* A descriptor of the launcher's is never sent to a closed end: hang-ups are seen, EPIPE is
 * ignored. */
static void queue_byte(struct file *file)
{
	if (file->bytes < MANY_BYTES && write(file->sock.fd, "", 1) == 1)
		file->bytes++;
}

static void queue_urgent(struct file *file)
{
	if (file->bytes < MANY_BYTES &&
	    send(file->sock.fd, "", 1, MSG_OOB | MSG_DONTWAIT | MSG_NOSIGNAL) == 1) {
		file->bytes++;
		file->urgent = true;
	}
}

static void pipe_take(struct file *file, unsigned int packets)
{
	char name[64], byte;
	int fd;

	snprintf(name, sizeof(name), "/proc/self/fd/%d", file->sock.fd);
	fd = open(name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	while (fd >= 0 && packets-- && read(fd, &byte, 1) == 1)
		file->bytes--;
	if (fd >= 0)
		close(fd);
}

static void pipe_state(struct file *file, uint32_t mask)
{
	unsigned int packets = 0;

	if (mask & READABLE)
		packets = mask & WRITABLE ? 1 : 2;
	if (file->bytes > packets)
		pipe_take(file, file->bytes - packets);
	while (file->bytes < packets && write(file->sock.fd, "", 1) == 1)
		file->bytes++;
}

/* What can be done from this end. A change to readable is an edge, even if a stale byte is there.
 */
static void raise_state(struct file *file, uint32_t mask)
{
	bool readable = mask & READABLE;

	if (mask & EPOLLPRI && !file->urgent)
		queue_urgent(file);
	if (readable && (!file->bytes || !file->readable))
		queue_byte(file);
	file->readable = readable;
	if (mask & WRITABLE && file->full) {
		drain(file->sock.fd);
		file->full = false;
	}
}

static bool must_lower(const struct file *file, uint32_t mask)
{
	return (file->bytes && !(mask & READABLE)) || (file->urgent && !(mask & EPOLLPRI)) ||
	       (!file->full && !(mask & WRITABLE));
}

/* Borrow descriptor @fd of the process @tgid; -1 if the host does not let us. */
static int borrow(struct client_host *host, pid_t tgid, int fd)
{
	struct task *leader = task_get(host, tgid);

	if (!leader || leader->pidfd.fd < 0)
		return -1;
	return syscall(SYS_pidfd_getfd, leader->pidfd.fd, fd, 0);
}

/* Is pidfd_getfd() permitted here at all? */
bool poll_can_borrow(void)
{
	int self = syscall(SYS_pidfd_open, getpid(), 0);
	int copy = self < 0 ? -1 : syscall(SYS_pidfd_getfd, self, self, 0);

	if (copy >= 0)
		close(copy);
	if (self >= 0)
		close(self);
	return copy >= 0;
}

static void lower_state(struct client_host *host, struct file *file, uint32_t mask, pid_t tgid,
			int fd)
{
	int end = borrow(host, tgid, fd);
	char urgent;

	if (end < 0)
		return;
	if ((file->bytes && !(mask & READABLE)) || (file->urgent && !(mask & EPOLLPRI))) {
		recv(end, &urgent, 1, MSG_OOB | MSG_DONTWAIT);
		drain(end);
		file->bytes = 0;
		file->urgent = false;
	}
	if (!file->full && !(mask & WRITABLE)) {
		fill(end);
		file->full = true;
	}
	close(end);
}

void poll_changed(struct client_host *host, struct file *file, uint32_t mask)
{
	if (host->pipes)
		pipe_state(file, mask);
	else
		raise_state(file, mask);
}

void poll_sigio(struct client_host *host, struct file *file)
{
	if (host->pipes && file->bytes == 2)
		pipe_take(file, 1);
	queue_byte(file);
}

/* ---- answers that the kernel could not give ---- */

static short host_ready(struct client_host *host, pid_t tgid, const struct pollfd *pfd)
{
	struct pollfd copy = {.fd = borrow(host, tgid, pfd->fd), .events = pfd->events};

	if (copy.fd < 0)
		return 0;
	poll(&copy, 1, 0);
	close(copy.fd);
	return copy.revents;
}

static short file_ready(const struct file *file, short events)
{
	if (file->path_only)
		return POLLNVAL;
	return file->mask & (events | POLLERR | POLLHUP);
}

/* poll and ppoll with files of ours that have EPOLLERR, HUP or PRI alone: fill the array in here.
 */
static bool poll_answer(struct call *call)
{
	struct pollfd fds[MANY_FDS];
	struct task *task = call_task(call);
	uint64_t n = call->a[1];
	int64_t ready = 0;

	if ((call->nr != SYS_poll && call->nr != SYS_ppoll) || n > MANY_FDS || !task ||
	    umem_read(call, fds, call->a[0], n * sizeof(*fds)) < n * sizeof(*fds))
		return false;
	for (uint64_t i = 0; i < n; i++) {
		struct file *file = file_of_fd(call->host, call->tid, fds[i].fd);

		fds[i].revents = 0;
		if (file)
			fds[i].revents = file_ready(file, fds[i].events);
		else if (fds[i].fd >= 0)
			fds[i].revents = host_ready(call->host, task->tgid, &fds[i]);
		ready += fds[i].revents != 0;
	}
	if (!ready)
		return false;
	if (umem_write(call, call->a[0], fds, n * sizeof(*fds)) < n * sizeof(*fds))
		ready = -EFAULT;
	call_return(call, ready);
	return true;
}

static void poll_next(struct call *call)
{
	if (--call->polls)
		return;
	if (!call->beyond || !poll_answer(call))
		call_continue(call);
}

static void poll_asked(struct call *call, struct request *req, const struct wire_msg *msg,
		       const char *payload)
{
	struct file *file = req->file;
	uint32_t mask = msg->result < 0 ? EPOLLERR : msg->result;
	struct task *task = call_task(call);

	(void)payload;
	if (!call->host->pipes && task && must_lower(file, mask))
		lower_state(call->host, file, mask, task->tgid, req->wire.a[3]);
	poll_changed(call->host, file, mask);
	file->mask = mask;
	/* An out-of-band byte makes a socket readable, too. */
	if (mask & (EPOLLERR | EPOLLHUP) || (mask & (EPOLLPRI | EPOLLIN)) == EPOLLPRI ||
	    (call->host->pipes && mask & EPOLLPRI))
		call->beyond = true;
	poll_next(call);
}

/* Ask about every served file that the process has open, then let the kernel wait. */
void sys_poll(struct call *call)
{
	struct wire_call wire = {.op = WOP_POLL};
	struct dirent *entry;
	struct file *file;
	char name[64];
	DIR *dir;

	if (!call->host->nr_files || call->host->machine_gone) {
		call_continue(call);
		return;
	}
	snprintf(name, sizeof(name), "/proc/%d/fd", call->tid);
	dir = opendir(name);
	call->polls = 1;
	while (dir && (entry = readdir(dir))) {
		file = entry->d_name[0] == '.'
			       ? NULL
			       : file_of_fd(call->host, call->tid, atoi(entry->d_name));
		if (!file || file->path_only)
			continue;
		wire.a[3] = atoi(entry->d_name); /* for poll_asked() */
		call->polls++;
		request_send(call, file, &wire, NULL, poll_asked);
	}
	if (dir)
		closedir(dir);
	poll_next(call);
}
