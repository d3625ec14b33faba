#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Attachment of clients, with the stand-in machine of clients_machine.c. TAP on stdout.
#
#   tests/e2e/clients.sh              build into a temporary folder with $CC, then run
#   CLIENTS_BIN=dir tests/e2e/clients.sh   use clients_run, clients_prog and clients_jail of dir
#
# Needs nothing but a shell and coreutils; busybox, python3, setpriv and script are used when
# they are there, and otherwise their tests are skipped.
set -u
cd "$(dirname "$0")/../.." || exit 1
work=$(mktemp -d) || exit 1
chmod 755 "$work"
trap 'rm -rf "$work"' EXIT
bin=${CLIENTS_BIN:-}
if [ -z "$bin" ]; then
	bin=$work
	flags="-std=gnu11 -D_GNU_SOURCE -O2 -g -I. ${CFLAGS:-}"
	# shellcheck disable=SC2086
	${CC:-cc} $flags cli/client/*.c tests/e2e/clients_machine.c tests/e2e/clients_run.c \
		-o "$bin/clients_run" || exit 1
	# shellcheck disable=SC2086
	${CC:-cc} $flags tests/e2e/clients_jail.c -o "$bin/clients_jail" || exit 1
	# shellcheck disable=SC2086
	${CC:-cc} $flags -Wno-unused-result -pthread tests/e2e/clients_prog.c -o "$bin/clients_prog" || exit 1
fi
run=$bin/clients_run
prog=$bin/clients_prog
input=/etc/passwd
count=0
failed=0

result() { # status name
	count=$((count + 1))
	if [ "$1" = 0 ]; then
		echo "ok $count - $2"
		grep '^# ' "$work/log" 2>/dev/null
	else
		failed=$((failed + 1))
		echo "not ok $count - $2"
		sed 's/^/# /' "$work/log"
	fi
}

skip() { # name reason
	count=$((count + 1))
	echo "ok $count - $1 # SKIP $2"
}

# name, then the command: it must succeed.
clean() {
	name=$1
	shift
	timeout 40 "$run" -- "$@" >"$work/log" 2>&1
	result $? "$name"
}

# name, expected output, then the command.
says() {
	name=$1 want=$2
	shift 2
	timeout 40 "$run" -- "$@" >"$work/log" 2>&1
	[ "$(cat "$work/log")" = "$want" ]
	result $? "$name"
}

have() { command -v "$1" >/dev/null 2>&1; }

for case in $("$prog"); do
	clean "program: $case" "$prog" "$case"
done

# ---- usual tools ----
clean "cp and cmp" sh -c "cp $input /dev/store && cmp $input /dev/store"
clean "cp both ways" sh -c "cp $input /dev/store && cp /dev/store $work/copy && cmp $work/copy $input"
clean "cp from one served file onto itself" sh -c 'echo a >/dev/store; ! cp /dev/store /dev/store'
clean "dd" sh -c "dd if=$input of=/dev/store bs=100 2>/dev/null &&
	dd if=/dev/store of=$work/copy bs=333 2>/dev/null && cmp $work/copy $input"
says "dd with seek and skip" "cd" sh -c 'printf abcd >/dev/store
	dd if=/dev/store bs=1 skip=2 count=2 2>/dev/null'
says "cat" "text" sh -c 'echo text >/dev/store; cat /dev/store'
says "cat of two files and standard input" "abc" sh -c \
	'printf a >/dev/store; printf b | cat /dev/store - /dev/stdin </dev/null >'"$work/o"'
	printf abc >/dev/store; cat </dev/store'
says "head and tail" "first
last" sh -c 'printf "first\nmiddle\nlast\n" >/dev/store; head -n 1 /dev/store; tail -n 1 /dev/store'
says "append and truncate" "ab" sh -c 'printf xx >/dev/store; printf a >/dev/store; printf b >>/dev/store
	exec 3<>/dev/store; cat <&3'
says "tee, wc and a pipeline" "3" sh -c 'printf "1\n2\n3\n" | tee /dev/store >/dev/null; wc -l </dev/store'
says "while read" "<x><y>" sh -c 'printf "x\ny\n" >/dev/store; while read l; do printf "<$l>"; done </dev/store'
says "redirection of a group, inherited through exec" "in
out" sh -c '{ echo in; sh -c "exec echo out"; } >/dev/store; cat /dev/store'
says "/dev/stdin and /proc/self/fd" "ss" sh -c 'printf s >/dev/store
	cat /dev/stdin </dev/store; cat /proc/self/fd/5 5</dev/store'
says "a blocking read gets what comes later" "late" sh -c '(sleep 0.2; echo late >/dev/fifo) & head -n 1 /dev/fifo'
says "served proc file, and again from the start" "MemTotal: MemTotal:" sh -c \
	'exec 3</proc/meminfo; read a b <&3; read c d </proc/meminfo; echo $a $c'
says "the host's proc is still there" "yes" sh -c '[ -r /proc/self/maps ] && grep -q sh /proc/$$/comm && echo yes'
says "another process of the host is not shown" "no" sh -c '[ -e /proc/1/status ] && echo yes || echo no'
says "a served folder hides the host's" "node0
online" ls /sys/devices/system/node
says "ls -l" "c" sh -c 'ls -l /dev/store | cut -c1'
says "names that are in both are listed once" "1" sh -c 'ls /dev | grep -c "^null\$"'
says "stat" "character special file f0" stat -c '%F %t' /dev/store
says "uname" "6.1.0-ferrite" uname -r
says "rm, mknod, chmod" "640" sh -c 'mknod /dev/mine c 240 1 && chmod 640 /dev/mine && stat -c %a /dev/mine &&
	rm /dev/mine && [ ! -e /dev/mine ]'
says "mode, owner and name of the caller" "22 cat" sh -c 'umask 22; cat /dev/who | cut -d" " -f4,5'
says "touch and find" "/dev/store" sh -c 'touch /dev/store && find /dev/store -type c'
clean "exit status of the client" sh -c 'exit 0'
timeout 20 "$run" -- sh -c 'exit 7' >"$work/log" 2>&1
[ $? = 7 ]
result $? "a failing client's exit status"
timeout 20 "$run" -- sh -c 'kill -9 $$' >"$work/log" 2>&1
[ $? = 137 ]
result $? "a killed client's exit status"
timeout 20 "$run" -- /no/such/program >"$work/log" 2>&1
[ $? = 125 ] && grep -q 'No such file' "$work/log"
result $? "a program that does not exist"

# ---- several clients ----
clean "many processes at once" sh -c 'seq 300 | xargs -P 8 -I{} sh -c "cat /dev/who >/dev/null; echo {} >/dev/store" &&
	[ "$(cut -d" " -f1 /dev/counter)" = 600 ]'
timeout 40 "$run" -- sh -c 'sleep 0.2; echo two >/dev/fifo' -- sh -c 'read l </dev/fifo && [ $l = two ]' >"$work/log" 2>&1
result $? "two clients at once"
timeout 40 "$run" -- sh -c 'sleep 30 & cat /dev/fifo & exit 0' >"$work/log" 2>&1
[ $? = 0 ] && grep -q 'left in the background' "$work/log"
result $? "processes left in the background are ended"
says "a background process that ends by itself" "done" sh -c '(sleep 0.2; echo done) & exit 0'
timeout 40 "$run" -- timeout -s KILL 0.3 cat /dev/fifo >"$work/log" 2>&1
[ $? = 137 ]
result $? "kill -9 of a reader that waits"

# POLL and SIGIO may be garbage, too: a case in which readiness matters would not hold then.
for case in eintr restart partial_write vectors faults close_order names listing many_threads; do
	CLIENTS_GARBAGE=1 timeout 40 "$run" -- "$prog" "$case" >"$work/log" 2>&1
	result $? "a machine that also sends garbage: $case"
done

# ---- other kinds of programs ----
if have busybox; then
	says "busybox" "3 c" busybox sh -c 'printf "a\nb\nc\n" >/dev/store
		echo $(busybox wc -l </dev/store) $(busybox tail -n 1 /dev/store)'
	clean "busybox cp, cmp, dd" busybox sh -c "busybox cp $input /dev/store && busybox cmp $input /dev/store &&
		busybox dd if=/dev/store of=$work/copy bs=1k && busybox cmp $work/copy $input"
else
	skip "busybox" "not installed"
fi
if have python3; then
	says "python: buffered and raw files, seek" "b'hello' b'lo'" python3 -c '
import os
f = open("/dev/store", "wb"); f.write(b"hello"); f.close()
f = open("/dev/store", "r+b"); a = f.read(); f.seek(3); print(a, f.read())'
	says "python: shutil, mmap refused" "True ENODEV" python3 -c '
import shutil, filecmp, mmap, errno
shutil.copyfile("'$input'", "/dev/store")
print(open("/dev/store","rb").read() == open("'$input'","rb").read(), end=" ")
f = open("/dev/store","rb")
try: mmap.mmap(f.fileno(), 100, prot=mmap.PROT_READ)
except OSError as e: print(errno.errorcode[e.errno])'
	says "python: select over a pipe and a served file" "pipe dev" python3 -c '
import os, select, threading, time
r, w = os.pipe(); f = os.open("/dev/fifo", os.O_RDWR)
threading.Timer(0.05, lambda: os.write(w, b"x")).start()
assert select.select([r, f], [], [], 5)[0] == [r]; os.read(r, 1); print("pipe", end=" ")
threading.Timer(0.05, lambda: os.write(f, b"x")).start()
assert select.select([r, f], [], [], 5)[0] == [f]; print("dev")'
else
	skip "python" "not installed"
fi
if have setpriv && [ "$(id -u)" = 0 ]; then
	chmod 755 "$bin"
	timeout 60 setpriv --reuid 65534 --regid 65534 --clear-groups "$run" -- \
		sh -c "cp $input /dev/store && cmp $input /dev/store && cut -d' ' -f3 /dev/who" >"$work/log" 2>&1
	[ $? = 0 ] && grep -q '^65534$' "$work/log"
	result $? "as uid 65534"
	for case in eintr restart poll epoll sigio faults close_order; do
		timeout 60 setpriv --reuid 65534 --regid 65534 --clear-groups "$run" -- "$prog" $case >"$work/log" 2>&1
		result $? "as uid 65534: $case"
	done
else
	skip "as uid 65534" "not root, or no setpriv"
fi
for case in $("$prog"); do
	timeout 40 "$bin/clients_jail" "$run" -- "$prog" "$case" >"$work/log" 2>&1
	result $? "under a container's rules: $case"
done
timeout 20 "$run" -- sh -c "$run -- true" >"$work/log" 2>&1
[ $? = 125 ] && grep -q 'listener already' "$work/log"
result $? "a client host under a client host says why not"
if have script; then
	printf 'cat /dev/fifo\n\003echo after >/dev/store; cat /dev/store\nsleep 20\n\003exit 3\n' >"$work/keys"
	(while IFS= read -r line; do printf '%s\n' "$line"; sleep 0.4; done <"$work/keys") |
		TERM=dumb timeout 30 script -qec "$run -- bash --norc -i" /dev/null >"$work/log" 2>&1
	[ $? = 3 ] && grep -q '^after' "$work/log"
	result $? "an interactive shell on a terminal, with Ctrl-C"
	printf 'cat /dev/fifo\n\032jobs\necho went >/dev/fifo &\nfg\n\003exit 4\n' >"$work/keys"
	(while IFS= read -r line; do printf '%s\n' "$line"; sleep 0.4; done <"$work/keys") |
		TERM=dumb timeout 30 script -qec "$run -- bash --norc -i" /dev/null >"$work/log" 2>&1
	[ $? = 4 ] && grep -q 'Stopped' "$work/log" && grep -q '^went' "$work/log"
	result $? "job control: a read that waits is stopped and goes on"
else
	skip "interactive shell" "no script"
fi

echo "1..$count"
[ "$failed" = 0 ]
