#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Write the tables in docs/detection.md anew. The corpus: run every module of examples/bugs/ by ferrite
# run, by ferrite run --asan, and as a program under plain ASan (tests/asan-shim). The suites: see
# tests/suites.sh. A few minutes.
#
#   tests/detection.sh [--check] [corpus | suites]     --check: say whether the tables are what they would be
set -u
cd "$(dirname "$0")/.." || exit 1
doc=docs/detection.md
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT

check=
[ "${1-}" = --check ] && { check=1; shift; }
cp "$doc" "$tmp/doc"

class_of() { sed -n 's|^/\* class: \(.*\) \*/$|\1|p' "examples/bugs/$1.c" | sed 's/|/\\|/g'; }

# NAME SAID: what the shim's run found, "-" for nothing; a hang ends no run.
shim_cell() {
	case $2 in
	'' | 'does not end') echo - ;;
	'status 134') echo abort ;;
	*) echo "${2%@*}" ;;
	esac
}

# NAME: standard input takes the place of what is between the marks of NAME.
put() {
	cat >"$tmp/table"
	awk -v table="$tmp/table" -v begin="^<!-- $1: begin" -v end="^<!-- $1: end" '
		$0 ~ begin {print; while ((getline line < table) > 0) print line; skip = 1; next}
		$0 ~ end {skip = 0}
		!skip' "$tmp/doc" >"$tmp/new" && mv "$tmp/new" "$tmp/doc"
}

corpus() {
	tests/e2e/bugs.sh --matrix >"$tmp/ferrite" || return
	for f in examples/bugs/*.c; do basename "$f" .c; done |
		xargs -P "${JOBS:-2}" -n 8 tests/asan-shim/run.sh | sort >"$tmp/shim"
	echo '| module | class | `ferrite run` | `ferrite run --asan` | ASan, `kmalloc=malloc` |'
	echo '|---|---|---|---|---|'
	n=0 plain_n=0 asan_n=0 shim_n=0
	while IFS=$'\t' read -r name plain asan; do
		shim=$(shim_cell "$name" "$(sed -n "s/^$name\t//p" "$tmp/shim")")
		echo "| \`$name\` | $(class_of "$name") | $plain | $asan | $shim |"
		n=$((n + 1))
		case $plain in -|*@*|*without*) ;; *) plain_n=$((plain_n + 1)) ;; esac
		case $asan in -|*@*|*without*) ;; *) asan_n=$((asan_n + 1)) ;; esac
		[ "$shim" = - ] || shim_n=$((shim_n + 1))
	done <"$tmp/ferrite"
	echo "| **named as marked, of $n** | | **$plain_n** | **$asan_n** | **$shim_n** |"
}

case ${1-all} in corpus | all) corpus | put corpus ;; esac
case ${1-all} in
suites | all)
	for name in kasan slub lkdtm; do tests/suites.sh $name | put $name; done
	;;
esac
if [ "$check" ]; then
	diff "$doc" "$tmp/doc" && echo "$doc is up to date"
else
	cp "$tmp/doc" "$doc"
	grep '^| \*\*' "$doc"
fi
