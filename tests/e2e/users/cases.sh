# SPDX-License-Identifier: MIT
# Run as a client, with a folder of its own in $tmp. Prints "ok WHAT" or "not ok WHAT".
tmp=$1
cd "$tmp" || exit 1

t() { # WHAT COMMAND: it must succeed
	if (eval "$2") >"$tmp/case.out" 2>&1 </dev/null; then echo "ok $1"
	else sed 's/^/# /' "$tmp/case.out"; echo "not ok $1"; fi
}
have() { command -v "$1" >/dev/null; }
holds() { [ "$(cat "$1")" = "$2" ]; }
head -c 3000 /dev/urandom >3k
dd=/dev/scull0

# ---- folders and names
in_node='cd /sys/devices/system/node && ls | grep -qx node1 && grep -q "Node 0 MemTotal" node0/meminfo'
in_class='cd /sys/class/scull && [ "$(pwd)" = /sys/class/scull ] && [ "$(echo scull?)" = "scull0 scull1 scull2 scull3" ] &&
	cd scull0 && cat dev && ls -l . && find . -name dev | grep -q dev && cd .. && ls scull1/dev && cd / && ls etc/passwd'
for sh in dash bash "busybox sh"; do
	have "${sh%% *}" || continue
	t "$sh: a folder that host and machine have" "$sh -c '$in_node'"
	t "$sh: a folder that only the machine has" "$sh -c '$in_class'"
done
t "bash: cd -P through a link" 'bash -c "cd -P /sys/class/scull/scull0 && [ \$PWD = /sys/devices/virtual/scull/scull0 ]"'
t "globbing below /sys/class" '[ "$(ls /sys/class/*/ | grep -c "^scull[0-3]$")" = 4 ]'
t "find with -execdir" '[ "$(find /sys/class/scull/ -name scull2 -execdir pwd \;)" = /sys/class/scull ]'
t "find -newer, -type c" 'find /dev -maxdepth 1 -type c -name "scull[0-3]" ! -newer 3k | [ $(wc -l) = 4 ]'
t "ls -l of devices" 'ls -l /dev/scull? | grep -c "^crw-rw-rw- .* /dev/scull[0-3]$" | grep -qx 4'
t "stat, test" '[ "$(stat -c %F /dev/scull0)" = "character special file" ] && [ -c /dev/scull0 ] && [ -w /dev/scull0 ] &&
	[ ! -f /dev/scull0 ] && [ -d /proc ] && [ -f /proc/meminfo ]'
t "ps lists clients and hides the rest" 'ps -e -o pid,args | grep -q "cases.s[h]" && ! ps -e -o pid | grep -qx " *1"'
t "/proc lists the machine, self and the host" 'ls /proc >l && grep -qx scullmem l && grep -qx self l && grep -qx mounts l &&
	[ -z "$(uniq -d l)" ]'

# ---- dd
t "dd bs=1 skip and seek" 'dd if=3k of=$dd bs=1 count=50 2>/dev/null; printf x | dd bs=1 seek=20 conv=notrunc 1<>$dd 2>/dev/null
	[ "$(dd if=$dd bs=1 skip=20 count=1 2>/dev/null)" = x ] && [ $(cat $dd | wc -c) = 50 ]'
for flag in nonblock sync dsync append noatime nofollow noctty; do
	t "dd oflag=$flag" "dd if=3k of=$dd bs=1000 oflag=$flag && cmp 3k $dd"
done
for flag in nonblock sync fullblock noatime nofollow count_bytes skip_bytes; do
	t "dd iflag=$flag" "cp 3k $dd; dd if=$dd of=back bs=3000 iflag=$flag && cmp 3k back"
done
t "dd direct: EINVAL, as of every character device" "! dd if=3k of=$dd oflag=direct 2>e && grep -q 'Invalid argument' e &&
	! dd if=$dd of=back iflag=direct 2>e && grep -q 'Invalid argument' e"
t "dd directory: ENOTDIR" "! dd if=$dd of=back iflag=directory 2>e && grep -q 'Not a directory' e"
t "dd conv=excl: EEXIST" "! dd if=3k of=$dd conv=excl 2>e && grep -q 'File exists' e"
for conv in notrunc nocreat sparse noerror; do t "dd conv=$conv" "dd if=3k of=$dd conv=$conv && cmp 3k $dd"; done
t "dd conv=fsync: EINVAL of a driver without fsync" "! dd if=3k of=$dd conv=fsync 2>e && grep -q 'Invalid argument' e"

# ---- other tools
t "tee" 'echo a | tee /dev/scull0 /dev/scull1 && holds /dev/scull0 a && holds /dev/scull1 a'
t "head -c, tail -c, od, xxd, wc" 'printf 0123456789 >$dd; [ "$(head -c 3 $dd)" = 012 ] && [ "$(tail -c 2 $dd)" = 89 ] &&
	od -An -c $dd | grep -q "0   1   2" && [ $(wc -c <$dd) = 10 ]; have xxd && xxd $dd | grep -q 3031'
t "tail -f" 'echo line >$dd; timeout 0.5 tail -f $dd >f; holds f line'
t "cp -a, cp of a view, install, mktemp, mkfifo" 'cp /proc/meminfo m && [ $(wc -l <m) -gt 40 ] && cp 3k $dd && cp $dd back && cmp 3k back &&
	install -m 600 $dd inst && x=$(mktemp -p /dev/shm) && echo y >$x && holds $x y && rm $x &&
	mkfifo ff && (echo z >ff &) && holds ff z'
t "mv and install over a device leave nothing on the host" 'cp 3k new && ! mv -f new /dev/scull3 && [ -f new ]'
t "> truncates files of /proc" ': >/proc/scullseq || [ "$(id -u)" != 0 ]'
t "sort, uniq, diff, sha256sum, gzip, tar" 'cp 3k $dd && [ "$(sha256sum <$dd)" = "$(sha256sum <3k)" ] && gzip -c $dd | gunzip | cmp - 3k &&
	diff 3k $dd && sort /proc/meminfo | uniq | grep -q MemTotal && tar cf t.tar /proc/version && tar tf t.tar'
t "awk, sed -n, grep -c, read, mapfile" 'echo one >$dd; awk "{print \$1 > \"/dev/scull1\"}" $dd && holds /dev/scull1 one &&
	sed -n 1p $dd | grep -q one && read a <$dd && [ $a = one ] && bash -c "mapfile -t m </proc/meminfo; (( \${#m[@]} > 40 ))"'
have busybox && t "busybox: cat (sendfile), cp, dd, free, dmesg, uptime" 'echo one >$dd && [ "$(busybox cat $dd)" = one ] &&
	busybox cat /proc/meminfo >m2 && grep -q MemTotal m2 && busybox cp /proc/version v && grep -q ferrite v &&
	busybox dd if=$dd of=back 2>/dev/null && [ "$(busybox free | awk "/^Mem/ {print \$2}")" = "$(awk "/MemTotal/ {print \$2}" /proc/meminfo)" ] &&
	busybox dmesg | grep -q "Linux version 6.1" && busybox uptime'
have perl && t "perl" 'perl -e "open F, q(>/dev/scull0); print F qq(p\n); close F; open F, q(/dev/scull0); print <F>" | grep -qx p'
have python3 && t "python3: shutil, mmap is ENODEV, sendfile falls back" 'echo one >$dd && python3 -c "
import shutil, mmap
shutil.copyfile(\"/proc/version\", \"v2\"); assert \"ferrite\" in open(\"v2\").read()
f = open(\"$dd\", \"r+b\")
try: mmap.mmap(f.fileno(), 4096); assert 0
except OSError as e: assert e.errno == 19, e"'
have rsync && t "rsync" 'rsync -a 3k 3k.copy && cmp 3k 3k.copy'
t "dmesg, from /dev/kmsg and by syslog(2)" 'dmesg >a && dmesg -S >b && cmp a b && grep -q "Linux version 6.1" a'
t "uname, free, vmstat" 'uname -r | grep -q ferrite && free -s 0.2 -c 2 | grep -c ^Mem: | grep -qx 2 && vmstat -m | grep -q kmalloc-64 && [ $(vmstat 1 2 | wc -l) = 4 ]'
t "slabtop, watch, lsmod" 'slabtop -o | grep -q kmalloc && lsmod | grep -q "^scull " &&
	TERM=xterm timeout 5 watch -n 0.2 -g "cat /proc/uptime" >/dev/null; [ $? -lt 2 ]'
have numactl && t "numactl -H, numastat -m" 'numactl -H | grep -q "^available: 2 nodes" && numastat -m | grep -q "^MemTotal *12"'
t "a storm of short processes" 'i=0; while [ $i -lt 100 ]; do i=$((i+1)); cat /dev/scull1 >/dev/null & done; wait; ulimit -u 2>/dev/null; holds /dev/scull1 one'
