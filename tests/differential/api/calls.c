/* SPDX-License-Identifier: MIT */
/*
 * System calls for the clients of the API tests. Each word of the command line is one step, on
 * the file that "open:" opened last:
 *   open:FLAGS:PATH close dup read:N pread:N:OFF chunks:N write:TEXT pwrite:TEXT:OFF readv writev
 *   lseek:OFF:WHENCE ftruncate:N fsync poll:MS fasync signals flags:FLAGS
 * ioctl:CMD[:VALUE|:@ADDRESS] badread:N badwrite:N highread:N edgeread:N:FIT edgewrite:N:FIT
 * edgeioctl:CMD:FIT "bad" and "high" give addresses that are no user memory; "edge" those of which
 * FIT bytes are. Prints what each returns: the number, or the error's name.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

static int fd = -1;
static char *edge; /* a page, followed by none */
static volatile int signals;

static void on_io(int s)
{
	signals = 1;
}

static void put(const char *step, long r)
{
	printf("%s = ", step);
	if (r < 0)
		printf("%s\n", strerrorname_np(errno));
	else
		printf("%ld\n", r);
}

static void put_data(const char *step, const char *buf, long r)
{
	put(step, r);
	for (long i = 0; i < r && i < 200; i++)
		printf(buf[i] >= ' ' && buf[i] < 127 ? "%c" : "\\%03o", (unsigned char)buf[i]);
	if (r > 200) {
		unsigned long h = 0;

		for (long i = 0; i < r; i++)
			h = h * 31 + (unsigned char)buf[i];
		printf(" … %lx", h);
	}
	if (r > 0)
		printf("\n");
}

static void step(char *s)
{
	static char buf[1 << 20];
	char name[4096], *a[3] = {0}, *p;
	int n = 0;

	snprintf(name, sizeof(name), "%s", s);
	for (p = strchr(s, ':'); p && n < 3; p = n < 2 ? strchr(p, ':') : NULL) {
		*p++ = 0;
		a[n++] = p;
	}
	long x = a[0] ? strtol(a[0], 0, 0) : 0, y = a[1] ? strtol(a[1], 0, 0) : 0;

	if (!strcmp(s, "open")) {
		put(name, (fd = open(a[1], x)) < 0 ? -1 : 0);
	} else if (!strcmp(s, "close")) {
		put(name, close(fd));
	} else if (!strcmp(s, "read")) {
		put_data(name, buf, read(fd, buf, x));
	} else if (!strcmp(s, "pread")) {
		put_data(name, buf, pread(fd, buf, x, y));
	} else if (!strcmp(s, "write")) {
		put(name, write(fd, a[0], strlen(a[0])));
	} else if (!strcmp(s, "pwrite")) {
		put(name, pwrite(fd, a[0], strlen(a[0]), y));
	} else if (!strcmp(s, "lseek")) {
		put(name, lseek(fd, x, y));
	} else if (!strcmp(s, "ioctl")) {
		unsigned long v[2] = {0x1122334455667788, 0x99};
		long r;

		if (a[1] && *a[1] == '@')
			r = ioctl(fd, x, (void *)strtoul(a[1] + 1, 0, 0));
		else
			r = ioctl(fd, x, (v[0] = a[1] ? y : v[0], v));
		put(name, r);
		printf("%lx %lx\n", v[0], v[1]);
	} else if (!strcmp(s, "edgeioctl")) {
		put(name, ioctl(fd, x, edge + 4096 - y));
	} else if (!strcmp(s, "poll")) {
		struct pollfd f = {fd, POLLIN | POLLOUT | POLLPRI | POLLRDHUP, 0};
		long r = poll(&f, 1, x);

		put(name, r);
		printf("%x\n", f.revents);
	} else if (!strcmp(s, "readv")) {
		struct iovec v[3] = {{buf, 3}, {buf + 100, 0}, {buf + 200, 4}};
		long r = readv(fd, v, 3);

		put(name, r);
		printf("%.3s %.4s\n", buf, buf + 200);
	} else if (!strcmp(s, "writev")) {
		struct iovec v[3] = {{"abc", 3}, {"", 0}, {"defg", 4}};

		put(name, writev(fd, v, 3));
	} else if (!strcmp(s, "badread")) {
		put(name, read(fd, (void *)8, x));
	} else if (!strcmp(s, "badwrite")) {
		put(name, write(fd, (void *)8, x));
	} else if (!strcmp(s, "highread")) {
		put(name, read(fd, (void *)0xffff888000000000, x));
	} else if (!strcmp(s, "edgeread")) { /* y bytes fit */
		memset(edge, '.', 4096);
		long r = read(fd, edge + 4096 - y, x);

		put(name, r);
		printf("%.*s\n", (int)y, edge + 4096 - y);
	} else if (!strcmp(s, "edgewrite")) {
		memset(edge, 'w', 4096);
		put(name, write(fd, edge + 4096 - y, x));
	} else if (!strcmp(s, "fasync")) {
		signal(SIGIO, on_io);
		fcntl(fd, F_SETOWN, getpid());
		put(name, fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | FASYNC));
	} else if (!strcmp(s, "signals")) {
		usleep(50000);
		put(name, signals > 0);
	} else if (!strcmp(s, "flags")) {
		put(name, fcntl(fd, F_SETFL, x));
	} else if (!strcmp(s, "ftruncate")) {
		put(name, ftruncate(fd, x));
	} else if (!strcmp(s, "fsync")) {
		put(name, fsync(fd));
	} else if (!strcmp(s, "dup")) {
		put(name, (fd = dup(fd)) < 0 ? -1 : 0);
	} else if (!strcmp(s, "chunks")) { /* read all of it, x bytes a call */
		long r, sum = 0, calls = 0;
		unsigned long h = 0;

		while ((r = read(fd, buf, x)) > 0) {
			for (long i = 0; i < r; i++)
				h = h * 31 + (unsigned char)buf[i];
			sum += r, calls++;
		}
		put(name, r);
		printf("%ld bytes, %ld calls, %lx\n", sum, calls, h);
	} else {
		printf("%s: what?\n", s);
	}
}

int main(int argc, char **argv)
{
	edge = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	munmap(edge + 4096, 4096);
	setvbuf(stdout, 0, _IONBF, 0);
	for (int i = 1; i < argc; i++)
		step(argv[i]);
	return 0;
}
