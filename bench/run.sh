#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# run.sh [--json]: one allocate-and-free pair; bench/whole.sh measures a whole run. Builds what it measures from the release objects of the tree.
set -euo pipefail
cd "$(dirname "$0")/.."
json=${1:-}

obj=build/obj-release out=build/bench
mkdir -p "$out"
make --no-print-directory V=release "$obj/core.o" all >/dev/null
read -r -a core_flags < <(make -s V=release print-core-cflags)
cc "${core_flags[@]}" -c bench/pairs_core.c -o "$out/pairs_core.o"
for f in pairs count; do
	cc -std=gnu11 -O2 -g -Wall -Wextra -D_GNU_SOURCE -Iinclude/host -iquote include -I. -idirafter include \
		-c "bench/$f.c" -o "$out/$f.o"
done
cc -O2 -o "$out/pairs" "$out/pairs.o" "$out/count.o" "$out/pairs_core.o" "$obj/core.o" \
	$(find "$obj/arch/hosted" -name '*.o') -Wl,-T,cli/build/percpu.lds -pthread -ldl

[ -n "$json" ] || printf '== allocate and free: one pair\n\n'
"$out/pairs" ${json:+"$json"}
