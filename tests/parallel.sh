#!/usr/bin/env bash
# The core's suites in parallel mode: every vCPU on a host thread of its own, in real time; with
# Linux's geometry, and with red zones and the quarantine on more CPUs.
# No seed repeats a failure here; tests/tsan.sh looks at the same suites with more patience.
build/kunit -m 'nodes=2,mem=64M,cpus=1,checks=on,sched=parallel'
rc=$?
build/kunit -m 'nodes=4,mem=64M,cpus=2,checks=full,sched=parallel' | sed 's/^\(not \)\?ok [0-9]* \(- \)\?/&checks=full: /'
full=${PIPESTATUS[0]}
exit $((rc ? rc : full))
