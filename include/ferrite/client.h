/* SPDX-License-Identifier: MIT */
/*
 * The machine half of the client service: system calls of programs outside, executed by
 * tasks inside. Libc-clean and free of kernel types, like <ferrite/decl.h>: the machine
 * process (sockets) and tests include it, fs/client.c implements it.
 *
 * One client task stands for each client thread (tid). It is made by the thread's first
 * call, runs its calls in order, and ends after ferrite_client_task_exit. While it runs a
 * call it is `current`: comm, pid, tgid and credentials are the client's, and user access
 * goes to the client's memory: task_set_client((void *)cookie) of the call that runs, which is
 * what user_read and user_write of <ferrite/api.h> get.
 */
#ifndef FERRITE_CLIENT_H
#define FERRITE_CLIENT_H

#include <stddef.h>
#include <stdint.h>

#define FERRITE_PATH_MAX 4096

/* The same numbers as enum wire_op (cli/wire.h), which documents each one's arguments. */
enum ferrite_op {
	FERRITE_OPEN = 1,
	FERRITE_READ,
	FERRITE_WRITE,
	FERRITE_PREAD,
	FERRITE_PWRITE,
	FERRITE_READV,
	FERRITE_WRITEV,
	FERRITE_LSEEK,
	FERRITE_IOCTL,
	FERRITE_POLL,
	FERRITE_SETFL, /* a0 = flags, a1 = the descriptor's number (for fasync) */
	FERRITE_GETFL,
	FERRITE_FSTAT,
	FERRITE_STAT,
	FERRITE_ACCESS,
	FERRITE_READLINK,
	FERRITE_GETDENTS,
	FERRITE_MKNOD,
	FERRITE_UNLINK,
	FERRITE_CHMOD,
	FERRITE_CHOWN,
	FERRITE_FTRUNCATE,
	FERRITE_FSYNC,
	FERRITE_LIST,
	FERRITE_CHDIR,
	FERRITE_SYSINFO,
	FERRITE_OP_MAX,
};

/* Shape of struct wire_call, followed by the path. */
struct ferrite_call {
	uint32_t op; /* enum ferrite_op */
	uint32_t path_len;
	int32_t tid, tgid;
	uint32_t uid, euid, gid, egid;
	uint32_t ppid;
	uint32_t umask;
	char comm[16];
	uint64_t a[4];
};

/* Shape of struct wire_stat. */
struct ferrite_stat {
	uint32_t mode, nlink, uid, gid;
	uint64_t ino, size, blocks, blksize;
	uint64_t dev, rdev;
	int64_t atime_ns, mtime_ns, ctime_ns;
};

/*
 * How the machine process hears of results. Called on a vCPU, in the context of a client
 * task (reply) or of any context that may hold spinlocks (the rest): they must not call back
 * into the machine and must not wait for it.
 */
struct ferrite_client_ops {
	/* A call has ended. @result: the system call's own, including -512 … -516
	 * (-ERESTARTSYS and its kin) when it was interrupted. @file: of an OPEN. */
	void (*reply)(uint64_t cookie, int64_t result, uint64_t file, const void *payload,
		      size_t len);
	void (*released)(uint64_t cookie);
	void (*poll)(uint64_t file, uint32_t mask);
	void (*sigio)(uint64_t file, int band);
	void (*kill)(int tid, int sig);
};

/*
 * Set the ops, and the uid that owns the machine: tasks of that uid (and of uid 0) have every
 * capability. Boot task, before the first call. A NULL @ops detaches.
 */
void ferrite_client_attach(const struct ferrite_client_ops *ops, uint32_t owner_uid);

/*
 * These four are external events: call them on a vCPU through ferrite_post(), which runs
 * them where they may wake tasks. They never sleep.
 *
 * submit copies @call and @path; it owns neither afterwards. Errors are replies.
 */
/* @file: machine's id of the open file, 0 for calls on paths. */
void ferrite_client_submit(uint64_t cookie, uint64_t file, const struct ferrite_call *call,
			   const char *path);
/* A signal waits for the client in this call; @fatal: it will never look at the result. */
void ferrite_client_interrupt(uint64_t cookie, int fatal);
/* The last descriptor of the file was closed. Answered by ops->released(cookie). */
void ferrite_client_release(uint64_t cookie, uint64_t file);
/* The client's thread is gone: what it runs is interrupted fatally, then its task ends. */
void ferrite_client_task_exit(int tid);

/* Calls that are queued or run, and files that are open: zero before a clean shut-down. */
unsigned int ferrite_client_calls(void);
unsigned int ferrite_client_files(void);

#endif
