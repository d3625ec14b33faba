/* SPDX-License-Identifier: MIT */
/*
 * The machine process: core, modules, and the two sockets of cli/wire.h.
 *
 *   boot thread    creates the machine, then is CPU 0's idle loop while a task of the core
 *                  serves requests (load, shut down); tears the machine down, gives the verdict
 *   gate thread    reads the control socket; maps modules; turns messages into events
 *   task threads   the machine's own; they answer through wire_send()
 *
 * A crash in any of them ends the process: crash.c sends one last message and dies.
 */
#ifndef CLI_MACHINED_MACHINED_H
#define CLI_MACHINED_MACHINED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ferrite/module.h>

#include "cli/wire.h"

/* ---- wire.c ---- */
void wire_open(int control_fd, int user_fd);
/* One message to the launcher. Any thread; a launcher that is gone ends the process. */
void wire_send(const struct wire_msg *msg, const void *payload, size_t len);
/* The next message of the launcher: its payload length, or -1 when the launcher is gone. */
int wire_receive(struct wire_msg *msg, char *payload);
/*
 * User memory of a client: bytes NOT copied. Any thread; one question at a time. @client is the
 * cookie of the call that runs.
 */
size_t wire_user_read(void *client, void *dst, uintptr_t uva, size_t n);
size_t wire_user_write(void *client, uintptr_t uva, const void *src, size_t n);
/* For the crash handler: no locks, no memory. */
void wire_send_raw(const struct wire_msg *msg, const void *payload);

/* ---- gate.c ---- */
/* How many messages came; all of them have been dealt with. Not the gate thread. */
uint64_t gate_received(void);
/* Start reading the control socket. */
int gate_start(void);

/* ---- load.c ---- */
struct loaded {
	struct module_image image;
	struct loaded *before; /* loaded earlier */
	char *path;
	void *handle;
	bool live;
	bool gone; /* unloaded: none of it can be accessed (crash.c says by whom it can) */
	uintptr_t init_start[2], init_end[2]; /* init text and data, after they were taken away */
};
extern struct loaded *loaded_last;
/* Map @path (gate thread). NULL with a sentence in @why. */
struct loaded *load_map(const char *path, char *why, size_t size);
/* Is @addr code of a module, loaded now or before? */
bool load_is_module(unsigned long addr);
/* @l was unloaded: whoever uses its code or data from here on is caught. */
void load_hide(struct loaded *l);
/* The image that holds @addr, also after it was unloaded. Async-signal-safe. */
struct loaded *load_find(uintptr_t addr);
extern const struct module_host_ops load_host_ops;

/* ---- symbols.c ---- */
struct symbol_table {
	struct ferrite_symbol *v;
	size_t n;
	char *strings;
};
/* Functions and objects of an ELF file that is mapped at @bias, sorted by address. */
int symbols_read(struct symbol_table *t, const char *path, uintptr_t bias);
void symbols_free(struct symbol_table *t);
const struct ferrite_symbol *symbols_find(const struct ferrite_symbol *v, size_t n, uintptr_t addr);

/* ---- crash.c ---- */
void crash_install(void);
/* Everybody sleeps (host op of the machine). */
void crash_stall(void);
/* The launcher has waited long enough: say what runs, or who waits. Gate thread. */
void crash_where(void);
/* The machine cannot go on (BUG, a broken invariant): tell the launcher, die. */
void crash_panic(const char *message);

/* ---- debug.c ---- */
/* @how: words of the launcher. Waits for the debugger if there is to be one. */
void debug_start(const char *how);
/* @name is mapped, none of its code has run. */
void debug_module_loaded(const char *name);
/* A debugger's own child gives the launcher time to report, and leaves with its status. */
void debug_wait_for_end(void);

/* ---- test.c ---- */
/* The suites of modules that are loaded from now on wait for test_request(). */
void test_hold(void);
/* A WIRE_TEST message: its suites run when the machine comes to it. */
void test_request(const struct wire_msg *msg, const char *payload);

/* ---- teardown.c ---- */
/* Unload everything, look for what is left, and remember it for the verdict (in a task). */
void teardown_modules(void);
/* Some module could not be unloaded: what it uses must stay, the machine too. */
extern bool teardown_modules_stay;
/* The last message. */
void teardown_verdict(void);
void teardown_count_defect(void);

#endif
