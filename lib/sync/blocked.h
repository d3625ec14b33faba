/* SPDX-License-Identifier: MIT */
/*
 * What a sleeping task waits for: noted by every sleeping lock and wait of lib/sync at the moment
 * it goes to sleep, read by whoever must explain why nothing moves any more.
 *
 *	struct blocked b;
 *	if (task_blocked_on(task, &b))
 *		…"cat/4711 waits for mutex dev_lock, held by dd/4712, at %pS", b.where
 */
#ifndef LIB_SYNC_BLOCKED_H
#define LIB_SYNC_BLOCKED_H

#include <asm/current.h>
#include <linux/compiler.h>
#include <linux/sched.h>
#include <linux/types.h>

enum blocked_kind {
	BLOCKED_NOT,
	BLOCKED_MUTEX,
	BLOCKED_RWSEM_READ,
	BLOCKED_RWSEM_WRITE,
	BLOCKED_SEMAPHORE,
	BLOCKED_COMPLETION,
	BLOCKED_WAIT_QUEUE,
	BLOCKED_OTHER, /* asleep by a bare schedule(), or until a timer */
	NR_BLOCKED_KINDS,
};

struct blocked {
	enum blocked_kind kind;
	const void *on;	     /* the lock, completion or queue; NULL for BLOCKED_OTHER */
	const char *what;    /* "mutex", "rwsem (read)", … for people */
	char name[64];	     /* the lock's name as far as it is known, else its address's */
	unsigned long where; /* the module's innermost frame when it went to sleep; 0: none */
	/* The task that holds it; pid 0: nobody known. Not owned: valid while nothing runs. */
	struct task_struct *owner;
	int owner_pid;
	char owner_comm[TASK_COMM_LEN];
};

/*
 * Says why @task sleeps; false when it does not. Does not sleep or lock: what runs meanwhile
 * may make the answer stale, so ask when nothing runs.
 */
bool task_blocked_on(struct task_struct *task, struct blocked *out);

/* Innermost return address of a module's code in the running stack; 0: none. */
unsigned long blocked_module_frame(void);

/* The running task is about to sleep on @on; until task_unblocks(). Waits do not nest. */
static inline void task_blocks_on(enum blocked_kind kind, const void *on)
{
	struct task_struct *tsk = current;

	WRITE_ONCE(tsk->blocked_at, blocked_module_frame());
	WRITE_ONCE(tsk->blocked_what, on);
	WRITE_ONCE(tsk->blocked_kind, kind);
}

static inline void task_unblocks(void)
{
	WRITE_ONCE(current->blocked_kind, BLOCKED_NOT);
}

#endif
