/* SPDX-License-Identifier: MIT */
/* stat, lstat, fstat, newfstatat, statx and statfs of served files. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/stat.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>

#include "cli/client/host.h"

#define NS 1000000000

static struct timespec timespec_of(int64_t ns)
{
	return (struct timespec){.tv_sec = ns / NS, .tv_nsec = ns % NS};
}

static struct statx_timestamp stamp_of(int64_t ns)
{
	return (struct statx_timestamp){.tv_sec = ns / NS, .tv_nsec = ns % NS};
}

static int stat_write(struct call *call, const struct wire_stat *w, uint64_t uva)
{
	struct stat st;

	memset(&st, 0, sizeof(st));
	st.st_dev = w->dev;
	st.st_ino = w->ino;
	st.st_mode = w->mode;
	st.st_nlink = w->nlink;
	st.st_uid = w->uid;
	st.st_gid = w->gid;
	st.st_rdev = w->rdev;
	st.st_size = w->size;
	st.st_blksize = w->blksize;
	st.st_blocks = w->blocks;
	st.st_atim = timespec_of(w->atime_ns);
	st.st_mtim = timespec_of(w->mtime_ns);
	st.st_ctim = timespec_of(w->ctime_ns);
	return umem_write(call, uva, &st, sizeof(st)) < sizeof(st) ? -EFAULT : 0;
}

static int statx_write(struct call *call, const struct wire_stat *w, uint64_t uva)
{
	struct statx st;

	memset(&st, 0, sizeof(st));
	st.stx_mask = STATX_BASIC_STATS;
	st.stx_blksize = w->blksize;
	st.stx_nlink = w->nlink;
	st.stx_uid = w->uid;
	st.stx_gid = w->gid;
	st.stx_mode = w->mode;
	st.stx_ino = w->ino;
	st.stx_size = w->size;
	st.stx_blocks = w->blocks;
	st.stx_atime = stamp_of(w->atime_ns);
	st.stx_mtime = stamp_of(w->mtime_ns);
	st.stx_ctime = stamp_of(w->ctime_ns);
	st.stx_rdev_major = major(w->rdev);
	st.stx_rdev_minor = minor(w->rdev);
	st.stx_dev_major = major(w->dev);
	st.stx_dev_minor = minor(w->dev);
	return umem_write(call, uva, &st, sizeof(st)) < sizeof(st) ? -EFAULT : 0;
}

/* Where the caller wants the answer. */
static uint64_t buffer_of(const struct call *call)
{
	if (call->nr == SYS_statx)
		return call->a[4];
	return call->nr == SYS_newfstatat ? call->a[2] : call->a[1];
}

static void stat_result(struct call *call, const struct wire_msg *msg, const char *payload)
{
	struct wire_stat st;

	if (msg->result < 0) {
		call_return(call, msg->result);
		return;
	}
	if (msg->len < sizeof(st)) {
		call_return(call, -EIO);
		return;
	}
	memcpy(&st, payload, sizeof(st));
	if (call->nr == SYS_statx)
		call_return(call, statx_write(call, &st, buffer_of(call)));
	else
		call_return(call, stat_write(call, &st, buffer_of(call)));
}

static void stat_asked(struct call *call, struct request *req, const struct wire_msg *msg,
		       const char *payload)
{
	(void)req;
	if (!served_absent(call, msg))
		stat_result(call, msg, payload);
}

static void fstat_asked(struct call *call, struct request *req, const struct wire_msg *msg,
			const char *payload)
{
	(void)req;
	stat_result(call, msg, payload);
}

static void stat_ask(struct call *call)
{
	struct wire_call wire = {.op = WOP_STAT, .a = {call->target->nofollow}};

	request_send(call, NULL, &wire, call->target->path, stat_asked);
}

static void stat_descriptor(struct call *call, int fd)
{
	struct wire_call wire = {.op = WOP_FSTAT};
	struct file *file = call_file(call, fd);

	if (!file) {
		call_continue(call);
	} else if (file->path_only) {
		wire.op = WOP_STAT;
		wire.a[0] = file->flags & O_NOFOLLOW ? 1 : 0;
		request_send(call, NULL, &wire, file->path, fstat_asked);
	} else {
		request_send(call, file, &wire, NULL, fstat_asked);
	}
}

void sys_fstat(struct call *call)
{
	stat_descriptor(call, call->a[0]);
}

/* Is the path argument "" (or, for statx, NULL, as newer kernels allow)? */
static bool path_is_empty(struct call *call, uint64_t uva)
{
	char first = 0;

	return !uva || (umem_read(call, &first, uva, 1) == 1 && !first);
}

void sys_stat(struct call *call)
{
	int dirfd = AT_FDCWD;
	uint64_t path = call->a[0];
	uint32_t flags = call->nr == SYS_lstat ? AT_SYMLINK_NOFOLLOW : 0;

	if (call->nr == SYS_newfstatat || call->nr == SYS_statx) {
		dirfd = call->a[0];
		path = call->a[1];
		flags = call->nr == SYS_statx ? call->a[2] : call->a[3];
	}
	if (flags & AT_EMPTY_PATH && path_is_empty(call, path))
		stat_descriptor(call, dirfd);
	else
		served_start(call, dirfd, path, flags & AT_SYMLINK_NOFOLLOW, stat_ask);
}

/* ---- statfs: which file system a served path would be on ---- */

static void statfs_write(struct call *call, const char *path)
{
	struct statfs st;

	memset(&st, 0, sizeof(st));
	st.f_type = TMPFS_MAGIC;
	if (!strncmp(path, "/proc", 5))
		st.f_type = PROC_SUPER_MAGIC;
	else if (!strncmp(path, "/sys/kernel/debug", 17))
		st.f_type = DEBUGFS_MAGIC;
	else if (!strncmp(path, "/sys", 4))
		st.f_type = SYSFS_MAGIC;
	st.f_bsize = 4096;
	st.f_frsize = 4096;
	st.f_namelen = 255;
	call_return(call, umem_write(call, call->a[1], &st, sizeof(st)) < sizeof(st) ? -EFAULT : 0);
}

static void statfs_asked(struct call *call, struct request *req, const struct wire_msg *msg,
			 const char *payload)
{
	(void)payload;
	if (served_absent(call, msg))
		return;
	if (msg->result < 0)
		call_return(call, msg->result);
	else
		statfs_write(call, req->path);
}

static void statfs_ask(struct call *call)
{
	struct wire_call wire = {.op = WOP_STAT};

	request_send(call, NULL, &wire, call->target->path, statfs_asked);
}

void sys_statfs(struct call *call)
{
	struct file *file;

	if (call->nr == SYS_statfs) {
		served_start(call, AT_FDCWD, call->a[0], false, statfs_ask);
		return;
	}
	file = call_file(call, call->a[0]);
	if (file)
		statfs_write(call, file->path);
	else
		call_continue(call);
}
