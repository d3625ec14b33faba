#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What is left because its free was refused is told once, as the bad free; what is left besides is
# told, too.
. "$(dirname "$0")/drivers/tap.bash"
m=tests/e2e/leaks/refused.c
kinds() { sed -n "s|^$m:[0-9]*: \([a-z ]*\):.*|\1|p" "$tmp/err" | sort | paste -sd,; }
expect() { # KINDS WHAT ARGUMENTS…
	local want=$1; shift
	run 3 "$@"
	if [ "$(kinds)" = "$want" ]; then ok "$1: $want"
	else not_ok "$1: $want, not $(kinds)" "$tmp/err"; fi
}

for asan in '' --asan; do
	for what in object large pages area; do
		expect 'bad free' "$what $asan" $asan $m what=$what
		expect 'bad free,leak' "$what $asan, and another is lost" $asan $m what=$what then=leak
		expect 'bad free,leak' "$what $asan, freed after all; the next is lost" $asan $m what=$what then=again
	done
done
finish
