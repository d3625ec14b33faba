#!/usr/bin/env bash
# Modules that Debian packages for DKMS, fetched with apt, unpacked (not installed) into build/,
# compiled and run unmodified. vpoll fits: a device whose readiness a program sets, for
# poll, select and epoll. Tried besides, and what they need that ferrite does not have: acpi-call,
# bbswitch, librem-ec-acpi (ACPI, PCI), ddcci (i2c, backlight), lime-forensics (sockets, crypto),
# tp-smapi (DMI), adv-17v35x (serial, PCI), dpdk-kmods (UIO, PCI), rapiddisk (block devices).
. "$(dirname "$0")/drivers/tap.bash"
src=build/debian-modules

fetch() { # PACKAGE: unpacked below $src/PACKAGE, or a reason
	[ -e "$src/$1/.unpacked" ] && return
	rm -rf "$src/$1" && mkdir -p "$src/$1"
	(cd "$src/$1" && timeout 60 apt-get download -q "$1" && dpkg -x "$1"_*.deb . && touch .unpacked) \
		>"$tmp/apt.out" 2>&1
}

if ! command -v apt-get >/dev/null || ! fetch vpoll-dkms; then
	skip "vpoll-dkms" "apt cannot fetch the package here"
	finish
fi
vpoll=$(echo $src/vpoll-dkms/usr/src/vpoll-*)
clean "vpoll loads and unloads" "$vpoll"

cat >"$tmp/vpoll.c" <<'C'
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#define ADD _IO('^', 1)
#define DEL _IO('^', 2)
#define SET _IO('^', 3)

static void show(const char *what, int fd, int timeout)
{
	struct pollfd p = {.fd = fd, .events = POLLIN | POLLOUT | POLLPRI};
	int n = poll(&p, 1, timeout);

	printf("%s: %d %s%s%s%s\n", what, n, p.revents & POLLIN ? "in " : "",
	       p.revents & POLLOUT ? "out " : "", p.revents & POLLPRI ? "pri " : "",
	       p.revents & POLLHUP ? "hup " : "");
}

int main(void)
{
	int fd = open("/dev/vpoll", O_RDWR), ep = epoll_create1(0);
	struct epoll_event ev = {.events = EPOLLIN};

	if (fd < 0) { perror("open"); return 1; }
	show("new", fd, 0);
	ioctl(fd, SET, EPOLLIN);
	show("set", fd, 0);
	ioctl(fd, ADD, EPOLLOUT | EPOLLPRI);
	show("added", fd, 0);
	ioctl(fd, DEL, EPOLLIN);
	show("removed", fd, 0);
	ioctl(fd, SET, EPOLLHUP);
	show("hung up", fd, 0);
	ioctl(fd, SET, 0);
	show("none", fd, 10);
	if (fork() == 0) {
		usleep(50000);
		_exit(ioctl(fd, ADD, EPOLLIN));
	}
	show("woken by another", fd, 10000);
	wait(NULL);
	epoll_ctl(ep, EPOLL_CTL_ADD, fd, &ev);
	printf("epoll: %d\n", epoll_wait(ep, &ev, 1, 1000));
	ioctl(fd, SET, 0);
	printf("epoll, none: %d\n", epoll_wait(ep, &ev, 1, 10));
	printf("unknown ioctl: %d\n", ioctl(fd, _IO('^', 9), 0));
	return 0;
}
C
check "the client compiles" cc -O1 -o "$tmp/vpoll" "$tmp/vpoll.c"
clean "vpoll with a program that polls" --timeout 60 "$vpoll" -- "$tmp/vpoll"
cat >"$tmp/expected" <<'X'
new: 0 
set: 1 in 
added: 1 in out pri 
removed: 1 out pri 
hung up: 1 hup 
none: 0 
woken by another: 1 in 
epoll: 1
epoll, none: 0
unknown ioctl: -1
X
if diff "$tmp/expected" "$tmp/out" >"$tmp/diff"; then ok "poll, epoll and waking"
else not_ok "poll, epoll and waking" "$tmp/diff" "$tmp/err"; fi
if command -v clang >/dev/null; then
	CC=clang clean "vpoll built with clang" "$vpoll"
fi
finish
