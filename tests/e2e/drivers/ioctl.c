// SPDX-License-Identifier: MIT
/*
 * A client that tries every ioctl of one scull device: ioctl DEVICE FAMILY ROOT.
 * FAMILY is k (scull) or K (scullc, scullp, scullv); ROOT is 1 when it may change tunables.
 * Values are tried in the range that every family accepts. One line a failure; status 1.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "../../../drivers/scull.h"

static int fd, bad;

/* Six commands about one tunable. */
struct family {
	unsigned long set, tell, get, query, exchange, shift;
};

static const struct family families[] = {
	{SCULL_IOCSQUANTUM, SCULL_IOCTQUANTUM, SCULL_IOCGQUANTUM, SCULL_IOCQQUANTUM,
	 SCULL_IOCXQUANTUM, SCULL_IOCHQUANTUM},
	{SCULL_IOCSQSET, SCULL_IOCTQSET, SCULL_IOCGQSET, SCULL_IOCQQSET, SCULL_IOCXQSET,
	 SCULL_IOCHQSET},
	{SCULLC_IOCSQUANTUM, SCULLC_IOCTQUANTUM, SCULLC_IOCGQUANTUM, SCULLC_IOCQQUANTUM,
	 SCULLC_IOCXQUANTUM, SCULLC_IOCHQUANTUM},
	{SCULLC_IOCSQSET, SCULLC_IOCTQSET, SCULLC_IOCGQSET, SCULLC_IOCQQSET, SCULLC_IOCXQSET,
	 SCULLC_IOCHQSET},
};

static void expect(const char *what, long got, long want, int want_errno)
{
	int e = errno;

	if (got == want && (want != -1 || e == want_errno))
		return;
	printf("%s: got %ld (%s), expected %ld (%s)\n", what, got, got == -1 ? strerror(e) : "-",
	       want, want == -1 ? strerror(want_errno) : "-");
	bad = 1;
}

static void try_root(const struct family *f)
{
	int v = 3, before = ioctl(fd, f->query);

	expect("set", ioctl(fd, f->set, &v), 0, 0);
	expect("query after set", ioctl(fd, f->query), 3, 0);
	expect("tell", ioctl(fd, f->tell, 4), 0, 0);
	v = 0;
	expect("get", ioctl(fd, f->get, &v), 0, 0);
	expect("value of get", v, 4, 0);
	v = 5;
	expect("exchange", ioctl(fd, f->exchange, &v), 0, 0);
	expect("value of exchange", v, 4, 0);
	expect("shift", ioctl(fd, f->shift, before), 5, 0);
	expect("query after shift", ioctl(fd, f->query), before, 0);
	expect("set from nowhere", ioctl(fd, f->set, (void *)8), -1, EFAULT);
	expect("get to nowhere", ioctl(fd, f->get, (void *)8), -1, EFAULT);
	expect("exchange with nowhere", ioctl(fd, f->exchange, (void *)8), -1, EFAULT);
	expect("tell a negative value", ioctl(fd, f->tell, -1), -1, EINVAL);
	expect("query after errors", ioctl(fd, f->query), before, 0);
}

static void try_user(const struct family *f)
{
	int v = 3, before = ioctl(fd, f->query);

	expect("set", ioctl(fd, f->set, &v), -1, EPERM);
	expect("tell", ioctl(fd, f->tell, 4), -1, EPERM);
	expect("exchange", ioctl(fd, f->exchange, &v), -1, EPERM);
	expect("shift", ioctl(fd, f->shift, 4), -1, EPERM);
	expect("get", ioctl(fd, f->get, &v), 0, 0);
	expect("value of get", v, before, 0);
}

int main(int argc, char **argv)
{
	int big, root = argc > 3 && argv[3][0] == '1';
	int i, first;

	if (argc != 4)
		return 2;
	fd = open(argv[1], O_RDWR);
	if (fd < 0) {
		perror(argv[1]);
		return 1;
	}
	big = argv[2][0] == 'K';
	first = big ? 2 : 0;
	for (i = first; i < first + 2; i++) {
		if (root)
			try_root(&families[i]);
		else
			try_user(&families[i]);
	}
	expect("reset", ioctl(fd, big ? SCULLC_IOCRESET : SCULL_IOCRESET), 0, 0);
	expect("qset after reset", ioctl(fd, families[first + 1].query), big ? 500 : 1000, 0);
	expect("another magic", ioctl(fd, _IO('z', 1)), -1, ENOTTY);
	expect("a number too high", ioctl(fd, _IO(big ? 'K' : 'k', 15)), -1, ENOTTY);
	if (!big) {
		expect("quantum after reset", ioctl(fd, SCULL_IOCQQUANTUM), 4000, 0);
		expect("tell the pipe's size", ioctl(fd, SCULL_P_IOCTSIZE, 100), 0, 0);
		expect("query the pipe's size", ioctl(fd, SCULL_P_IOCQSIZE), 100, 0);
		expect("tell it back", ioctl(fd, SCULL_P_IOCTSIZE, 4000), 0, 0);
	}
	return bad;
}
