#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What a demanding user does: the tools of the system on devices and views, shells on a
# terminal, and the manners of the ferrite command itself.
set -u
. "$(dirname "$0")/drivers/tap.bash"

m=(--machine 2x128M drivers/scull.c)
mkdir "$tmp/w" "$tmp/py"

# Results of a script that printed "ok WHAT" and "not ok WHAT" itself.
relay() { # FILE
	while IFS= read -r line; do
		case $line in
		"ok "*) ok "${line#ok }" ;;
		"not ok "*) not_ok "${line#not ok }" ;;
		*) echo "# $line" ;;
		esac
	done <"$1"
}

clean "tools of the system on devices and views" "${m[@]}" -- sh tests/e2e/users/cases.sh "$tmp/w"
relay "$tmp/out"
if command -v python3 >/dev/null; then
	clean "rare system calls" "${m[@]}" tests/e2e/users/attr.c -- python3 tests/e2e/users/calls.py "$tmp/py"
	relay "$tmp/out"
else
	skip "rare system calls" "python3 is not installed"
fi

# ---- exit statuses and the last line
last() { tail -n 1 "$tmp/err" | grep -Eq "$1"; }
figures='0 defects, [0-9]+ allocations, peak [0-9]+ (B|KiB|MiB), [0-9]+\.[0-9][0-9] s$'
run 0 "status 0: clean" "${m[@]}" -- true
check "status 0: the last line" last "^ferrite: clean: $figures"
run 1 "status 1: the client fails" "${m[@]}" -- false
check "status 1: the last line" last "^ferrite: client failed \(false: exit status 1\): $figures"
run 1 "status 1: the client is killed" "${m[@]}" -- sh -c 'kill -9 $$'
check "status 1: its signal" last "^ferrite: client failed \(sh: Killed\): $figures"
run 1 "status 1: there is no such client" "${m[@]}" -- /nonexistent
check "status 1: why" grep -q "^ferrite: cannot start /nonexistent: No such file" "$tmp/err"
run 2 "status 2: an unknown option" --no-such "${m[@]}" -- true
run 2 "status 2: a machine that cannot be" --machine 2x1 drivers/scull.c -- true
run 3 "status 3: a leak" tests/e2e/modules/leaking.c -- true
check "status 3: the last line" last '^ferrite: [0-9]+ defects?, [0-9]+ allocations, peak '
run 3 "status 3 wins over 1" tests/e2e/modules/leaking.c -- false
run 4 "status 4: a symbol that is missing" tests/e2e/modules/missing.c -- true
run 5 "status 5: it does not compile" tests/e2e/modules/broken.c -- true
run 5 "status 5: its init fails" tests/e2e/modules/failing.c -- true
TMPDIR=/nonexistent run 125 "status 125: ferrite has no place to work" "${m[@]}" -- true

# ---- time-outs, signals, closed and early-ending outputs
gone() { # PATTERN: nobody of that command line is left
	for _ in 1 2 3 4 5 6 7 8 9 10; do pgrep -f "$1" >/dev/null || return 0; sleep 0.1; done
	return 1
}
run 1 "--timeout: a client that takes too long has failed" --timeout 3 "${m[@]}" -- sleep 47.11
check "--timeout: it is gone" gone 'sleep 47\.11'
run 3 "--timeout: waiting in the machine is a hang" --timeout 3 "${m[@]}" -- cat /dev/scullpipe0
check "--timeout: the call is named" grep -q 'cat.*/dev/scullpipe0' "$tmp/err"
for sig in INT TERM HUP KILL; do
	rm -f "$tmp/up"
	TMPDIR=$tmp setsid "$ferrite" run "${m[@]}" -- sh -c 'echo up; cat /dev/scullpipe1 & sleep 47.12; true' >"$tmp/up" 2>"$tmp/err" & pid=$!
	for _ in $(seq 100); do [ -s "$tmp/up" ] && break; sleep 0.1; done
	kill -$sig "$(pgrep -s $pid -f "run ${m[*]}" | head -n 1)"
	wait $pid 2>/dev/null; rc=$?
	[ $sig = KILL ] && pkill -s $pid sleep
	if { [ $rc = 1 ] || [ $sig = KILL ]; } && gone 'sleep 47\.12' && [ -s "$tmp/up" ]; then ok "SIG$sig to ferrite ends all"
	else echo "# status $rc"; pgrep -af 'sleep 47\.12' | sed 's/^/# /'; not_ok "SIG$sig to ferrite ends all" "$tmp/err"; fi
done
mkdir "$tmp/work"
for delay in 0.05 0.15 0.3; do
	TMPDIR=$tmp/work timeout --preserve-status -s TERM $delay "$ferrite" run "${m[@]}" -- sleep 47.14 2>"$tmp/err"; rc=$?
	if { [ $rc = 1 ] || [ $rc = 143 ]; } && [ -z "$(ls "$tmp/work")" ] && gone 'sleep 47\.14'; then
		ok "SIGTERM after $delay s leaves nothing"
	else echo "# status $rc"; ls "$tmp/work" | sed 's/^/# /'; not_ok "SIGTERM after $delay s leaves nothing" "$tmp/err"; fi
done
run 0 "a process in the background is ended after two seconds" "${m[@]}" -- sh -c 'sleep 47.13 & exec 3<>/dev/scull0; true'
check "it is told, and gone" sh -c 'grep -q "left in the background" "$1" && ! pgrep -f "sleep 47\.13"' - "$tmp/err"
early() { [ "$("$ferrite" run "${m[@]}" -- sh -c 'cat /proc/slabinfo; true' 2>"$tmp/err" | head -n 1)" = "slabinfo - version: 2.1" ] && last '^ferrite: clean'; }
check "the reader of the output ends early" early
check "standard output is closed" sh -c '"$@" >&- 2>&-' - "$ferrite" run "${m[@]}" -- sh -c 'echo x >/dev/scull0'
check "standard input is closed" sh -c '"$@" <&-' - "$ferrite" run "${m[@]}" -- cat /proc/version
check "a closed descriptor is closed for the client" sh -c '! "$@" <&- 2>/dev/null' - "$ferrite" run "${m[@]}" -- sh -c 'exec 3<&0'
run 0 "sched=parallel in a declaration: all CPUs" --machine nodes=2,mem=64M,cpus=2,sched=parallel drivers/scull.c -- \
	sh -c 'p=$(cut -d" " -f4 /proc/self/stat); grep Cpus_allowed_list /proc/$$/status; echo x >/dev/scull0'

# ---- a shell on a terminal
terminal() {
	{
		for _ in $(seq 100); do grep -q ready "$tmp/tty" 2>/dev/null && break; sleep 0.1; done
		echo 'echo A=$((6*7))'; sleep 0.2
		echo 'cat /dev/scullpipe0'; sleep 0.6; printf '\003'; sleep 0.3; echo 'echo B=$?'; sleep 0.2
		echo 'cat'; sleep 0.5; printf '\032'; sleep 0.3; echo 'jobs'; sleep 0.2; echo 'fg'; sleep 0.3; printf '\004'; sleep 0.2
		echo 'cat /dev/scullpipe0 &'; sleep 0.4; echo 'kill %1; wait'; sleep 0.2
		echo 'cd /sys/class/scull; echo D=$(pwd)'; sleep 0.2; echo 'exit 0'; sleep 1.5
	} | TERM=dumb timeout 60 script -qec "stty -a; SHELL='$tmp/shell' '$ferrite' run ${m[*]}; echo status=\$?; stty -a" /dev/null >"$tmp/tty" 2>&1
	tr -d '\r' <"$tmp/tty" >"$tmp/tty.txt"
}
if command -v script >/dev/null && command -v bash >/dev/null; then
	printf '#!/bin/sh\necho ready; exec bash --norc --noprofile --noediting -i\n' >"$tmp/shell"
	chmod 755 "$tmp/shell"
	terminal
	for what in 'the shell runs:A=42' 'Ctrl-C interrupts a blocked read:B=130' 'Ctrl-Z stops, jobs tells:Stopped  *cat' \
		'a working directory of the machine:D=/sys/class/scull' 'its status is the shell'"'"'s:status=0'; do
		check "terminal: ${what%%:*}" grep -q "${what#*:}" "$tmp/tty.txt"
	done
	check "terminal: it is as it was" awk '/^speed/ {n++} /^speed/, /echoke/ {t[n] = t[n] $0 "\n"}
		END {exit !(n == 2 && t[1] == t[2])}' "$tmp/tty.txt"
	[ $tap_bad = 0 ] || sed 's/^/# /' "$tmp/tty.txt"
else
	skip "a shell on a terminal" "script is not installed"
fi
finish
