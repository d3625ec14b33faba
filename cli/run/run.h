/* SPDX-License-Identifier: MIT */
/*
 * `ferrite run`: one run, from words to verdict.
 *
 *   options.c   the command line
 *   files.c     where ferrite's own files are
 *   machine.c   the machine process: start, declaration
 *   run.c       the order of events
 *   gdb.c       a debugger on the machine process
 *   report.c    what the user reads: log, defects, the last line
 *   json.c      the same for programs
 */
#ifndef CLI_RUN_RUN_H
#define CLI_RUN_RUN_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>
#include <time.h>

#include "cli/build/build.h"
#include "cli/client/client.h"
#include "cli/wire.h"

struct run_options {
	const char *machine; /* declaration, @FILE or FILE */
	int log_level;	     /* print lines up to this level; -1: none */
	bool seed_given, parallel, verbose, keep, help;
	uint64_t seed;
	const char *checks; /* NULL: as declared */
	double timeout; /* s; 0: none */
	bool timeout_given;
	bool gdb;
	uint64_t step, watch; /* 0: none */
	const char *json;
	struct words modules;	    /* sources, folders, parameters */
	struct words shell_clients; /* --client */
	char **client;		    /* after -- */
};

struct defect {
	struct defect *next;
	const char *kind; /* in words */
	const char *text;
	const char *where; /* "file.c:12", or NULL */
};

struct client_result {
	const char *name;
	int wstatus;
	bool ended;
};

enum run_phase { RUN_BUILD, RUN_BOOT, RUN_LOAD, RUN_CLIENTS, RUN_UNLOAD, RUN_OVER };

struct run {
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
	int late;     /* signals sent to clients that took too long */
	double grace; /* seconds that this added to the time-out */
	bool load_answered;
	int load_result;
	const char *load_why;
	struct wire_verdict verdict;
	struct defect *defects, **defects_tail;
	size_t nr_defects;
	struct client_result *clients;
	int nr_clients, failed_client; /* index, -1: none */
	int status;
	struct timespec start;
	FILE *json;
};

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
/* Start the debugger, which attaches to the machine process. STATUS_CLEAN, or another after a sentence. */
int gdb_start(struct run *run);
/* What the machine process is told about debugging; "": nothing. */
const char *gdb_machine_words(struct run *run);
bool gdb_started_us(void);
/* Become the machine process; the child of this process returns 0 and is the launcher. */
int gdb_become_machine(struct run *run, int control, int user, const char *text);

/* report.c */
void report_log(struct run *run, int level, uint64_t ns, const char *text);
void report_defect(struct run *run, const struct wire_msg *msg, const char *text);
void report_machine_death(struct run *run);
void report_hang(struct run *run);
/* The last line; sets run->status. */
void report_verdict(struct run *run);
double run_seconds(const struct run *run);
/* What each phase took, for --verbose. */
void report_times(const struct run *run);
void progress(const struct run *run, const char *what);

/* locate.c: "file.c:12" of @offset in a module's file, or NULL. */
const char *locate(struct run *run, const char *so, uint64_t offset, const char **function);
/* Append " (file.c:12)" after each "name+0x12/0x34 [module]" of @text. */
const char *locate_text(struct run *run, const char *text);

/* json.c */
void json_write(struct run *run);

#endif
