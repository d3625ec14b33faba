/* SPDX-License-Identifier: MIT */
/*
 * The seccomp filter of a client: which system calls the launcher sees.
 *
 * Every one of them costs a round trip even when it has nothing to do with a served file, so
 * the list holds what can name such a file, work on its descriptor, or name a process of ours
 * (guard.c), and no more. Calls that
 * the kernel itself answers rightly for the socket behind a descriptor (dup, close, mmap:
 * ENODEV, flock) are not in it. Calls of programs for i386 and x32, whose numbers mean other
 * things, get ENOSYS, and so does io_uring, whose requests no filter sees.
 */
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cli/client/host.h"

#define X32_BIT 0x40000000u
#ifndef SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
#define SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV (1UL << 5)
#endif
#ifndef __NR_fchmodat2
#define __NR_fchmodat2 452
#endif

static const uint16_t watched[] = {
	/* the most frequent first: the list is searched in order */
	__NR_read, __NR_write, __NR_openat, __NR_newfstatat, __NR_fstat, __NR_lseek, __NR_pread64,
	__NR_pwrite64, __NR_readv, __NR_writev, __NR_poll, __NR_epoll_wait, __NR_open, __NR_stat,
	__NR_lstat, __NR_access, __NR_select, __NR_pselect6, __NR_ppoll, __NR_epoll_pwait,
	__NR_epoll_pwait2, __NR_statx, __NR_getdents64, __NR_readlink, __NR_readlinkat,
	__NR_recvfrom, __NR_sendto, __NR_recvmsg, __NR_sendmsg, __NR_recvmmsg, __NR_sendmmsg,
	__NR_shutdown, __NR_faccessat, __NR_faccessat2, __NR_sendfile, __NR_uname, __NR_fsync,
	__NR_fdatasync, __NR_truncate, __NR_ftruncate, __NR_getdents, __NR_creat, __NR_unlink,
	__NR_chmod, __NR_fchmod, __NR_chown, __NR_fchown, __NR_lchown, __NR_utime, __NR_mknod,
	__NR_statfs, __NR_fstatfs, __NR_setxattr, __NR_lsetxattr, __NR_fsetxattr, __NR_getxattr,
	__NR_lgetxattr, __NR_fgetxattr, __NR_listxattr, __NR_llistxattr, __NR_flistxattr,
	__NR_removexattr, __NR_lremovexattr, __NR_fremovexattr, __NR_fadvise64, __NR_fallocate,
	__NR_utimes, __NR_mknodat, __NR_fchownat, __NR_futimesat, __NR_unlinkat, __NR_fchmodat,
	__NR_splice, __NR_tee, __NR_utimensat, __NR_preadv, __NR_pwritev, __NR_copy_file_range,
	__NR_preadv2, __NR_pwritev2, __NR_vmsplice, __NR_openat2, __NR_fchmodat2, __NR_chdir,
	__NR_getcwd, __NR_sysinfo, __NR_syslog,
	/* none that client_host_start()'s child makes before its execve */
	__NR_kill, __NR_tgkill, __NR_tkill, __NR_ptrace, __NR_pidfd_open, __NR_process_vm_readv,
	__NR_process_vm_writev, __NR_rt_sigqueueinfo, __NR_rt_tgsigqueueinfo};

#define NR_WATCHED	  (sizeof(watched) / sizeof(watched[0]))
#define LOAD(field)	  BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define IF_EQ(k, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (k), (yes), (no))
#define RETURN(what)	  BPF_STMT(BPF_RET | BPF_K, (what))

static struct sock_filter program[NR_WATCHED + 32];
static unsigned int length;

static void emit(struct sock_filter insn)
{
	program[length++] = insn;
}

/*
 * arch, x32 → ENOSYS; io_uring_setup → ENOSYS; fcntl and ioctl by command; the list → notify.
 * A conditional jump reaches 255 instructions: the list may have at most 250 entries.
 */
static void build(void)
{
	_Static_assert(NR_WATCHED < 250, "jump offsets are eight bits");
	length = 0;
	emit((struct sock_filter)LOAD(arch));
	emit((struct sock_filter)IF_EQ(AUDIT_ARCH_X86_64, 1, 0));
	emit((struct sock_filter)RETURN(SECCOMP_RET_ERRNO | ENOSYS));
	emit((struct sock_filter)LOAD(nr));
	emit((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, X32_BIT, 0, 1));
	emit((struct sock_filter)RETURN(SECCOMP_RET_ERRNO | ENOSYS));
	for (unsigned int i = 0; i < NR_WATCHED; i++)
		emit((struct sock_filter)IF_EQ(watched[i], NR_WATCHED - i, 0));
	emit((struct sock_filter)IF_EQ(__NR_fcntl, 1, 6));
	emit((struct sock_filter)RETURN(SECCOMP_RET_USER_NOTIF)); /* the list jumps here */
	emit((struct sock_filter)LOAD(args[1]));
	emit((struct sock_filter)IF_EQ(F_GETFL, 2, 0));
	emit((struct sock_filter)IF_EQ(F_SETFL, 1, 0));
	emit((struct sock_filter)RETURN(SECCOMP_RET_ALLOW));
	emit((struct sock_filter)RETURN(SECCOMP_RET_USER_NOTIF));
	emit((struct sock_filter)IF_EQ(__NR_ioctl, 0, 5));
	emit((struct sock_filter)LOAD(args[1]));
	emit((struct sock_filter)IF_EQ(FIOCLEX, 2, 0));
	emit((struct sock_filter)IF_EQ(FIONCLEX, 1, 0));
	emit((struct sock_filter)RETURN(SECCOMP_RET_USER_NOTIF));
	emit((struct sock_filter)RETURN(SECCOMP_RET_ALLOW));
	/* The launcher's own fchdir, see cwd.c. */
	emit((struct sock_filter)IF_EQ(__NR_fchdir, 0, 4));
	emit((struct sock_filter)LOAD(args[1]));
	emit((struct sock_filter)IF_EQ(CWD_MAGIC, 1, 0));
	emit((struct sock_filter)RETURN(SECCOMP_RET_USER_NOTIF));
	emit((struct sock_filter)RETURN(SECCOMP_RET_ALLOW));
	emit((struct sock_filter)IF_EQ(__NR_io_uring_setup, 0, 1));
	emit((struct sock_filter)RETURN(SECCOMP_RET_ERRNO | ENOSYS));
	emit((struct sock_filter)RETURN(SECCOMP_RET_ALLOW));
}

int filter_install(void)
{
	struct sock_fprog prog;
	long fd;

	build();
	prog.len = length;
	prog.filter = program;
	fd = syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER,
		     SECCOMP_FILTER_FLAG_NEW_LISTENER | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV,
		     &prog);
	return fd < 0 ? -errno : (int)fd;
}
