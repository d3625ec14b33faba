// SPDX-License-Identifier: MIT
/*
 * A client of /dev/scullpipe0, in one process: blocking and not blocking, the ring's end, poll,
 * SIGIO, a signal that interrupts. One line a failure; status 1.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define BUFFER 4000 /* the pipe holds one byte less */

static int bad;
static volatile sig_atomic_t alarms, ios;

static void on_signal(int sig)
{
	if (sig == SIGIO)
		ios++;
	else
		alarms++;
}

static void expect(const char *what, long got, long want)
{
	if (got == want)
		return;
	printf("%s: got %ld, expected %ld\n", what, got, want);
	bad = 1;
}

static long result(long r)
{
	return r < 0 ? -errno : r;
}

static short events(int fd)
{
	struct pollfd p = {.fd = fd, .events = POLLIN | POLLOUT};

	return poll(&p, 1, 0) < 0 ? -errno : p.revents & (POLLIN | POLLOUT);
}

static void try_ring(int fd)
{
	static char out[BUFFER], in[BUFFER];
	int i;

	for (i = 0; i < BUFFER; i++)
		out[i] = 'a' + i % 23;
	expect("read of an empty pipe", result(read(fd, in, 1)), -EAGAIN);
	expect("poll of an empty pipe", events(fd), POLLOUT);
	expect("write of more than fits", result(write(fd, out, BUFFER)), BUFFER - 1);
	expect("write to a full pipe", result(write(fd, out, 1)), -EAGAIN);
	expect("poll of a full pipe", events(fd), POLLIN);
	expect("read", result(read(fd, in, 1000)), 1000);
	expect("what was read", memcmp(in, out, 1000), 0);
	expect("poll between", events(fd), POLLIN | POLLOUT);
	expect("write up to the buffer's end", result(write(fd, out, 500)), 1);
	expect("write from its start", result(write(fd, out, 500)), 500);
	expect("read up to its end", result(read(fd, in, BUFFER)), BUFFER - 1000);
	expect("what was read", memcmp(in, out + 1000, BUFFER - 1001), 0);
	expect("read the rest", result(read(fd, in, BUFFER)), 500);
	expect("what was read", memcmp(in, out, 500), 0);
	expect("seek", result(lseek(fd, 0, SEEK_SET)), -ESPIPE);
}

/* A reader that sleeps is interrupted by a handled signal, and woken by a writer. */
static void try_sleep(int fd)
{
	struct sigaction sa = {.sa_handler = on_signal};
	char c = 0;
	int status;

	fcntl(fd, F_SETFL, 0);
	sigaction(SIGALRM, &sa, NULL);
	alarm(1);
	expect("read that a signal interrupts", result(read(fd, &c, 1)), -EINTR);
	expect("handlers run", alarms, 1);
	if (fork() == 0) {
		usleep(100000);
		_exit(write(fd, "x", 1) != 1);
	}
	expect("read that a writer ends", result(read(fd, &c, 1)), 1);
	expect("what it wrote", c, 'x');
	wait(&status);
	expect("status of the writer", status, 0);
}

static void try_sigio(int fd)
{
	struct sigaction sa = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
	int i;

	sigaction(SIGIO, &sa, NULL);
	fcntl(fd, F_SETOWN, getpid());
	expect("O_ASYNC", result(fcntl(fd, F_SETFL, O_ASYNC | O_NONBLOCK)), 0);
	expect("write", result(write(fd, "y", 1)), 1);
	for (i = 0; i < 100 && !ios; i++)
		usleep(10000);
	expect("SIGIO has come", ios > 0, 1);
}

int main(void)
{
	int fd = open("/dev/scullpipe0", O_RDWR | O_NONBLOCK);

	if (fd < 0) {
		perror("/dev/scullpipe0");
		return 1;
	}
	try_ring(fd);
	try_sleep(fd);
	try_sigio(fd);
	return bad;
}
