/* SPDX-License-Identifier: MIT */
/*
 * The control socket: messages out, calls and their replies.
 *
 * A machine may be slow to read, and it may send anything (a module's wild write can have
 * hit it). So nothing here blocks, lengths are believed only as far as the packet goes, and
 * a reply counts only if its cookie is one that is waited for.
 */
#define _GNU_SOURCE 1
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <signal.h>
#include <unistd.h>

#include "cli/client/host.h"

static int packet_send(struct client_host *host, const void *bytes, size_t size)
{
	ssize_t n = send(host->control.fd, bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL);

	return n < 0 ? -errno : 0;
}

static int packet_queue(struct client_host *host, const void *bytes, size_t size)
{
	struct packet *packet = malloc(sizeof(*packet) + size);
	struct epoll_event event = {.events = EPOLLIN | EPOLLOUT, .data.ptr = &host->control};

	if (!packet)
		return -ENOMEM;
	packet->size = size;
	memcpy(packet->bytes, bytes, size);
	TAILQ_INSERT_TAIL(&host->packets, packet, link);
	epoll_ctl(host->epoll, EPOLL_CTL_MOD, host->control.fd, &event);
	return 0;
}

static void packets_flush(struct client_host *host)
{
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = &host->control};
	struct packet *packet;

	while ((packet = TAILQ_FIRST(&host->packets))) {
		if (packet_send(host, packet->bytes, packet->size) == -EAGAIN)
			return;
		TAILQ_REMOVE(&host->packets, packet, link);
		free(packet);
	}
	epoll_ctl(host->epoll, EPOLL_CTL_MOD, host->control.fd, &event);
}

int machine_send(struct client_host *host, const struct wire_msg *msg, const void *payload)
{
	size_t size = sizeof(*msg) + msg->len;
	int err;

	if (host->machine_gone)
		return -EPIPE;
	if (msg->len > WIRE_PAYLOAD_MAX)
		return -EMSGSIZE;
	host->sent++;
	memcpy(host->out, msg, sizeof(*msg));
	if (msg->len)
		memcpy(host->out + sizeof(*msg), payload, msg->len);
	if (!TAILQ_EMPTY(&host->packets))
		return packet_queue(host, host->out, size);
	err = packet_send(host, host->out, size);
	return err == -EAGAIN ? packet_queue(host, host->out, size) : err;
}

static void request_free(struct request *req)
{
	free(req->path);
	free(req);
}

/* End a request: @msg is the machine's reply, or one made here. May end the call. */
static void request_end(struct request *req, const struct wire_msg *msg, const char *payload)
{
	struct call *call = req->call;
	struct client_host *host = call->host;
	struct file *file = req->file;

	TAILQ_REMOVE(&host->requests, req, link);
	req->done(call, req, msg, payload);
	request_free(req);
	call->requests--;
	if (file) {
		file->busy--;
		file_put(host, file);
	}
	call_put(call);
}

static void request_fail(struct request *req, int err)
{
	struct wire_msg msg = {.type = WIRE_REPLY, .cookie = req->cookie, .result = -err};

	request_end(req, &msg, "");
}

/* Put the request on the wire under a new cookie. */
static int request_transmit(struct request *req)
{
	struct client_host *host = req->call->host;
	char payload[sizeof(struct wire_call) + WIRE_PATH_MAX];
	struct wire_msg msg = {.type = WIRE_CALL};

	req->cookie = host->next_cookie++;
	req->wire.path_len = req->path ? strlen(req->path) : 0;
	memcpy(payload, &req->wire, sizeof(req->wire));
	if (req->path)
		memcpy(payload + sizeof(req->wire), req->path, req->wire.path_len);
	msg.cookie = req->cookie;
	msg.file = req->file ? req->file->id : 0;
	msg.len = sizeof(req->wire) + req->wire.path_len;
	return machine_send(host, &msg, payload);
}

static void wire_identify(struct wire_call *wire, const struct task *task)
{
	wire->tid = task->tid;
	wire->tgid = task->tgid;
	wire->ppid = task->ppid;
	wire->uid = task->uid;
	wire->euid = task->euid;
	wire->gid = task->gid;
	wire->egid = task->egid;
	wire->umask = task->umask;
	memcpy(wire->comm, task->comm, sizeof(wire->comm));
}

void request_send(struct call *call, struct file *file, const struct wire_call *wire,
		  const char *path, request_done done)
{
	struct request *req = calloc(1, sizeof(*req));
	struct task *task = call_task(call);

	if (!req || !task || (path && !(req->path = strdup(path)))) {
		free(req);
		call_return(call, task ? -ENOMEM : -ESRCH);
		return;
	}
	req->call = call;
	req->file = file;
	req->done = done;
	req->wire = *wire;
	wire_identify(&req->wire, task);
	task->told = true;
	TAILQ_INSERT_TAIL(&call->host->requests, req, link);
	call->requests++;
	if (file)
		file->busy++;
	if (request_transmit(req) < 0)
		request_fail(req, EIO);
}

void request_again(struct request *req)
{
	if (request_transmit(req) < 0)
		request_fail(req, EIO);
}

void requests_interrupt(struct call *call, bool fatal)
{
	struct wire_msg msg = {.type = WIRE_INTERRUPT, .arg = {fatal}};
	struct request *req;

	TAILQ_FOREACH(req, &call->host->requests, link)
	{
		if (req->call != call)
			continue;
		msg.cookie = req->cookie;
		machine_send(call->host, &msg, NULL);
	}
}

static void machine_reply(struct client_host *host, const struct wire_msg *msg, const char *payload)
{
	struct request *req;

	TAILQ_FOREACH(req, &host->requests, link)
	if (req->cookie == msg->cookie)
		break;
	if (!req || request_restarts(req, msg->result))
		return;
	request_end(req, msg, payload);
}

/* A module signals a client. Only clients can be meant, whatever the machine says. */
static void machine_kill(struct client_host *host, pid_t tid, int signo)
{
	struct task *task;

	LIST_FOREACH(task, &host->tasks, link)
	{
		if (task->tid != tid || !task_read(task))
			continue;
		if (task->tid == task->tgid)
			kill(tid, signo);
		else
			syscall(SYS_tgkill, task->tgid, tid, signo);
		return;
	}
}

static void machine_message(struct client_host *host, const struct wire_msg *msg,
			    const char *payload)
{
	struct file *file;

	switch (msg->type) {
	case WIRE_REPLY:
		machine_reply(host, msg, payload);
		break;
	case WIRE_RELEASED:
		release_done(host, msg->cookie);
		break;
	case WIRE_POLL:
		file = file_by_id(host, msg->file);
		if (file)
			poll_changed(host, file, msg->arg[0]);
		break;
	case WIRE_SIGIO:
		file = file_by_id(host, msg->file);
		if (file)
			poll_sigio(host, file);
		break;
	case WIRE_KILL:
		machine_kill(host, msg->arg[0], msg->arg[1]);
		break;
	case WIRE_LOG:
		klog_add(host, msg, payload);
		/* fall through */
	default:
		if (host->ops.message)
			host->ops.message(host->ctx, msg, payload);
	}
}

void machine_dead(struct client_host *host)
{
	struct request *req;
	struct packet *packet;

	if (host->machine_gone)
		return;
	host->machine_gone = true;
	/* Clients that still run find their calls failing: who knows what they leave undone. */
	host->tty_spoiled |= !clients_ended(host);
	source_close(host, &host->control);
	source_close(host, &host->user);
	while ((packet = TAILQ_FIRST(&host->packets))) {
		TAILQ_REMOVE(&host->packets, packet, link);
		free(packet);
	}
	while ((req = TAILQ_FIRST(&host->requests)))
		request_fail(req, EIO);
	while (!TAILQ_EMPTY(&host->releases))
		release_done(host, TAILQ_FIRST(&host->releases)->cookie);
	if (host->ops.machine_gone)
		host->ops.machine_gone(host->ctx);
}

void machine_readable(struct client_host *host, struct source *source, uint32_t events)
{
	struct wire_msg msg;
	ssize_t n;

	if (events & EPOLLOUT)
		packets_flush(host);
	/*
	 * A few at a time, so that a flood of log lines does not starve clients. A reply is
	 * mostly alone: looking for another message would cost a system call for nothing.
	 */
	for (int i = 0; i < 16 && !host->machine_gone; i++) {
		n = recv(source->fd, host->in, sizeof(host->in) - 1, MSG_DONTWAIT);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		if (n <= 0) {
			machine_dead(host);
			return;
		}
		if ((size_t)n < sizeof(msg))
			continue;
		memcpy(&msg, host->in, sizeof(msg));
		if (msg.len > n - sizeof(msg))
			msg.len = n - sizeof(msg);
		host->in[sizeof(msg) + msg.len] = '\0';
		machine_message(host, &msg, host->in + sizeof(msg));
		if (msg.type == WIRE_REPLY)
			return;
	}
}
