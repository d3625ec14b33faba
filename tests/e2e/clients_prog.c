/* SPDX-License-Identifier: MIT */
/*
 * clients_prog CASE: what an ordinary program does with a served file, one case a run.
 * Exit status 0: it behaved as on Linux; otherwise a sentence says what did not.
 */
#define _GNU_SOURCE 1
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CHECK(what)                                                                          \
	do {                                                                                 \
		if (!(what)) {                                                               \
			fprintf(stderr, "line %d: not so: %s (errno %d)\n", __LINE__, #what, \
				errno);                                                      \
			exit(1);                                                             \
		}                                                                            \
	} while (0)

static volatile int handled;

static void handler(int signo)
{
	handled = signo;
}

static void catch (int signo, int flags)
{
	struct sigaction sa = {.sa_handler = handler, .sa_flags = flags};

	sigaction(signo, &sa, NULL);
}

static int dev(const char *name, int flags)
{
	char path[100];
	int fd;

	snprintf(path, sizeof(path), "/dev/%s", name);
	fd = open(path, flags);
	CHECK(fd >= 0);
	return fd;
}

static double seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

/* In @ms, in a child: send a signal to us, or bytes to the fifo. */
static void later(int ms, int signo, const char *bytes)
{
	pid_t parent = getpid();

	if (fork())
		return;
	usleep(ms * 1000);
	if (signo)
		kill(parent, signo);
	if (bytes) {
		int fd = dev("fifo", O_WRONLY);

		CHECK(write(fd, bytes, strlen(bytes)) == (ssize_t)strlen(bytes));
	}
	_exit(0);
}

static void counters(unsigned long c[5])
{
	char text[200] = "";
	int fd = dev("counter", O_RDONLY);

	CHECK(read(fd, text, sizeof(text) - 1) > 0);
	close(fd);
	CHECK(sscanf(text, "%lu %lu %lu %lu %lu", c, c + 1, c + 2, c + 3, c + 4) == 5);
}

/* ---- signals ---- */

static void case_eintr(void)
{
	char c;
	int fd = dev("fifo", O_RDONLY);

	catch (SIGUSR1, 0);
	later(50, SIGUSR1, NULL);
	CHECK(read(fd, &c, 1) == -1 && errno == EINTR);
	CHECK(handled == SIGUSR1);
}

static void case_restart(void)
{
	char buf[10] = "";
	int fd = dev("fifo", O_RDONLY);

	catch (SIGUSR1, SA_RESTART);
	later(50, SIGUSR1, NULL);
	later(200, 0, "abc");
	CHECK(read(fd, buf, 10) == 3 && !strcmp(buf, "abc"));
	CHECK(handled == SIGUSR1);
}

static void case_blocked_signal(void)
{
	char buf[10] = "";
	int fd = dev("fifo", O_RDONLY);
	sigset_t set;
	double start = seconds();

	catch (SIGUSR1, 0);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	later(20, SIGUSR1, NULL);
	later(200, 0, "abc");
	CHECK(read(fd, buf, 10) == 3);
	CHECK(seconds() - start > 0.15 && !handled);
}

static void case_uninterruptible(void)
{
	char buf[10] = "";
	int fd = dev("deaf", O_RDONLY);

	catch (SIGUSR1, 0);
	later(50, SIGUSR1, NULL);
	CHECK(read(fd, buf, 10) == 5);
	CHECK(handled == SIGUSR1);
}

static void case_default_action(void)
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		char c;

		read(dev("fifo", O_RDONLY), &c, 1);
		_exit(0);
	}
	usleep(100000);
	kill(pid, SIGTERM);
	CHECK(waitpid(pid, &status, 0) == pid && WIFSIGNALED(status) &&
	      WTERMSIG(status) == SIGTERM);
}

static void case_core_signal(void)
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		char c;

		read(dev("fifo", O_RDONLY), &c, 1);
		_exit(0);
	}
	usleep(100000);
	kill(pid, SIGQUIT);
	CHECK(waitpid(pid, &status, 0) == pid && WIFSIGNALED(status) &&
	      WTERMSIG(status) == SIGQUIT);
}

static void case_kill9(void)
{
	unsigned long before[5], after[5];
	pid_t pid;
	int status;

	counters(before);
	pid = fork();
	if (!pid) {
		char c;

		read(dev("fifo", O_RDONLY), &c, 1);
		_exit(0);
	}
	usleep(100000);
	kill(pid, SIGKILL);
	CHECK(waitpid(pid, &status, 0) == pid && WIFSIGNALED(status));
	usleep(150000);
	counters(after);
	CHECK(after[0] == before[0] + 1 && after[1] == before[1] + 1);
}

static void case_stop_continue(void)
{
	int status, link[2];
	char buf[10] = "";
	pid_t pid;

	pipe(link);
	pid = fork();
	if (!pid) {
		ssize_t n = read(dev("fifo", O_RDONLY), buf, 10);

		write(link[1], buf, n);
		_exit(n == 2 ? 0 : 1);
	}
	usleep(50000);
	kill(pid, SIGSTOP);
	CHECK(waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status));
	kill(pid, SIGCONT);
	usleep(50000);
	CHECK(write(dev("fifo", O_WRONLY), "xy", 2) == 2);
	CHECK(waitpid(pid, &status, 0) == pid && WIFEXITED(status) && !WEXITSTATUS(status));
	CHECK(read(link[0], buf, 10) == 2);
}

/* A full fifo: 40 bytes fit, the rest waits; a signal must give 40 or the like, never lose or
 * repeat. */
static void case_partial_write(void)
{
	char out[100], in[100];
	int w = dev("fifo", O_WRONLY), r = dev("fifo", O_RDONLY | O_NONBLOCK);
	ssize_t n, total = 0;

	for (int i = 0; i < 100; i++)
		out[i] = i;
	catch (SIGALRM, 0);
	for (ssize_t done = 0; done < 100;) {
		struct itimerval soon = {.it_value.tv_usec = 20000};

		setitimer(ITIMER_REAL, &soon, NULL);
		n = write(w, out + done, 100 - done);
		CHECK(n > 0 || errno == EINTR);
		if (n > 0)
			done += n;
		else
			while ((n = read(r, in + total, 7)) > 0)
				total += n;
	}
	while ((n = read(r, in + total, 100 - total)) > 0)
		total += n;
	CHECK(total == 100 && !memcmp(in, out, 100));
}

static volatile long thread_result;

static void *reader(void *arg)
{
	char c;
	long n = read(*(int *)arg, &c, 1);

	thread_result = n < 0 ? -errno : n;
	return NULL;
}

/* A signal for the process reaches the main thread: the other thread's read goes on. */
static void case_thread_signal(void)
{
	int fd = dev("fifo", O_RDONLY);
	pthread_t thread;

	catch (SIGUSR1, 0);
	thread_result = 1000;
	pthread_create(&thread, NULL, reader, &fd);
	usleep(50000);
	kill(getpid(), SIGUSR1);
	usleep(100000);
	CHECK(handled == SIGUSR1 && thread_result == 1000);
	pthread_kill(thread, SIGUSR1);
	pthread_join(thread, NULL);
	CHECK(thread_result == -EINTR);
}

/* Main blocks the signal; of two readers, one takes it. */
static void case_thread_choice(void)
{
	int fd = dev("fifo", O_RDONLY);
	pthread_t thread;
	sigset_t set;

	catch (SIGUSR1, 0);
	pthread_create(&thread, NULL, reader, &fd);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	usleep(50000);
	kill(getpid(), SIGUSR1);
	pthread_join(thread, NULL);
	CHECK(thread_result == -EINTR && handled == SIGUSR1);
}

static void case_module_signal(void)
{
	int fd = dev("killer", O_WRONLY);

	catch (SIGUSR1, 0);
	CHECK(write(fd, "x", 1) == 1);
	CHECK(handled == SIGUSR1);
}

static void *hammer(void *arg)
{
	char buf[100];

	for (int i = 0; i < 200; i++) {
		int fd = dev(i % 3 ? "who" : "store", O_RDONLY);

		(void)!read(fd, buf, sizeof(buf));
		close(fd);
	}
	return arg;
}

static void case_many_threads(void)
{
	pthread_t threads[8];
	unsigned long before[5], after[5];

	counters(before);
	for (int i = 0; i < 8; i++)
		pthread_create(&threads[i], NULL, hammer, NULL);
	for (int i = 0; i < 8; i++)
		pthread_join(threads[i], NULL);
	counters(after);
	CHECK(after[0] - before[0] == 1600 && after[1] - before[1] == 1600);
}

/* ---- waiting for readiness ---- */

static void case_poll(void)
{
	struct pollfd p = {.fd = dev("fifo", O_RDWR), .events = POLLIN | POLLOUT};
	char buf[100] = {0};

	CHECK(poll(&p, 1, 0) == 1 && p.revents == POLLOUT);
	CHECK(write(p.fd, buf, 64) == 64);
	CHECK(poll(&p, 1, 0) == 1 && p.revents == POLLIN);
	CHECK(read(p.fd, buf, 100) == 64);
	CHECK(poll(&p, 1, 0) == 1 && p.revents == POLLOUT);
	p.events = POLLIN;
	CHECK(poll(&p, 1, 50) == 0);
	later(100, 0, "q");
	CHECK(poll(&p, 1, 5000) == 1 && p.revents == POLLIN);
	CHECK(read(p.fd, buf, 100) == 1);
	CHECK(poll(&p, 1, 50) == 0);
}

static void case_select(void)
{
	int fd = dev("fifo", O_RDWR), pipe_fds[2];
	struct timeval tv = {.tv_usec = 50000};
	char buf[10];
	fd_set in;

	pipe(pipe_fds);
	FD_ZERO(&in);
	FD_SET(fd, &in);
	FD_SET(pipe_fds[0], &in);
	CHECK(select(100, &in, NULL, NULL, &tv) == 0);
	write(pipe_fds[1], "x", 1);
	FD_SET(fd, &in);
	FD_SET(pipe_fds[0], &in);
	CHECK(select(100, &in, NULL, NULL, NULL) == 1 && FD_ISSET(pipe_fds[0], &in));
	later(100, 0, "z");
	FD_ZERO(&in);
	FD_SET(fd, &in);
	CHECK(select(100, &in, NULL, NULL, NULL) == 1 && read(fd, buf, 10) == 1 && buf[0] == 'z');
}

static void case_epoll(void)
{
	int fd = dev("fifo", O_RDWR), ep = epoll_create1(0);
	struct epoll_event e = {.events = EPOLLIN | EPOLLET, .data.fd = 7};
	char buf[10];

	CHECK(epoll_ctl(ep, EPOLL_CTL_ADD, fd, &e) == 0);
	CHECK(epoll_wait(ep, &e, 1, 50) == 0);
	for (int round = 0; round < 3; round++) {
		later(50, 0, "e");
		CHECK(epoll_wait(ep, &e, 1, 5000) == 1 && e.data.fd == 7);
		CHECK(read(fd, buf, 10) == 1);
		CHECK(epoll_wait(ep, &e, 1, 30) == 0);
	}
}

static void case_sigio(void)
{
	int fd = dev("fifo", O_RDWR);
	char buf[10];

	catch (SIGIO, SA_RESTART);
	CHECK(fcntl(fd, F_SETOWN, getpid()) == 0);
	CHECK(fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_ASYNC) == 0);
	CHECK(fcntl(fd, F_GETFL) & O_ASYNC);
	for (int round = 0; round < 3; round++) {
		later(50, 0, "i");
		for (int i = 0; i < 1000 && !handled; i++)
			usleep(1000);
		CHECK(handled == SIGIO);
		handled = 0;
		CHECK(read(fd, buf, 10) == 1);
	}
}

/* ---- descriptors ---- */

static void case_flags(void)
{
	int fd = dev("fifo", O_RDWR), on = 1;
	char c;

	CHECK(fcntl(fd, F_GETFL) == (O_RDWR | O_LARGEFILE) || fcntl(fd, F_GETFL) == O_RDWR);
	CHECK(fcntl(fd, F_SETFL, O_NONBLOCK) == 0);
	CHECK(read(fd, &c, 1) == -1 && errno == EAGAIN);
	CHECK(fcntl(fd, F_SETFL, 0) == 0 && ioctl(fd, FIONBIO, &on) == 0);
	CHECK(read(fd, &c, 1) == -1 && errno == EAGAIN);
	CHECK(!(fcntl(fd, F_GETFD) & FD_CLOEXEC));
	CHECK(fcntl(open("/dev/fifo", O_RDWR | O_CLOEXEC), F_GETFD) & FD_CLOEXEC);
}

static void case_foreign_calls(void)
{
	int fd = dev("store", O_RDWR), other = open("/tmp", O_TMPFILE | O_RDWR, 0600);
	struct stat st;
	char c;

	CHECK(mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED && errno == ENODEV);
	CHECK(send(fd, "x", 1, 0) == -1 && errno == ENOTSOCK);
	CHECK(recv(fd, &c, 1, MSG_DONTWAIT) == -1 && errno == ENOTSOCK);
	CHECK(shutdown(fd, SHUT_RDWR) == -1 && errno == ENOTSOCK);
	CHECK(sendfile(other, fd, NULL, 10) == -1 && errno == EINVAL);
	CHECK(copy_file_range(fd, NULL, other, NULL, 10, 0) == -1 && errno == EINVAL);
	CHECK(ioctl(other, 0x40049409 /* FICLONE */, fd) == -1);
	CHECK(fallocate(fd, 0, 0, 10) == -1 && errno == ENODEV);
	CHECK(posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL) == 0);
	CHECK(ftruncate(fd, 0) == -1 && errno == EINVAL);
	CHECK(ioctl(fd, TCGETS, &st) == -1 && errno == ENOTTY && !isatty(fd));
	CHECK(fstat(fd, &st) == 0 && S_ISCHR(st.st_mode) && major(st.st_rdev) == 240);
	CHECK(syscall(SYS_io_uring_setup, 1, &st) == -1 && errno == ENOSYS);
}

static void case_vectors(void)
{
	int fd = dev("store", O_RDWR | O_TRUNC);
	char a[4], b[4];
	struct iovec out[2] = {{"abc", 3}, {"defg", 4}}, in[2] = {{a, 4}, {b, 3}};

	CHECK(writev(fd, out, 2) == 7);
	CHECK(lseek(fd, 0, SEEK_CUR) == 7 && lseek(fd, 0, SEEK_SET) == 0);
	CHECK(readv(fd, in, 2) == 7 && !memcmp(a, "abcd", 4) && !memcmp(b, "efg", 3));
	CHECK(pwrite(fd, "X", 1, 3) == 1 && pread(fd, a, 4, 1) == 4 && !memcmp(a, "bcXe", 4));
	CHECK(preadv(fd, in, 2, 0) == 7 && pwritev(fd, out, 1, 4) == 3);
	CHECK(preadv(fd, in, 2, -5) == -1 && errno == EINVAL);
	CHECK(lseek(fd, 0, SEEK_CUR) == 7);
}

static void case_faults(void)
{
	int fd = dev("store", O_RDWR | O_TRUNC);
	char *pages = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	CHECK(syscall(SYS_write, fd, 1L, 10L) == -1 && errno == EFAULT);
	munmap(pages + 4096, 4096);
	memset(pages, 'p', 4096);
	CHECK(write(fd, pages + 4000, 200) == 96);
	CHECK(lseek(fd, 0, SEEK_SET) == 0);
	CHECK(read(fd, pages + 4050, 96) == 46);
	mprotect(pages, 4096, PROT_READ);
	CHECK(read(fd, pages, 10) == -1 && errno == EFAULT);
	CHECK(syscall(SYS_open, 1L, O_RDONLY) == -1 && errno == EFAULT);
}

static void case_close_order(void)
{
	unsigned long c[5], base;

	counters(c);
	base = c[1];
	for (int i = 0; i < 100; i++) {
		close(dev("store", O_RDONLY));
		counters(c);
		CHECK(c[1] == base + i + 1);
	}
	close(dev("sleepy", O_RDONLY));
	counters(c);
	CHECK(c[1] == base + 101);
}

static void case_dup_fork(void)
{
	unsigned long c[5], base;
	int fd = dev("store", O_RDWR | O_TRUNC), copy, status;

	counters(c);
	base = c[1];
	copy = dup2(fd, 100);
	close(fd);
	if (!fork()) {
		CHECK(write(copy, "child", 5) == 5);
		_exit(0);
	}
	wait(&status);
	CHECK(status == 0);
	CHECK(lseek(copy, 0, SEEK_CUR) == 5);
	counters(c);
	CHECK(c[1] == base);
	close(copy);
	counters(c);
	CHECK(c[1] == base + 1);
}

static void case_passed_descriptor(void)
{
	union {
		struct cmsghdr head;
		char space[CMSG_SPACE(sizeof(int))];
	} control = {.head = {CMSG_LEN(sizeof(int)), SOL_SOCKET, SCM_RIGHTS}};
	struct iovec iov = {"x", 1};
	struct msghdr msg = {.msg_iov = &iov,
			     .msg_iovlen = 1,
			     .msg_control = &control,
			     .msg_controllen = sizeof(control)};
	int pair[2], fd = dev("store", O_RDWR | O_TRUNC), got;
	char buf[10];

	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	memcpy(CMSG_DATA(&control.head), &fd, sizeof(fd));
	CHECK(sendmsg(pair[0], &msg, 0) == 1);
	close(fd);
	iov.iov_base = buf;
	CHECK(recvmsg(pair[1], &msg, 0) == 1);
	memcpy(&got, CMSG_DATA(&control.head), sizeof(got));
	CHECK(write(got, "passed", 6) == 6);
}

static void case_many_files(void)
{
	struct rlimit limit;

	int fd[50];

	for (int i = 0; i < 50; i++)
		fd[i] = dev("who", O_RDONLY);
	for (int i = 0; i < 50; i++)
		CHECK(close(fd[i]) == 0);
	limit.rlim_cur = limit.rlim_max = 20;
	setrlimit(RLIMIT_NOFILE, &limit);
	for (int i = 0; i < 30; i++)
		fd[i] = open("/dev/who", O_RDONLY);
	CHECK(fd[29] == -1 && errno == EMFILE);
	for (int i = 0; i < 30; i++)
		close(fd[i]);
	CHECK(open("/dev/none-such", O_RDONLY) == -1 && errno == ENOENT);
	CHECK(open("/dev/store", O_RDONLY | O_DIRECTORY) == -1 && errno == ENOTDIR);
	CHECK(open("/dev/store/", O_RDONLY) == -1 && errno == ENOTDIR);
	CHECK(open("/dev/store/x", O_RDONLY) == -1 && errno == ENOTDIR);
	CHECK(open("/dev/store", O_RDWR | O_CREAT | O_EXCL, 0600) == -1 && errno == EEXIST);
}

/* ---- names ---- */

static void case_names(void)
{
	struct statx stx;
	struct stat st;
	char buf[200];
	int dirfd = open("/dev", O_RDONLY | O_DIRECTORY), fd;

	CHECK(openat(dirfd, "store", O_RDONLY) >= 0 &&
	      openat(dirfd, "../dev/./store", O_RDONLY) >= 0);
	CHECK(chdir("/dev") == 0 && open("store", O_RDONLY) >= 0 && chdir("/") == 0);
	CHECK(open("dev//store", O_RDONLY) >= 0);
	CHECK(stat("/dev/store", &st) == 0 && S_ISCHR(st.st_mode) && st.st_rdev == makedev(240, 1));
	CHECK(statx(AT_FDCWD, "/dev/store", 0, STATX_ALL, &stx) == 0 && stx.stx_rdev_major == 240);
	CHECK(access("/dev/store", R_OK) == 0 && access("/dev/none-such", F_OK) == -1);
	unlink("/tmp/ferrite-link");
	CHECK(symlink("/dev/store", "/tmp/ferrite-link") == 0);
	fd = open("/tmp/ferrite-link", O_RDONLY);
	unlink("/tmp/ferrite-link");
	CHECK(fd >= 0 && fstat(fd, &st) == 0 && S_ISCHR(st.st_mode));
	snprintf(buf, 100, "/proc/self/fd/%d", fd);
	CHECK(open(buf, O_RDONLY) >= 0 && stat(buf, &st) == 0 && S_ISCHR(st.st_mode));
	CHECK(readlink(buf, buf + 100, 100) == 10 && !memcmp(buf + 100, "/dev/store", 10));
	fd = open("/dev/store", O_PATH);
	CHECK(fd >= 0 && read(fd, buf, 1) == -1 && errno == EBADF);
	CHECK(fstat(fd, &st) == 0 && S_ISCHR(st.st_mode));
	CHECK(mknod("/dev/mine", S_IFCHR | 0600, makedev(240, 1)) == 0);
	CHECK(open("/dev/mine", O_RDWR) >= 0 && chmod("/dev/mine", 0644) == 0);
	CHECK(stat("/dev/mine", &st) == 0 && (st.st_mode & 0777) == 0644);
	CHECK(unlink("/dev/mine") == 0 && open("/dev/mine", O_RDWR) == -1);
	CHECK(truncate("/dev/store", 0) == -1 && errno == EINVAL);
}

static void case_listing(void)
{
	DIR *dir = opendir("/dev");
	struct dirent *e;
	int found;

	for (int round = 0; round < 3; round++) {
		found = 0;
		while ((e = readdir(dir)))
			found += !strcmp(e->d_name, "store") || !strcmp(e->d_name, "null") ||
				 !strcmp(e->d_name, "fifo");
		CHECK(found == 3);
		rewinddir(dir);
	}
	dir = opendir("/sys/devices/system/node");
	for (found = 0; (e = readdir(dir)); found++)
		;
	CHECK(found == 2);
	CHECK(openat(open("/sys/devices/system/node", O_RDONLY), "node0/meminfo", O_RDONLY) >= 0);
}

static void case_machine_death(void)
{
	int fd = dev("store", O_RDWR), die = dev("die", O_WRONLY);
	char c;

	CHECK(write(die, "x", 1) == -1 && errno == EIO);
	CHECK(read(fd, &c, 1) == -1 && errno == EIO);
	CHECK(open("/proc/meminfo", O_RDONLY) == -1 && errno == EIO);
	CHECK(open("/dev/store", O_RDONLY) == -1);
	CHECK(open("/dev/null", O_RDONLY) >= 0);
	CHECK(close(fd) == 0);
}

static void case_speed(void)
{
	int fd = dev("who", O_RDONLY), null = open("/dev/null", O_WRONLY);
	char buf[100];
	double start = seconds();

	for (int i = 0; i < 10000; i++)
		lseek(fd, 0, SEEK_SET);
	printf("# served call: %.1f us\n", (seconds() - start) * 100);
	start = seconds();
	for (int i = 0; i < 10000; i++)
		CHECK(pread(fd, buf, sizeof(buf), 0) > 0);
	printf("# served call with a copy to the user: %.1f us\n", (seconds() - start) * 100);
	start = seconds();
	for (int i = 0; i < 10000; i++)
		write(null, "x", 1);
	printf("# other call: %.1f us\n", (seconds() - start) * 100);
}

#define CASE(name)                 \
	{                          \
#name, case_##name \
	}

static const struct {
	const char *name;
	void (*run)(void);
} cases[] = {
	CASE(eintr),	      CASE(restart),	   CASE(blocked_signal), CASE(uninterruptible),
	CASE(default_action), CASE(core_signal),   CASE(kill9),		 CASE(stop_continue),
	CASE(partial_write),  CASE(thread_signal), CASE(thread_choice),	 CASE(module_signal),
	CASE(many_threads),   CASE(poll),	   CASE(select),	 CASE(epoll),
	CASE(sigio),	      CASE(flags),	   CASE(foreign_calls),	 CASE(vectors),
	CASE(faults),	      CASE(close_order),   CASE(dup_fork),	 CASE(passed_descriptor),
	CASE(many_files),     CASE(names),	   CASE(listing),	 CASE(machine_death),
	CASE(speed),
};

int main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (argc < 2)
			puts(cases[i].name);
		else if (!strcmp(argv[1], cases[i].name)) {
			cases[i].run();
			return 0;
		}
	}
	return argc < 2 ? 0 : 2;
}
