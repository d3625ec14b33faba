/* SPDX-License-Identifier: MIT */
/*
 * Listings.
 *
 * A folder that the machine serves is listed by the machine alone. /dev is shared: its
 * descriptor is a real one, opened by the kernel, and the machine's names are given before the
 * host's. The first getdents call on it, recognised by the position 0 that
 * /proc/TID/fdinfo/N shows, is answered with the machine's names; while that goes on the
 * real position stays 0, so the host remembers per descriptor how far it has come, and
 * then lets the kernel continue. rewinddir() sets the position to 0 and all begins again.
 *
 * /proc is shared, too, but the host's processes that are no clients stay hidden. So all its names
 * are given from here, and the position stays 0 for good.
 */
#define _GNU_SOURCE 1
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cli/client/host.h"

#define NAME_INO 0x66000000ull /* inode numbers of names in shared folders: this and up */

struct record {
	uint64_t ino;
	int64_t off;
	uint16_t len;
	uint8_t type;
	char name[];
} __attribute__((packed));

static struct listing *listing_find(struct client_host *host, pid_t tgid, int fd)
{
	struct listing *listing;

	LIST_FOREACH(listing, &host->listings, link)
	if (listing->tgid == tgid && listing->fd == fd)
		return listing;
	return NULL;
}

static void listing_free(struct listing *listing)
{
	LIST_REMOVE(listing, link);
	free(listing);
}

/* A process ended (@path NULL), or opens the folder @path anew. */
void listings_forget(struct client_host *host, pid_t tgid, const char *path)
{
	struct listing *listing, *next;

	for (listing = LIST_FIRST(&host->listings); listing; listing = next) {
		next = LIST_NEXT(listing, link);
		if (listing->tgid == tgid && (!path || !strcmp(path, listing->path)))
			listing_free(listing);
	}
}

static bool is_proc(const char *folder)
{
	return !strcmp(folder, "/proc");
}

static bool host_has(const char *folder, const char *name)
{
	char path[WIRE_PATH_MAX];
	struct stat st;

	return !path_join(path, folder, name) || lstat(path, &st) == 0;
}

/* Put one name into @buf; returns its size, or 0 when it does not fit. */
static size_t record_put(char *buf, size_t room, size_t at, int type, const char *name)
{
	size_t len = (offsetof(struct record, name) + strlen(name) + 1 + 7) & ~7ul;
	struct record *record = (struct record *)buf;

	if (len > room)
		return 0;
	memset(buf, 0, len);
	record->ino = NAME_INO + at;
	record->off = 0;
	record->len = len;
	record->type = type;
	strcpy(record->name, name);
	return len;
}

/* @names is "type name\0type name\0…": give as many as fit, from listing->at on. */
static int64_t listing_give(struct call *call, struct listing *listing, const char *names,
			    size_t size, const char *folder)
{
	char buf[32768] = {0};
	size_t room = call->a[2] < sizeof(buf) ? call->a[2] : sizeof(buf);
	size_t used = 0, len;

	while (listing->at < size) {
		const char *entry = names + listing->at;
		const char *name = strchr(entry, ' ');

		if (name && (is_proc(folder) || !host_has(folder, name + 1))) {
			len = record_put(buf + used, room - used, listing->at, atoi(entry),
					 name + 1);
			if (!len && !used)
				return -EINVAL;
			if (!len)
				break;
			used += len;
		}
		listing->at += strlen(entry) + 1;
	}
	if (umem_write(call, call->a[1], buf, used) < used)
		return -EFAULT;
	return used;
}

static bool names_have(const char *names, size_t size, const char *name)
{
	for (size_t at = 0; at < size; at += strlen(names + at) + 1) {
		const char *blank = strchr(names + at, ' ');

		if (blank && !strcmp(blank + 1, name))
			return true;
	}
	return false;
}

/* Put what the host has in /proc after the machine's names; the new size. */
static size_t add_host_names(struct client_host *host, char *names, size_t used, size_t size)
{
	DIR *dir = opendir("/proc");
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		size_t len = strlen(entry->d_name) + 5;
		pid_t pid = atoi(entry->d_name);

		if (used + len > size || names_have(names, used, entry->d_name) ||
		    (pid && !task_is_client(host, pid)))
			continue;
		used += snprintf(names + used, len, "%d %s", entry->d_type, entry->d_name) + 1;
	}
	if (dir)
		closedir(dir);
	return used;
}

static int64_t listing_answer(struct call *call, struct listing *listing,
			      const struct wire_msg *msg, const char *payload)
{
	char names[32768];
	size_t used = msg->len;

	if (!is_proc(listing->path))
		return listing_give(call, listing, payload, used, listing->path);
	if (used > sizeof(names) || payload[used - 1])
		return -EIO;
	memcpy(names, payload, used);
	used = add_host_names(call->host, names, used, sizeof(names));
	return listing_give(call, listing, names, used, listing->path);
}

static void list_asked(struct call *call, struct request *req, const struct wire_msg *msg,
		       const char *payload)
{
	struct client_host *host = call->host;
	struct task *task = call_task(call);
	struct listing *listing;
	bool all;
	int64_t n;

	if (msg->result < 0 || !msg->len || !task) {
		call_continue(call);
		return;
	}
	listing = listing_find(host, task->tgid, call->a[0]);
	if (!listing) {
		listing = calloc(1, sizeof(*listing) + strlen(req->path) + 1);
		if (!listing) {
			call_return(call, -ENOMEM);
			return;
		}
		listing->tgid = task->tgid;
		listing->fd = call->a[0];
		strcpy(listing->path, req->path);
		LIST_INSERT_HEAD(&host->listings, listing, link);
	}
	n = listing_answer(call, listing, msg, payload);
	all = !n && is_proc(req->path);
	if (!n)
		listing_free(listing);
	if (n || all)
		call_return(call, n);
	else
		call_continue(call);
}

/* Where the descriptor's position is at 0. */
static bool at_start(struct call *call)
{
	char name[64], text[64];
	ssize_t n;
	int fd;

	snprintf(name, sizeof(name), "/proc/%d/fdinfo/%d", call->tid, (int)call->a[0]);
	fd = open(name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	return n > 6 && !memcmp(text, "pos:\t0\n", 7);
}

void sys_getdents(struct call *call)
{
	struct wire_call wire = {.op = WOP_GETDENTS, .a = {call->a[1], call->a[2]}};
	struct file *file = call_file(call, call->a[0]);
	char name[64], path[WIRE_PATH_MAX];
	ssize_t n;

	if (file) {
		/* The old getdents has other records, and nothing of today uses it. */
		if (call->nr == SYS_getdents || file->path_only)
			call_return(call, file->path_only ? -EBADF : -ENOSYS);
		else
			request_send(call, file, &wire, NULL, call_result);
		return;
	}
	snprintf(name, sizeof(name), "/proc/%d/fd/%d", call->tid, (int)call->a[0]);
	n = readlink(name, path, sizeof(path) - 1);
	if (n > 0)
		path[n] = '\0';
	if (n <= 0 || !path_is_ours(path) || call->nr == SYS_getdents ||
	    !strncmp(path, "/proc/", 6) || call->host->machine_gone || !at_start(call)) {
		call_continue(call);
		return;
	}
	wire = (struct wire_call){.op = WOP_LIST};
	request_send(call, NULL, &wire, path, list_asked);
}
