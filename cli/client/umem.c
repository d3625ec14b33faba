/* SPDX-License-Identifier: MIT */
/*
 * A client's memory.
 *
 * The machine asks for bytes of the caller of one of its calls, known by cookie. Copies go
 * page by page: a piece that stops at a bad page still delivers everything before it, which
 * is what copy_to_user() promises. A thread id may be reused as soon as its thread is
 * dead, so each copy first asks seccomp whether the call still waits.
 */
#define _GNU_SOURCE 1
#include <errno.h>
#include <linux/seccomp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "cli/client/host.h"

#define USER_PAGE 4096ull
#define BATCH	  17 /* pages that WIRE_PAYLOAD_MAX unaligned bytes touch */

bool call_alive(struct call *call)
{
	return !call->answered && call->client->listener.fd >= 0 &&
	       ioctl(call->client->listener.fd, SECCOMP_IOCTL_NOTIF_ID_VALID, &call->id) == 0;
}

typedef ssize_t (*vm_copy)(pid_t, const struct iovec *, unsigned long, const struct iovec *,
			   unsigned long, unsigned long);

static size_t umem_copy(struct call *call, void *here, uint64_t uva, size_t n, vm_copy copy)
{
	struct iovec remote[BATCH];
	struct iovec local;
	size_t done = 0, pieces, want;
	ssize_t got;

	if (!call_alive(call))
		return 0;
	while (done < n) {
		want = 0;
		for (pieces = 0; pieces < BATCH && done + want < n; pieces++) {
			uint64_t at = uva + done + want;
			size_t room = USER_PAGE - at % USER_PAGE;

			if (room > n - done - want)
				room = n - done - want;
			remote[pieces].iov_base = (void *)(uintptr_t)at;
			remote[pieces].iov_len = room;
			want += room;
		}
		local.iov_base = (char *)here + done;
		local.iov_len = want;
		got = copy(call->tid, &local, 1, remote, pieces, 0);
		if (got > 0)
			done += got;
		if (got < 0 || (size_t)got < want)
			break;
	}
	return done;
}

size_t umem_read(struct call *call, void *dst, uint64_t uva, size_t n)
{
	return umem_copy(call, dst, uva, n, process_vm_readv);
}

size_t umem_write(struct call *call, uint64_t uva, const void *src, size_t n)
{
	return umem_copy(call, (void *)(uintptr_t)src, uva, n, process_vm_writev);
}

int umem_string(struct call *call, char *dst, size_t size, uint64_t uva)
{
	size_t done = 0;

	while (done < size) {
		/* Paths are short: do not fetch a whole page where a line will do. */
		size_t room = USER_PAGE - (uva + done) % USER_PAGE;
		char *end;

		if (room > 256)
			room = 256;
		if (room > size - done)
			room = size - done;
		if (umem_read(call, dst + done, uva + done, room) < room)
			return -EFAULT;
		end = memchr(dst + done, '\0', room);
		if (end)
			return end - dst;
		done += room;
	}
	return -ENAMETOOLONG;
}

static struct call *call_of_cookie(struct client_host *host, uint64_t cookie)
{
	struct request *req;

	TAILQ_FOREACH(req, &host->requests, link)
	if (req->cookie == cookie)
		return req->call;
	return NULL;
}

void user_readable(struct client_host *host, struct source *source, uint32_t events)
{
	struct wire_msg msg, answer = {.type = WIRE_UDONE};
	char *payload = host->in + sizeof(msg);
	ssize_t n = recv(source->fd, host->in, sizeof(host->in), MSG_DONTWAIT);
	struct call *call;

	(void)events;
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		/* The machine goes; what it still said is in the control channel, which tells the
		 * end. */
		source_close(host, source);
		return;
	}
	if ((size_t)n < sizeof(msg))
		return;
	memcpy(&msg, host->in, sizeof(msg));
	answer.cookie = msg.cookie;
	call = call_of_cookie(host, msg.cookie);
	if (call && msg.type == WIRE_UREAD && msg.arg[2] <= WIRE_PAYLOAD_MAX) {
		answer.result = umem_read(call, payload, msg.arg[1], msg.arg[2]);
		answer.len = answer.result;
	} else if (call && msg.type == WIRE_UWRITE && msg.len <= n - sizeof(msg)) {
		answer.result = umem_write(call, msg.arg[1], payload, msg.len);
	}
	memcpy(host->in, &answer, sizeof(answer));
	/* The machine waits for this answer with an empty queue: it cannot block for long. */
	if (send(source->fd, host->in, sizeof(answer) + answer.len, MSG_NOSIGNAL) < 0)
		source_close(host, source);
}
