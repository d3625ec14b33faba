#!/usr/bin/env bash
# The other compiler: drivers built with CC=clang compile without a warning and behave the same.
. "$(dirname "$0")/drivers/tap.bash"

if ! command -v clang >/dev/null; then
	skip "drivers built with clang" "clang is not installed"
	finish
fi
export CC=clang

silent() { # WHAT: the compiler said nothing
	if grep -qE '(warning|error):' "$tmp/err"; then not_ok "$1" "$tmp/err"; else ok "$1"; fi
}

for d in scull scullc scullp scullv; do
	clean "$d built with clang" drivers/$d.c -- sh -c "echo hello > /dev/${d}0 && cat /dev/${d}0"
	if [ "$(cat "$tmp/out")" = hello ]; then ok "$d keeps what was written"
	else not_ok "$d keeps what was written" "$tmp/out" "$tmp/err"; fi
	silent "clang does not warn about $d"
done

# What clang says of a mistake reaches the user, with the line.
printf '%s\n' '#include <linux/module.h>' 'MODULE_LICENSE("GPL");' 'static int x = y;' >"$tmp/bad.c"
run 5 "a mistake is an error with clang, too" "$tmp/bad.c"
check "the error names the line" grep -q 'bad.c:3' "$tmp/err"
printf '%s\n' '#include <linux/module.h>' 'MODULE_LICENSE("GPL");' \
	'static int __init x(void) { there_is_no_such_call(); return 0; }' 'module_init(x);' >"$tmp/lack.c"
run 4 "what ferrite does not have is named with clang, too" "$tmp/lack.c"
check "the missing call's line" grep -qE 'lack.c:[0-9]+: there_is_no_such_call' "$tmp/err"
finish
