/* SPDX-License-Identifier: MIT */
/*
 * One system call of a client, from the listener's notification to its answer.
 *
 *   received → (deferred: a close() has not finished) → handler → answered
 *                                                         │  ▲
 *                                                requests ▼  │ replies
 *                                                        machine
 *
 * A handler ends in exactly one of call_continue() (the kernel runs the call itself),
 * call_return() (this is the result) or file_inject(). A call may be answered while
 * requests are still out (its thread was killed); it is freed when both are over.
 */
#define _GNU_SOURCE 1
#include <errno.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/utsname.h>

#include "cli/client/host.h"

#ifndef __NR_fchmodat2
#define __NR_fchmodat2 452
#endif
#define NR_MAX 512

typedef void (*handler)(struct call *call);

static const handler handlers[NR_MAX] = {
	[__NR_open] = sys_open_call,
	[__NR_openat] = sys_open_call,
	[__NR_openat2] = sys_open_call,
	[__NR_creat] = sys_open_call,
	[__NR_read] = sys_io,
	[__NR_write] = sys_io,
	[__NR_pread64] = sys_io,
	[__NR_pwrite64] = sys_io,
	[__NR_readv] = sys_io,
	[__NR_writev] = sys_io,
	[__NR_preadv] = sys_io,
	[__NR_pwritev] = sys_io,
	[__NR_preadv2] = sys_io,
	[__NR_pwritev2] = sys_io,
	[__NR_lseek] = sys_lseek,
	[__NR_ioctl] = sys_ioctl,
	[__NR_fcntl] = sys_fcntl,
	[__NR_fsync] = sys_fd_misc,
	[__NR_fdatasync] = sys_fd_misc,
	[__NR_ftruncate] = sys_fd_misc,
	[__NR_fadvise64] = sys_fd_misc,
	[__NR_fallocate] = sys_fd_misc,
	[__NR_fchmod] = sys_fd_misc,
	[__NR_fchown] = sys_fd_misc,
	[__NR_sendfile] = sys_transfer,
	[__NR_splice] = sys_transfer,
	[__NR_tee] = sys_transfer,
	[__NR_copy_file_range] = sys_transfer,
	[__NR_sendto] = sys_not_socket,
	[__NR_recvfrom] = sys_not_socket,
	[__NR_sendmsg] = sys_not_socket,
	[__NR_recvmsg] = sys_not_socket,
	[__NR_sendmmsg] = sys_not_socket,
	[__NR_recvmmsg] = sys_not_socket,
	[__NR_shutdown] = sys_not_socket,
	[__NR_vmsplice] = sys_not_socket,
	[__NR_fstat] = sys_fstat,
	[__NR_stat] = sys_stat,
	[__NR_lstat] = sys_stat,
	[__NR_newfstatat] = sys_stat,
	[__NR_statx] = sys_stat,
	[__NR_access] = sys_access,
	[__NR_faccessat] = sys_access,
	[__NR_faccessat2] = sys_access,
	[__NR_readlink] = sys_readlink,
	[__NR_readlinkat] = sys_readlink,
	[__NR_mknod] = sys_mknod,
	[__NR_mknodat] = sys_mknod,
	[__NR_unlink] = sys_unlink,
	[__NR_unlinkat] = sys_unlink,
	[__NR_chmod] = sys_chmod,
	[__NR_fchmodat] = sys_chmod,
	[__NR_fchmodat2] = sys_chmod,
	[__NR_chown] = sys_chown,
	[__NR_lchown] = sys_chown,
	[__NR_fchownat] = sys_chown,
	[__NR_truncate] = sys_truncate,
	[__NR_utime] = sys_utimes,
	[__NR_utimes] = sys_utimes,
	[__NR_futimesat] = sys_utimes,
	[__NR_utimensat] = sys_utimes,
	[__NR_setxattr] = sys_xattr,
	[__NR_lsetxattr] = sys_xattr,
	[__NR_fsetxattr] = sys_xattr,
	[__NR_getxattr] = sys_xattr,
	[__NR_lgetxattr] = sys_xattr,
	[__NR_fgetxattr] = sys_xattr,
	[__NR_listxattr] = sys_xattr,
	[__NR_llistxattr] = sys_xattr,
	[__NR_flistxattr] = sys_xattr,
	[__NR_removexattr] = sys_xattr,
	[__NR_lremovexattr] = sys_xattr,
	[__NR_fremovexattr] = sys_xattr,
	[__NR_statfs] = sys_statfs,
	[__NR_fstatfs] = sys_statfs,
	[__NR_getdents] = sys_getdents,
	[__NR_getdents64] = sys_getdents,
	[__NR_poll] = sys_poll,
	[__NR_ppoll] = sys_poll,
	[__NR_select] = sys_poll,
	[__NR_pselect6] = sys_poll,
	[__NR_epoll_wait] = sys_poll,
	[__NR_epoll_pwait] = sys_poll,
	[__NR_epoll_pwait2] = sys_poll,
	[__NR_uname] = sys_uname,
	[__NR_chdir] = sys_chdir,
	[__NR_fchdir] = sys_chdir,
	[__NR_getcwd] = sys_getcwd,
	[__NR_sysinfo] = sys_sysinfo,
	[__NR_syslog] = sys_syslog,
	[__NR_kill] = sys_process,
	[__NR_tgkill] = sys_process,
	[__NR_tkill] = sys_process,
	[__NR_ptrace] = sys_process,
	[__NR_pidfd_open] = sys_process,
	[__NR_process_vm_readv] = sys_process,
	[__NR_process_vm_writev] = sys_process,
	[__NR_rt_sigqueueinfo] = sys_process,
	[__NR_rt_tgsigqueueinfo] = sys_process,
};

static void call_send(struct call *call, int64_t value, int error, uint32_t flags)
{
	struct seccomp_notif_resp resp = {
		.id = call->id, .val = value, .error = error, .flags = flags};

	if (call->answered)
		return;
	call->answered = true;
	/* It fails when the thread has been killed meanwhile: then nobody waits. */
	if (call->client->listener.fd >= 0)
		ioctl(call->client->listener.fd, SECCOMP_IOCTL_NOTIF_SEND, &resp);
}

void call_continue(struct call *call)
{
	call_send(call, 0, 0, SECCOMP_USER_NOTIF_FLAG_CONTINUE);
	call_put(call);
}

void call_return(struct call *call, int64_t value)
{
	if (value < 0 && value >= -4095)
		call_send(call, 0, value, 0);
	else
		call_send(call, value, 0, 0);
	call_put(call);
}

void call_result(struct call *call, struct request *req, const struct wire_msg *msg,
		 const char *payload)
{
	(void)req, (void)payload;
	call_return(call, msg->result);
}

void call_put(struct call *call)
{
	if (!call->answered || call->requests)
		return;
	TAILQ_REMOVE(&call->host->calls, call, link);
	if (call->file) {
		call->file->busy--;
		file_put(call->host, call->file);
	}
	if (call->task)
		call->task->calls--;
	free(call->target);
	free(call);
}

/* Run a handler. The extra request keeps the call alive while the handler works on it. */
static void call_dispatch(struct call *call)
{
	handler handle = (unsigned int)call->nr < NR_MAX ? handlers[call->nr] : NULL;

	call->requests++;
	if (handle)
		handle(call);
	else
		call_continue(call);
	call->requests--;
	call_put(call);
}

void calls_resume(struct client_host *host)
{
	struct call *call;

	while (!releases_pending(host) && (call = TAILQ_FIRST(&host->deferred))) {
		TAILQ_REMOVE(&host->deferred, call, link);
		TAILQ_INSERT_TAIL(&host->calls, call, link);
		call_dispatch(call);
	}
}

static struct call *call_receive(struct client *client, struct client_host *host)
{
	struct seccomp_notif notif;
	struct call *call;

	memset(&notif, 0, sizeof(notif));
	if (ioctl(client->listener.fd, SECCOMP_IOCTL_NOTIF_RECV, &notif) < 0)
		return NULL;
	call = calloc(1, sizeof(*call));
	if (!call)
		abort(); /* an unanswered client would hang for ever */
	call->host = host;
	call->client = client;
	call->id = notif.id;
	call->tid = notif.pid;
	call->nr = notif.data.nr;
	for (int i = 0; i < 6; i++)
		call->a[i] = notif.data.args[i];
	call->since_ns = now_ns();
	call->check_ns = call->since_ns + 1000000;
	return call;
}

void listener_readable(struct client_host *host, struct source *source, uint32_t events)
{
	struct client *client =
		(struct client *)((char *)source - offsetof(struct client, listener));
	struct call *call;

	if (!(events & EPOLLIN)) {
		/* The last process under this filter is gone. */
		if (events & (EPOLLHUP | EPOLLERR))
			source_close(host, source);
		return;
	}
	/* Whatever the caller closed before this call must be closed for the machine too. */
	files_hungup(host);
	call = call_receive(client, host);
	if (!call)
		return;
	if (releases_pending(host) || !TAILQ_EMPTY(&host->deferred)) {
		TAILQ_INSERT_TAIL(&host->deferred, call, link);
		return;
	}
	TAILQ_INSERT_TAIL(&host->calls, call, link);
	call_dispatch(call);
}

void sys_uname(struct call *call)
{
	struct utsname name;

	if (uname(&name) < 0) {
		call_continue(call);
		return;
	}
	memset(name.release, 0, sizeof(name.release));
	memset(name.version, 0, sizeof(name.version));
	strcpy(name.release, "6.1.0-ferrite");
	strcpy(name.version, "#1 SMP PREEMPT ferrite");
	call_return(call,
		    umem_write(call, call->a[0], &name, sizeof(name)) < sizeof(name) ? -EFAULT : 0);
}

unsigned int client_host_waiting(struct client_host *host, unsigned int ms)
{
	uint64_t now = now_ns();
	unsigned int n = 0;
	struct call *call;

	TAILQ_FOREACH(call, &host->calls, link)
	n += now - call->since_ns >= ms * 1000000ull;
	return n;
}

void client_host_show_calls(struct client_host *host, void (*line)(void *ctx, const char *text),
			    void *ctx)
{
	char text[WIRE_PATH_MAX + 128];
	struct call *call;

	TAILQ_FOREACH(call, &host->calls, link)
	{
		snprintf(text, sizeof(text), "pid %d (%.16s): system call %d on %s since %.3f s",
			 call->tid, call->task ? call->task->comm : "?", call->nr,
			 call->file	? call->file->path
			 : call->target ? call->target->path
					: "?",
			 (now_ns() - call->since_ns) / 1e9);
		line(ctx, text);
	}
}
