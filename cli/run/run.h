/* SPDX-License-Identifier: MIT */
/*
 * `ferrite run`: one run, from words to verdict.
 *
 *   options.c   the command line
 *   files.c     where ferrite's own files are
 *   machine.c   the machine process: start, declaration
 *   run.c       the order of events
 *   gdb.c       a debugger on the machine process
 *   finding.c   what the machine found, with names and lines
 *   suppress.c  what of it is left out
 *   show.c      how it reads
 *   report.c    what else the user reads: log, hang, the last line
 *   crash.c     the end of a machine that cannot go on, unwind.c its stacks
 *   hang.c      deadlocks and time-outs
 *   json.c      the same for programs
 */
#ifndef CLI_RUN_RUN_H
#define CLI_RUN_RUN_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>
#include <time.h>

#include "cli/base/symbolize.h"
#include "cli/build/build.h"
#include "cli/client/client.h"
#include "cli/wire.h"
#include "finding.h"

struct run_options {
	const char *machine; /* declaration, @FILE or FILE */
	int log_level;	     /* print lines up to this level; -1: none */
	bool seed_given, parallel, verbose, keep, help;
	uint64_t seed;
	const char *checks; /* NULL: as declared */
	double timeout;	    /* s; 0: none */
	bool timeout_given;
	bool gdb;
	uint64_t step, watch; /* 0: none */
	const char *json;
	uint64_t error_limit; /* findings that are shown; 0: all */
	bool gen_suppressions, asan;
	struct words modules;	    /* sources, folders, parameters */
	struct words shell_clients; /* --client */
	struct words suppressions;  /* files */
	struct words again;	    /* options of the command that repeats this run */
	char **client;		    /* after -- */
};

struct client_result {
	const char *name;
	int wstatus;
	bool ended;
};

enum run_phase { RUN_BUILD, RUN_BOOT, RUN_LOAD, RUN_CLIENTS, RUN_UNLOAD, RUN_OVER };

struct run;

/*
 * What another command does with the same machinery (`ferrite test`). Its suites wait while modules
 * are loaded; clients() takes the place of the clients.
 */
struct run_hooks {
	void (*help)(void);
	void (*clients)(struct run *run);
	void (*tested)(struct run *run, const struct wire_msg *msg, const char *payload);
	/* After the last line: may change run->status. */
	void (*over)(struct run *run);
};

struct run {
	const struct run_hooks *hooks; /* NULL: ferrite run */
	struct run_options opt;
	struct ferrite_files files;
	struct build build;
	struct client_host *host;
	pid_t machine_pid;
	int machine_status; /* wstatus once it was reaped */
	bool machine_reaped, machine_gone;
	bool machine_is_parent; /* a debugger started us: gdb.c */
	pid_t gdb_pid;		/* 0: none, or it has ended */
	enum run_phase phase;
	double entered[RUN_OVER + 1]; /* seconds after the start; 0: never */
	bool ready, booted, have_verdict, timed_out, interrupted;
	bool fatal; /* a crash, panic or hang was told: the machine's end needs no more words */
	double interrupted_at;
	double kill_at; /* the machine was asked where it is, and is ended then; 0: not asked */
	bool stalled;	/* nothing moves in the machine; hang.c */
	bool answered;	/* WIRE_WHERE was */
	double stalled_at, gone_at;  /* seconds; gone_at: when the machine was found dead */
	uint64_t stalled_sent;	     /* client_host_sent() at that time */
	struct ferrite_defect stall; /* who waits */
	int late;		     /* signals sent to clients that took too long */
	double grace;		     /* seconds that this added to the time-out */
	bool load_answered;
	int load_result;
	const char *load_why;
	struct wire_verdict verdict;
	struct symbolizer symbols; /* what stands where in the machine process */
	uint64_t seed;		   /* the machine's, once it has booted */
	struct findings findings;
	struct client_result *clients;
	int nr_clients, failed_client; /* index, -1: none */
	int status;
	struct timespec start;
	FILE *json;
};

/* run.c: a whole run. @run is all zero but hooks. Returns the exit status. */
int run_whole(struct run *run, int argc, char **argv);
/* Handle events until @flag; false: the machine is gone or the time is over. */
bool run_wait_for(struct run *run, const bool *flag);

/* options.c: 0, or STATUS_USAGE after a sentence. */
int options_read(struct run_options *opt, struct arena *arena, int argc, char **argv);
void options_help(void);

/* files.c */
int find_files(struct ferrite_files *files, struct arena *arena);

/* machine.c: start the process; its sockets. */
int machine_start(struct run *run, int *control, int *user);
/* The declaration's text with what the options add; NULL after a sentence. */
const char *machine_text(struct run *run);

/* gdb.c */
/* Start the debugger, which attaches to the machine process. STATUS_CLEAN, or another after a
 * sentence. */
int gdb_start(struct run *run);
/* What the machine process is told about debugging; "": nothing. */
const char *gdb_machine_words(struct run *run);
bool gdb_started_us(void);
/* Become the machine process; the child of this process returns 0 and is the launcher. */
int gdb_become_machine(struct run *run, int control, int user, const char *text);

/* report.c */
void report_log(struct run *run, int level, uint64_t ns, const char *text);
/* A DEFECT message. */
void report_defect(struct run *run, const struct wire_msg *msg, const char *payload);
void report_machine_death(struct run *run);
/* The last line; sets run->status. */
void report_verdict(struct run *run);
double run_seconds(const struct run *run);
/* What each phase took, for --verbose. */
void report_times(const struct run *run);
void progress(const struct run *run, const char *what);

/* crash.c: a thread of the machine waits to be told about. Ends the machine process. */
void crash_report(struct run *run, const struct wire_msg *msg, const char *payload);

/* hang.c: the machine says who waits in it without end. */
void hang_stalled(struct run *run, const struct wire_msg *msg, const char *payload);
/* Is it a deadlock by now? @left_ms: of the time-out; returns how long to wait before looking
 * again. */
int hang_look(struct run *run, int left_ms);
/* The time is over: what runs or waits in the machine is a finding. */
void report_hang(struct run *run);
/*
 * The user ends the machine: it is asked where it is, so that an endless loop is told with its
 * line, and killed when it has answered, or after a moment. hang_kill_look() does that, and bounds
 * the time to wait.
 */
void hang_ask_and_kill(struct run *run);
int hang_kill_look(struct run *run, int left_ms);

/* json.c: false after a sentence. */
bool json_write(struct run *run);
/* Length of the well-formed UTF-8 sequence at @p that XML has, too; 0: none. */
int utf8_length(const unsigned char *p);

#endif
