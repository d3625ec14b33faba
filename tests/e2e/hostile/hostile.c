/* SPDX-License-Identifier: MIT */
/* hostile FILE WHAT: one thing that no program should do to FILE; exit status 0: as on Linux. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *path;
static int bad;

#define WANT(call, err)                                                              \
	do {                                                                         \
		errno = 0;                                                           \
		long got_ = (long)(call);                                            \
		if (got_ != -1 || errno != (err)) {                                  \
			printf("%s: %ld, %s\n", #call, got_, strerror(errno)); \
			bad = 1;                                                     \
		}                                                                    \
	} while (0)

static void pointers(void)
{
	int fd = open(path, O_RDWR);
	struct iovec iov = {(void *)1, 10};
	char c = 'x';

	if (write(fd, &c, 1) != 1)
		bad = 1;
	WANT(write(fd, (void *)1, 10), EFAULT);
	WANT(write(fd, (void *)0xffff888000000000ul, 10), EFAULT);
	WANT(write(fd, &c, SIZE_MAX), EFAULT);
	WANT(write(fd, &c, (size_t)1 << 63), EFAULT);
	WANT(writev(fd, (void *)1, 1), EFAULT);
	WANT(writev(fd, &iov, 1025), EINVAL);
	WANT(writev(fd, &iov, -1), EINVAL);
	WANT(open((char *)1, O_RDONLY), EFAULT);
	WANT(ioctl(fd, 0x12345678, 1), ENOTTY);
}

static void processes(void)
{
	pid_t parent = getppid();
	char buf[8];
	struct iovec here = {buf, 8}, there = {(void *)0x400000, 8};
	char name[64];

	WANT(ptrace(PTRACE_ATTACH, parent, 0, 0), EPERM);
	WANT(ptrace(PTRACE_SEIZE, parent, 0, 0), EPERM);
	WANT(process_vm_readv(parent, &here, 1, &there, 1, 0), EPERM);
	WANT(process_vm_writev(parent, &here, 1, &there, 1, 0), EPERM);
	WANT(kill(parent, SIGKILL), EPERM);
	WANT(syscall(SYS_tgkill, parent, parent, SIGKILL), EPERM);
	WANT(syscall(SYS_pidfd_open, parent, 0), EPERM);
	snprintf(name, sizeof(name), "/proc/%d/mem", parent);
	WANT(open(name, O_RDWR), ENOENT);
	if (kill(-1, SIGTERM) != 0 || kill(getpid(), 0) != 0)
		bad = 1;
}

static void forks(void)
{
	for (int i = 0; i < 150; i++)
		if (fork() == 0) {
			int fd = open(path, O_RDWR);

			_exit(write(fd, "x", 1) != 1);
		}
	for (int i = 0; i < 150; i++) {
		int status;

		if (wait(&status) < 0 || status)
			bad = 1;
	}
	if (vfork() == 0)
		_exit(write(open(path, O_WRONLY), "v", 1) != 1);
	wait(NULL);
}

static void *closer(void *fd)
{
	usleep(50000);
	close(*(int *)fd);
	return NULL;
}

static void on_alarm(int signo)
{
}

/* FILE blocks readers: a close by another thread does not end it, a signal does, a kill too. */
static void blocked(void)
{
	struct sigaction sa = {.sa_handler = on_alarm};
	int fd = open(path, O_RDWR);
	pthread_t thread;
	pid_t child;
	char c;

	child = fork();
	if (child == 0)
		_exit(read(fd, &c, 1) == 12345);
	usleep(50000);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	sigaction(SIGALRM, &sa, NULL);
	pthread_create(&thread, NULL, closer, &fd);
	ualarm(200000, 0);
	WANT(read(fd, &c, 1), EINTR);
	pthread_join(thread, NULL);
	WANT(read(fd, &c, 1), EBADF);
}

static void passed(void)
{
	int pair[2], fd = open(path, O_RDWR), got = -1;
	char space[CMSG_SPACE(sizeof(int))] = {0}, c = 0;
	struct iovec iov = {&c, 1};
	struct msghdr m = {.msg_iov = &iov, .msg_iovlen = 1, .msg_control = space,
			   .msg_controllen = sizeof(space)};
	struct cmsghdr *h = CMSG_FIRSTHDR(&m);

	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	h->cmsg_level = SOL_SOCKET;
	h->cmsg_type = SCM_RIGHTS;
	h->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(h), &fd, sizeof(fd));
	if (sendmsg(pair[0], &m, 0) != 1)
		bad = 1;
	close(fd);
	if (recvmsg(pair[1], &m, 0) != 1)
		bad = 1;
	memcpy(&got, CMSG_DATA(CMSG_FIRSTHDR(&m)), sizeof(got));
	if (write(got, "p", 1) != 1)
		bad = 1;
}

/* Calls on the file with senseless arguments: none may end this process or the machine. */
static void garbage(void)
{
	static const int calls[] = {SYS_read,  SYS_write, SYS_lseek,	 SYS_ioctl,   SYS_pread64,
				    SYS_readv, SYS_fstat, SYS_getdents64, SYS_writev, SYS_ftruncate,
				    SYS_fsync, SYS_tee,	  SYS_preadv2,	 SYS_pwritev2, SYS_fallocate};
	int fd = open(path, O_RDWR | O_NONBLOCK);

	srandom(7);
	for (int i = 0; i < 3000; i++) {
		long a[4];

		for (int j = 0; j < 4; j++)
			a[j] = random() % 3 ? (long)(random() << random() % 34) : random() % 64;
		syscall(calls[random() % 15], fd, a[0], a[1], a[2], a[3]);
	}
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*fn)(void);
	} all[] = {{"pointers", pointers}, {"processes", processes}, {"forks", forks},
		   {"blocked", blocked},   {"passed", passed},	     {"garbage", garbage}};

	path = argv[1];
	setvbuf(stdout, NULL, _IONBF, 0);
	for (int i = 0; i < 6; i++)
		if (!strcmp(argv[2], all[i].name))
			all[i].fn();
	return bad;
}
