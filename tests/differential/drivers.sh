#!/usr/bin/env bash
# Our drivers, the same binaries of clients, the same script: in ferrite and in Debian's Linux 6.1.
set -u
. "$(dirname "$0")/../e2e/drivers/tap.bash"

for t in qemu-system-x86_64 busybox cpio; do
	command -v $t >/dev/null && continue
	skip "drivers as in Linux 6.1" "$t is not installed"
	finish
done
if [ "$(id -u)" != 0 ]; then
	skip "drivers as in Linux 6.1" "clients must be root in both"
	finish
fi
mkdir -p "$tmp/root/m" "$tmp/work"
for c in ioctl pipe; do gcc -static -O1 -o "$tmp/root/m/$c" tests/e2e/drivers/$c.c || exit 1; done
cp "$(command -v busybox)" "$tmp/root/m/busybox"
cp tests/differential/drivers.client "$tmp/root/m/client"
if ! tests/oracle/kmod "$tmp/ko" drivers/scull{,c,p,v}.c >"$tmp/kmod.log" 2>&1; then
	skip "drivers as in Linux 6.1" "the kernel's headers cannot be fetched"
	finish
fi
ok "the drivers build for Linux 6.1"
cp "$tmp"/ko/*.ko "$tmp/root/m/"

cat >"$tmp/script" <<'S'
for m in scull scullc scullp scullv; do insmod /m/$m.ko || exit 1; done
mkdir -p /tmp/work; bin=/m work=/tmp/work sh /m/client 2>&1
for m in scullv scullp scullc scull; do rmmod $m || echo "$m stays"; done
dmesg | grep -E 'BUG|Objects remaining|WARNING.*(slab|scull)'
S
timeout 120 tests/oracle/linux -q -n 2 -m 512 -d "$tmp/root" "$tmp/script" >"$tmp/linux" 2>"$tmp/linux.err"
check "Linux 6.1 runs them" test -s "$tmp/linux"
bin=$tmp/root/m work=$tmp/work timeout 120 "$ferrite" run --machine 2x256M \
	drivers/scull.c drivers/scullc.c drivers/scullp.c drivers/scullv.c -- \
	"$tmp/root/m/busybox" sh "$tmp/root/m/client" >"$tmp/ferrite" 2>"$tmp/ferrite.err"
check "ferrite runs them" test -s "$tmp/ferrite"
check "both print the same" diff "$tmp/linux" "$tmp/ferrite"
finish
