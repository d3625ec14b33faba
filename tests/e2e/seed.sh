#!/usr/bin/env bash
# One seed, one schedule: the suite of the scheduler prints a hash of what its racing threads saw.
set -u
cd "$(dirname "$0")/../.." || exit 1
n=0 bad=0
result() { # STATUS TEXT
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; bad=1; fi
}
hash_of() { SEED=$1 build/kunit kernel_sched | grep -o 'schedule hash .*'; }

first=$(hash_of 1)
[ -n "$first" ]; result $? "the suite tells its schedule"
same=0
for _ in 1 2 3 4 5 6 7 8 9; do [ "$(hash_of 1)" = "$first" ] || same=1; done
result $same "ten runs with one seed have one schedule"
kinds=$(for s in 1 2 3 4 5 6 7 8; do hash_of $s; done | sort -u | wc -l)
[ "$kinds" -ge 6 ]; result $? "eight seeds have at least six schedules ($kinds)"
exit $bad
