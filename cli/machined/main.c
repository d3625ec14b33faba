/* SPDX-License-Identifier: MIT */
/* ferrite-machine CONTROL_FD USER_FD DECLARATION [DEBUGGING]: started by the launcher. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <signal.h>
#include <unistd.h>

#include <ferrite/alloc_stats.h>
#include <ferrite/api.h>
#include <ferrite/client.h>
#include <ferrite/decl.h>
#include <ferrite/defect.h>
#include <ferrite/serve.h>

#include "machined.h"

extern const struct ferrite_client_ops answer_ops;
extern uint64_t arch_time_ns(void);

static void console(int level, const char *text, size_t n)
{
	struct wire_msg m = {.type = WIRE_LOG, .arg = {(uint64_t)level, arch_time_ns()}};

	wire_send(&m, text, n);
}

static void defect(const struct ferrite_defect *d)
{
	struct wire_msg m = {.type = WIRE_DEFECT, .arg = {WIRE_FOUND}};

	teardown_count_defect();
	wire_send(&m, d, sizeof(*d));
}

static const struct ferrite_host_ops host_ops = {
	.console = console,
	.user_read = wire_user_read,
	.user_write = wire_user_write,
	.panic = crash_panic,
	.stall = crash_stall,
};

static struct ferrite_decl decl;

/* The linker's: where this executable begins and ends. */
extern char __executable_start[], _end[];

static int boot(const char *text)
{
	struct wire_msg ready = {.type = WIRE_READY};
	char err[512];
	int status = ferrite_decl_parse(&decl, text, err, sizeof(err));

	if (status) {
		ready.result = status;
		wire_send(&ready, err, strlen(err));
		return status;
	}
	ferrite_host_ops_set(&host_ops);
	module_set_host(&load_host_ops);
	ferrite_defect_sink(defect);
	ferrite_defect_modules(load_is_module);
	alloc_stats_set_filter(load_is_module);
	status = ferrite_machine_create(&decl);
	ready.result = status;
	ready.arg[0] = decl.sched == FERRITE_SCHED_PARALLEL;
	ready.arg[1] = (uintptr_t)__executable_start;
	ready.arg[2] = (uintptr_t)_end - (uintptr_t)__executable_start;
	ready.arg[3] = decl.seed;
	if (!status) {
		ferrite_client_attach(&answer_ops, getuid());
		alloc_stats_baseline();
	}
	wire_send(&ready, NULL, 0);
	return status;
}

int main(int argc, char **argv)
{
	if (argc < 4) {
		fputs("ferrite-machine is started by the ferrite command\n", stderr);
		return 2;
	}
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	wire_open(atoi(argv[1]), atoi(argv[2]));
	crash_install();
	debug_start(argc > 4 ? argv[4] : "");
	if (boot(argv[3]) || gate_start())
		return 125;
	ferrite_serve(ferrite_requests_serve, NULL);
	ferrite_client_attach(NULL, 0);
	if (!teardown_modules_stay)
		ferrite_machine_destroy();
	teardown_verdict();
	debug_wait_for_end();
	_exit(0); /* modules stay mapped: no destructor of theirs may run */
}
