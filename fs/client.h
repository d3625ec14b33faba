/* SPDX-License-Identifier: MIT */
/* Private to fs/: between the client service and what it serves. Theory in fs/client.c. */
#ifndef FS_CLIENT_H
#define FS_CLIENT_H

#include <ferrite/client.h>
#include <linux/list.h>
#include <linux/sched.h>
#include <linux/types.h>

#include "fs.h"

/* One call, from submit to reply. */
struct client_call {
	struct list_head node; /* in client->queue, then in none; under client_lock */
	struct list_head all;  /* in the service's list of calls; under client_lock */
	uint64_t cookie;
	uint64_t file_id;
	struct file *file; /* held while the call lasts, when it has one */
	struct client *client;
	bool interrupted, fatal; /* under client_lock */
	bool is_release;
	struct ferrite_call args;
	char path[]; /* NUL-terminated */
};

/* What a call gives back. The payload is freed by the service. */
struct client_result {
	int64_t value;
	uint64_t file;
	void *payload;
	size_t len;
};

int client_init(void);
void client_exit(void);

/* Execute one call in the current task (fs/client_ops.c). */
void client_execute(struct client_call *call, struct client_result *res);

/* The table of open files that clients hold ids of. */
uint64_t client_file_publish(struct file *file, int tid);
struct file *client_file_get(uint64_t id); /* held, or NULL */
struct file *client_file_take(uint64_t id); /* the id is gone; the caller has its reference */

void client_sigio(uint64_t file, int band);
void client_poll_changed(uint64_t file, uint32_t mask);

/* Watches (fs/poll.c): readiness of files that a client has polled. */
int watch_init(void);
void watch_exit(void);
/* The mask now; from here on changes are told. May sleep. */
int64_t watch_poll(struct file *file);
void watch_forget(struct file *file); /* before release; may sleep */
/* Somebody did something to a file with these operations: masks may have changed. */
void watch_touch(struct file *file);

#endif
