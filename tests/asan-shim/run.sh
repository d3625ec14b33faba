#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Run modules of examples/bugs/ as programs under plain ASan (shim.h).
#
#   tests/asan-shim/run.sh [--fixed] NAME…
#
# Prints a line for each: NAME, a tab, and what ASan or its leak checker said ("" for nothing, with
# the line of the source behind "@" where ASan names one; "does not end" past 5 s).
set -u
cd "$(dirname "$0")/../.." || exit 1
fixed=
[ "${1-}" = --fixed ] && { fixed=-DCONFIG_FIXED; shift; }
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
mkdir -p "$tmp/inc/linux"

# FILE: the arguments of the program, from the module's client.
client_of() {
	local line count
	line=$(sed -n 's|^/\* client: \(.*\) \*/$|\1|p' "$1")
	count=$(sed -n 's/.*head -c \([0-9]*\).*/\1/p' <<<"$line")
	case $line in
	'') ;;
	*'>'*) echo "write ${count:-6}" ;;
	*) echo "read ${count:-4096}" ;;
	esac
}

one() {
	local name=$1 file=examples/bugs/$1.c out=$tmp/$1 status said at header
	local -a words
	for header in $(sed -n 's|^#include <\(linux/.*\)>|\1|p' "$file"); do : >"$tmp/inc/$header"; done
	if ! cc -std=gnu11 -g -O1 -fno-builtin -fno-omit-frame-pointer -fsanitize=address $fixed -I"$tmp/inc" -w \
		-Wno-error -include tests/asan-shim/shim.h "$file" -o "$out" -pthread 2>"$out.err"; then
		printf '%s\tnot in the shim\n' "$name"
		return
	fi
	read -ra words <<<"$(client_of "$file")"
	(ulimit -c 0; timeout 5 "$out" "${words[@]}" >/dev/null 2>"$out.err"; exit $?) 2>/dev/null
	status=$?
	said=$(sed -n 's/^SUMMARY: AddressSanitizer: \([^ ]*\).*/\1/p' "$out.err" | head -n 1)
	grep -q '^SUMMARY: AddressSanitizer: .* leaked in' "$out.err" && said=leak
	at=$(grep -m 1 -o "/$name\.c:[0-9]*" "$out.err" | sed 's/.*://')
	[ -n "$said" ] && [ -n "$at" ] && said+=@$at
	[ -z "$said" ] && [ $status -eq 124 ] && said='does not end'
	[ -z "$said" ] && [ $status -gt 1 ] && said="status $status"
	printf '%s\t%s\n' "$name" "$said"
}

for name; do one "$(basename "$name" .c)"; done
