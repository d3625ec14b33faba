#!/usr/bin/env bash
# Clients that are hostile or clumsy get Linux's errno, reach nobody else's memory, and leave nothing.
set -u
. "$(dirname "$0")/drivers/tap.bash"
gcc -O1 -w -pthread -o "$tmp/hostile" tests/e2e/hostile/hostile.c || exit 1

for what in pointers forks passed; do
	clean "$what on a driver" --timeout 30 examples/note.c -- "$tmp/hostile" /dev/note $what
done
clean "processes" --timeout 30 examples/note.c -- "$tmp/hostile" /dev/note processes
clean "garbage on a driver" --timeout 30 examples/note.c -- "$tmp/hostile" /dev/note garbage
clean "blocked calls: closed, interrupted, killed" --timeout 30 examples/relay.c -- "$tmp/hostile" /dev/relay blocked
finish
