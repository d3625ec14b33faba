/* SPDX-License-Identifier: MIT */
/* The machine process, from the launcher's side: its declaration and its start. */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "run.h"

extern char **environ;

static const char *read_declaration(struct run *run, const char *path)
{
	FILE *f = fopen(path, "re");
	char *text = arena_alloc(&run->build.arena, 65536);
	size_t n;

	if (!f) {
		say("--machine %s: %s", run->opt.machine, strerror(errno));
		return NULL;
	}
	n = fread(text, 1, 65535, f);
	fclose(f);
	if (n < 65535)
		return text;
	say("--machine %s: longer than 64 KiB", run->opt.machine);
	return NULL;
}

const char *machine_text(struct run *run)
{
	const struct run_options *opt = &run->opt;
	struct arena *arena = &run->build.arena;
	const char *text = opt->machine;

	if (text[0] == '@')
		text = read_declaration(run, text + 1);
	else if (*text && access(text, R_OK) == 0)
		text = read_declaration(run, text);
	if (!text)
		return NULL;
	/* The last word on a key counts: a declaration may ask for less than a run does. */
	text = arena_printf(arena, "checks=full\n%s", text);
	if (opt->seed_given)
		text = arena_printf(arena, "%s\nseed=%llu", text, (unsigned long long)opt->seed);
	if (opt->parallel)
		text = arena_printf(arena, "%s\nsched=parallel", text);
	if (opt->asan)
		text = arena_printf(arena, "%s\nkasan=on", text);
	if (opt->checks)
		text = arena_printf(arena, "%s\nchecks=%s", text, opt->checks);
	return text;
}

/* Big packets in flight: a call's data is at most WIRE_PAYLOAD_MAX. */
static int packet_pair(int fd[2])
{
	int room = 4 * WIRE_PAYLOAD_MAX;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fd) < 0)
		return -errno;
	for (int i = 0; i < 2; i++) {
		setsockopt(fd[i], SOL_SOCKET, SO_SNDBUF, &room, sizeof(room));
		setsockopt(fd[i], SOL_SOCKET, SO_RCVBUF, &room, sizeof(room));
	}
	return 0;
}

static int spawn_machine(struct run *run, int control, int user, const char *text)
{
	char *argv[] = {(char *)"ferrite-machine",	(char *)"3", (char *)"4", (char *)text,
			(char *)gdb_machine_words(run), NULL};
	posix_spawn_file_actions_t act;
	posix_spawnattr_t attr;
	int err, log;

	/* dup2 to itself would leave close-on-exec set: move both out of the way first. */
	control = fcntl(control, F_DUPFD_CLOEXEC, 10);
	user = fcntl(user, F_DUPFD_CLOEXEC, 10);
	log = fcntl(2, F_DUPFD_CLOEXEC, 10);
	posix_spawn_file_actions_init(&act);
	posix_spawn_file_actions_addopen(&act, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&act, log, 1);
	posix_spawn_file_actions_adddup2(&act, log, 2);
	posix_spawn_file_actions_adddup2(&act, control, 3);
	posix_spawn_file_actions_adddup2(&act, user, 4);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETPGROUP);
	err = posix_spawn(&run->machine_pid, run->files.machine, &act, &attr, argv, environ);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&act);
	close(control);
	close(user);
	close(log);
	return -err;
}

int machine_start(struct run *run, int *control, int *user)
{
	int c[2], u[2], err;
	const char *text = machine_text(run);

	if (!text)
		return STATUS_USAGE;
	err = packet_pair(c);
	if (!err)
		err = packet_pair(u);
	if (!err)
		err = gdb_started_us() ? gdb_become_machine(run, c[1], u[1], text)
				       : spawn_machine(run, c[1], u[1], text);
	if (err) {
		say("the machine process %s does not start: %s", run->files.machine,
		    strerror(-err));
		return STATUS_FERRITE;
	}
	close(c[1]);
	close(u[1]);
	*control = c[0];
	*user = u[0];
	return STATUS_CLEAN;
}
