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
if [ ! -e $src/.unpacked-2 ]; then
	mkdir -p $src
	tar -xJf $tarball -C $src --strip-components=1 --wildcards 'linux-source-6.1/samples/kfifo/*' \
		'linux-source-6.1/samples/kobject/*' 'linux-source-6.1/samples/livepatch/*' \
		'linux-source-6.1/samples/trace_printk/*' 'linux-source-6.1/samples/kmemleak/*.c' \
		'linux-source-6.1/lib/*.c' 'linux-source-6.1/lib/*.h' \
		'linux-source-6.1/kernel/backtracetest.c' 'linux-source-6.1/kernel/time/*test*.c' \
		'linux-source-6.1/drivers/base/test/*.c' 'linux-source-6.1/drivers/misc/dummy-irq.c' \
		'linux-source-6.1/lib/kunit/*' \
		'linux-source-6.1/tools/testing/selftests/kselftest_module.h' &&
		touch $src/.unpacked-2
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

# A sample that leaks on purpose, so that a live patch can mend it: ferrite finds the leak.
run 3 "samples/livepatch livepatch-shadow-mod, which leaks" --timeout 100 \
	$src/samples/livepatch/livepatch-shadow-mod.c -- sleep 3
says "the leak and its line" 'livepatch-shadow-mod.c:[0-9]+'
clean "samples/livepatch livepatch-callbacks-mod" $src/samples/livepatch/livepatch-callbacks-mod.c
clean "samples/livepatch livepatch-callbacks-busymod" $src/samples/livepatch/livepatch-callbacks-busymod.c
clean "samples/trace_printk" $src/samples/trace_printk/trace-printk.c

# ---- self-tests: each checks ferrite's lib, and says so in the log ----
# NAME, what the log says when everything passed ('.' for blanks; "-": a KUnit suite, whose
# failures are defects; ".": it says nothing)
selftests='
kunit/kunit-example-test -
bitfield_kunit -
cmdline_kunit -
cpumask_kunit -
fortify_kunit -
math/rational-test -
test_linear_ranges -
is_signed_type_kunit -
list-test -
memcpy_kunit -
overflow_kunit -
test_bits -
test_hash -
test_list_sort -
test_sort -
crc32test self.tests.passed
globtest 64.self-tests.passed,.0.failed
math/test_div64 .
test_bitmap all.[0-9]+.tests.passed
test_bitops .
test_free_pages .
test_hexdump all.[0-9]+.tests.passed
test_memcat_p test.passed
test_min_heap test.passed
test_module Hello,.world
test_printf all.[0-9]+.tests.passed
test_scanf all.[0-9]+.tests.passed
test_siphash self-tests:.pass
test_static_key_base .
test_string String.selftests.succeeded
test_strscpy all.[0-9]+.tests.passed
test_uuid all.[0-9]+.tests.passed
test_xarray XArray:.([0-9]+).of.\1.tests.passed
'
while read -r name pattern; do
	[ -n "$name" ] || continue
	clean "lib/$name" --timeout 100 --log $src/lib/$name.c
	case $pattern in
	-) says "lib/$name: KTAP in the log" '\] +ok 1 ' ;;
	.) ;;
	*) says "lib/$name says so" "$pattern" ;;
	esac
done <<<"$selftests"
clean "lib/test_static_keys with its base module" $src/lib/test_static_keys.c $src/lib/test_static_key_base.c
clean "kernel/time/time_test: 160000 years of days" --timeout 100 --log $src/kernel/time/time_test.c
says "kernel/time/time_test: KTAP in the log" '\] +ok 1 '
clean "kernel/time/test_udelay" $src/kernel/time/test_udelay.c
clean "kernel/backtracetest" --log $src/kernel/backtracetest.c
says "its backtraces name its functions" 'backtrace_regression_test|backtrace_test'
clean "drivers/misc/dummy-irq" --log $src/drivers/misc/dummy-irq.c irq=5
says "its interrupt line" 'registered for IRQ 5'
# Built into the kernel there, so it has no licence of its own: another source brings one.
printf '#include <linux/module.h>\nMODULE_LICENSE("GPL");\n' >"$tmp/property_entries.c"
clean "drivers/base/test/property-entry-test" --log $src/drivers/base/test/property-entry-test.c \
	"$tmp/property_entries.c"
says "drivers/base/test/property-entry-test: KTAP in the log" '\] +ok 7 pe_test_reference'
# It leaks in a dozen ways, for kmemleak to find; every line that allocates is named.
run 3 "samples/kmemleak, which leaks" --timeout 100 $src/samples/kmemleak/kmemleak-test.c
for call in kmalloc vmalloc kzalloc __alloc_percpu; do
	line=$(grep -n "$call(" $src/samples/kmemleak/kmemleak-test.c | head -n 1 | cut -d: -f1)
	says "what $call left, with its line" "kmemleak-test.c:$line"
done
run 3 "lib/test_ida, which provokes warnings" --timeout 100 --log $src/lib/test_ida.c
says "lib/test_ida passes" 'IDA: ([0-9]+) of \1 tests passed'

# These refuse to stay loaded when they are done.
run 5 "lib/percpu_test" --log $src/lib/percpu_test.c
says "lib/percpu_test ran to its end" 'percpu test done'
# Of its tests two are left out: one that must fail, and one that wants a gigabyte of address
# space for per-CPU memory.
run 5 "lib/test_vmalloc" --timeout 100 --machine 1x512M --log $src/lib/test_vmalloc.c test_loop_count=5 nr_threads=2 run_test_mask=831
says "lib/test_vmalloc ran to its end" 'All test took worker1'
says_not() { if grep -qE -- "$2" "$tmp/err"; then not_ok "$1" "$tmp/err"; else ok "$1"; fi; }
says_not "lib/test_vmalloc: nothing failed" 'failed: [1-9]'
run 5 "lib/test-string_helpers" --log $src/lib/test-string_helpers.c
says_not "lib/test-string_helpers: nothing failed" 'failed'
run 5 "lib/test-kstrtox" --log $src/lib/test-kstrtox.c
says_not "lib/test-kstrtox warns of nothing" 'WARN|expected'
for name in rbtree_test interval_tree_test; do
	run 5 "lib/$name" --timeout 100 --log $src/lib/$name.c nnodes=20 perf_loops=10 check_loops=10
	says "lib/$name ran to its end" 'EAGAIN'
done
finish
