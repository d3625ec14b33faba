/* SPDX-License-Identifier: MIT */
/*
 * The order of events of one run:
 *
 *   start the machine process ──► it boots while ──► the modules are compiled
 *   READY ──► LOAD, LOADED, one module after the other ──► clients ──► SHUTDOWN ──► VERDICT
 *
 * One event loop (cli/client) carries all of it; its callbacks only note what came. Whatever
 * happens to the machine, the launcher lives and says what happened: exit status and last line.
 */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/command.h"
#include "run.h"

#define TIMEOUT_DEFAULT 300
#define GONE_GRACE	1 /* seconds that clients go on with a dead machine, and after SIGTERM */
#define GONE_LOOK_MS	100
#define LATE_GRACE	2 /* seconds, after each signal to clients that take too long */

/* ---- callbacks of the event loop ---- */

static void module_mapped(struct run *run, const struct wire_msg *msg)
{
	struct build_module *m = run->build.modules;

	for (uint64_t i = msg->arg[0]; m && i; i--)
		m = m->next;
	if (m)
		symbolizer_add(&run->symbols, m->name, m->so, msg->arg[1], msg->arg[2]);
}

static void on_message(void *ctx, const struct wire_msg *msg, const char *payload)
{
	struct run *run = ctx;

	switch (msg->type) {
	case WIRE_LOG:
		report_log(run, (int)msg->arg[0], msg->arg[1], payload);
		return;
	case WIRE_DEFECT:
		report_defect(run, msg, payload);
		return;
	case WIRE_VERDICT:
		if (msg->len == sizeof(run->verdict)) {
			memcpy(&run->verdict, payload, sizeof(run->verdict));
			run->have_verdict = true;
			if (run->machine_is_parent)
				client_host_stop(run->host);
		}
		return;
	case WIRE_TESTED:
		if (run->hooks)
			run->hooks->tested(run, msg, payload);
		return;
	case WIRE_MAPPED:
		module_mapped(run, msg);
		return;
	case WIRE_READY:
		run->ready = true;
		run->seed = msg->arg[3];
		symbolizer_add(&run->symbols, NULL, run->files.machine, msg->arg[1], msg->arg[2]);
		/* One vCPU runs at a time: another CPU would only have to be woken. */
		if (!msg->arg[0])
			client_host_pin(run->host, run->machine_pid);
		break;
	case WIRE_LOADED:
		run->load_answered = true;
		break;
	default:
		return;
	}
	run->load_result = (int)msg->result;
	run->load_why = arena_strdup(&run->build.arena, payload);
	client_host_stop(run->host);
}

static void on_machine_gone(void *ctx)
{
	struct run *run = ctx;

	run->machine_gone = true;
	run->machine_reaped |= run->machine_is_parent;
	run->gone_at = run_seconds(run);
	run->late = 0;
	client_host_stop(run->host);
}

static void on_client_exit(void *ctx, int index, int wstatus)
{
	struct run *run = ctx;

	if (index < 0 || index >= run->nr_clients)
		return;
	run->clients[index].wstatus = wstatus;
	run->clients[index].ended = true;
	if (client_exit_code(wstatus) != 0 && run->failed_client < 0)
		run->failed_client = index;
}

static void on_child_exit(void *ctx, pid_t pid, int wstatus)
{
	struct run *run = ctx;

	if (pid == run->gdb_pid) {
		run->gdb_pid = 0;
		client_host_stop(run->host);
	}
	if (pid != run->machine_pid)
		return;
	run->machine_reaped = true;
	run->machine_status = wstatus;
	client_host_stop(run->host);
}

/*
 * The first signal ends the clients, a later one the machine too. (timeout(1) sends two at once, to
 * the process and to its group: that is one.)
 */
static void on_signal(void *ctx, int signo)
{
	struct run *run = ctx;
	double now = run_seconds(run);

	if (run->phase != RUN_CLIENTS || (run->interrupted && now > run->interrupted_at + 0.5))
		hang_ask_and_kill(run);
	if (!run->interrupted)
		run->interrupted_at = now;
	run->interrupted = true;
	client_host_kill(run->host, signo == SIGINT ? SIGTERM : signo);
}

static void on_note(void *ctx, const char *sentence)
{
	progress(ctx, "");
	say("%s", sentence);
}

static const struct client_ops ops = {
	.message = on_message,
	.machine_gone = on_machine_gone,
	.client_exit = on_client_exit,
	.child_exit = on_child_exit,
	.signalled = on_signal,
	.note = on_note,
};

/* ---- waiting ---- */

static int time_left_ms(const struct run *run)
{
	double left = run->opt.timeout + run->grace - run_seconds(run);

	if (run->opt.timeout <= 0)
		return -1;
	return left <= 0 ? 0 : (int)(left * 1000) + 1;
}

/* How long the loop may run before somebody must look: time-out, deadlock, dead machine. */
static int look_ms(struct run *run)
{
	int ms = hang_kill_look(run, hang_look(run, time_left_ms(run)));

	return run->gone_at && (ms < 0 || ms > GONE_LOOK_MS) ? GONE_LOOK_MS : ms;
}

bool run_wait_for(struct run *run, const bool *flag)
{
	while (!*flag && !run->machine_gone && !run->timed_out)
		if (client_host_loop(run->host, look_ms(run)) == CLIENT_LOOP_TIMEOUT)
			run->timed_out = time_left_ms(run) == 0;
	return *flag;
}

/* ---- the phases ---- */

static void enter(struct run *run, enum run_phase phase)
{
	run->phase = phase;
	run->entered[phase] = run_seconds(run);
}

static int boot(struct run *run)
{
	enter(run, RUN_BOOT);
	if (!run_wait_for(run, &run->ready)) {
		if (!run->fatal)
			say(run->timed_out ? "the machine did not boot within %g s"
					   : "the machine process ended while it booted",
			    run->opt.timeout);
		return STATUS_FERRITE;
	}
	run->booted = run->load_result == 0;
	if (run->booted)
		return STATUS_CLEAN;
	if (run->load_why[0])
		say("--machine %s: %s", run->opt.machine, run->load_why);
	else
		say("the machine does not boot: %s", strerror(-run->load_result));
	return run->load_result == -EINVAL ? STATUS_USAGE : STATUS_FERRITE;
}

static int load(struct run *run, struct build_module *m, int number)
{
	struct wire_msg msg = {.type = WIRE_LOAD, .arg = {(uint64_t)number, run->hooks != NULL}};
	char *payload = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&payload, &n);

	fprintf(f, "%s%c", m->so, 0);
	for (size_t i = 0; i < m->params.n; i++)
		fprintf(f, "%s%s", i ? " " : "", m->params.v[i]);
	fputc(0, f);
	fclose(f);
	msg.len = (uint32_t)n;
	run->load_answered = false;
	client_host_send(run->host, &msg, payload);
	free(payload);
	if (!run_wait_for(run, &run->load_answered))
		return run->timed_out ? STATUS_CLEAN : STATUS_MODULE;
	if (run->load_result == 0)
		return STATUS_CLEAN;
	progress(run, "");
	say("%s does not load: %s", m->name,
	    run->load_why[0] ? run->load_why : strerror(-run->load_result));
	return STATUS_MODULE;
}

static int load_all(struct run *run)
{
	int number = 0, status = STATUS_CLEAN;

	enter(run, RUN_LOAD);
	for (struct build_module *m = run->build.modules; m && status == STATUS_CLEAN; m = m->next)
		status = load(run, m, number++);
	return status;
}

static void start_client(struct run *run, const char *name, char *const *argv)
{
	struct client_start start = CLIENT_START_INIT(argv);
	int null = run->opt.gdb ? open("/dev/null", O_RDONLY | O_CLOEXEC) : -1;
	int index = run->nr_clients++;

	start.in = null;
	run->clients[index].name = name;
	if (client_host_start(run->host, &start) < 0 && run->failed_client < 0)
		run->failed_client = index;
	if (null >= 0)
		close(null);
}

/* The client of a run without one: the user's shell, when there is a user. */
static char **shell_client(struct run *run)
{
	struct words w = {.arena = &run->build.arena};

	if (run->opt.client || run->opt.shell_clients.n || !isatty(0) || !isatty(2))
		return run->opt.client;
	words_add(&w, getenv("SHELL") && *getenv("SHELL") ? getenv("SHELL") : "/bin/sh");
	return w.v;
}

/*
 * The time is over while clients run. If one of them waits in the machine, the run hangs there;
 * otherwise the machine is well, and the clients alone took too long: they are ended.
 */
static bool end_late_clients(struct run *run)
{
	static const int signals[] = {SIGTERM, SIGKILL};

	if (run->late == 2 || client_host_waiting(run->host, run->opt.timeout < 1 ? 100 : 500))
		return false;
	if (!run->late)
		say("the clients did not end within %g s", run->opt.timeout);
	client_host_kill(run->host, signals[run->late++]);
	run->grace += LATE_GRACE;
	return true;
}

/* Their machine is dead, and they had time to see it. */
static void end_stranded_clients(struct run *run)
{
	static const int signals[] = {SIGTERM, SIGKILL};

	if (run->late < 2 && run_seconds(run) - run->gone_at >= GONE_GRACE * (run->late + 1))
		client_host_kill(run->host, signals[run->late++]);
}

static void run_clients(struct run *run, char **client)
{
	size_t n = run->opt.shell_clients.n;
	enum client_loop end = CLIENT_LOOP_STOPPED;

	enter(run, RUN_CLIENTS);
	run->clients = arena_alloc(&run->build.arena, (n + 1) * sizeof(*run->clients));
	progress(run, "");
	for (size_t i = 0; i < n; i++) {
		struct words w = {.arena = &run->build.arena};

		words_add(&w, "sh");
		words_add(&w, "-c");
		words_add(&w, run->opt.shell_clients.v[i]);
		start_client(run, run->opt.shell_clients.v[i], w.v);
	}
	if (client)
		start_client(run, client[0], client);
	while (run->nr_clients && end == CLIENT_LOOP_STOPPED && !run->timed_out) {
		end = client_host_loop(run->host, look_ms(run));
		if (end != CLIENT_LOOP_TIMEOUT)
			continue;
		end = CLIENT_LOOP_STOPPED;
		if (run->gone_at)
			end_stranded_clients(run);
		else
			run->timed_out = time_left_ms(run) == 0 && !end_late_clients(run);
	}
}

static void serve_clients(struct run *run, char **client)
{
	if (!run->hooks) {
		run_clients(run, client);
		return;
	}
	enter(run, RUN_CLIENTS);
	progress(run, "");
	run->hooks->clients(run);
}

static void shut_down(struct run *run)
{
	struct wire_msg msg = {.type = WIRE_SHUTDOWN};

	enter(run, RUN_UNLOAD);
	client_host_send(run->host, &msg, NULL);
	/* A debugger's own child waits for the status that we come to. */
	run_wait_for(run, run->machine_is_parent ? &run->have_verdict : &run->machine_gone);
	run->machine_reaped |= run->machine_is_parent;
}

/* The machine must be gone before its status is read; kill it if it does not go. */
static void reap(struct run *run)
{
	if (run->timed_out || run->phase < RUN_UNLOAD) {
		if (run->timed_out && run->booted)
			report_hang(run);
		if (!run->machine_gone)
			kill(run->machine_pid, SIGKILL);
	}
	for (int i = 0; i < 200 && !run->machine_reaped; i++)
		client_host_loop(run->host, 10);
}

/* After a hang clients see their calls fail as after a crash, and have as long for it. */
static void strand_clients(struct run *run)
{
	enum client_loop end = CLIENT_LOOP_STOPPED;

	while (run->nr_clients && run->gone_at && run->late < 2 &&
	       (end == CLIENT_LOOP_STOPPED || end == CLIENT_LOOP_TIMEOUT)) {
		end = client_host_loop(run->host, GONE_LOOK_MS);
		end_stranded_clients(run);
	}
}

/* ---- the whole ---- */

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	return remove(path);
}

static int make_build_dir(struct run *run)
{
	const char *tmp = getenv("TMPDIR") && *getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp";
	char *dir = arena_printf(&run->build.arena, "%s/ferrite-XXXXXX", tmp);

	if (!mkdtemp(dir)) {
		say("%s: %s", dir, strerror(errno));
		return STATUS_FERRITE;
	}
	run->build.dir = dir;
	return STATUS_CLEAN;
}

/*
 * Signals that end a run come as events while clients can be attached. Before that, a build that is
 * under way is finished first, so that its folder does not stay behind.
 */
static volatile sig_atomic_t early_signal;

static void on_early_signal(int signo)
{
	early_signal = signo;
}

/* Who reads our output may go: there is a machine to end all the same, and a folder to remove. */
static void on_pipe(int signo)
{
}

static void early_signals(void)
{
	static const int all[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
	struct sigaction now, want = {.sa_handler = on_early_signal};
	struct sigaction pipe = {.sa_handler = on_pipe, .sa_flags = SA_RESTART};

	if (sigaction(SIGPIPE, NULL, &now) == 0 && now.sa_handler != SIG_IGN)
		sigaction(SIGPIPE, &pipe, NULL); /* a handler: programs start with the default */

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (sigaction(all[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
			sigaction(all[i], &want, NULL);
}

static void run_machine(struct run *run)
{
	char **client = run->hooks ? NULL : shell_client(run);

	run->grace = run_seconds(run); /* the time-out is not the compiler's */
	run->status = boot(run);
	if (run->status == STATUS_CLEAN)
		run->status = load_all(run);
	if (run->status == STATUS_CLEAN && !run->machine_gone && !run->timed_out)
		serve_clients(run, client);
	if (run->booted && !run->machine_gone && !run->timed_out)
		shut_down(run);
	reap(run);
	if (run->phase == RUN_CLIENTS && run->timed_out)
		strand_clients(run);
	enter(run, RUN_OVER);
	if (!run->have_verdict && run->booted)
		report_machine_death(run);
}

/* The debugger may stand at its prompt long after the machine. */
static void wait_for_gdb(struct run *run)
{
	while (run->gdb_pid)
		client_host_loop(run->host, -1);
}

/* The process that the debugger started ends with the run's status. */
static void end_parent(struct run *run)
{
	struct wire_msg msg = {.type = WIRE_EXIT};

	report_verdict(run);
	msg.arg[0] = (uint64_t)run->status;
	if (!run->machine_gone)
		client_host_send(run->host, &msg, NULL);
}

static int run_attached(struct run *run)
{
	int control, user, err, status = machine_start(run, &control, &user);

	if (status != STATUS_CLEAN)
		return status;
	progress(run, "compiling");
	status = build_modules(&run->build, run->opt.modules.v, (int)run->opt.modules.n);
	if (early_signal) {
		say("interrupted while compiling");
		status = STATUS_CLIENT;
	}
	if (status != STATUS_CLEAN) {
		kill(run->machine_pid, SIGKILL);
		waitpid(run->machine_pid, NULL, 0);
		return status;
	}
	progress(run, "loading");
	err = client_host_create(&run->host, control, user, &ops, run);
	if (err) {
		kill(run->machine_pid, SIGKILL);
		say("clients cannot be attached: %s", strerror(-err));
		return STATUS_FERRITE;
	}
	client_host_protect(run->host, run->machine_pid);
	if (early_signal)
		on_signal(run, early_signal);
	if (run->opt.gdb)
		status = gdb_start(run);
	if (status != STATUS_CLEAN)
		return status;
	run_machine(run);
	wait_for_gdb(run);
	if (run->machine_is_parent)
		end_parent(run);
	client_host_destroy(run->host);
	if (run->opt.verbose) {
		report_times(run);
		suppressions_show_use(run);
	}
	if (!run->machine_is_parent)
		report_verdict(run);
	return run->status;
}

static void clean_up(struct run *run)
{
	if (run->opt.keep)
		say("the modules are in %s", run->build.dir);
	else if (run->build.dir)
		nftw(run->build.dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

int run_whole(struct run *run, int argc, char **argv)
{
	int status;

	run->failed_client = -1;
	clock_gettime(CLOCK_MONOTONIC, &run->start);
	status = options_read(&run->opt, &run->build.arena, argc, argv);
	if (run->opt.help) {
		if (run->hooks)
			run->hooks->help();
		else
			options_help();
		arena_free(&run->build.arena);
		return STATUS_CLEAN;
	}
	if (!run->opt.timeout_given)
		run->opt.timeout = !run->hooks && isatty(0) ? 0 : TIMEOUT_DEFAULT;
	if (run->opt.gdb || gdb_started_us())
		run->opt.timeout = 0;
	run->build.files = &run->files;
	run->build.verbose = run->opt.verbose;
	run->build.asan = run->opt.asan;
	if (status == STATUS_CLEAN)
		status = find_files(&run->files, &run->build.arena);
	if (status == STATUS_CLEAN)
		status = suppressions_read(run);
	symbolizer_init(&run->symbols, &run->build.arena, run->files.include, run->files.arch);
	early_signals();
	if (status == STATUS_CLEAN)
		status = make_build_dir(run);
	if (status == STATUS_CLEAN)
		status = run_attached(run);
	progress(run, "");
	run->status = status;
	if (run->hooks)
		run->hooks->over(run);
	status = run->status;
	if (run->build.dir)
		clean_up(run);
	if (run->opt.json && !json_write(run))
		status = STATUS_FERRITE;
	symbolizer_free(&run->symbols);
	arena_free(&run->build.arena);
	return status;
}

int run_main(int argc, char **argv)
{
	struct run run = {0};

	return run_whole(&run, argc, argv);
}
