#!/usr/bin/env bash
# The four drivers, used by unmodified programs.
set -u
. "$(dirname "$0")/drivers/tap.bash"

gcc -O1 -Wall -o "$tmp/ioctl" tests/e2e/drivers/ioctl.c || exit 1
gcc -O1 -Wall -o "$tmp/pipe" tests/e2e/drivers/pipe.c || exit 1
head -c 65536 /dev/urandom >"$tmp/64k"
head -c 9000 /dev/urandom >"$tmp/9k"
chmod 644 "$tmp"/64k "$tmp"/9k
export tmp

for d in scull scullc scullp scullv; do
	case $d in
	scull | scullc) quantum=4000 ;;
	scullp) quantum=4096 ;;
	scullv) quantum=65536 ;;
	esac
	export d quantum
	m=(--machine 2x128M "drivers/$d.c")

	clean "$d: cp and cmp of 64 KiB" "${m[@]}" -- \
		sh -c 'cp $tmp/64k /dev/${d}0 && cmp $tmp/64k /dev/${d}0'
	clean "$d: a read stops at the end of a quantum" "${m[@]}" -- sh -c '
		cp $tmp/64k /dev/${d}0
		dd if=/dev/${d}0 of=$tmp/part bs=1M count=1 2>/dev/null
		[ $(stat -c %s $tmp/part) = $quantum ]'
	clean "$d: opened for writing only it begins empty, otherwise not" "${m[@]}" -- sh -c '
		cp $tmp/9k /dev/${d}1 && : <>/dev/${d}1 && cmp $tmp/9k /dev/${d}1 &&
		: >/dev/${d}1 && [ -z "$(cat /dev/${d}1)" ]'
	clean "$d: seek, from every side" "${m[@]}" -- sh -c '
		dd if=$tmp/64k of=/dev/${d}2 bs=100 count=90 2>/dev/null
		dd if=/dev/${d}2 of=$tmp/a bs=1 skip=3990 count=20 2>/dev/null
		dd if=$tmp/64k of=$tmp/b bs=1 skip=3990 count=20 2>/dev/null
		cmp $tmp/a $tmp/b'
	clean "$d: a hole reads as the end" "${m[@]}" -- sh -c '
		printf x | dd of=/dev/${d}3 bs=1 seek=20000000 2>/dev/null
		[ -z "$(cat /dev/${d}3)" ] &&
		[ "$(dd if=/dev/${d}3 bs=1 skip=20000000 2>/dev/null)" = x ]'
	clean "$d: /proc/${d}mem tells what is there" "${m[@]}" -- sh -c '
		cp $tmp/9k /dev/${d}1; cat /proc/${d}mem'
	check "$d: its text" awk '/^Device [0-3]: qset [0-9]+, q [0-9]+, sz [0-9]+$/ {n++}
		/^Device 1: .* sz 9000$/ {ok++} /^  item at [0-9a-f]+, qset at [0-9a-f]+$/ {ok++}
		END {exit !(n == 4 && ok == 2)}' "$tmp/out"
	f=K; [ $d = scull ] && f=k
	clean "$d: every ioctl" "${m[@]}" -- "$tmp/ioctl" /dev/${d}0 $f 1
	clean "$d: two clients at once" "${m[@]}" -- sh -c '
		(for i in 1 2 3 4 5; do cp $tmp/64k /dev/${d}0; cmp $tmp/64k /dev/${d}0 || exit 1; done) & a=$!
		(for i in 1 2 3 4 5; do cp $tmp/9k /dev/${d}1; cmp $tmp/9k /dev/${d}1 || exit 1; done) & b=$!
		wait $a && wait $b'
	clean "$d: two clients with --client" "${m[@]}" --client 'cp $tmp/64k /dev/${d}0; cmp $tmp/64k /dev/${d}0' \
		--client 'cp $tmp/9k /dev/${d}1; cmp $tmp/9k /dev/${d}1'
	if command -v busybox >/dev/null; then
		clean "$d: a static client" "${m[@]}" -- busybox sh -c '
			busybox cp $tmp/64k /dev/${d}0 && busybox cmp $tmp/64k /dev/${d}0'
	else
		skip "$d: a static client" "busybox is not installed"
	fi
	run 0 "$d: its devices, /proc/devices and /proc/modules" "${m[@]}" -- \
		sh -c 'ls /dev/${d}[0-3]; grep -w $d /proc/devices; cat /proc/modules'
	check "$d: what they say" awk -v d=$d '
		index($0, "/dev/" d) == 1 {n++} $2 == d && $1 >= 1 {maj++}
		$1 == d && $5 == "Live" {live++} END {exit !(n == 4 && maj == 1 && live == 1)}' "$tmp/out"
done

clean "parameters: quantum, qset and number of devices" --machine 2x128M drivers/scull.c \
	scull_nr_devs=2 scull_quantum=100 scull_qset=3 -- sh -c '
	cp $tmp/9k /dev/scull1 && cmp $tmp/9k /dev/scull1 && [ ! -e /dev/scull2 ] && cat /proc/scullseq'
check "parameters: /proc/scullseq tells them" grep -q '^Device 1: qset 3, q 100, sz 9000$' "$tmp/out"
run 5 "parameters: a bad value is refused" drivers/scull.c scull_quantum=0 -- true
clean "two modules in one run" --machine 2x128M drivers/scullc.c drivers/scullp.c -- sh -c '
	cp $tmp/64k /dev/scullc0 && cp /dev/scullc0 /dev/scullp0 && cmp $tmp/64k /dev/scullp0'

s=(--machine 2x128M drivers/scull.c)
clean "pipes: blocking, ring, poll, signals, SIGIO" "${s[@]}" -- "$tmp/pipe"
cat "$tmp/out" | sed 's/^/# /'
clean "pipes: between two programs" "${s[@]}" -- sh -c '
	cp $tmp/64k /dev/scullpipe1 & head -c 65536 /dev/scullpipe1 | cmp - $tmp/64k'
clean "scullsingle: once at a time" "${s[@]}" -- sh -c '
	exec 3</dev/scullsingle; ! cat /dev/scullsingle 2>$tmp/busy && grep -q busy $tmp/busy &&
	exec 3<&- && cat /dev/scullsingle'
clean "sculluid: many times by one user" "${s[@]}" -- sh -c '
	exec 3</dev/sculluid; cat /dev/sculluid'
clean "scullpriv: by process, each has its own" "${s[@]}" scull_priv_key=pid -- sh -c '
	exec 3<>/dev/scullpriv; echo mine >&3; [ -z "$(cat /dev/scullpriv)" ]'
clean "scullpriv: by user, the store stays" "${s[@]}" scull_priv_key=uid -- sh -c '
	echo ours >/dev/scullpriv; [ "$(cat /dev/scullpriv)" = ours ]'
clean "scullpriv: without a terminal there is none" "${s[@]}" -- sh -c '! cat /dev/scullpriv 2>/dev/null'
run 1 "a failing client is status 1" "${s[@]}" -- cmp "$tmp/64k" /dev/scull0

# As a user without any privilege: the whole command, and inside it one user beside another.
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	mkdir "$tmp/nobody" && chown 65534:65534 "$tmp/nobody"
	user() { TMPDIR=$tmp/nobody HOME=$tmp/nobody setpriv --reuid 65534 --regid 65534 --clear-groups "$@"; }
	check "as uid 65534: the whole command" user "$ferrite" run --machine 2x128M drivers/scullc.c -- \
		sh -c '[ $(id -u) = 65534 ] && cp /etc/services /dev/scullc0 && cmp /etc/services /dev/scullc0 &&
		free -l -t && slabtop -o && cat /proc/buddyinfo'
	check "as uid 65534: he is root in his machine" user "$ferrite" run --machine 2x128M drivers/scull.c -- \
		"$tmp/ioctl" /dev/scull0 k 1
	clean "as root: tunables are refused to another user" "${s[@]}" -- \
		setpriv --reuid 65534 --regid 65534 --clear-groups "$tmp/ioctl" /dev/scull0 k 0
	clean "as root: slabinfo is refused to another user" "${s[@]}" -- sh -c '
		! setpriv --reuid 65534 --regid 65534 --clear-groups cat /proc/slabinfo 2>/dev/null'
	clean "sculluid: another user is kept out" "${s[@]}" -- sh -c '
		exec 3</dev/sculluid
		! setpriv --reuid 65534 --regid 65534 --clear-groups cat /dev/sculluid 2>$tmp/busy && grep -q busy $tmp/busy'
	clean "scullwuid: another user waits" "${s[@]}" -- sh -c '
		exec 3</dev/scullwuid
		(setpriv --reuid 65534 --regid 65534 --clear-groups cat /dev/scullwuid; echo in >>$tmp/order) 3<&- & c=$!
		sleep 0.3 3<&-; echo out >>$tmp/order; exec 3<&-; wait $c; [ "$(echo $(cat $tmp/order))" = "out in" ]'
else
	skip "as uid 65534" "needs root and setpriv"
fi

# The planted race: the same seed loses the same additions, another seed may not.
for seed in 1 2 3 4 5 6 7 8 9 10 11 12; do
	for again in 1 2; do
		"$ferrite" run --machine nodes=2,mem=64M,cpus=2,seed=$seed tests/e2e/drivers/race.c rounds=30 -- \
			cat /proc/race >"$tmp/race.$seed.$again" 2>>"$tmp/race.err"
	done
	cmp -s "$tmp/race.$seed.1" "$tmp/race.$seed.2" || echo "$seed" >>"$tmp/race.differs"
	cat "$tmp/race.$seed.1" >>"$tmp/race.all"
done
sed 's/^/# /' "$tmp/race.all" | sort | uniq -c | sed 's/^/# /'
check "a race shows under some seeds only" awk '/^lost 0$/ {none++} /^lost [1-9]/ {some++}
	END {exit !(none && some && none + some == 12)}' "$tmp/race.all"
check "a seed repeats its schedule" test -s "$tmp/race.all" -a ! -e "$tmp/race.differs"
finish
