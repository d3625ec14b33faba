#!/usr/bin/env bash
# Modules that nobody here wrote: samples and self-tests from Debian's linux-source-6.1, compiled
# and run unmodified. They are unpacked into build/ from the installed package; no copy is in
# this repository.
. "$(dirname "$0")/drivers/tap.bash"
tarball=/usr/src/linux-source-6.1.tar.xz
src=build/linux-source

says() { # WHAT PATTERN
	if grep -qE -- "$2" "$tmp/err"; then ok "$1"; else not_ok "$1: /$2/" "$tmp/err"; fi
}

prints() { # WHAT TEXT
	if [ "$(cat "$tmp/out")" = "$2" ]; then ok "$1"
	else echo "# expected: $2"; not_ok "$1" "$tmp/out" "$tmp/err"; fi
}

if [ ! -r $tarball ]; then
	skip "modules of linux-source-6.1" "Debian's package linux-source-6.1 is not installed"
	finish
fi
if [ ! -e $src/.unpacked ]; then
	mkdir -p $src
	tar -xJf $tarball -C $src --strip-components=1 --wildcards 'linux-source-6.1/samples/kfifo/*' \
		'linux-source-6.1/samples/kobject/*' 'linux-source-6.1/lib/*.c' 'linux-source-6.1/lib/kunit/*' &&
		touch $src/.unpacked
fi

# ---- samples ----
clean "samples/kfifo bytestream-example" --log $src/samples/kfifo/bytestream-example.c -- sh -c \
	'echo hello > /proc/bytestream-fifo; cat /proc/bytestream-fifo'
prints "bytes go in and come out" hello
says "its own test passes" 'test passed'
clean "samples/kfifo record-example" --log $src/samples/kfifo/record-example.c -- sh -c \
	'echo one > /proc/record-fifo; echo two > /proc/record-fifo; head -c 100 /proc/record-fifo'
says "its own test passes" 'test passed'
clean "samples/kfifo inttype-example" --log $src/samples/kfifo/inttype-example.c
says "its own test passes" 'test passed'
clean "samples/kfifo dma-example" --log $src/samples/kfifo/dma-example.c
says "its own test passes" 'test passed'
clean "samples/kfifo as a folder" CONFIG_SAMPLE_KFIFO=m $src/samples/kfifo
clean "samples/kobject kobject-example" $src/samples/kobject/kobject-example.c -- sh -c \
	'K=/sys/kernel/kobject_example; echo 42 > $K/foo; cat $K/foo $K/bar $K/baz'
prints "its attributes" "42
0
0"
clean "samples/kobject kset-example" $src/samples/kobject/kset-example.c -- sh -c \
	'K=/sys/kernel/kset_example; ls $K; echo 7 > $K/bar/baz; cat $K/bar/baz'
prints "its tree" "bar
baz
foo
7"

# ---- self-tests: each checks ferrite's lib, and says so in the log ----
# NAME: what the log says when everything passed; "-" for KUnit suites, which count themselves
selftests='
test_bits -
test_list_sort -
test_sort -
list-test -
bitfield_kunit -
cmdline_kunit -
cpumask_kunit -
is_signed_type_kunit -
memcpy_kunit -
overflow_kunit -
test_hexdump all.[0-9]+.tests.passed
test_ida IDA:.([0-9]+).of.\1.tests.passed
test_uuid all.[0-9]+.tests.passed
test_xarray XArray:.([0-9]+).of.\1.tests.passed
test_memcat_p test.passed
test_string String.selftests.succeeded
test_module Hello,.world
test_static_key_base .
globtest 64.self-tests.passed,.0.failed
crc32test self.tests.passed
atomic64_test passed.for
percpu_test percpu.test.done
'
while read -r name pattern; do
	[ -n "$name" ] || continue
	deps=
	clean "lib/$name" --timeout 100 --log $deps $src/lib/$name.c
	case $pattern in
	-) if grep -qE '\] +(# )?not ok |\bFAIL\b' "$tmp/err"; then not_ok "lib/$name: every case passes" "$tmp/err"
	   elif grep -qE '^\[.*\] +ok 1 ' "$tmp/err"; then ok "lib/$name: every case passes"
	   else not_ok "lib/$name: KTAP in the log" "$tmp/err"; fi ;;
	.) ;;
	*) says "lib/$name says so" "${pattern//./.}" ;;
	esac
done <<<"$selftests"

# These unload themselves on purpose (-EAGAIN) after their measurements.
for name in rbtree_test interval_tree_test; do
	run 5 "lib/$name" --timeout 100 --log $src/lib/$name.c nnodes=20 perf_loops=10 check_loops=10
	says "lib/$name ran to its end" 'EAGAIN'
done
finish
