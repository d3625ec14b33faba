#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Write the table of the corpus in docs/detection.md anew: run every module of examples/bugs/ by ferrite
# run, by ferrite run --asan, and as a program under plain ASan (tests/asan-shim). A few minutes.
#
#   tests/detection.sh [--check]     --check: say whether the table is what it would be
set -u
cd "$(dirname "$0")/.." || exit 1
doc=docs/detection.md
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT

tests/e2e/bugs.sh --matrix >"$tmp/ferrite" || exit 1
for f in examples/bugs/*.c; do basename "$f" .c; done |
	xargs -P "${JOBS:-2}" -n 8 tests/asan-shim/run.sh | sort >"$tmp/shim"

class_of() { sed -n 's|^/\* class: \(.*\) \*/$|\1|p' "examples/bugs/$1.c" | sed 's/|/\\|/g'; }

# NAME SAID: what the shim's run found, "-" for nothing; a hang ends no run.
shim_cell() {
	case $2 in
	'' | 'does not end') echo - ;;
	'status 134') echo abort ;;
	*) echo "${2%@*}" ;;
	esac
}

{
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
} >"$tmp/table"

awk -v table="$tmp/table" '
	/^<!-- corpus: begin/ {print; while ((getline line < table) > 0) print line; skip = 1; next}
	/^<!-- corpus: end/ {skip = 0}
	!skip' "$doc" >"$tmp/doc"
if [ "${1-}" = --check ]; then
	diff "$doc" "$tmp/doc" && echo "$doc is up to date"
else
	cp "$tmp/doc" "$doc"
	tail -n 1 "$tmp/table"
fi
