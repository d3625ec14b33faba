/* SPDX-License-Identifier: MIT */
/* open, openat, openat2, creat. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "cli/client/host.h"

static void open_asked(struct call *call, struct request *req, const struct wire_msg *msg,
		       const char *payload)
{
	(void)payload;
	if (served_absent(call, msg))
		return;
	if (msg->result < 0)
		call_return(call, msg->result);
	else
		file_inject(call, msg->file, req->path, call->open_flags, false);
}

/* The name was to be new (O_EXCL), or only a name is wanted (O_PATH). */
static void name_asked(struct call *call, struct request *req, const struct wire_msg *msg,
		       const char *payload)
{
	struct wire_stat st = {0};

	if (served_absent(call, msg))
		return;
	if (msg->len >= sizeof(st))
		memcpy(&st, payload, sizeof(st));
	if (msg->result < 0)
		call_return(call, msg->result);
	else if (!(call->open_flags & O_PATH))
		call_return(call, -EEXIST);
	else if (call->open_flags & O_DIRECTORY && !S_ISDIR(st.mode))
		call_return(call, -ENOTDIR);
	else
		file_inject(call, 0, req->path, call->open_flags, true);
}

/*
 * The machine never creates: what it has not is the host's (">/dev/null" says O_CREAT), and
 * what it has is there already; but a folder refuses O_CREAT. An O_PATH descriptor only stands
 * for the name: the driver hears nothing of it.
 */
static void open_ask(struct call *call)
{
	struct wire_call wire = {.op = WOP_OPEN, .a = {0, call->open_mode}};
	bool exclusive = (call->open_flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL);

	if (call->target->folder && call->open_flags & O_CREAT) {
		call_return(call, -EISDIR);
		return;
	}
	if (call->target->folder)
		call->open_flags |= O_DIRECTORY;
	wire.a[0] = call->open_flags;
	if (exclusive || call->open_flags & O_PATH) {
		wire.op = WOP_STAT;
		wire.a[0] = exclusive || call->open_flags & O_NOFOLLOW ? 1 : 0;
	}
	request_send(call, NULL, &wire, call->target->path,
		     wire.op == WOP_STAT ? name_asked : open_asked);
}

static bool read_how(struct call *call)
{
	struct open_how how;

	if (call->a[3] < sizeof(how) ||
	    umem_read(call, &how, call->a[2], sizeof(how)) < sizeof(how))
		return false;
	call->open_flags = how.flags;
	call->open_mode = how.mode;
	return !(how.resolve & RESOLVE_IN_ROOT);
}

void sys_open_call(struct call *call)
{
	int dirfd = AT_FDCWD;
	uint64_t path = call->a[0];

	switch (call->nr) {
	case SYS_open:
		call->open_flags = (uint32_t)call->a[1];
		call->open_mode = call->a[2];
		break;
	case SYS_creat:
		call->open_flags = O_CREAT | O_WRONLY | O_TRUNC;
		call->open_mode = call->a[1];
		break;
	case SYS_openat:
		dirfd = call->a[0];
		path = call->a[1];
		call->open_flags = (uint32_t)call->a[2];
		call->open_mode = call->a[3];
		break;
	default:
		dirfd = call->a[0];
		path = call->a[1];
		if (!read_how(call)) {
			call_continue(call);
			return;
		}
	}
	if (!(call->open_flags & (O_CREAT | __O_TMPFILE)))
		call->open_mode = 0;
	served_start(call, dirfd, path, call->open_flags & O_NOFOLLOW, open_ask);
}
