/* SPDX-License-Identifier: MIT */
/*
 * Clients: unmodified programs that use the machine's /dev, /proc and /sys.
 *
 * A client host is the launcher's half of a running machine. It owns the two sockets of
 * cli/wire.h, starts programs under a seccomp filter whose listener it answers, and turns
 * what they do with a served file into calls of the machine. docs/clients.md says what a
 * client sees; cli/client/host.c says how it works.
 *
 * Everything happens in one thread, inside client_host_loop(). Callbacks are called from
 * there and may call any function of this header except client_host_loop() and
 * client_host_destroy(). Functions return 0 (or what they say), or a negative errno.
 *
 * The usual life:
 *
 *   client_host_create(&host, control, user, &ops, ctx);
 *   client_host_send(host, &load, payload) …      one LOAD a module
 *   client_host_loop(host, -1)                    until a callback calls client_host_stop()
 *   client_host_start(host, &start) …             one a client, as many as wanted
 *   client_host_loop(host, -1)                    CLIENT_LOOP_DONE: every client has ended
 *   client_host_send(host, &shutdown, NULL);
 *   client_host_loop(host, -1)                    CLIENT_LOOP_MACHINE_GONE, after the verdict
 *   client_host_destroy(host);
 */
#ifndef CLI_CLIENT_CLIENT_H
#define CLI_CLIENT_CLIENT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "cli/wire.h"

struct client_host;

struct client_ops {
	/*
	 * Any message of the machine that is not about one client's call: READY, LOADED, LOG,
	 * DEFECT, VERDICT. @payload has msg->len bytes and a NUL after them.
	 */
	void (*message)(void *ctx, const struct wire_msg *msg, const char *payload);
	/*
	 * The machine hung up: it exited or crashed. Told once. Calls that were under way have
	 * failed with EIO; clients go on, and their later calls on served files give EIO.
	 */
	void (*machine_gone)(void *ctx);
	/*
	 * A client started by client_host_start() ended. @index is what start returned;
	 * @wstatus is what waitpid() gives. Its background children may still run.
	 */
	void (*client_exit)(void *ctx, int index, int wstatus);
	/*
	 * Some other child of this process was reaped: the machine process, or an orphan that
	 * a client left behind (this process is their subreaper). The host waits for all
	 * children, so nobody else in this process may call waitpid() while a host exists.
	 */
	void (*child_exit)(void *ctx, pid_t pid, int wstatus);
	/*
	 * SIGINT, SIGTERM, SIGHUP or SIGQUIT reached the launcher. While clients run, Ctrl-C and
	 * Ctrl-\ from the terminal are left to them, and are told here from the third one in three
	 * seconds on.
	 */
	void (*signalled)(void *ctx, int signo);
	/* One sentence for the user: a limit that was met, processes that were left. */
	void (*note)(void *ctx, const char *sentence);
};

/*
 * Take over the launcher's ends of the control and the user socket (closed by destroy).
 * Blocks SIGCHLD, SIGINT, SIGTERM, SIGHUP and SIGQUIT in this thread (they arrive as events;
 * SIGTSTP is left alone, so that Ctrl-Z stops launcher and clients alike), ignores SIGPIPE, makes
 * this process a subreaper. Start the machine process before, in a process group of its own. Unused
 * callbacks may be NULL.
 */
int client_host_create(struct client_host **host, int control_fd, int user_fd,
		       const struct client_ops *ops, void *ctx);

/*
 * Close everything; restore the signal mask and, if a client took it, the terminal's foreground
 * group. Clients that still run are killed and reaped.
 */
void client_host_destroy(struct client_host *host);

struct client_start {
	char *const *argv; /* argv[0] is looked up in PATH */
	char *const *envp; /* NULL: this process' environment */
	int in, out, err;  /* descriptors for 0, 1, 2; -1: inherit */
};

#define CLIENT_START_INIT(args)                                \
	{                                                      \
		.argv = (args), .in = -1, .out = -1, .err = -1 \
	}

/*
 * Start a client. Returns its index once its execve has succeeded, or: -EBUSY this process already
 * runs under a seccomp listener; -ENOSYS the kernel is older than 5.19; what execve said (-ENOENT:
 * no such program, -EACCES: not executable, …). A note has then told the user. The n-th start has
 * index n, failed ones counted; no client_exit follows a failed start, but CLIENT_LOOP_DONE does.
 */
int client_host_start(struct client_host *host, const struct client_start *start);

/* The exit status of a client as a shell gives it: 128 + signal for a killed one. */
int client_exit_code(int wstatus);

/* How long processes that a client left in the background may go on (ms; default 2000). */
void client_host_set_linger(struct client_host *host, unsigned int ms);

/*
 * Let launcher and machine share the CPU on which the launcher runs now. They work by turns, and
 * waking another CPU, which has gone idle meanwhile, costs several times what the call itself does
 * (measured on a virtual machine: 44 instead of 200 us a call). For a machine that runs one vCPU at
 * a time. Threads that the machine creates later inherit it; clients are not bound.
 */
int client_host_pin(struct client_host *host, pid_t machine);

/* Send a message to the machine (LOAD, SHUTDOWN). Queued when the socket is full. -EPIPE: gone. */
int client_host_send(struct client_host *host, const struct wire_msg *msg, const void *payload);

enum client_loop {
	CLIENT_LOOP_DONE =
		1, /* after a start: all clients have ended, all their files are released */
	CLIENT_LOOP_STOPPED,	  /* client_host_stop() was called */
	CLIENT_LOOP_TIMEOUT,	  /* @timeout_ms passed */
	CLIENT_LOOP_MACHINE_GONE, /* the machine hung up and no client runs */
};

/* Handle events. @timeout_ms < 0: no limit. CLIENT_LOOP_DONE is given once after each set of
 * starts. */
enum client_loop client_host_loop(struct client_host *host, int timeout_ms);

/* Make client_host_loop() return. */
void client_host_stop(struct client_host *host);

/* Also watch a descriptor of the caller's (a log pipe, a timer): EPOLL* @events. */
int client_host_watch(struct client_host *host, int fd, uint32_t events,
		      void (*ready)(void *ctx, int fd, uint32_t events), void *ctx);
void client_host_unwatch(struct client_host *host, int fd);

/* Send @signo to every process that is under a client's filter. */
void client_host_kill(struct client_host *host, int signo);

/* @machine is the machine's process: clients cannot signal or trace it, nor this one. */
void client_host_protect(struct client_host *host, pid_t machine);

/* How many calls have been under way in the machine for @ms or longer. */
unsigned int client_host_waiting(struct client_host *host, unsigned int ms);

/* The calls that are under way, oldest first, one line each, for a time-out report. */
void client_host_show_calls(struct client_host *host, void (*line)(void *ctx, const char *text),
			    void *ctx);

/* ---- the end of a machine (oops.c) ---- */

struct client_address {
	pid_t tid;
	const char *mapping; /* what the caller has at the address; NULL: nothing */
	int argument;	     /* 2…6: it lies in what this argument of the call points at; 0: none */
	char text[256];
};

/* What @addr is in the memory of the thread that waits in call @cookie; false: nobody does. */
bool client_host_address(struct client_host *host, uint64_t cookie, uint64_t addr,
			 struct client_address *out);
/* Counts what was sent to the machine: who waits there may have been helped since. */
uint64_t client_host_sent(const struct client_host *host);
/*
 * Could any client do something without the machine's help? False when each of their threads
 * waits in a call of the machine, or for another of them.
 */
bool client_host_can_run(struct client_host *host);
/* That thread dies of @signo, in the call. */
void client_host_oops(struct client_host *host, uint64_t cookie, int signo);

#endif
