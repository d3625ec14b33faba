# Sourced by the end-to-end tests of drivers and views: numbered results, a place for files, and
# the ferrite command on two nodes unless a test says otherwise.
cd "$(dirname "${BASH_SOURCE[0]}")/../../.." || exit 1
export LC_ALL=C
ferrite=${FERRITE:-build/ferrite}
tmp=$(mktemp -d "${TMPDIR:-/tmp}/ferrite-e2e.XXXXXX")
chmod 755 "$tmp"
trap 'rm -rf "$tmp"' EXIT
tap_n=0 tap_bad=0
[ -x "$ferrite" ] || { echo "not ok 1 - $ferrite exists: run make"; exit 1; }

ok() { # WHAT
	tap_n=$((tap_n + 1))
	echo "ok $tap_n - $1"
}

not_ok() { # WHAT [FILE…]: the files' first lines say more
	tap_n=$((tap_n + 1)) tap_bad=1
	local what=$1 f; shift
	for f in "$@"; do [ -f "$f" ] && sed -n '1,30s/^/# /p' "$f"; done
	echo "not ok $tap_n - $what"
}

skip() { # WHAT WHY
	tap_n=$((tap_n + 1))
	echo "ok $tap_n - $1 # SKIP $2"
}

check() { # WHAT COMMAND…: ok when the command succeeds; its output is shown when it does not
	local what=$1; shift
	if "$@" >"$tmp/check.out" 2>&1; then ok "$what"; else not_ok "$what" "$tmp/check.out"; fi
}

finish() {
	echo "1..$tap_n"
	exit $tap_bad
}

# run STATUS WHAT ARGUMENTS…: ferrite run must end with STATUS. $tmp/out and $tmp/err keep what
# it said.
run() {
	local status=$1 what=$2 rc; shift 2
	timeout 120 "$ferrite" run "$@" >"$tmp/out" 2>"$tmp/err" </dev/null
	rc=$?
	if [ "$rc" -eq "$status" ]; then ok "$what"
	else echo "# status $rc, expected $status"; not_ok "$what" "$tmp/err" "$tmp/out"; fi
}

# clean WHAT ARGUMENTS…: and the last line must say that nothing was left.
clean() {
	run 0 "$@"
	if tail -n 1 "$tmp/err" | grep -q '^ferrite: clean: 0 defects, '; then :
	else not_ok "$1: the last line says clean" "$tmp/err"; fi
}
