#!/usr/bin/env bash
# ferrite test with suites of our own: each way in which a case can end, and what is said of it.
. "$(dirname "$0")/drivers/tap.bash"

# suite NAME CASES: a module with the suite NAME, whose cases are the functions of standard input
suite() {
	local name=$1; shift
	{
		printf '#include <kunit/test.h>\n#include <linux/completion.h>\n#include <linux/slab.h>\n'
		cat
		printf 'static struct kunit_case cases[] = {'
		for c in "$@"; do
			case $c in *:*) printf 'KUNIT_CASE_PARAM(%s, %s_gen_params), ' "${c%:*}" "${c#*:}" ;;
			*) printf 'KUNIT_CASE(%s), ' "$c" ;; esac
		done
		printf '{}};\nstatic struct kunit_suite suite = {.name = "%s", .test_cases = cases};\n' "$name"
		printf 'kunit_test_suite(suite);\nMODULE_LICENSE("GPL");\n'
	} >"$tmp/$name.c"
}

# tests STATUS WHAT ARGUMENTS…
tests() {
	local status=$1 what=$2 rc; shift 2
	timeout 120 "$ferrite" test "$@" >"$tmp/out" 2>"$tmp/err" </dev/null
	rc=$?
	if [ "$rc" -eq "$status" ]; then ok "$what"
	else echo "# status $rc, expected $status"; not_ok "$what" "$tmp/err" "$tmp/out"; fi
}

prints() { if grep -qE -- "$2" "$tmp/out"; then ok "$1"; else not_ok "$1: /$2/" "$tmp/out"; fi; }
says() { if grep -qE -- "$2" "$tmp/err"; then ok "$1"; else not_ok "$1: /$2/" "$tmp/err"; fi; }

suite good passes skips each:numbers <<'END'
static void passes(struct kunit *test) { KUNIT_EXPECT_EQ(test, 1 + 1, 2); pr_info("ok 7 noise\n"); }
static void skips(struct kunit *test) { kunit_skip(test, "no %s", "hardware"); }
static const int numbers[] = {1, 2, 3};
static void say_number(const int *n, char *text) { snprintf(text, KUNIT_PARAM_DESC_SIZE, "n=%d", *n); }
KUNIT_ARRAY_PARAM(numbers, numbers, say_number);
static void each(struct kunit *test) { KUNIT_EXPECT_GT(test, *(const int *)test->param_value, 0); }
END
tests 0 "a suite that passes" "$tmp/good.c"
cat >"$tmp/want" <<'END'
KTAP version 1
1..1
    KTAP version 1
    # Subtest: good
    1..3
    ok 1 passes
    ok 2 skips # SKIP no hardware
        KTAP version 1
        # Subtest: each
        ok 1 n=1
        ok 2 n=2
        ok 3 n=3
    # each: pass:3 fail:0 skip:0 total:3
    ok 3 each
# good: pass:2 fail:0 skip:1 total:3
# Totals: pass:4 fail:0 skip:1 total:5
ok 1 good
END
check "its KTAP, and nothing else, on standard output" diff "$tmp/want" "$tmp/out"
tests 0 "--list" --list "$tmp/good.c"
check "names the cases" diff <(printf 'good.passes\ngood.skips\ngood.each\n') "$tmp/out"
tests 0 "a pattern for suite and case" "$tmp/good.c" -- 'go*.*s'
prints "chooses cases" '^    1\.\.2'
tests 0 "a pattern for suites" "$tmp/good.c" -- other good
prints "chooses all of their cases" '^    1\.\.3'
tests 2 "a pattern that nothing matches" "$tmp/good.c" -- 'bad.*'
says "is told" 'no case matches'
tests 0 "checks off, another machine, CPUs in parallel" --checks=off --machine 2x64M --parallel "$tmp/good.c"

suite bad passes fails asserts unsuited <<'END'
static void passes(struct kunit *test) { KUNIT_SUCCEED(test); }
static void fails(struct kunit *test)
{
	int three = 3;

	KUNIT_EXPECT_EQ_MSG(test, three, 4, "say <&> \"%s\"", "\xff\x01");
	KUNIT_EXPECT_STREQ(test, "a", "b");
	KUNIT_FAIL(test, "in words");
}
static void asserts(struct kunit *test)
{
	KUNIT_ASSERT_NOT_NULL(test, kunit_kzalloc(test, 100, GFP_KERNEL));
	KUNIT_ASSERT_TRUE(test, false);
	KUNIT_FAIL(test, "not reached");
}
static void unsuited(struct kunit *test) { kunit_fail_current_test("by the %s", "code"); }
END
tests 1 "a suite that fails, and one that passes" --junit "$tmp/junit.xml" "$tmp/bad.c" "$tmp/good.c"
prints "the place" "^    # fails: EXPECTATION FAILED at .*/bad.c:[0-9]+\$"
prints "the values" '^        three == 3$'
prints "the message" '^    say <&> '
prints "an assertion" '^    # asserts: ASSERTION FAILED'
prints "the code under test may fail it" 'by the code'
prints "the suite" '^not ok 1 bad'
prints "the next suite" '^ok 2 good'
if grep -q 'not reached' "$tmp/out"; then not_ok "an assertion ends the case"; else ok "an assertion ends the case"; fi
if command -v python3 >/dev/null; then
	check "--junit: XML, with all results" python3 - "$tmp/junit.xml" <<'END'
import sys, xml.etree.ElementTree as e
root = e.parse(sys.argv[1]).getroot()
bad, good = root.findall('testsuite')
assert (bad.get('name'), bad.get('tests'), bad.get('failures')) == ('bad', '4', '3')
params = [c.get('name') for c in good.findall('testcase') if c.get('name').startswith('each/')]
assert params == ['each/n=1', 'each/n=2', 'each/n=3'], params
assert (int(good.get('tests')), good.get('failures'), good.get('skipped')) == (2 + len(params), '0', '1')
text = bad.findall('testcase')[1].find('failure').text
assert 'say <&>' in text and 'in words' in text, text
END
else
	skip "--junit: XML, with all results" "no python3"
fi

suite leaky passes leaks <<'END'
static void passes(struct kunit *test) { KUNIT_SUCCEED(test); }
static void *volatile kept;
static void leaks(struct kunit *test) { kept = kmalloc(100, GFP_KERNEL); kept = NULL; }
END
tests 3 "a case that leaks" "$tmp/leaky.c"
says "the finding" 'leaky.c:[0-9]+: leak: 1 object of 100 bytes'
prints "the case that it belongs to" '^# leaky.leaks: .*leak'
says "counts as failed" '1 passed, 1 failed'

suite twice frees last <<'END'
static void frees(struct kunit *test) { void *p = kmalloc(50, GFP_KERNEL); kfree(p); kfree(p); }
static void last(struct kunit *test) { KUNIT_SUCCEED(test); }
END
tests 3 "a case with a double free" "$tmp/twice.c"
prints "fails by it" '^    not ok 1 frees'
prints "the next runs" '^    ok 2 last'

suite crash crashes last <<'END'
static int *volatile null;
static void crashes(struct kunit *test) { *null = 1; }
static void last(struct kunit *test) { KUNIT_SUCCEED(test); }
END
tests 3 "a case that crashes" "$tmp/crash.c" "$tmp/good.c"
says "the report" 'crash.c:[0-9]+: crash'
prints "it failed" '^    not ok 1 crashes'
prints "the rest of the suite was not run" '^    ok 2 last # SKIP not run'
prints "nor the other suite" '^ok 2 good # SKIP not run'
says "the sum" '0 passed, 1 failed, 0 skipped, 4 not run'

suite loops loops_ever last <<'END'
static void loops_ever(struct kunit *test) { for (;;) barrier(); }
static void last(struct kunit *test) { KUNIT_SUCCEED(test); }
END
tests 3 "a case that loops for ever" --timeout 2 "$tmp/loops.c"
prints "its time is up" '^    # loops_ever: timed out after 2 s'
says "where it loops" 'loops.c:[0-9]+: hang'

suite waits waits_ever last <<'END'
static DECLARE_COMPLETION(never);
static void waits_ever(struct kunit *test) { wait_for_completion(&never); }
static void last(struct kunit *test) { KUNIT_SUCCEED(test); }
END
tests 3 "a case that waits for ever" "$tmp/waits.c"
prints "its time is up, at once" '^    # waits_ever: try timed out'
says "where it waits" 'waits.c:[0-9]+: hang: waits_ever did not end within 300 s'
prints "the next runs" '^    ok 2 last'

suite sleeps sleeps_ever last <<'END'
static void sleeps_ever(struct kunit *test) { for (;;) schedule_timeout_uninterruptible(1); }
static void last(struct kunit *test) { KUNIT_SUCCEED(test); }
END
sed -i '1i #include <linux/sched.h>' "$tmp/sleeps.c"
tests 3 "a case that sleeps again and again" "$tmp/sleeps.c" -- 'sl*'
says "where it is" 'sleeps.c:[0-9]+: hang: sleeps_ever did not end'
says "that is the only defect" '^ferrite: 1 defect'
says "the command repeats the tests that were chosen" ' test --gdb --seed 1 .*/sleeps.c -- .sl\*.$|test --gdb --seed 1 --step [0-9]+ .*/sleeps.c -- .sl\*.$'

mkdir "$tmp/empty"
TMPDIR=$tmp/empty timeout 60 "$ferrite" test "$tmp/good.c" 2>/dev/null | head -n 1 >"$tmp/out"
check "a reader that goes leaves no files" rmdir "$tmp/empty"
tests 2 "--json - has no place on standard output" "$tmp/good.c" --json -

printf '#include <linux/module.h>\nMODULE_LICENSE("GPL");\n' >"$tmp/none.c"
tests 2 "a module without suites" "$tmp/none.c"
says "is told" 'no KUnit suite in .*none.c'
printf 'int x = ;\n' >"$tmp/broken.c"
tests 5 "a module that does not compile" "$tmp/broken.c"
tests 2 "no module" --list
tests 2 "an unknown option" --lost "$tmp/good.c"
tests 2 "--junit without a value" "$tmp/good.c" --junit
tests 125 "--junit to where nothing can be written" --junit "$tmp/no/such" "$tmp/good.c"
tests 2 "a time-out that is none" --timeout soon "$tmp/good.c"
tests 0 "--help" --help
run 0 "ferrite run runs suites when it loads the module" --log "$tmp/good.c"
says "with their KTAP in the log" '\] ok 1 good'
finish
