/* SPDX-License-Identifier: MIT */
/* Private to cli/client/. The theory is in host.c. */
#ifndef CLI_CLIENT_HOST_H
#define CLI_CLIENT_HOST_H

#include <limits.h>
#include <sched.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <termios.h>

#include "cli/client/client.h"

#define FILE_BUCKETS	 64
#define FILE_EPOLL_BATCH 32
#define RELEASE_WAIT_NS	 (100 * 1000000ull) /* how long close() may hold back later calls */

/* Linux's internal "run me again" results; user space must never see them. */
#define K_ERESTARTSYS		512
#define K_ERESTARTNOINTR	513
#define K_ERESTARTNOHAND	514
#define K_ERESTART_RESTARTBLOCK 516

struct call;
struct request;

/* Something epoll watches; the first member of whatever owns the descriptor. */
struct source {
	int fd;
	void (*ready)(struct client_host *host, struct source *source, uint32_t events);
};

/* One client_host_start(): a program, its descendants, the filter that they share. */
struct client {
	struct source listener; /* fd -1 once no process is left under the filter */
	TAILQ_ENTRY(client) link;
	int index;
	pid_t pid;
	bool ended; /* the process itself; descendants may go on */
	int wstatus;
};

/* A thread that made a call. Its status file is kept open: it names this thread for ever. */
struct task {
	struct source pidfd; /* of thread group leaders; -1 for others, which are swept */
	LIST_ENTRY(task) link;
	pid_t tid, tgid, ppid;
	int status_fd;
	uint32_t uid, euid, gid, egid, umask;
	char comm[16];
	uint64_t sig_thread, sig_shared, sig_blocked; /* masks, bit n-1 for signal n */
	unsigned int calls;			      /* that are under way */
	bool told;				      /* the machine knows this tid */
};

/* An open file of the machine. Its descriptors are the other end of @sock. */
struct file {
	struct source sock;
	LIST_ENTRY(file) link;
	uint64_t id;	    /* the machine's */
	uint64_t ino;	    /* of the client's end: how a descriptor is recognised */
	unsigned int busy;  /* calls under way on it */
	bool hungup;	    /* last descriptor closed; released when busy is 0 */
	bool path_only;	    /* opened with O_PATH: the machine does not know it */
	bool async;	    /* O_ASYNC was set */
	bool readable;	    /* by the machine's last word */
	bool urgent;	    /* an out-of-band byte is queued: EPOLLPRI */
	uint32_t mask;	    /* of the last poll that asked */
	unsigned int bytes; /* queued towards the client: > 0 means readable */
	bool full;	    /* the client's end cannot be written */
	uint32_t flags;	    /* of open */
	char *path;	    /* absolute */
};

/* A close() that the machine has not finished yet. */
struct release {
	TAILQ_ENTRY(release) link;
	uint64_t cookie;
	uint64_t since_ns;
};

/* State of a path look-up, see served.c. */
struct target {
	char path[WIRE_PATH_MAX];   /* what is asked about now */
	char parent[WIRE_PATH_MAX]; /* which folder is asked about after ENOENT */
	bool nofollow;
	bool folder;	    /* the path ended in a slash */
	bool in_served;	    /* relative to a folder that the kernel does not know */
	unsigned int links; /* symbolic links followed */
};

/* A client's system call that waits for an answer. */
struct call {
	TAILQ_ENTRY(call) link;
	struct client_host *host;
	struct client *client;
	struct task *task; /* NULL until somebody needs it */
	struct file *file; /* pinned by busy */
	uint64_t id;	   /* seccomp's */
	pid_t tid;
	int nr;
	uint64_t a[6];
	uint64_t since_ns, check_ns;
	unsigned int checks;   /* how often signals were looked for */
	unsigned int requests; /* asked of the machine, not yet answered */
	unsigned int late;     /* checks that saw a signal which another thread may take */
	bool interrupted;      /* the machine was told of a signal */
	bool answered;	       /* or the client is gone */
	bool sure;	       /* the signal is this thread's: raw restart results are safe */
	struct target *target; /* of calls with a path */
	void (*ask)(struct call *call); /* about target->path */
	uint64_t open_flags, open_mode;
	unsigned int polls; /* files whose readiness has been asked for */
	bool beyond;	    /* one of them has what no socket can show */
};

typedef void (*request_done)(struct call *call, struct request *req, const struct wire_msg *msg,
			     const char *payload);

/* A CALL message on its way. */
struct request {
	TAILQ_ENTRY(request) link;
	uint64_t cookie;
	struct call *call;
	struct file *file;
	request_done done;
	struct wire_call wire;
	char *path;
};

struct packet {
	TAILQ_ENTRY(packet) link;
	size_t size;
	char bytes[];
};

struct watch {
	struct source source;
	LIST_ENTRY(watch) link;
	void (*ready)(void *ctx, int fd, uint32_t events);
	void *ctx;
};

/* Directory listings half way between the machine's names and the host's, see dir.c. */
struct listing {
	LIST_ENTRY(listing) link;
	pid_t tgid;
	int fd;
	size_t at; /* bytes of the machine's answer already given; SIZE_MAX: all */
	char path[];
};

struct client_host {
	struct client_ops ops;
	void *ctx;
	int epoll;	/* everything but files */
	int file_epoll; /* sockets of files: looked at first */
	struct source control, user, signals, file_source;
	bool machine_gone;
	bool stop;
	bool armed; /* CLIENT_LOOP_DONE is due */
	bool pipes; /* files are pipes, since pidfd_getfd is refused here */
	unsigned int linger_ms;
	uint64_t linger_since;
	uint64_t quiet_since;
	int linger_step;
	uint64_t next_cookie;
	pid_t machine; /* 0: not known */
	uint64_t sent; /* messages to the machine */
	int next_index;
	uint64_t swept_ns;
	TAILQ_HEAD(, client) clients;
	TAILQ_HEAD(call_list, call) calls, deferred;
	TAILQ_HEAD(, request) requests;
	TAILQ_HEAD(release_list, release) releases;
	TAILQ_HEAD(, packet) packets;
	LIST_HEAD(, task) tasks;
	LIST_HEAD(, watch) watches;
	LIST_HEAD(, listing) listings;
	LIST_HEAD(, file) files[FILE_BUCKETS];
	unsigned int nr_files;
	sigset_t old_mask;
	void (*old_sigpipe)(int);
	struct rlimit old_limit;
	unsigned int keys; /* interrupts from the keyboard since keys_since */
	uint64_t keys_since;
	bool pinned;
	cpu_set_t cpus; /* where the launcher may run, and clients do */
	size_t klog_size;
	char klog[1 << 18];	 /* the machine's log, whole lines */
	char cwd_root[PATH_MAX]; /* see cwd.c; empty: none was needed yet */
	int tty;
	pid_t tty_group;
	bool tty_spoiled; /* a client met a bad end: it may have changed the modes */
	struct termios tty_mode;
	char in[sizeof(struct wire_msg) + WIRE_PAYLOAD_MAX + 1];
	char out[sizeof(struct wire_msg) + WIRE_PAYLOAD_MAX];
};

/* host.c */
uint64_t now_ns(void);
void host_note(struct client_host *host, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
int source_add(struct client_host *host, struct source *source, uint32_t events);
void source_close(struct client_host *host, struct source *source);
bool clients_ended(const struct client_host *host);

/* filter.c: install the filter on this thread; returns the listener or -errno. */
int filter_install(void);

/* machine.c */
int machine_send(struct client_host *host, const struct wire_msg *msg, const void *payload);
void machine_readable(struct client_host *host, struct source *source, uint32_t events);
void machine_dead(struct client_host *host);
/* Send a call. @file and @path may be NULL. @done is called once, whatever happens. */
void request_send(struct call *call, struct file *file, const struct wire_call *wire,
		  const char *path, request_done done);
void request_again(struct request *req);
void requests_interrupt(struct call *call, bool fatal);

/* umem.c */
bool call_alive(struct call *call);
/* Copy from and to the caller's memory; return the bytes copied before the first bad page. */
size_t umem_read(struct call *call, void *dst, uint64_t uva, size_t n);
size_t umem_write(struct call *call, uint64_t uva, const void *src, size_t n);
/* A string; returns its length, -EFAULT, or -ENAMETOOLONG. */
int umem_string(struct call *call, char *dst, size_t size, uint64_t uva);
void user_readable(struct client_host *host, struct source *source, uint32_t events);

/* task.c */
struct task *task_get(struct client_host *host, pid_t tid);
bool task_read(struct task *task);
void task_free(struct client_host *host, struct task *task);
void tasks_sweep(struct client_host *host);
/* Is @pid a client or a descendant of one? */
bool task_is_client(struct client_host *host, pid_t pid);
struct task *call_task(struct call *call);

/* call.c */
void listener_readable(struct client_host *host, struct source *source, uint32_t events);
void calls_resume(struct client_host *host);
void call_continue(struct call *call);
void call_return(struct call *call, int64_t value);
void call_put(struct call *call);
/* Answer by what the machine replied. */
void call_result(struct call *call, struct request *req, const struct wire_msg *msg,
		 const char *payload);

/* file.c */
struct file *file_of_fd(struct client_host *host, pid_t tid, int fd);
struct file *call_file(struct call *call, int fd);
/* Give the caller a descriptor for the machine's file @id. Answers the call. */
void file_inject(struct call *call, uint64_t id, const char *path, uint32_t flags, bool path_only);
void file_put(struct client_host *host, struct file *file);
void file_release_id(struct client_host *host, uint64_t id);
struct file *file_by_id(struct client_host *host, uint64_t id);
void files_hungup(struct client_host *host);
void file_source_ready(struct client_host *host, struct source *source, uint32_t events);
bool releases_pending(struct client_host *host);
void release_done(struct client_host *host, uint64_t cookie);
void file_free(struct client_host *host, struct file *file);

/* path.c */
/*
 * Read the path at @uva, relative to @dirfd, and make it absolute. Returns 0, 1 when it ended in
 * a slash and so must be a folder, or -errno. @foreign: it is relative to a folder of the
 * machine's.
 */
int path_read(struct call *call, int dirfd, uint64_t uva, char *path, bool *foreign);
void path_normalise(char *path);
bool path_is_ours(const char *path); /* beneath /dev, /proc or /sys, or one of them */
bool path_join(char *out, const char *base, const char *rest);
void path_parent(char *path);
/*
 * The served file that "/dev/stdin", "/dev/fd/N" or "/proc/…/fd/N" stands for, or NULL.
 * @descriptor: whether the path is of this kind at all.
 */
struct file *path_file(struct call *call, const char *path, bool *descriptor);

/* served.c */
/*
 * Find who has the path that the caller passed. @ask is called with call->target->path set, perhaps
 * more than once (links); it asks the machine, and its reply function calls served_absent() first.
 * When the path is the host's, the call is continued and @ask may never be called.
 */
void served_start(struct call *call, int dirfd, uint64_t uva, bool nofollow,
		  void (*ask)(struct call *call));
/* True when this has taken care of the reply, because the machine does not serve the path. */
bool served_absent(struct call *call, const struct wire_msg *msg);

/* intr.c */
int calls_check_signals(struct client_host *host); /* returns ms to the next check, or -1 */
bool request_restarts(struct request *req, int64_t result);

/* poll.c */
bool poll_can_borrow(void);
void poll_changed(struct client_host *host, struct file *file, uint32_t mask);
void poll_sigio(struct client_host *host, struct file *file);

/* dir.c */
void listings_forget(struct client_host *host, pid_t tgid, const char *path);

/* klog.c */
void klog_add(struct client_host *host, const struct wire_msg *msg, const char *text);

/* cwd.c */
#define CWD_MAGIC 0x66657264 /* second argument of fchdir: the filter lets it pass */
/* Turn the path of a folder that stands for the machine's into the machine's path. */
bool cwd_strip(const struct client_host *host, char *path);
/* The caller's working directory, if it is one that only the machine has. */
bool cwd_read(struct call *call, char *path);
/* chdir from such a folder, by a relative path, to call->target->path on the host. */
void cwd_leave(struct call *call);
void cwd_exit(struct client_host *host);

/* Handlers of system calls, listed in call.c. */
void sys_open_call(struct call *call);
void sys_io(struct call *call);
void sys_lseek(struct call *call);
void sys_ioctl(struct call *call);
void sys_fcntl(struct call *call);
void sys_fd_misc(struct call *call);
void sys_transfer(struct call *call);
void sys_not_socket(struct call *call);
void sys_fstat(struct call *call);
void sys_stat(struct call *call);
void sys_access(struct call *call);
void sys_readlink(struct call *call);
void sys_mknod(struct call *call);
void sys_unlink(struct call *call);
void sys_chmod(struct call *call);
void sys_chown(struct call *call);
void sys_truncate(struct call *call);
void sys_utimes(struct call *call);
void sys_xattr(struct call *call);
void sys_statfs(struct call *call);
void sys_getdents(struct call *call);
void sys_poll(struct call *call);
void sys_uname(struct call *call);
void sys_chdir(struct call *call);
void sys_getcwd(struct call *call);
void sys_sysinfo(struct call *call);
void sys_syslog(struct call *call);
void sys_process(struct call *call);

/* host.c: every client's process but @except. */
void clients_kill_but(struct client_host *host, int signo, pid_t except);

#endif
