/* SPDX-License-Identifier: MIT */
/* Calls that take a path and no descriptor: access, readlink, mknod, unlink, chmod, … */
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cli/client/host.h"

#ifndef __NR_fchmodat2
#define __NR_fchmodat2 452
#endif

/* Answer by the reply, or look further when the machine does not have the path. */
static void node_asked(struct call *call, struct request *req, const struct wire_msg *msg,
		       const char *payload)
{
	if (!served_absent(call, msg))
		call_result(call, req, msg, payload);
}

static void ask(struct call *call, uint32_t op, uint64_t a0, uint64_t a1)
{
	struct wire_call wire = {.op = op, .a = {a0, a1}};

	request_send(call, NULL, &wire, call->target->path, node_asked);
}

/* ---- access ---- */

static void access_ask(struct call *call)
{
	switch (call->nr) {
	case SYS_access:
		ask(call, WOP_ACCESS, call->a[1], 0);
		break;
	case SYS_faccessat:
		ask(call, WOP_ACCESS, call->a[2], 0);
		break;
	default:
		ask(call, WOP_ACCESS, call->a[2], call->a[3]);
	}
}

void sys_access(struct call *call)
{
	bool at = call->nr != SYS_access;
	bool nofollow = call->nr == SYS_faccessat2 && call->a[3] & AT_SYMLINK_NOFOLLOW;

	served_start(call, at ? (int)call->a[0] : AT_FDCWD, call->a[at], nofollow, access_ask);
}

/* ---- readlink ---- */

static void readlink_give(struct call *call, const char *text, size_t len, uint64_t uva, int size)
{
	if (size <= 0) {
		call_return(call, -EINVAL);
		return;
	}
	if (len > (size_t)size)
		len = size;
	call_return(call, umem_write(call, uva, text, len) < len ? -EFAULT : (int64_t)len);
}

static void readlink_asked(struct call *call, struct request *req, const struct wire_msg *msg,
			   const char *payload)
{
	int at = call->nr == SYS_readlinkat;

	(void)req;
	if (served_absent(call, msg))
		return;
	if (msg->result < 0)
		call_return(call, msg->result);
	else
		readlink_give(call, payload, msg->len, call->a[1 + at], call->a[2 + at]);
}

static void readlink_ask(struct call *call)
{
	struct wire_call wire = {.op = WOP_READLINK};

	request_send(call, NULL, &wire, call->target->path, readlink_asked);
}

void sys_readlink(struct call *call)
{
	int at = call->nr == SYS_readlinkat;
	int dirfd = at ? (int)call->a[0] : AT_FDCWD;
	char path[WIRE_PATH_MAX], cwd[WIRE_PATH_MAX];
	struct file *file = NULL;
	bool descriptor, foreign;
	bool proc = (call->host->nr_files || call->host->cwd_root[0]) &&
		    path_read(call, dirfd, call->a[at], path, &foreign) == 0 &&
		    !strncmp(path, "/proc/", 6);

	/* /proc/self/fd/N must name the file, not the socket that stands for it. */
	if (proc)
		file = path_file(call, path, &descriptor);
	if (proc && !strcmp(path, "/proc/self/cwd") && cwd_read(call, cwd))
		readlink_give(call, cwd, strlen(cwd), call->a[1 + at], call->a[2 + at]);
	else if (file)
		readlink_give(call, file->path, strlen(file->path), call->a[1 + at],
			      call->a[2 + at]);
	else
		served_start(call, dirfd, call->a[at], true, readlink_ask);
}

/* ---- nodes ---- */

/* The host's numbers mean nothing to the machine's drivers: a device node in /dev is the machine's.
 */
static void mknod_ask(struct call *call)
{
	int at = call->nr == SYS_mknodat;
	struct wire_call wire = {
		.op = WOP_MKNOD,
		.a = {(uint32_t)call->a[1 + at], (uint32_t)call->a[2 + at]},
	};

	request_send(call, NULL, &wire, call->target->path, call_result);
}

void sys_mknod(struct call *call)
{
	int at = call->nr == SYS_mknodat;
	uint32_t type = call->a[1 + at] & S_IFMT;

	if (type != S_IFCHR && type != S_IFBLK)
		call_continue(call);
	else
		served_start(call, at ? (int)call->a[0] : AT_FDCWD, call->a[at], true, mknod_ask);
}

static void unlink_ask(struct call *call)
{
	ask(call, WOP_UNLINK, 0, 0);
}

void sys_unlink(struct call *call)
{
	int at = call->nr == SYS_unlinkat;

	served_start(call, at ? (int)call->a[0] : AT_FDCWD, call->a[at], true, unlink_ask);
}

static void chmod_ask(struct call *call)
{
	ask(call, WOP_CHMOD, call->a[call->nr == SYS_chmod ? 1 : 2], 0);
}

void sys_chmod(struct call *call)
{
	int at = call->nr != SYS_chmod;
	bool nofollow = call->nr == __NR_fchmodat2 && call->a[3] & AT_SYMLINK_NOFOLLOW;

	served_start(call, at ? (int)call->a[0] : AT_FDCWD, call->a[at], nofollow, chmod_ask);
}

static void chown_ask(struct call *call)
{
	int at = call->nr == SYS_fchownat;

	ask(call, WOP_CHOWN, (uint32_t)call->a[1 + at], (uint32_t)call->a[2 + at]);
}

void sys_chown(struct call *call)
{
	int at = call->nr == SYS_fchownat;
	bool nofollow = call->nr == SYS_lchown || (at && call->a[4] & AT_SYMLINK_NOFOLLOW);

	served_start(call, at ? (int)call->a[0] : AT_FDCWD, call->a[at], nofollow, chown_ask);
}

/* ---- calls for which it is enough that the file is there ---- */

/* Files of /proc and /sys have no length: whoever may write them may also truncate them. */
static void truncate_ask(struct call *call, uint32_t mode)
{
	struct wire_call wire = {.op = WOP_ACCESS, .a = {W_OK, AT_EACCESS}};

	if (S_ISREG(mode))
		request_send(call, NULL, &wire, call->target->path, call_result);
	else
		call_return(call, S_ISDIR(mode) ? -EISDIR : -EINVAL);
}

static void known_asked(struct call *call, struct request *req, const struct wire_msg *msg,
			const char *payload)
{
	struct wire_stat st = {0};

	(void)req;
	if (served_absent(call, msg))
		return;
	if (msg->len >= sizeof(st))
		memcpy(&st, payload, sizeof(st));
	if (msg->result < 0)
		call_return(call, msg->result);
	else if (call->nr == SYS_truncate)
		truncate_ask(call, st.mode);
	else
		call_return(call, 0);
}

static void known_ask(struct call *call)
{
	struct wire_call wire = {.op = WOP_STAT, .a = {call->target->nofollow}};

	request_send(call, NULL, &wire, call->target->path, known_asked);
}

void sys_truncate(struct call *call)
{
	if ((int64_t)call->a[1] < 0)
		call_return(call, -EINVAL);
	else
		served_start(call, AT_FDCWD, call->a[0], false, known_ask);
}

/* Times of served nodes are the machine's: setting them is accepted and changes nothing. */
void sys_utimes(struct call *call)
{
	int at = call->nr == SYS_futimesat || call->nr == SYS_utimensat;

	if (at && !call->a[1]) {
		call_file(call, call->a[0]);
		if (call->file)
			call_return(call, call->file->path_only ? -EBADF : 0);
		else
			call_continue(call);
		return;
	}
	served_start(call, at ? (int)call->a[0] : AT_FDCWD, call->a[at],
		     call->nr == SYS_utimensat && call->a[3] & AT_SYMLINK_NOFOLLOW, known_ask);
}

/* ---- extended attributes: there are none; asked of Linux 6.1, devtmpfs and proc ---- */

static int64_t xattr_answer(const struct call *call, const char *path)
{
	bool dev = !strncmp(path, "/dev/", 5);

	switch (call->nr) {
	case SYS_listxattr:
	case SYS_llistxattr:
	case SYS_flistxattr:
		return 0;
	case SYS_setxattr:
	case SYS_lsetxattr:
	case SYS_fsetxattr:
		return dev ? -EPERM : -EOPNOTSUPP;
	}
	return dev ? -ENODATA : -EOPNOTSUPP;
}

static void xattr_asked(struct call *call, struct request *req, const struct wire_msg *msg,
			const char *payload)
{
	(void)payload;
	if (served_absent(call, msg))
		return;
	call_return(call, msg->result < 0 ? msg->result : xattr_answer(call, req->path));
}

static void xattr_ask(struct call *call)
{
	struct wire_call wire = {.op = WOP_STAT, .a = {call->target->nofollow}};

	request_send(call, NULL, &wire, call->target->path, xattr_asked);
}

void sys_xattr(struct call *call)
{
	switch (call->nr) {
	case SYS_fgetxattr:
	case SYS_flistxattr:
	case SYS_fsetxattr:
	case SYS_fremovexattr:
		if (call_file(call, call->a[0]))
			call_return(call, xattr_answer(call, call->file->path));
		else
			call_continue(call);
		return;
	}
	served_start(call, AT_FDCWD, call->a[0],
		     call->nr == SYS_lgetxattr || call->nr == SYS_llistxattr ||
			     call->nr == SYS_lsetxattr || call->nr == SYS_lremovexattr,
		     xattr_ask);
}
