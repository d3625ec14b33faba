#!/usr/bin/env bash
# What `make install` puts down works away from the source tree: the command, and the library.
set -u
cd "$(dirname "$0")/../.."
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
n=0
check() { # WHAT COMMAND…
	local what=$1; shift; n=$((n + 1))
	if "$@" >"$tmp/out" 2>&1; then echo "ok $n - $what"
	else sed 's/^/# /' "$tmp/out"; echo "not ok $n - $what"; fi
}
prefix=$tmp/usr
export PKG_CONFIG_PATH=$prefix/lib/pkgconfig

check 'make install PREFIX=…' make -s --no-print-directory install PREFIX="$prefix"
check 'the installed command runs an installed driver' env -C / "$prefix/bin/ferrite" run \
	--machine 2x64M "$prefix/share/ferrite/drivers/scull.c" -- sh -c 'echo hello >/dev/scull0; grep -q hello /dev/scull0'
check 'pkg-config knows the library' pkg-config --exists ferrite
cp examples/embed/pages.c "$tmp/"
check 'a program that embeds a machine builds' sh -c \
	"cc -o '$tmp/pages' '$tmp/pages.c' \$(pkg-config --cflags --libs ferrite)"
check 'and runs' sh -c "'$tmp/pages' | grep -qx 'eight pages: yes, leaks: 0'"
check 'DESTDIR=… goes before PREFIX' sh -c \
	"make -s --no-print-directory install DESTDIR='$tmp/root' PREFIX=/usr && test -x '$tmp/root/usr/bin/ferrite' && grep -qx prefix=/usr '$tmp/root/usr/lib/pkgconfig/ferrite.pc'"
echo "1..$n"
