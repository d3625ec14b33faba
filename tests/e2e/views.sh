#!/usr/bin/env bash
# The views: Linux 6.1's format, true figures, and the programs that read them.
set -u
. "$(dirname "$0")/drivers/tap.bash"
ref=tests/e2e/views

# Numbers become N, whatever their width; names, order and punctuation stay.
shape() { sed -E 's/[0-9]+/N/g; s/ +N/ N/g; s/(N[ ,]+)+N/N…/g'; }
same_shape() { # FILE REFERENCE
	diff <(shape <"$2") <(shape <"$1")
}

# The reference machine: two nodes of 512 MiB with a CPU each, as the files in $ref came from.
views="meminfo buddyinfo zoneinfo pagetypeinfo vmstat slabinfo vmallocinfo iomem ioports devices
	modules version stat uptime loadavg cpuinfo filesystems swaps"
node=/sys/devices/system/node
cpu=/sys/devices/system/cpu
export views node cpu tmp
clean "every view can be read" --checks=on --machine 2x512M drivers/scullv.c -- sh -c '
	set -e
	head -c 100000 /dev/zero >/dev/scullv0
	for again in 1 2; do for v in $views; do cat /proc/$v >$tmp/$v; done; done # first to warm the caches
	for i in 1 2 3 4 5; do cat /proc/meminfo /proc/slabinfo >$tmp/pair$i; done
	for f in online possible has_cpu has_memory has_normal_memory; do cat $node/$f >$tmp/node_$f; done
	for n in 0 1; do for f in meminfo numastat vmstat distance cpulist cpumap; do
		cat $node/node$n/$f >$tmp/node${n}_$f; done; done
	for f in online possible present; do cat $cpu/$f >$tmp/cpu_$f; done
	ls $node $node/node1 $cpu $cpu/cpu1/topology >$tmp/lists
	for f in /proc/sys/vm/*; do echo "$f: $(cat $f)"; done >$tmp/vm'

# Format: line by line what Linux 6.1 prints on such a machine.
for v in meminfo buddyinfo zoneinfo pagetypeinfo vmstat swaps loadavg uptime; do
	check "format of $v" same_shape "$tmp/$v" "$ref/$v"
done
for f in meminfo numastat vmstat; do
	check "format of node0/$f" same_shape "$tmp/node0_$f" "$ref/node_$f"
done
columns() { # FILE REGEX: every line, and there must be one
	local text
	text=$(cat "$1") && [ -n "$text" ] && ! grep -nvE "$2" <<<"$text"
}
check "columns of meminfo" columns "$tmp/meminfo" \
	'^([A-Z][A-Za-z0-9_()]*: *[0-9]+ kB|HugePages_[A-Z][a-z]+: +[0-9]+)$'
check "width of meminfo" awk '!/Vmalloc/ && length != (/HugePages_/ ? 24 : 27) {print; bad=1} END {exit bad}' "$tmp/meminfo"
check "columns of buddyinfo" columns "$tmp/buddyinfo" '^Node [01], zone [ A-Za-z0-9]{8} ([ 0-9]{5}[0-9] ){11}$'
check "columns of pagetypeinfo" columns <(grep ', type ' "$tmp/pagetypeinfo") \
	'^Node [ 0-9]{4}, zone [ A-Za-z0-9]{8}, type [ A-Za-z]{12} ([ 0-9]{5}[0-9] ){11}$'
check "head of slabinfo" diff <(head -n 2 "$ref/slabinfo") <(head -n 2 "$tmp/slabinfo")
check "columns of slabinfo" columns <(tail -n +3 "$tmp/slabinfo") \
	'^[^ ]+ +[ 0-9]{5}[0-9] [ 0-9]{5}[0-9] [ 0-9]{5}[0-9] [ 0-9]{3}[0-9] [ 0-9]{3}[0-9] : tunables    0    0    0 : slabdata [ 0-9]{5}[0-9] [ 0-9]{5}[0-9]      0$'
check "geometry of the kmalloc caches is Linux's" diff \
	<(awk '/^kmalloc-[0-9]/ {print $1, $4, $5, $6}' "$ref/slabinfo" | sort) \
	<(awk '/^kmalloc-[0-9]/ {print $1, $4, $5, $6}' "$tmp/slabinfo" | sort)
clean "slabinfo with red zones" --machine 2x128M examples/hello.c -- sh -c 'cat /proc/slabinfo >$tmp/slabinfo.red'
check "with red zones, geometry is that of Linux with slub_debug=Z" diff "$ref/slabinfo.red" \
	<(awk '/^kmalloc-[0-9]|^kmem_cache/ {print $1, $4, $5, $6}' "$tmp/slabinfo.red" | sort)
check "columns of vmallocinfo" columns "$tmp/vmallocinfo" \
	'^0x[0-9a-f]{16}-0x[0-9a-f]{16} [ 0-9]{6}[0-9] ([A-Za-z_][^ ]*\+0x[0-9a-f]+/0x[0-9a-f]+( \[[a-z0-9_]+\])?( pages=[0-9]+)?( phys=0x[0-9a-f]+)?( ioremap)?( vmalloc)?( vmap)?( user)?( vpages)?( N[0-9]+=[0-9]+)*|vm_map_ram|unpurged vm_area)$'
check "vmallocinfo has scullv's 16 pages" grep -qE ' 69632 .*\[scullv\] pages=16 vmalloc' "$tmp/vmallocinfo"
check "columns of iomem" columns "$tmp/iomem" '^ *[0-9a-f]{8,}-[0-9a-f]{8,} : .+$'
check "iomem has the declared RAM" grep -q ' : System RAM$' "$tmp/iomem"
check "devices begins with the character devices" test "$(head -n 1 "$tmp/devices")" = "Character devices:"
check "devices: columns" columns <(grep . "$tmp/devices") '^(Character devices:|Block devices:|[ 0-9]{2}[0-9] [^ ]+)$'
check "modules" columns "$tmp/modules" '^[a-z0-9_]+ [0-9]+ -?[0-9]+ (-|[a-z0-9_,]+) (Live|Loading|Unloading) 0x[0-9a-f]{16}( \([A-Z+-]+\))?$'
check "version" grep -qE '^Linux version 6\.1\.[^ ]+ \(.+\) \(.+\) #[0-9]+ SMP' "$tmp/version"
check "nodes and CPUs" awk '{s = s " " FILENAME "=" $0} END {gsub(/[^ ]*\//, "", s); print s;
	exit s != " node_online=0-1 node_possible=0-1 node_has_cpu=0-1 node_has_memory=0-1 cpu_online=0-1 cpu_possible=0-1 cpu_present=0-1 node0_distance=10 20 node1_distance=20 10 node0_cpulist=0 node1_cpulist=1 node0_cpumap=1 node1_cpumap=2"}' \
	"$tmp"/node_{online,possible,has_cpu,has_memory} "$tmp"/cpu_{online,possible,present} \
	"$tmp"/node{0,1}_distance "$tmp"/node{0,1}_cpulist "$tmp"/node{0,1}_cpumap

# Figures: what one view says must agree with the others.
value() { awk -v k="$2:" '$1 == k || ($1 == "Node" && $3 == k) {print ($1 == "Node") ? $4 : $2}' "$tmp/$1"; }
check "MemTotal is the sum of the zones' managed pages" test \
	"$(value meminfo MemTotal)" = "$(awk '$1 == "managed" {s += $2} END {print s * 4}' "$tmp/zoneinfo")"
check "MemTotal is the sum of the nodes'" test \
	"$(value meminfo MemTotal)" = $(($(value node0_meminfo MemTotal) + $(value node1_meminfo MemTotal)))
check "CommitLimit is half of it" test "$(value meminfo CommitLimit)" = $(($(value meminfo MemTotal) / 8 * 4))
check "free pages of a zone: its blocks" diff \
	<(awk '{s = 0; for (i = 5; i <= NF; i++) s += $i * 2 ^ (i - 5); print $2 $4, s}' "$tmp/buddyinfo") \
	<(awk '$1 == "Node" {z = $2 $4} $1 == "pages" && $2 == "free" {f = $3} $1 == "present" && $2 > 0 {print z, f}' "$tmp/zoneinfo")
# Opening the second view may take a slab itself: one of five readings has to agree.
check "Slab is the sum over slabinfo's slabs" awk '
	FNR == 1 {sum = 0} /^Slab:/ {slab = $2} $8 == "tunables" {sum += $15 * $6 * 4; same[FILENAME] = sum == slab}
	END {for (f in same) n += same[f]; exit !n}' "$tmp"/pair?

# Programs.
clean "free" --machine 2x128M examples/hello.c -- sh -c 'free -l -t >$tmp/free; cat /proc/meminfo >$tmp/m'
check "free shows the machine" awk 'FILENAME ~ /m$/ && /^MemTotal/ {t = $2}
	/^Mem:/ {m = $2} END {exit !(t && t == m)}' "$tmp/m" "$tmp/free"
clean "slabtop" --machine 2x128M examples/hello.c -- slabtop -o
check "slabtop shows kmalloc-64" grep -q ' kmalloc-64 *$' "$tmp/out"
clean "vmstat -m" --machine 2x128M examples/hello.c -- vmstat -m
check "vmstat -m shows kmalloc-64" grep -q '^kmalloc-64 ' "$tmp/out"
clean "vmstat 1 2 reads anew" --machine 2x128M examples/hello.c -- vmstat 1 2
check "vmstat has two lines of figures" test "$(grep -c '^ *[0-9]' "$tmp/out")" = 2
clean "vmstat -s" --machine 2x128M examples/hello.c -- vmstat -s
clean "dmesg shows the machine's log" --machine 2x128M examples/hello.c -- sh -c 'echo from outside >/dev/kmsg; dmesg'
check "dmesg has the module's line and the client's" awk '/hello: hello, world$/ {a = 1} /from outside$/ {b = 1}
	END {exit !(a && b)}' "$tmp/out"
clean "uptime" --machine 2x128M examples/hello.c -- uptime
if command -v numactl >/dev/null; then
	clean "numactl -H" --machine nodes=3,mem=64M,cpus=3 examples/hello.c -- numactl -H
	check "numactl -H shows three nodes" grep -q '^available: 3 nodes (0-2)$' "$tmp/out"
	check "numactl -H shows their sizes" test "$(grep -cE '^node [0-2] size: (5|6)[0-9] MB$' "$tmp/out")" = 3
	clean "numastat" --machine 2x128M examples/hello.c -- numastat
else
	skip "numactl" "it is not installed"
fi
clean "a view is made anew at offset 0" --machine 2x128M drivers/scullp.c -- bash -c '
	exec 3</proc/buddyinfo; cat <&3 >$tmp/before; head -c 1000000 /dev/zero >/dev/scullp0
	cat /proc/buddyinfo >$tmp/after; ! cmp -s $tmp/before $tmp/after'
clean "a known operation changes the figures by what it takes" --machine 2x128M drivers/scullp.c -- sh -c '
	cat /proc/meminfo /proc/slabinfo >$tmp/before; head -c 40960 /dev/zero >/dev/scullp0
	cat /proc/zoneinfo >$tmp/zones; cat /proc/scullpmem; cat /proc/buddyinfo'
check "and scullp says ten pages" test "$(grep -cE '^ +[0-9]: ' "$tmp/out")" = 10

# Repeatable: the same declaration, seed and calls give the same bytes.
runs=${REPEAT:-100}
for ((i = 0; i < runs; i++)); do
	"$ferrite" run --machine nodes=2,mem=64M,cpus=2,seed=3 drivers/scullc.c -- sh -c '
		cp /etc/services /dev/scullc0; cmp /etc/services /dev/scullc0
		cat /proc/buddyinfo /proc/slabinfo /proc/zoneinfo' 2>/dev/null | sha256sum
done | sort | uniq -c >"$tmp/sums"
check "the same seed gives the same views $runs times" awk -v n="$runs" '{exit !(NR == 1 && $1 == n)}' "$tmp/sums"
finish
