/* SPDX-License-Identifier: MIT */
/*
 * Requests: a host thread asks the machine to run a function in a task that may sleep.
 *
 * Loading and unloading modules, audits and the like are requests. They run one after the
 * other, in the order in which they were made, in the task that called
 * ferrite_requests_serve(), which the boot thread starts with ferrite_serve().
 */
#ifndef FERRITE_SERVE_H
#define FERRITE_SERVE_H

struct ferrite_request {
	struct ferrite_request *next; /* the queue's */
	const char *comm;	      /* name of the task while it runs this; NULL: unchanged */
	void (*run)(struct ferrite_request *request);
};

/*
 * Queue a struct ferrite_request (not copied; free for other use once run() was called). This is
 * an external event: hand it to ferrite_post(). A request should count as something in progress
 * (ferrite_busy_begin, and _end when run() is done), so that its sleeps take no real time.
 */
void ferrite_request_arrived(void *request);

/* Body for ferrite_serve(): run requests until one of them calls ferrite_requests_stop(). */
int ferrite_requests_serve(void *unused);
void ferrite_requests_stop(void);

#endif
