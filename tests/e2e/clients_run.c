/* SPDX-License-Identifier: MIT */
/*
 * clients_run -- command… [-- command…]: run clients on the stand-in machine of clients_machine.c.
 * Exit status: the first client's that failed, or 0; 124 after 20 s; 125 if nothing could start.
 */
#define _GNU_SOURCE 1
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cli/client/client.h"
#include "tests/e2e/clients_machine.h"

struct run {
	struct client_host *host;
	int status;
};

static void message(void *ctx, const struct wire_msg *msg, const char *payload)
{
	struct run *run = ctx;

	(void)payload;
	if (msg->type == WIRE_READY)
		client_host_stop(run->host);
}

static void machine_gone(void *ctx)
{
	(void)ctx;
	fprintf(stderr, "run: machine gone\n");
}

static void client_exit(void *ctx, int index, int wstatus)
{
	struct run *run = ctx;

	(void)index;
	if (!run->status)
		run->status = client_exit_code(wstatus);
}

static void note(void *ctx, const char *sentence)
{
	(void)ctx;
	fprintf(stderr, "run: %s\n", sentence);
}

static void line(void *ctx, const char *text)
{
	(void)ctx;
	fprintf(stderr, "run: waiting: %s\n", text);
}

static pid_t start_machine(int control[2], int user[2])
{
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, control) < 0 ||
	    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, user) < 0) {
		perror("socketpair");
		exit(125);
	}
	pid = fork();
	if (pid == 0) {
		setpgid(0, 0);
		close(control[0]);
		close(user[0]);
		clients_machine(control[1], user[1]);
	}
	close(control[1]);
	close(user[1]);
	return pid;
}

static bool start_clients(struct run *run, char **argv)
{
	bool started = false;

	struct client_start start = CLIENT_START_INIT(argv);

	while (*argv) {
		char **end = argv;

		while (*end && strcmp(*end, "--"))
			end++;
		start.argv = argv;
		argv = *end ? end + 1 : end;
		*end = NULL;
		if (client_host_start(run->host, &start) < 0)
			run->status = 125;
		else
			started = true;
	}
	return started;
}

int main(int argc, char **argv)
{
	static const struct client_ops ops = {
		.message = message,
		.machine_gone = machine_gone,
		.client_exit = client_exit,
		.note = note,
	};
	struct wire_msg shutdown = {.type = WIRE_SHUTDOWN};
	struct run run = {0};
	int control[2], user[2];
	pid_t machine;

	if (argc < 3 || strcmp(argv[1], "--")) {
		fprintf(stderr, "usage: clients_run -- command [-- command]\n");
		return 2;
	}
	machine = start_machine(control, user);
	if (client_host_create(&run.host, control[0], user[0], &ops, &run) < 0)
		return 125;
	client_host_pin(run.host, machine);
	client_host_set_linger(run.host, 500);
	client_host_loop(run.host, -1);
	if (start_clients(&run, argv + 2) &&
	    client_host_loop(run.host, 20000) == CLIENT_LOOP_TIMEOUT) {
		client_host_show_calls(run.host, line, NULL);
		run.status = 124;
	}
	client_host_send(run.host, &shutdown, NULL);
	client_host_destroy(run.host);
	return run.status;
}
