/* SPDX-License-Identifier: MIT */
/*
 * syslog(2) and sysinfo(2): the two calls by which programs learn about the machine without
 * opening a file (busybox' dmesg, free and uptime; dmesg -S). The log is the one that
 * /dev/kmsg shows, kept here line by line as the machine tells it.
 */
#define _GNU_SOURCE 1
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/sysinfo.h>

#include "cli/client/host.h"

/* Actions of syslog(2). */
enum {
	READ = 2,
	READ_ALL,
	READ_CLEAR,
	CLEAR,
	CONSOLE_OFF,
	CONSOLE_ON,
	CONSOLE_LEVEL,
	UNREAD,
	SIZE
};

void klog_add(struct client_host *host, const struct wire_msg *msg, const char *text)
{
	char line[1200];
	size_t len = snprintf(line, sizeof(line), "<%u>[%5llu.%06llu] %s\n",
			      (unsigned int)msg->arg[0] & 7,
			      (unsigned long long)msg->arg[1] / 1000000000,
			      (unsigned long long)msg->arg[1] % 1000000000 / 1000, text);
	char *next;

	if (len >= sizeof(line))
		return;
	/* Whole lines leave at the front, many at once: moving the others costs more than they do.
	 */
	if (host->klog_size + len > sizeof(host->klog)) {
		next = memchr(host->klog + sizeof(host->klog) / 8, '\n',
			      host->klog_size - sizeof(host->klog) / 8);
		host->klog_size -= next + 1 - host->klog;
		memmove(host->klog, next + 1, host->klog_size);
	}
	memcpy(host->klog + host->klog_size, line, len);
	host->klog_size += len;
}

/* The last lines that fit into the caller's buffer. */
static int64_t klog_read(struct call *call, uint64_t uva, int64_t room)
{
	struct client_host *host = call->host;
	const char *from = host->klog, *end = host->klog + host->klog_size, *next;

	if (!uva || room < 0)
		return -EINVAL;
	while (end - from > room) {
		next = memchr(from, '\n', end - from);
		from = next ? next + 1 : end;
	}
	return umem_write(call, uva, from, end - from) < (size_t)(end - from) ? -EFAULT
									      : end - from;
}

void sys_syslog(struct call *call)
{
	struct client_host *host = call->host;
	int64_t result = 0;

	switch ((int)call->a[0]) {
	case READ:
		result = -EPERM; /* one consumer, a log daemon, is meant by it: there is none */
		break;
	case READ_ALL:
	case READ_CLEAR:
		result = klog_read(call, call->a[1], (int)call->a[2]);
		if (result >= 0 && (int)call->a[0] == READ_CLEAR)
			host->klog_size = 0;
		break;
	case CLEAR:
		host->klog_size = 0;
		break;
	case CONSOLE_LEVEL:
		result = (int)call->a[2] < 1 || (int)call->a[2] > 8 ? -EINVAL : 0;
		break;
	case UNREAD:
		result = host->klog_size;
		break;
	case SIZE:
		result = sizeof(host->klog);
		break;
	default:
		result = (int)call->a[0] < 0 || (int)call->a[0] > SIZE ? -EINVAL : 0;
	}
	call_return(call, result);
}

static void sysinfo_asked(struct call *call, struct request *req, const struct wire_msg *msg,
			  const char *payload)
{
	size_t size = sizeof(struct sysinfo);

	(void)req;
	if (msg->result < 0 || msg->len < size)
		call_return(call, msg->result < 0 ? msg->result : -EIO);
	else
		call_return(call, umem_write(call, call->a[0], payload, size) < size ? -EFAULT : 0);
}

void sys_sysinfo(struct call *call)
{
	struct wire_call wire = {.op = WOP_SYSINFO};

	request_send(call, NULL, &wire, NULL, sysinfo_asked);
}
