#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The corpus examples/bugs: each module has one defect, on a line marked "DEFECT: KIND".
#
#   bugs.sh [--all | --matrix] [NAME…]
#
# Each module must be reported once, as that kind, at that line, with status 3; and with
# CONFIG_FIXED=y, which leaves the defect out, it must be clean. A mark "DEFECT(--asan): KIND" says what
# the instrumented build finds instead. --all runs every module and its twin instrumented as well.
# --matrix prints instead of TAP, for each module, a line: its name, what is blamed without --asan and
# with it ("KIND" at a marked line, "KIND@LINE" elsewhere, "-" nothing, several separated by ","),
# separated by tabs.
#
# Lines of a module: /* client: COMMAND */ runs in the shell, /* options: … */ go to ferrite run.
set -u
cd "$(dirname "$0")/../.." || exit 1
root=$PWD ferrite=$PWD/build/ferrite
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT

line_of() { sed -n "s|^/\* $2: \(.*\) \*/\$|\1|p" "$1"; }

# FILE MODE: "LINE KIND", a line for each place that may be blamed.
marks() {
	local plain='DEFECT' found
	[ "$2" = asan ] && plain='DEFECT(--asan)'
	found=$(grep -no "/\* $plain: [^*]* \*/" "$1" | sed 's|:/\* [^:]*: \(.*\) \*/| \1|')
	[ -z "$found" ] && [ "$2" = asan ] && marks "$1" default && return
	echo "$found"
}

# FILE MODE: what its run blamed, as --matrix prints it.
blamed() {
	local name line kind marked cells=
	name=$(basename "$1" .c)
	marked=$(marks "$1" default; marks "$1" asan)
	while read -r line kind; do
		[ -z "$line" ] && continue
		grep -qxF -- "$line $kind" <<<"$marked" || kind+=@$line
		cells+=${cells:+, }$kind
	done < <(sed -n "s|^\([^ :]*/\)\?$name\.c:\([0-9]*\): \([^:]*\): .*|\2 \3|p" "$tmp/$name.$2.err")
	[ -z "$cells" ] && grep -q '^ferrite: [1-9][0-9]* defect' "$tmp/$name.$2.err" && cells='without a line'
	echo "${cells:--}"
}

# FILE MODE: run it as MODE says; prints what was wrong.
check() {
	local file=$1 mode=$2 name client words=() status out summary got
	name=$(basename "$file" .c)
	out=$tmp/$name.$mode
	client=$(line_of "$file" client)
	read -ra words <<<"$(line_of "$file" options)"
	case $mode in *asan) words+=(--asan) ;; plain) words=("${words[@]/--asan/--checks=full}") ;; esac
	case " ${words[*]-} " in *" --timeout "*) ;; *) words+=(--timeout 20) ;; esac
	words+=("$file")
	case $mode in fixed*) words+=(CONFIG_FIXED=y) ;; esac
	[ -n "$client" ] && words+=(-- sh -c "$client")
	NO_COLOR=1 timeout 60 "$ferrite" run "${words[@]}" >"$out.out" 2>"$out.err" </dev/null
	status=$?
	summary=$(tail -n 1 "$out.err")
	case $mode in
	fixed*)
		[ $status -eq 0 ] || echo "the repaired module ends with status $status"
		case $summary in "ferrite: clean"*) ;; *) echo "not clean: $summary" ;; esac
		return
		;;
	esac
	[ -n "${matrix-}" ] && { blamed "$file" "$mode"; return; }
	[ $status -eq 3 ] || echo "status $status, not 3"
	case $summary in "ferrite: 1 defect"*) ;; *) echo "not one defect: $summary" ;; esac
	got=$(sed -n "s|^\([^ :]*/\)\?$name\.c:\([0-9]*\): \([^:]*\): .*|\2 \3|p" "$out.err")
	[ "$(echo "$got" | wc -l)" -eq 1 ] && [ -n "$got" ] && marks "$file" "$mode" | grep -qxF -- "$got" && return
	echo "blamed: ${got:-nothing}; marked: $(marks "$file" "$mode" | paste -sd,)"
}

# FILE MODE, as a job: the verdict of one run, in a file of its own.
job() {
	local wrong
	wrong=$(check "$1" "$2")
	printf '%s' "$wrong" >"$tmp/$(basename "$1" .c).$2.wrong"
}

if [ "${1-}" = --job ]; then
	tmp=$4
	trap - EXIT
	job "$2" "$3"
	exit
fi

all=
[ "${1-}" = --all ] && { all=1; shift; }
[ "${1-}" = --matrix ] && { export matrix=1; shift; }
files=()
if [ $# -gt 0 ]; then
	for name; do files+=("examples/bugs/$(basename "$name" .c).c"); done
else
	files=(examples/bugs/*.c)
fi

plan() {
	local f options
	for f in "${files[@]}"; do
		[ -n "${matrix-}" ] && { echo "$f plain"; echo "$f asan"; continue; }
		options=$(line_of "$f" options)
		echo "$f default"
		echo "$f fixed"
		case $options in *--asan*) continue ;; esac
		{ [ -n "$all" ] || grep -qF 'DEFECT(--asan)' "$f"; } && echo "$f asan"
		[ -n "$all" ] && echo "$f fixed-asan"
	done
}

plan >"$tmp/plan"
xargs -P "${JOBS:-2}" -L 1 sh -c '"$0" --job "$2" "$3" "$1"' "$root/tests/e2e/bugs.sh" "$tmp" <"$tmp/plan"

if [ -n "${matrix-}" ]; then
	for f in "${files[@]}"; do
		name=$(basename "$f" .c)
		printf '%s\t%s\t%s\n' "$name" "$(cat "$tmp/$name.plain.wrong")" "$(cat "$tmp/$name.asan.wrong")"
	done
	exit
fi

n=0 bad=0
while read -r file mode; do
	n=$((n + 1))
	name=$(basename "$file" .c)
	if [ ! -s "$tmp/$name.$mode.wrong" ] && [ -e "$tmp/$name.$mode.wrong" ]; then
		echo "ok $n - $name ($mode)"
		continue
	fi
	bad=1
	echo "not ok $n - $name ($mode)"
	sed 's/^/#   /' "$tmp/$name.$mode.wrong"
	echo
	grep -v '^ferrite: .*s$' "$tmp/$name.$mode.err" | head -n "${LINES_SHOWN:-6}" | sed 's/^/#     /'
done <"$tmp/plan"
echo "1..$n"
exit $bad
