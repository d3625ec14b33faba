# SPDX-License-Identifier: MIT
"""System calls that shells and coreutils make rarely. Prints "ok WHAT" or "not ok WHAT"."""
import errno, fcntl, os, select, sys, time

ATTR = "/sys/kernel/users_attr/value"


def outcome(call, *args):
    try:
        return call(*args)
    except OSError as e:
        return errno.errorcode[e.errno]


def is_(what, got, want):
    print("ok" if got == want else f"# got {got}, expected {want}\nnot ok", what, flush=True)


def notify_later():
    if os.fork() == 0:
        time.sleep(0.2)
        os.write(os.open(ATTR, os.O_WRONLY), b"1")
        os._exit(0)


def again(fd):
    os.lseek(fd, 0, 0)
    return os.read(fd, 10)


def flags():
    fd = os.open("/proc/version", os.O_RDONLY)
    on = (1).to_bytes(4, "little")
    is_("FIOASYNC of a file without fasync", outcome(fcntl.ioctl, fd, 0x5452, on), "ENOTTY")
    fcntl.fcntl(fd, fcntl.F_SETFL, os.O_ASYNC)
    is_("O_ASYNC of a file without fasync is left out",
        fcntl.fcntl(fd, fcntl.F_GETFL) & os.O_ASYNC, 0)


def names():
    creat = os.O_CREAT | os.O_WRONLY
    is_("O_CREAT of /proc", outcome(os.open, "/proc", os.O_CREAT), "EISDIR")
    is_("O_CREAT of a folder in /sys", outcome(os.open, "/sys/kernel", os.O_CREAT), "EISDIR")
    is_("O_CREAT of a path that ends in a slash", outcome(os.open, "/dev/scull0/", creat), "EISDIR")
    is_("a mistyped name in /dev makes no file", outcome(os.open, "/dev/scul", creat), "EACCES")
    is_("truncate of a file in /proc", outcome(os.truncate, "/proc/version", 0), None)
    is_("truncate of a device", outcome(os.truncate, "/dev/scull0", 0), "EINVAL")
    is_("truncate of a folder", outcome(os.truncate, "/proc/sys", 0), "EISDIR")
    is_("truncate to a negative length", outcome(os.truncate, "/proc/version", -1), "EINVAL")


def links():
    os.symlink("/dev", "dev")
    os.symlink("/sys/kernel", "kernel")
    os.symlink("kernel/users_attr", "attr")
    with open("dev/scull0", "w") as f:
        f.write("through a link")
    is_("a path through a link to /dev", open("/dev/scull0").read(), "through a link")
    is_("a path through a link to a folder of /sys", os.listdir("attr"), ["value"])
    is_("a new name through a link to /dev",
        outcome(os.open, "dev/scul", os.O_CREAT | os.O_WRONLY), "EACCES")


def folders():
    start = os.getcwd()
    os.chdir("/sys/class/scull/scull0")
    here = "/sys/devices/virtual/scull/scull0"
    is_("chdir into a folder that only the machine has", os.getcwd(), here)
    is_("readlink of /proc/self/cwd", os.readlink("/proc/self/cwd"), here)
    is_("relative paths there", open("dev").read(), open("/sys/class/scull/scull0/dev").read())
    os.chdir("../scull1")
    is_("relative chdir there", os.getcwd(), here[:-1] + "1")
    is_("fork and exec inherit it", os.popen("/bin/pwd").read(), here[:-1] + "1\n")
    os.chdir("../../../../../etc")
    is_("relative chdir out of it", os.getcwd(), "/etc")
    os.fchdir(os.open("/sys/kernel/users_attr", os.O_RDONLY))
    is_("fchdir", (os.getcwd(), os.listdir(".")), ("/sys/kernel/users_attr", ["value"]))
    is_("chdir to a file", outcome(os.chdir, "value"), "ENOTDIR")
    is_("chdir to nothing", outcome(os.chdir, "/sys/class/none"), "ENOENT")
    os.chdir(start)


def polls():
    fd = os.open(ATTR, os.O_RDONLY)
    again(fd)
    p = select.poll()
    p.register(fd, select.POLLPRI | select.POLLERR)
    is_("poll of an attribute that did not change", p.poll(50), [])
    notify_later()
    is_("sysfs_notify wakes poll", [r & select.POLLPRI for _, r in p.poll(5000)], [select.POLLPRI])
    is_("poll tells POLLERR, too", [r for _, r in p.poll(0)], [select.POLLPRI | select.POLLERR])
    again(fd)
    is_("reading takes it away", p.poll(50), [])
    notify_later()
    is_("sysfs_notify wakes select", select.select([], [], [fd], 5)[2], [fd])
    again(fd)
    e = select.epoll()
    e.register(fd, select.EPOLLPRI | select.EPOLLET)
    for n in ("first", "second"):
        notify_later()
        is_(f"sysfs_notify wakes epoll, the {n} time", [r for _, r in e.poll(5)], [select.EPOLLPRI])
        again(fd)
    is_("no edge without a change", e.poll(0.05), [])


os.chdir(sys.argv[1])
flags()
names()
links()
folders()
polls()
while outcome(os.wait) != "ECHILD":
    pass
