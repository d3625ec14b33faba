/* SPDX-License-Identifier: MIT */
/* Both sockets, from the machine's side. */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "machined.h"

static int control_fd = -1, user_fd = -1;
static pthread_mutex_t user_lock = PTHREAD_MUTEX_INITIALIZER;

void wire_open(int control, int user)
{
	control_fd = control;
	user_fd = user;
}

/* The launcher is gone: nobody is left to whom anything could be said. */
static void orphaned(void)
{
	_exit(125);
}

/* Packets are whole and ordered by the socket itself, so senders need no lock. */
static int send_packet(int fd, const struct wire_msg *msg, const void *payload, size_t len)
{
	struct wire_msg head = *msg;
	struct iovec iov[2] = {{&head, sizeof(head)}, {(void *)payload, len}};
	struct msghdr mh = {.msg_iov = iov, .msg_iovlen = len ? 2 : 1};
	ssize_t n;

	head.len = (uint32_t)len;
	do {
		n = sendmsg(fd, &mh, MSG_NOSIGNAL);
	} while (n < 0 && errno == EINTR);
	return n < 0 ? -1 : 0;
}

void wire_send(const struct wire_msg *msg, const void *payload, size_t len)
{
	if (len > WIRE_PAYLOAD_MAX)
		len = WIRE_PAYLOAD_MAX;
	if (send_packet(control_fd, msg, payload, len) < 0)
		orphaned();
}

void wire_send_raw(const struct wire_msg *msg, const void *payload)
{
	send_packet(control_fd, msg, payload, msg->len);
}

static int receive_packet(int fd, struct wire_msg *msg, void *payload, size_t room)
{
	struct iovec iov[2] = {{msg, sizeof(*msg)}, {payload, room}};
	struct msghdr mh = {.msg_iov = iov, .msg_iovlen = 2};
	ssize_t n;

	do {
		n = recvmsg(fd, &mh, 0);
	} while (n < 0 && errno == EINTR);
	if (n < (ssize_t)sizeof(*msg) || msg->len != (size_t)n - sizeof(*msg))
		return -1;
	return (int)msg->len;
}

int wire_receive(struct wire_msg *msg, char *payload)
{
	int n = receive_packet(control_fd, msg, payload, WIRE_PAYLOAD_MAX);

	if (n >= 0)
		payload[n] = 0;
	return n;
}

/* ---- user memory ---- */

/* One question of at most WIRE_PAYLOAD_MAX bytes: bytes copied. */
static size_t ask(const struct wire_msg *question, const void *out, size_t out_len, void *in,
		  size_t in_len)
{
	struct wire_msg answer;

	if (send_packet(user_fd, question, out, out_len) < 0 ||
	    receive_packet(user_fd, &answer, in, in_len) < 0 || answer.type != WIRE_UDONE)
		orphaned();
	return answer.result < 0 ? 0 : (size_t)answer.result;
}

static size_t user_copy(void *client, char *dst, const char *src, uintptr_t uva, size_t n)
{
	static char scrap[1];
	size_t done = 0;

	pthread_mutex_lock(&user_lock);
	while (done < n) {
		size_t part = n - done < WIRE_PAYLOAD_MAX ? n - done : WIRE_PAYLOAD_MAX;
		struct wire_msg q = {
			.type = dst ? WIRE_UREAD : WIRE_UWRITE,
			.cookie = (uintptr_t)client,
			.arg = {0, uva + done, part},
		};
		size_t got = dst ? ask(&q, NULL, 0, dst + done, part)
				 : ask(&q, src + done, part, scrap, sizeof(scrap));

		done += got < part ? got : part;
		if (got < part)
			break;
	}
	pthread_mutex_unlock(&user_lock);
	return n - done;
}

size_t wire_user_read(void *client, void *dst, uintptr_t uva, size_t n)
{
	return user_copy(client, dst, NULL, uva, n);
}

size_t wire_user_write(void *client, uintptr_t uva, const void *src, size_t n)
{
	return user_copy(client, NULL, src, uva, n);
}
