/* SPDX-License-Identifier: MIT */
/* Calls on descriptors: transfer, position, control. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

#include "cli/client/host.h"

/* What an O_PATH descriptor answers to nearly everything. */
static bool path_only(struct call *call, struct file *file)
{
	if (file->path_only)
		call_return(call, -EBADF);
	return file->path_only;
}

/* The served file of the first argument; otherwise the call has been continued. */
static struct file *fd_or_continue(struct call *call)
{
	struct file *file = call_file(call, call->a[0]);

	if (!file)
		call_continue(call);
	else if (path_only(call, file))
		return NULL;
	return file;
}

void sys_io(struct call *call)
{
	struct file *file = fd_or_continue(call);
	struct wire_call wire = {.a = {call->a[1], call->a[2], call->a[3], 0}};

	if (!file)
		return;
	switch (call->nr) {
	case SYS_read:
		wire.op = WOP_READ;
		break;
	case SYS_write:
		wire.op = WOP_WRITE;
		break;
	case SYS_pread64:
		wire.op = WOP_PREAD;
		break;
	case SYS_pwrite64:
		wire.op = WOP_PWRITE;
		break;
	case SYS_preadv2:
	case SYS_pwritev2:
		wire.a[3] = call->a[5];
		break;
	}
	if (call->nr == SYS_readv || call->nr == SYS_writev)
		wire.a[2] = -1ull;
	else if ((call->nr == SYS_preadv || call->nr == SYS_pwritev) && (int64_t)wire.a[2] < 0) {
		call_return(call, -EINVAL);
		return;
	}
	if (call->nr == SYS_readv || call->nr == SYS_preadv || call->nr == SYS_preadv2)
		wire.op = WOP_READV;
	else if (!wire.op)
		wire.op = WOP_WRITEV;
	request_send(call, file, &wire, NULL, call_result);
}

void sys_lseek(struct call *call)
{
	struct file *file = fd_or_continue(call);
	struct wire_call wire = {.op = WOP_LSEEK, .a = {call->a[1], call->a[2]}};

	if (file)
		request_send(call, file, &wire, NULL, call_result);
}

/* ---- flags: the machine's and, for SIGIO, the socket's ---- */

/* The kernel keeps owner, signal and O_ASYNC of the socket: poll.c makes it fire. */
static void async_set(struct call *call, bool on)
{
	call->file->async = on;
	call_continue(call);
}

/* Drivers without fasync leave O_ASYNC out silently, and so no signal may come. */
static void getfl_asked(struct call *call, struct request *req, const struct wire_msg *msg,
			const char *payload)
{
	(void)req, (void)payload;
	if (msg->result < 0 || !(msg->result & O_ASYNC))
		call_return(call, msg->result < 0 ? msg->result : 0);
	else
		async_set(call, true);
}

static void setfl_done(struct call *call, struct request *req, const struct wire_msg *msg,
		       const char *payload)
{
	struct wire_call wire = {.op = WOP_GETFL};

	(void)payload;
	if (msg->result < 0)
		call_return(call, msg->result);
	else if (req->wire.a[0] & O_ASYNC)
		request_send(call, call->file, &wire, NULL, getfl_asked);
	else
		async_set(call, false);
}

static void fioasync_done(struct call *call, struct request *req, const struct wire_msg *msg,
			  const char *payload)
{
	int on = 0;

	(void)req, (void)payload;
	umem_read(call, &on, call->a[2], sizeof(on));
	if (msg->result < 0)
		call_return(call, msg->result);
	else
		async_set(call, on);
}

void sys_fcntl(struct call *call)
{
	struct file *file = call_file(call, call->a[0]);
	struct wire_call wire = {.op = WOP_GETFL};

	if (!file) {
		call_continue(call);
	} else if (file->path_only) {
		call_return(call, (uint32_t)call->a[1] == F_GETFL
					  ? (int64_t)(file->flags & ~O_CLOEXEC)
					  : -EBADF);
	} else if ((uint32_t)call->a[1] == F_GETFL) {
		request_send(call, file, &wire, NULL, call_result);
	} else {
		wire.op = WOP_SETFL;
		wire.a[0] = call->a[2];
		wire.a[1] = call->a[0]; /* fasync is told the descriptor */
		request_send(call, file, &wire, NULL, setfl_done);
	}
}

void sys_ioctl(struct call *call)
{
	struct wire_call wire = {.op = WOP_IOCTL, .a = {(uint32_t)call->a[1], call->a[2]}};
	struct file *file = call_file(call, call->a[0]), *from;

	if (!file) {
		/* FICLONE from a served file onto one of the host's: the kernel sees a socket,
		 * EXDEV. */
		call_continue(call);
		return;
	}
	if (path_only(call, file))
		return;
	switch ((uint32_t)call->a[1]) {
	case FICLONE:
	case FICLONERANGE:
		from = file_of_fd(call->host, call->tid, call->a[2]);
		call_return(call, from ? -EINVAL : -EXDEV);
		return;
	}
	request_send(call, file, &wire, NULL, wire.a[0] == FIOASYNC ? fioasync_done : call_result);
}

/* ---- the rest ---- */

static void fadvise(struct call *call)
{
	bool known = call->a[3] <= POSIX_FADV_NOREUSE;

	call_return(call, known && (int64_t)call->a[2] >= 0 ? 0 : -EINVAL);
}

void sys_fd_misc(struct call *call)
{
	struct wire_call wire = {.a = {call->a[1], call->a[2]}};
	struct file *file;
	const char *path = NULL;

	file = fd_or_continue(call);
	if (!file)
		return;
	switch (call->nr) {
	case SYS_fsync:
	case SYS_fdatasync:
		wire.op = WOP_FSYNC;
		wire.a[0] = call->nr == SYS_fdatasync;
		break;
	case SYS_ftruncate:
		wire.op = WOP_FTRUNCATE;
		break;
	case SYS_fchmod:
		wire.op = WOP_CHMOD;
		path = file->path;
		break;
	case SYS_fchown:
		wire.op = WOP_CHOWN;
		path = file->path;
		break;
	case SYS_fallocate:
		call_return(call, (file->flags & O_ACCMODE) == O_RDONLY ? -EBADF : -ENODEV);
		return;
	default:
		fadvise(call);
		return;
	}
	request_send(call, path ? NULL : file, &wire, path, call_result);
}

/*
 * sendfile, splice, tee and copy_file_range with a served file at either end. A character
 * device that has no splice operations gives EINVAL to all of them, and so do programs'
 * fall-backs to read and write begin.
 */
void sys_transfer(struct call *call)
{
	int other = call->nr == SYS_sendfile || call->nr == SYS_tee ? call->a[1] : call->a[2];
	struct file *file = call_file(call, call->a[0]);

	if (!file)
		file = call_file(call, other);
	if (!file)
		call_continue(call);
	else if (!path_only(call, file))
		call_return(call, -EINVAL);
}

void sys_not_socket(struct call *call)
{
	struct file *file = call_file(call, call->a[0]);

	if (!file)
		call_continue(call);
	else
		call_return(call, file->path_only || call->nr == SYS_vmsplice ? -EBADF : -ENOTSOCK);
}
