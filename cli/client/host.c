/* SPDX-License-Identifier: MIT */
/*
 * The client host: one thread that stands between clients and the machine.
 *
 * Vocabulary
 *   client    a program started here, and all its descendants: they share one seccomp filter
 *   call      a system call of a client's thread that waits for our answer (call.c)
 *   file      an open file of the machine; clients hold one end of a socket pair for it (file.c)
 *   request   a CALL message to the machine, known by its cookie; a call makes none or several
 *
 *      client thread        client host (launcher)              machine process
 *      ─────────────        ──────────────────────              ───────────────
 *      read(3, …) ────────▶ listener: notification
 *         waits in          /proc/TID/fd/3 = socket:[77]
 *         seccomp           77 is the machine's file 5
 *                           CALL cookie 91, file 5, READ ─────▶ task for TID runs scull_read()
 *                           process_vm_writev ◀──────────────── UWRITE cookie 91 (copy_to_user)
 *                           UDONE ────────────────────────────▶
 *         returns ◀──────── answer 4096 ◀────────────────────── REPLY cookie 91, 4096
 *
 * Invariants
 *   - A notification that was received gets exactly one answer, unless its thread dies first.
 *   - No call is made twice in the machine unless the machine said that it did nothing
 *     (a restart result, see intr.c).
 *   - What a thread closed before a call is closed for the machine when the call starts: hang-ups
 *     are looked at before every notification, and calls wait (bounded) for RELEASED.
 *   - A client's memory is touched only while the call that allows it still waits.
 *   - Nothing here blocks on the machine: it may be stuck, or dead.
 *
 * Rejected
 *   - ptrace: two stops for every call of the program, and no gdb or strace on clients (as it
 *     is, both work). Seccomp's filter passes what does not concern us.
 *   - LD_PRELOAD: not for static programs, and not for what libc does inside.
 *   - FUSE/CUSE: needs privileges, and hides the caller's memory: ioctl and faults go wrong.
 *   - Tracking descriptors by number through dup, fork, exec, SCM_RIGHTS: the inode of the
 *     socket says it without tracking.
 *   - A thread a client: shared state would need locks, and the work between two waits is
 *     some microseconds.
 */
#define _GNU_SOURCE 1
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cli/client/host.h"

#define EVENTS		  16
#define SWEEP_NS	  1000000000ull
#define DEFAULT_LINGER_MS 2000
#define QUIET_NS	  2000000000ull /* for calls that outlive all clients */

uint64_t now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000ull + ts.tv_nsec;
}

void host_note(struct client_host *host, const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (host->ops.note)
		host->ops.note(host->ctx, text);
}

int source_add(struct client_host *host, struct source *source, uint32_t events)
{
	struct epoll_event event = {.events = events, .data.ptr = source};

	return epoll_ctl(host->epoll, EPOLL_CTL_ADD, source->fd, &event) < 0 ? -errno : 0;
}

void source_close(struct client_host *host, struct source *source)
{
	if (source->fd < 0)
		return;
	epoll_ctl(host->epoll, EPOLL_CTL_DEL, source->fd, NULL);
	close(source->fd);
	source->fd = -1;
}

/* ---- children ---- */

bool clients_ended(const struct client_host *host)
{
	const struct client *client;

	TAILQ_FOREACH(client, &host->clients, link)
	if (!client->ended)
		return false;
	return true;
}

static void client_reaped(struct client_host *host, struct client *client, int wstatus)
{
	client->ended = true;
	client->wstatus = wstatus;
	host->tty_spoiled |= WIFSIGNALED(wstatus);
	if (host->ops.client_exit)
		host->ops.client_exit(host->ctx, client->index, wstatus);
}

static void reap(struct client_host *host)
{
	struct client *client;
	int wstatus;
	pid_t pid;

	while ((pid = waitpid(-1, &wstatus, WNOHANG)) > 0) {
		TAILQ_FOREACH(client, &host->clients, link)
		if (client->pid == pid && !client->ended)
			break;
		if (client)
			client_reaped(host, client, wstatus);
		else if (host->ops.child_exit)
			host->ops.child_exit(host->ctx, pid, wstatus);
	}
}

/*
 * Ctrl-C and Ctrl-\ go to clients and launcher alike. Clients know what to do with them (a shell or
 * a debugger goes on), so they are no business of ours; but who presses three times in three
 * seconds wants it to end.
 */
static bool from_keyboard(struct client_host *host, const struct signalfd_siginfo *info)
{
	uint64_t now = now_ns();

	if (info->ssi_code != SI_KERNEL || clients_ended(host) ||
	    (info->ssi_signo != SIGINT && info->ssi_signo != SIGQUIT))
		return false;
	if (now - host->keys_since > 3000000000ull) {
		host->keys_since = now;
		host->keys = 0;
	}
	return ++host->keys < 3;
}

static void signals_readable(struct client_host *host, struct source *source, uint32_t events)
{
	struct signalfd_siginfo info;

	(void)events;
	while (read(source->fd, &info, sizeof(info)) == sizeof(info)) {
		if (info.ssi_signo == SIGCHLD)
			reap(host);
		else if (!from_keyboard(host, &info) && host->ops.signalled)
			host->ops.signalled(host->ctx, info.ssi_signo);
	}
}

int client_exit_code(int wstatus)
{
	if (WIFEXITED(wstatus))
		return WEXITSTATUS(wstatus);
	return WIFSIGNALED(wstatus) ? 128 + WTERMSIG(wstatus) : 127;
}

/* ---- processes that a client left in the background ---- */

/* Children that a filter marks are clients or their orphans; the machine is not marked. */
static void kill_tree(struct client_host *host, pid_t parent, int signo, int depth, pid_t except)
{
	char name[64];
	int pid;
	FILE *list;

	snprintf(name, sizeof(name), "/proc/%d/task/%d/children", parent, parent);
	list = depth < 64 ? fopen(name, "re") : NULL;
	while (list && fscanf(list, "%d", &pid) == 1) {
		if (!depth && !task_is_client(host, pid))
			continue;
		kill_tree(host, pid, signo, depth + 1, except);
		if (pid != except)
			kill(pid, signo);
	}
	if (list)
		fclose(list);
}

void client_host_kill(struct client_host *host, int signo)
{
	host->tty_spoiled |= !clients_ended(host);
	clients_kill_but(host, signo, 0);
}

void clients_kill_but(struct client_host *host, int signo, pid_t except)
{
	kill_tree(host, getpid(), signo, 0, except);
}

/* All named clients have ended. Are their descendants, too? Makes them, after a while. */
static bool descendants_gone(struct client_host *host)
{
	static const int steps[] = {SIGHUP, SIGTERM, SIGKILL};
	uint64_t now = now_ns(), due;
	struct client *client;
	bool gone = true;

	TAILQ_FOREACH(client, &host->clients, link)
	gone = gone && client->listener.fd < 0;
	if (gone)
		return true;
	if (!host->linger_since)
		host->linger_since = now;
	due = host->linger_since + (host->linger_ms + 250ull * host->linger_step) * 1000000;
	if (now < due || host->linger_step >= 3)
		return host->linger_step >= 3 && now > due + 1000000000ull;
	if (host->linger_step == 0)
		host_note(host, "ending processes that clients left in the background");
	client_host_kill(host, steps[host->linger_step++]);
	return false;
}

/*
 * Nobody is left, but the machine may be: in calls of threads that were killed, in a release().
 * A driver that waits without looking at signals may take long; it gets a while.
 */
static bool machine_quiet(struct client_host *host)
{
	files_hungup(host);
	if (TAILQ_EMPTY(&host->calls) && TAILQ_EMPTY(&host->releases))
		return true;
	if (!host->quiet_since)
		host->quiet_since = now_ns();
	return now_ns() - host->quiet_since > QUIET_NS;
}

static bool clients_done(struct client_host *host)
{
	return clients_ended(host) && descendants_gone(host) && machine_quiet(host);
}

/* ---- watched descriptors ---- */

static void watch_ready(struct client_host *host, struct source *source, uint32_t events)
{
	struct watch *watch = (struct watch *)source;

	(void)host;
	watch->ready(watch->ctx, source->fd, events);
}

int client_host_watch(struct client_host *host, int fd, uint32_t events,
		      void (*ready)(void *ctx, int fd, uint32_t events), void *ctx)
{
	struct watch *watch = calloc(1, sizeof(*watch));
	int err;

	if (!watch)
		return -ENOMEM;
	watch->source.fd = fd;
	watch->source.ready = watch_ready;
	watch->ready = ready;
	watch->ctx = ctx;
	err = source_add(host, &watch->source, events);
	if (err) {
		free(watch);
		return err;
	}
	LIST_INSERT_HEAD(&host->watches, watch, link);
	return 0;
}

void client_host_unwatch(struct client_host *host, int fd)
{
	struct watch *watch;

	LIST_FOREACH(watch, &host->watches, link)
	{
		if (watch->source.fd != fd)
			continue;
		epoll_ctl(host->epoll, EPOLL_CTL_DEL, fd, NULL);
		LIST_REMOVE(watch, link);
		free(watch);
		return;
	}
}

/* ---- the loop ---- */

int client_host_send(struct client_host *host, const struct wire_msg *msg, const void *payload)
{
	return machine_send(host, msg, payload);
}

void client_host_stop(struct client_host *host)
{
	host->stop = true;
}

void client_host_set_linger(struct client_host *host, unsigned int ms)
{
	host->linger_ms = ms;
}

static int sooner(int a, int b)
{
	if (a < 0 || b < 0)
		return a < 0 ? b : a;
	return a < b ? a : b;
}

/* How long epoll may sleep (ms, -1: for ever). */
static int sleep_ms(struct client_host *host, uint64_t end)
{
	int ms = calls_check_signals(host);
	uint64_t now = now_ns();

	if (end != UINT64_MAX)
		ms = sooner(ms, end <= now ? 0 : (end - now) / 1000000 + 1);
	if (releases_pending(host))
		ms = sooner(ms, 5);
	if (host->linger_since || host->quiet_since)
		ms = sooner(ms, 20);
	if (!LIST_EMPTY(&host->tasks))
		ms = sooner(ms, 1000);
	return ms;
}

/*
 * One batch of events. A handler may close any source, so an event whose descriptor has been
 * closed meanwhile must not be delivered: files and clients are freed only between batches or have
 * an epoll of their own, tasks are looked up again.
 */
static void events_handle(struct client_host *host, int timeout_ms)
{
	struct epoll_event event;
	struct source *source;
	int n = epoll_wait(host->epoll, &event, 1, timeout_ms);

	if (n == 1) {
		source = event.data.ptr;
		source->ready(host, source, event.events);
	}
	calls_resume(host);
	if (now_ns() - host->swept_ns > SWEEP_NS)
		tasks_sweep(host);
}

static enum client_loop loop_state(struct client_host *host, uint64_t end)
{
	bool done = clients_done(host);

	if (host->stop) {
		host->stop = false;
		return CLIENT_LOOP_STOPPED;
	}
	if (host->armed && done) {
		host->armed = false;
		host->linger_since = 0;
		host->quiet_since = 0;
		return CLIENT_LOOP_DONE;
	}
	if (host->machine_gone && done)
		return CLIENT_LOOP_MACHINE_GONE;
	return now_ns() >= end ? CLIENT_LOOP_TIMEOUT : 0;
}

enum client_loop client_host_loop(struct client_host *host, int timeout_ms)
{
	uint64_t end = timeout_ms < 0 ? UINT64_MAX : now_ns() + timeout_ms * 1000000ull;
	enum client_loop state;

	while (!(state = loop_state(host, end)))
		events_handle(host, sleep_ms(host, end));
	/* Whoever waits for the dead machine's exit status gets events all the same. */
	if (state == CLIENT_LOOP_MACHINE_GONE)
		events_handle(host, timeout_ms < 0 ? 0 : timeout_ms);
	return state;
}

/* ---- one CPU for launcher and machine ---- */

static void pin_threads(pid_t pid, const cpu_set_t *cpu)
{
	char name[64];
	struct dirent *entry;
	DIR *dir;

	snprintf(name, sizeof(name), "/proc/%d/task", pid);
	dir = opendir(name);
	while (dir && (entry = readdir(dir)))
		if (entry->d_name[0] != '.')
			sched_setaffinity(atoi(entry->d_name), sizeof(*cpu), cpu);
	if (dir)
		closedir(dir);
}

int client_host_pin(struct client_host *host, pid_t machine)
{
	cpu_set_t cpu;
	int here = sched_getcpu();

	if (host->pinned || here < 0)
		return here < 0 ? -errno : 0;
	CPU_ZERO(&cpu);
	CPU_SET(here, &cpu);
	if (sched_getaffinity(0, sizeof(host->cpus), &host->cpus) < 0 ||
	    sched_setaffinity(0, sizeof(cpu), &cpu) < 0)
		return -errno;
	host->pinned = true;
	pin_threads(machine, &cpu);
	return 0;
}

/* ---- creation and end ---- */

static void terminal_save(struct client_host *host)
{
	host->tty = open("/dev/tty", O_RDWR | O_CLOEXEC);
	if (host->tty < 0)
		return;
	host->tty_group = tcgetpgrp(host->tty);
	if (host->tty_group != getpgrp() || tcgetattr(host->tty, &host->tty_mode) < 0) {
		close(host->tty);
		host->tty = -1;
	}
}

/*
 * An interactive shell takes the terminal's foreground, and a killed one does not give it back; nor
 * does an editor that is killed in a call restore the modes.
 */
static void terminal_restore(struct client_host *host)
{
	sigset_t ttou;

	if (host->tty < 0)
		return;
	if (host->tty_spoiled || tcgetpgrp(host->tty) != host->tty_group) {
		sigemptyset(&ttou);
		sigaddset(&ttou, SIGTTOU);
		sigprocmask(SIG_BLOCK, &ttou, NULL);
		tcsetpgrp(host->tty, host->tty_group);
		tcsetattr(host->tty, TCSADRAIN, &host->tty_mode);
		sigprocmask(SIG_UNBLOCK, &ttou, NULL);
	}
	close(host->tty);
}

static int signals_open(struct client_host *host)
{
	static const int caught[] = {SIGCHLD, SIGINT, SIGTERM, SIGHUP, SIGQUIT};
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(caught) / sizeof(caught[0]); i++)
		sigaddset(&set, caught[i]);
	sigprocmask(SIG_BLOCK, &set, &host->old_mask);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* Each served file costs a descriptor here, each thread that calls one or two. */
static void raise_limit(struct client_host *host)
{
	struct rlimit all;

	if (getrlimit(RLIMIT_NOFILE, &host->old_limit) < 0)
		return;
	all = host->old_limit;
	all.rlim_cur = all.rlim_max;
	setrlimit(RLIMIT_NOFILE, &all);
}

static void host_init(struct client_host *host, int control_fd, int user_fd)
{
	TAILQ_INIT(&host->clients);
	TAILQ_INIT(&host->calls);
	TAILQ_INIT(&host->deferred);
	TAILQ_INIT(&host->requests);
	TAILQ_INIT(&host->releases);
	TAILQ_INIT(&host->packets);
	host->next_cookie = 1;
	host->linger_ms = DEFAULT_LINGER_MS;
	host->pipes = !poll_can_borrow();
	host->epoll = epoll_create1(EPOLL_CLOEXEC);
	host->file_epoll = epoll_create1(EPOLL_CLOEXEC);
	host->control = (struct source){control_fd, machine_readable};
	host->user = (struct source){user_fd, user_readable};
	host->signals = (struct source){signals_open(host), signals_readable};
	host->file_source = (struct source){host->file_epoll, file_source_ready};
	raise_limit(host);
	terminal_save(host);
}

int client_host_create(struct client_host **out, int control_fd, int user_fd,
		       const struct client_ops *ops, void *ctx)
{
	struct client_host *host = calloc(1, sizeof(*host));
	int err = 0;

	if (!host)
		return -ENOMEM;
	host->ops = *ops;
	host->ctx = ctx;
	host_init(host, control_fd, user_fd);
	host->old_sigpipe = signal(SIGPIPE, SIG_IGN);
	fcntl(control_fd, F_SETFD, FD_CLOEXEC);
	fcntl(user_fd, F_SETFD, FD_CLOEXEC);
	prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	if ((err = source_add(host, &host->control, EPOLLIN)) ||
	    (err = source_add(host, &host->user, EPOLLIN)) ||
	    (err = source_add(host, &host->signals, EPOLLIN)) ||
	    (err = source_add(host, &host->file_source, EPOLLIN))) {
		client_host_destroy(host);
		return err;
	}
	*out = host;
	return 0;
}

static void lists_free(struct client_host *host)
{
	struct client *client;
	struct watch *watch;

	while (!LIST_EMPTY(&host->tasks))
		task_free(host, LIST_FIRST(&host->tasks));
	while ((watch = LIST_FIRST(&host->watches)))
		client_host_unwatch(host, watch->source.fd);
	for (int i = 0; i < FILE_BUCKETS; i++)
		while (!LIST_EMPTY(&host->files[i]))
			file_free(host, LIST_FIRST(&host->files[i]));
	while (!TAILQ_EMPTY(&host->releases))
		release_done(host, TAILQ_FIRST(&host->releases)->cookie);
	while ((client = TAILQ_FIRST(&host->clients))) {
		TAILQ_REMOVE(&host->clients, client, link);
		source_close(host, &client->listener);
		free(client);
	}
}

void client_host_destroy(struct client_host *host)
{
	struct client *client;
	struct call *call;

	/* Without a machine, every call ends: nothing of the lists below is in use then. */
	host->ops.machine_gone = NULL;
	machine_dead(host);
	TAILQ_FOREACH(client, &host->clients, link)
	{
		if (client->ended && client->listener.fd < 0)
			continue;
		client_host_kill(host, SIGKILL);
		if (client->ended)
			continue;
		kill(client->pid, SIGKILL);
		waitpid(client->pid, NULL, 0);
	}
	TAILQ_CONCAT(&host->calls, &host->deferred, link);
	while ((call = TAILQ_FIRST(&host->calls))) {
		call->answered = true;
		call->requests = 0;
		call_put(call);
	}
	lists_free(host);
	cwd_exit(host);
	terminal_restore(host);
	if (host->pinned)
		sched_setaffinity(0, sizeof(host->cpus), &host->cpus);
	close(host->signals.fd);
	close(host->file_epoll);
	close(host->epoll);
	setrlimit(RLIMIT_NOFILE, &host->old_limit);
	signal(SIGPIPE, host->old_sigpipe);
	sigprocmask(SIG_SETMASK, &host->old_mask, NULL);
	free(host);
}
