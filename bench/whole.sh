#!/usr/bin/env bash
# whole.sh [--json] [RUNS]: one whole run, source to verdict, beside real kernels doing the same work.
#
#   ferrite      compile scullc.c, boot 2 nodes, load, cp and cmp 64 KiB, unload, verdict
#   Linux, QEMU  boot Debian's 6.1, insmod scullc.ko (compiled before), cp and cmp, rmmod
#   Linux, UML   boot Debian's user-mode-linux, cp and cmp on tmpfs (it loads no foreign module)
#
# Medians of wall-clock times in one go; the machine may be shared, so read the ratios.
set -euo pipefail
cd "$(dirname "$0")/.."
json=
if [ "${1:-}" = --json ]; then json=1; shift; fi
runs=${1:-11}
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
head -c 65536 /dev/urandom >"$tmp/data"
mkdir -p "$tmp/guest"; cp "$tmp/data" "$tmp/guest/data"

median() { # RUNS COMMAND…: seconds
	local n=$1 i; shift
	for ((i = 0; i < n; i++)); do
		local t0; t0=$(date +%s%N)
		"$@" >"$tmp/out" 2>&1 || { cat "$tmp/out" >&2; return 1; }
		echo $(($(date +%s%N) - t0))
	done | sort -n | awk '{v[NR]=$1} END {printf "%.3f", v[int((NR+1)/2)]/1e9}'
}

ferrite() { ./build/ferrite run --machine 2x128M drivers/scullc.c -- \
	sh -c "cp $tmp/data /dev/scullc0 && cmp $tmp/data /dev/scullc0"; }
qemu() { tests/oracle/linux -q -n 2 -m 256 -d "$tmp/guest" "$tmp/qemu.sh"; }
uml() { tests/oracle/linux -u -d "$tmp/guest" "$tmp/uml.sh"; }
echo 'insmod /scullc.ko && cp /data /dev/scullc0 && cmp /data /dev/scullc0 && rmmod scullc' >"$tmp/qemu.sh"
echo 'cp /data /tmp/x && cmp /data /tmp/x' >"$tmp/uml.sh"

ours=$(median "$runs" ferrite)
comma=
row() {
	if [ -z "$json" ]; then
		printf '%-44s %8.3f %8.1f\n' "$1" "$2" "$(echo "$2 / $ours" | bc -l)"
	else
		printf '%s\n {"work": "whole run", "what": "%s", "seconds": %s}' "$comma" "$1" "$2"
		comma=,
	fi
}
if [ -n "$json" ]; then printf '['
else printf '%-44s %8s %8s\n' 'whole run (median)' seconds ratio; fi
row "ferrite run, $runs runs" "$ours"
if command -v linux.uml >/dev/null; then row 'Linux 6.1, user-mode-linux, 3 runs' "$(median 3 uml)"; fi
if command -v qemu-system-x86_64 >/dev/null && tests/oracle/kmod "$tmp/ko" drivers/scullc.c 2>"$tmp/err"; then
	cp "$tmp/ko/scullc.ko" "$tmp/guest/"
	row 'Linux 6.1, QEMU (TCG), 1 run' "$(median 1 qemu)"
else
	echo "Linux in QEMU: left out: $(tail -n 1 "$tmp/err" 2>/dev/null)" >&2
fi
if [ -n "$json" ]; then printf '\n]\n'; fi
