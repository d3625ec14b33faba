/* SPDX-License-Identifier: MIT */
/*
 * A small stand-in for the machine process: it speaks cli/wire.h and serves a few devices, so
 * that the attachment of clients can be tested without the core.
 *
 *   /dev/store    bytes, seekable, 1 MiB; O_TRUNC empties it; a write moves at most 4000 bytes
 *   /dev/fifo     64 bytes between writers and readers; blocks; poll, O_NONBLOCK, SIGIO
 *   /dev/counter  read gives "opens releases reads writes interrupts\n" (of all other devices)
 *   /dev/who      read gives "tgid tid uid umask comm\n" of the caller
 *   /dev/again    the first read of each open says -ERESTARTSYS without a reason, the next
 * "again\n" /dev/deaf     reads wait 200 ms whatever signals come, then give "deaf\n" /dev/sleepy
 * release takes 50 ms /dev/die      a write makes the machine crash /proc/meminfo,
 * /sys/devices/system/node/{online,node0/meminfo}
 */
#define _GNU_SOURCE 1
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "cli/wire.h"
#include "tests/e2e/clients_machine.h"

#define STORE_SIZE  (1 << 20)
#define FIFO_SIZE   64
#define MAX_FILES   256
#define MAX_WAITING 64
#define RESTART	    512

enum node {
	STORE = 1,
	FIFO,
	COUNTER,
	WHO,
	AGAIN,
	DEAF,
	SLEEPY,
	DIE,
	KILLER,
	MEMINFO,
	ONLINE,
	NODEINFO,
	LINKED,
	DIR_SYS
};

struct entry {
	const char *path;
	enum node node;
	uint32_t mode;
};

static struct entry entries[64] = {
	{"/dev/store", STORE, S_IFCHR | 0666},
	{"/dev/fifo", FIFO, S_IFCHR | 0666},
	{"/dev/counter", COUNTER, S_IFCHR | 0444},
	{"/dev/who", WHO, S_IFCHR | 0444},
	{"/dev/again", AGAIN, S_IFCHR | 0444},
	{"/dev/deaf", DEAF, S_IFCHR | 0444},
	{"/dev/sleepy", SLEEPY, S_IFCHR | 0666},
	{"/dev/killer", KILLER, S_IFCHR | 0222},
	{"/dev/die", DIE, S_IFCHR | 0222},
	{"/proc/meminfo", MEMINFO, S_IFREG | 0444},
	{"/sys/devices/system/node", DIR_SYS, S_IFDIR | 0755},
	{"/sys/devices/system/node/online", ONLINE, S_IFREG | 0444},
	{"/sys/devices/system/node/node0", DIR_SYS, S_IFDIR | 0755},
	{"/sys/devices/system/node/node0/meminfo", NODEINFO, S_IFREG | 0444},
};

struct open_file {
	struct entry *entry; /* NULL: free */
	uint64_t pos, flags;
	bool polled, told;
	uint32_t mask;
};

struct waiting {
	uint64_t cookie; /* 0: free */
	uint64_t file;
	struct wire_call call;
	bool signalled;
	uint64_t until_ns;
};

static int control, user;
static struct open_file files[MAX_FILES];
static struct waiting waits[MAX_WAITING];
static char store[STORE_SIZE], fifo[FIFO_SIZE];
static size_t store_len, fifo_len;
static uint64_t opens, releases, reads, writes, interrupts;
static char packet[sizeof(struct wire_msg) + WIRE_PAYLOAD_MAX];

static uint64_t now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000ull + ts.tv_nsec;
}

/* With CLIENTS_GARBAGE set, what a machine after a wild write might send, before each message. */
static void garbage(void)
{
	static const uint32_t types[] = {WIRE_REPLY, WIRE_RELEASED, WIRE_LOG,
					 WIRE_POLL,  WIRE_SIGIO,    WIRE_DEFECT,
					 7,	     4711,	    WIRE_UREAD};
	char bytes[200];
	struct wire_msg *msg = (struct wire_msg *)bytes;

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = random();
	msg->type = types[random() % 9];
	if (random() % 2)
		msg->len = random() % 200;
	if (random() % 2)
		msg->file = random() % 4;
	if (msg->type == WIRE_REPLY || random() % 2)
		msg->cookie = random() % 64 + (1ull << 40);
	send(control, bytes, 1 + random() % sizeof(bytes), MSG_NOSIGNAL);
}

static void tell(struct wire_msg *msg, const void *payload)
{
	struct iovec iov[2] = {{msg, sizeof(*msg)}, {(void *)payload, msg->len}};
	struct msghdr hdr = {.msg_iov = iov, .msg_iovlen = 2};

	if (getenv("CLIENTS_GARBAGE"))
		garbage();
	if (sendmsg(control, &hdr, MSG_NOSIGNAL) < 0)
		exit(0);
}

static void reply(uint64_t cookie, int64_t result, const void *payload, size_t len)
{
	struct wire_msg msg = {.type = WIRE_REPLY, .cookie = cookie, .result = result, .len = len};

	tell(&msg, payload);
}

/* ---- user memory ---- */

static size_t user_ask(struct wire_msg *msg, const void *out, void *in)
{
	struct iovec iov[2] = {{msg, sizeof(*msg)}, {(void *)out, msg->len}};
	struct msghdr hdr = {.msg_iov = iov, .msg_iovlen = 2};
	static char buf[sizeof(struct wire_msg) + WIRE_PAYLOAD_MAX];

	if (sendmsg(user, &hdr, MSG_NOSIGNAL) < 0 || recv(user, buf, sizeof(buf), 0) <= 0)
		exit(0);
	memcpy(msg, buf, sizeof(*msg));
	if (in)
		memcpy(in, buf + sizeof(*msg), msg->len);
	return msg->result;
}

static size_t from_user(uint64_t cookie, void *dst, uint64_t uva, size_t n)
{
	struct wire_msg msg = {.type = WIRE_UREAD, .cookie = cookie, .arg = {0, uva, n}};

	return user_ask(&msg, NULL, dst);
}

static size_t to_user(uint64_t cookie, uint64_t uva, const void *src, size_t n)
{
	struct wire_msg msg = {.type = WIRE_UWRITE, .cookie = cookie, .len = n, .arg = {0, uva, n}};

	return user_ask(&msg, src, NULL);
}

/* ---- readiness ---- */

static uint32_t mask_of(struct open_file *file)
{
	if (file->entry->node != FIFO)
		return EPOLLIN | EPOLLOUT;
	return (fifo_len ? EPOLLIN : 0) | (fifo_len < FIFO_SIZE ? EPOLLOUT : 0);
}

static void readiness_changed(void)
{
	for (int i = 1; i < MAX_FILES; i++) {
		struct wire_msg msg = {.type = WIRE_POLL, .file = i};

		if (!files[i].entry || !files[i].polled || mask_of(&files[i]) == files[i].mask)
			continue;
		msg.arg[0] = files[i].mask = mask_of(&files[i]);
		tell(&msg, NULL);
	}
}

static void sigio(void)
{
	for (int i = 1; i < MAX_FILES; i++) {
		struct wire_msg msg = {.type = WIRE_SIGIO, .file = i, .arg = {EPOLLIN}};

		if (files[i].entry && files[i].entry->node == FIFO && files[i].flags & O_ASYNC)
			tell(&msg, NULL);
	}
}

/* ---- transfer ---- */

#define WAIT INT64_MIN

static int64_t give_text(uint64_t cookie, struct open_file *file, struct wire_call *call,
			 const char *text)
{
	size_t len = strlen(text), n = call->a[1];

	if (file->pos >= len)
		return 0;
	if (n > len - file->pos)
		n = len - file->pos;
	n = to_user(cookie, call->a[0], text + file->pos, n);
	file->pos += n;
	return n ? (int64_t)n : -EFAULT;
}

static int64_t fifo_read(uint64_t cookie, struct open_file *file, struct wire_call *call)
{
	size_t n = call->a[1] < fifo_len ? call->a[1] : fifo_len;

	if (!fifo_len)
		return file->flags & O_NONBLOCK ? -EAGAIN : WAIT;
	n = to_user(cookie, call->a[0], fifo, n);
	memmove(fifo, fifo + n, fifo_len - n);
	fifo_len -= n;
	return n ? (int64_t)n : -EFAULT;
}

static int64_t fifo_write(uint64_t cookie, struct open_file *file, struct wire_call *call)
{
	size_t n = FIFO_SIZE - fifo_len;

	if (!n)
		return file->flags & O_NONBLOCK ? -EAGAIN : WAIT;
	if (n > call->a[1])
		n = call->a[1];
	n = from_user(cookie, fifo + fifo_len, call->a[0], n);
	fifo_len += n;
	sigio();
	return n ? (int64_t)n : -EFAULT;
}

static int64_t do_read(uint64_t cookie, struct open_file *file, struct wire_call *call)
{
	char text[256];

	switch (file->entry->node) {
	case FIFO:
		return fifo_read(cookie, file, call);
	case COUNTER:
		snprintf(text, sizeof(text), "%lu %lu %lu %lu %lu\n", opens, releases, reads,
			 writes, interrupts);
		break;
	case WHO:
		snprintf(text, sizeof(text), "%d %d %u %o %s\n", call->tgid, call->tid, call->uid,
			 call->umask, call->comm);
		break;
	case AGAIN:
		if (!file->told) {
			file->told = true;
			return -RESTART;
		}
		strcpy(text, "again\n");
		break;
	case DEAF:
		strcpy(text, "deaf\n");
		if (!file->told) {
			file->told = true;
			return WAIT;
		}
		break;
	case STORE: {
		size_t n = file->pos >= store_len ? 0 : store_len - file->pos;

		if (n > call->a[1])
			n = call->a[1];
		n = n > 4000 ? 4000 : n;
		if (!n)
			return 0;
		n = to_user(cookie, call->a[0], store + file->pos, n);
		file->pos += n;
		return n ? (int64_t)n : -EFAULT;
	}
	case ONLINE:
		strcpy(text, "0-1\n");
		break;
	case DIR_SYS:
		return -EISDIR;
	case SLEEPY:
		return 0;
	default:
		strcpy(text, "MemTotal:         262144 kB\nMemFree:          131072 kB\n");
	}
	return give_text(cookie, file, call, text);
}

static int64_t do_write(uint64_t cookie, struct open_file *file, struct wire_call *call)
{
	size_t n = call->a[1];

	switch (file->entry->node) {
	case FIFO:
		return fifo_write(cookie, file, call);
	case DIE:
		_exit(1);
	case KILLER: {
		struct wire_msg msg = {.type = WIRE_KILL, .arg = {call->tid, SIGUSR1}};

		tell(&msg, NULL);
		return n;
	}
	case STORE:
		n = n > 4000 ? 4000 : n;
		if (file->flags & O_APPEND)
			file->pos = store_len;
		if (file->pos >= STORE_SIZE)
			return -ENOSPC;
		if (n > STORE_SIZE - file->pos)
			n = STORE_SIZE - file->pos;
		n = from_user(cookie, store + file->pos, call->a[0], n);
		file->pos += n;
		if (file->pos > store_len)
			store_len = file->pos;
		return n ? (int64_t)n : -EFAULT;
	default:
		return -EBADF;
	}
}

static bool waits_up_to(struct open_file *file)
{
	return file->entry->node == DEAF;
}

static int64_t transfer(uint64_t cookie, struct open_file *file, struct wire_call *call)
{
	int access = file->flags & O_ACCMODE;
	int64_t result;

	if (call->op == WOP_READ) {
		if (access == O_WRONLY)
			return -EBADF;
		result = do_read(cookie, file, call);
	} else {
		if (access == O_RDONLY)
			return -EBADF;
		result = do_write(cookie, file, call);
	}
	if (result > 0 && file->entry->node != COUNTER) {
		reads += call->op == WOP_READ;
		writes += call->op == WOP_WRITE;
	}
	return result;
}

/* Vectors and positions are made of plain transfers. */
static int64_t vector(uint64_t cookie, struct open_file *file, struct wire_call *call)
{
	struct wire_call one = *call;
	struct iovec iov[16];
	int64_t total = 0, n;
	uint64_t pos = file->pos;

	if (call->a[1] > 16)
		return -EINVAL;
	from_user(cookie, iov, call->a[0], call->a[1] * sizeof(iov[0]));
	if ((int64_t)call->a[2] >= 0)
		file->pos = call->a[2];
	one.op = call->op == WOP_READV ? WOP_READ : WOP_WRITE;
	for (uint64_t i = 0; i < call->a[1]; i++) {
		one.a[0] = (uintptr_t)iov[i].iov_base;
		one.a[1] = iov[i].iov_len;
		n = one.a[1] ? transfer(cookie, file, &one) : 0;
		if (n == WAIT && !total)
			return WAIT;
		if (n < 0 && !total)
			return n;
		if (n <= 0)
			break;
		total += n;
		if ((uint64_t)n < one.a[1])
			break;
	}
	if ((int64_t)call->a[2] >= 0)
		file->pos = pos;
	return total;
}

static int64_t positioned(uint64_t cookie, struct open_file *file, struct wire_call *call)
{
	struct wire_call one = *call;
	uint64_t pos = file->pos;
	int64_t n;

	one.op = call->op == WOP_PREAD ? WOP_READ : WOP_WRITE;
	file->pos = call->a[2];
	n = transfer(cookie, file, &one);
	file->pos = pos;
	return n;
}

static int64_t seek(struct open_file *file, struct wire_call *call)
{
	int64_t pos = call->a[0];

	if (file->entry->node == FIFO)
		return -ESPIPE;
	if (call->a[1] == SEEK_CUR)
		pos += file->pos;
	else if (call->a[1] == SEEK_END)
		pos += store_len;
	else if (call->a[1] != SEEK_SET)
		return -EINVAL;
	if (pos < 0)
		return -EINVAL;
	return file->pos = pos;
}

static int64_t dents(uint64_t cookie, struct open_file *file, struct wire_call *call)
{
	char buf[4096] = {0};
	size_t used = 0, len = strlen(file->entry->path);

	if (!S_ISDIR(file->entry->mode))
		return -ENOTDIR;
	if (file->pos)
		return 0;
	for (struct entry *e = entries; e->path; e++) {
		size_t size;

		if (strncmp(e->path, file->entry->path, len) || e->path[len] != '/' ||
		    strchr(e->path + len + 1, '/'))
			continue;
		size = (19 + strlen(e->path + len + 1) + 1 + 7) & ~7;
		*(uint64_t *)(buf + used) = 100 + (e - entries);
		*(uint16_t *)(buf + used + 16) = size;
		buf[used + 18] = S_ISDIR(e->mode) ? DT_DIR : DT_REG;
		strcpy(buf + used + 19, e->path + len + 1);
		used += size;
	}
	file->pos = 1;
	if (used > call->a[1])
		return -EINVAL;
	return to_user(cookie, call->a[0], buf, used);
}

static int64_t setfl(struct open_file *file, uint64_t flags)
{
	file->flags &= ~(O_APPEND | O_NONBLOCK | O_ASYNC);
	file->flags |= flags & (O_APPEND | O_NONBLOCK | O_ASYNC);
	return 0;
}

static int64_t flag_ioctl(uint64_t cookie, struct open_file *file, struct wire_call *call)
{
	uint64_t flag = call->a[0] == FIONBIO ? O_NONBLOCK : O_ASYNC;
	int on;

	if (call->a[0] != FIONBIO && call->a[0] != FIOASYNC)
		return -ENOTTY;
	if (from_user(cookie, &on, call->a[1], sizeof(on)) < sizeof(on))
		return -EFAULT;
	return setfl(file, on ? file->flags | flag : file->flags & ~flag);
}

static int64_t on_file(uint64_t cookie, struct open_file *file, struct wire_call *call)
{
	switch (call->op) {
	case WOP_READ:
	case WOP_WRITE:
		return transfer(cookie, file, call);
	case WOP_READV:
	case WOP_WRITEV:
		return vector(cookie, file, call);
	case WOP_PREAD:
	case WOP_PWRITE:
		return positioned(cookie, file, call);
	case WOP_LSEEK:
		return seek(file, call);
	case WOP_POLL:
		file->polled = true;
		return file->mask = mask_of(file);
	case WOP_SETFL:
		return setfl(file, call->a[0]);
	case WOP_GETFL:
		return file->flags;
	case WOP_IOCTL:
		return flag_ioctl(cookie, file, call);
	case WOP_GETDENTS:
		return dents(cookie, file, call);
	case WOP_FTRUNCATE:
	case WOP_FSYNC:
		return -EINVAL;
	default:
		return -ENOTTY;
	}
}

/* ---- paths ---- */

static struct entry *lookup(const char *path)
{
	for (struct entry *e = entries; e < entries + 63; e++)
		if (e->path && !strcmp(e->path, path))
			return e;
	return NULL;
}

static void stat_reply(uint64_t cookie, struct entry *entry)
{
	struct wire_stat st = {.mode = entry->mode,
			       .nlink = 1,
			       .ino = 1000 + (entry - entries),
			       .blksize = 4096,
			       .dev = makedev(0, 5)};

	if (S_ISCHR(entry->mode))
		st.rdev = makedev(240, entry->node);
	reply(cookie, 0, &st, sizeof(st));
}

static void do_open(uint64_t cookie, struct entry *entry, struct wire_call *call)
{
	struct wire_msg msg = {.type = WIRE_REPLY, .cookie = cookie};
	int i;

	if ((call->a[0] & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL)) {
		reply(cookie, -EEXIST, NULL, 0);
		return;
	}
	if (call->a[0] & O_DIRECTORY && !S_ISDIR(entry->mode)) {
		reply(cookie, -ENOTDIR, NULL, 0);
		return;
	}
	for (i = 1; i < MAX_FILES - 1 && files[i].entry; i++)
		;
	files[i] = (struct open_file){
		.entry = entry, .flags = call->a[0] & ~(O_CREAT | O_TRUNC | O_CLOEXEC | O_EXCL)};
	if (entry->node == STORE && call->a[0] & O_TRUNC)
		store_len = 0;
	opens += entry->node != COUNTER;
	msg.file = i;
	tell(&msg, NULL);
}

static void list_reply(uint64_t cookie, const char *folder)
{
	char text[4096];
	size_t used = 0;

	for (struct entry *e = entries; e < entries + 63 && !strcmp(folder, "/dev"); e++)
		if (e->path && !strncmp(e->path, "/dev/", 5))
			used += sprintf(text + used, "%d %s", DT_CHR, e->path + 5) + 1;
	reply(cookie, used ? 0 : -ENOENT, text, used);
}

static void do_mknod(uint64_t cookie, const char *path, struct wire_call *call)
{
	if (lookup(path)) {
		reply(cookie, -EEXIST, NULL, 0);
		return;
	}
	for (struct entry *e = entries; e < entries + 63; e++) {
		if (e->path)
			continue;
		*e = (struct entry){strdup(path), minor(call->a[1]), call->a[0]};
		break;
	}
	reply(cookie, 0, NULL, 0);
}

static void on_path(uint64_t cookie, const char *path, struct wire_call *call)
{
	struct entry *entry = lookup(path);

	if (call->op == WOP_LIST)
		list_reply(cookie, path);
	else if (call->op == WOP_MKNOD)
		do_mknod(cookie, path, call);
	else if (!entry)
		reply(cookie, -ENOENT, NULL, 0);
	else if (call->op == WOP_OPEN)
		do_open(cookie, entry, call);
	else if (call->op == WOP_STAT)
		stat_reply(cookie, entry);
	else if (call->op == WOP_READLINK)
		reply(cookie, -EINVAL, NULL, 0);
	else if (call->op == WOP_CHDIR)
		reply(cookie, S_ISDIR(entry->mode) ? 0 : -ENOTDIR, path, strlen(path));
	else if (call->op == WOP_UNLINK) {
		entry->path = NULL;
		reply(cookie, 0, NULL, 0);
	} else if (call->op == WOP_CHMOD) {
		entry->mode = (entry->mode & S_IFMT) | call->a[0];
		reply(cookie, 0, NULL, 0);
	} else
		reply(cookie, 0, NULL, 0);
}

/* ---- calls that wait ---- */

static void wait_for(uint64_t cookie, uint64_t file, struct wire_call *call)
{
	for (int i = 0; i < MAX_WAITING; i++) {
		if (waits[i].cookie)
			continue;
		waits[i] = (struct waiting){cookie, file, *call, false, 0};
		if (waits_up_to(&files[file]))
			waits[i].until_ns = now() + 200000000;
		return;
	}
	reply(cookie, -ENOMEM, NULL, 0);
}

static void waiting_retry(void)
{
	bool again = true;

	while (again) {
		again = false;
		for (int i = 0; i < MAX_WAITING; i++) {
			struct waiting *w = &waits[i];
			int64_t result;

			if (!w->cookie || (w->until_ns && now() < w->until_ns))
				continue;
			result = on_file(w->cookie, &files[w->file], &w->call);
			if (result == WAIT && w->signalled && !w->until_ns)
				result = -RESTART;
			if (result == WAIT)
				continue;
			reply(w->cookie, result, NULL, 0);
			w->cookie = 0;
			again = true;
		}
	}
	readiness_changed();
}

static void interrupt(struct wire_msg *msg)
{
	for (int i = 0; i < MAX_WAITING; i++) {
		if (waits[i].cookie != msg->cookie)
			continue;
		waits[i].signalled = true;
		interrupts++;
	}
}

static void do_release(struct wire_msg *msg)
{
	struct open_file *file = &files[msg->file % MAX_FILES];

	if (file->entry && file->entry->node == SLEEPY)
		usleep(50000);
	releases += file->entry && file->entry->node != COUNTER;
	file->entry = NULL;
	msg->type = WIRE_RELEASED;
	msg->len = 0;
	tell(msg, NULL);
}

static void do_call(struct wire_msg *msg, const char *payload)
{
	char path[WIRE_PATH_MAX + 1];
	struct wire_call call;
	int64_t result;

	memcpy(&call, payload, sizeof(call));
	memcpy(path, payload + sizeof(call), call.path_len);
	path[call.path_len] = '\0';
	if (!msg->file) {
		on_path(msg->cookie, path, &call);
		return;
	}
	if (call.op == WOP_FSTAT) {
		stat_reply(msg->cookie, files[msg->file].entry);
		return;
	}
	result = on_file(msg->cookie, &files[msg->file], &call);
	if (result == WAIT)
		wait_for(msg->cookie, msg->file, &call);
	else
		reply(msg->cookie, result, NULL, 0);
}

void clients_machine(int control_fd, int user_fd)
{
	struct wire_msg msg = {.type = WIRE_READY};
	struct pollfd ready = {.fd = control_fd, .events = POLLIN};

	control = control_fd;
	user = user_fd;
	tell(&msg, NULL);
	for (;;) {
		waiting_retry();
		if (poll(&ready, 1, 20) < 1)
			continue;
		if (recv(control, packet, sizeof(packet), 0) <= 0)
			_exit(0);
		memcpy(&msg, packet, sizeof(msg));
		if (msg.type == WIRE_CALL)
			do_call(&msg, packet + sizeof(msg));
		else if (msg.type == WIRE_INTERRUPT)
			interrupt(&msg);
		else if (msg.type == WIRE_RELEASE)
			do_release(&msg);
		else if (msg.type == WIRE_SHUTDOWN)
			_exit(0);
	}
}
