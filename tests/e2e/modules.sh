#!/usr/bin/env bash
# Modules: from source to unloading, and what is said when something is wrong.
. "$(dirname "$0")/drivers/tap.bash"
m=tests/e2e/modules

says() { # WHAT PATTERN: a line of standard error matches
	if grep -qE -- "$2" "$tmp/err"; then ok "$1"; else not_ok "$1: /$2/" "$tmp/err"; fi
}

says_not() { # WHAT PATTERN
	if grep -qE -- "$2" "$tmp/err"; then not_ok "$1: no /$2/" "$tmp/err"; else ok "$1"; fi
}

prints() { # WHAT TEXT: standard output is exactly TEXT
	if [ "$(cat "$tmp/out")" = "$2" ]; then ok "$1"
	else echo "# expected: $2"; not_ok "$1" "$tmp/out" "$tmp/err"; fi
}

# ---- parameters ----
clean "parameters keep their defaults" --log $m/params.c
says "default numbers" 'params: 1 -2 2 -3 3 -4 4 5 10$'
says "default words" 'params: start 0 0 0 abc 1 0$'
says "default array" 'params: numbers\[1\]=2$'
says_not "as long as nr says" 'numbers\[2\]'
clean "parameters of every type" --log $m/params.c a_byte=0xff a-short=-5 a_ushort=6 an_int=-7 \
	a_uint=8 a_long=-9 a_ulong=10 a_ullong=18446744073709551615 a_hexint=0xabc a_charp="two words" \
	a_bool an_invbool=1 a_bint=y text=sevench numbers=9,8,7 names=x,y other_name=5 even=4
says "numbers were set" 'params: 255 -5 6 -7 8 -9 10 18446744073709551615 abc$'
says "words were set" 'params: two words 1 0 1 sevench 5 4$'
says "array was set" 'params: numbers\[2\]=7$'
says "array of words was set" 'params: names\[1\]=<y>$'
run 5 "a number that is none" $m/params.c an_int=many --log
says "Linux's words for it" "params: .many. invalid for parameter .an_int.$"
says "and the errno's name" 'params does not load: .*EINVAL'
run 5 "a number out of range" $m/params.c a_byte=256
says "ERANGE" 'ERANGE'
run 5 "a string that does not fit" --log $m/params.c text=eightchr
says "too large" "too large for parameter .text."
run 5 "too many elements" --log $m/params.c numbers=1,2,3,4,5
says "can only take" 'can only take 4 arguments'
run 5 "a callback refuses" $m/params.c even=3
says "its errno" 'ERANGE'
clean "an unknown parameter is only reported" --log $m/params.c no_such=1
says "as Linux reports it" "params: unknown parameter 'no_such' ignored$"
clean "parameters in sysfs" $m/params.c -- sh -c 'M=/sys/module/params; P=$M/parameters
	cat $P/an_int $P/a_bool $P/a_hexint $P/numbers $P/text; echo 12 >$P/an_int; cat $P/an_int
	cat $M/version $M/refcnt $M/initstate'
prints "their text" "-3
N
0x000010
1,2
abc
12
1.5
0
live"
run 1 "a read-only parameter is not written" $m/params.c -- sh -c 'echo 1 > /sys/module/params/parameters/even;
	echo 3 > /sys/module/params/parameters/even'
clean "a parameter without mode is not shown" $m/params.c -- sh -c '! test -e /sys/module/params/parameters/other_name'

# ---- several modules, several sources ----
clean "two modules, one uses the other" --log $m/provider.c $m/user.c
says "calls and data across modules" 'user: 42 2$'
says "symbol_get of what there is not" 'nothing called no_such: 1$'
says "references are given back" 'provider leaves after 2 calls, refcount -1$'
check "unloaded in reverse order" sh -c "grep -n leaves $tmp/err | head -1 | grep -q user"
clean "given in the other order they are sorted" $m/user.c $m/provider.c
clean "/proc/modules and holders" $m/provider.c $m/user.c -- sh -c \
	'sed "s/ 0x.*//; s/ [0-9]* / SIZE /" /proc/modules; ls /sys/module/provider/holders'
prints "who uses whom" "user SIZE 0 - Live
provider SIZE 1 user, Live
user"
clean "an object without a licence belongs to the module before it" --log $m/main.c $m/helper.c
clean "or to the first one after it" --log $m/helper.c $m/main.c
says "under that module's name" 'main is main$'

# ---- folders with a Kbuild file ----
clean "a folder with a Makefile" --log $m/kbuild start=4
says "a module of two objects" 'pair: 2 pair$'
says "a module in a folder below, its parameter" 'deep_one: start=4$'
says_not "what is not configured is left out" 'optional'
clean "configuration from the command line" --log CONFIG_OPTIONAL=m CONFIG_EXTRA=y $m/kbuild
says "an object more" 'pair: 3 pair$'
says "a module more" 'optional: here$'

# ---- what ferrite lacks, what does not compile ----
run 4 "missing symbols" $m/missing.c
for l in 'missing.c:9: no_such_function' 'missing.c:10: no_such_function' \
	'missing.c:11: undeclared_function' 'missing.c:11: no_such_variable'; do
	says "each with its line: $l" "^  tests/e2e/modules/$l\$"
done
run 4 "missing headers" $m/headers.c
says "the first" '^  tests/e2e/modules/headers.c:3: linux/no_such_bus.h$'
says "and the second, at once" '^  tests/e2e/modules/headers.c:5: linux/no_such_class.h$'
run 5 "a compile error" $m/broken.c
says "in the compiler's words" 'broken.c:6:.*not_a_name'
run 5 "no MODULE_LICENSE" $m/unlicensed.c
says "says so" 'no MODULE_LICENSE'
run 5 "init fails" --log $m/failing.c -- touch "$tmp/started"
says "the errno's name" 'failing does not load: .*-19 \(-ENODEV\)'
says_not "exit is not called" 'exit function of a module'
check "no client was started" test ! -e "$tmp/started"

# ---- defects ----
run 3 "a leak" $m/leaking.c
says "its size and caller" 'leaking_init.*leaking.c:9'
says "the last line" '^ferrite: 1 defect, '
run 3 "defects win over a failing client" $m/leaking.c -- false
run 3 "a module that holds itself" $m/held.c
says "says why" 'module held cannot be unloaded: .*1 reference'
clean "a permanent module" --log $m/permanent.c
says "is said to be one" 'permanent cannot be unloaded: it has no exit function'
run 3 "a crash in init" $m/crashing.c
says "NULL pointer" 'BUG: kernel NULL pointer dereference, address: 0000000000000004'
says "with its line first" '^[^ ]*crashing.c:(11|16|17): crash: '
run 3 "init data after init" $m/initmem.c
says "named" 'use after unload: .* table, __init data of module initmem, after init'
run 3 "init code after init" $m/initmem.c what=code
says "named, too" 'use after unload: call of one, __init memory of module initmem, after init'
clean "init memory left alone" $m/initmem.c what=nothing
run 3 "an endless loop" --timeout 2 $m/looping.c
says "ends by time-out" 'looping.c:[0-9]+: hang: endless loop'

# ---- the rest of the module's world ----
clean "static per-CPU variables" --machine 2x128M --log $m/percpu.c
says "one copy a CPU" 'percpu: sum 15 on 2 CPUs, here 7$'
clean "names of addresses" --log $m/names.c
says "a static function of a module" 'names: somewhere\+0x0/0x[0-9a-f]+ \[names\]$'
says "a function of the core" 'names: sprint_symbol\+0x0/0x[0-9a-f]+$'
says "a return address" 'names: from names_init \[names\]$'
says "canonical module addresses" 'names: at 0?x?ffffffffc0000000$'

# ---- the command itself ----
run 2 "no module" --log
run 2 "an unknown option" --frobnicate $m/params.c
says "says where the client's options go" 'after --'
run 2 "an option without its value" --machine
run 2 "a file that is not there" $m/no_such.c
run 2 "a parameter before any module" an_int=3 $m/params.c
run 2 "a bad machine" --machine 2x $m/params.c
says "says what is wrong with it" 'machine'
run 2 "the same module twice" $m/params.c $m/params.c
run 1 "a client that fails" $m/params.c -- sh -c 'exit 7'
says "its exit status" 'exit status 7'
run 1 "a client that is not there" $m/params.c -- "$tmp/no-such-program"
clean "output goes to stdout" $m/params.c -- echo hello
prints "and nothing else" hello
clean "two clients" $m/params.c --client 'echo one' --client 'echo two'
check "both ran" sh -c "sort $tmp/out | tr '\n' ' ' | grep -qx 'one two '"
clean "the result as JSON" --json "$tmp/r.json" $m/params.c -- true
check "is JSON with a schema version" python3 -c "
import json; r = json.load(open('$tmp/r.json'))
assert r['schema'] == 2 and r['status'] == 0 and r['result'] == 'clean', r
assert r['modules'][0]['name'] == 'params' and r['clients'][0]['exit_code'] == 0, r"
run 3 "JSON of a leak" --json "$tmp/r.json" $m/leaking.c
check "has the defect" python3 -c "
import json; r = json.load(open('$tmp/r.json'))
assert r['status'] == 3 and r['defects'][0]['kind'] == 'leak', r"
run 0 "--keep keeps the modules" --keep $m/params.c
kept=$(sed -n 's/^ferrite: the modules are in //p' "$tmp/err")
clean "and they load again" "$kept/params.so" an_int=5 -- cat /sys/module/params/parameters/an_int
prints "with parameters" 5
rm -rf "$kept"
check "--help" sh -c "$ferrite run --help | grep -q '^usage: ferrite run'"
check "version" sh -c "$ferrite version | grep -q '6\\.1'"
check "symbols" sh -c "$ferrite symbols kmem_cache_create | grep -q 'linux/slab.h'"
check "docs/symbols.md is up to date (make symbols)" sh -c "tools/symbols build/exports.list > $tmp/symbols.md; cmp $tmp/symbols.md docs/symbols.md"
finish
