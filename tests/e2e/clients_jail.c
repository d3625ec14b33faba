/* SPDX-License-Identifier: MIT */
/*
 * clients_jail command…: run a command under the refusals that a container with Docker's default
 * seccomp rules (moby, profiles/seccomp/default.json) and default capabilities makes, as far as
 * they touch programs of this kind: EPERM for the calls below, ENOSYS for clone3, EPERM for new
 * namespaces. Docker's rules are a list of what is allowed; here is what is not.
 */
#define _GNU_SOURCE 1
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NEW_NAMESPACES 0x7e020000u

static const int refused[] = {
	__NR_pidfd_getfd,
	__NR_kcmp,
	__NR_process_madvise,
	__NR_unshare,
	__NR_setns,
	__NR_mount,
	__NR_umount2,
	__NR_pivot_root,
	__NR_chroot,
	__NR_fsopen,
	__NR_open_tree,
	__NR_move_mount,
	__NR_bpf,
	__NR_perf_event_open,
	__NR_fanotify_init,
	__NR_open_by_handle_at,
	__NR_add_key,
	__NR_keyctl,
	__NR_request_key,
	__NR_userfaultfd,
	__NR_syslog,
	__NR_swapon,
	__NR_swapoff,
	__NR_init_module,
	__NR_finit_module,
	__NR_delete_module,
	__NR_iopl,
	__NR_ioperm,
	__NR_acct,
	__NR_get_mempolicy,
	__NR_set_mempolicy,
	__NR_mbind,
	__NR_migrate_pages,
	__NR_move_pages,
	__NR_settimeofday,
	__NR_clock_settime,
	__NR_sethostname,
	__NR_quotactl,
	__NR_vhangup,
	__NR_io_uring_setup,
	__NR_io_uring_enter,
	__NR_reboot,
	__NR_kexec_load,
};

#define NR_REFUSED (sizeof(refused) / sizeof(refused[0]))

int main(int argc, char **argv)
{
	struct sock_filter program[NR_REFUSED + 16];
	struct sock_fprog prog = {.filter = program};
	unsigned int n = 0;

	if (argc < 2)
		return 2;
	/* What Docker's default set lacks and a test as root would otherwise have. */
	for (int cap = 0; cap < 64; cap++)
		if (!(0xa80425fbull >> cap & 1))
			prctl(PR_CAPBSET_DROP, cap, 0, 0, 0);
	program[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
						    offsetof(struct seccomp_data, nr));
	for (unsigned int i = 0; i < NR_REFUSED; i++)
		program[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, refused[i],
							    NR_REFUSED - i, 0);
	program[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_clone3, 1, 2);
	program[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
	program[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS);
	program[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_clone, 0, 3);
	program[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
						    offsetof(struct seccomp_data, args[0]));
	program[n++] =
		(struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, NEW_NAMESPACES, 0, 1);
	program[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
	program[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	prog.len = n;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog) < 0) {
		perror("clients_jail: seccomp");
		return 125;
	}
	execvp(argv[1], argv + 1);
	perror(argv[1]);
	return 127;
}
