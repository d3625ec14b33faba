#!/usr/bin/env bash
# Reports: how findings read, what is folded, suppressed and counted, and the same for programs.
. "$(dirname "$0")/drivers/tap.bash"
f=tests/e2e/report/faulty.c

line() { # NAME: number of the line that is marked so
	grep -n "LINE $1 \*/" $f | cut -d: -f1
}

says() { # WHAT PATTERN
	if grep -qE -- "$2" "$tmp/err"; then ok "$1"; else not_ok "$1: /$2/" "$tmp/err"; fi
}

says_not() { # WHAT PATTERN
	if grep -qE -- "$2" "$tmp/err"; then not_ok "$1: no /$2/" "$tmp/err"; else ok "$1"; fi
}

says_times() { # WHAT N PATTERN
	if [ "$(grep -cE -- "$3" "$tmp/err")" -eq "$2" ]; then ok "$1"
	else not_ok "$1: $2 times /$3/" "$tmp/err"; fi
}

# after PATTERN1 PATTERN2: the line after one that matches the first matches the second
after() {
	if grep -A1 -E -- "$2" "$tmp/err" | tail -n +2 | grep -qE -- "$3"; then ok "$1"
	else not_ok "$1: /$3/ after /$2/" "$tmp/err"; fi
}

# ---- leaks: one finding for equal ones, at the line that calls the allocator ----
run 3 "a leak" $f what=leak times=3
says "place, kind and number first" "^$f:$(line inlined): leak: 3 objects of 64 bytes, kmalloc-64"
says_times "once" 1 ': leak: '
says "kmemleak's line" '^    unreferenced object 0x[0-9a-f]{16} \(size 64\):$'
after "who allocated" 'comm "insmod", pid [0-9]+' '^    allocated by insmod, pid [0-9]+, in:$'
after "an inlined function" '^ +inlined \(inlined\) ' "^ +forget\+0x[0-9a-f]+ +$f:$(line forget)$"
after "its callers" '^ +forget\+' "^ +faulty_init\+0x[0-9a-f]+ +$f:$(line loop)$"
says_not "nothing of how the core came there" 'do_one_initcall|module_image_load|run_load'
says_not "nor of ferrite's inline functions" 'include/linux'
says "the command that stops before it" "^    $ferrite run --gdb --seed 1 --step [0-9]+ $f what=leak times=3$"
says "one defect" '^ferrite: 1 defect, '
run 3 "a single one" $f what=leak times=1
says "without a plural" ': leak: 1 object of 64 bytes, kmalloc-64'

run 3 "a leak for a client" --seed 7 --client 'cat /proc/faulty' --timeout 50 $f -- sh -c "cat '/proc/faulty'"
says "names the client" 'allocated by cat, pid [0-9]+, in:$'
says "in the call's function" "^ +faulty_read\+0x[0-9a-f]+ +$f:$(line read)$"
says "a command that a shell can read" "run --gdb --seed 7 --step [0-9]+ --client 'cat /proc/faulty' $f -- sh -c 'cat '\\\\''/proc/faulty'\\\\'''\$"

# ---- double free: three places ----
run 3 "a double free" $f what=double
says "blames the second free" "^$f:$(line double): double free: "
says "the allocation" "^ +free_twice\+0x[0-9a-f]+ +$f:$(line allocated)$"
says "the first free" "^ +free_twice\+0x[0-9a-f]+ +$f:$(line freed)$"

# ---- warnings ----
run 3 "a warning" --log $f what=warn
says "its line" "^$f:$(line warn): warning: "
says "Linux's line" '^    WARNING: CPU: 0 PID: [0-9]+ at tests/e2e/report/faulty.c:[0-9]+ faulty_init\+0x[0-9a-f]+/0x[0-9a-f]+ \[faulty\]$'
says "in the log too" '^\[ .*\] WARNING: CPU: 0 PID: '
says "how often" "^$f:$(line warn): warning: .* \(3 times\)$"
says "is one defect" '^ferrite: 1 defect, '
if grep -v '^\[' "$tmp/err" | grep -q $'\033'; then not_ok "no control characters of the module"
else ok "no control characters of the module"; fi
run 3 "a warning in a timer" $f what=timer
says "the context instead of a task" '^    in softirq context, CPU [0-9]+:$'
says "its line" "^$f:$(line timer): warning: in the timer$"

# ---- colours ----
pty() { # ENVIRONMENT…: standard error on a terminal
	env "$@" script -qec "$ferrite run $f what=double -- true" /dev/null </dev/null >"$tmp/out" 2>&1
}
if command -v script >/dev/null; then
	pty TERM=xterm
	check "colours on a terminal" grep -q $'\033\[1;31mdouble free' "$tmp/out"
	pty TERM=xterm NO_COLOR=1
	check "none with NO_COLOR" grep -q "$f:[0-9]*: double free: " "$tmp/out"
	pty TERM=dumb
	check "none on a dumb one" grep -q "$f:[0-9]*: double free: " "$tmp/out"
	check "nor any other control" test "$(tr -dc '\033' <"$tmp/out" | wc -c)" -eq 0
else
	skip "colours" "there is no script(1)"
fi

# ---- limits ----
run 3 "--error-limit" --error-limit 1 $f what=both
says_times "shows one" 1 "^$f:[0-9]+: "
says "says so" '^ferrite: 1 finding: further ones are counted, not shown'
says "counts all" '^ferrite: 2 defects, '
run 2 "a limit that is none" --error-limit x $f
run 3 "no limit" --error-limit=0 $f what=both
says_times "shows all" 2 "^$f:[0-9]+: "

# ---- suppressions ----
run 3 "--gen-suppressions" --gen-suppressions $f what=leak
sed -n '/^{$/,/^}$/p' "$tmp/err" >"$tmp/generated"
check "prints a block" grep -q '^   fun:forget$' "$tmp/generated"
run 0 "which suppresses the finding" --suppressions "$tmp/generated" $f what=leak
says "the last line says so" '^ferrite: clean: 0 defects, 1 suppressed, '
says_not "and nothing else is said" 'leak'
cat >"$tmp/supp" <<S
# known
{
   by file and line
   leak
   ...
   file:report/faulty.c:$(line forget)
}
{
   never happens
   double*
   fun:nobody
}
S
run 3 "other findings count" --suppressions "$tmp/supp" -v $f what=both
says "one of them" '^ferrite: 1 defect, 1 suppressed, '
says "-v tells which were used" '^ferrite: .*/supp:[0-9]+: by file and line: used 1 time$'
says "and which were not" '^ferrite: .*/supp:[0-9]+: never happens: unused$'
bad() { # WHAT LINE MESSAGE: standard input as a file of suppressions
	cat >"$tmp/bad"
	run 2 "$1" --suppressions "$tmp/bad" $f
	says "with its line" "^ferrite: $tmp/bad:$2: $3"
}
bad "no brace" 2 'a suppression begins with \{' <<'S'

leak
S
bad "no such kind" 3 'the line after the name is a kind' <<'S'
{
 name
 leek
}
S
bad "an unknown line" 4 'a line is fun:' <<'S'
{
 name
 leak
 function:x
}
S
bad "an end too early" 3 'the file ends within a suppression' <<'S'
{
 name
 leak
S
run 2 "a file that is not there" --suppressions "$tmp/none" $f
says "is named" "--suppressions $tmp/none: No such file"
run 2 "a folder" --suppressions "$tmp" $f

# ---- the command line ----
run 2 "--step without --gdb" --step 3 $f
for command in run test; do
	"$ferrite" $command --help >"$tmp/help"
	check "ferrite $command --help: at most 80 columns" awk '{ gsub(/…/, "."); if (length($0) > 80) exit 1 }' "$tmp/help"
done
for option in $(sed -n 's/^\t{"\(--[a-z-]*\)".*/\1/p' cli/run/options.c); do
	"$ferrite" run --help | grep -q -- "$option" || echo "$option"
done >"$tmp/missing"
check "the help names every option" test ! -s "$tmp/missing"

# ---- for programs ----
run 125 "--json to where nothing can be written" --json "$tmp/no/such" $f
run 125 "--json to a full disk" --json /dev/full $f
run 3 "--json" --json "$tmp/j" --suppressions "$tmp/supp" $f what=both times=2
check "has all of it" python3 - "$tmp/j" "$f" "$(line warn_on)" <<'P'
import json, sys
r = json.load(open(sys.argv[1]))
assert r['schema'] == 2 and r['status'] == 3 and r['seed'] == 1, r
d, = r['defects']
assert d['kind'] == 'warning' and d['count'] == 1, d
assert d['where']['file'] == sys.argv[2] and d['where']['line'] == int(sys.argv[3]), d
assert d['where']['function'] == 'faulty_init' and d['where']['module'] == 'faulty', d
assert d['linux'][0].startswith('WARNING: CPU: 0 '), d
assert d['head'] and isinstance(d['notes'], list) and d['step'] > 0, d
s = d['stacks'][0]
assert s['title'] == 'in' and s['comm'] == 'insmod' and s['pid'] > 0, s
assert s['frames'][-1]['line'] == int(sys.argv[3]) and s['frames'][-1]['offset'] > 0, s
assert d['reproduce'].endswith('run --gdb --seed 1 --step %d %s what=both times=2' %
                               (d['step'], sys.argv[2])), d
l, = r['suppressed']
assert l['kind'] == 'leak' and l['where']['function'] == 'inlined', l
P

cat >"$tmp/bytes.c" <<'C'
#include <linux/module.h>
static int __init bytes_init(void) { WARN(1, "bad \xff\xfe \"quoted\" \\ \x1b[31m"); return 0; }
module_init(bytes_init);
MODULE_LICENSE("GPL");
C
run 3 "words that are no text" --seed 18446744073709551615 --json "$tmp/j" "$tmp/bytes.c"
check "are JSON all the same" python3 - "$tmp/j" <<'P'
import json, sys
r = json.load(open(sys.argv[1]))
assert r['seed'] == 2**64 - 1, r['seed']
assert 'quoted' in r['defects'][0]['head'], r
P
finish
