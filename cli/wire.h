/* SPDX-License-Identifier: MIT */
/*
 * The protocol between the launcher (cli/: clients, timeout, reports) and the machine
 * process (cli/machined/: core and modules).
 *
 * Two SOCK_SEQPACKET pairs, one message a packet, each a struct wire_msg followed by
 * msg.len bytes of payload (at most WIRE_PAYLOAD_MAX):
 *
 *   control  launcher → machine: LOAD, CALL, INTERRUPT, RELEASE, TASK_EXIT, WHERE, TEST, SHUTDOWN
 *            machine → launcher: READY, MAPPED, LOADED, REPLY, RELEASED, LOG, POLL, SIGIO, KILL, NODE,
 *                                DEFECT, VERDICT
 *   user     machine → launcher: UREAD, UWRITE; launcher → machine: UDONE. Strictly one
 *            answer a question; the machine serialises the questions with a host mutex.
 *
 * Trust: the launcher believes nothing the machine says about lengths; a machine that a wild
 * write has damaged may send anything. A CALL is known by its cookie (never reused).
 */
#ifndef CLI_WIRE_H
#define CLI_WIRE_H

#include <stdint.h>

#include "include/ferrite/defect.h"

#define WIRE_PAYLOAD_MAX 65536
#define WIRE_PATH_MAX 4096

enum wire_type {
	WIRE_LOAD = 1,	/* payload: module .so path \0 parameters \0 ; arg[0] = module number,
			 * arg[1] = 1: its KUnit suites wait for TEST */
	WIRE_CALL,	/* a client's system call on a ferrite file; see struct wire_call */
	WIRE_INTERRUPT, /* cookie: a signal waits; arg[0] = 1 when it is fatal (the client is gone) */
	WIRE_RELEASE,	/* file: last descriptor was closed; answered by RELEASED (cookie) */
	WIRE_TASK_EXIT, /* arg[0] = tid: no more calls from it */
	WIRE_WHERE,	/* what runs there? Answered by WIRE_CRASH (it dies), or WIRE_STALL: nothing */
	WIRE_EXIT,	/* arg[0] = status: end with it (only to a machine that a debugger started) */
	WIRE_TEST,	/* run KUnit suites: payload: patterns, each with \0; arg[0] = 1: only list them,
			 * arg[1] = seconds for a case. Answered by TESTED, the last is TEST_DONE */
	WIRE_SHUTDOWN,	/* unload modules in reverse order, tear down, VERDICT, exit */

	WIRE_READY = 100, /* the machine has booted; arg[0] = 1: its CPUs run in parallel; arg[1],
			   * arg[2]: where its executable is mapped, and its size; arg[3] = seed */
	WIRE_LOADED,	  /* arg[0] = module number, result = 0 or -errno (payload: a sentence) */
	WIRE_REPLY,	  /* cookie, result; payload: data for the client, see wire_call ops */
	WIRE_RELEASED,	  /* cookie */
	WIRE_LOG,	  /* arg[0] = level 0…7, arg[1] = time ns; payload: one line without newline */
	WIRE_POLL,	  /* file, arg[0] = EPOLL* mask now (sent when it changes, for polled files) */
	WIRE_SIGIO,	  /* file, arg[0] = band: kill_fasync hit this file */
	WIRE_KILL,	  /* arg[0] = tid, arg[1] = signal: the module signals a client */
	WIRE_DEFECT,	  /* one finding; arg[0] = enum wire_defect, which says what the payload is */
	WIRE_VERDICT,	  /* payload: struct wire_verdict; last message before exit */
	WIRE_MAPPED,	  /* a module stands in memory, its init has not run: arg[0] = module number,
			   * arg[1] = address, arg[2] = size. Source lines are found by it */
	WIRE_TESTED,	  /* payload: struct ferrite_test (<ferrite/test.h>), cut after its text */

	WIRE_UREAD = 200, /* tid in arg[0], uva arg[1], len arg[2] (≤ WIRE_PAYLOAD_MAX), cookie of the call */
	WIRE_UWRITE,	  /* the same, payload: the bytes */
	WIRE_UDONE,	  /* result = bytes copied; payload for UREAD: those bytes */
};

enum wire_defect {
	WIRE_FOUND, /* payload: struct ferrite_defect (<ferrite/defect.h>) */
	WIRE_PANIC, /* sentence; the process exits */
	WIRE_STALL, /* the same: who waits; arg[1] = enum ferrite_hung (<ferrite/crash.h>),
		     * arg[2] = 1: an answer to WIRE_WHERE; arg[3] = messages that the machine has
		     * received. Not yet a finding: clients may help */
	WIRE_CRASH, /* payload: struct wire_crash; the thread waits to be unwound, then dies */
};

struct wire_msg {
	uint32_t type;
	uint32_t len; /* payload bytes that follow */
	uint64_t cookie;
	uint64_t file; /* machine's id of an open file; 0: none */
	int64_t result;
	uint64_t arg[4];
};

/* Operations of WIRE_CALL. Arguments are the system call's own unless told otherwise. */
enum wire_op {
	WOP_OPEN = 1,  /* path; a0 = flags (O_*), a1 = mode. REPLY: result = 0, file = id */
	WOP_READ,      /* file; a0 = buf, a1 = count */
	WOP_WRITE,     /* file; a0 = buf, a1 = count */
	WOP_PREAD,     /* file; a0 = buf, a1 = count, a2 = pos */
	WOP_PWRITE,    /* file; a0 = buf, a1 = count, a2 = pos */
	WOP_READV,     /* file; a0 = iovec, a1 = count, a2 = pos or -1, a3 = RWF_ flags */
	WOP_WRITEV,    /* the same */
	WOP_LSEEK,     /* file; a0 = offset, a1 = whence */
	WOP_IOCTL,     /* file; a0 = cmd, a1 = arg */
	WOP_POLL,      /* file; result = mask now; from here on WIRE_POLL is sent for it */
	WOP_SETFL,     /* file; a0 = flags of F_SETFL */
	WOP_GETFL,     /* file; result = flags as F_GETFL gives them */
	WOP_FSTAT,     /* file. REPLY payload: struct wire_stat */
	WOP_STAT,      /* path; a0 = 1: do not follow a last symlink. Payload: struct wire_stat */
	WOP_ACCESS,    /* path; a0 = mode R_OK|W_OK|X_OK, a1 = AT_ flags */
	WOP_READLINK,  /* path. Payload: the target */
	WOP_GETDENTS,  /* file; a0 = buf, a1 = count: linux_dirent64 records are written to the user */
	WOP_MKNOD,     /* path; a0 = mode, a1 = dev (userspace makedev form) */
	WOP_UNLINK,    /* path */
	WOP_CHMOD,     /* path; a0 = mode */
	WOP_CHOWN,     /* path; a0 = uid, a1 = gid */
	WOP_FTRUNCATE, /* file; a0 = length */
	WOP_FSYNC,     /* file; a0 = 1: fdatasync */
	WOP_LIST,      /* path of a folder shared with the host (/dev): payload: names that the
			* machine adds, each "type name\0", type as DT_* in decimal */
	WOP_CHDIR,     /* path: may the caller make it its working directory? Payload: the path
			* without symbolic links */
	WOP_SYSINFO,   /* payload: struct sysinfo of sysinfo(2) */
};

/* Head of a CALL's payload; @path_len bytes of path (absolute, normalised, no \0) follow. */
struct wire_call {
	uint32_t op; /* enum wire_op */
	uint32_t path_len;
	int32_t tid, tgid; /* of the calling thread, in the launcher's pid namespace */
	uint32_t uid, euid, gid, egid;
	uint32_t ppid;
	uint32_t umask;
	char comm[16];
	uint64_t a[4];
};

/* What statx tells, for a served file. */
struct wire_stat {
	uint32_t mode, nlink, uid, gid;
	uint64_t ino, size, blocks, blksize;
	uint64_t dev, rdev; /* userspace makedev form */
	int64_t atime_ns, mtime_ns, ctime_ns;
};

/* Order of wire_crash.reg: the processor's numbers, as DWARF has them (0 rax, 1 rdx …), then flags. */
enum { WIRE_REG_SP = 7, WIRE_REG_IP = 16, WIRE_REG_FLAGS, WIRE_NR_REGS };

/* A thread of the machine that cannot go on, sent by its signal handler. */
struct wire_crash {
	int32_t sig, code;	  /* siginfo's; SIGXCPU: the launcher asked where it is */
	int32_t tid;		  /* of the host's thread */
	int32_t pid;		  /* of the task; -1: none */
	uint32_t cpu;
	uint32_t preempt_count;
	char comm[16];
	uint64_t client;	  /* cookie of the call that the task carries out; 0: none */
	uint64_t step, ns;
	uint64_t trap, error, address; /* the processor's */
	uint64_t reg[WIRE_NR_REGS];
	uint64_t stack_lo, stack_hi;
	uint64_t more; /* where the machine writes its struct wire_crash_more */
	char panic[512]; /* of BUG() and panic(): the sentence; else "" */
};

/*
 * What the stopped thread finds out after that, in its own memory: it may fault or hang in doing so.
 */
struct wire_crash_more {
	uint32_t done;	    /* 1: the rest is there */
	uint32_t by_image;  /* the address is a module's: @what is explained for sure */
	uint64_t address;   /* canonical */
	uint64_t reg[WIRE_NR_REGS]; /* canonical */
	struct ferrite_defect what;
};

/* What the machine process knows at its end. */
struct wire_verdict {
	uint64_t defects;
	uint64_t allocations; /* successful allocations made by modules (objects, pages, vmalloc) */
	uint64_t peak_bytes;  /* largest number of bytes that modules held at once */
	uint64_t left_bytes;
};

#endif
