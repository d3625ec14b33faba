#!/usr/bin/env bash
# ferrite test with KUnit suites that nobody here wrote: those of Debian's linux-source-6.1, unmodified.
# They are unpacked into build/ from the installed package; no copy is in this repository.
# docs/testing.md tells which of the package's suites cannot run, and why.
. "$(dirname "$0")/drivers/tap.bash"
tarball=/usr/src/linux-source-6.1.tar.xz
src=build/linux-kunit

if [ ! -r $tarball ]; then
	skip "suites of linux-source-6.1" "Debian's package linux-source-6.1 is not installed"
	finish
fi
if [ ! -e $src/.unpacked-2 ]; then
	mkdir -p $src
	tar -xJf $tarball -C $src --strip-components=1 --wildcards 'linux-source-6.1/lib/*test*.c' \
		'linux-source-6.1/lib/*_kunit.c' 'linux-source-6.1/kernel/time/time_test.c' \
		'linux-source-6.1/lib/kunit/*' 'linux-source-6.1/mm/kasan/kasan_test.c' \
		'linux-source-6.1/drivers/base/test/*.c' &&
		touch $src/.unpacked-2
fi

# tests STATUS WHAT ARGUMENTS…
tests() {
	local status=$1 what=$2 rc; shift 2
	timeout 120 "$ferrite" test "$@" >"$tmp/out" 2>"$tmp/err" </dev/null
	rc=$?
	if [ "$rc" -eq "$status" ]; then ok "$what"
	else echo "# status $rc, expected $status"; not_ok "$what" "$tmp/err" "$tmp/out"; fi
}

# file, how many cases pass
while read -r name passed; do
	[ -n "$name" ] || continue
	tests 0 "$name" "$src/$name.c"
	if grep -q "^ferrite: $passed passed, 0 failed, .* 0 not run" "$tmp/err"; then
		ok "$name: $passed cases pass"
	else
		not_ok "$name: $passed cases pass" "$tmp/err"
	fi
done <<'END'
lib/list-test 57
lib/bitfield_kunit 2
lib/cmdline_kunit 4
lib/cpumask_kunit 6
lib/fortify_kunit 2
lib/is_signed_type_kunit 1
lib/memcpy_kunit 4
lib/overflow_kunit 18
lib/slub_kunit 5
lib/stackinit_kunit 60
lib/test_bits 3
lib/test_hash 2
lib/test_linear_ranges 4
lib/test_list_sort 1
lib/test_sort 1
lib/math/rational-test 1
lib/kunit/kunit-example-test 2
lib/kunit/kunit-test 13
kernel/time/time_test 1
END

# One case frees an address inside a large block. ferrite refuses that, and the block is left over (Linux
# frees it all the same): no leak of its own.
tests 0 "mm/kasan/kasan_test with --asan" --asan $src/mm/kasan/kasan_test.c
if grep -q '^# kasan: pass:45 fail:0 skip:10 total:55$' "$tmp/out"; then
	ok "mm/kasan/kasan_test: 45 cases pass, 10 want another compiler or KASAN with tags"
else
	not_ok "mm/kasan/kasan_test: 45 cases pass" "$tmp/out"
fi
if grep -q '^ferrite: clean: 0 defects, ' "$tmp/err"; then
	ok "mm/kasan/kasan_test: nothing else is found"
else
	not_ok "mm/kasan/kasan_test: nothing else is found" "$tmp/err"
fi

# What the suite does between kasan_disable_current() and kasan_enable_current() is SLUB's to find.
tests 0 "lib/slub_kunit with --asan" --asan $src/lib/slub_kunit.c

tests 0 "several suites at once, results for CI" --junit "$tmp/junit.xml" $src/lib/list-test.c \
	$src/lib/test_bits.c $src/lib/overflow_kunit.c
if grep -q '^1\.\.4$' "$tmp/out" && [ "$(grep -c '<testcase ' "$tmp/junit.xml")" -eq 78 ]; then
	ok "four suites, 78 cases"
else
	not_ok "four suites, 78 cases" "$tmp/out"
fi
finish
