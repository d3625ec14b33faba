#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# checks.sh [--json] [RUNS]: what the checks cost in a whole run of scullc.
#
# From source to verdict with --checks=off, on, full (the default) and --asan, and the same with a
# client that copies more. All take turns, so that a change of the machine's speed meets
# all alike; medians of wall-clock times, and the ratio to --checks=off.
set -euo pipefail
cd "$(dirname "$0")/.."
json=
if [ "${1:-}" = --json ]; then json=1; shift; fi
runs=${1:-7}
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
modes=(--checks=off --checks=on --checks=full --asan)
sizes=(64 4096) # KiB

once() { # MODE KIB: nanoseconds
	local t0; t0=$(date +%s%N)
	./build/ferrite run "$1" --machine 2x128M drivers/scullc.c -- \
		sh -c "cp $tmp/$2 /dev/scullc0 && cmp $tmp/$2 /dev/scullc0" >"$tmp/out" 2>&1 ||
		{ cat "$tmp/out" >&2; return 1; }
	echo $(($(date +%s%N) - t0))
}
median() { sort -n "$1" | awk '{v[NR]=$1} END {printf "%.3f", v[int((NR+1)/2)]/1e9}'; }

for kib in "${sizes[@]}"; do head -c $((kib << 10)) /dev/urandom >"$tmp/$kib"; done
for ((i = 0; i < runs; i++)); do
	for kib in "${sizes[@]}"; do
		for mode in "${modes[@]}"; do once "$mode" "$kib" >>"$tmp/t$mode$kib"; done
	done
done

comma=
if [ -n "$json" ]; then printf '['
else printf '%-34s %10s %8s %8s\n' "scullc, source to verdict" copied seconds ratio; fi
for kib in "${sizes[@]}"; do
	base=$(median "$tmp/t--checks=off$kib")
	for mode in "${modes[@]}"; do
		s=$(median "$tmp/t$mode$kib")
		if [ -z "$json" ]; then
			printf '%-34s %6d KiB %8.3f %8.2f\n' "$mode" "$kib" "$s" "$(echo "$s / $base" | bc -l)"
		else
			printf '%s\n {"work": "scullc, %d KiB", "what": "%s", "seconds": %s}' "$comma" "$kib" "$mode" "$s"
			comma=,
		fi
	done
done
if [ -n "$json" ]; then printf '\n]\n'; fi
