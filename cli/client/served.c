/* SPDX-License-Identifier: MIT */
/*
 * Whose is a path?
 *
 * Order of the questions, for a path beneath /dev, /proc or /sys (others are the host's, unless
 * symbolic links lead here):
 *
 *   1. /dev/fd/N, /proc/self/fd/N of a served file   → that file's own path
 *   2. /dev and /proc themselves, /proc/self, /proc/<a client>
 *                                                    → the host
 *   3. the machine: does it know the path?           → the machine
 *   4. /proc/<another pid>                           → nobody: ENOENT
 *   5. is it a symbolic link on the host?            → from 1 with its target
 *   6. a folder above it is served by the machine    → nobody: ENOENT (such a folder is
 *                                                      wholly the machine's; /proc/sys is not:
 *                                                      only its vm is)
 *   7.                                               → the host
 *
 * Once the machine is dead it cannot be asked. Nodes of the host's /dev stay usable (shells
 * need /dev/null); the rest gives EIO rather than figures of the wrong machine.
 */
#define _GNU_SOURCE 1
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cli/client/host.h"

#define MAX_LINKS 8

static void served_look(struct call *call);

/* The host has it: let the kernel run the call, unless it starts at a folder of ours. */
static void served_native(struct call *call)
{
	if (call->target->in_served && call->nr == SYS_chdir)
		cwd_leave(call);
	else if (call->target->in_served)
		call_return(call, -ENOENT);
	else
		call_continue(call);
}

/* N when @path is /proc/N or beneath, or 0. */
static pid_t proc_pid(const char *path)
{
	if (strncmp(path, "/proc/", 6) || !isdigit((unsigned char)path[6]))
		return 0;
	return atoi(path + 6);
}

static bool starts(const char *path, const char *folder)
{
	size_t len = strlen(folder);

	return !strncmp(path, folder, len) && (!path[len] || path[len] == '/');
}

/* Replace @path by what the host's symbolic link of that name says. */
static bool link_read(struct target *target, char *path)
{
	char link[WIRE_PATH_MAX], base[WIRE_PATH_MAX];
	ssize_t n;

	if (target->links >= MAX_LINKS)
		return false;
	n = readlink(path, link, sizeof(link) - 1);
	if (n <= 0)
		return false;
	link[n] = '\0';
	strcpy(base, path);
	path_parent(base);
	target->links++;
	return path_join(path, base, link);
}

static bool follow_link(struct call *call)
{
	struct target *target = call->target;

	return !target->nofollow && !starts(target->path, "/proc") &&
	       link_read(target, target->path);
}

/* Could @folder be on the file systems that are mounted on /dev, /proc and /sys, or nowhere? */
static bool suspicious(const char *folder)
{
	static const char *const ours[] = {"/dev", "/proc", "/sys"};
	static dev_t devs[3];
	struct stat st;

	for (int i = 0; i < 3 && !devs[i]; i++)
		if (stat(ours[i], &st) == 0)
			devs[i] = st.st_dev;
	if (stat(folder, &st) < 0)
		return true;
	return st.st_dev == devs[0] || st.st_dev == devs[1] || st.st_dev == devs[2];
}

/* Replace the first symbolic link among the folders of target->path. */
static bool folder_link(struct target *target)
{
	char head[WIRE_PATH_MAX], rest[WIRE_PATH_MAX];

	for (char *p = strchr(target->path + 1, '/'); p; p = strchr(p + 1, '/')) {
		strcpy(rest, p + 1);
		memcpy(head, target->path, p - target->path);
		head[p - target->path] = '\0';
		if (link_read(target, head))
			return path_join(target->path, head, rest);
	}
	return false;
}

/*
 * A path outside /dev, /proc and /sys gets there by symbolic links only. Of its folders that
 * is seen by the file system that they end on (one call, and most paths are done with); for the
 * search, links are replaced from the left.
 */
static bool leads_here(struct call *call)
{
	struct target *target = call->target;
	char parent[WIRE_PATH_MAX];

	strcpy(parent, target->path);
	path_parent(parent);
	if (suspicious(parent))
		while (!path_is_ours(target->path) && folder_link(target))
			;
	return path_is_ours(target->path) || follow_link(call);
}

static bool is_hosts(struct call *call, const char *path)
{
	pid_t pid = proc_pid(path);

	if (!strcmp(path, "/dev") || !strcmp(path, "/proc") || starts(path, "/proc/self") ||
	    starts(path, "/proc/thread-self"))
		return true;
	return pid && task_is_client(call->host, pid);
}

static void served_orphan(struct call *call)
{
	const char *path = call->target->path;

	if (starts(path, "/dev") && access(path, F_OK) == 0)
		served_native(call);
	else
		call_return(call, -EIO);
}

static void served_look(struct call *call)
{
	struct target *target = call->target;
	struct file *file;
	bool descriptor;

	while (!path_is_ours(target->path)) {
		if (!leads_here(call)) {
			served_native(call);
			return;
		}
	}
	file = target->nofollow ? NULL : path_file(call, target->path, &descriptor);
	if (file)
		strcpy(target->path, file->path);
	else if ((!target->nofollow && descriptor) || is_hosts(call, target->path)) {
		served_native(call);
		return;
	}
	if (call->host->machine_gone)
		served_orphan(call);
	else
		call->ask(call);
}

void served_start(struct call *call, int dirfd, uint64_t uva, bool nofollow,
		  void (*ask)(struct call *call))
{
	struct target *target = calloc(1, sizeof(*target));
	int err;

	call->target = target;
	call->ask = ask;
	if (!target) {
		call_return(call, -ENOMEM);
		return;
	}
	target->nofollow = nofollow;
	/* What is wrong with the path, the kernel will say better. */
	err = path_read(call, dirfd, uva, target->path, &target->in_served);
	if (err < 0) {
		call_continue(call);
		return;
	}
	target->folder = err;
	served_look(call);
}

/* ---- the machine said ENOENT ---- */

static void parent_asked(struct call *call, struct request *req, const struct wire_msg *msg,
			 const char *payload);

/* O_CREAT in a served folder: procfs says that there is no such file, sysfs that one may not. */
static bool refuses_new(const struct call *call)
{
	return call->open_flags & O_CREAT && !starts(call->target->path, "/proc");
}

/* A mistyped name must not leave a file in the host's /dev. */
static bool new_in_dev(const struct call *call)
{
	const char *path = call->target->path;

	return call->open_flags & O_CREAT && starts(path, "/dev") &&
	       strrchr(path, '/') == path + 4 && access(path, F_OK) < 0 && errno == ENOENT;
}

static void ask_parent(struct call *call)
{
	struct wire_call wire = {.op = WOP_STAT};
	char *parent = call->target->parent;

	path_parent(parent);
	if (new_in_dev(call))
		call_return(call, -EACCES);
	else if (!strcmp(parent, "/") || !strcmp(parent, "/dev") || !strcmp(parent, "/proc") ||
		 !strcmp(parent, "/proc/sys") || !strcmp(parent, "/sys"))
		served_native(call);
	else
		request_send(call, NULL, &wire, parent, parent_asked);
}

static void parent_asked(struct call *call, struct request *req, const struct wire_msg *msg,
			 const char *payload)
{
	struct wire_stat st = {.mode = S_IFDIR};

	(void)req;
	if (msg->len >= sizeof(st))
		memcpy(&st, payload, sizeof(st));
	if (msg->result == 0 && !S_ISDIR(st.mode))
		call_return(call, -ENOTDIR);
	else if (msg->result == 0)
		call_return(call, refuses_new(call) ? -EACCES : -ENOENT);
	else if (msg->result == -ENOENT)
		ask_parent(call);
	else
		call_return(call, msg->result);
}

bool served_absent(struct call *call, const struct wire_msg *msg)
{
	struct target *target = call->target;

	if (msg->result != -ENOENT || call->answered)
		return false;
	if (proc_pid(target->path)) {
		call_return(call, -ENOENT);
	} else if (follow_link(call)) {
		served_look(call);
	} else {
		strcpy(target->parent, target->path);
		ask_parent(call);
	}
	return true;
}
