/* SPDX-License-Identifier: MIT */
/*
 * Names: from what a client passed to an absolute, lexically normalised path.
 *
 * The start of a relative path is what /proc/TID/cwd or /proc/TID/fd/N shows. "x/.." is
 * dropped without looking whether x is a symbolic link: the folders in which that would
 * matter have none of ours in them.
 */
#define _GNU_SOURCE 1
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/client/host.h"

void path_normalise(char *path)
{
	char *in = path, *out = path;

	while (*in) {
		size_t len;

		in += strspn(in, "/");
		len = strcspn(in, "/");
		if (len == 2 && in[0] == '.' && in[1] == '.') {
			while (out > path && *--out != '/')
				;
		} else if (len && !(len == 1 && in[0] == '.')) {
			*out++ = '/';
			memmove(out, in, len);
			out += len;
		}
		in += len;
	}
	if (out == path)
		*out++ = '/';
	*out = '\0';
}

static bool beneath(const char *path, const char *root)
{
	size_t len = strlen(root);

	return !strncmp(path, root, len) && (path[len] == '/' || !path[len]);
}

bool path_is_ours(const char *path)
{
	return beneath(path, "/dev") || beneath(path, "/proc") || beneath(path, "/sys");
}

bool path_join(char *out, const char *base, const char *rest)
{
	int n;

	if (rest[0] == '/')
		n = snprintf(out, WIRE_PATH_MAX, "%s", rest);
	else
		n = snprintf(out, WIRE_PATH_MAX, "%s/%s", base, rest);
	if (n >= WIRE_PATH_MAX)
		return false;
	path_normalise(out);
	return true;
}

void path_parent(char *path)
{
	char *slash = strrchr(path, '/');

	if (slash && slash != path)
		*slash = '\0';
	else
		strcpy(path, "/");
}

/* The folder that a relative path starts at; 1: one that the kernel does not know by this name. */
static int path_base(struct call *call, int dirfd, char *base)
{
	struct file *file;
	char name[64];
	ssize_t n;

	if (dirfd == AT_FDCWD) {
		snprintf(name, sizeof(name), "/proc/%d/cwd", call->tid);
	} else {
		file = file_of_fd(call->host, call->tid, dirfd);
		if (file) {
			strcpy(base, file->path);
			return 1;
		}
		snprintf(name, sizeof(name), "/proc/%d/fd/%d", call->tid, dirfd);
	}
	n = readlink(name, base, WIRE_PATH_MAX - 1);
	if (n < 0)
		return -EBADF;
	base[n] = '\0';
	if (cwd_strip(call->host, base))
		return 1;
	return base[0] == '/' ? 0 : -ENOTDIR;
}

int path_read(struct call *call, int dirfd, uint64_t uva, char *path, bool *foreign)
{
	char raw[WIRE_PATH_MAX], base[WIRE_PATH_MAX] = "/";
	int n = umem_string(call, raw, sizeof(raw), uva);

	*foreign = false;
	if (n < 0)
		return n;
	if (!n)
		return -ENOENT;
	if (raw[0] != '/') {
		int err = path_base(call, dirfd, base);

		if (err < 0)
			return err;
		*foreign = err;
	}
	if (!path_join(path, base, raw))
		return -ENAMETOOLONG;
	return raw[n - 1] == '/';
}

/* The rest of @path after @prefix, or NULL. */
static const char *after(const char *path, const char *prefix)
{
	size_t len = strlen(prefix);

	return strncmp(path, prefix, len) ? NULL : path + len;
}

static int number(const char *text)
{
	char *end;
	long n;

	if (!text || !isdigit((unsigned char)*text))
		return -1;
	n = strtol(text, &end, 10);
	return *end || n > INT_MAX ? -1 : n;
}

struct file *path_file(struct call *call, const char *path, bool *descriptor)
{
	const char *rest = after(path, "/dev/");
	pid_t tid = call->tid;
	int fd = -1;

	if (rest) {
		static const char *const names[] = {"stdin", "stdout", "stderr"};

		for (int i = 0; i < 3; i++)
			if (!strcmp(rest, names[i]))
				fd = i;
		if (fd < 0)
			fd = number(after(rest, "fd/"));
	} else if ((rest = after(path, "/proc/"))) {
		const char *slash = strstr(rest, "/fd/");

		if (slash) {
			fd = number(slash + 4);
			if (isdigit((unsigned char)*rest))
				tid = atoi(rest);
			else if (!after(rest, "self/fd/") && !after(rest, "thread-self/fd/"))
				fd = -1;
		}
	}
	*descriptor = fd >= 0;
	return fd < 0 ? NULL : file_of_fd(call->host, tid, fd);
}
