/* SPDX-License-Identifier: MIT */
/*
 * A crash of the machine, told in the shape of Linux's oops.
 *
 * The thread that crashed has sent numbers and waits (cli/machined/crash.c). Its stack and memory
 * are read from here, so a machine whose own state is destroyed is reported all the same; what
 * it still finds out itself about the address, it gets a moment for. Then the client of
 * the call that crashed dies as on Linux, and the machine process is ended.
 */
#include <elfutils/libdwfl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "run.h"
#include "unwind.h"

#define PATIENCE_MS 300
#define NO_TRAP	    255 /* the signal was not the processor's */
#define TRAP_DIVIDE 0
#define TRAP_DEBUG  1
#define TRAP_INT3   3
#define TRAP_OPCODE 6
#define TRAP_STACK  12
#define TRAP_GP	    13
#define TRAP_PF	    14
#define PF_PRESENT  1u
#define PF_WRITE    2u
#define PF_EXEC	    16u

struct crash {
	struct run *run;
	struct wire_crash c;
	struct wire_crash_more more;
	struct client_address user;
	struct unwind u;
	struct ferrite_defect d;
	unsigned int first;  /* of u.pc: where the report begins */
	const uint64_t *reg; /* canonical, if that is known */
	char *text;	     /* Linux's lines */
};

static bool is_fault(const struct crash *x)
{
	return x->c.trap == TRAP_PF;
}

/* ---- what the stopped thread finds out ---- */

static void wait_for_more(struct crash *x)
{
	struct timespec ms = {.tv_nsec = 1000000};
	uint32_t done = 0;

	for (int i = 0; i < PATIENCE_MS && !done; i++) {
		if (i)
			nanosleep(&ms, NULL);
		if (remote_read(x->run->machine_pid, &done, x->c.more, sizeof(done)) < sizeof(done))
			return;
	}
	if (done != 1 || remote_read(x->run->machine_pid, &x->more, x->c.more, sizeof(x->more)) <
				 sizeof(x->more))
		memset(&x->more, 0, sizeof(x->more));
}

/* ---- the stack ---- */

static bool in_module(struct crash *x, unsigned int i, struct symbol_frame *frame)
{
	symbolize(&x->run->symbols, x->u.pc[i], i > 0, frame, 1);
	return frame->module;
}

/* The first frame of a module: the code that its author must look at. */
static unsigned int first_module_frame(struct crash *x)
{
	struct symbol_frame frame;

	for (unsigned int i = 0; i < x->u.nr; i++)
		if (in_module(x, i, &frame))
			return i;
	return x->u.nr;
}

/* Of BUG() and panic(), and of deep core code, the part below the module is of no interest. */
static void choose_frames(struct crash *x)
{
	unsigned int module = first_module_frame(x), from = 0;

	if (module < x->u.nr && x->c.panic[0])
		from = module;
	else if (module < x->u.nr && module > DEFECT_DEPTH / 2)
		from = module - DEFECT_DEPTH / 2;
	x->first = from;
}

/* pc[0] is where it stopped; finding.c takes all of a stack for return addresses but a crash's. */
static uint64_t pc_of(const struct crash *x, unsigned int i)
{
	return x->u.pc[i] + (i == 0 && !x->u.jumped && x->d.kind != DEFECT_CRASH);
}

static unsigned int recursive_call(struct crash *x, unsigned int from)
{
	struct symbol_frame a, b;

	for (unsigned int i = from; i + 1 < x->u.nr; i++)
		if (in_module(x, i, &a) && in_module(x, i + 1, &b) && a.function && b.function &&
		    strcmp(a.function, b.function) == 0)
			return i + 1;
	return from;
}

static void add_stack(struct crash *x)
{
	struct defect_stack *s = &x->d.stack[0];
	unsigned int module = first_module_frame(x);

	/* Of a recursion, the call of itself, not where the stack happened to end. */
	if (x->d.kind == DEFECT_STACK)
		module = recursive_call(x, module);
	if (module < x->u.nr)
		x->d.where = pc_of(x, module);
	x->d.nr_stacks = 1;
	snprintf(s->title, sizeof(s->title), "in");
	snprintf(s->comm, sizeof(s->comm), "%s", x->c.comm);
	s->pid = x->c.pid > 0 ? x->c.pid : 0;
	for (unsigned int i = x->first; i < x->u.nr && s->nr < DEFECT_DEPTH; i++)
		s->pc[s->nr++] = pc_of(x, i);
}

/* The function that stands most often on the stack. */
static const char *most_frequent(struct crash *x, unsigned int *count)
{
	const char *best = NULL;

	*count = 1;
	for (unsigned int i = 0; i < x->u.nr; i++) {
		struct symbol_frame a, b;
		unsigned int n = 0;

		if (!in_module(x, i, &a) || !a.function || a.function == best)
			continue;
		for (unsigned int j = i; j < x->u.nr; j++)
			n += in_module(x, j, &b) && b.function &&
			     strcmp(a.function, b.function) == 0;
		if (n > *count) {
			*count = n;
			best = a.function;
		}
	}
	return best;
}

/* ---- what it was ---- */

static const char *verb(const struct crash *x)
{
	return x->c.error & PF_EXEC ? "jump to" : x->c.error & PF_WRITE ? "write to" : "read of";
}

static void explain_user(struct crash *x)
{
	struct ferrite_defect *d = &x->d;
	const char *use = x->c.error & PF_EXEC	  ? "code of a client cannot be run by the kernel"
			  : x->c.error & PF_WRITE ? "use copy_to_user()"
						  : "use copy_from_user()";
	uint64_t addr = x->c.address;

	if (x->user.mapping || x->user.argument) {
		d->kind = DEFECT_USER_POINTER;
		snprintf(d->head, sizeof(d->head), "%s user memory at 0x%" PRIx64 ": %s", verb(x),
			 addr, use);
		snprintf(d->notes, sizeof(d->notes), "the address is in %s of %s, pid %d",
			 x->user.mapping ? x->user.mapping : "no memory", x->c.comm, x->user.tid);
		if (x->user.argument)
			snprintf(d->notes + strlen(d->notes), sizeof(d->notes) - strlen(d->notes),
				 ", where argument %d of its system call points", x->user.argument);
		return;
	}
	d->kind = DEFECT_CRASH;
	snprintf(d->head, sizeof(d->head),
		 "%s address 0x%" PRIx64
		 ", where nothing is mapped (as an address it would be a user's)",
		 verb(x), addr);
}

static void explain_overflow(struct crash *x)
{
	unsigned int count;
	const char *name = most_frequent(x, &count);

	x->d.kind = DEFECT_STACK;
	if (name)
		snprintf(x->d.head, sizeof(x->d.head),
			 "the kernel stack is used up: endless recursion of %s", name);
	else
		snprintf(x->d.head, sizeof(x->d.head),
			 "the kernel stack of %" PRIu64 " bytes is used up",
			 (x->c.stack_hi - x->c.stack_lo) & ~4095ul);
}

static void explain_other(struct crash *x)
{
	struct ferrite_defect *d = &x->d;
	int sig = x->c.sig;
	const char *name = sigabbrev_np(sig) ? sigabbrev_np(sig) : "?";

	switch (x->c.trap) {
	case TRAP_DIVIDE:
		snprintf(d->head, sizeof(d->head), "division by zero, or its result is too large");
		break;
	case TRAP_OPCODE:
		snprintf(d->head, sizeof(d->head), "invalid opcode");
		break;
	case TRAP_INT3:
		snprintf(d->head, sizeof(d->head), "int3: a breakpoint without a debugger");
		break;
	case TRAP_GP:
		if (x->more.done && x->c.address) {
			*d = x->more.what;
			break;
		}
		snprintf(d->head, sizeof(d->head), "general protection fault");
		break;
	default:
		if (sig == SIGXCPU) {
			d->kind = DEFECT_HANG;
			snprintf(d->head, sizeof(d->head), "endless loop: %s runs for %.3g s",
				 x->c.comm, run_seconds(x->run) - x->run->entered[x->run->phase]);
			break;
		}
		snprintf(d->head, sizeof(d->head), "the machine process got signal %d, SIG%s (%s)",
			 sig, name, strsignal(sig));
	}
}

static void explain(struct crash *x)
{
	struct ferrite_defect *d = &x->d;

	d->kind = DEFECT_CRASH;
	if (x->c.panic[0]) {
		d->kind = DEFECT_BUG;
		snprintf(d->head, sizeof(d->head), "%.250s", x->c.panic);
	} else if (!is_fault(x)) {
		explain_other(x);
	} else if (x->more.done && x->more.by_image) {
		*d = x->more.what;
		if (d->kind == DEFECT_STACK)
			explain_overflow(x);
	} else if (x->user.argument || (x->more.done && x->more.what.kind == DEFECT_USER_POINTER)) {
		explain_user(x);
	} else if (x->more.done) {
		*d = x->more.what;
	} else {
		snprintf(d->head, sizeof(d->head), "%s address 0x%" PRIx64, verb(x), x->c.address);
	}
	d->nr_stacks = 0;
	d->where = 0;
	d->linux_text[0] = '\0';
	d->step = x->c.step;
}

/* ---- Linux's lines ---- */

static void print_fault(FILE *f, const struct crash *x)
{
	/* The host sees a user's access; Linux sees its own, and forbids user memory (SMAP). */
	unsigned int error = (unsigned int)x->c.error & (PF_PRESENT | PF_WRITE | PF_EXEC);
	uint64_t addr = x->more.done ? x->more.address : x->c.address;
	uint64_t moved =
		addr - x->c.address; /* from where the stack is to where it is told to be */

	if (x->d.kind == DEFECT_USER_POINTER && x->user.mapping)
		error |= PF_PRESENT;
	if (x->d.kind == DEFECT_STACK) {
		fprintf(f,
			"BUG: TASK stack guard page was hit at %016" PRIx64 " (stack is %016" PRIx64
			"..%016" PRIx64 ")\nstack guard page: 0000 [#1] PREEMPT SMP\n",
			addr, x->c.stack_lo + moved, x->c.stack_hi - 1 + moved);
		return;
	}
	if (addr < 4096)
		fprintf(f, "BUG: kernel NULL pointer dereference, address: %016" PRIx64 "\n", addr);
	else
		fprintf(f, "BUG: unable to handle page fault for address: %016" PRIx64 "\n", addr);
	fprintf(f, "#PF: supervisor %s in kernel mode\n",
		error & PF_EXEC	   ? "instruction fetch"
		: error & PF_WRITE ? "write access"
				   : "read access");
	fprintf(f, "#PF: error_code(0x%04x) - %s\n", error,
		error & PF_PRESENT ? "permissions violation" : "not-present page");
	fprintf(f, "Oops: %04x [#1] PREEMPT SMP\n", error);
}

static void print_cause(FILE *f, const struct crash *x)
{
	const char *name = NULL;

	if (x->c.panic[0]) {
		fprintf(f, "%s%s\n",
			strncmp(x->c.panic, "kernel BUG", 10) == 0
				? "------------[ cut here ]------------\n"
				: "Kernel panic - not syncing: ",
			x->c.panic);
		if (strncmp(x->c.panic, "kernel BUG", 10) != 0)
			return;
	}
	switch (x->c.trap) {
	case TRAP_PF:
		print_fault(f, x);
		return;
	case TRAP_GP:
		if (x->c.address)
			fprintf(f,
				"general protection fault, probably for non-canonical address "
				"0x%" PRIx64 ": 0000 [#1] PREEMPT SMP\n",
				x->c.address);
		else
			fprintf(f, "general protection fault: 0000 [#1] PREEMPT SMP\n");
		return;
	case TRAP_DIVIDE:
		name = "divide error";
		break;
	case TRAP_OPCODE:
		name = "invalid opcode";
		break;
	case TRAP_INT3:
		name = "int3";
		break;
	case TRAP_STACK:
		name = "stack segment";
		break;
	}
	if (name)
		fprintf(f, "%s: 0000 [#1] PREEMPT SMP\n", name);
	if (x->c.sig == SIGXCPU)
		fprintf(f, "watchdog: BUG: soft lockup - CPU#%u stuck for %.0fs! [%s:%d]\n",
			x->c.cpu, run_seconds(x->run) - x->run->entered[x->run->phase], x->c.comm,
			x->c.pid);
}

/* 42 bytes before the instruction and 21 after, as Linux shows them. */
static void print_code(FILE *f, struct crash *x)
{
	unsigned char code[64];
	uint64_t at = x->u.pc[x->first];

	if (x->first || remote_read(x->run->machine_pid, code, at - 42, 64) < 64)
		return;
	fputs("Code:", f);
	for (int i = 0; i < 64; i++)
		fprintf(f, i == 42 ? " <%02x>" : " %02x", code[i]);
	fputc('\n', f);
}

static void print_registers(FILE *f, const struct crash *x)
{
	static const struct {
		const char *name;
		int reg;
	} rows[] = {{"RAX", 0},	 {"RBX", 3},  {"RCX", 2},  {"RDX", 1},	{"RSI", 4},
		    {"RDI", 5},	 {"RBP", 6},  {"R08", 8},  {"R09", 9},	{"R10", 10},
		    {"R11", 11}, {"R12", 12}, {"R13", 13}, {"R14", 14}, {"R15", 15}};

	fprintf(f, "RSP: 0018:%016" PRIx64 " EFLAGS: %08" PRIx64 "\n", x->reg[WIRE_REG_SP],
		x->reg[WIRE_REG_FLAGS]);
	for (int i = 0; i < 15; i++)
		fprintf(f, "%s: %016" PRIx64 "%c", rows[i].name, x->reg[rows[i].reg],
			i % 3 == 2 ? '\n' : ' ');
	if (is_fault(x))
		fprintf(f, "CR2: %016" PRIx64 "\n", x->more.done ? x->more.address : x->c.address);
}

/* "func+0x12/0x40 [module]" */
static void print_place(FILE *f, struct crash *x, unsigned int i)
{
	struct symbol_frame frame;
	bool module = in_module(x, i, &frame);
	char text[256];
	const char *name = unwind_name(&x->u, x->u.pc[i], text, sizeof(text));
	/* The C library's memcpy() has no symbol here, but the module's call of it has. */
	const char *called = !name && i + 1 < x->u.nr
				     ? symbolize_called(&x->run->symbols, x->u.pc[i + 1])
				     : NULL;

	if (called)
		fprintf(f, "%s", called);
	else if (!name)
		fprintf(f, "0x%" PRIx64, x->u.pc[i]);
	else
		fprintf(f, "%s%s%s%s", name, module ? " [" : "", module ? frame.module : "",
			module ? "]" : "");
}

static char *linux_lines(struct crash *x)
{
	char *text = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&text, &n);

	if (!f)
		return NULL;
	print_cause(f, x);
	fprintf(f, "CPU: %u PID: %d Comm: %s Not tainted 6.1.0-ferrite #1\n", x->c.cpu,
		x->c.pid < 0 ? 0 : x->c.pid, x->c.comm[0] ? x->c.comm : "-");
	fputs("RIP: 0010:", f);
	print_place(f, x, x->first);
	fputc('\n', f);
	print_code(f, x);
	print_registers(f, x);
	fputs("Call Trace:", f);
	fclose(f);
	return text;
}

/* ---- the whole ---- */

static bool receive(struct crash *x, struct run *run, const struct wire_msg *msg,
		    const char *payload)
{
	memset(x, 0, sizeof(*x));
	x->run = run;
	if (msg->len != sizeof(x->c))
		return false;
	memcpy(&x->c, payload, sizeof(x->c));
	x->c.comm[sizeof(x->c.comm) - 1] = '\0';
	x->c.panic[sizeof(x->c.panic) - 1] = '\0';
	return true;
}

static void look(struct crash *x)
{
	wait_for_more(x);
	if (is_fault(x))
		client_host_address(x->run->host, x->c.client, x->c.address, &x->user);
	x->reg = x->more.done ? x->more.reg : x->c.reg;
	unwind_start(&x->u, x->run->machine_pid, x->c.reg);
	unwind(&x->u);
	choose_frames(x);
}

void crash_report(struct run *run, const struct wire_msg *msg, const char *payload)
{
	static struct crash x; /* large */

	if (run->fatal || !receive(&x, run, msg, payload))
		return;
	run->fatal = true;
	look(&x);
	explain(&x);
	add_stack(&x);
	x.text = linux_lines(&x);
	finding_add_long(run, &x.d, x.text);
	free(x.text);
	unwind_end(&x.u);
	if (x.c.client && x.d.kind != DEFECT_HANG)
		client_host_oops(run->host, x.c.client, is_fault(&x) ? SIGKILL : SIGSEGV);
	kill(run->machine_pid, SIGKILL);
}
