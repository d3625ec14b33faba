#!/usr/bin/env bash
# The heap part of Linux's crash tests (drivers/misc/lkdtm of Debian's linux-source-6.1, unmodified),
# as people run it: a name is written to /sys/kernel/debug/provoke-crash/DIRECT. Each must be found at
# its line, and nothing else. The parts of lkdtm that are not about the heap are left out: a source of
# ours stands for them.
. "$(dirname "$0")/drivers/tap.bash"
tarball=/usr/src/linux-source-6.1.tar.xz
src=build/linux-lkdtm
direct=/sys/kernel/debug/provoke-crash/DIRECT

if [ ! -r $tarball ]; then
	skip "lkdtm of linux-source-6.1" "Debian's package linux-source-6.1 is not installed"
	finish
fi
if [ ! -e $src/.unpacked-1 ]; then
	mkdir -p $src
	tar -xJf $tarball -C $src --strip-components=4 --wildcards 'linux-source-6.1/drivers/misc/lkdtm/*' &&
		touch $src/.unpacked-1
fi
cat >"$tmp/others.c" <<'END'
#include "lkdtm.h"
struct crashtype_category bugs_crashtypes, perms_crashtypes, usercopy_crashtypes, stackleak_crashtypes,
	cfi_crashtypes, fortify_crashtypes;
void lkdtm_bugs_init(int *recursion) {}
void lkdtm_perms_init(void) {}
void lkdtm_usercopy_init(void) {}
void lkdtm_usercopy_exit(void) {}
END
cp $src/lkdtm.h "$tmp/"
modules=($src/core.c $src/heap.c $src/refcount.c "$tmp/others.c")

clean "loads, and lists its crash types" "${modules[@]}" -- cat $direct
if grep -q '^SLAB_LINEAR_OVERFLOW$' "$tmp/out"; then ok "in DIRECT"; else not_ok "in DIRECT" "$tmp/out"; fi

# NAME OPTIONS FINDING: kind and first words; "-": nothing to find
while read -r name options finding; do
	[ -n "$name" ] || continue
	[ "$options" = "-" ] && options=
	if [ "$finding" = "-" ]; then
		clean "$name $options: no defect" $options "${modules[@]}" -- sh -c "echo $name > $direct"
		continue
	fi
	run 3 "$name $options" $options "${modules[@]}" -- sh -c "echo $name > $direct"
	if grep -qE "^[^ ]*heap\.c:[0-9]+: $finding" "$tmp/err" && grep -q '^ferrite: 1 defect, ' "$tmp/err"
	then ok "$name $options: $finding, and nothing else"
	else not_ok "$name $options: $finding, and nothing else" "$tmp/err"; fi
done <<'END'
SLAB_LINEAR_OVERFLOW    -      overrun: bytes 1024 to 1027 of an object of 1020 bytes
SLAB_LINEAR_OVERFLOW    --asan out of bounds: write of 4 bytes
VMALLOC_LINEAR_OVERFLOW -      overrun: write to guard page
VMALLOC_LINEAR_OVERFLOW --asan out of bounds: write of 4097 bytes
WRITE_AFTER_FREE        -      use after free: bytes 512 to 515
WRITE_AFTER_FREE        --asan use after free: write of 4 bytes
READ_AFTER_FREE         --asan use after free: read of 4 bytes
WRITE_BUDDY_AFTER_FREE  -      use after free: byte 0 of a free page
WRITE_BUDDY_AFTER_FREE  --asan use after free: write of 4096 bytes of a free page
READ_BUDDY_AFTER_FREE   --asan use after free: read of 4 bytes of a free page
SLAB_INIT_ON_ALLOC      -      -
BUDDY_INIT_ON_ALLOC     -      -
SLAB_FREE_DOUBLE        -      double free: an object of 64 bytes
SLAB_FREE_DOUBLE        --asan double free: an object of 64 bytes
SLAB_FREE_CROSS         -      bad free: kmem_cache_free to lkdtm-heap-b
SLAB_FREE_PAGE          -      cache still in use: kmem_cache_free
END
finish
