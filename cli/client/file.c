/* SPDX-License-Identifier: MIT */
/*
 * Served files and the descriptors that clients hold for them.
 *
 * For each open file of the machine there is a socket pair. The client has one end, under
 * as many descriptors in as many processes as it likes; the launcher has the other. No byte
 * of the file's data goes through it. Its uses:
 *   - its inode, which /proc/TID/fd/N shows, tells which file a descriptor means, so dup,
 *     fork, exec, and passing descriptors around need no tracking;
 *   - its hang-up tells that the last descriptor is closed: that is release();
 *   - its readiness stands for the file's in poll, select and epoll (poll.c).
 *
 * Where pidfd_getfd() is refused (Docker's default rules) a pipe, opened by the client's end for
 * reading and writing, takes the place of the socket pair: its state can be changed from
 * the launcher's end alone, but "neither readable nor writable" cannot be shown.
 */
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/client/host.h"

static struct file *file_by_ino(struct client_host *host, uint64_t ino)
{
	struct file *file;

	LIST_FOREACH(file, &host->files[ino % FILE_BUCKETS], link)
	if (file->ino == ino)
		return file;
	return NULL;
}

struct file *file_by_id(struct client_host *host, uint64_t id)
{
	struct file *file;

	for (int i = 0; i < FILE_BUCKETS; i++)
		LIST_FOREACH(file, &host->files[i], link)
	if (file->id == id && !file->path_only)
		return file;
	return NULL;
}

struct file *file_of_fd(struct client_host *host, pid_t tid, int fd)
{
	const char *prefix = host->pipes ? "pipe:[" : "socket:[";
	size_t len = strlen(prefix);
	char name[64], link[64];
	ssize_t n;

	if (!host->nr_files || fd < 0)
		return NULL;
	snprintf(name, sizeof(name), "/proc/%d/fd/%d", tid, fd);
	n = readlink(name, link, sizeof(link) - 1);
	if (n <= (ssize_t)len || memcmp(link, prefix, len))
		return NULL;
	link[n] = '\0';
	return file_by_ino(host, strtoull(link + len, NULL, 10));
}

struct file *call_file(struct call *call, int fd)
{
	struct file *file = file_of_fd(call->host, call->tid, fd);

	if (file && !call->file) {
		call->file = file;
		file->busy++;
	}
	return file;
}

/* ---- life ---- */

static void file_hangup(struct client_host *host, struct source *source, uint32_t events)
{
	struct file *file = (struct file *)source;

	if (!(events & (EPOLLHUP | EPOLLERR)))
		return;
	epoll_ctl(host->file_epoll, EPOLL_CTL_DEL, source->fd, NULL);
	file->hungup = true;
	file_put(host, file);
}

/* pair[0] is for the launcher, pair[1] for the client. */
static int socket_ends(int pair[2])
{
	const int small = 0;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		return -errno;
	/* Little is needed to make it full. */
	setsockopt(pair[1], SOL_SOCKET, SO_SNDBUF, &small, sizeof(small));
	return 0;
}

/* Packets, two of which make it full: none is writable, one is both, two is readable. */
static int pipe_ends(int pair[2])
{
	char name[64];
	int ends[2];

	if (pipe2(ends, O_DIRECT | O_CLOEXEC) < 0)
		return -errno;
	fcntl(ends[1], F_SETPIPE_SZ, 2 * 4096);
	snprintf(name, sizeof(name), "/proc/self/fd/%d", ends[1]);
	pair[0] = ends[1];
	pair[1] = open(name, O_RDWR | O_CLOEXEC);
	close(ends[0]);
	if (pair[1] >= 0)
		return 0;
	close(pair[0]);
	return -errno;
}

static struct file *file_new(struct client_host *host, uint64_t id, const char *path, int *end)
{
	struct file *file = calloc(1, sizeof(*file));
	struct epoll_event event = {.events = 0, .data.ptr = file};
	struct stat st;
	int pair[2];

	if (!file || !(file->path = strdup(path)) ||
	    (host->pipes ? pipe_ends(pair) : socket_ends(pair)) < 0) {
		if (file)
			free(file->path);
		free(file);
		return NULL;
	}
	fstat(pair[1], &st);
	file->ino = st.st_ino;
	file->id = id;
	file->sock.fd = pair[0];
	file->sock.ready = file_hangup;
	fcntl(pair[0], F_SETFL, fcntl(pair[0], F_GETFL) | O_NONBLOCK);
	/* Hang-up is always reported; nothing else is wanted. */
	epoll_ctl(host->file_epoll, EPOLL_CTL_ADD, pair[0], &event);
	LIST_INSERT_HEAD(&host->files[file->ino % FILE_BUCKETS], file, link);
	host->nr_files++;
	*end = pair[1];
	return file;
}

void file_free(struct client_host *host, struct file *file)
{
	LIST_REMOVE(file, link);
	host->nr_files--;
	close(file->sock.fd);
	free(file->path);
	free(file);
}

void file_release_id(struct client_host *host, uint64_t id)
{
	struct wire_msg msg = {.type = WIRE_RELEASE, .file = id, .cookie = host->next_cookie++};
	struct release *release = calloc(1, sizeof(*release));

	if (!release || machine_send(host, &msg, NULL) < 0) {
		free(release);
		return;
	}
	release->cookie = msg.cookie;
	release->since_ns = now_ns();
	TAILQ_INSERT_TAIL(&host->releases, release, link);
}

/* Called whenever a pin was dropped or the last descriptor went: release it if both are so. */
void file_put(struct client_host *host, struct file *file)
{
	if (!file->hungup || file->busy)
		return;
	if (!file->path_only)
		file_release_id(host, file->id);
	file_free(host, file);
}

void files_hungup(struct client_host *host)
{
	struct epoll_event events[FILE_EPOLL_BATCH];
	struct source *source;
	int n;

	if (!host->nr_files)
		return;
	do {
		n = epoll_wait(host->file_epoll, events, FILE_EPOLL_BATCH, 0);
		for (int i = 0; i < n; i++) {
			source = events[i].data.ptr;
			source->ready(host, source, events[i].events);
		}
	} while (n == FILE_EPOLL_BATCH);
}

void file_source_ready(struct client_host *host, struct source *source, uint32_t events)
{
	(void)source, (void)events;
	files_hungup(host);
}

/* ---- the machine's side of close() ---- */

void release_done(struct client_host *host, uint64_t cookie)
{
	struct release *release;

	TAILQ_FOREACH(release, &host->releases, link)
	if (release->cookie == cookie)
		break;
	if (!release)
		return;
	TAILQ_REMOVE(&host->releases, release, link);
	free(release);
}

/* Only young ones count: a release() that sleeps must not stop every client. */
bool releases_pending(struct client_host *host)
{
	struct release *last = TAILQ_LAST(&host->releases, release_list);

	return last && now_ns() - last->since_ns < RELEASE_WAIT_NS;
}

/* ---- a descriptor for the client ---- */

void file_inject(struct call *call, uint64_t id, const char *path, uint32_t flags, bool path_only)
{
	struct client_host *host = call->host;
	struct seccomp_notif_addfd add = {
		.id = call->id,
		.flags = SECCOMP_ADDFD_FLAG_SEND,
		.newfd_flags = flags & O_CLOEXEC,
	};
	struct file *file;
	int end, err;

	if (call->answered || !(file = file_new(host, id, path, &end))) {
		if (!path_only)
			file_release_id(host, id);
		call_return(call, -ENFILE);
		return;
	}
	file->flags = flags;
	file->path_only = path_only;
	add.srcfd = end;
	err = ioctl(call->client->listener.fd, SECCOMP_IOCTL_NOTIF_ADDFD, &add) < 0 ? errno : 0;
	/* Without a taker this close is the last, and the hang-up will release the file. */
	close(end);
	if (!err)
		call->answered = true;
	call_return(call, -err);
}
