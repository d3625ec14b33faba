#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Print the tables of docs/detection.md about suites that nobody here wrote, from Debian's
# linux-source-6.1, unmodified: mm/kasan/kasan_test.c, lib/slub_kunit.c, the heap part of
# drivers/misc/lkdtm. tests/detection.sh puts them in their place. The end-to-end tests unpack them.
set -u
cd "$(dirname "$0")/.." || exit 1
export LC_ALL=C NO_COLOR=1
ferrite=build/ferrite kunit=build/linux-kunit lkdtm=build/linux-lkdtm
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
[ -e $kunit/mm/kasan/kasan_test.c ] || tests/e2e/test-linux.sh >/dev/null
[ -e $lkdtm/heap.c ] || tests/e2e/test-lkdtm.sh >/dev/null
if [ ! -e $kunit/mm/kasan/kasan_test.c ] || [ ! -e $lkdtm/heap.c ]; then
	echo "suites.sh: linux-source-6.1 is not there" >&2
	exit 1
fi

# FILE OPTIONS…: "CASE<tab>RESULT<tab>what the log said in it", a line a case
cases() {
	local file=$1; shift
	timeout 120 $ferrite test --log "$@" --junit "$tmp/xml" "$file" >/dev/null 2>"$tmp/log"
	awk -v xml="$tmp/xml" '
		function text(s) {
			gsub(/&#39;/, "\047", s); gsub(/&#34;|&quot;/, "\"", s); gsub(/&lt;/, "<", s)
			gsub(/&amp;|&#38;/, "\\&", s); gsub(/\|/, "\\|", s)
			return s
		}
		{sub(/^\[ *[0-9.]*\] /, "")}
		/^BUG: KASAN: / {if (index(said " ", " " $3 " ") == 0) said = said " " $3}
		/^ +(not )?ok [0-9]+ / {
			name = $0; sub(/^ +(not )?ok [0-9]+ (- )?/, "", name); sub(/ .*/, "", name)
			found[name] = substr(said, 2); said = ""
		}
		END {
			while ((getline line < xml) > 0) {
				if (line !~ /<testcase /) continue
				name = line; sub(/.* name="/, "", name); sub(/".*/, "", name)
				result = "passed"
				if (line ~ /<failure/) result = "**failed**"
				if (line ~ /<skipped/) {
					result = line; sub(/.*<skipped message="/, "", result)
					sub(/".*/, "", result); result = "skipped: " text(result)
				}
				f = found[name]; gsub(/ /, ", ", f)
				printf "%s\t%s\t%s\n", name, result, f
			}
		}' "$tmp/log"
}

kasan_table() {
	echo '| case of `mm/kasan/kasan_test.c` | `ferrite test --asan` | found |'
	echo '|---|---|---|'
	cases $kunit/mm/kasan/kasan_test.c --asan >"$tmp/kasan"
	awk -F '\t' '
		{printf "| `%s` | %s | %s |\n", $1, $2, $3 == "" ? "-" : $3; n++}
		$2 == "passed" {passed++}
		$2 ~ /^skipped/ {skipped++}
		END {printf "| **passed, of %d** | **%d**, %d skipped | |\n", n, passed, skipped}' "$tmp/kasan"
	echo
	echo "Defects reported beside the cases: $(sed -n 's/^ferrite: clean: 0 defects.*/none/p
		s/^ferrite: \([0-9]* defects\?\),.*/\1/p' "$tmp/log" | head -n 1)."
}

slub_table() {
	echo '| case of `lib/slub_kunit.c` | `ferrite test` | `ferrite test --asan` |'
	echo '|---|---|---|'
	cases $kunit/lib/slub_kunit.c | cut -f 1,2 >"$tmp/plain"
	cases $kunit/lib/slub_kunit.c --asan | cut -f 1,2 >"$tmp/asan"
	join -t $'\t' -a 1 -e 'left out by the suite itself' -o 0,1.2,2.2 <(sort "$tmp/plain") <(sort "$tmp/asan") |
		awk -F '\t' '{printf "| `%s` | %s | %s |\n", $1, $2, $3}'
}

# TYPE OPTIONS…: what lkdtm's crash of this type is found as
crash() {
	local type=$1; shift
	timeout 60 $ferrite run "$@" $lkdtm/core.c $lkdtm/heap.c $lkdtm/refcount.c "$tmp/others.c" -- \
		sh -c "echo $type >/sys/kernel/debug/provoke-crash/DIRECT" >/dev/null 2>"$tmp/err" </dev/null
	sed -n 's/^[^ ]*\(heap\.c:[0-9]*\): \([^:]*\): .*/\2, \1/p' "$tmp/err" | paste -sd';'
}

# TYPE: what plain ASan says of it, on the shim
shim_crash() {
	(ulimit -c 0; timeout 10 "$tmp/shim" "$1" >/dev/null 2>"$tmp/err") 2>/dev/null
	sed -n 's/^SUMMARY: AddressSanitizer: \([^ ]*\).*/\1/p' "$tmp/err" | head -n 1
}

why() {
	case $1 in
	READ_*) echo 'a read leaves no trace that could be seen without `--asan`' ;;
	*_INIT_ON_ALLOC) echo 'no defect: asks whether memory is cleared' ;;
	esac
}

# What lkdtm's other files would define; and its heap part as a program over the shim.
prepare_lkdtm() {
	cp $lkdtm/lkdtm.h "$tmp/"
	cat >"$tmp/others.c" <<'END'
#include "lkdtm.h"
struct crashtype_category bugs_crashtypes, perms_crashtypes, usercopy_crashtypes, stackleak_crashtypes,
	cfi_crashtypes, fortify_crashtypes;
void lkdtm_bugs_init(int *recursion) {}
void lkdtm_perms_init(void) {}
void lkdtm_usercopy_init(void) {}
void lkdtm_usercopy_exit(void) {}
END
	mkdir -p "$tmp/inc/linux"
	for f in $(sed -n 's|^#include <\(linux/.*\)>|\1|p' $lkdtm/heap.c $lkdtm/lkdtm.h); do
		: >"$tmp/inc/$f"
	done
	cat >"$tmp/shim.c" <<'END'
#include HEAP
char *lkdtm_kernel_info = "";
int lkdtm_check_bool_cmdline(const char *option)
{
	return 0;
}
static int run(void)
{
	char name[64] = "";
	FILE *f = fopen("/proc/self/cmdline", "r");
	char line[256];
	size_t n = fread(line, 1, sizeof(line) - 1, f);

	line[n] = 0;
	snprintf(name, sizeof(name), "%s", line + strlen(line) + 1);
	lkdtm_heap_init();
	for (size_t i = 0; i < heap_crashtypes.len; i++)
		if (!strcmp(heap_crashtypes.crashtypes[i].name, name))
			heap_crashtypes.crashtypes[i].func();
	return 0;
}
static void leave(void) { lkdtm_heap_exit(); }
module_init(run);
module_exit(leave);
END
	cc -std=gnu11 -g -O1 -w -fno-builtin -fno-omit-frame-pointer -fsanitize=address -I"$tmp/inc" \
		-DHEAP="\"$PWD/$lkdtm/heap.c\"" -include tests/asan-shim/shim.h -include tests/asan-shim/lkdtm.h \
		"$tmp/shim.c" -o "$tmp/shim" -pthread 2>"$tmp/shim.err" || { cat "$tmp/shim.err" >&2; exit 1; }
}

lkdtm_table() {
	local type plain asan shim
	prepare_lkdtm
	echo '| type of `drivers/misc/lkdtm` | `ferrite run` | `ferrite run --asan` | ASan, `kmalloc=malloc` | why missed |'
	echo '|---|---|---|---|---|'
	for type in $(sed -n 's/^\tCRASHTYPE(\(.*\)),$/\1/p' $lkdtm/heap.c); do
		plain=$(crash "$type") asan=$(crash "$type" --asan) shim=$(shim_crash "$type")
		echo "| \`$type\` | ${plain:--} | ${asan:--} | ${shim:--} | $([ -z "$plain" ] && why "$type") |"
	done
}

case ${1-all} in
kasan) kasan_table ;;
slub) slub_table ;;
lkdtm) lkdtm_table ;;
all) kasan_table; echo; slub_table; echo; lkdtm_table ;;
esac
