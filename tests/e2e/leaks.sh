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

# ---- where the address of a finding lives ----
lives() { # WHAT PATTERN
	run 3 "place: $1" $m what=$1
	if grep -qE "$2" "$tmp/err" && grep -qE 'page 0xffffea[0-9a-f]+ pfn 0x[0-9a-f]+ node 0 zone [A-Z0-9a-z]+, refcount' "$tmp/err"
	then ok "place of $1"; else not_ok "place of $1: /$2/" "$tmp/err"; fi
}
lives object 'is byte 16 of object 0xffff888[0-9a-f]+, 256 bytes of kmalloc-256, allocated'
lives object 'object [0-9]+ of [0-9]+ of the slab 0xffff888'
lives large 'is byte 16 of a kmalloc of 12298 bytes'
lives pages 'is byte 4096 of 4 pages \(order 2\), __get_free_pages'
finish
