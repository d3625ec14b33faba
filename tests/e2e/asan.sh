#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# ferrite run --asan: instrumented modules. The modules of examples/bugs that need it are
# run by bugs.sh; here are the kinds of memory one by one, the text of a report, both compilers,
# the drivers without a false alarm, and what the options refuse.
set -u
. "$(dirname "$0")/drivers/tap.bash"
export NO_COLOR=1

has() { # WHAT PATTERN: a line of what the last run said
	if grep -qE -- "$2" "$tmp/err"; then ok "$1"; else not_ok "$1: /$2/" "$tmp/err"; fi
}
has_not() { # WHAT PATTERN
	if grep -qE -- "$2" "$tmp/err"; then not_ok "$1: no /$2/" "$tmp/err"; else ok "$1"; fi
}

m=tests/e2e/asan/kinds.c
kind() { # NAME KIND HEAD LINUX: one finding, on the marked line, in our words and in Linux's
	local line
	line=$(grep -n "/\* $1 \*/" $m | cut -d: -f1)
	run 3 "$1: found" --asan $m "kind=$1"
	has "$1: named to the line" "^$m:$line: $2: $3"
	has "$1: Linux's line" "BUG: KASAN: $4 in [a-z_]+\+0x"
	has "$1: nothing else" '^ferrite: 1 defect,'
}

kind slab_past 'out of bounds' 'read of 1 byte, 0 bytes past an object of 100 bytes, kmalloc-128' slab-out-of-bounds
kind slab_before 'out of bounds' 'read of 1 byte, 1 byte before an object of 100 bytes, kmalloc-128' slab-out-of-bounds
kind slab_freed 'use after free' 'read of 1 byte, byte 8 of a freed object of 100 bytes, kmalloc-128' use-after-free
kind cache_past 'out of bounds' 'read of 1 byte, 0 bytes past an object of 52 bytes, kinds' slab-out-of-bounds
kind large_past 'out of bounds' 'read of 1 byte, 1 byte past an object of 20000 bytes' slab-out-of-bounds
kind large_freed 'use after free' 'read of 1 byte' use-after-free
kind page_freed 'use after free' 'read of 1 byte' use-after-free
kind vmalloc_past 'out of bounds' 'read of 1 byte, 5 bytes past an area of vmalloc of 5000 bytes' vmalloc-out-of-bounds
kind percpu_past 'out of bounds' 'read of 1 byte' percpu-out-of-bounds
kind global_past 'out of bounds' 'read of 1 byte, 2 bytes past variable table of 10 bytes' global-out-of-bounds
kind stack_past 'out of bounds' 'read of 1 byte, 0 bytes past variable local of 13 bytes' stack-out-of-bounds
kind alloca_past 'out of bounds' 'read of 1 byte past a dynamic array' alloca-out-of-bounds
kind scope 'use after free' 'read of 1 byte' use-after-scope
kind memset 'out of bounds' 'write of 101 bytes, 0 bytes past an object of 100 bytes, kmalloc-128' slab-out-of-bounds
kind strlen 'out of bounds' 'read of 1 byte, 0 bytes past an object of 100 bytes, kmalloc-128' slab-out-of-bounds
kind snprintf 'out of bounds' 'write of [0-9]+ bytes, 0 bytes past an object of 100 bytes, kmalloc-128' slab-out-of-bounds

run 3 "a report's parts" --asan $m kind=slab_freed
has "who had it" 'allocated by insmod, pid'
has "who freed it" 'freed by insmod, pid'
has "where it lies" '100-byte region \[ffff888[0-9a-f]+, ffff888[0-9a-f]+\)'
has "its shadow" '^ *>ffff888[0-9a-f]+: .*fb'

run 0 "none: nothing is reported" --asan $m
run 3 "a place is reported once" --asan $m kind=slab_past times=50
has "and counted once" '^ferrite: 1 defect,'
run 3 "in parallel" --asan --parallel --machine 2x64M $m kind=slab_freed
run 0 "the same module without --asan is not instrumented" $m kind=slab_past

for d in scull scullc scullp scullv; do
	clean "$d, instrumented" --asan --machine 2x128M "drivers/$d.c" -- \
		sh -c "head -c 65536 /dev/urandom >$tmp/64k; cp $tmp/64k /dev/${d}0 && cmp $tmp/64k /dev/${d}0"
done

if command -v clang >/dev/null; then
	export CC=clang
	kind slab_past 'out of bounds' 'read of 1 byte, 0 bytes past an object of 100 bytes, kmalloc-128' slab-out-of-bounds
	kind global_past 'out of bounds' 'read of 1 byte, 2 bytes past variable table of 10 bytes' global-out-of-bounds
	kind stack_past 'out of bounds' 'read of 1 byte, 0 bytes past variable local of 13 bytes' stack-out-of-bounds
	unset CC
fi

printf '#!/bin/sh\nfor a; do case $a in -fsanitize*) echo "cc: no such option: $a" >&2; exit 1;; esac; done\nexec cc "$@"\n' >"$tmp/oldcc"
chmod +x "$tmp/oldcc"
CC=$tmp/oldcc run 2 "a compiler that cannot" --asan $m
has "is named, with what it said" 'does not instrument for KASAN \(cc: no such option'

finish
