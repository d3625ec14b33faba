#!/usr/bin/env bash
# The API of the module runtime as in Debian's Linux 6.1: each module of tests/differential/api
# once in ferrite and once in the real kernel, with its client if there is one. What modules
# log and what clients print must be the same.
#
# api/NAME.c          the module; a line "insmod: WORDS" in it gives parameters
# api/NAME.client     run by busybox sh while the module is there; $bin has busybox and calls
# api/calls.c         system calls for clients, one or more a command line
#
# "api.sh NAME…" tests these only. KEEP=DIR keeps both outputs there.
set -u
only=$*
. "$(dirname "$0")/../e2e/drivers/tap.bash"
api=tests/differential/api

for t in qemu-system-x86_64 busybox cpio; do
	command -v $t >/dev/null && continue
	skip "the API as in Linux 6.1" "$t is not installed"
	finish
done
if [ "$(id -u)" != 0 ]; then
	skip "the API as in Linux 6.1" "clients must be root in both"
	finish
fi
names=${only:-$(cd $api && for f in *.c; do [ "$f" = calls.c ] || echo "${f%.c}"; done)}
out=${KEEP:-$tmp/out}
mkdir -p "$tmp/root/m" "$out"
gcc -static -O1 -o "$tmp/root/m/calls" $api/calls.c || exit 1
cp "$(command -v busybox)" "$tmp/root/m/busybox"
for n in $names; do
	cp $api/$n.client "$tmp/root/m/" 2>/dev/null || echo : >"$tmp/root/m/$n.client"
	sed -n 's/^.*insmod: *\(.*[^ */]\)[ */]*$/\1/p' $api/$n.c >"$tmp/root/m/$n.args"
done
sources=$(for n in $names; do echo $api/$n.c; done)

linux() {
	cat >"$tmp/script" <<-S
	dmesg -n 1
	for n in $(echo $names); do
		dmesg -c >/dev/null
		echo "@@ \$n client"
		insmod /m/\$n.ko \$(cat /m/\$n.args) 2>&1 && { bin=/m sh /m/\$n.client 2>&1; rmmod \$n 2>&1; }
		echo "@@ \$n log"
		dmesg -r
	done
	S
	timeout 120 tests/oracle/linux -q -n 2 -m 512 -d "$tmp/root" "$tmp/script" >"$tmp/linux" 2>"$tmp/linux.err"
}

# Log lines as they are compared: without time, those of the module only.
lines() { # NAME
	sed -E 's/^<[0-9]+>//; s/^\[ *[0-9]+\.[0-9]+\] ?//' | grep -a "^$1: " |
		grep -v -e "loading out-of-tree" -e "module verification failed"
}

part() { # NAME PART: of Linux's output
	awk -v want="@@ $1 $2" '/^@@ / { on = $0 == want; next } on' "$tmp/linux"
}

ferrite() { # NAME
	local n=$1 args; read -r -a args <"$tmp/root/m/$n.args"
	bin=$tmp/root/m timeout 60 "$ferrite" run --log --checks=on --machine 2x256M "$api/$n.c" ${args[@]+"${args[@]}"} -- \
		"$tmp/root/m/busybox" sh -c "exec 2>&1; . $tmp/root/m/$n.client" >"$out/$n.client.ferrite" 2>"$out/$n.err"
	lines "$n" <"$out/$n.err" >"$out/$n.log.ferrite"
	grep -q '^ferrite: clean: 0 defects' "$out/$n.err"
}

if ! tests/oracle/kmod "$tmp/ko" $sources >"$tmp/kmod.log" 2>&1; then
	if ls "${XDG_CACHE_HOME:-$HOME/.cache}"/ferrite-oracle/headers/usr/src/linux-headers-*-amd64 >/dev/null 2>&1; then
		not_ok "the modules build for Linux 6.1" "$tmp/kmod.log"
	else
		skip "the API as in Linux 6.1" "the kernel's headers cannot be fetched"
	fi
	finish
fi
cp "$tmp"/ko/*.ko "$tmp/root/m/"
linux & boot=$!
bad=
for n in $names; do ferrite "$n" || bad="$bad $n"; done
wait $boot
if ! [ -s "$tmp/linux" ] && ! ls "${XDG_CACHE_HOME:-$HOME/.cache}"/ferrite-oracle/root/boot/vmlinuz-* >/dev/null 2>&1; then
	skip "the API as in Linux 6.1" "the kernel cannot be fetched"
	finish
fi
for n in $names; do
	part "$n" log | lines "$n" >"$out/$n.log.linux"
	part "$n" client >"$out/$n.client.linux"
	part "$n" log >"$out/$n.dmesg"
	case " $bad " in *" $n "*) not_ok "$n: a clean run in ferrite" "$out/$n.err" ;; *) ok "$n: a clean run in ferrite" ;; esac
	check "$n: $(wc -l <"$out/$n.log.linux") lines of log as in Linux 6.1" diff "$out/$n.log.linux" "$out/$n.log.ferrite"
	[ -f $api/$n.client ] && check "$n: the client's output as in Linux 6.1" diff "$out/$n.client.linux" "$out/$n.client.ferrite"
done
finish
