/* SPDX-License-Identifier: MIT */
/* Private to fs/: between the client service and what it serves. Theory in fs/client.c. */
#ifndef FS_CLIENT_H
#define FS_CLIENT_H

#include <ferrite/client.h>
#include <linux/list.h>
#include <linux/sched.h>
#include <linux/types.h>
#include <linux/workqueue.h>

#include "fs.h"

struct client;

/* One call, or the release of a file, from submit to reply. Fields after cookie: client_lock. */
struct client_call {
	uint64_t cookie;
	uint64_t file_id;
	struct list_head node; /* in client->queue while it waits */
	struct list_head all;  /* in the service's list of calls */
	struct client *client; /* whose task runs it */
	bool interrupted, fatal;
	struct file *release;	 /* this is no system call: let go of that file */
	struct work_struct work; /* of a release without a task */
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

/* The table of open files that clients hold ids of (fs/client_files.c). */
uint64_t client_file_publish(struct file *file, int tid); /* takes over the reference */
struct file *client_file_get(uint64_t id);		  /* held, or NULL */
struct file *client_file_take(uint64_t id); /* the id is gone; the caller has its reference */
unsigned int client_file_count(void);
void client_files_exit(void);

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
