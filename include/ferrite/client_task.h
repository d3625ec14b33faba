/* SPDX-License-Identifier: MIT */
/*
 * Tasks that stand for threads of client programs. fs/client*.c makes one a client thread;
 * it waits for the client's calls and carries them out with the client's identity.
 * kernel/client_task.c.
 */
#ifndef FERRITE_CLIENT_TASK_H
#define FERRITE_CLIENT_TASK_H

#include <linux/sched.h>

struct client_attr {
	pid_t tid, tgid, ppid; /* the client's real ones, as its own getpid() tells */
	uid_t uid, euid;
	gid_t gid, egid;
	char comm[TASK_COMM_LEN];
};

/*
 * A task that will run @fn(@arg), asleep until wake_up_process. @client is handed to the
 * embedder's user_read and user_write. The caller has a reference (put_task_struct). NULL
 * without memory. May sleep.
 */
struct task_struct *client_task_create(const struct client_attr *attr, void *client,
				       int (*fn)(void *), void *arg);
/* The client's identity changed since its last call. => by the task itself, between calls. */
int client_task_update(const struct client_attr *attr);
/* What arch_user_* pass on from now. => by the task itself. */
void task_set_client(void *client);

/*
 * A signal waits for the client (@fatal: it will kill it): signal_pending becomes true and an
 * interruptible (fatal: killable) sleep ends. Any context.
 */
void client_task_interrupt(struct task_struct *tsk, bool fatal);
/* The call is over: no signal is known to wait. => by the task itself. */
void client_task_clear_signal(void);

/* Called when a module signals a client; any context, must not sleep. NULL: dropped. */
typedef void (*client_signal_fn)(struct task_struct *tsk, int sig);
void client_signal_hook_set(client_signal_fn fn);

#endif
