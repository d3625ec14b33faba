/* SPDX-License-Identifier: MIT */
/*
 * The embedding API: make a machine, run kernel code on it, tell it about the outside world.
 *
 * Free of kernel types; meant for host programs, which include libc. One machine at a time in
 * a process. The thread that creates the machine is its boot task; it alone may call
 * ferrite_run, ferrite_serve and ferrite_machine_destroy. Other host threads reach the
 * machine through ferrite_post only.
 */
#ifndef FERRITE_API_H
#define FERRITE_API_H

#include <ferrite/decl.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What the machine asks of the program around it. Every member may be NULL; then the stated
 * default holds. Set before ferrite_machine_create; stays in force until set again.
 */
struct ferrite_host_ops {
	/* One line of the machine's log. Default: standard error. Any thread that runs a task. */
	void (*console)(int level, const char *text, size_t n);
	/*
	 * User memory of the client behind @client (what task_set_client() was given): returns
	 * bytes NOT copied. Default: nothing is copied.
	 */
	size_t (*user_read)(void *client, void *dst, uintptr_t uva, size_t n);
	size_t (*user_write)(void *client, uintptr_t uva, const void *src, size_t n);
	/*
	 * Something is in progress (ferrite_busy_begin, ferrite_run), but every task sleeps and
	 * no timer is set: only an external event can end this. Called once a stall, on a thread
	 * of the machine, which must not call back. Default: nothing.
	 */
	void (*stall)(void);
	/* The machine cannot go on. Must not return. Default: print and abort(). */
	void (*panic)(const char *message);
};
void ferrite_host_ops_set(const struct ferrite_host_ops *ops);

/*
 * Boot the declared machine; the caller becomes its boot task (pid 0, CPU 0). @decl must stay
 * valid until destroy. Returns 0 or a negative Linux errno, with nothing left behind.
 */
int ferrite_machine_create(const struct ferrite_decl *decl);
/* Tear the machine down. => no ferrite_run in progress. Returns the number of leaks found. */
uint64_t ferrite_machine_destroy(void);

/*
 * Run @fn(@arg) as a kernel task named @name while the caller acts as CPU 0's idle loop, until
 * it returns; gives its result. Counts as something in progress: sleeping costs no real time.
 * Returns -ENOMEM when the task could not be made.
 */
int ferrite_run_named(const char *name, int (*fn)(void *), void *arg);
int ferrite_run(int (*fn)(void *), void *arg);
/*
 * The same, but does not count as something in progress: while it only waits, the machine's
 * clock follows the host's. For the main task of a process that serves clients.
 */
int ferrite_serve(int (*fn)(void *), void *arg);

/*
 * Post an external event: some vCPU runs @fn(@arg) in interrupt context (must not sleep; wakes
 * a task, typically). Any host thread; ordered; blocks only for a host mutex and malloc.
 * In baton mode it is delivered when all vCPUs are idle, or at the next of every 1024 slow
 * schedule points, so that equal request sequences meet an equal machine.
 */
void ferrite_post(void (*fn)(void *), void *arg);
/* The same, and ferrite_busy_begin(): for what ends with ferrite_busy_end() when it is answered. */
void ferrite_post_busy(void (*fn)(void *), void *arg);

/*
 * Something (a client's call, a load, an unload) is in progress inside the machine from begin
 * to end: as long as any is, idle time is jumped over instead of waited for. Any host thread,
 * and any task. Counted.
 */
void ferrite_busy_begin(void);
void ferrite_busy_end(void);

/* Let arch_is_kernel_text() know a module's code. Boot task, or one loader at a time. */
int ferrite_text_add(uintptr_t start, size_t len);
void ferrite_text_remove(uintptr_t start);

#endif
