#!/usr/bin/env bash
# The debugger: breakpoints in module source, --step and --watch from the command that a report gives.
set -u
cd "$(dirname "$0")/../.." || exit 1
late=tests/e2e/gdb/late.c
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
n=0 bad=0
result() { # STATUS TEXT
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then echo "ok $n - $2"; else
		sed 's/^/# /' "$tmp/out" | tail -n 40
		echo "not ok $n - $2"
		bad=1
	fi
}
line_of() { grep -nF -- "$1" $late | head -n 1 | cut -d: -f1; }
has() { grep -qE -- "$1" "$tmp/out"; result $? "$2"; }

if ! command -v gdb >/dev/null; then
	echo "ok 1 - gdb # SKIP it is not installed"
	exit 0
fi

# gdb's commands come from a pipe here; people type them.
debug() { # COMMANDS WORDS…
	local commands=$1
	shift
	printf '%s\n' "$commands" | timeout 120 build/ferrite "$@" >"$tmp/out" 2>&1
	status=$?
}

debug $'break spoil\ncontinue\nbt 2\nprint at\ncontinue' run --gdb $late
has "late is loaded" "stops when the module is loaded"
has "hit Breakpoint .* spoil .*late.c:$(line_of 'object[at] =')" "a breakpoint in module source"
has '\$1 = 103' "arguments of a module's function"
has '#1 .*late_init .*late.c' "a stack in module source"
[ $status -eq 3 ]; result $? "the verdict's exit status ($status)"
has 'ferrite: 3 defects' "the verdict"

# The command of each report, as a person would copy it.
timeout 60 build/ferrite run $late >"$tmp/report" 2>&1
command_for() { # KIND: the words after "ferrite" of that finding's command
	awk -v kind="$1" '/^[^ ]/ {found = index($0, ": " kind ":")} found && /ferrite run --gdb/ {sub(/.*ferrite run/, "run"); print; exit}' "$tmp/report"
}
follow() { # KIND COMMANDS
	local words
	words=$(command_for "$1")
	cp "$tmp/report" "$tmp/out"
	[ -n "$words" ]; result $? "the report of the $1 gives a command"
	eval "debug \"\$2\" $words"
}
follow leak $'continue'
has "just before step [0-9]+, in late_init at .*late.c:$(line_of 'kept = kmalloc')" "stops just before the leak's allocation"
follow "double free" $'continue'
has "just before step [0-9]+, in late_exit at .*late.c:$(awk '/kfree\(twice\)/ {l = NR} END {print l}' $late)" "stops just before the second free"
follow overrun $'continue\ncontinue'
has "just before step [0-9]+, in late_init at .*late.c:$(line_of 'over = kmalloc')" "stops just before the allocation of what is overrun"
has "was changed in spoil at .*late.c:$(line_of 'object[at] =')" "then where the byte is damaged"

debug 'quit' run --gdb $late
has 'the machine goes on without a debugger' "quitting early lets the machine go on"
has '^ferrite: 3 defects' "to its verdict"
grep -q 'Fatal signal' "$tmp/out"; [ $? = 1 ]; result $? "and gdb ends well"
debug $'kill\ny' run --gdb $late
[ $status -eq 1 ] && grep -q 'ferrite: interrupted: 0 defects' "$tmp/out"; result $? "a machine killed at the prompt is no defect ($status)"

# The debugger outside.
timeout 120 gdb -q -batch -nx -ex 'set debuginfod enabled off' -ex 'set breakpoint pending on' \
	-ex 'break spoil' -ex run -ex 'print at' -ex continue \
	--args build/ferrite run $late -- true </dev/null >"$tmp/out" 2>&1
has "hit Breakpoint .* spoil" "gdb --args ferrite run: a breakpoint in module source"
has '\$1 = 103' "and the values there"
has 'exited with code 03' "the process that gdb started ends with the verdict's status"

GDB=/nowhere/gdb timeout 60 build/ferrite run --gdb $late </dev/null >"$tmp/out" 2>&1
has 'nowhere/gdb: No such file.*apt install gdb' "without gdb it says what to install"
echo "1..$n"
exit $bad
