/* SPDX-License-Identifier: MIT */
/*
 * The system calls of clients, one function an operation. Each runs in the client's task, with
 * the client's identity and memory, and may sleep. A table says for each operation whether it
 * works on an open file (then the file is held around it) or on a path.
 */
#include <ferrite/client.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/mm.h>
#include <linux/rculist.h>
#include <linux/rcupdate.h>
#include <linux/sched/loadavg.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysinfo.h>
#include <linux/timekeeping.h>
#include <linux/uio.h>

#include "client.h"
#include "fs.h"

/* Most that a reply's payload may hold (WIRE_PAYLOAD_MAX). */
#define PAYLOAD_MAX 65536

typedef int64_t (*op_fn)(struct client_call *call, struct file *file, struct client_result *res);

static void __user *user(uint64_t addr)
{
	return (void __user *)(uintptr_t)addr;
}

/* ---- on open files ---- */

static int64_t op_read(struct client_call *call, struct file *f, struct client_result *res)
{
	return fs_read(f, user(call->args.a[0]), call->args.a[1]);
}

static int64_t op_write(struct client_call *call, struct file *f, struct client_result *res)
{
	return fs_write(f, user(call->args.a[0]), call->args.a[1]);
}

static int64_t op_pread(struct client_call *call, struct file *f, struct client_result *res)
{
	return fs_pread(f, user(call->args.a[0]), call->args.a[1], call->args.a[2]);
}

static int64_t op_pwrite(struct client_call *call, struct file *f, struct client_result *res)
{
	return fs_pwrite(f, user(call->args.a[0]), call->args.a[1], call->args.a[2]);
}

static int64_t op_readv(struct client_call *call, struct file *f, struct client_result *res)
{
	const uint64_t *a = call->args.a;

	return fs_readv(f, user(a[0]), a[1], a[2], a[3]);
}

static int64_t op_writev(struct client_call *call, struct file *f, struct client_result *res)
{
	const uint64_t *a = call->args.a;

	return fs_writev(f, user(a[0]), a[1], a[2], a[3]);
}

static int64_t op_lseek(struct client_call *call, struct file *f, struct client_result *res)
{
	return fs_lseek(f, call->args.a[0], call->args.a[1]);
}

static int64_t op_ioctl(struct client_call *call, struct file *f, struct client_result *res)
{
	return fs_ioctl(f, call->args.a[0], call->args.a[1]);
}

static int64_t op_poll(struct client_call *call, struct file *f, struct client_result *res)
{
	return watch_poll(f);
}

static int64_t op_setfl(struct client_call *call, struct file *f, struct client_result *res)
{
	return fs_setfl(f, call->args.a[1], call->args.a[0]);
}

static int64_t op_getfl(struct client_call *call, struct file *f, struct client_result *res)
{
	return fs_getfl(f);
}

static int64_t stat_reply(const struct path *path, struct client_result *res)
{
	struct ferrite_stat *st = kmalloc(sizeof(*st), GFP_KERNEL);
	int err;

	if (!st)
		return -ENOMEM;
	err = fs_stat_path(path, st);
	if (err) {
		kfree(st);
		return err;
	}
	res->payload = st;
	res->len = sizeof(*st);
	return 0;
}

static int64_t op_fstat(struct client_call *call, struct file *f, struct client_result *res)
{
	return stat_reply(&f->f_path, res);
}

static int64_t op_getdents(struct client_call *call, struct file *f, struct client_result *res)
{
	return fs_getdents(f, user(call->args.a[0]), call->args.a[1]);
}

static int64_t op_ftruncate(struct client_call *call, struct file *f, struct client_result *res)
{
	return fs_ftruncate(f, call->args.a[0]);
}

static int64_t op_fsync(struct client_call *call, struct file *f, struct client_result *res)
{
	return vfs_fsync(f, call->args.a[0] != 0);
}

/* ---- on paths ---- */

static int64_t op_open(struct client_call *call, struct file *none, struct client_result *res)
{
	struct file *file = fs_open_existing(call->path, call->args.a[0] | O_LARGEFILE);

	if (IS_ERR(file))
		return PTR_ERR(file);
	res->file = client_file_publish(file, call->args.tid);
	return 0;
}

static int64_t op_stat(struct client_call *call, struct file *none, struct client_result *res)
{
	struct path path;
	int64_t err = tree_walk(call->path, call->args.a[0] ? 0 : LOOKUP_FOLLOW, &path, NULL);

	if (err)
		return err;
	err = stat_reply(&path, res);
	path_put(&path);
	return err;
}

static int64_t op_access(struct client_call *call, struct file *none, struct client_result *res)
{
	return fs_access(call->path, call->args.a[0], call->args.a[1]);
}

static int64_t op_readlink(struct client_call *call, struct file *none, struct client_result *res)
{
	struct path path;
	int64_t n = tree_walk(call->path, 0, &path, NULL);

	if (n)
		return n;
	res->payload = kmalloc(PATH_MAX, GFP_KERNEL);
	n = res->payload ? vfs_readlink_kernel(path.dentry, res->payload, PATH_MAX) : -ENOMEM;
	res->len = n > 0 ? n : 0;
	path_put(&path);
	return n;
}

static int64_t op_mknod(struct client_call *call, struct file *none, struct client_result *res)
{
	umode_t mode = call->args.a[0] & ~(call->args.umask & S_IRWXUGO);

	return fs_mknod(call->path, mode, call->args.a[1]);
}

static int64_t op_unlink(struct client_call *call, struct file *none, struct client_result *res)
{
	return fs_unlink(call->path);
}

static int64_t op_chmod(struct client_call *call, struct file *none, struct client_result *res)
{
	return fs_chmod(call->path, call->args.a[0]);
}

static int64_t op_chown(struct client_call *call, struct file *none, struct client_result *res)
{
	return fs_chown(call->path, call->args.a[0], call->args.a[1]);
}

static int64_t op_list(struct client_call *call, struct file *none, struct client_result *res)
{
	int64_t n;

	res->payload = kmalloc(PAYLOAD_MAX, GFP_KERNEL);
	n = res->payload ? fs_list(call->path, res->payload, PAYLOAD_MAX) : -ENOMEM;
	res->len = n > 0 ? n : 0;
	return n;
}

static int64_t op_chdir(struct client_call *call, struct file *none, struct client_result *res)
{
	struct path path;
	char *name;
	int64_t err = tree_walk(call->path, LOOKUP_FOLLOW | LOOKUP_DIRECTORY, &path, NULL);

	if (err)
		return err;
	res->payload = kmalloc(PATH_MAX, GFP_KERNEL);
	err = inode_permission(&init_user_ns, path.dentry->d_inode, MAY_EXEC);
	if (!err && !res->payload)
		err = -ENOMEM;
	if (!err) {
		name = d_path(&path, res->payload, PATH_MAX);
		err = PTR_ERR_OR_ZERO(name);
	}
	if (!err) {
		res->len = strlen(name);
		memmove(res->payload, name, res->len);
	}
	path_put(&path);
	return err;
}

/* sysinfo(2): the figures of /proc/meminfo and /proc/loadavg. */
static int64_t op_sysinfo(struct client_call *call, struct file *none, struct client_result *res)
{
	struct sysinfo *si = kzalloc(sizeof(*si), GFP_KERNEL);
	struct task_struct *p;

	if (!si)
		return -ENOMEM;
	si_meminfo(si);
	si->totalram *= si->mem_unit;
	si->freeram *= si->mem_unit;
	si->sharedram *= si->mem_unit;
	si->bufferram *= si->mem_unit;
	si->mem_unit = 1;
	si->uptime = ktime_get_boottime_seconds();
	get_avenrun(si->loads, 0, SI_LOAD_SHIFT - FSHIFT);
	rcu_read_lock();
	for_each_process(p) si->procs++;
	rcu_read_unlock();
	res->payload = si;
	res->len = sizeof(*si);
	return 0;
}

static const struct {
	op_fn fn;
	bool on_file;
	bool touches; /* may change what files are ready for */
} ops[FERRITE_OP_MAX] = {
	[FERRITE_OPEN] = {op_open, false, false},
	[FERRITE_READ] = {op_read, true, true},
	[FERRITE_WRITE] = {op_write, true, true},
	[FERRITE_PREAD] = {op_pread, true, true},
	[FERRITE_PWRITE] = {op_pwrite, true, true},
	[FERRITE_READV] = {op_readv, true, true},
	[FERRITE_WRITEV] = {op_writev, true, true},
	[FERRITE_LSEEK] = {op_lseek, true, true},
	[FERRITE_IOCTL] = {op_ioctl, true, true},
	[FERRITE_POLL] = {op_poll, true, false},
	[FERRITE_SETFL] = {op_setfl, true, false},
	[FERRITE_GETFL] = {op_getfl, true, false},
	[FERRITE_FSTAT] = {op_fstat, true, false},
	[FERRITE_STAT] = {op_stat, false, false},
	[FERRITE_ACCESS] = {op_access, false, false},
	[FERRITE_READLINK] = {op_readlink, false, false},
	[FERRITE_GETDENTS] = {op_getdents, true, false},
	[FERRITE_MKNOD] = {op_mknod, false, false},
	[FERRITE_UNLINK] = {op_unlink, false, false},
	[FERRITE_CHMOD] = {op_chmod, false, false},
	[FERRITE_CHOWN] = {op_chown, false, false},
	[FERRITE_FTRUNCATE] = {op_ftruncate, true, true},
	[FERRITE_FSYNC] = {op_fsync, true, false},
	[FERRITE_LIST] = {op_list, false, false},
	[FERRITE_CHDIR] = {op_chdir, false, false},
	[FERRITE_SYSINFO] = {op_sysinfo, false, false},
};

void client_execute(struct client_call *call, struct client_result *res)
{
	uint32_t op = call->args.op;
	struct file *file = NULL;

	if (op >= FERRITE_OP_MAX || !ops[op].fn) {
		res->value = -ENOSYS;
		return;
	}
	if (ops[op].on_file) {
		file = client_file_get(call->file_id);
		if (!file) {
			res->value = -EBADF;
			return;
		}
	}
	res->value = ops[op].fn(call, file, res);
	if (!file)
		return;
	if (ops[op].touches)
		watch_touch(file);
	fput(file);
}
