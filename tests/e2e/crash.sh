#!/usr/bin/env bash
# The end of a machine: each way to crash it is reported in the shape of Linux's oops, with the
# line that did it; the client dies as on Linux 6.1, others go on with EIO, nothing stays.
set -u
. "$(dirname "$0")/drivers/tap.bash"
boom=tests/e2e/crash/boom.c

line_of() { grep -n "/\* at $1 \*/" $boom | cut -d: -f1; }

# crash LETTER STATUS KIND TEXT…: the client's status, the finding's kind, texts of the report.
crash() {
	local how=$1 status=$2 kind=$3 line bad='' text; shift 3
	line=$(line_of "$how")
	timeout 25 "$ferrite" run --timeout "${limit:-20}" $boom -- \
		sh -c "sh -c 'echo $how >/proc/boom' 2>/dev/null; echo status \$?" >"$tmp/out" 2>"$tmp/err" </dev/null
	[ $? = 3 ] || bad="exit status"
	grep -q "^$boom:$line: $kind: " "$tmp/err" || bad="$bad place"
	[ "$(grep -c "^$boom:[0-9]*: " "$tmp/err")" = 1 ] || bad="$bad only-one"
	grep -q '^ferrite: 1 defect, ' "$tmp/err" || bad="$bad verdict"
	grep -q "^status $status\$" "$tmp/out" || bad="$bad client"
	for text in "$@"; do grep -qF -- "$text" "$tmp/err" || bad="$bad \"$text\""; done
	if [ -z "$bad" ]; then ok "$how: $kind"
	else echo "# missing: $bad"; not_ok "$how: $kind" "$tmp/err" "$tmp/out"; fi
}

crash n 137 crash "NULL pointer dereference" "BUG: kernel NULL pointer dereference, address: 0000000000000008" \
	"#PF: supervisor read access in kernel mode" "#PF: error_code(0x0000) - not-present page" \
	"Oops: 0000 [#1] PREEMPT SMP" "RIP: 0010:access+0x" "[boom]" "Call Trace:" "CR2: 0000000000000008" "boom_write+0x"
crash w 137 crash "#PF: supervisor write access in kernel mode" "#PF: error_code(0x0002)" "Oops: 0002"
crash p 137 crash "BUG: unable to handle page fault for address: ffff800012345678"
crash g 139 crash "general protection fault, probably for non-canonical address 0x6c6e6f2064616572: 0000 [#1]"
crash u 137 "user pointer" "use copy_from_user()" "BUG: unable to handle page fault" "argument 2"
crash U 137 crash "BUG: unable to handle page fault for address: 0000000000010000" "as an address it would be a user's"
crash v 137 overrun "0 bytes past a vmalloc area of 4096 bytes" "BUG: unable to handle page fault for address: ffffc9"
crash f 137 "\(crash\|use after free\)" "BUG: unable to handle page fault for address: ffffc9"
crash r 137 crash "write to read-only memory, fixed of module boom" "#PF: error_code(0x0003) - permissions violation"
crash d 139 crash "division by zero" "divide error: 0000 [#1] PREEMPT SMP"
crash B 139 bug "kernel BUG at $boom:$(line_of B)!" "invalid opcode: 0000 [#1]" "cut here"
crash P 139 bug "Kernel panic - not syncing: no more"
crash i 139 crash "invalid opcode: 0000 [#1]"
crash j 137 crash "#PF: supervisor instruction fetch in kernel mode" "#PF: error_code(0x0010)"
crash s 137 "stack overflow" "endless recursion of deep" "BUG: TASK stack guard page was hit at"
crash S 137 "stack overflow" "BUG: TASK stack guard page was hit at"
limit=3
crash l "[0-9]*" hang "endless loop" "watchdog: BUG: soft lockup - CPU#0 stuck for"
limit=20
before=$SECONDS
crash c "[0-9]*" hang "INFO: task sh:" "blocked for more than" "waits for completion both"
check "a deadlock does not wait for the time-out" test $((SECONDS - before)) -lt 10

timeout 25 "$ferrite" run --timeout 20 --client 'echo x >/proc/boom' --client 'echo y >/proc/boom' $boom >"$tmp/out" 2>"$tmp/err" </dev/null
check "two tasks that wait for each other: status 3" test $? = 3
check "they are told as one finding" grep -q "^$boom:$(line_of x): \(hang\|locking\): " "$tmp/err"

# Other clients.
timeout 25 "$ferrite" run --client 'sleep 0.3; echo n >/proc/boom' --client 'cat /proc/boom; echo reader $?' \
	--client 'sleep 0.8; cat /proc/boom; echo later $?; cat /proc/self/comm' $boom >"$tmp/out" 2>"$tmp/err" </dev/null
check "another client's call fails with EIO" grep -q "cat: /proc/boom: Input/output error" "$tmp/err"
check "that client goes on" grep -q "^reader 1$" "$tmp/out"
check "a later call fails with EIO" grep -q "^later 1$" "$tmp/out"

# What is done to the machine from outside.
machine_of() { # PID of the launcher
	local p
	for p in $(cat "/proc/$1/task/$1/children"); do
		case $(cat "/proc/$p/comm") in ferrite-machine) echo "$p" ;; esac
	done
}
outside() { # SIGNAL EXPECTED-TEXT [TIMEOUT]
	"$ferrite" run --timeout "${3:-20}" $boom -- sleep 30 >"$tmp/out" 2>"$tmp/err" </dev/null &
	local launcher=$! m=
	for _ in $(seq 100); do
		m=$(machine_of $launcher 2>/dev/null)
		[ -n "$m" ] && grep -q . "/proc/$launcher/task/$launcher/children" && [ "$(wc -w <"/proc/$launcher/task/$launcher/children")" -ge 2 ] &&
			break
		sleep 0.05
	done
	sleep 0.5
	kill -"$1" "$m"
	wait $launcher
	local rc=$?
	check "SIG$1 to the machine: the launcher ends by itself ($rc)" test $rc -ne 0 -a $rc -lt 126
	check "SIG$1 is told" grep -q "$2" "$tmp/err"
	check "SIG$1: no machine stays" test ! -d "/proc/$m"
}
outside KILL "^ferrite: the machine process was ended by SIGKILL from outside"
outside ABRT "SIGABRT"
outside STOP "did not end within 2 s" 2

# The user's own signal: an endless loop is told with its line, all the same.
timeout -s INT 1 "$ferrite" run --timeout 0 examples/bugs/hang_loop.c >"$tmp/out" 2>"$tmp/err"
check "an interrupted loop is told" grep -qE "^examples/bugs/hang_loop.c:[0-9]+: hang: endless loop" "$tmp/err"
sleep 0.2
check "no process stays" test -z "$(pgrep -f "$PWD/$boom" || true)"

if command -v script >/dev/null; then
	for how in n c; do
		script -qec "$ferrite run $boom -- sh -c 'stty -echo raw; echo $how >/proc/boom'; stty -a" /dev/null >"$tmp/tty" 2>&1 </dev/null
		check "$how: the terminal is sane again" grep -q ' echo ' "$tmp/tty"
	done
else
	skip "the terminal is sane again" "script is not installed"
fi
finish
