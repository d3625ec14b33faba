/* SPDX-License-Identifier: MIT */
/*
 * `ferrite run --gdb`: a debugger on the machine process.
 *
 * gdb runs in the foreground of the terminal, in a process group of its own, so that Ctrl-C is
 * its own; the launcher goes on serving clients meanwhile, without any time-out. Clients get no
 * terminal to read from. tools/gdb/ferrite.py attaches, sets the breakpoints for --step
 * and --watch and ends gdb when the machine ends.
 *
 * The other way round, `gdb --args ferrite run …`, is recognised by the tracer of this process.
 * gdb follows one process: the one that it started. So that one becomes the machine, by exec,
 * which keeps the breakpoints that were set before; a child goes on as the launcher.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/base/tracer.h"
#include "cli/command.h"
#include "run.h"

const char *gdb_machine_words(struct run *run)
{
	const char *how = run->opt.gdb ? "gdb" : "";

	if (!run->opt.step)
		return how;
	return arena_printf(&run->build.arena, "%s,step=%" PRIu64, how, run->opt.step);
}

/* In the child: the terminal's foreground, if there is a terminal. */
static void take_terminal(void)
{
	int tty = open("/dev/tty", O_RDWR | O_CLOEXEC);
	sigset_t none;

	setpgid(0, 0);
	signal(SIGTTOU, SIG_IGN);
	if (tty >= 0 && isatty(0))
		tcsetpgrp(tty, getpgrp());
	signal(SIGTTOU, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

int gdb_start(struct run *run)
{
	struct arena *arena = &run->build.arena;
	const char *gdb = getenv("GDB") && *getenv("GDB") ? getenv("GDB") : "gdb";
	struct words w = {.arena = arena};

	words_add(&w, gdb);
	words_add(&w, "-q");
	words_add(&w, "-iex");
	words_add(&w, "set debuginfod enabled off");
	words_add(&w, "-x");
	words_add(&w, run->files.gdb);
	words_add(&w, "-ex");
	words_addf(&w, "attach %d", (int)run->machine_pid);
	words_add(&w, "-ex");
	words_addf(&w, "ferrite-prepare %" PRIu64 " %#" PRIx64, run->opt.step, run->opt.watch);
	words_add(&w, "-ex");
	words_add(&w, "continue");
	words_add(&w, run->files.machine);
	progress(run, "");
	fflush(NULL);
	run->gdb_pid = fork();
	if (run->gdb_pid == 0) {
		take_terminal();
		execvp(gdb, w.v);
		say("%s: %s. Debian: apt install gdb", gdb, strerror(errno));
		_exit(127);
	}
	if (run->gdb_pid > 0)
		return STATUS_CLEAN;
	say("no process for gdb: %s", strerror(errno));
	return STATUS_FERRITE;
}

/* Was this process started by a debugger? Other tracers (strace) see a usual run. */
bool gdb_started_us(void)
{
	char path[64], name[32] = "";
	int pid = tracer_pid();
	FILE *f;

	if (!pid)
		return false;
	snprintf(path, sizeof(path), "/proc/%d/comm", pid);
	f = fopen(path, "re");
	if (!f)
		return false;
	if (!fgets(name, sizeof(name), f))
		name[0] = 0;
	fclose(f);
	return strncmp(name, "gdb", 3) == 0 || strncmp(name, "lldb", 4) == 0;
}

/*
 * This process becomes the machine; its child is the launcher from here on, and returns. The
 * machine leaves with the status that the launcher sends it at the end (WIRE_EXIT).
 */
int gdb_become_machine(struct run *run, int control, int user, const char *text)
{
	pid_t pid;

	fflush(NULL);
	run->machine_pid = getpid();
	run->machine_is_parent = true;
	pid = fork();
	if (pid < 0)
		return -errno;
	if (pid == 0)
		return 0;
	/* Out of the way of 3 and 4 first. */
	control = fcntl(control, F_DUPFD, 10);
	user = fcntl(user, F_DUPFD, 10);
	dup2(control, 3);
	dup2(user, 4);
	close(control);
	close(user);
	execl(run->files.machine, "ferrite-machine", "3", "4", text,
	      run->opt.step ? arena_printf(&run->build.arena, "parent,step=%" PRIu64, run->opt.step)
			    : "parent",
	      NULL);
	_exit(127);
}
